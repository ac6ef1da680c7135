"""One indicator in one region: plan rows with verdicts, values, history.

`own` are everywhere the viewer's own regions (access.own_regions): what is approved
there and not yet reported is shown to them alone.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import Prefetch

from dashboards.queries.plans import with_verdict
from dashboards.queries.rows import foreign_unit, told
from dashboards.rows import NO_TARGET, Source, unassessed
from dashboards.sections import Aim, Baseline, LevelSeries, Revised, Section, YearValue
from indicators.models import (
    BaselineRevision,
    Decision,
    Indicator,
    Observation,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.plans.loading import targets
from indicators.rules import assessment
from indicators.rules.assessment import JudgedMilestone, Parameters
from regions import codes
from regions.models import Department, Region

WORST = list(assessment.ATTAINMENTS)  # attainment of parts: the first speaks for all


def values(
    region: Region,
    indicator: Indicator,
    own: Collection[str],
    counts: Collection[str] = (),
) -> list[YearValue]:
    """Return the region's values by year as the viewer sees them. One query."""
    counted = region.code in counts
    rows = (
        Observation.objects.filter(region=region, indicator=indicator)
        .select_related("substitute_region")
        .order_by("year")
    )
    return [
        YearValue(
            year=row.year,
            value=told(row.value, indicator, counted),
            missing=row.get_missing_reason_display() if row.missing_reason else "",
            grade=row.get_grade_display() if row.grade else "",
            source=row.source,
            note=row.note,
            demo=not row.is_real,
            substitute=row.substitute_region.name if row.substitute_region else "",
            breaks=row.definition_break,
            events=row.events if counted else None,
            denominator=row.denominator if counted else None,
            held=row.is_held,
        )
        for row in rows.seen(own)
    ]


def levels_above(
    region: Region,
    indicator: Indicator,
    own: Collection[str],
    counts: Collection[str] = (),
) -> list[LevelSeries]:
    """Return the real series of the levels above, the nation first; never of totals.

    One query; none for a total (合计量), which levels do not share.
    """
    if indicator.additive:
        return []
    above = codes.ancestors(region.code)
    rows = (
        Observation.objects.filter(region__code__in=above, indicator=indicator)
        .order_by("region__level", "year")
        .select_related("region")
    )
    found = defaultdict(list)
    for row in rows.seen(own):
        if row.is_comparable and row.is_real:
            value = told(row.value, indicator, row.region.code in counts)
            found[row.region.short_name].append((row.year, value))
    return [LevelSeries(name, tuple(points)) for name, points in found.items()]


def neighbours(plan: Plan, code: str) -> tuple[dict | None, dict | None]:
    """Return the indicators before and after one in its plan, each indicator once
    however many rows it has. One query."""
    rows = (
        plan.rows.assessable()
        .order_by("-in_table", "order")
        .values("label", "indicator__code")
    )
    once = {}
    for row in rows:
        once.setdefault(row["indicator__code"], row)
    if code not in once:
        return None, None
    found = list(once.values())
    place = list(once).index(code)
    before = found[place - 1] if place else None
    return before, found[place + 1] if place + 1 < len(found) else None


def sections(
    plans: Sequence[Plan],
    region: Region,
    indicator: Indicator,
    own: Collection[str],
    counts: Collection[str] = (),
) -> list[Section]:
    """Return the plan rows of the indicator, the plan in force first, its table
    before its prose. Four queries: rows with verdicts, targets, baselines,
    departments."""
    rows = (
        with_verdict(PlanIndicator.objects.all(), [region], own)
        .filter(plan__in=plans, indicator=indicator)
        .select_related("plan", "verdict", "indicator")
        .prefetch_related(
            *with_revisions(),
            Prefetch("departments", Department.objects.order_by("pk")),
        )
    )
    place = {plan.pk: n for n, plan in enumerate(plans)}
    ordered = sorted(
        rows, key=lambda row: (place[row.plan_id], not row.in_table, row.order)
    )
    return [section_of(row, region, region.code in counts) for row in ordered]


def with_revisions() -> list[Prefetch]:
    """Return what brings targets and baselines with what their revisions rest on."""
    people = ("decision__by", "decision__second")
    printed = Target.objects.select_related("issuer", *people)
    replaced = BaselineRevision.objects.select_related(*people)
    return [
        Prefetch("targets", printed.order_by("year", "-revision")),
        Prefetch("baselines", replaced.order_by("-revision")),
    ]


def section_of(row: PlanIndicator, region: Region, counted: bool = False) -> Section:
    """Return a plan row (with_verdict) of the region's plan; `counted`: the viewer may
    see the region's counts. No query where what with_revisions brings, departments,
    plan and indicator are at hand."""
    indicator = row.indicator
    verdict = getattr(row, "verdict", None)
    verdict = verdict and verdict.told_to(counted)
    aims = _aims(row, verdict, region)
    direction = indicator.direction
    if verdict is not None:  # as judged: a range has one where the indicator has none
        direction = verdict.case.indicator.measure.direction
    baseline = row.baseline_value
    return Section(
        plan=row.plan.title,
        plan_code=row.plan.code,
        is_draft=row.plan.status == Plan.Status.DRAFT,
        retired=row.plan.retired_on,
        key=row.key,
        label=row.label,
        in_table=row.in_table,
        domain=row.domain_label,
        unit_label=row.unit_label,
        unit_read=row.unit_read,
        foreign_unit=foreign_unit(row),
        nature=row.get_nature_display() if row.nature else "",
        departments=tuple(d.name for d in row.departments.all()),
        direction=direction,
        decimals=indicator.decimals,
        baseline_raw=row.baseline_raw,
        baseline_printed=row.prints(row.baseline_raw) if row.baseline_raw else "",
        baseline_year=row.baseline_year,
        baseline_value=float(baseline * row.factor)
        if baseline is not None and row.factor
        else None,
        sources=_sources(row.source_ref, row.plan.title),
        remark=row.remark,
        aims=aims,
        baselines=tuple(
            Baseline(b.raw, b.year, _revised(b.decision)) for b in row.baselines.all()
        ),
        **_judged(row, verdict, aims),
    )


def _judged(row: PlanIndicator, verdict, aims: tuple[Aim, ...]) -> dict:
    """Return the stored verdict as fields of Section, or why there is none."""
    has_target = any(not a.issuer for a in aims)
    if verdict is None:
        return {
            "reason": unassessed(
                has_target=has_target,
                has_factor=row.factor is not None,
                direction=row.indicator.direction,
            )
        }
    return {
        "code": verdict.code,
        "reason": verdict.reason if has_target else NO_TARGET,
        "flags": tuple(verdict.flags),
        "result": verdict.result,
        "case": verdict.case,
        "parameters": Parameters.from_dict(verdict.parameters),
        "sentence": verdict.sentence,
        "as_of": verdict.as_of,
        "has_demo": verdict.has_demo,
    }


def _sources(text: str, title: str) -> tuple[Source, ...]:
    return tuple(Source.read(line, title) for line in text.splitlines() if line)


def _aims(row: PlanIndicator, verdict, region: Region) -> tuple[Aim, ...]:
    """Return the targets of a row; the resolved numbers come from the verdict."""
    resolved = _resolved(verdict)
    found, seen = [], set()
    for target in row.targets.all():
        is_own = target.issuer_id == region.pk
        superseded = (target.issuer_id, target.year) in seen
        seen.add((target.issuer_id, target.year))
        judged = resolved.get(target.year) if is_own and not superseded else None
        factor = row.factor
        lo = hi = None
        if target.kind == "range" and factor and target.value is not None:
            lo, hi = float(target.value * factor), float(target.high * factor)
        found.append(
            Aim(
                year=target.year,
                printed=row.prints(target.raw),
                read=targets.in_words(target.raw, target.unit),
                kind=target.kind,
                issuer="" if is_own else target.issuer.short_name,
                value=judged.target if judged and target.kind != "range" else None,
                lo=lo,
                hi=hi,
                state=judged.state if judged else "",
                sources=_sources(target.source_ref, row.plan.title),
                remark=target.remark,
                revision=target.revision,
                superseded=superseded,
                revised=_revised(target.decision),
            )
        )
    return tuple(found)


def _revised(decision: Decision | None) -> Revised | None:
    if decision is None:
        return None
    return Revised(
        document=decision.cited,
        date=decision.date,
        reason=decision.reason,
        by=str(decision.by or ""),
        second=str(decision.second or ""),
    )


def _resolved(verdict) -> dict[int, JudgedMilestone]:
    """Return year → the milestone as judged; of several parts the strictest number
    with the state of the part that is furthest from met."""
    if verdict is None:
        return {}
    strictest = min if verdict.case.indicator.measure.direction == "down" else max
    found: dict[int, JudgedMilestone] = {}
    for state in verdict.result.milestones:
        kept = found.setdefault(state.year, state)
        targets = [t for t in (kept.target, state.target) if t is not None]
        found[state.year] = replace(
            kept,
            target=strictest(targets, default=None),
            state=min(kept.state, state.state, key=WORST.index),
        )
    return found
