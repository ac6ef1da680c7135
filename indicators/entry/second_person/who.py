"""Who may be the second person: never the author; how a refusal says who can."""

from collections import defaultdict

from django.utils.translation import gettext as _

from indicators.entry.problems import NotAllowed
from indicators.entry.second_person import kinds
from indicators.models import Proposal
from regions import access, codes, permits
from regions.models import Membership

NAMED = 3  # people that a sentence names
CONFIRMERS = (access.REVIEWER, access.ADMINISTRATOR)


def may_confirm(proposal: Proposal, user) -> bool:
    """Whether the person may be the second one: never the author."""
    if proposal.by_id == user.pk:
        return False
    return kinds.of(proposal).may_confirm(proposal, user.grants)


def may_look(proposal: Proposal, user) -> bool:
    """The author while still at work there, and whoever may confirm such a change."""
    return kinds.of(proposal).may_confirm(proposal, user.grants)


def confirmers(proposal: Proposal) -> list[str]:
    """Return the names of people who may confirm, those of the region first. One
    query."""
    code = proposal.region.code
    chain = {code, *codes.ancestors(code), *proposal.after.get("places", ())}
    rows = (
        Membership.objects.filter(
            region__code__in=chain, role__in=CONFIRMERS, user__is_active=True
        )
        .exclude(user=proposal.by_id)
        .select_related("user", "region")
        .order_by("-region__level", "user__username")
    )
    grants, people = defaultdict(list), {}
    for row in rows:
        grants[row.user_id].append(
            access.Grant(row.role, row.region.code, row.department_id)
        )
        people.setdefault(row.user_id, row.user)
    allowed = kinds.of(proposal).may_confirm
    return [str(people[pk]) for pk in people if allowed(proposal, grants[pk])]


def who_confirms(proposal: Proposal) -> str:
    """Return by whom the proposal can be confirmed, in words with names."""
    names = confirmers(proposal)
    if not names:
        return _(
            "%(region)s目前没有第二位可以复核的人员，请管理员在“人员”中增加审核人员或管理员。"
        ) % {"region": proposal.region}
    return _("可由%(region)s的审核人员或管理员复核：%(names)s%(more)s。") % {
        "region": proposal.region,
        "names": _("、").join(names[:NAMED]),
        "more": _("等") if len(names) > NAMED else "",
    }


def require_confirming(proposal: Proposal, user) -> None:
    """Raise NotAllowed unless the person is the second one; say who can."""
    if proposal.by_id == user.pk:
        raise NotAllowed(permits.on_rows("confirm_own") + who_confirms(proposal))
    if not may_confirm(proposal, user):
        raise NotAllowed(permits.on_rows("confirm") + who_confirms(proposal))
