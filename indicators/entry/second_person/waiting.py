"""What waits: for a person's word, or of what a person has proposed."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from indicators.entry.second_person.who import CONFIRMERS, may_confirm
from indicators.models import Proposal
from regions import access, models

State = Proposal.State
TOLD = timedelta(days=30)  # what became of a proposal is shown to its author so long


def of_subject(kind: str, subject: str) -> Proposal | None:
    """Return what waits on a subject, expired or not. One query."""
    found = Proposal.objects.filter(kind=kind, subject=subject, state=State.WAITING)
    return found.select_related("region", "by").first()


def waiting(user) -> list[Proposal]:
    """Return what waits for this person's word, the oldest first. At most one query."""
    reviewed = {g.region for g in user.grants if g.role == access.REVIEWER}
    if not reviewed and not user.administers:
        return []
    near = Q(region__code__in=reviewed) | models.administered(user.grants, "region__")
    found = Proposal.objects.waiting().filter(near).exclude(by=user)
    found = found.select_related("region", "by").order_by("at", "pk")
    return [each for each in found if may_confirm(each, user)]


def proposed(user) -> list[Proposal]:
    """Return what a person has proposed that waits, or closed of late. At most one
    query."""
    if not any(g.role in CONFIRMERS for g in user.grants):
        return []
    lately = timezone.now() - TOLD
    found = Proposal.objects.filter(by=user).filter(
        Q(state=State.WAITING) | Q(closed_at__gte=lately)
    )
    return list(found.select_related("region", "closed_by"))
