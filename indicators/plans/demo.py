"""Yearly demo values for local plans, so that every page has something to show.

A series walks from the baseline toward the targets at a pace of its own; where the
plan prints neither, it begins at what the catalogue calls typical; where that is not
known, nothing is made up. Nothing is random: the same region, indicator and year
always give the same figure. Rules: CONTRIBUTING § Demo values.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from indicators import entry
from indicators.models import Indicator, Observation, PlanIndicator, Relation
from indicators.models.observations import MissingReason, Origin
from indicators.plans.demo_walk import (
    DemoSeries,
    aims_of,
    anchors_of,
    chance,
    figure_at,
)
from indicators.rules import assessment
from indicators.verdicts import assessing, cases
from regions.codes import NATION
from regions.models import Region

SOURCE = "演示数据（系统生成，非真实统计）"
GAP, UNPUBLISHED, UNCOLLECTED = 0.15, 0.06, 0.03
BIRTHS = {1: 400_000, 2: 42_000, 3: 5_200}  # a year, by level of the region
PART = Decimal("0.85")  # of a whole, at most, where a series would be more


def load(last: int | None = None) -> entry.Report:
    """Publish the demo values up to last calendar year, and refresh the verdicts.

    Where a demo value has lost its place (a plan was corrected), all are made anew.
    """
    made = values(last)
    stored = Observation.objects.filter(origin=Origin.DEMO)
    keys = stored.values_list("region_id", "indicator_id", "year")
    if set(keys) - {value.key for value in made}:
        entry.remove_demo()
    return entry.publish(made, origin=Origin.DEMO, reason="演示")


def values(last: int | None = None) -> list[entry.NewValue]:
    """Return the demo values of every local plan row that has a target to walk to and
    a yardstick: baseline, target or typical value."""
    last = last or assessment.current_year() - 1
    rows = assessing.rows_to_assess(factor__isnull=False)
    grouped = defaultdict(list)
    for row in rows.exclude(plan__region__code=NATION):
        grouped[row.plan.region, row.indicator].append(row)
    real, found = _real(), []
    births = _births(real)
    for (region, indicator), own in grouped.items():
        known = real.get((region.pk, indicator.pk), {})
        series = _series(region, indicator, own, known, births[region.pk], last)
        if series and series.years:
            found += _made_up(series)
    return _within_their_wholes(found)


# ------------------------------------------------------- what a series must keep


def _series(region, indicator, rows, real, births, last) -> DemoSeries | None:
    """Return what to make up for a region's indicator, None without a target."""
    asked = [(row, cases.indicator_case(row, {})) for row in rows]
    followed = [
        (row, case)
        for row, case in asked
        if case and aims_of(case, row.plan.period_end)
    ]
    if not followed:
        return None
    row, case = followed[0]
    end = row.plan.period_end
    baselines = [row.baseline_year for row in rows if row.baseline_year]
    bases = {t.base_year for row in rows for t in row.targets.all() if t.base_year}
    due = aims_of(case, end)[0].year
    first = max([_first(row, due), *(year + 1 for year in [*baselines, *bases])])
    taken = frozenset(bases)
    return DemoSeries(region, indicator, case, first, last, taken, real, births, end)


def _first(row: PlanIndicator, due: int) -> int:
    """Return the first year of a series by what the plan says of its beginning."""
    plan = row.plan
    began = row.baseline_year or plan.period_start or plan.baseline_year
    if began:
        return began + 1
    return min(due - 5, plan.issued_on.year + 1 if plan.issued_on else due - 5)


def _real() -> dict[tuple[int, int], dict[int, float]]:
    found = defaultdict(dict)
    for o in Observation.objects.real():
        value = None if o.value is None else float(o.value)
        found[o.region_id, o.indicator_id][o.year] = value
    return found


def _births(real) -> dict[int, int]:
    """Return births a year by region: population by birth rate where both are known,
    else as many as a region of its level has."""
    codes = "total-population", "birth-rate"
    people, rate = (Indicator.objects.filter(code=code).first() for code in codes)
    found = {}
    for pk, level in Region.objects.values_list("pk", "level"):
        known = [real.get((pk, concept.pk)) for concept in (people, rate) if concept]
        counted = [max(years.items())[1] for years in known if years]
        found[pk] = BIRTHS.get(level, BIRTHS[3])
        if len(counted) == 2 and all(counted):
            found[pk] = round(counted[0] * 10_000 * counted[1] / 1000)
    return found


# ----------------------------------------------------------------- the values


def _made_up(series: DemoSeries) -> Iterable[entry.NewValue]:
    """Return the values of one series, with a gap or a missing year now and then."""
    years, anchors = series.years, anchors_of(series)
    if not anchors:
        return []
    if series.chance("uncollected") < UNCOLLECTED and not series.real:
        return [_missing(series, years[-1], MissingReason.NOT_COLLECTED)]
    gap = None
    if len(years) > 4 and series.chance("gap") < GAP:
        gap = years[1 + int(series.chance("gap year") * (len(years) - 3))]
    found = [
        _value(series, y, figure_at(series, anchors, y)) for y in years if y != gap
    ]
    if years[-1] == series.last and series.chance("unpublished") < UNPUBLISHED:
        found[-1] = _missing(series, years[-1], MissingReason.NOT_PUBLISHED)
    return found


def _value(series: DemoSeries, year: int, figure: float) -> entry.NewValue:
    """Return the figure as the indicator prints it, within its bounds."""
    indicator = series.indicator
    value = Decimal(repr(figure))
    if indicator.lower is not None:
        value = max(value, indicator.lower)
    if indicator.upper is not None:
        value = min(value, indicator.upper)
    unit = Decimal(1).scaleb(-indicator.decimals)
    made = entry.NewValue(
        series.region,
        indicator,
        year,
        value.quantize(unit, ROUND_HALF_UP),
        source=SOURCE,
    )
    if indicator.per and indicator.base == Indicator.Base.BIRTHS:
        return _counted(series, made)
    return made


def _counted(series: DemoSeries, made: entry.NewValue) -> entry.NewValue:
    """Return the value as a count of events over about as many births."""
    spread = 0.95 + 0.1 * chance(series.region.code, "births", made.year)
    births = round(series.births * spread)
    exact = made.value * births / made.indicator.per
    events = int(exact + Decimal(repr(series.chance("events", made.year))))
    return _of_events(made, events, births)


def _of_events(made: entry.NewValue, events: int, births: int) -> entry.NewValue:
    value = Decimal(events) * made.indicator.per / births
    value = value.quantize(Decimal("1e-8"), ROUND_HALF_UP)
    return replace(made, value=value, events=events, denominator=births)


def _missing(series: DemoSeries, year: int, reason: str) -> entry.NewValue:
    return entry.NewValue(
        series.region, series.indicator, year, missing_reason=reason, source=SOURCE
    )


def _within_their_wholes(found: list[entry.NewValue]) -> list[entry.NewValue]:
    """Return the values, a part (infants) never more than its whole (all under 5)."""
    parts = Relation.objects.filter(kind=Relation.Kind.PART)
    by_key = {made.key: made for made in found}
    for part, whole in parts.values_list("left", "right"):
        for key in [key for key in by_key if key[1] == part]:
            other = by_key.get((key[0], whole, key[2]))
            by_key[key] = _part(by_key[key], other) if other else by_key[key]
    return list(by_key.values())


def _part(made: entry.NewValue, whole: entry.NewValue) -> entry.NewValue:
    """Return the value, a share of the whole's where it would be more."""
    if None in (made.value, whole.value) or made.value <= whole.value:
        return made
    if made.events is not None:
        return _of_events(made, int(whole.events * PART), made.denominator)
    unit = Decimal(1).scaleb(-made.indicator.decimals)
    return replace(made, value=(whole.value * PART).quantize(unit, ROUND_HALF_UP))
