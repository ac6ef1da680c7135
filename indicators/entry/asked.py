"""What a round asks of a region: the 采集目录 without what is not due that year."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Max

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


def indicators(asks: Catalogue, region: Region) -> list[Indicator]:
    """Return the indicators that a 采集目录 names for one region. Two queries at most.

    The region's own plans (if it says so), the plans and the indicators it names;
    prose rows only on request, and only those with a target.
    """
    plans = set(asks.plans)
    if asks.own_plans:
        plans |= set(region.plans.listed().values_list("pk", flat=True))
    rows = PlanIndicator.objects.assessable().filter(plan__in=plans)
    asked = rows.filter(in_table=True)
    if asks.with_prose:
        asked = asked | rows.filter(in_table=False, targets__isnull=False)
    wanted = Indicator.objects.filter(plan_rows__in=asked) | Indicator.objects.filter(
        pk__in=asks.indicators
    )
    return list(
        wanted.distinct().select_related("domain").order_by("domain__order", "code")
    )


def last_years(region: Region, year: int) -> dict[int, int]:
    """Return indicator pk → newest year other than `year` with a real value.
    One query."""
    rows = (
        Observation.objects.real()
        .filter(region=region, value__isnull=False)
        .exclude(year=year)
        .values_list("indicator")
        .annotate(Max("year"))
        .order_by()
    )
    return dict(rows)


def milestones(region: Region) -> dict[int, set[int | None]]:
    """Return indicator pk → milestone years of the region's own plans, None among them
    for a target that the plan gives no year. One query."""
    found: dict[int, set[int | None]] = defaultdict(set)
    rows = PlanIndicator.objects.assessable().filter(
        plan__region=region,
        plan__retired_on=None,
        targets__isnull=False,
        targets__replaced_by=None,
    )
    for indicator, year in rows.values_list("indicator", "targets__year"):
        found[indicator].add(year)
    return found


def split(round: Round, region: Region) -> tuple[list[Indicator], list[Rest]]:
    """Return what the round asks of the region, and what rests this year."""
    return divided(Catalogue.of(round), region)


def divided(asks: Catalogue, region: Region) -> tuple[list[Indicator], list[Rest]]:
    """Return what a 采集目录 asks of the region, and what rests this year."""
    last, due = last_years(region, asks.year), milestones(region)
    asked, rest = [], []
    for indicator in indicators(asks, region):
        newest = last.get(indicator.pk)
        if calendar.is_asked(
            asks.year, indicator.period, newest, due.get(indicator.pk, ())
        ):
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


def preview(asks: Catalogue, region: Region) -> RoundPreview:
    """Return what opening a round would ask of the region. Seven queries."""
    wanted, rest = divided(asks, region)
    pks = {indicator.pk for indicator in wanted}
    there = Entry.objects.current().of(region, asks.year)
    owned = DataOwner.objects.filter(
        region=region, indicator__in=pks, department__isnull=False
    )
    return RoundPreview(
        region,
        wanted,
        rest,
        known=len(pks & set(known(region, asks.year))),
        joined=there.filter(indicator__in=pks).count(),
        unowned=len(pks) - owned.count(),
    )


def known(region: Region, year: int) -> dict[int, Observation]:
    """Return indicator pk → what is already known of that year, never demo. One
    query."""
    rows = Observation.objects.filter(region=region, year=year).exclude(
        origin=Origin.DEMO
    )
    return {row.indicator_id: row for row in rows}
