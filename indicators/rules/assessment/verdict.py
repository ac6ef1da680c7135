"""F9 assess: the decision order of README B6, first match wins.

Four answers that are never mixed: attainment of each milestone, place on the plan's
path, forecast, required change.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from . import cases, modes
from .cases import AssessedIndicator, ObservedYear
from .direction import resolved
from .figures import plain
from .milestones import DECIDED, record_year, state_of
from .parameters import DEFAULT, Parameters
from .part import JudgedPart
from .path import path_anchors, path_value
from .projection import outlook, pace, project, required_change, window
from .reading import year as year_of
from .result import FinalYear, JudgedMilestone, Required, Result
from .scales import Scale, scale_of
from .targets import VALUE, TargetLimit, resolve_targets, strictest
from .vocabulary import MISSING_ON_PURPOSE, severity

CHINA = ZoneInfo("Asia/Shanghai")


def current_year() -> int:
    """Return the calendar year in China."""
    return datetime.now(CHINA).year


@dataclass
class Evidence:
    """What one assessment looks at: nothing after `as_of`."""

    indicator: AssessedIndicator
    rows: list[ObservedYear]
    as_of: int
    parameters: Parameters
    _scales: dict = field(default_factory=dict)

    @cached_property
    def usable(self) -> list[ObservedYear]:
        return [o for o in self.rows if o.value is not None]

    @cached_property
    def targets(self) -> list[TargetLimit]:
        return resolve_targets(self.indicator, self.usable, self.parameters)

    @cached_property
    def states(self) -> list[JudgedMilestone]:
        return [
            state_of(t, self.targets, self, self.scale(t.scale)) for t in self.targets
        ]

    def scale(self, key: tuple) -> Scale:
        if key not in self._scales:
            self._scales[key] = scale_of(key, self.indicator, self.rows)
        return self._scales[key]

    def missing_reason(self) -> str | None:
        """Return why the newest row has no value, None where it says nothing."""
        if self.rows and self.rows[-1].value is None:
            reason = self.rows[-1].missing_reason
            return reason if reason in MISSING_ON_PURPOSE else None
        return None


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
    return replace(
        headline.result(case.states),
        schedule_status=schedule.schedule_status,
        parts=tuple(part.summary() for part in parts) if len(parts) > 1 else (),
    )


def evidence(indicator, observations, as_of, parameters=DEFAULT) -> Evidence:
    """Return the case as the rules see it: resolved, and nothing after as_of."""
    ind = resolved(indicator)
    year = year_of(as_of)
    year = current_year() if year is None else year
    rows = [o for o in cases.observations(observations) if o.year <= year]
    return Evidence(ind, rows, year, parameters)


def judged(case: Evidence) -> list[JudgedPart]:
    """Return a part for each milestone of the focus year, a single one mostly."""
    focus = _focus(case) if case.usable else _focus(case)[:1]
    return [_judge(case, target) for target in focus] or [_empty(case)]


def path_points(indicator, observations, years, as_of: int | None = None) -> list:
    """Return (year, plan value) of the years the headline's path covers."""
    parts = judged(evidence(indicator, observations, as_of))
    anchors = _worst(parts, lambda part: part.status).anchors
    points = ((year, path_value(anchors, year)) for year in years)
    return [(year, plain(value)) for year, value in points if value is not None]


def _focus(case: Evidence) -> list[TargetLimit]:
    """Return the milestones to judge, all of one year (B6.3).

    The first year with a milestone later than the latest value of its own series;
    there none, the last year.  In the last year those already observed count too.
    """
    stated = [t for t in case.targets if t.is_judged]
    ahead = [t for t in stated if _is_ahead(t, case)]
    if not stated:
        return []
    last = max(t.year for t in stated)
    year = min((t.year for t in ahead), default=last)
    return [t for t in stated if t.year == year and (t in ahead or year == last)]


def _is_ahead(target: TargetLimit, case: Evidence) -> bool:
    latest = case.scale(target.scale).latest_year
    if latest is None:
        latest = case.scale(VALUE).latest_year
    return latest is None or target.year > latest


def _worst(parts: list[JudgedPart], status_of) -> JudgedPart:
    """Return the part that leads: the worst of those with a verdict."""
    with_verdict = [part for part in parts if part.status != "no_data"] or parts
    return min(with_verdict, key=lambda part: severity(status_of(part)))


def _empty(case: Evidence) -> JudgedPart:
    """Return the part of a plan row that states nothing to be judged by."""
    part = _part(case, None, case.scale(VALUE))
    reason = _unusable(case, part)
    return part.close("no_data", reason or "no_numeric_target")


def _part(case: Evidence, target: TargetLimit | None, scale: Scale) -> JudgedPart:
    own = [t for t in case.targets if t.scale == (target.scale if target else VALUE)]
    path = [t for t in own if target is None or t is target or t.year != target.year]
    anchors = path_anchors(scale.dated, path, scale.d)
    part = JudgedPart(case, target, scale, own, anchors)
    part.path_now = path_value(anchors, case.as_of)
    if scale.name == "reference":
        part.flag("difference_series")
    if scale.lags:
        part.flag("reference_lag")
    if scale.name == "range":
        part.flag("range_gap_series")
    if scale.dated is None and anchors:
        part.flag("path_from_first_milestone")
    if scale.dated and scale.dated.is_bound:
        part.flag("baseline_is_bound")
    return part


def _unusable(case: Evidence, part: JudgedPart) -> str | None:
    """Return why there is nothing to judge by; note latest value and its age (B6.2)."""
    if not case.usable:
        return case.missing_reason() or "no_observation"
    scale = part.scale
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
    year, _ = record_year(target, case, scale)
    if year is not None and target.year <= scale.latest_year:
        return _final(case, part)
    if target.year < case.as_of:
        part.flag("awaiting_final_data")
    if scale.is_broken:
        part.flag("series_break")
        if not target.is_direction:
            return part.close("no_data", "series_break")
    if target.value is None and not target.is_direction:
        return part.close("no_data", part.without_baseline("no_base_value"))
    if part.pool is None:
        _look_ahead(part)
    status, reason = modes.decide(part)
    return _with_outlook(part, status, reason)


def _final(case: Evidence, part: JudgedPart) -> JudgedPart:
    """Return the verdict of a milestone whose own year decides it (B6.3)."""
    position = next(i for i, t in enumerate(case.targets) if t is part.target)
    state = case.states[position].state
    if state in DECIDED:
        return part.close("achieved" if state == "met" else "not_met")
    reason = "no_baseline" if part.target.is_direction else "no_base_value"
    return part.close("no_data", part.without_baseline(reason))


def _look_ahead(part: JudgedPart) -> None:
    """Note forecast and required change, for the focus and for the final year."""
    scale, target, parameters = part.scale, part.target, part.case.parameters
    recent, is_annual = pace(window(scale, parameters)), target.kind == "annual"
    later = [t for t in part.own if t.value is not None and t.year > target.year]
    if later:
        last = max(t.year for t in later)
        final = strictest([t for t in later if t.year == last])
        ahead = project(scale, last, is_annual, parameters)
        word, change = outlook(ahead, final), _required(scale, final, recent)
        part.note(
            final=FinalYear(
                year=last, target=plain(final.value), outlook=word, required=change
            )
        )
    forecast = project(scale, target.year, is_annual, parameters)
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
