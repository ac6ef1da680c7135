"""One indicator in one region: plan rows with verdicts, values, history."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Prefetch
from django.utils.translation import gettext

from dashboards.rows import NO_DIRECTION, NO_TARGET, UNIT_DOUBTFUL, Source
from dashboards.sections import Aim, Change, Level, Section, Value
from indicators import notation
from indicators.models import (
    Indicator,
    Observation,
    ObservationChange,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.models.observations import Origin
from regions import codes
from regions.models import Department, Region

HISTORY = 20


def values(region: Region, indicator: Indicator) -> list[Value]:
    """Return the region's values by year. One query."""
    rows = (
        Observation.objects.filter(region=region, indicator=indicator)
        .select_related("substitute_region")
        .order_by("year")
    )
    return [
        Value(
            year=row.year,
            value=row.value,
            missing=row.get_missing_reason_display() if row.missing_reason else "",
            grade=row.get_grade_display() if row.grade else "",
            source=row.source,
            note=row.note,
            demo=row.origin == Origin.DEMO,
            substitute=row.substitute_region.name if row.substitute_region else "",
            breaks=row.definition_break,
            events=row.events,
            denominator=row.denominator,
        )
        for row in rows
    ]


def levels_above(region: Region, indicator: Indicator) -> list[Level]:
    """Return the real series of the levels above, the nation first; never of totals.

    One query; none for a total (合计量), which levels do not share.
    """
    if indicator.additive:
        return []
    rows = (
        Observation.objects.comparable()
        .real()
        .filter(region__code__in=codes.ancestors(region.code), indicator=indicator)
        .order_by("region__level", "year")
        .values_list("region__short_name", "year", "value")
    )
    found = defaultdict(list)
    for name, year, value in rows:
        found[name].append((year, value))
    return [Level(name, tuple(points)) for name, points in found.items()]


def changes(region: Region, indicator: Indicator, everything=False) -> list[Change]:
    """Return the newest changes of the region's values, one more than shown unless
    everything is asked for. One query."""
    rows = ObservationChange.objects.filter(
        region=region, indicator=indicator
    ).select_related("by")
    if not everything:
        rows = rows[: HISTORY + 1]
    return [
        Change(
            at=row.at,
            year=row.year,
            old=row.old_value,
            new=row.new_value,
            old_reason=row.get_old_reason_display() if row.old_reason else "",
            new_reason=row.get_new_reason_display() if row.new_reason else "",
            by=str(row.by) if row.by else "",
            via=row.get_origin_display(),
            document=row.document,
            why=row.reason,
            demo=row.origin == Origin.DEMO,
        )
        for row in rows
    ]


def neighbours(plan: Plan, key: str) -> tuple[dict | None, dict | None]:
    """Return the indicators before and after a row in its plan. One query."""
    rows = list(
        plan.rows.assessable()
        .order_by("-in_table", "order")
        .values("key", "label", "indicator__code")
    )
    place = next((n for n, row in enumerate(rows) if row["key"] == key), None)
    if place is None:
        return None, None
    before = rows[place - 1] if place else None
    return before, rows[place + 1] if place + 1 < len(rows) else None


def sections(
    plans: Sequence[Plan], region: Region, indicator: Indicator
) -> list[Section]:
    """Return the plan rows of the indicator, the plan in force first, its table
    before its prose. Four queries: rows with verdicts, targets, departments."""
    targets = Target.objects.select_related("issuer").order_by("year", "-revision")
    rows = (
        PlanIndicator.objects.filter(plan__in=plans, indicator=indicator)
        .select_related("plan", "assessment")
        .prefetch_related(
            Prefetch("targets", targets),
            Prefetch("departments", Department.objects.order_by("pk")),
        )
    )
    place = {plan.pk: n for n, plan in enumerate(plans)}
    ordered = sorted(
        rows, key=lambda row: (place[row.plan_id], not row.in_table, row.order)
    )
    return [_section(row, region, indicator) for row in ordered]


def _section(row: PlanIndicator, region: Region, indicator: Indicator) -> Section:
    verdict = getattr(row, "assessment", None)
    aims = _aims(row, verdict, region)
    judged = {}
    if verdict is not None:
        judged = {
            "code": verdict.code,
            "reason": verdict.reason if any(not a.issuer for a in aims) else NO_TARGET,
            "flags": tuple(verdict.flags),
            "figures": verdict.figures,
            "inputs": verdict.inputs,
            "parameters": verdict.parameters,
            "sentence": verdict.sentence,
            "as_of": verdict.as_of,
            "has_demo": verdict.has_demo,
        }
    else:
        judged["reason"] = UNIT_DOUBTFUL if row.factor is None else NO_DIRECTION
    baseline = row.baseline_value
    return Section(
        plan=row.plan.title,
        plan_code=row.plan.code,
        is_draft=row.plan.status == Plan.Status.DRAFT,
        key=row.key,
        label=row.label,
        in_table=row.in_table,
        domain=row.domain_label,
        unit_label=row.unit_label,
        unit_read=row.unit_read,
        nature=row.get_nature_display() if row.nature else "",
        departments=tuple(d.name for d in row.departments.all()),
        direction=(verdict.inputs.get("indicator") or {}).get("direction")
        if verdict
        else indicator.direction,
        decimals=indicator.decimals,
        baseline_raw=row.baseline_raw,
        baseline_year=row.baseline_year,
        baseline_value=float(baseline * row.factor)
        if baseline is not None and row.factor
        else None,
        sources=_sources(row.source_ref, row.plan.title),
        remark=row.remark,
        aims=aims,
        **judged,
    )


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
        judged = resolved.get(target.year, {}) if is_own and not superseded else {}
        factor = row.factor
        lo = hi = None
        if target.kind == "range" and factor and target.value is not None:
            lo, hi = float(target.value * factor), float(target.high * factor)
        found.append(
            Aim(
                year=target.year,
                raw=target.raw,
                read=reading(target),
                kind=target.kind,
                issuer="" if is_own else target.issuer.short_name,
                value=None if target.kind == "range" else judged.get("target"),
                lo=lo,
                hi=hi,
                state=judged.get("state", ""),
                sources=_sources(target.source_ref, row.plan.title),
                remark=target.remark,
                revision=target.revision,
                superseded=superseded,
                document=target.document,
                reason=target.reason,
            )
        )
    return tuple(found)


def _resolved(verdict) -> dict[int, dict]:
    """Return year → the milestone as judged (the strictest part of a compound)."""
    rows = (verdict.figures.get("milestones") or []) if verdict else []
    return {row["year"]: row for row in rows}


def reading(target: Target) -> str:
    """Return how the printed words are read, in words; empty where they say it."""
    rule = notation.read(target.raw, unit=target.unit or None)
    if rule.kind == "text":
        return gettext("文字目标，由人认定")
    if rule.kind == "none":
        return gettext("没有印数值")
    words = notation.words(rule)
    return "" if words == target.raw else words
