"""The three ways to judge a milestone that is still ahead (README B6.5–8).

Each returns (status, reason) and notes its figures and flags on the part.
"""

from decimal import Decimal

from .cases import AT_LEAST
from .figures import NOISE, ZERO, plain, share
from .part import JudgedPart
from .path import progress
from .projection import pace, window
from .result import DirectionChange
from .small_numbers import event_budget, is_small, pool, withheld_pool
from .targets import TargetLimit, meets, satisfied_by, strictest

Verdict = tuple[str, str | None]


def decide(part: JudgedPart) -> Verdict:
    """Return the verdict by the milestone's mode."""
    if part.target.is_direction:
        return direction(part)
    row = part.case.usable[-1]
    if part.pool is not None and row.denom is not None:
        budget = event_budget(part.target, row.denom, part.case.indicator.measure.per)
        part.note(event_budget=budget)
    if satisfied_by(part.scale.baseline, part.target):
        return maintenance(part)
    return improvement(part)


def note_small_numbers(part: JudgedPart) -> None:
    """Pool the years where the latest year's events are few (B7), plain scale only."""
    case, scale = part.case, part.scale
    row = case.usable[-1]
    if scale.name == "value" and row.pooled is not None:
        part.flag("small_numbers")
        part.pool = withheld_pool(row)
        part.note(pooled=row.pooled)
        return
    per, period = case.indicator.measure.per, case.indicator.measure.period
    if scale.name != "value" or not is_small(row, per, case.parameters):
        return
    part.flag("small_numbers")
    since = max((y for y in scale.breaks if y <= scale.latest_year), default=None)
    part.pool = pool(case.usable, per, period, since, case.parameters)
    part.note(pooled=part.pool.told(), events=row.events)


def direction(part: JudgedPart) -> Verdict:
    """Return the verdict on 持续改善: level kept, then mean and last change (B6.5)."""
    scale, d = part.scale, part.scale.d
    floor = None if scale.is_broken else _latest_due(part)
    if floor is not None and not meets(scale.latest, floor):
        return "breached", "below_earlier_milestone"
    if _is_at_natural_limit(part):
        return "maintained", "at_natural_limit"
    points = window(scale, part.case.parameters)
    average = pace(points)
    if average is None:
        return "no_data", "one_point"
    last = points[-1][1] - points[-2][1]
    change = DirectionChange(
        from_year=points[0][0], average=plain(average), last=plain(last)
    )
    part.note(direction_change=change)
    noise = 2 * scale.half * NOISE
    improves, is_last_better = (d * x >= scale.half - noise for x in (average, last))
    if improves:
        return (
            ("on_path", "improving") if is_last_better else ("behind", "recent_setback")
        )
    if d * average >= -scale.half - noise:
        return "far_behind", "stagnating"
    return (
        ("far_behind", "recent_turn") if is_last_better else ("reversed", "worsening")
    )


def maintenance(part: JudgedPart) -> Verdict:
    """Return the verdict where the baseline already satisfies the focus (B6.6).

    No progress percentage: the naive ratio rewards worsening here (B7).
    """
    scale, target, value = part.scale, part.target, part.scale.latest
    limit = _latest_due(part) or target
    part.flag("maintenance")
    if scale.dated is None:
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
    if erosion is not None and erosion > risk + NOISE:
        return "at_risk", "allowance_nearly_used"
    return "maintained", None


def improvement(part: JudgedPart) -> Verdict:
    """Return the verdict on the way to a target that is not reached yet (B6.7–8)."""
    scale, target = part.scale, part.target
    value = part.pool.rate if part.pool else scale.latest
    if meets(value, target):
        part.note(progress=1.0)
        return "achieved", "early"
    if not part.anchors or part.anchors[0].year > scale.latest_year:
        return "no_data", part.without_baseline("no_baseline")
    start, base = part.anchors[0], scale.dated
    if scale.d * (target.value - start.value) <= 0:
        return _no_planned_change(part, value, start.value)
    step = progress(value, scale.latest_year, part.anchors, target)
    if step is None:
        return "no_data", part.without_baseline("no_baseline")
    tolerance = max(target.tol, scale.half)
    part.note(
        progress=plain(step.done),
        expected=plain(step.due),
        ratio=plain(step.ratio),
        path_value=plain(step.path_value),
        gap=plain(step.gap),
        time_share=plain(step.time_share),
        tolerance=plain(tolerance),
    )
    if base is not None and base.is_bound:
        part.note(progress_bound=_bound_of_progress(base, scale.d))
    return _on_schedule(part, step, tolerance)


def _latest_due(part: JudgedPart) -> TargetLimit | None:
    """Return the latest milestone due in the latest value's year, the strictest."""
    latest = part.scale.latest_year
    due = [t for t in part.own if t.value is not None and t.year <= latest]
    if not due:
        return None
    last = max(t.year for t in due)
    return strictest([t for t in due if t.year == last])


def _is_at_natural_limit(part: JudgedPart) -> bool:
    scale = part.scale
    limit = scale.bounds[1] if scale.d > 0 else scale.bounds[0]
    if limit is None:
        return False
    return scale.d * (scale.latest - limit) >= -scale.half * (1 + NOISE)


def _erosion(part: JudgedPart) -> Decimal | None:
    """Return the share of the allowance used up, None where it has no meaning."""
    scale, target, base = part.scale, part.target, part.scale.dated
    if base is None or base.is_bound:
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


def _no_planned_change(part: JudgedPart, value: Decimal, start: Decimal) -> Verdict:
    """Return the verdict where the target asks only for any improvement (B6.7)."""
    scale = part.scale
    part.flag("zero_planned_change")
    if scale.dated is not None and scale.dated.is_bound:
        return "no_data", "no_baseline"
    if scale.d * (value - start) < -scale.half * (1 + NOISE):
        return "reversed", "any_improvement_needed"
    return "far_behind", "any_improvement_needed"


def _bound_of_progress(base, d: int) -> str:
    """Return which way the share done errs: the true start lies beyond the bound."""
    starts_higher = base.op in AT_LEAST
    return "at_most" if starts_higher == (d > 0) else "at_least"


def _on_schedule(part: JudgedPart, step, tolerance: Decimal) -> Verdict:
    """Return the verdict by share done and share due (B6.8)."""
    limits = part.case.parameters
    if step.done < -share(limits.reverse_share) - NOISE:
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
