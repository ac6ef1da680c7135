"""A mark for each target: a bar, an arrow to the good side, the printed words. Pure."""

from dataclasses import dataclass

from dashboards.charts import marks
from dashboards.charts.frame import INK, INK2
from dashboards.charts.label_space import broken
from dashboards.charts.references import asked_by


@dataclass(frozen=True, slots=True)
class TargetMark:
    """Where one target stands: certain False where its level follows from what is
    known so far (持续改善, 高于全国平均); no level where nobody can say it."""

    year: int
    words: str
    level: float | None
    top: float | None = None
    certain: bool = True


def of_targets(row, space) -> dict:
    """Return shapes and annotations of the row's targets in force."""
    shapes, notes = [], []
    up = row.direction != "down"
    found = found_marks(row)
    for mark in found:  # bars first: the words keep clear of all of them
        if mark.level is not None:
            shapes += _bars(mark, space)
    for mark in found:
        if mark.level is not None and mark.top is None:
            notes.append(_arrow(mark, space, up))
    for number, mark in enumerate(found):
        notes.append(_words(row, mark, space, up) | {"name": f"aim{number}"})
    return {
        "shapes": shapes,
        "annotations": [n for n in notes if n.get("y") is not None],
    }


def found_marks(row) -> list[TargetMark]:
    """Return a mark for each dated target in force that has a number or words."""
    return [g for aim in row.goals if (g := _mark(row, aim)) is not None]


def _mark(row, aim) -> TargetMark | None:
    if aim.year is None:  # an undated target has no place on the axis
        return None
    if aim.kind == "range" and aim.lo is not None:
        return TargetMark(aim.year, aim.printed, aim.lo, aim.hi)
    if aim.kind == "reference":
        line = asked_by(row, aim)
        level, certain = (line.at(aim.year) if line else None) or (None, False)
        return TargetMark(aim.year, aim.printed, level, certain=certain)
    if aim.kind == "direction":
        return TargetMark(aim.year, aim.printed, _to_beat(row, aim), certain=False)
    if aim.kind in ("text", "none"):
        return None
    if aim.kind == "slow" or (aim.kind == "keep" and aim.value is None):
        return None  # asks for a pace, or for a level that is not known: no point
    return TargetMark(aim.year, aim.printed, aim.value)


def _to_beat(row, aim) -> float | None:
    """Return the level a target of direction is measured by: the value of the
    milestone year before it, else the newest one, else what is known at all."""
    values = _own_values(row)
    earlier = [a for a in row.goals if a.year is not None and a.year < aim.year]
    years = [a.year for a in earlier]
    if years and years[-1] in values:
        return values[years[-1]]
    before = [v for y, v in sorted(values.items()) if y <= aim.year]
    targets = [a.value for a in earlier]
    known = [*before[-1:], *targets[-1:], row.baseline_value]
    return next((v for v in known if v is not None), None)


def _own_values(row) -> dict[int, float]:
    observations = row.case.observations if row.case else ()
    return {o.year: float(o.value) for o in observations if o.value is not None}


def _bars(mark, space) -> list[dict]:
    levels = [mark.level] if mark.top is None else [mark.level, mark.top]
    for level in levels:
        left, height = space.at(mark.year - space.half, level)
        right, _ = space.at(mark.year + space.half, level)
        space.line((left, height), (right, height))
    bars = [
        marks.bar(mark.year, level, space.half, certain=mark.certain)
        for level in levels
    ]
    if mark.top is None:
        return bars
    return [*bars, marks.between(mark.year, mark.level, mark.top, space.half)]


def _arrow(mark, space, up) -> dict:
    """Return the arrow, moved to the bar's end where it would pierce a dot."""
    sign = 1 if up else -1
    left, height = space.at(mark.year, mark.level)
    crowded = any(
        abs(x - left) < 5 and -7 < sign * (y - height) < 24 for x, y in space.dots
    )
    x = mark.year + (space.half * 0.8 if crowded else 0)
    start = space.at(x, mark.level)
    space.line(start, (start[0], start[1] + sign * 17))
    return marks.arrow(x, mark.level, up)


def _words(row, mark, space, up) -> dict:
    """Return the printed notation where it covers least: away from the arrow first."""
    texts = broken(mark.words)
    level = mark.top if mark.top is not None else mark.level
    if level is None:
        values = _own_values(row)
        level = values[max(values)] if values else row.baseline_value
    if level is None:
        return {}
    color = INK if mark.certain and mark.level is not None else INK2
    if mark.level is None:  # no bar to stand at: anywhere over the year
        where = space.place(mark.year, level, texts, _over_the_year(space), far=False)
        return marks.note(mark.year, level, color=color, **where)
    where = space.place(mark.year, level, texts, _places(row, mark, up))
    return marks.note(mark.year, level, color=color, **where)


def _over_the_year(space) -> list[tuple]:
    """Return places over and under a point, the nearest first."""
    heights = sorted(range(-space.paper.plot, space.paper.plot, 8), key=abs)
    return [
        (anchor, "middle", 0, up) for up in heights for anchor in ("center", "right")
    ]


def _places(row, mark, up) -> list[tuple]:
    """Return where the words may stand, best first: away from the arrow."""
    sign, one, two = (-1, "top", "bottom") if up else (1, "bottom", "top")
    beyond = [("center", two, 0, -sign * 20)]
    behind = [("center", one, 0, sign * 5)]
    aslant = [("left", one, -6, sign * 8), ("right", one, 6, sign * 8)]
    aside = [("left", "middle", 20, 0), ("right", "middle", -20, 0)]
    if mark.top is not None:
        return [("center", "bottom", 0, 5), ("center", "top", 0, -5), *aside]
    if "maintenance" in row.flags:  # the far side is hatched
        return beyond + behind + aside
    return behind + beyond + aslant + aside
