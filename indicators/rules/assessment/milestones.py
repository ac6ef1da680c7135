"""Q1 达标: did the value of each milestone year satisfy the stated target?"""

from decimal import Decimal

from .figures import plain
from .result import JudgedMilestone
from .scales import Scale
from .targets import TargetLimit, is_borderline, meets, satisfied_by
from .trends import is_slowed

DECIDED = ("met", "not_met")
OPEN = ("series_break", "total_incomplete")  # what keeps a state open, and its flag


def state_of(target: TargetLimit, case) -> JudgedMilestone:
    """Return the state of one of the case's milestones on its own scale (B5)."""
    scale = case.scale(target.scale)
    if target.is_doubted:
        return _state(target, "unconfirmed")
    if not target.is_judged or (target.value is None and not target.is_trend):
        return _state(target, "unverifiable")
    year, proxy = record_year(target, case, scale)
    if year is not None:
        return _decided(target, case, scale, year, proxy)
    if target.year < case.as_of:
        return _state(target, "awaiting")
    if target.is_trend or scale.latest is None:
        return _state(target, "pending")
    return _state(target, _foreseen(target, scale))


def record_year(target: TargetLimit, case, scale: Scale) -> tuple[int | None, tuple]:
    """Return the year whose value decides a milestone, and the flag for a proxy.

    A neighbouring year stands in, the earlier one first, only when as_of is past
    the milestone by more than one reporting period and a year (B7); never for a total.
    """
    if target.year in scale.values:
        return target.year, ()
    if scale.name == "total":
        return None, ()
    if case.as_of > target.year + case.indicator.measure.period + 1:
        for year in (target.year - 1, target.year + 1):
            if year in scale.values:
                return year, ("proxy_year",)
    return None, ()


def why_open(target: TargetLimit, scale: Scale, year: int) -> str | None:
    """Return why a year's value cannot decide a number, None where it can.

    A change of definition since the number's (B6.4), or a total that lacks a year,
    unless further amounts cannot undo what it says: a target met, a ceiling exceeded.
    """
    if not scale.follows(target.since, year):
        return "series_break"
    if scale.is_incomplete(year):
        is_met = meets(scale.values[year], target)
        is_ceiling = target.d < 0 and satisfied_by(scale.baseline, target)
        if is_met == is_ceiling:
            return "total_incomplete"
    return None


def _state(
    target: TargetLimit, state: str, value: Decimal | None = None, flags: tuple = ()
) -> JudgedMilestone:
    return JudgedMilestone(
        year=target.year,
        target=plain(target.value),
        state=state,
        value=plain(value),
        flags=(*target.flags, *flags),
    )


def _foreseen(target: TargetLimit, scale: Scale) -> str:
    """Return the state of a milestone to come by the latest value."""
    if why_open(target, scale, scale.latest_year):
        return "pending"
    is_met = meets(scale.latest, target)
    if satisfied_by(scale.baseline, target):
        if not scale.follows_baseline():
            return "pending"
        return "within" if is_met else "exceeding"
    return "met_early" if is_met else "pending"


def _decided(target, case, scale, year, proxy) -> JudgedMilestone:
    value = scale.values[year]
    if target.is_trend:
        if target.kind == "slow":
            found = is_slowed(scale.until(year), target.base_year, case.parameters)
            flags = ()
        else:
            found, flags = _improved(target, case, scale, year)
        if found is None:
            return _state(target, "unverifiable", value, (*proxy, *flags))
        return _state(target, "met" if found else "not_met", value, proxy)
    obstacle = why_open(target, scale, year)
    if obstacle:
        return _state(target, "unverifiable", value, (*proxy, obstacle))
    is_near = is_borderline(value, target, scale.half)
    flags = (*proxy, "borderline") if is_near else proxy
    return _state(target, "met" if meets(value, target) else "not_met", value, flags)


def _improved(target, case, scale, year) -> tuple[bool | None, tuple]:
    """Return whether a 持续改善 year is better than what it is compared with, None
    with the flag of what keeps it open.

    That is the value of the previous milestone year on the plain scale, else that
    target; with no previous milestone, the dated baseline (B6.5).
    """
    yardstick, since = _yardstick(target, case.targets, scale)
    if yardstick is None:
        return None, ()
    if not scale.follows(since, year):
        return None, ("series_break",)
    return target.d * (scale.values[year] - yardstick) > 0, ()


def _yardstick(target, targets, scale) -> tuple[Decimal | None, int | None]:
    """Return what a 持续改善 year is compared with, and the year of its definition."""
    earlier = [
        t for t in targets if t.is_judged and not t.is_doubted and t.year < target.year
    ]
    if not earlier:
        base = scale.dated
        return (base.value, base.year) if base else (None, None)
    year = max(t.year for t in earlier)
    if year in scale.values:
        return scale.values[year], year
    stated = [
        t
        for t in earlier
        if t.year == year and t.scale == target.scale and t.value is not None
    ]
    hardest = max(stated, key=lambda t: target.d * t.value, default=None)
    return (hardest.value, hardest.since) if hardest else (None, None)
