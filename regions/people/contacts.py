"""Whom to ask: the administrators of the places where somebody works."""

from regions import access, codes
from regions.models import Membership, Region, User


def administrators(user: User) -> list[tuple[Region, list[User]]]:
    """Return the administrators of each of the person's regions, else of the nearest
    level above that has some; the person left out. One query.

    A region's people see who administers it: each is told to ask them.
    """
    own = {grant.region for grant in user.grants}
    chains = [[code, *reversed(codes.ancestors(code))] for code in sorted(own)]
    rows = (
        Membership.objects.filter(
            role=access.ADMINISTRATOR,
            region__code__in={code for chain in chains for code in chain},
            user__is_active=True,
        )
        .exclude(user=user)
        .select_related("user", "region")
        .order_by("region__code", "user__username")
    )
    found: dict[str, tuple[Region, list[User]]] = {}
    for row in rows:
        found.setdefault(row.region.code, (row.region, []))[1].append(row.user)
    nearest = (next((c for c in chain if c in found), None) for chain in chains)
    return [found[code] for code in dict.fromkeys(filter(None, nearest))]
