"""Who gets past the door of the pages that change a plan: its administrators."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from indicators.models import Plan
from indicators.pages import permissions


def administered_plan(request, code: str) -> Plan:
    """Return the plan; 404 outside one's reach, 403 where one only looks, and for a
    retired plan, which is not changed any more."""
    plan = get_object_or_404(Plan.objects.select_related("region"), code=code)
    permissions.reachable(request, plan.region.code)
    permissions.require_act(request, "revise", plan.region)
    permissions.require(plan.retired_on is None, _("这一规划已停用，不再修订。"))
    return plan
