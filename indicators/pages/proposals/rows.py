"""What the page of a proposal shows of it."""

from django.utils.translation import gettext as _

from indicators.entry import second_person
from indicators.models import Audience, Proposal
from indicators.pages.review.review_rows import Judged
from indicators.rules import assessment
from regions import access


def judged(verdict: dict | None) -> dict | None:
    """Return a kept verdict ({"code", "sentence"}) as the templates print it."""
    if verdict is None:
        return None
    category = assessment.CATEGORIES[verdict["code"]]
    status = Judged(verdict["code"], _(category.counted), category.group)
    return {"status": status, "sentence": verdict["sentence"]}


def verdicts(proposal: Proposal, user) -> list[dict | None]:
    """Return the verdicts before and after as they were when it was proposed, for the
    viewer's audience; [] where the kind has none."""
    kept = proposal.after.get("verdicts") or {}
    own = proposal.region.code in access.own_regions(user.grants)
    pair = kept.get(Audience.OWN if own else Audience.OTHERS)
    return [judged(verdict) for verdict in pair] if pair else []


def may(proposal: Proposal, user) -> dict[str, bool]:
    """Return which acts the page offers; the acts ask again."""
    own = proposal.by_id == user.pk
    return {
        "confirm": proposal.is_open and second_person.may_confirm(proposal, user),
        "withdraw": own and proposal.state == Proposal.State.WAITING,
    }
