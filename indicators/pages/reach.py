"""Whose reporting one follows: the regions whose forms one chases (§ Access)."""

from collections.abc import Iterable

from django.db.models import Q

from indicators.models import Round
from regions import access, codes
from regions.models import Region


def followed(grants: Iterable[access.Grant], path: str = "") -> Q:
    """Return what access.may_see_progress allows as a filter on a region at `path`
    (ending in __)."""
    wanted = Q(pk__in=[])
    for grant in grants:
        if grant.role == access.ADMINISTRATOR:
            first, last = codes.span(grant.region)
            wanted |= Q(**{f"{path}code__gte": first, f"{path}code__lte": last})
        elif grant.role == access.REVIEWER:
            wanted |= Q(**{f"{path}code": grant.region})
            wanted |= Q(**{f"{path}parent__code": grant.region})
        elif grant.role == access.STAFF and grant.department is None:
            wanted |= Q(**{f"{path}code": grant.region})
    return wanted


def administered(grants: Iterable[access.Grant]) -> Q:
    """Return the filter that keeps the regions one administers."""
    return followed([g for g in grants if g.role == access.ADMINISTRATOR])


def lies_in(region: Region, above: Region) -> bool:
    """Return whether a region is the other one or lies below it."""
    return codes.contains(above.code, region.code)


def regions_of(round: Round, grants) -> list[Region]:
    """Return the regions of a round that one follows. One query."""
    return list(round.regions.filter(followed(grants)).order_by("code"))
