"""The names that stand in the chart itself, where a legend would be. Pure."""

from dashboards.charts import marks
from dashboards.charts.frame import ACCENT, INK, INK2, WATCH
from dashboards.charts.label_space import broken, size
from dashboards.charts.series import baseline
from indicators.rules import numbers

# Above the plot: over the year, or beside it where another name stands there.
TOP = [
    (anchor, "bottom", shift, up)
    for up in (5, 24)
    for anchor, shift in (("center", 0), ("left", -4), ("right", 4))
]
LAST = [
    ("left", "middle", 9, 0),
    ("center", "bottom", 0, 8),
    ("center", "top", 0, -8),
    ("right", "bottom", 6, 8),
    ("right", "top", 6, -8),
    ("left", "bottom", 6, 5),
    ("left", "top", 6, -5),
]
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
            marks.note(x, y, color=color, **space.place(x, y, text, END))
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
    where = space.place(*base, (text, *broken(text)), places)
    return [marks.note(*base, color=INK, **where) | {"name": "baseline"}]


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
    return [marks.note(year, value, color=INK, **where) | {"name": "region"}]


def of_last(row, values, space, words) -> list[dict]:
    """Return the newest value, and beneath it its distance from what is due by now,
    both as printed on the page (78.42, +0.22)."""
    known = [v for v in values if v.value is not None]
    if not known:
        return []
    last = known[-1]
    value = numbers.plain(last.value, space.frame.decimals)
    gap = _gap(row, last, words)
    text = f"<b>{value}</b><br>{gap}" if gap else f"<b>{value}</b>"
    level = float(last.value)
    where = space.place(last.year, level, text, LAST)
    name = "gap" if gap else "last"
    return [marks.note(last.year, level, color=INK, **where) | {"name": name}]


def _gap(row, last, words) -> str:
    """Return newest value − what is due, of the figures as printed; "" where the
    verdict compares something else (a difference, a range, several years pooled)."""
    if row is None or row.status == "no_data":
        return ""
    result, due = row.result, _due(row)
    is_plain = result.scale == "value" and result.latest_year == last.year
    compared = result.pooled or result.direction_change
    if due is None or compared is not None or not is_plain:
        return ""
    here, there = (round(numbers.number(v), row.places) for v in (last.value, due))
    text = numbers.signed(here - there, row.places)
    return words.even if numbers.is_zero(text) else text


def _due(row) -> float | None:
    """Return what the page sets the value against: the path, else the limit that is
    broken, else the target judged."""
    result = row.result
    if result.path_value is not None and result.headroom is None:
        return result.path_value
    if row.status == "breached" and result.limit_in_force is not None:
        return result.limit_in_force
    return result.focus_target


def of_day(row, space, words) -> dict:
    """Return the vertical of the year of assessment and its name above it."""
    if row is None or not row.as_of:
        return {"shapes": [], "annotations": []}
    year = row.as_of
    if not space.frame.first <= year <= space.frame.right:
        return {"shapes": [], "annotations": []}
    space.vertical(year)
    return {
        "shapes": [marks.vertical(year, INK2, "dot", "day")],
        "annotations": [_on_top(year, words.assessed % {"year": year}, space)],
    }


def of_breaks(values, space, words) -> dict:
    """Return a vertical before each year from which another definition counts."""
    years = [v.year - 0.5 for v in values if v.breaks]
    years = [y for y in years if space.frame.left <= y <= space.frame.right]
    for year in years:
        space.vertical(year)
    return {
        "shapes": [marks.vertical(y, WATCH, "dashdot", "break") for y in years],
        "annotations": [
            _on_top(y, words.redefined, space) | {"font": {"color": WATCH}}
            for y in years
        ],
    }


def _on_top(year, text, space) -> dict:
    """Return a text above the plot, over a year or beside it."""
    where = space.place(year, space.frame.high, text, TOP, far=False)
    return marks.note(year, 1, yref="paper", **where)


def of_unit(unit, space) -> dict:
    """Return the unit at the upper left corner, above the figures of the axis."""
    letter = space.paper.letter
    left, bottom = 8 - space.paper.left, space.paper.plot + 24
    room = size(unit, letter)
    space.labels.fill((left, bottom, left + room[0], bottom + room[1]))
    corner = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
    return marks.note(0, 1, text=unit, xshift=left, yshift=24, name="unit", **corner)
