"""The ways to judge a number that is still ahead (README B6.6–8).

Each returns (status, reason) and notes its figures and flags on the part.
"""

from decimal import Decimal

from .asked import AT_LEAST
from .figures import NOISE, ZERO, number, plain, share
from .part import JudgedPart
from .path import Anchor, PathProgress, progress
from .result import StartObserved
from .small_numbers import event_budget, is_small, pool, withheld_pool
from .targets import TargetLimit, meets, satisfied_by
from .trends import Verdict, direction, limit_due, slowdown


def decide(part: JudgedPart) -> Verdict:
    """Return the verdict by the milestone's mode."""
    if part.target.is_trend:
        return slowdown(part) if part.target.kind == "slow" else direction(part)
    row = part.case.usable[-1]
    if part.pool is not None and row.denominator is not None:
        budget = event_budget(
            part.target, row.denominator, part.case.indicator.measure.per
        )
        part.note(event_budget=budget)
    if satisfied_by(part.scale.baseline, part.target):
        return maintenance(part)
    return improvement(part)


def note_small_numbers(part: JudgedPart) -> None:
    """Pool the years where the latest year's events are few (B7), plain scale only."""
    case, scale = part.case, part.scale
    row = case.usable[-1]
    withheld = withheld_pool(row)
    if scale.name == "value" and withheld is not None:
        part.flag("small_numbers")
        part.pool = withheld
        part.note(pooled=row.pooled)
        return
    per, period = case.indicator.measure.per, case.indicator.measure.period
    if scale.name != "value" or not is_small(row, per, case.parameters):
        return
    part.flag("small_numbers")
    since = max((y for y in scale.breaks if y <= scale.latest_year), default=None)
    part.pool = pool(case.usable, per, period, since, case.parameters)
    part.note(pooled=part.pool.told(), events=row.events)


def maintenance(part: JudgedPart) -> Verdict:
    """Return the verdict where the baseline already satisfies the focus (B6.6).

    No progress percentage: the naive ratio rewards worsening here (B7).
    """
    scale, target, value = part.scale, part.target, part.scale.latest
    limit = target if target.is_keep else limit_due(part) or target
    part.flag("maintenance")
    if scale.dated is None and not target.is_keep:
        part.flag("baseline_undated")
    erosion = None if part.pool else _erosion(part)
    part.note(
        limit_in_force=plain(limit.value),
        headroom=plain(scale.d * (value - target.value)),
        erosion=plain(erosion),
    )
    if part.pool is not None:
        return _maintenance_of_small_numbers(part, limit)
    if not meets(value, limit):
        return "breached", None
    if not meets(value, target):
        return "behind", "slipping"
    risk = share(part.case.parameters.erosion_risk)
    if erosion is not None and erosion >= risk - NOISE:
        return "at_risk", "allowance_nearly_used"
    return "maintained", None


def improvement(part: JudgedPart) -> Verdict:
    """Return the verdict on the way to a target that is not reached yet (B6.7–8)."""
    scale, target = part.scale, part.target
    value = part.pool.rate if part.pool else scale.latest
    is_met = meets(value, target)
    if is_met and not _is_short(part):
        part.note(progress=1.0)
        return "achieved", "early" if scale.latest_year < target.year else None
    if not part.anchors or part.anchors[0].year > scale.latest_year:
        return "no_data", part.without_baseline("no_baseline")
    if is_met:
        part.flag("short_pool")
    step = progress(value, scale.latest_year, part.anchors, target)
    if step is None:
        return _without_progress(part, value, is_met)
    tolerance = max(target.tol, scale.half)
    _note_progress(part, step, tolerance)
    verdict = _on_schedule(part, step, tolerance)
    if is_met:
        return "on_path", None
    return _guarded(part, verdict, step.path_value)


def _erosion(part: JudgedPart) -> Decimal | None:
    """Return the share of the allowance used up, None where it has no meaning."""
    scale, target, base = part.scale, part.target, part.scale.dated
    if base is None or base.is_bound or target.is_keep or scale.name == "total":
        return None
    allowance = scale.d * (base.value - target.value)
    if allowance <= 0:
        return None
    return max(scale.d * (base.value - scale.latest) / allowance, ZERO)


def _maintenance_of_small_numbers(part: JudgedPart, limit: TargetLimit) -> Verdict:
    """Return the verdict by single year, and by the pooled interval how wrong (B7)."""
    pooled = part.pool
    if meets(part.scale.latest, limit):
        if not meets(pooled.rate, limit):
            part.flag("pooled_beyond_limit")
        return "maintained", None
    favourable_end = pooled.hi if part.scale.d > 0 else pooled.lo
    if not meets(favourable_end, limit):
        return "breached", "pooled_interval_beyond_limit"
    return "at_risk", "within_random_variation"


def _without_progress(part: JudgedPart, value: Decimal, is_met: bool) -> Verdict:
    """Return the verdict where the path says nothing of the value's year: no change is
    planned (B6.7), or no path is there."""
    start = part.anchors[0]
    if part.scale.d * (part.target.value - start.value) > 0:
        return "no_data", part.without_baseline("no_baseline")
    if is_met:
        return "on_path", None
    return _guarded(part, _no_planned_change(part, value, start), part.target.value)


def _no_planned_change(part: JudgedPart, value: Decimal, start: Anchor) -> Verdict:
    """Return the verdict where the target asks only for any improvement (B6.7).

    Where the path starts at a milestone that the focus repeats, only the value
    observed in its year can be fallen behind, never the target; with small numbers
    not even that: one year's chance count is no start (B7).
    """
    scale, before = part.scale, start.value
    part.flag("zero_planned_change")
    if scale.dated is not None and scale.dated.is_bound:
        return "no_data", "no_baseline"
    if scale.dated is None:
        is_older = start.year < scale.latest_year and part.pool is None
        before = scale.values.get(start.year) if is_older else None
        if before is not None:
            observed = StartObserved(year=start.year, value=plain(before))
            part.note(start_observed=observed)
    if before is not None and scale.d * (value - before) < -scale.half * (1 + NOISE):
        return "reversed", "any_improvement_needed"
    return "far_behind", "any_improvement_needed"


def _is_short(part: JudgedPart) -> bool:
    """Say whether fewer years are pooled than praise needs (B7)."""
    return part.pool is not None and part.pool.years < part.case.parameters.pool_min


def _guarded(part: JudgedPart, verdict: Verdict, yardstick: Decimal) -> Verdict:
    """Return the verdict on a pooled rate with the two reserves of B7.

    No praise on a short pool; blame only where the whole interval lies beyond the
    yardstick, the path's value or, where no change is planned, the focus.
    """
    pooled, status = part.pool, verdict[0]
    if pooled is None:
        return verdict
    if status == "ahead" and _is_short(part):
        return "on_path", None
    if status in ("behind", "far_behind", "reversed"):
        d = part.scale.d
        favourable_end = number(pooled.hi if d > 0 else pooled.lo)
        if favourable_end is None or d * (favourable_end - yardstick) >= 0:
            return "at_risk", "within_random_variation"
    return verdict


def _note_progress(part: JudgedPart, step: PathProgress, tolerance: Decimal) -> None:
    part.note(
        progress=plain(step.done),
        expected=plain(step.due),
        ratio=plain(step.ratio),
        path_value=plain(step.path_value),
        gap=plain(step.gap),
        time_share=plain(step.time_share),
        tolerance=plain(tolerance),
    )
    base = part.scale.dated
    if base is not None and base.is_bound:
        part.note(progress_bound=_bound_of_progress(base, part.scale.d))


def _bound_of_progress(base, d: int) -> str:
    """Return which way the share done errs: the true start lies beyond the bound."""
    starts_higher = base.op in AT_LEAST
    return "at_most" if starts_higher == (d > 0) else "at_least"


def _on_schedule(part: JudgedPart, step, tolerance: Decimal) -> Verdict:
    """Return the verdict by share done and share due (B6.8)."""
    limits = part.case.parameters
    if step.done <= -share(limits.reverse_share) + NOISE:
        return "reversed", None
    if step.due < share(limits.early_share) - NOISE:
        part.flag("early")
        is_fair = step.done >= step.due - share(limits.early_slack) - NOISE
        return ("on_path" if is_fair else "behind"), None
    years = part.scale.latest_year - part.anchors[0].year
    if step.ratio >= share(limits.ratio_ahead) - NOISE:
        return ("ahead" if years >= limits.ahead_min_years else "on_path"), None
    is_within = step.gap >= -tolerance - 2 * part.scale.half * NOISE
    if is_within or step.ratio >= share(limits.ratio_on) - NOISE:
        return "on_path", None
    is_near = step.ratio >= share(limits.ratio_behind) - NOISE
    return ("behind" if is_near else "far_behind"), None
