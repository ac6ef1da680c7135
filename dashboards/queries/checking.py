"""数据体检: the values that hints are sought among, as the reader may take them away.

Regions as for exports (§ Access), values of other regions than the own as last
reported, rates as told. Bounded: what is more than MOST values is not read at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboards.checkup import (
    CheckedBoard,
    CheckedIndicator,
    CheckedTarget,
    CheckedValue,
    Place,
)
from indicators.models import Doubt, Indicator, Observation, Target
from indicators.models.observations import Origin
from indicators.models.target_years import in_force
from indicators.rules import disclosure
from regions import access, codes
from regions.models import Region

MOST = 200_000  # values read at a time: some seconds, some 200 MB
BEFORE = 6  # years read before the first one asked for: runs begin there
FIELDS = (
    *("region_id", "indicator_id", "year", "value", "origin", "substitute_region_id"),
    *("definition_break", "own_definition", "events", "denominator"),
)
STATED = ("pk", "plan_indicator_id", "issuer_id", "year", "revision", "replaces_id")
STATED += ("kind", "value", "plan_indicator__factor", "plan_indicator__indicator_id")


@dataclass(frozen=True)
class Checked:
    """Where hints are sought: a region with all below it (code, "" for everywhere
    within reach), one indicator (code) or all, one year or all."""

    region: str = ""
    indicator: str = ""
    year: int | None = None


@dataclass(frozen=True)
class CheckScope:
    """A choice as it was found for one person: regions and indicators by pk, how many
    rows would be read; `offered` are the regions one may choose."""

    chosen: Checked
    offered: tuple[Region, ...]
    regions: dict[int, Region]
    indicators: dict[int, Indicator]
    grants: tuple
    size: int

    @property
    def too_many(self) -> bool:
        return self.size > MOST


def check_scope(chosen: Checked, grants) -> CheckScope | None:
    """Return what is looked at, None for a region or indicator that is not to be had.
    Three queries."""
    grants = tuple(grants)
    offered = Region.objects.exportable_by(grants).select_related("parent")
    offered = tuple(offered.order_by("code"))
    within = [
        r for r in offered if not chosen.region or codes.contains(chosen.region, r.code)
    ]
    concepts = Indicator.objects.select_related("domain")
    if chosen.indicator:
        concepts = concepts.filter(code=chosen.indicator)
    scope = CheckScope(
        chosen,
        offered,
        {r.pk: r for r in within},
        {i.pk: i for i in concepts},
        grants,
        0,
    )
    known = {r.code for r in within}
    if (chosen.region and chosen.region not in known) or not scope.indicators:
        return None
    size = _values(scope).count()
    return CheckScope(**(vars(scope) | {"size": size}))


def board(scope: CheckScope) -> CheckedBoard:
    """Return the values, targets and changes of 口径 of a choice. Five queries at
    most; nothing may be asked of a choice that is too large."""
    if scope.too_many:
        raise ValueError("too many values to look at")
    concepts = {
        pk: CheckedIndicator(
            *(i.code, i.name, i.unit, i.decimals),
            additive=i.additive,
            per=i.per,
            lower=i.lower,
            upper=i.upper,
        )
        for pk, i in scope.indicators.items()
    }
    parents = {r.pk: r.code for r in scope.offered}
    places = {
        r.code: Place(r.code, r.name, parents.get(r.parent_id, ""))
        for r in scope.regions.values()
    }
    found = CheckedBoard(
        places,
        {concept.code: concept for concept in concepts.values()},
        list(_read(scope, concepts)),
        list(_targets(scope, concepts)),
    )
    if scope.chosen.year is not None:
        found.breaks = set(_breaks(scope, concepts))
    return found


def _values(scope: CheckScope):
    """Return the rows that are read, in whatever state."""
    found = _of_scope(Observation.objects.all(), scope)
    if scope.chosen.year is not None:
        first = scope.chosen.year - BEFORE
        found = found.filter(year__range=(first, scope.chosen.year))
    return found


def _places(scope: CheckScope):
    """Return the regions of the choice as a query: a list of a country is too long."""
    found = Region.objects.exportable_by(scope.grants)
    if scope.chosen.region:
        found = found.filter(code__range=codes.span(scope.chosen.region))
    return found.values("pk")


def _of_scope(rows, scope: CheckScope):
    """Return the rows of the choice, of a table by region and indicator."""
    rows = rows.filter(region__in=_places(scope))
    if scope.chosen.indicator:
        rows = rows.filter(indicator__in=list(scope.indicators))
    return rows


def _read(scope: CheckScope, concepts) -> Iterator[CheckedValue]:
    """Yield the values as the reader is told them. Two or three queries."""
    own = access.own_regions(scope.grants)
    counted = access.counted_regions(scope.grants)
    for row in _values(scope).order_by().seen_tuples(own, FIELDS):
        region, indicator, year, value, origin, level, breaks, apart, *counts = row
        if value is None:
            continue
        place, concept = scope.regions[region], concepts[indicator]
        sees = place.code in counted
        told = disclosure.told(value, concept.decimals, per=concept.per, counts=sees)
        yield CheckedValue(
            *(place.code, concept.code, year, told),
            breaks=breaks,
            apart=level is not None or apart != "",
            demo=origin == Origin.DEMO,
            events=counts[0] if sees else None,
            denominator=counts[1] if sees else None,
        )


def _targets(scope: CheckScope, concepts) -> Iterator[CheckedTarget]:
    """Yield the numbers that the listed plans of the regions ask, in the indicator's
    unit; nothing of what is in doubt. Two queries."""
    stated = Target.objects.filter(
        plan_indicator__plan__region__in=_places(scope),
        plan_indicator__plan__retired_on=None,
        plan_indicator__indicator__in=list(concepts),
    )
    rows: dict[int, list] = {}
    for target in stated.order_by().values_list(
        *STATED, "plan_indicator__plan__region_id", named=True
    ):
        rows.setdefault(target.plan_indicator_id, []).append(target)
    doubted, whole = _doubted(rows)
    for row, targets in rows.items():
        for target in in_force(targets):
            factor = target.plan_indicator__factor
            is_own = target.issuer_id == target.plan_indicator__plan__region_id
            plain = target.kind == "value" and target.value is not None
            certain = target.pk not in doubted and row not in whole
            if is_own and plain and certain and target.year and factor is not None:
                yield CheckedTarget(
                    scope.regions[target.issuer_id].code,
                    concepts[target.plan_indicator__indicator_id].code,
                    target.year,
                    Decimal(target.value * factor),
                )


def _doubted(rows) -> tuple[set[int], set[int]]:
    """Return the targets (pks) in doubt, and the rows whose unit is."""
    open_ones = Doubt.objects.open().filter(plan_indicator__in=list(rows))
    found = list(open_ones.values_list("target_id", "plan_indicator_id", "field"))
    return (
        {target for target, _row, _field in found if target},
        {row for _target, row, field in found if field == Doubt.Field.UNIT},
    )


def _breaks(scope: CheckScope, concepts) -> Iterator[tuple[str, str, int]]:
    """Yield where the 口径 changed in any year. One query."""
    changed = _of_scope(Observation.objects.filter(definition_break=True), scope)
    own = access.own_regions(scope.grants)
    for region, indicator, year in changed.open_to(own).values_list(
        "region_id", "indicator_id", "year"
    ):
        yield scope.regions[region].code, concepts[indicator].code, year
