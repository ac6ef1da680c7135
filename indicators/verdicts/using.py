"""Which plan rows use a series: found by index, however many plans there are."""

from collections.abc import Collection, Mapping

from django.db.models import Exists, F, OuterRef, QuerySet

from indicators.models import PlanIndicator, Target
from indicators.verdicts.causes import Cause, Series, by_reference


def using(changed: Mapping[Series, Cause], *, held: bool = False) -> dict[int, Cause]:
    """Return plan row pk → why its verdict is to be judged anew, of the rows that use
    any of the series. Two queries, whatever the number of series; none without any.

    Rows that follow a series, and rows of other regions compared with it: the latter
    not where what changed is `held`, for they are judged by what is reported.
    """
    if not changed:
        return {}
    found = {}
    if not held:
        for row, *series in referring(changed).values_list(*REFERRED):
            if cause := changed.get(tuple(series)):
                found[row] = by_reference(cause)
    for row, *series in following(changed).values_list(*FOLLOWED):
        if cause := changed.get(tuple(series)):
            found[row] = cause
    return found


FOLLOWED = ("pk", "plan__region", "indicator")
REFERRED = ("plan_indicator", "reference", "plan_indicator__indicator")


def _apart(changed: Collection[Series]) -> tuple[set[int], set[int]]:
    return {region for region, _i in changed}, {indicator for _r, indicator in changed}


def following(changed: Collection[Series]) -> QuerySet[PlanIndicator]:
    """Return the rows of any of the regions with any of the indicators."""
    regions, indicators = _apart(changed)
    return PlanIndicator.objects.filter(
        plan__region__in=regions, indicator__in=indicators
    ).order_by()


def referring(changed: Collection[Series]) -> QuerySet[Target]:
    """Return the targets in force, of rows with any of the indicators, that refer to
    any of the regions."""
    regions, indicators = _apart(changed)
    same = {name: OuterRef(name) for name in ("plan_indicator", "issuer", "year")}
    newer = Target.objects.filter(revision__gt=OuterRef("revision"), **same)
    return Target.objects.filter(
        ~Exists(newer),
        reference__in=regions,
        plan_indicator__indicator__in=indicators,
        issuer=F("plan_indicator__plan__region"),
    ).order_by()
