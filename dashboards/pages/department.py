"""What one department answers for: its rows of a plan, their counts, its answers."""

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dashboards import queries, summaries, tables
from dashboards.pages.query_forms import PlanForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.region import listed, region_and_plans
from indicators.models.leads import HEIR, LeadState
from indicators.plans.leads import heir
from indicators.rules import assessment
from regions import access
from regions.models import Department


@require_GET
def department(request, code, name):
    region, plans = region_and_plans(request, code)
    found = get_object_or_404(
        Department.objects.select_related(HEIR), region=region, name=name
    )
    if (today := heir(found)).pk != found.pk:
        address = reverse("dashboards:department", args=[code, today.name])
        query = urlencode(request.GET)
        return redirect(f"{address}?{query}" if query else address)
    plans = listed(plans)
    if not plans:
        raise Http404
    choice = PlanForm(request.GET, plans)
    if not choice.is_valid():
        return bad_query(request, choice)
    plan = choice.plan
    plan.region = region
    rows = rows_of(request, plan, found)
    context = {
        "region": region,
        "department": found,
        "plan": plan,
        "plans": plans,
        "crumbs": queries.ancestors(region),
        "rows": rows,
        "answers": found.pk in access.departments(request.user.grants),
    }
    return render(
        request, "dashboards/department.html", context | body(plan, found, rows)
    )


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
    return {
        "summary": summaries.summary(summaries.tallies(rows)),
        "table": tables.DepartmentTable(
            rows, years, department.name, sheet=sheet, caption=_("负责的指标")
        ),
        "latest": max((r.latest_year for r in rows if r.latest_year), default=None),
        "as_of": max((r.as_of for r in rows if r.as_of), default=None),
        "demo": any(row.has_demo for row in rows),
        "waiting": waiting(rows, department),
    }


def waiting(rows, department):
    """Return (row, lead) of what no document and not yet the department has said."""
    return [
        (row, lead)
        for row in rows
        for lead in row.leads
        if lead.name == department.name and lead.state != LeadState.STATED
    ]
