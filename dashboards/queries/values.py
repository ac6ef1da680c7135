"""Values: a region's own of an indicator by year, those of plan rows, those of the
levels above.

`own` are everywhere the viewer's own regions (access.own_regions): what is approved
there and not yet reported is shown to them alone. `counts` are those whose exact rates
they may have (access.counted_regions).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

from dashboards.rows import Point, Upper
from dashboards.values import LevelSeries, YearValue
from indicators.models import Indicator, Observation, PlanIndicator
from indicators.models.observations import Origin
from indicators.rules import disclosure
from regions import codes
from regions.models import Region

# What a figure is told by, with what `seen` needs to know whose it is.
FIGURES = (
    *("region", "indicator", "year", "value", "origin", "substitute_region"),
    *("definition_break", "own_definition", "held_since", "reported_as"),
)
POINT = (
    *("region_id", "indicator_id", "year", "value", "origin"),
    *("substitute_region_id", "definition_break", "own_definition", "grade"),
)


def told(value: Decimal | None, concept, counts: bool) -> Decimal | None:
    """Return a value of an indicator as a reader may have it, who sees counts or
    not."""
    decimals, per = concept.decimals, concept.per
    return disclosure.told(value, decimals, per=per, counts=counts)


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
            own_definition=row.own_definition,
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


def series_of(
    rows: Iterable[PlanIndicator], own: Collection[str], counts: Collection[str]
) -> dict[tuple[int, int], list[Point]]:
    """Return (region pk, indicator pk) → points by year of plan rows. One query."""
    found = defaultdict(list)
    concepts = {row.indicator_id: row.indicator for row in rows}
    counted = {r.plan.region_id for r in rows if r.plan.region.code in counts}
    values = Observation.objects.filter(
        region__in={row.plan.region_id for row in rows},
        indicator__in={row.indicator_id for row in rows},
    )
    found_rows = values.order_by("year").seen_tuples(own, POINT)
    for region, concept, year, value, origin, level, *more in found_rows:
        point = Point(
            year,
            told(value, concepts[concept], region in counted),
            origin == Origin.DEMO,
            level is not None,
            *more,
        )
        found[region, concept].append(point)
    return found


def nearest_above(
    region: Region,
    rows: Iterable[PlanIndicator],
    series: dict[tuple[int, int], list[Point]],
    own: Collection[str],
    counts: Collection[str],
) -> dict[int, Upper]:
    """Return indicator pk → an upper level's value of the last year that it and the
    region's `series` (series_of) both have; of two levels in that year the nearer.

    Never for totals, never beside or with a value that stands in. One query.
    """
    concepts = {row.indicator_id: row.indicator for row in rows}
    years = {}
    for pk, concept in concepts.items():
        points = [p for p in series[region.pk, pk] if p.value is not None]
        if points and points[-1].is_comparable and not concept.additive:
            years[pk] = {p.year for p in points if p.is_comparable}
    values = (
        Observation.objects.filter(
            region__code__in=codes.ancestors(region.code),
            indicator__in=years,
            year__in=set().union(*years.values()),
        )
        .order_by("year", "region__level")  # the last year, the nearest level: it stays
        .select_related("region")
        .only(*FIGURES, "region__code", "region__short_name")
    )
    return {
        o.indicator_id: Upper(
            o.region.short_name,
            told(o.value, concepts[o.indicator_id], o.region.code in counts),
            o.year,
        )
        for o in values.seen(own)
        if o.is_comparable and o.is_real and o.year in years[o.indicator_id]
    }
