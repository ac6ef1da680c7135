"""What shows the usual size of a figure beside the region's own series.

A new county has no earlier values: then the plan's baseline and targets, an upper
level's value and those of the same level say how large a figure can be. Only
reported values of others are looked at, and those of the same level are never said.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from statistics import median

from django.db.models import Prefetch

from indicators.models import Indicator, Observation, PlanIndicator, Target
from indicators.models.observations import reported
from indicators.rules import disclosure, notation
from indicators.rules.checks import Yardstick
from regions.models import Region

LEVELS = ("value", "range", "coverage")  # targets that name a level, not a change
YEARS_BACK = 3  # of others' values
NEIGHBOURS = 10  # regions of the same level that are looked at


def of(
    region: Region,
    year: int,
    indicators: Mapping[int, Indicator],
    known: Collection[int],
) -> dict[int, tuple[Yardstick, ...]]:
    """Return indicator pk → yardsticks, the most trusted first; absent without any.

    `known` are the indicators with an earlier value of their own: of those nobody
    else's value is looked up. Two queries, three more where an indicator has nothing
    of its own.
    """
    found = {
        pk: sticks
        for (_region, pk), sticks in planned([region.pk], indicators, year).items()
    }
    lacking = {pk: i for pk, i in indicators.items() if pk not in {*found, *known}}
    if lacking:
        found |= _of_others(region, year, lacking)
    return found


def planned(
    regions: Iterable[int], indicators: Iterable[int], year: int
) -> dict[tuple[int, int], tuple[Yardstick, ...]]:
    """Return (region pk, indicator pk) → baseline and targets of the plans in force,
    the nearest target first. Two queries."""
    rows = (
        PlanIndicator.objects.filter(
            plan__region__in=regions,
            plan__retired_on=None,
            indicator__in=indicators,
            factor__isnull=False,
        )
        .select_related("plan")
        .prefetch_related(
            Prefetch("targets", Target.objects.filter(kind__in=[*LEVELS, "compound"]))
        )
        .order_by("-in_table", "plan__period_end", "order")
    )
    bases, aims = defaultdict(list), defaultdict(list)
    for row in rows:
        key = row.plan.region_id, row.indicator_id
        if row.baseline_value is not None and (row.baseline_year or 0) < year:
            bases[key].append(_baseline(row))
        aims[key] += _targets(row, year)
    return {
        key: (*bases.get(key, ())[:1], *aims.get(key, ()))
        for key in {*bases, *aims}
        if bases.get(key) or aims.get(key)
    }


def _baseline(row: PlanIndicator) -> Yardstick:
    value = row.baseline_value * row.factor
    return Yardstick("baseline", value, row.baseline_year)


def _targets(row: PlanIndicator, year: int) -> list[Yardstick]:
    """Return the levels that a row's targets name, the next one due first."""
    said = sorted(
        row.targets.all(),
        key=lambda t: (t.year is None, (t.year or 0) < year, t.year or 0),
    )
    return [
        Yardstick("target", value * row.factor, target.year)
        for target in said
        for value in _levels(target)
    ]


def _levels(target: Target) -> list[Decimal]:
    """Return the levels of a target; those of a compound as its parts read."""
    if target.kind == "compound":
        parts = notation.read(target.raw, unit=target.unit or None).parts
        return [p.value for p in parts if p.kind in LEVELS and p.value is not None]
    return [target.value] if target.value is not None else []


def _of_others(
    region: Region, year: int, indicators: Mapping[int, Indicator]
) -> dict[int, tuple[Yardstick, ...]]:
    """Return the newest reported values of the levels above, and the middle of those
    of the same level beside it. Three queries."""
    above = {r.pk: r for r in Region.objects.above(region)}
    beside = Region.objects.filter(parent=region.parent_id).exclude(pk=region.pk)
    beside = list(beside.order_by("code").values_list("pk", flat=True)[:NEIGHBOURS])
    rows = (
        Observation.objects.real()
        .comparable()
        .filter(
            region__in=[*above, *beside],
            indicator__in=indicators,
            year__range=(year - YEARS_BACK, year),
        )
        .order_by("year")
    )
    newest = {
        (o.indicator_id, o.region_id): o for o in reported(rows) if o.is_comparable
    }
    found = {}
    for pk, indicator in indicators.items():
        sticks = [
            _upper(newest[pk, place], indicator, above[place])
            for place in reversed(list(above))
            if (pk, place) in newest
        ]
        others = [newest[pk, place].value for place in beside if (pk, place) in newest]
        if others:
            sticks.append(Yardstick("others", median(others)))
        if sticks:
            found[pk] = tuple(sticks)
    return found


def _upper(row: Observation, indicator: Indicator, above: Region) -> Yardstick:
    value = disclosure.told(row.value, indicator.decimals, per=indicator.per)
    return Yardstick("upper", value, row.year, above.short_name)
