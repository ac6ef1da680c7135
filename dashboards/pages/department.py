"""What one department answers for: its rows of a plan, their counts, its answers."""

from io import BytesIO
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dashboards import balances, queries, summaries, tables
from dashboards.pages.downloads import named
from dashboards.pages.onepage import DOCX, chosen
from dashboards.papers import note_letter, texts
from indicators.layouts.letter import write_letter
from indicators.models.leads import HEIR, LeadRole, LeadState
from indicators.plans.leads import heir
from indicators.rules import assessment
from regions import access, permits
from regions.models import Department


@require_safe
def department(request, code, name):
    plan, plans, refusal = chosen(request, code)
    if refusal:
        return refusal
    found = get_object_or_404(
        Department.objects.select_related(HEIR, "region"), region=plan.region, name=name
    )
    if (today := heir(found)).pk != found.pk:
        address = reverse("dashboards:department", args=[code, today.name])
        query = urlencode(request.GET)
        return redirect(f"{address}?{query}" if query else address)
    rows = rows_of(request, plan, found)
    context = {
        "region": plan.region,
        "department": found,
        "plan": plan,
        "plans": plans,
        "crumbs": queries.ancestors(plan.region),
        "rows": rows,
    }
    context |= asked_of(request, found, rows) | body(plan, found, rows)
    return render(request, "dashboards/department.html", context)


def asked_of(request, department, rows):
    """Return what the viewer may answer or note: for the department, for the bureau."""
    grants = request.user.grants
    answers = department.pk in access.departments(grants)
    in_bureau = access.may_note(grants, department.region.code)
    behind = texts.behind(rows)
    return {
        "answers": answers,
        "in_bureau": in_bureau,
        "behind": [row for row in behind if in_bureau or leads(row, department)],
        "leads": answers or in_bureau,
    }


@never_cache
@require_safe
def department_letter(request, code):
    """Send a letter that asks a department why its rows are behind and what comes
    next, for the bureau to seal."""
    plan, _plans, refusal = chosen(request, code)
    if refusal:
        return refusal
    region = plan.region
    if sentence := permits.refusal("note", request.user.grants, region):
        raise PermissionDenied(sentence)
    name = request.GET.get("department", "")
    found = get_object_or_404(region.departments.present(), name=name)
    rows = texts.behind(rows_of(request, plan, found))
    if not rows:
        raise Http404
    target = BytesIO()
    write_letter(target, note_letter.letter(plan, found, rows))
    target.seek(0)
    response = FileResponse(target, content_type=DOCX)
    return named(response, f"{note_letter.title()}-{found.name}", "letter", "docx")


def rows_of(request, plan, department):
    """Return the department's rows as the viewer may see them."""
    grants = request.user.grants
    return queries.department_rows(
        plan,
        department,
        access.own_regions(grants),
        access.counted_regions(grants),
        access.bureaus(grants),
        access.departments(grants),
    )


def body(plan, department, rows):
    """Return the counts, the table, and what waits for the department's answer."""
    years = summaries.milestone_years(rows, assessment.current_year())
    sheet = f"{plan.region.name} · {department.name} · {plan.title}"
    summary = summaries.summary(summaries.tallies(rows))
    title = _("《%(plan)s》中，%(name)s") % {"plan": plan.title, "name": department}
    return {
        "summary": summary,
        "balances": balances.lines(balances.of_rows(rows)),
        "copied": texts.paragraph(title, summary, _("负责的指标"), rows),
        "table": tables.DepartmentTable(
            rows, years, department.name, sheet=sheet, caption=_("负责的指标")
        ),
        "latest": max((r.latest_year for r in rows if r.latest_year), default=None),
        "as_of": max((r.as_of for r in rows if r.as_of), default=None),
        "demo": any(row.has_demo for row in rows),
        "waiting": waiting(rows, department),
    }


def leads(row, department):
    """Return whether the department is asked why the row is behind: it leads it, or
    answers for it undivided."""
    asked = (LeadRole.LEAD, LeadRole.NAMED)
    return any(
        lead.name == department.name
        and lead.role in asked
        and lead.state != LeadState.OBJECTED
        for lead in row.leads
    )


def waiting(rows, department):
    """Return (row, lead) of what no document and not yet the department has said."""
    return [
        (row, lead)
        for row in rows
        for lead in row.leads
        if lead.name == department.name and lead.state != LeadState.STATED
    ]
