"""Retires a plan by a decision of two people: it leaves the lists and stays
readable."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import EntryError, second_person
from indicators.models import Observation, Plan, Proposal, Target
from indicators.plans.loading.revising import may_confirm


def holds(plan: Plan) -> dict[str, int]:
    """Return how much stays readable with a plan: rows, targets, values. Three
    queries."""
    indicators = plan.rows.values("indicator")
    return {
        "rows": plan.rows.count(),
        "targets": Target.objects.filter(plan_indicator__plan=plan).count(),
        "values": Observation.objects.filter(
            region=plan.region_id, indicator__in=indicators
        ).count(),
    }


def _require_listed(plan: Plan) -> None:
    if plan.retired_on:
        raise EntryError(
            _("“%(title)s”已于%(day)s停用。")
            % {"title": plan.title, "day": f"{plan.retired_on:%Y-%m-%d}"}
        )


@transaction.atomic
def propose(plan: Plan, about: second_person.GivenPaper, *, by) -> Proposal:
    """Put the retiring of a plan before a second person; return the proposal.

    Who may propose, the caller has asked.
    """
    _require_listed(plan)
    return second_person.propose(
        Proposal.Kind.RETIREMENT,
        plan.region,
        plan.code,
        plan.title,
        after={"plan": plan.code} | holds(plan),
        about=about,
        by=by,
    )


def _land(proposal: Proposal, by) -> None:
    plan = Plan.objects.select_for_update(of=("self",)).get(code=proposal.subject)
    _require_listed(plan)
    plan.retired_on = timezone.localdate()
    plan.retirement = second_person.decide(proposal, by)
    plan.save(update_fields=["retired_on", "retirement"])


second_person.register(
    second_person.DecisionKind(Proposal.Kind.RETIREMENT, may_confirm, _land)
)
