"""Who gets past the door of the pages that change a plan: its administrators."""

from django.shortcuts import get_object_or_404

from indicators.models import Plan
from indicators.pages import permissions
from regions import permits


def administered_plan(request, code: str, act: str = "revise") -> Plan:
    """Return the plan; 404 outside one's reach, 403 for who may not do the act of
    PERMITS there, and for a retired plan, which is not changed any more."""
    plan = get_object_or_404(Plan.objects.select_related("region"), code=code)
    permissions.reachable(request, plan.region.code)
    permissions.require_act(request, act, plan.region)
    permissions.require(plan.retired_on is None, permits.on_rows("revise_retired"))
    return plan
