"""Plan indicators with verdict, targets, series and the upper level: PlanRow."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

from django.db.models import Case, Prefetch, Q, QuerySet, When

from dashboards.queries.plans import rows_with_targets, with_verdict
from dashboards.rows import (
    NO_TARGET,
    PlanRow,
    Point,
    PrintedGoal,
    Upper,
    full_name,
    unassessed,
)
from indicators.models import Assessment, Observation, Plan, PlanIndicator, Target
from indicators.models.observations import Origin
from indicators.rules import disclosure
from regions import codes
from regions.models import Department

# What a figure is told by, with what `seen` needs to know whose it is.
FIGURES = (
    *("region", "indicator", "year", "value", "origin", "substitute_region"),
    *("definition_break", "held_since", "reported_as"),
)
POINT = (
    *("region_id", "indicator_id", "year", "value", "origin"),
    *("substitute_region_id", "definition_break"),
)
SAME_UNIT = str.maketrans({"％": "%", "﹪": "%", "／": "/"})


def _with_parts(
    rows: QuerySet[PlanIndicator], own: Collection[str]
) -> QuerySet[PlanIndicator]:
    assessments = Assessment.objects.open_to(own).defer(
        "inputs", "told_inputs", "parameters", "computed_at"
    )
    return rows.select_related(
        "plan", "plan__region__parent", "indicator"
    ).prefetch_related(
        Prefetch("assessments", assessments, to_attr="verdicts"),
        Prefetch("targets", Target.objects.order_by("year", "-revision")),
        Prefetch("departments", Department.objects.order_by("pk")),
    )


def plan_rows(
    plan: Plan,
    own: Collection[str],
    counts: Collection[str] = (),
    *,
    table: bool,
    prose: bool,
) -> list[PlanRow]:
    """Return the plan's indicator rows in plan order, with series and upper level.

    `own` are the viewer's own regions (access.own_regions), `counts` those whose exact
    rates they may have (access.counted_regions): verdicts and figures are those the
    viewer may see. Six queries: rows, assessments, targets,
    departments, own and upper series.
    """
    wanted = Q(in_table=True) if table else Q(pk__in=[])
    if prose:
        wanted |= Q(in_table=False)
    found = plan.rows.filter(wanted, indicator__isnull=False)
    rows = list(_with_parts(found, own).order_by("order"))
    series = _series(rows, own, counts)
    upper = _upper(plan.region, rows, series, own, counts)
    return [_row(row, series, upper, counts) for row in rows]


def attention(
    main: dict[int, bool],
    limit: int,
    own: Collection[str],
    counts: Collection[str] = (),
) -> list[PlanRow]:
    """Return the worst rows of several plans as the viewer sees them, binding ones
    first at equal severity.

    `main` says per plan, with its region, whether its own table makes the summary (else its
    prose does). Five queries.
    """
    tables = [plan for plan, has_table in main.items() if has_table]
    prose = [plan for plan, has_table in main.items() if not has_table]
    wanted = Q(plan__in=tables, in_table=True) | Q(plan__in=prose, in_table=False)
    bad = ["breached", "not_met", "reversed", "far_behind", "behind", "at_risk"]
    regions = [plan.region for plan in main]
    found = with_verdict(_with_parts(rows_with_targets(), own), regions, own)
    binding = Case(When(nature="binding", then=0), default=1)
    rows = list(
        found.filter(wanted, verdict__code__in=bad).order_by(
            "verdict__severity", binding, "plan__region__code", "order"
        )[:limit]
    )
    series = _series(rows, own, counts)
    return [_row(row, series, {}, counts) for row in rows]


def told(value: Decimal | None, concept, counts: bool) -> Decimal | None:
    """Return a value of an indicator as a reader may have it, who sees counts or not."""
    decimals, per = concept.decimals, concept.per
    return disclosure.told(value, decimals, per=per, counts=counts)


def _series(
    rows: Iterable[PlanIndicator], own: Collection[str], counts: Collection[str]
) -> dict[tuple[int, int], list[Point]]:
    """Return (region pk, indicator pk) → points by year. One query."""
    found = defaultdict(list)
    concepts = {row.indicator_id: row.indicator for row in rows}
    counted = {r.plan.region_id for r in rows if r.plan.region.code in counts}
    values = Observation.objects.filter(
        region__in={row.plan.region_id for row in rows},
        indicator__in={row.indicator_id for row in rows},
    )
    for region, concept, year, value, origin, level, breaks in values.order_by(
        "year"
    ).seen_tuples(own, POINT):
        point = Point(
            year,
            told(value, concepts[concept], region in counted),
            origin == Origin.DEMO,
            level is not None,
            breaks,
        )
        found[region, concept].append(point)
    return found


def _upper(region, rows, series, own, counts) -> dict[int, Upper]:
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
        Observation.objects.filter(
            region__code__in=above, indicator__in=years, year__in=set(years.values())
        )
        .order_by("region__level")  # the nearest level last: it stays
        .select_related("region")
        .only(*FIGURES, "region__code", "region__short_name")
    )
    concepts = {row.indicator_id: row.indicator for row in rows}
    return {
        o.indicator_id: Upper(
            o.region.short_name,
            told(o.value, concepts[o.indicator_id], o.region.code in counts),
        )
        for o in values.seen(own)
        if o.is_comparable and o.is_real and years[o.indicator_id] == o.year
    }


def _row(row: PlanIndicator, series, upper, counts) -> PlanRow:
    concept, region = row.indicator, row.plan.region
    verdict = next(iter(row.verdicts), None)
    verdict = verdict and verdict.told_to(region.code in counts)
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
        "result": verdict.result,
        "sentence": verdict.sentence,
        "as_of": verdict.as_of,
        "has_demo": verdict.has_demo,
    }


def foreign_unit(row: PlanIndicator) -> str:
    """Return the row's printed unit where it is not the indicator's own."""
    printed = row.unit.translate(SAME_UNIT)
    same = printed == row.indicator.unit.translate(SAME_UNIT)
    return "" if not printed or same or row.factor == 1 else row.unit


def _goals(row: PlanIndicator, verdict) -> tuple[PrintedGoal, ...]:
    """Return the row's own targets in force with their attainment, by year."""
    states = {}
    for found in verdict.result.milestones if verdict else ():
        states.setdefault(found.year, found.state)
    goals = {}
    for target in row.targets.all():
        if target.issuer_id == row.plan.region_id and target.year not in goals:
            goals[target.year] = PrintedGoal(
                target.year,
                row.prints(target.raw),
                states.get(target.year, ""),
                target.op,
                target.effort,
            )
    return tuple(goals[year] for year in sorted(goals))


def _baseline(row: PlanIndicator) -> str:
    """Return the printed baseline with the row's unit, as prose rows show it."""
    return row.prints(row.baseline_raw) if row.baseline_raw else ""
