"""Where a value stands: what the sentences of both languages ask of an assessment."""

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import TOLERANCE, near
from indicators.rules.numbers import number

SLOWED = ("slowing", "recent_setback")
FASTER = ("accelerating", "recent_turn")
NO_START = ("no_baseline", "baseline_undated")


def start(f: Facts) -> tuple[int, float] | None:
    """Return year and value from which the path starts, if somebody observed them.

    That is the value observed in the first milestone's year, else the exact baseline;
    on a difference series its difference. None where only a target stands there.
    """
    seen = f.result.start_observed
    if seen is not None and None not in (seen.year, seen.value):
        return seen.year, seen.value
    base, first = f.case.indicator.baseline, next(iter(f.result.anchors), None)
    if base is None or base.is_bound or first is None or base.year != first[0]:
        return None
    return first


def is_start_kept(f: Facts) -> bool:
    """Say whether the judged value prints like the path's start."""
    first = next(iter(f.result.anchors), None)
    return first is not None and f.own(f.judged) == f.own(first[1])


def is_early(f: Facts) -> bool:
    """Say whether an improvement target is met by a value older than its year."""
    if f.schedule != "achieved" or f.final or None in (f.year, f.focus_year):
        return False
    return f.year < f.focus_year


def is_overdue(f: Facts) -> bool:
    """Say whether the value lags behind a path whose last anchor is over."""
    rows, due, path = f.result.anchors, f.result.expected, f.result.path_value
    if not rows or None in (due, path, f.judged, f.year):
        return False
    if f.year < rows[-1][0] or due < 1 - TOLERANCE:
        return False
    return f.sign * (f.judged - path) < -TOLERANCE or is_excluded(f, f.judged, path)


def is_excluded(f: Facts, value, limit) -> bool:
    """Say whether a value equals a limit that excludes the number itself."""
    return f.strict and near(value, limit)


def is_constant(f: Facts) -> bool:
    """Say whether the value is held at a natural limit and projected to stay there."""
    ahead = f.result.projection
    return f.status == "maintained" and ahead is not None and ahead.method == "constant"


def is_told(f: Facts) -> bool:
    """Say whether value, distance and forecast can be told without a baseline."""
    told = f.status == "no_data" and f.reason in NO_START
    return told and None not in (f.target, f.latest, f.year)


def limit_year(f: Facts) -> int | None:
    """Return the year of the milestone whose limit is in force."""
    limit, year = f.result.limit_in_force, f.year
    due = (
        m.year
        for m in f.result.milestones
        if None not in (m.year, year) and m.year <= year and near(m.target, limit)
    )
    return max(due, default=f.focus_year)


def missing_start(f: Facts) -> str:
    """Return why there is no start: undated, bound, reference, older, none, unusable.

    In this order (B8.1); unusable is a baseline that the rules took for none of these.
    """
    base = f.case.indicator.baseline
    if base is None:
        return "none"
    if base.year is None:
        return "undated"
    if base.is_bound:
        return "bound"
    if f.scale == "reference" and base.year not in f.case.indicator.reference:
        return "reference"
    return "older" if f.year is not None and f.year < base.year else "unusable"


def momentum(f: Facts) -> str:
    """Return what became of a worsening that is to slow.

    none (there is none, before or after), stopped, slowed, same, started, faster; ""
    where the reason tells none of these.
    """
    pace = f.result.pace_change
    if pace is None or None in (pace.before, pace.after):
        return ""
    was_worsening, is_worsening = f.sign * pace.before < 0, f.sign * pace.after < 0
    if f.reason in SLOWED and not is_worsening:
        return "stopped" if was_worsening else "none"
    if f.reason in SLOWED:
        return "slowed"
    if f.reason in FASTER:
        return "faster" if was_worsening else "started"
    return "same" if f.reason == "no_slowdown" else ""


def pace_places(f: Facts) -> int:
    """Return the decimals that keep the two paces of a slowing apart, at most one
    more."""
    pace = f.result.pace_change
    if f.own(pace.before) != f.own(pace.after):
        return f.decimals
    return f.decimals + (pace.before != pace.after)


def base_year(f: Facts) -> int | None:
    """Return the year a change of the focus is counted from: named, or the plan's."""
    base = f.case.indicator.baseline
    return f.asked.base_year or (base.year if base is not None else None)


def counted_from(f: Facts) -> int | None:
    """Return the first year of a running total."""
    first = next((year for year, _ in f.result.anchors), None) or base_year(f)
    return first + 1 if first else None


def is_random(f: Facts) -> bool:
    """Say whether a final value on small numbers misses its target by chance alone."""
    if f.status != "not_met" or f.pooled is None or f.target is None:
        return False
    end = number(f.pooled.hi if f.sign > 0 else f.pooled.lo)
    return end is not None and f.sign * (end - f.target) >= -TOLERANCE
