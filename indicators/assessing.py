"""Reads rows, calls the pure rules of indicators.assessment, stores Assessment.

The case comes from indicators.cases; the pure modules know nothing of the database.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Prefetch, Q

from indicators import assessment, explain
from indicators.cases import current_targets, indicator_case, observation_case
from indicators.models import Assessment, Observation, PlanIndicator, Target
from indicators.models.observations import Origin

BATCH = 500


@dataclass(frozen=True)
class Verdict:
    """One row's case and the result of the rules, before it is stored."""

    row: PlanIndicator
    case: dict
    result: dict
    has_demo: bool


def rows_to_assess(**filters):
    """Return plan rows with what a case needs: four queries whatever their number."""
    targets = Target.objects.select_related("reference").order_by("year", "-revision")
    return (
        PlanIndicator.objects.assessable()
        .filter(**filters)
        .select_related("plan", "plan__region", "indicator")
        .prefetch_related(Prefetch("targets", targets))
        .order_by("plan", "order")
    )


# ----------------------------------------------------------------- the series


def _reference_region(row: PlanIndicator) -> int | None:
    """Return the pk of the one reference region of the row's targets, if any."""
    return next((t.reference_id for t in current_targets(row) if t.reference_id), None)


def _series(rows: Iterable[PlanIndicator]) -> dict[tuple[int, int], list[Observation]]:
    """Return (region pk, indicator pk) → observations by year: one query."""
    regions, indicators = set(), set()
    for row in rows:
        indicators.add(row.indicator_id)
        regions.update(pk for pk in (row.plan.region_id, _reference_region(row)) if pk)
    found = defaultdict(list)
    for observation in Observation.objects.filter(
        region__in=regions, indicator__in=indicators
    ).order_by("year"):
        found[observation.region_id, observation.indicator_id].append(observation)
    return found


def _comparable(own, other) -> dict[int, Decimal]:
    """Return the reference's values by year, without years in which either side is
    an upper level's figure standing in: those are kept out of comparisons."""
    standing_in = {o.year for o in [*own, *other] if o.substitute_region_id}
    return {
        o.year: o.value
        for o in other
        if o.value is not None and o.year not in standing_in
    }


def verdicts(rows: Iterable[PlanIndicator], as_of: int) -> Iterator[Verdict]:
    """Yield the verdict of each row that can be assessed, in the rows' order."""
    rows = list(rows)
    series = _series(rows)
    for row in rows:
        own = series[row.plan.region_id, row.indicator_id]
        other = series.get((_reference_region(row), row.indicator_id), [])
        indicator = indicator_case(row, _comparable(own, other))
        if indicator is None:
            continue
        observations = [observation_case(o) for o in own]
        try:
            result = assessment.assess(indicator, observations, as_of)
        except ValueError:  # against its direction, and nobody has confirmed it
            continue
        used = [o for o in [*own, *other] if o.year <= as_of]
        case = {"indicator": indicator, "observations": observations, "as_of": as_of}
        demo = any(o.origin == Origin.DEMO for o in used)
        yield Verdict(row, case, result, demo)


# ------------------------------------------------------------------ the store


def jsonable(value):
    """Return value with Decimals as floats and floats to six places, for JSON."""
    if isinstance(value, dict):
        return {str(k): jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(v) for v in value]
    if isinstance(value, Decimal | float):
        return round(float(value), 6)
    return value


def _path(verdict: Verdict) -> list:
    """Return the plan path a point a year, for sparklines and charts."""
    anchors = verdict.result.get("anchors") or []
    if len(anchors) < 2 or verdict.result.get("scale") != "value":
        return []
    years = range(int(anchors[0][0]), int(anchors[-1][0]) + 1)
    case = verdict.case
    return assessment.path_points(
        case["indicator"], case["observations"], years, case["as_of"]
    )


def to_row(verdict: Verdict) -> Assessment:
    """Return the unsaved Assessment of a verdict."""
    result = verdict.result
    figures = jsonable(result | {"path": _path(verdict)})
    return Assessment(
        plan_indicator=verdict.row,
        code=result["status"],
        reason=result.get("reason") or "",
        flags=list(result.get("flags") or []),
        severity=assessment.CATEGORIES[result["status"]].severity,
        latest_year=result.get("latest_year"),
        latest_value=_latest(verdict),
        path_value=figures.get("path_value"),
        gap=figures.get("gap"),
        figures=figures,
        sentence=explain.explain(verdict.case, result),
        as_of=verdict.case["as_of"],
        parameters=assessment.DEFAULT.to_dict(),
        inputs=jsonable(verdict.case),
        has_demo=verdict.has_demo,
    )


def _latest(verdict: Verdict) -> Decimal | None:
    """Return the newest value up to as_of on the plain scale, exact."""
    year = verdict.case["as_of"]
    values = [
        o["value"]
        for o in verdict.case["observations"]
        if o["value"] is not None and o["year"] <= year
    ]
    return values[-1] if values else None


@transaction.atomic
def refresh(rows, as_of: int | None = None) -> int:
    """Recompute and store the assessments of the rows; return how many.

    Rows that are no longer assessable lose their old assessment.
    """
    rows = list(rows)
    made = [to_row(v) for v in verdicts(rows, as_of or assessment.current_year())]
    done = {a.plan_indicator_id for a in made}
    gone = [row.pk for row in rows if row.pk not in done]
    Assessment.objects.filter(plan_indicator__in=gone).delete()
    names = [
        f.name
        for f in Assessment._meta.concrete_fields
        if f.name not in ("id", "plan_indicator")
    ]
    Assessment.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["plan_indicator"],
        update_fields=names,
    )
    return len(made)


def refresh_series(series: set[tuple[int, int]], as_of: int | None = None) -> int:
    """Refresh the verdicts that use any of the (region pk, indicator pk) series.

    Own rows, and rows of other regions whose targets refer to the region.
    """
    if not series:
        return 0
    indicators = {indicator for _, indicator in series}
    regions = {region for region, _ in series}
    touched = rows_to_assess(indicator__in=indicators).filter(
        Q(plan__region__in=regions) | Q(targets__reference__in=regions)
    )
    rows = {
        row.pk: row
        for row in touched
        if (row.plan.region_id, row.indicator_id) in series
        or (_reference_region(row), row.indicator_id) in series
    }
    return refresh(rows.values(), as_of)
