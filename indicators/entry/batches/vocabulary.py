"""Reads from the database what a reader of spreadsheets must know beforehand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q

from indicators.layouts.known import KnownAlias, KnownNames
from indicators.models import Alias, Entry, Indicator, PlanIndicator
from indicators.models.observations import Grade, MissingReason
from regions import access, codes
from regions.models import Region


def known(
    region: Region,
    year: int | None,
    layouts: Iterable[str],
    by,
    answers: Mapping[str, str] | None = None,
) -> KnownNames:
    """Return the names that a file for the region may use; `year` None is history.

    `answers` are what its reader said to the file's questions. Five to seven queries.
    """
    above = {r.code: r for r in Region.objects.above(region)}
    return KnownNames(
        region=region.code,
        year=year,
        layouts=tuple(layouts),
        indicators={i.code: i.measure for i in Indicator.objects.all()},
        labels=_labels(region),
        aliases=_aliases(region),
        places=_places(),
        answers=answers or {},
        regions=_named([region] if year is not None else _regions(region, above, by)),
        reasons=_codes(MissingReason.choices),
        grades=_codes(Grade.choices),
        channels=_codes(Entry.Channel.choices),
        above={
            name: code for code, r in above.items() for name in (r.name, r.short_name)
        },
    )


def names(region: Region) -> KnownNames:
    """Return how indicators may be called in a region's files. Three queries."""
    return KnownNames(
        region=region.code,
        indicators={i.code: i.measure for i in Indicator.objects.all()},
        labels=_labels(region),
        aliases=_aliases(region),
    )


def _aliases(region: Region) -> tuple[tuple[KnownAlias, ...], ...]:
    """Return the other names: the region's own, those of the levels above, the nearest
    first, and the catalogue's. One query."""
    nearest = [region.code, *reversed(codes.ancestors(region.code)), None]
    tiers: dict = {code: [] for code in nearest}
    rows = Alias.objects.filter(Q(region=None) | Q(region__code__in=nearest[:-1]))
    columns = ("region__code", "name", "indicator__code", "unit")
    for code, name, indicator, unit in rows.values_list(*columns):
        tiers[code].append(KnownAlias(name, indicator, unit))
    return tuple(tuple(tier) for tier in tiers.values())


def _places() -> dict[str, tuple[str, ...]]:
    """Return the names of all regions, so that a foreign one is noticed. One query."""
    rows = Region.objects.values_list("code", "name", "short_name")
    return {code: tuple(dict.fromkeys(names)) for code, *names in rows}


def _codes(choices) -> dict[str, str]:
    return {str(label): code for code, label in choices}


def _labels(region: Region) -> dict[str, tuple[str, ...]]:
    """Return what the plans of the region and above call each indicator. One query."""
    labels = defaultdict(set)
    places = [region.code, *codes.ancestors(region.code)]
    rows = PlanIndicator.objects.filter(
        plan__region__code__in=places, indicator__isnull=False
    )
    for code, label in rows.values_list("indicator__code", "label"):
        labels[code].add(label)
    return {code: tuple(sorted(found)) for code, found in labels.items()}


def _regions(region: Region, above: Iterable[str], by) -> list[Region]:
    """Return the regions that a file of history may name: all below, above, and where
    the person imports, so that a refusal can say whose they are."""
    own = access.own_regions(by.grants) | set(above)
    inside = Q(code__range=codes.span(region.code))
    return list(Region.objects.filter(inside | Q(code__in=own)))


def _named(regions: Iterable[Region]) -> dict[str, tuple[str, ...]]:
    return {r.code: tuple(dict.fromkeys((r.name, r.short_name))) for r in regions}
