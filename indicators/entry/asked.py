"""What a round asks of a region: the 采集目录 without what is not due that year."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from indicators.models import (
    DataOwner,
    Entry,
    Indicator,
    Observation,
    PlanIndicator,
    Round,
)
from indicators.models.observations import Origin
from indicators.rules import calendar
from regions.models import Region


@dataclass(frozen=True)
class Rest:
    """An indicator of the catalogue that is not asked this year, and why."""

    indicator: Indicator
    last: int
    next: int


@dataclass(frozen=True)
class Catalogue:
    """采集目录: what a round asks for, whether it is stored or still being planned."""

    year: int
    own_plans: bool
    with_prose: bool
    plans: frozenset[int]
    indicators: frozenset[int]

    @classmethod
    def of(cls, round: Round) -> "Catalogue":
        """Return the 采集目录 of a stored round. Two queries."""
        return cls(
            round.year,
            round.own_plans,
            round.with_prose,
            frozenset(round.plans.values_list("pk", flat=True)),
            frozenset(round.indicators.values_list("pk", flat=True)),
        )


def _rows(with_prose: bool) -> QuerySet[PlanIndicator]:
    """Return the plan rows that are asked for: those of tables; those in prose that
    have a target on request, and always where a plan has no table at all."""
    rows = PlanIndicator.objects.assessable()
    tables = rows.filter(plan=OuterRef("plan"), in_table=True)
    prose = Q(in_table=False, targets__isnull=False)
    if not with_prose:
        prose &= ~Exists(tables)
    return rows.filter(Q(in_table=True) | prose)


def named(asks: Catalogue, regions: Iterable[Region]) -> dict[int, set[int]]:
    """Return region pk → pks of the indicators that a 采集目录 names for it: of its own
    plans (if it says so), of the plans and of the indicators it names. One query."""
    regions = list(regions)
    places = {region.pk for region in regions}
    everywhere, own = set(asks.indicators), defaultdict(set)
    theirs = Q(plan__in=asks.plans)
    if asks.own_plans:
        theirs |= Q(plan__region__in=places, plan__retired_on=None)
    rows = _rows(asks.with_prose).filter(theirs).distinct().order_by()
    for plan, region, indicator in rows.values_list(
        "plan", "plan__region", "indicator"
    ):
        if plan in asks.plans:
            everywhere.add(indicator)
        else:
            own[region].add(indicator)
    return {place: everywhere | own[place] for place in places}


def last_years(
    regions: Iterable[Region], year: int, indicators: Iterable[int]
) -> dict[tuple[int, int], int]:
    """Return (region pk, indicator pk) → newest year other than `year` with a real
    value. One query."""
    rows = (
        Observation.objects.real()
        .filter(region__in=regions, indicator__in=indicators, value__isnull=False)
        .exclude(year=year)
        .values_list("region", "indicator")
        .annotate(Max("year"))
        .order_by()
    )
    return {(region, indicator): newest for region, indicator, newest in rows}


def milestones(
    regions: Iterable[Region], indicators: Iterable[int]
) -> dict[tuple[int, int], set[int | None]]:
    """Return (region pk, indicator pk) → milestone years of the region's own plans,
    None among them for a target that the plan gives no year. One query."""
    found: dict[tuple[int, int], set[int | None]] = defaultdict(set)
    rows = PlanIndicator.objects.assessable().filter(
        plan__region__in=regions,
        plan__retired_on=None,
        indicator__in=indicators,
        targets__isnull=False,
        targets__replaced_by=None,
    )
    for region, indicator, year in rows.values_list(
        "plan__region", "indicator", "targets__year"
    ):
        found[region, indicator].add(year)
    return found


def split(round: Round, region: Region) -> tuple[list[Indicator], list[Rest]]:
    """Return what the round asks of the region, and what rests this year."""
    return divided(Catalogue.of(round), [region])[region.pk]


def divided(
    asks: Catalogue, regions: Iterable[Region]
) -> dict[int, tuple[list[Indicator], list[Rest]]]:
    """Return region pk → what a 采集目录 asks of the region, and what rests this year.
    Four queries at most, whatever the number of regions."""
    regions = list(regions)
    wanted = named(asks, regions)
    indicators = list(
        Indicator.objects.filter(pk__in=set().union(*wanted.values()))
        .select_related("domain")
        .order_by("domain__order", "code")
    )
    periodical = [i.pk for i in indicators if i.period > 1]
    last = due = {}
    if periodical:  # what is measured every year is asked every year
        last = last_years(regions, asks.year, periodical)
        due = milestones(regions, periodical)
    return {
        region.pk: _parted(
            asks.year,
            region.pk,
            [i for i in indicators if i.pk in wanted[region.pk]],
            last,
            due,
        )
        for region in regions
    }


def _parted(year: int, region: int, indicators, last, due):
    """Return (asked, resting) of one region's indicators."""
    asked, rest = [], []
    for indicator in indicators:
        key = region, indicator.pk
        newest = last.get(key)
        if calendar.is_asked(year, indicator.period, newest, due.get(key, ())):
            asked.append(indicator)
        else:
            again = calendar.next_year(indicator.period, newest)
            rest.append(Rest(indicator, newest, again))
    return asked, rest


@dataclass(frozen=True)
class RoundPreview:
    """What opening a round would ask of one region."""

    region: Region
    asked: list[Indicator]
    rest: list[Rest]
    known: int  # already known: proposed for confirmation
    joined: int  # already asked by another round: the rows are shared
    unowned: int  # without a data owner: they belong to the bureau


def previews(asks: Catalogue, regions: Iterable[Region]) -> list[RoundPreview]:
    """Return what opening a round would ask of each region. Seven queries, whatever
    the number of regions."""
    regions = list(regions)
    parts = divided(asks, regions)
    there = Entry.objects.current().filter(
        submission__region__in=regions, submission__year=asks.year
    )
    joined = _pairs(there, "submission__region")
    owned = _pairs(
        DataOwner.objects.filter(region__in=regions, department__isnull=False)
    )
    known = _pairs(_known(regions, asks.year))
    found = []
    for region in regions:
        asked, rest = parts[region.pk]
        pks = {indicator.pk for indicator in asked}
        counts = {
            "known": len(pks & known[region.pk]),
            "joined": len(pks & joined[region.pk]),
            "unowned": len(pks - owned[region.pk]),
        }
        found.append(RoundPreview(region, asked, rest, **counts))
    return found


def _pairs(rows: QuerySet, region: str = "region") -> dict[int, set[int]]:
    """Return region pk → pks of the rows' indicators. One query."""
    found = defaultdict(set)
    for place, indicator in rows.values_list(region, "indicator").order_by():
        found[place].add(indicator)
    return found


def _known(regions: Iterable[Region], year: int) -> QuerySet[Observation]:
    """Return what is known already of a year, never demo."""
    rows = Observation.objects.filter(region__in=regions, year=year)
    return rows.exclude(origin=Origin.DEMO)


def known(region: Region, year: int) -> dict[int, Observation]:
    """Return indicator pk → what is already known of that year, never demo. One
    query."""
    return {row.indicator_id: row for row in _known([region], year)}
