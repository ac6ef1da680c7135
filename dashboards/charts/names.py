"""The names that stand in the chart itself, where a legend would be. Pure."""

from dashboards.charts import marks
from dashboards.charts.frame import ACCENT, INK, INK2, WATCH
from dashboards.charts.series import baseline

END = [
    ("left", "middle", 7, 0),
    ("left", "bottom", 4, 3),
    ("left", "top", 4, -3),
    ("center", "bottom", 0, 6),
]


def at_the_ends(traces, space) -> list[dict]:
    """Return the names of the levels above and of references at their lines' ends."""
    notes = []
    for trace in traces:
        if trace.get("meta") not in ("upper", "reference"):
            continue
        x, y, text = trace["x"][-1], trace["y"][-1], trace["name"]
        color = ACCENT if trace["meta"] == "reference" else INK2
        notes.append(
            marks.note(x, y, text, color=color, **space.place(x, y, text, END))
            | {"name": "level"}
        )
    return notes


def of_baseline(row, space, words) -> list[dict]:
    """Return 基期 and its figure as printed, beside the square."""
    base = baseline(row)
    if base is None:
        return []
    text = f"{words.baseline} {row.baseline}"
    places = [
        ("left", "top", -8, -8),
        ("left", "bottom", -8, 8),
        ("left", "top", 8, -4),
        ("left", "bottom", 8, 4),
    ]
    where = space.place(*base, text, places)
    return [marks.note(*base, text, color=INK, name="baseline", **where)]


def of_region(values, name, space) -> list[dict]:
    """Return the region's name at the freest point in the middle of its own line."""
    points = [(v.year, float(v.value)) for v in values if v.value is not None]
    if len(points) < 3:
        return []
    best = None
    for n, (year, value) in enumerate(points):
        aside = 0.4 * abs(n - len(points) / 2)  # rather in the middle
        for side, anchor in ((-8, "top"), (8, "bottom")):
            cost = aside + space.cost(year, value, name, ("center", anchor, 0, side))
            if best is None or cost < best[0]:
                best = cost, year, value, side
    _, year, value, side = best
    place = ("center", "bottom" if side > 0 else "top", 0, side)
    where = space.place(year, value, name, [place])
    return [marks.note(year, value, name, color=INK, name="region", **where)]


def of_day(row, frame, words) -> dict:
    """Return the vertical of the year of assessment and its name above it."""
    if row is None or not row.as_of:
        return {"shapes": [], "annotations": []}
    year = row.as_of
    if not frame.first <= year <= frame.right:
        return {"shapes": [], "annotations": []}
    return {
        "shapes": [marks.vertical(year, INK2, "dot", "day")],
        "annotations": [marks.on_top(year, words.assessed % {"year": year})],
    }


def of_breaks(values, words) -> dict:
    """Return a vertical before each year from which another definition counts."""
    years = [v.year for v in values if v.breaks]
    return {
        "shapes": [marks.vertical(y - 0.5, WATCH, "dashdot", "break") for y in years],
        "annotations": [
            marks.on_top(y - 0.5, words.redefined) | {"font": {"color": WATCH}}
            for y in years
        ],
    }
