"""F9 assess: the decision order of README B6, first match wins.

Four answers that are never mixed: attainment of each milestone, place on the plan's
path, forecast, required change.
"""

from collections.abc import Mapping
from dataclasses import replace

from . import modes
from .cases import AssessedIndicator
from .evidence import Evidence, evidence
from .figures import plain
from .final import final, is_due_by_record
from .milestones import why_open
from .parameters import DEFAULT, Parameters
from .part import JudgedPart
from .path import path_anchors, path_value
from .projection import outlook, pace, project, required_change, window
from .result import FinalYear, Required, Result
from .scales import Scale
from .targets import VALUE, TargetLimit, strictest
from .vocabulary import severity


def assess(
    indicator: AssessedIndicator | Mapping,
    observations,
    as_of: int | None = None,
    parameters: Parameters = DEFAULT,
) -> Result:
    """Return the verdict on one indicator with every figure that led to it (F9).

    Takes the parts of a Case, or their JSON form of B6.1 (values int, float, Decimal
    or None).  Never raises for missing input; raises ValueError with one Chinese
    sentence for a case that contradicts itself (see check_case).
    """
    case = evidence(indicator, observations, as_of, parameters)
    parts = judged(case)
    headline = _worst(parts, lambda part: part.status)
    schedule = _worst(parts, lambda part: part.schedule_status)
    unjudged = sum(part.status == "no_data" for part in parts)
    if 0 < unjudged < len(parts):
        headline.flag("part_no_data")
    if case.has_doubt and headline.reason != "unconfirmed_target":
        headline.flag("part_unconfirmed")
    return replace(
        headline.result(case.states),
        schedule_status=schedule.schedule_status,
        parts=tuple(part.summary() for part in parts) if len(parts) > 1 else (),
    )


def judged(case: Evidence) -> list[JudgedPart]:
    """Return a part for each milestone of the focus year that is in no doubt, a single
    one mostly."""
    focus = case.focus()
    certain = [t for t in focus if not t.is_doubted]
    if not certain:
        return [_unread(case, focus[0]) if focus else _empty(case)]
    if not case.usable:
        certain = certain[:1]
    return [_judge(case, target) for target in certain]


def path_points(indicator, observations, years, as_of: int | None = None) -> list:
    """Return (year, plan value) of the years the headline's path covers."""
    parts = judged(evidence(indicator, observations, as_of))
    anchors = _worst(parts, lambda part: part.status).anchors
    points = ((year, path_value(anchors, year)) for year in years)
    return [(year, plain(value)) for year, value in points if value is not None]


def _worst(parts: list[JudgedPart], status_of) -> JudgedPart:
    """Return the part that leads: the worst of those with a verdict."""
    with_verdict = [part for part in parts if part.status != "no_data"] or parts
    return min(with_verdict, key=lambda part: severity(status_of(part)))


def _empty(case: Evidence) -> JudgedPart:
    """Return the part of a plan row that states nothing to be judged by."""
    part = _part(case, None, case.scale(VALUE))
    reason = _unusable(case, part)
    stated = case.indicator.milestones
    is_undated = any(m.year is None and m.is_stated for m in stated)
    words = "undated_target" if is_undated else "no_numeric_target"
    return part.close("no_data", reason or words)


def _unread(case: Evidence, target: TargetLimit) -> JudgedPart:
    """Return the part of a focus year whose milestones are all in doubt.

    How to read it is open, so that the plain series is looked at (B3).
    """
    part = _part(case, None, case.scale(VALUE))
    reason = _unusable(case, part)
    if reason is None:
        part.note(focus_year=target.year, focus_target=plain(target.value))
    return part.close("no_data", reason or "unconfirmed_target")


def _part(case: Evidence, target: TargetLimit | None, scale: Scale) -> JudgedPart:
    key = target.scale if target else VALUE
    dated = [t for t in case.targets if t.year is not None and not t.is_doubted]
    own = [t for t in dated if t.scale == key]
    part = JudgedPart(case, target, scale, own, [])
    part.anchors = path_anchors(scale.dated, _on_path(part), scale.d)
    part.path_now = path_value(part.anchors, case.as_of)
    _flag_scale(part)
    return part


def _on_path(part: JudgedPart) -> list[TargetLimit]:
    """Return the targets that the path may pass: the focus, and those of other years.

    Those of an older definition than the latest value are left out (B6.4), but where
    the path itself is of it and nothing is judged, it is shown whole.
    """
    target, scale = part.target, part.scale
    others, since = part.own, target.since if target else None
    if scale.values and scale.follows_baseline():
        if scale.follows(since, scale.latest_year):
            others = part.binding()
    return [
        t
        for t in part.own
        if t is target or (t in others and (target is None or t.year != target.year))
    ]


def _flag_scale(part: JudgedPart) -> None:
    """Note which series is judged, and what its path starts from."""
    scale = part.scale
    if scale.name == "reference":
        part.flag("difference_series")
    if scale.lags:
        part.flag("reference_lag")
    if scale.name == "range":
        part.flag("range_gap_series")
    if scale.name == "total":
        part.flag("total_series")
    if scale.is_incomplete(scale.latest_year):
        part.flag("total_incomplete")
    if scale.dated is None and part.anchors:
        part.flag("path_from_first_milestone")
    if scale.dated and scale.dated.is_bound:
        part.flag("baseline_is_bound")


def _unusable(case: Evidence, part: JudgedPart) -> str | None:
    """Return why there is nothing to judge by; note latest value and its age (B6.2)."""
    if not case.usable:
        return case.missing_reason() or "no_observation"
    scale = part.scale
    if not scale.values and scale.name == "total":
        return case.missing_reason() or "no_observation"
    if not scale.values:
        return "no_reference"
    part.note(latest_year=scale.latest_year, latest=plain(scale.latest))
    age, period = case.as_of - scale.latest_year, case.indicator.measure.period
    if age > 2 * period + 2:
        return case.missing_reason() or "expired"
    if _conflicts(case.scale(VALUE)):
        part.flag("baseline_conflict")
    if age > period + 1:
        part.flag("stale")
    return None


def _conflicts(scale: Scale) -> bool:
    base = scale.dated
    if base is None or base.is_bound or base.year not in scale.values:
        return False
    return abs(scale.values[base.year] - base.value) > scale.half


def _judge(case: Evidence, target: TargetLimit) -> JudgedPart:
    """Return the verdict on one milestone (B6.2 to B6.9)."""
    scale = case.scale(target.scale)
    part = _part(case, target, scale)
    reason = _unusable(case, part)
    if reason:
        return part.close("no_data", reason)
    modes.note_small_numbers(part)
    part.note(focus_year=target.year, focus_target=plain(target.value))
    if is_due_by_record(part):
        return final(part)
    if target.year < case.as_of:
        part.flag("awaiting_final_data")
    reason = _incomparable(part)
    if reason:
        return part.close("no_data", reason)
    if part.pool is None and not scale.is_incomplete(scale.latest_year):
        _look_ahead(part)
    status, reason = modes.decide(part)
    return _with_outlook(part, status, reason)


def _incomparable(part: JudgedPart) -> str | None:
    """Return why the latest value cannot be held to the milestone (B6.1, B6.4)."""
    scale, target = part.scale, part.target
    if target.is_trend:
        if scale.is_broken:
            part.flag("series_break")
        return None
    latest = scale.latest_year
    if not (scale.follows(target.since, latest) and scale.follows_baseline()):
        part.flag("series_break")
        return "series_break"
    if target.value is None:
        return part.without_baseline("no_base_value")
    return why_open(target, scale, latest)


def _look_ahead(part: JudgedPart) -> None:
    """Note forecast and required change, for the focus and for the final year."""
    scale, target, parameters = part.scale, part.target, part.case.parameters
    recent, is_growth = pace(window(scale, parameters)), target.is_growth
    later = [t for t in part.own if t.value is not None and t.year > target.year]
    if later:
        last = max(t.year for t in later)
        final = strictest([t for t in later if t.year == last])
        ahead = project(scale, last, is_growth, parameters)
        word, change = outlook(ahead, final), _required(scale, final, recent)
        part.note(
            final=FinalYear(
                year=last, target=plain(final.value), outlook=word, required=change
            )
        )
    forecast = project(scale, target.year, is_growth, parameters)
    if forecast is not None:
        part.outlook = outlook(forecast, target)
        part.note(projection=forecast.told(), outlook=part.outlook)
    required = _required(scale, target, recent)
    if required is not None:
        part.note(required=required)


def _required(scale: Scale, target: TargetLimit, recent) -> Required | None:
    return required_change(scale.latest, scale.latest_year, target, recent)


def _with_outlook(part: JudgedPart, status: str, reason: str | None) -> JudgedPart:
    """Return the part closed; good turns at_risk when the whole interval misses."""
    is_good = status in ("achieved", "maintained", "ahead", "on_path")
    part.close(status, reason)
    if is_good and part.outlook == "unlikely":
        part.flag("weakening")
        if "early" not in part.flags:
            part.status, part.reason = "at_risk", "projection_misses"
    return part
