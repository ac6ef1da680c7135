"""Plan indicators with verdict, targets, series and the upper level: PlanRow."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Case, Prefetch, Q, QuerySet, When

from dashboards.queries.plans import rows_with_targets
from dashboards.rows import (
    NO_TARGET,
    Goal,
    PlanRow,
    Point,
    Upper,
    full_name,
    unassessed,
)
from indicators.models import Assessment, Observation, Plan, PlanIndicator, Target
from indicators.models.observations import Origin
from regions import codes
from regions.models import Department

SAME_UNIT = str.maketrans({"％": "%", "﹪": "%", "／": "/"})


def _with_parts(rows: QuerySet[PlanIndicator]) -> QuerySet[PlanIndicator]:
    assessments = Assessment.objects.defer("inputs", "parameters", "computed_at")
    return rows.select_related(
        "plan", "plan__region__parent", "indicator"
    ).prefetch_related(
        Prefetch("assessment", assessments),
        Prefetch("targets", Target.objects.order_by("year", "-revision")),
        Prefetch("departments", Department.objects.order_by("pk")),
    )


def plan_rows(plan: Plan, *, table: bool, prose: bool) -> list[PlanRow]:
    """Return the plan's indicator rows in plan order, with series and upper level.

    Six queries: rows, assessments, targets, departments, own and upper series.
    """
    wanted = Q(in_table=True) if table else Q(pk__in=[])
    if prose:
        wanted |= Q(in_table=False)
    rows = list(
        _with_parts(plan.rows.filter(wanted, indicator__isnull=False)).order_by("order")
    )
    series = _series(rows)
    upper = _upper(plan.region, rows, series)
    return [_row(row, series, upper) for row in rows]


def attention(main: dict[int, bool], limit: int) -> list[PlanRow]:
    """Return the worst rows of several plans, binding ones first at equal severity.

    `main` says per plan pk whether its own table makes the summary (else its
    prose does). Five queries.
    """
    tables = [pk for pk, has_table in main.items() if has_table]
    prose = [pk for pk, has_table in main.items() if not has_table]
    wanted = Q(plan__in=tables, in_table=True) | Q(plan__in=prose, in_table=False)
    bad = ["breached", "not_met", "reversed", "far_behind", "behind", "at_risk"]
    found = _with_parts(rows_with_targets()).filter(wanted, assessment__code__in=bad)
    binding = Case(When(nature="binding", then=0), default=1)
    rows = list(
        found.order_by("assessment__severity", binding, "plan__region__code", "order")[
            :limit
        ]
    )
    series = _series(rows)
    return [_row(row, series, {}) for row in rows]


def _series(rows: Iterable[PlanIndicator]) -> dict[tuple[int, int], list[Point]]:
    """Return (region pk, indicator pk) → points by year. One query."""
    found = defaultdict(list)
    values = (
        Observation.objects.filter(
            region__in={row.plan.region_id for row in rows},
            indicator__in={row.indicator_id for row in rows},
        )
        .order_by("year")
        .values_list(
            "region_id",
            "indicator_id",
            "year",
            "value",
            "origin",
            "substitute_region_id",
            "definition_break",
        )
    )
    for region, indicator, year, value, origin, substitute, breaks in values:
        point = Point(
            year, value, origin == Origin.DEMO, substitute is not None, breaks
        )
        found[region, indicator].append(point)
    return found


def _upper(region, rows, series) -> dict[int, Upper]:
    """Return indicator pk → the nearest upper level's value of the latest year.

    Never for totals, never beside or with a value that stands in. One query.
    """
    years = {}
    for row in rows:
        points = series[region.pk, row.indicator_id]
        last = next((p for p in reversed(points) if p.value is not None), None)
        if last and not last.substitute and not row.indicator.additive:
            years[row.indicator_id] = last.year
    above = codes.ancestors(region.code)
    values = (
        Observation.objects.comparable()
        .real()
        .filter(
            region__code__in=above, indicator__in=years, year__in=set(years.values())
        )
        .order_by("region__level")  # the nearest level last: it stays
        .values_list("indicator_id", "year", "value", "region__short_name")
    )
    return {
        indicator: Upper(name, value)
        for indicator, year, value, name in values
        if years[indicator] == year
    }


def _row(row: PlanIndicator, series, upper) -> PlanRow:
    concept, region = row.indicator, row.plan.region
    verdict = getattr(row, "assessment", None)
    points = tuple(series[region.pk, concept.pk])
    last = next((p for p in reversed(points) if p.value is not None), None)
    goals = _goals(row, verdict)
    return PlanRow(
        region_code=region.code,
        region_name=full_name(region),
        key=row.key,
        order=row.order,
        indicator=concept.code,
        label=row.label,
        unit=concept.unit,
        decimals=concept.decimals,
        direction=concept.direction,
        domain=row.domain_label,
        in_table=row.in_table,
        nature=row.nature,
        baseline=_baseline(row),
        departments=tuple(d.name for d in row.departments.all()),
        goals=goals,
        latest_year=last.year if last else None,
        latest_value=last.value if last else None,
        period=concept.period,
        series=points,
        upper=upper.get(concept.pk),
        **_verdict(row, verdict, goals),
    )


def _verdict(row: PlanIndicator, verdict: Assessment | None, goals) -> dict:
    """Return the stored verdict as fields of PlanRow, or why there is none."""
    if verdict is None:
        why = unassessed(
            has_target=bool(goals),
            has_factor=row.factor is not None,
            direction=row.indicator.direction,
        )
        return {"reason": why}
    return {
        "code": verdict.code,
        "reason": verdict.reason if goals else NO_TARGET,
        "flags": tuple(verdict.flags),
        "figures": verdict.figures,
        "sentence": verdict.sentence,
        "as_of": verdict.as_of,
        "has_demo": verdict.has_demo,
    }


def foreign_unit(row: PlanIndicator) -> str:
    """Return the row's printed unit where it is not the indicator's own."""
    printed = row.unit.translate(SAME_UNIT)
    same = printed == row.indicator.unit.translate(SAME_UNIT)
    return "" if not printed or same or row.factor == 1 else row.unit


def _goals(row: PlanIndicator, verdict) -> tuple[Goal, ...]:
    """Return the row's own targets in force with their attainment, by year."""
    states = {}
    for found in (verdict.figures.get("milestones") or []) if verdict else []:
        states.setdefault(found.get("year"), found.get("state") or "")
    unit = foreign_unit(row)
    goals = {}
    for target in row.targets.all():
        if target.issuer_id == row.plan.region_id and target.year not in goals:
            goals[target.year] = Goal(
                target.year,
                target.raw,
                unit,
                states.get(target.year, ""),
                target.op,
                target.effort,
            )
    return tuple(goals[year] for year in sorted(goals))


def _baseline(row: PlanIndicator) -> str:
    """Return the printed baseline with the row's unit, as prose rows show it."""
    return f"{row.baseline_raw}{row.unit}" if row.baseline_raw else ""
