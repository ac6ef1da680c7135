"""How many cells wait for a person, for the navigation: 待填, 退回, 待审."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.models import Entry
from regions import access

State = Entry.State


@dataclass(frozen=True)
class WaitingCells:
    """What waits in the forms of one person."""

    unfilled: int  # asked, and neither a value nor a reason yet
    returned: int
    to_review: int  # submitted, and not entered by the person


def of(user) -> WaitingCells:
    """Return what the person can write or approve now: nothing of a form that is locked
    or not yet open. Counted in the database, one query; none for who does neither."""
    if not any(grant.role in access.SEES_COUNTS for grant in user.grants):
        return WaitingCells(0, 0, 0)
    mine, reviewed = _reach(user.grants)
    empty = Q(value=None, missing_reason="")
    counts = Entry.objects.current().filter(
        mine & Q(state__in=Entry.OPEN) | reviewed & Q(state=State.SUBMITTED),
        submission__locked_at=None,
        submission__opens_on__lte=timezone.localdate(),
    )
    found = counts.aggregate(
        unfilled=Count("pk", Q(state=State.DRAFT) & empty),
        returned=Count("pk", Q(state=State.RETURNED)),
        to_review=Count("pk", Q(state=State.SUBMITTED) & ~Q(entered_by=user)),
    )
    return WaitingCells(**found)


def _reach(grants) -> tuple[Q, Q]:
    """Return the filters of the cells one fills in and of those one reviews."""
    mine, reviewed = Q(pk__in=[]), Q(pk__in=[])
    for grant in grants:
        here = Q(submission__region__code=grant.region)
        if grant.role == access.REVIEWER:
            reviewed |= here
        elif grant.role == access.STAFF and grant.department is None:
            mine |= here
        elif grant.role == access.STAFF:
            mine |= here & Q(submission__department=grant.department)
    return mine, reviewed


def said(user) -> list[tuple[str, int]]:
    """Return the counts that are not zero as (word, number), for the navigation."""
    found = of(user)
    words = [
        (_("待填"), found.unfilled),
        (_("退回"), found.returned),
        (_("待审"), found.to_review),
    ]
    return [(word, n) for word, n in words if n]
