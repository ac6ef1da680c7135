"""The milestones in words of a region's plan, with the status a person has set."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dashboards import queries, summaries, tables
from dashboards.pages.query_forms import PlanForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.region import region_and_plans
from indicators.rules import assessment


@require_GET
def milestones(request, code):
    region, plans = region_and_plans(request, code)
    if not plans:
        raise Http404
    choice = PlanForm(request.GET, plans)
    if not choice.is_valid():
        return bad_query(request, choice)
    rows = queries.milestones(choice.plan)
    states = [(row.year, row.state) for row in rows]
    context = {
        "region": region,
        "plan": choice.plan,
        "plans": plans,
        "crumbs": queries.ancestors(region),
        "rows": rows,
        "counts": summaries.milestone_counts(states, assessment.current_year()),
        "table": tables.MilestoneTable(
            rows, sheet=f"{region.name} · {choice.plan.title}", caption=_("文字目标")
        ),
    }
    return render(request, "dashboards/milestones.html", context)
