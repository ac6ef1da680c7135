"""One target in words: its state set by an administrator, with the states before."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from indicators.entry import EntryError, NotAllowed, milestones
from indicators.models import MilestoneStatus, Target
from indicators.models.target_years import said_year
from indicators.pages import permissions
from indicators.pages.milestone.forms import StateForm


def _target(code: str, plan: str, key: str, year: int | None) -> Target:
    """Return the target in force in words, of a year or without one; 404 where there is
    none. One query."""
    rows = Target.objects.select_related("plan_indicator__plan__region", "issuer")
    own = rows.in_force().filter(
        plan_indicator__plan__code=plan,
        plan_indicator__plan__region__code=code,
        plan_indicator__key=key,
        issuer__code=code,
        year=year,
    )
    target = own.first()
    if target is None or not target.is_in_words:
        raise Http404
    return target


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request, code, plan, key, year):
    """Show the states of a target in words, and set the next one."""
    region = permissions.reachable(request, code)
    target = _target(code, plan, key, year)
    try:
        milestones.require_setting(region, request.user)
        milestones.require_listed(target.plan_indicator.plan)
    except (NotAllowed, EntryError) as why:
        raise PermissionDenied(str(why)) from why
    states = list(target.statuses.select_related("by"))
    seen = states[0].pk if states else None
    form = StateForm(
        request.POST or None, request.FILES or None, initial={"seen": seen}
    )
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            _set(target, form.cleaned_data, request.user)
        except EntryError as why:
            problem = str(why)
        else:
            messages.success(request, _("已认定，原有的各次认定仍可查看。"))
            return redirect(request.path)
    context = {
        "section": "overview",
        "region": region,
        "target": target,
        "when": said_year(target.year),
        "row": target.plan_indicator,
        "plan": target.plan_indicator.plan,
        "form": form,
        "states": states,
        "earlier": milestones.before_revision(target),
        "problem": problem,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/milestone.html", context, status=status)


def _set(target: Target, found: dict, user) -> None:
    milestones.set_state(
        target,
        found["state"],
        found["evidence"],
        found["day"],
        found["file"],
        seen=found["seen"],
        by=user,
    )


@never_cache
@require_safe
def milestone_file(request, token):
    """Send the file that shows a state; for who may take the region's data away."""
    rows = MilestoneStatus.objects.select_related(
        "target__plan_indicator__plan__region"
    )
    status = get_object_or_404(rows.exclude(file=""), token=token)
    region = status.target.plan_indicator.plan.region
    permissions.reachable(request, region.code)
    permissions.require_act(request, "read_evidence", region)
    try:
        file = status.file.open()
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=True,
        filename=status.name,
        content_type=status.content_type,
    )
