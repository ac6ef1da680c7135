"""What asks for a movement instead of a number: 持续改善 and 减缓 (README B6.5)."""

from dataclasses import dataclass
from decimal import Decimal

from .figures import NOISE, ZERO, plain
from .parameters import DEFAULT, Parameters
from .part import JudgedPart
from .projection import pace, window
from .result import DirectionChange, Floor, PaceChange
from .scales import Scale
from .targets import TargetLimit, meets, strictest

Verdict = tuple[str, str | None]
PACE_YEARS = 10  # how far back the pace before the base year is looked for


@dataclass(frozen=True, slots=True)
class Paces:
    """Mean yearly changes before and from a base year, and the last step's."""

    before: Decimal
    after: Decimal
    last: Decimal


def limit_due(part: JudgedPart, before: int | None = None) -> TargetLimit | None:
    """Return the latest milestone due in the latest value's year (of a year before
    `before`, if given), of one year the strictest."""
    latest = part.scale.latest_year
    due = [
        t
        for t in part.binding()
        if t.year <= latest and (before is None or t.year < before)
    ]
    if not due:
        return None
    last = max(t.year for t in due)
    return strictest([t for t in due if t.year == last])


def is_below(part: JudgedPart, floor: TargetLimit | None, value: Decimal) -> bool:
    """Say whether a value misses the floor of an earlier milestone; note the floor."""
    if floor is None or meets(value, floor):
        return False
    part.note(floor=Floor(year=floor.year, target=plain(floor.value)))
    return True


def direction(part: JudgedPart, before: int | None = None) -> Verdict:
    """Return the verdict on 持续改善: level kept, then the change over the window and
    the last one.

    `before` leaves out milestones of its year and later as floors.
    """
    scale, d = part.scale, part.scale.d
    if is_below(part, limit_due(part, before), scale.latest):
        return "breached", "below_earlier_milestone"
    if _is_at_natural_limit(scale):
        return "maintained", "at_natural_limit"
    points = window(scale, part.case.parameters)
    average = pace(points)
    if average is None:
        return "no_data", "one_point"
    overall = points[-1][1] - points[0][1]
    last = points[-1][1] - points[-2][1]
    part.note(
        direction_change=DirectionChange(
            from_year=points[0][0], average=plain(average), last=plain(last)
        )
    )
    way, step = (_way(d * change, scale) for change in (overall, last))
    if way > 0:
        return {
            1: ("on_path", "improving"),
            0: ("behind", "recent_pause"),
            -1: ("behind", "recent_setback"),
        }[step]
    if way == 0:
        return "far_behind", "stagnating"
    return ("far_behind", "recent_turn") if step > 0 else ("reversed", "worsening")


def slowdown(part: JudgedPart) -> Verdict:
    """Return the verdict on 减缓: the yearly worsening before and from the base year."""
    scale, base_year = part.scale, part.target.base_year
    paces = paces_of(scale, base_year, part.case.parameters)
    if paces is None:
        return "no_data", "no_earlier_pace"
    part.note(
        pace_change=PaceChange(
            base_year=base_year,
            before=plain(paces.before),
            after=plain(paces.after),
            last=plain(paces.last),
        )
    )
    is_last_slower = _has_slowed(paces.last, paces.before, scale)
    if _has_slowed(paces.after, paces.before, scale):
        return ("on_path", "slowing") if is_last_slower else _SETBACK
    if -scale.d * (paces.after - paces.before) <= scale.half + scale.noise:
        return "far_behind", "no_slowdown"
    return ("far_behind", "recent_turn") if is_last_slower else _ACCELERATING


_SETBACK = "behind", "recent_setback"
_ACCELERATING = "reversed", "accelerating"


def paces_of(
    scale: Scale, base_year: int | None, parameters: Parameters = DEFAULT
) -> Paces | None:
    """Return the paces on both sides of a base year, None where one has no two points.

    From it on those of the window; up to it those of ten years.
    """
    if base_year is None:
        return None
    recent = [p for p in window(scale, parameters) if p[0] >= base_year]
    earlier = [
        p for p in scale.segment() if base_year - PACE_YEARS <= p[0] <= base_year
    ]
    after, before = pace(recent), pace(earlier)
    if after is None or before is None:
        return None
    return Paces(before, after, pace(recent[-2:]))


def is_slowed(
    scale: Scale, base_year: int | None, parameters: Parameters = DEFAULT
) -> bool | None:
    """Return whether the worsening has slowed since a base year, None if unknown."""
    paces = paces_of(scale, base_year, parameters)
    return None if paces is None else _has_slowed(paces.after, paces.before, scale)


def _has_slowed(change: Decimal, before: Decimal, scale: Scale) -> bool:
    """Say whether a yearly change worsens nothing, or by clearly less than before."""
    worsening, earlier = -scale.d * change, -scale.d * before
    return worsening <= ZERO or earlier - worsening > scale.half + scale.noise


def _way(change: Decimal, scale: Scale) -> int:
    """Return +1 for a change to the better, −1 to the worse, 0 inside the dead band."""
    if change >= scale.half - scale.noise:
        return 1
    return 0 if change >= -scale.half - scale.noise else -1


def _is_at_natural_limit(scale: Scale) -> bool:
    limit = scale.bounds[1] if scale.d > 0 else scale.bounds[0]
    if limit is None:
        return False
    return scale.d * (scale.latest - limit) >= -scale.half * (1 + NOISE)
