"""Who may do what where: the table of design.md §8 as pure functions.

A person holds grants (a role in a region, optionally in one department). Every
page, export and command asks here; nobody else decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from regions import codes

STAFF = "staff"
REVIEWER = "reviewer"
OFFICIAL = "official"
ANALYST = "analyst"
ADMINISTRATOR = "administrator"
ROLES = (STAFF, REVIEWER, OFFICIAL, ANALYST, ADMINISTRATOR)

# Roles whose reach goes down the tree; every role sees its own region and up.
SEES_BELOW = frozenset({OFFICIAL, ANALYST, ADMINISTRATOR})
# One maternal death is one known woman: her county's own people only.
SEES_COUNTS = frozenset({STAFF, REVIEWER})


@dataclass(frozen=True)
class Grant:
    """One role of one person in one region; department None means all of it."""

    role: str
    region: str
    department: int | None = None


def may_see(grants: Iterable[Grant], region: str) -> bool:
    """Return whether the dashboards of `region` (a code) are within reach."""
    return any(
        codes.contains(region, grant.region)
        or (grant.role in SEES_BELOW and codes.contains(grant.region, region))
        for grant in grants
    )


def reach(grants: Iterable[Grant]) -> tuple[set[str], set[tuple[str, str]]]:
    """Return what `may_see` allows as (single codes, code ranges) for a query."""
    singles: set[str] = set()
    ranges: set[tuple[str, str]] = set()
    for grant in grants:
        singles.update([grant.region, *codes.ancestors(grant.region)])
        if grant.role in SEES_BELOW:
            ranges.add(codes.span(grant.region))
    return singles, ranges


def may_see_counts(grants: Iterable[Grant], region: str) -> bool:
    """Return whether event counts of small-number indicators may be shown."""
    return any(g.role in SEES_COUNTS and g.region == region for g in grants)


def may_administer(grants: Iterable[Grant], region: str) -> bool:
    """Return whether plans, targets and people of `region` may be edited."""
    return any(
        g.role == ADMINISTRATOR and codes.contains(g.region, region) for g in grants
    )
