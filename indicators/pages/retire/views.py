"""Proposing that a plan be retired: it leaves the lists and stays readable."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators.entry import EntryError, second_person
from indicators.models import Proposal
from indicators.pages.paper_forms import PaperForm
from indicators.pages.plan_permissions import administered_plan
from indicators.plans.loading import retiring


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retire(request, plan):
    plan = administered_plan(request, plan)
    form = PaperForm(request.POST or None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            proposal = retiring.propose(plan, form.paper, by=request.user)
        except EntryError as why:
            problem = str(why)
        else:
            said = _("已提交复核，由另一位审核人员或管理员复核后停用。")
            messages.success(request, said)
            return redirect("indicators:proposal", proposal.token)
    context = {
        "section": "overview",
        "plan": plan,
        "region": plan.region,
        "form": form,
        "holds": retiring.holds(plan),
        "problem": problem,
        "waiting": second_person.of_subject(Proposal.Kind.RETIREMENT, plan.code),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/retire.html", context, status=status)
