"""牵头、配合部门: assigned by the bureau, one by one or many at once; answered by a
department."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import LeadDepartment, Plan
from indicators.models.leads import HEIR
from indicators.pages import permissions
from indicators.pages.leads import rows as shown
from indicators.pages.leads.forms import (
    LeadAnswerForm,
    LeadsForm,
    LeadsPasteForm,
    SourceFields,
)
from indicators.pages.plan_permissions import administered_plan
from indicators.plans import leads as answering
from indicators.plans import leads_pasted
from regions.models import Department

CHANGES = 30


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leads(request, plan):
    """Show who answers for each row; assign a department to ticked rows, or end what
    was assigned."""
    plan = administered_plan(request, plan, "assign_leads")
    rows = list(shown.rows_of(plan))
    departments = list(plan.region.departments.all())
    ends = request.POST.get("act") == "end"
    wants = request.method == "POST" and not ends
    form = LeadsForm(request.POST if wants else None, departments, rows)
    problem = ""
    if request.method == "POST" and (ends or form.is_valid()):
        try:
            said = _end(request, plan) if ends else _assign(request, plan, form)
        except NotAllowed:
            raise
        except EntryError as why:
            problem = str(why)
        else:
            messages.success(request, said)
            return redirect(request.path)
    current = answering.of_plan(plan, request.user.grants)
    context = _about(plan) | {
        "form": form,
        "problem": problem,
        "domains": shown.lines(rows, current),
        "all": len(rows),
        "unclear": shown.unclear(rows, current),
        "ticked": request.POST.getlist("row"),
        "changes": answering.changes(plan, CHANGES),
        "has_tasks": plan.tasks.exists(),
        "departments": departments,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "plans/leads.html", context, status=status)


def _about(plan: Plan) -> dict:
    return {"section": "overview", "plan": plan, "region": plan.region}


def _assign(request, plan, form) -> str:
    state = form.cleaned_data["state"]
    done = answering.assign(plan, form.wanted, state, by=request.user)
    return _said(done)


def _said(done: answering.LeadsAssigned) -> str:
    parts = [
        words % {"n": n}
        for words, n in (
            (_("新指定%(n)s项"), done.new),
            (_("调整%(n)s项"), done.changed),
            (_("与现状相同%(n)s项"), done.same),
        )
        if n
    ]
    return _("已保存：%(what)s。") % {"what": _("，").join(parts)}


def _end(request, plan) -> str:
    texts = request.POST.getlist("lead")
    pks = [int(pk) for pk in texts if pk.isdecimal() and len(pk) < 19]
    reason = request.POST.get("reason", "")
    count = answering.end(plan, pks, reason, by=request.user)
    return _("已取消%(n)s项。") % {"n": count}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leads_paste(request, plan):
    """Read a pasted table 指标×部门: preview it, then assign all of it."""
    plan = administered_plan(request, plan, "assign_leads")
    form = LeadsPasteForm(request.POST or None)
    context = _about(plan) | {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                drafts = _drafts(request, plan, form.cleaned_data["text"])
                if request.POST.get("action") == "apply":
                    return _apply(request, plan, drafts, form.cleaned_data)
            except NotAllowed:
                raise
            except EntryError as why:
                form.add_error(None, str(why))
            else:
                wrong = sum(bool(draft.problems) for draft in drafts)
                context |= {"drafts": drafts, "wrong": wrong}
                status = 200
    return render(request, "plans/leads_paste.html", context, status=status)


def _drafts(request, plan, text):
    current = answering.of_plan(plan, request.user.grants)
    return leads_pasted.read(text, plan, shown.rows_of(plan), current)


def _apply(request, plan, drafts, said):
    state, source = said["state"], said["source"]
    done = leads_pasted.apply(drafts, plan, state, source, by=request.user)
    messages.success(request, _said(done))
    return redirect("indicators:leads", plan.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leads_tasks(request, plan):
    """Offer the departments of one task group of the annex, each to be said yes to for
    each row: nothing is ticked beforehand."""
    plan = administered_plan(request, plan, "assign_leads")
    rows = list(shown.rows_of(plan))
    own = plan.region.departments.select_related(HEIR)
    groups = shown.groups(plan, own)
    number = request.GET.get("group", "")
    chosen = next((g for g in groups if str(g.task.order) == number), None)
    form = SourceFields(request.POST or None, initial={"source": _source(plan, chosen)})
    status = 200
    if request.method == "POST" and chosen:
        status = 422
        if form.is_valid():
            try:
                wanted = _ticked(request, rows, chosen, form.cleaned_data["source"])
                state = form.cleaned_data["state"]
                done = answering.assign(plan, wanted, state, by=request.user)
            except NotAllowed:
                raise
            except EntryError as why:
                form.add_error(None, str(why))
            else:
                messages.success(request, _said(done))
                return redirect(request.get_full_path())
    context = _about(plan) | {
        "groups": groups,
        "chosen": chosen,
        "form": form,
    }
    if chosen:
        current = answering.of_plan(plan, request.user.grants)
        ticked = request.POST.getlist("yes")
        context["matrix"] = shown.matrix(rows, chosen, current, ticked)
    return render(request, "plans/leads_tasks.html", context, status=status)


def _source(plan, group) -> str:
    """Return the annex as the source of what is said yes to."""
    if group is None:
        return ""
    about = {"title": plan.title, "group": group.task.group}
    return (_("《%(title)s》任务分工：%(group)s") % about)[: answering.SOURCE]


def _ticked(request, rows, group, source) -> list[answering.WantedLead]:
    """Return each yes of the person; EntryError for none, and for a box that the page
    does not have."""
    by_key = {row.key: row for row in rows}
    by_pk = {str(d.pk): d for d in group.departments}
    wanted = []
    for yes in request.POST.getlist("yes"):
        key, _bar, pk = yes.partition("|")
        if key not in by_key or pk not in by_pk:
            raise EntryError(_("所选指标或部门已有变动，请核对后重新勾选。"))
        role = LeadDepartment.Role.NAMED
        wanted.append(answering.WantedLead(by_key[key], by_pk[pk], role, source))
    if not wanted:
        raise EntryError(_("请先勾选：哪个部门对哪项指标负责。"))
    return wanted


@require_POST
def leads_answer(request, code):
    """Take what a department says to what is proposed to it; back to its page."""
    region = permissions.reachable(request, code)
    answering.require_answering(request.user.grants)
    form = LeadAnswerForm(request.POST)
    if not form.is_valid():
        return permissions.bad_query(request, form)
    said = form.cleaned_data
    department = get_object_or_404(
        Department, region=region, name=said["department"], successor=None
    )
    text = said["objection"] if said["act"] == "object" else None
    try:
        count = answering.answer(department, said["lead"], text, by=request.user)
    except NotAllowed:
        raise
    except EntryError as why:
        messages.error(request, str(why))
    else:
        words = _("已确认%(n)s项。") if text is None else _("已提出异议%(n)s项。")
        messages.success(request, words % {"n": count})
    address = reverse("dashboards:department", args=[code, department.name])
    return redirect(f"{address}?plan={said['plan']}")
