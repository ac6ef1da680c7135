"""The drawing of a chart: a Plotly figure as SVG, for screen, paper and Word. Pure.

Only what our own figures hold is known here: scatter traces of lines and markers,
bands, straight shapes, texts and arrows. Anything else is a ValueError, never left
out in silence. Colours stay names of the page's tokens ("var(--ink)"), which the
page resolves in the theme at hand; for a picture pass `colours`. Whatever comes from
the database is escaped where it is written (`markup`).
"""

from collections.abc import Mapping

from dashboards.charts.frame import INK2, LINE, tick
from dashboards.charts.markup import element, group, number, resolved
from dashboards.charts.plane import Plane
from dashboards.charts.svg_notes import note
from dashboards.charts.svg_traces import hatchings, trace

WIDE, NARROW = "wide", "narrow"


def drawing(
    figure: dict,
    title: str,
    description: str = "",
    *,
    key: str = "figure",
    narrow: bool = False,
    colours: Mapping[str, str] | None = None,
) -> str:
    """Return a figure as one <svg>, in the size of its layout or of its phone.

    `title` and `description` are what a screen reader says; `key` keeps the ids of
    several drawings of one page apart. With `colours` (token → colour) the svg stands
    alone, for a picture.
    """
    layout = figure["layout"] | (figure["phone"] if narrow else {})
    kind = NARROW if narrow else WIDE
    plane = Plane.of(layout, f"{key}-{kind}")
    body = "".join(
        [
            element("title", {"id": f"{plane.key}-t"}, title),
            element("desc", {"id": f"{plane.key}-d"}, description),
            _definitions(figure["data"], plane),
            _axes(layout, plane),
            *(_shape(s, plane) for s in _layer(layout, below=True)),
            *_traces(figure["data"], plane),
            *(_shape(s, plane) for s in _layer(layout, below=False)),
            *(note(n, plane, layout["font"]) for n in layout["annotations"]),
        ]
    )
    about = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": f"drawing {kind}",
        "viewBox": f"0 0 {number(plane.width)} {number(plane.height)}",
        "role": "img",
        "aria-labelledby": f"{plane.key}-t {plane.key}-d",
        "font-size": layout["font"]["size"],
    }
    return resolved(group("svg", about, body), colours)


def _definitions(data, plane) -> str:
    """Return the window of the plot and the hatchings that the traces fill with."""
    window = element("rect", plane.window)
    clip = group("clipPath", {"id": f"{plane.key}-plot"}, window)
    return group("defs", {}, clip + hatchings(data, plane))


def _axes(layout, plane) -> str:
    """Return gridlines with their figures and the years below the plot."""
    letter = layout["font"]["size"]
    step, size = layout["yaxis"]["dtick"], {"fill": INK2}
    parts = []
    for level in plane.levels(step):
        y = plane.y(level)
        ends = {"x1": plane.left, "x2": plane.right, "y1": y, "y2": y}
        parts.append(element("line", ends | {"stroke": LINE}))
        place = {"x": plane.left - 8, "y": y + 0.36 * letter, "text-anchor": "end"}
        parts.append(element("text", place | size, tick(level, step)))
    for year in plane.years(layout["xaxis"]["dtick"]):
        place = {"x": plane.x(year), "y": plane.bottom + letter + 8}
        middle = {"text-anchor": "middle"}
        parts.append(element("text", place | middle | size, f"{year}"))
    return group("g", {"class": "axes"}, "".join(parts))


def _layer(layout, *, below):
    return [s for s in layout["shapes"] if (s.get("layer") == "below") == below]


def _traces(data, plane):
    for index, found in enumerate(data):
        if found["meta"] == "hover":  # without a mark: for the script alone
            continue
        about = {"data-trace": index, "data-meta": found["meta"]}
        opacity = found.get("opacity")
        if opacity is not None:
            about["opacity"] = opacity
        yield group("g", about, trace(found, data[:index], plane))


def _shape(shape, plane) -> str:
    """Return a straight line or a rectangle of the layout."""
    is_whole = shape.get("yref") == "paper"
    across = plane.from_top if is_whole else plane.y
    x0, x1 = plane.x(shape["x0"]), plane.x(shape["x1"])
    y0, y1 = across(shape["y0"]), across(shape["y1"])
    if shape["type"] == "line":
        ends = {"x1": x0, "y1": y0, "x2": x1, "y2": y1}
        return element("line", ends | plane.stroke(shape["line"]))
    if shape["type"] != "rect":
        raise ValueError(f"no drawing for a shape of type {shape['type']}")
    box = {"x": min(x0, x1), "y": min(y0, y1)}
    box |= {"width": abs(x1 - x0), "height": abs(y1 - y0)}
    box |= {"fill": shape["fillcolor"], "fill-opacity": shape["opacity"]}
    return element("rect", box)
