"""The texts and arrows of a figure as SVG. Pure."""

import math

from dashboards.charts.label_space import size
from dashboards.charts.markup import element, group, text

ANCHORS = {"left": "start", "center": "middle", "right": "end"}
HEAD = 6  # length of an arrow's head in pixels


def note(given: dict, plane, font: dict) -> str:
    """Return one annotation: its arrow or leader, then its lines of text."""
    x, y = _point(given, plane)
    parts = []
    if given["showarrow"]:
        tail = x + given["ax"], y + given["ay"]
        parts.append(_arrow(given, (x, y), tail, plane))
        x, y = tail
    if given["text"]:
        parts.append(_text(given, x, y, font))
    return "".join(parts)


def _point(given, plane) -> tuple[float, float]:
    is_paper = given.get("xref") == "paper", given.get("yref") == "paper"
    across = plane.right - plane.left
    x = plane.left + given["x"] * across if is_paper[0] else plane.x(given["x"])
    y = plane.from_top(given["y"]) if is_paper[1] else plane.y(given["y"])
    return x + given.get("xshift", 0), y - given.get("yshift", 0)


def _arrow(given, tip, tail, plane) -> str:
    """Return a line from tail to tip, with a head unless it only ties a label."""
    stroke = {"color": given["arrowcolor"], "width": given["arrowwidth"]}
    far = math.hypot(tip[0] - tail[0], tip[1] - tail[1]) or 1
    ahead = (tip[0] - tail[0]) / far, (tip[1] - tail[1]) / far
    away = given.get("standoff", 0)
    tip = tip[0] - ahead[0] * away, tip[1] - ahead[1] * away
    ends = {"x1": tail[0], "y1": tail[1], "x2": tip[0], "y2": tip[1]}
    kind = {"class": "arrow" if given["arrowhead"] else "leader"}
    line = element("line", kind | ends | plane.stroke(stroke))
    if not given["arrowhead"]:
        return line
    back = tip[0] - ahead[0] * HEAD, tip[1] - ahead[1] * HEAD
    side = -ahead[1] * HEAD * 0.55, ahead[0] * HEAD * 0.55
    corners = [
        (tip[0] + ahead[0], tip[1] + ahead[1]),
        (back[0] + side[0], back[1] + side[1]),
        (back[0] - side[0], back[1] - side[1]),
    ]
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in corners)
    return line + element("polygon", {"points": points, "fill": stroke["color"]})


def _text(given, x, y, font) -> str:
    """Return the lines of a label, cut free of what runs beneath it."""
    lines = given["text"].split("<br>")
    letter = font["size"]
    height = size(given["text"], letter)[1]
    top = {"top": 0, "middle": 0.5, "bottom": 1}[given.get("yanchor", "middle")]
    leading = height / len(lines)
    first = y - top * height + 0.5 * leading + 0.36 * letter
    spans = []
    for row, line in enumerate(lines):
        about = {"x": x, "y": first + row * leading}
        bold = line.startswith("<b>") and line.endswith("</b>")
        if bold:
            line, about = line[3:-4], about | {"font-weight": "600"}
        spans.append(group("tspan", about, text(line)))
    paint = {
        "class": "label",
        "text-anchor": ANCHORS[given.get("xanchor", "center")],
        "fill": given["font"]["color"],
        "stroke": "var(--surface)",
        "stroke-width": 3,
        "stroke-linejoin": "round",
        "paint-order": "stroke",
    }
    return group("text", paint, "".join(spans))
