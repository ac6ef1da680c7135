"""Proposing that a target or a baseline be revised, with a preview of what follows."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.entry import EntryError
from indicators.pages import permissions
from indicators.pages.plan_permissions import administered_plan
from indicators.pages.revise import rows
from indicators.pages.revise.forms import BASELINE, UNDATED, ReviseForm, WhatQuery
from indicators.plans.loading import revising
from regions import access, permits


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request, plan, key):
    """Show what can be revised; preview it; put it before a second person."""
    row = rows.row(administered_plan(request, plan), key)
    choices = rows.choices(row)
    permissions.require(bool(choices), permits.on_rows("revise_nothing"))
    query = WhatQuery(request.GET, choices)
    if not query.is_valid():
        return permissions.bad_query(request, query)
    about = {"choices": choices, "unit": row.unit, "plan_end": row.plan.period_end}
    if request.method == "POST":
        return _answer(request, row, ReviseForm(request.POST, **about))
    initial = {"what": query.cleaned_data["what"] or choices[0][0]}
    if row.baseline_year:
        initial["base_year"] = row.baseline_year
    return _page(request, row, ReviseForm(initial=initial, **about))


def _answer(request, row, form):
    """Propose what was previewed, else preview; refused, everything typed stands."""
    if not form.is_valid():
        return _page(request, row, form, status=422)
    wants_it = request.POST.get("step") == "propose"
    try:
        if wants_it and form.was_seen:
            proposal = revising.propose(row, form.wanted, form.paper, by=request.user)
            said = _("已提交复核，由另一位审核人员或管理员复核后生效。")
            messages.success(request, said)
            return redirect("indicators:proposal", proposal.token)
        counts = access.may_see_counts(request.user.grants, row.plan.region.code)
        preview = revising.preview(row, form.wanted, counts=counts)
    except EntryError as why:
        return _page(request, row, form, problem=str(why), status=422)
    form.data = form.data.copy()  # what is proposed next is what is seen now
    form.data["seen"] = form.mark
    unseen = wants_it and not form.was_seen
    return _page(request, row, form, preview=preview, unseen=unseen)


def _page(request, row, form, *, preview=None, unseen=False, problem="", status=200):
    context = {
        "section": "overview",
        "row": row,
        "plan": row.plan,
        "region": row.plan.region,
        "form": form,
        "has_baseline": BASELINE in dict(form.fields["what"].choices),
        "has_undated": UNDATED in dict(form.fields["what"].choices),
        "preview": preview and rows.shown(preview, row, request.user),
        "due": form.wanted.due if preview else None,
        "unseen": unseen,
        "problem": problem,
        "waiting": rows.waiting(row),
    }
    return render(request, "plans/revise.html", context, status=status)
