"""工作提示单、督办单 about rows that are behind: written, printed, followed to their
end."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from dashboards import queries
from dashboards.pages.onepage import chosen
from dashboards.pages.region import plan_rows, visible_region
from dashboards.pages.slip_forms import FollowForm, SlipForm
from dashboards.papers import texts
from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import PlanIndicator, WorkSlip
from indicators.plans import slips as papers
from regions import access, permits

TIME_TO_ANSWER = timedelta(days=30)


@never_cache
@require_safe
def slips(request, code):
    """List a plan's papers for the next meeting, open ones first."""
    plan, plans, refusal = chosen(request, code)
    if refusal:
        return refusal
    if sentence := permits.refusal("read_slips", request.user.grants, plan.region):
        raise PermissionDenied(sentence)
    found = papers.of_plan(plan)
    context = _about(request, plan, plans) | {
        "slips": [(slip, papers.number(slip)) for slip in found],
        "open": sum(slip.state != WorkSlip.State.DONE for slip in found),
        "today": timezone.localdate(),
    }
    return render(request, "dashboards/slips.html", context)


def _about(request, plan, plans):
    grants = request.user.grants
    return {
        "region": plan.region,
        "plan": plan,
        "plans": plans,
        "crumbs": queries.ancestors(plan.region),
        "may_note": access.may_note(grants, plan.region.code),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip_new(request, code):
    """Choose rows that are behind, and register a paper about them to a department."""
    plan, plans, refusal = chosen(request, code)
    if refusal:
        return refusal
    if sentence := permits.refusal("note", request.user.grants, plan.region):
        raise PermissionDenied(sentence)
    rows = _rows(request, plan)
    departments = list(plan.region.departments.present())
    form = _form(request, plan, departments, rows)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            slip = papers.issue(plan, form.order, _lines(form.rows), by=request.user)
        except NotAllowed:
            raise
        except EntryError as why:
            problem = str(why)
        else:
            messages.success(request, _("已登记并编号，可打印（Ctrl+P）。"))
            return redirect("dashboards:slip", code, slip.token)
    context = _about(request, plan, plans) | {
        "form": form,
        "rows": [_line(row) for row in rows],
        "problem": problem,
    }
    context |= _of_department(request, plan, departments, rows)
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/slip_new.html", context, status=status)


def _form(request, plan, departments, rows):
    first = {
        "department": request.GET.get("department", ""),
        "due_on": timezone.localdate() + TIME_TO_ANSWER,
        "demand": _("请说明原因，提出措施，明确完成时限和责任科室。"),
    }
    levels = papers.levels(plan.region)
    return SlipForm(request.POST or None, departments, levels, rows, initial=first)


def _of_department(request, plan, departments, rows):
    """Return what is ticked, at first what the named department answers for, and its
    last paper."""
    name = request.GET.get("department", "")
    named = next((d for d in departments if d.name == name), None)
    ticked = request.POST.getlist("row")
    if request.method != "POST" and named:
        ticked = [row.key for row in rows if name in row.departments]
    former = papers.former(plan, named) if named else None
    return {"ticked": ticked, "former": former}


def _rows(request, plan):
    """Return the rows that are behind, the worst first."""
    grants = request.user.grants
    own, counted = access.own_regions(grants), access.counted_regions(grants)
    kinds = queries.row_kinds(plan, own)
    bureaus = access.bureaus(grants)
    domains = plan_rows(plan, kinds, own, counted, False, bureaus)
    return texts.behind(domains["main"])


def _line(row):
    return {
        "row": row,
        "value": texts.value(row),
        "asked": texts.asked(row),
        "distance": texts.distance(row),
        "department": row.department,
    }


def _lines(rows):
    """Return the chosen rows with what stands there today, as the paper keeps them."""
    stored = PlanIndicator.objects.in_bulk([row.pk for row in rows])
    return [
        papers.SlipLine(
            stored[row.pk],
            texts.verdict(row)[:60],
            texts.value(row)[:60],
            texts.asked(row)[:60],
            texts.distance(row)[:120],
        )
        for row in rows
    ]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slip(request, code, token):
    """Show a paper as it prints, to its bureau and its department; take what became of
    it."""
    region = visible_region(request, code)
    rows = WorkSlip.objects.select_related("plan", "region", "department", "by")
    found = get_object_or_404(rows, region=region, token=token)
    grants = request.user.grants
    theirs = found.department_id in access.departments(grants)
    if not theirs and not access.is_bureau(grants, code):
        raise PermissionDenied(permits.sentence("read_slips", region))
    may_note = access.may_note(grants, code)
    if request.method == "POST" and not may_note:
        raise PermissionDenied(permits.sentence("note", region))
    form = FollowForm(request.POST or None, initial={"seen": found.state})
    problem = ""
    if request.method == "POST" and form.is_valid():
        problem = _follow(request, found, form.cleaned_data)
        if not problem:
            messages.success(request, _("办理情况已登记。"))
            return redirect("dashboards:slip", code, token)
    context = _paper(found) | {
        "region": region,
        "crumbs": queries.ancestors(region),
        "plan": found.plan,
        "form": form,
        "problem": problem,
        "follows": may_note and found.state != WorkSlip.State.DONE,
        "in_bureau": access.is_bureau(grants, code),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/slip.html", context, status=status)


def _follow(request, found, said) -> str:
    """Store what became of a paper; return why not, "" where it is stored."""
    about = (said["state"], said["text"], said["due_on"], said["seen"])
    try:
        papers.follow(found, *about, by=request.user)
    except NotAllowed:
        raise
    except EntryError as why:
        return str(why)
    return ""


def _paper(found):
    """Return what the paper prints besides its own columns. Three queries."""
    return {
        "slip": found,
        "number": papers.number(found),
        "lines": list(found.rows.select_related("plan_indicator")),
        "events": list(found.events.select_related("by")),
        "former": papers.former(found.plan, found.department, found),
    }
