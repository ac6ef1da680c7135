"""Who may do what where: the table of CONTRIBUTING § Access as pure functions.

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


def counted_regions(grants: Iterable[Grant]) -> frozenset[str]:
    """Return the regions (codes) whose counts, and exact rates, may be shown: what
    `may_see_counts` allows, as a set."""
    return frozenset(g.region for g in grants if g.role in SEES_COUNTS)


def own_regions(grants: Iterable[Grant]) -> frozenset[str]:
    """Return the regions (codes) whose own people one belongs to, in whatever role.

    They alone see what is approved there and not yet reported (§ Workflow);
    levels above and below see what was last reported.
    """
    return frozenset(grant.region for grant in grants)


def bureaus(grants: Iterable[Grant]) -> frozenset[str]:
    """Return the regions (codes) to whose bureau one belongs: its people in whatever
    role who are of no other department. They see what has not left it: who is only
    proposed to answer for a row, what a department objects."""
    return frozenset(grant.region for grant in grants if grant.department is None)


def is_bureau(grants: Iterable[Grant], region: str) -> bool:
    """Return whether one is of the bureau of `region`, in whatever role."""
    return region in bureaus(grants)


def departments(grants: Iterable[Grant]) -> frozenset[int]:
    """Return the departments (pks) one works in, in whatever role."""
    return frozenset(g.department for g in grants if g.department is not None)


def may_assign_leads(grants: Iterable[Grant], region: str) -> bool:
    """Return whether one says which departments answer for the rows of `region`'s
    plans: its own administrators, as what is proposed does not leave the bureau."""
    return any(
        g.role == ADMINISTRATOR and g.region == region and g.department is None
        for g in grants
    )


def may_note(grants: Iterable[Grant], region: str) -> bool:
    """Return whether one writes why rows of `region` are behind, follows its 工作提示单
    and fills in its 一页纸, for its bureau; a department's people write for its rows
    (indicators/plans/notes.py)."""
    allowed = {STAFF, REVIEWER, ADMINISTRATOR}
    return any(
        g.role in allowed and g.region == region and g.department is None
        for g in grants
    )


def may_administer(grants: Iterable[Grant], region: str) -> bool:
    """Return whether plans, targets and people of `region` may be edited."""
    return any(
        g.role == ADMINISTRATOR and codes.contains(g.region, region) for g in grants
    )


def administers_any(grants: Iterable[Grant]) -> bool:
    """Return whether there is any region whose plans and people may be edited."""
    return any(grant.role == ADMINISTRATOR for grant in grants)


def may_export(grants: Iterable[Grant], region: str) -> bool:
    """Return whether data of `region` may be taken away, as file or over the API."""
    return any(
        g.region == region
        or (g.role in SEES_BELOW and codes.contains(g.region, region))
        for g in grants
    )


def may_export_anything(grants: Iterable[Grant]) -> bool:
    """Return whether there is any region whose data may be taken away."""
    return any(may_export(grants, grant.region) for grant in grants)


def may_read_ledger(grants: Iterable[Grant], region: str) -> bool:
    """Return whether one reads what left the system from `region`: its bureau's own
    people, in whatever role; no department's clerk, and nobody above or below."""
    return any(g.region == region and g.department is None for g in grants)


def reads_any_ledger(grants: Iterable[Grant]) -> bool:
    """Return whether there is any region whose ledger one reads."""
    return any(grant.department is None for grant in grants)


def export_reach(grants: Iterable[Grant]) -> tuple[set[str], set[tuple[str, str]]]:
    """Return what `may_export` allows as (single codes, code ranges) for a query."""
    grants = tuple(grants)
    below = {codes.span(g.region) for g in grants if g.role in SEES_BELOW}
    return {g.region for g in grants}, below


def may_import(grants: Iterable[Grant], region: str) -> bool:
    """Return whether history of `region` may be imported, or another's confirmed."""
    allowed = {REVIEWER, ADMINISTRATOR}
    return any(g.role in allowed and g.region == region for g in grants)


def may_confirm_revision(grants: Iterable[Grant], region: str) -> bool:
    """Return whether one may be the second person for what an administrator proposes
    of `region`'s plans: another administrator, there or above, or its reviewer."""
    grants = tuple(grants)
    return may_administer(grants, region) or may_review(grants, region)


# ------------------------------------------- the yearly reporting (§ Workflow)


def own_forms(grants: Iterable[Grant], region: str) -> set[int] | None:
    """Return the departments (pks) whose rows one may fill in in `region`.

    None means every row of the region: staff without a department, who also
    collect for others. An empty set means none.
    """
    mine = [g.department for g in grants if g.role == STAFF and g.region == region]
    return None if None in mine else {pk for pk in mine if pk is not None}


def may_enter(
    grants: Iterable[Grant], region: str, department: int | None = None
) -> bool:
    """Return whether the rows of one form of `region` may be written and submitted.

    `department` None is the bureau's own form.
    """
    mine = own_forms(grants, region)
    return mine is None or department in mine


def may_enter_any(grants: Iterable[Grant], region: str) -> bool:
    """Return whether there is any row of `region` that may be written."""
    return own_forms(grants, region) != set()


def may_read_entries(
    grants: Iterable[Grant], region: str, department: int | None = None
) -> bool:
    """Return whether unsubmitted and returned cells of a form may be seen."""
    grants = tuple(grants)
    whole = {REVIEWER, ADMINISTRATOR}
    return may_enter(grants, region, department) or any(
        g.role in whole and g.region == region for g in grants
    )


def may_read_some(grants: Iterable[Grant], region: str) -> bool:
    """Return whether there is any form of `region` that `may_read_entries` allows."""
    grants = tuple(grants)
    return may_enter_any(grants, region) or may_read_entries(grants, region)


def may_sign(
    grants: Iterable[Grant], region: str, department: int | None = None
) -> bool:
    """Return whether the signed scan of a form of `region` may be kept."""
    grants = tuple(grants)
    return may_review(grants, region) or may_enter(grants, region, department)


def may_look_at_review(grants: Iterable[Grant], region: str) -> bool:
    """Return whether the review page of `region` may be opened: its reviewers and
    administrators, and the reviewers directly above for what was reported."""
    grants = tuple(grants)
    return may_lock(grants, region) or may_return_reported(grants, region)


def may_review(grants: Iterable[Grant], region: str) -> bool:
    """Return whether cells of `region` may be returned, approved and reported."""
    return any(g.role == REVIEWER and g.region == region for g in grants)


def may_lock(grants: Iterable[Grant], region: str) -> bool:
    """Return whether forms of `region` may be locked and reopened."""
    allowed = {REVIEWER, ADMINISTRATOR}
    return any(g.role in allowed and g.region == region for g in grants)


def may_return_reported(grants: Iterable[Grant], region: str) -> bool:
    """Return whether a reported form of `region` may be sent back: directly above."""
    above = codes.ancestors(region)[-1:]
    return any(g.role == REVIEWER and g.region in above for g in grants)


def may_see_progress(grants: Iterable[Grant], region: str) -> bool:
    """Return whether one follows the reporting of `region`: who has not reported.

    Its administrators and those above, its reviewers and those directly above, and
    the bureau's clerks; a department's own clerk sees the own form only.
    """
    grants = tuple(grants)
    return (
        may_administer(grants, region)
        or may_review(grants, region)
        or may_return_reported(grants, region)
        or own_forms(grants, region) is None
    )


def follows_any(grants: Iterable[Grant]) -> bool:
    """Return whether there is any region whose reporting one follows."""
    return any(
        g.role in (ADMINISTRATOR, REVIEWER)
        or (g.role == STAFF and g.department is None)
        for g in grants
    )
