"""The milestones in words of a region's plan, with the states people have set."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import queries, summaries, tables
from dashboards.pages.query_forms import PlanForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.region import listed, region_and_plans
from indicators.rules import assessment
from regions import access


@require_safe
def milestones(request, code):
    region, plans = region_and_plans(request, code)
    if not plans:
        raise Http404
    choice = PlanForm(request.GET, plans)
    if not choice.is_valid():
        return bad_query(request, choice)
    rows = queries.milestones(choice.plan)
    grants = request.user.grants
    sets = access.may_administer(grants, code) and choice.plan.retired_on is None
    states = [(row.year, row.state) for row in rows if not row.questions]
    counts = summaries.milestone_counts(
        states, assessment.current_year(), doubted=len(rows) - len(states)
    )
    context = {
        "region": region,
        "plan": choice.plan,
        "plans": plans if choice.plan.retired_on else listed(plans),
        "crumbs": queries.ancestors(region),
        "rows": rows,
        "counts": counts,
        "table": tables.MilestoneTable(
            rows,
            place=(code, choice.plan.code),
            sets=sets,
            files=access.may_export(grants, code),
            sheet=f"{region.name} · {choice.plan.title}",
            caption=_("定性目标"),
        ),
    }
    return render(request, "dashboards/milestones.html", context)
