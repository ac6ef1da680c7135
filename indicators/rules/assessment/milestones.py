"""Q1 达标: did the value of each milestone year satisfy the stated target?"""

from collections.abc import Sequence
from decimal import Decimal

from .figures import plain
from .result import JudgedMilestone
from .scales import Scale
from .targets import TargetLimit, is_borderline, meets, satisfied_by

DECIDED = ("met", "not_met")


def state_of(
    target: TargetLimit, targets: Sequence[TargetLimit], case, scale: Scale
) -> JudgedMilestone:
    """Return the state of one of the case's milestones on its own scale (B5)."""
    if not target.is_judged or (target.value is None and not target.is_direction):
        return _state(target, "unverifiable")
    year, proxy = record_year(target, case, scale)
    if year is not None:
        return _decided(target, targets, case, scale, year, proxy)
    if target.year < case.as_of:
        return _state(target, "awaiting")
    if target.is_direction or scale.latest is None:
        return _state(target, "pending")
    satisfied = meets(scale.latest, target)
    if satisfied_by(scale.baseline, target):
        return _state(target, "within" if satisfied else "exceeding")
    return _state(target, "met_early" if satisfied else "pending")


def record_year(target: TargetLimit, case, scale: Scale) -> tuple[int | None, tuple]:
    """Return the year whose value decides a milestone, and the flag for a proxy.

    A neighbouring year stands in, the earlier one first, only when as_of is past
    the milestone by more than one reporting period and a year (B7).
    """
    if target.year in scale.values:
        return target.year, ()
    if case.as_of > target.year + case.indicator.measure.period + 1:
        for year in (target.year - 1, target.year + 1):
            if year in scale.values:
                return year, ("proxy_year",)
    return None, ()


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


def _decided(target, targets, case, scale, year, proxy) -> JudgedMilestone:
    value = scale.values[year]
    if target.is_direction:
        verdict = _improved(target, targets, case, scale, value)
        if verdict is None:
            return _state(target, "unverifiable", None, proxy)
    else:
        verdict = meets(value, target)
    flags = proxy
    if not target.is_direction and is_borderline(value, target, scale.half):
        flags = (*proxy, "borderline")
    return _state(target, "met" if verdict else "not_met", value, flags)


def _improved(target, targets, case, scale, value) -> bool | None:
    """Return whether a 持续改善 year is better than what it is compared with.

    That is the value of the previous milestone year on the plain scale, else that
    target; with no previous milestone, the dated baseline (B6.5).
    """
    earlier = [t for t in targets if t.year is not None and t.year < target.year]
    if not earlier:
        yardstick = scale.dated.value if scale.dated else None
    else:
        year = max(t.year for t in earlier)
        stated = [
            t.value
            for t in earlier
            if t.year == year and t.scale == target.scale and t.value is not None
        ]
        hardest = max(stated, key=lambda v: target.d * v, default=None)
        yardstick = scale.values.get(year, hardest)
    return None if yardstick is None else target.d * (value - yardstick) > 0
