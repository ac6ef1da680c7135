"""总览: one row per region within reach, and what needs attention most."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django_tables2 import RequestConfig

from dashboards import balances, queries, summaries, tables
from dashboards.pages.query_forms import OverviewForm
from dashboards.pages.refusals import bad_query
from indicators.rules import assessment
from regions import access, codes

PER_PAGE = 50
WORST = 8


def split_by_reach(grants, lines):
    """Return the lines of own regions and those of the levels above them.

    Levels above are there to compare with; they are in no headline.
    """
    own = [
        line
        for line in lines
        if any(codes.contains(grant.region, line.region.code) for grant in grants)
    ]
    return (own, [line for line in lines if line not in own]) if own else (lines, [])


def region_table(request, lines, **kwargs):
    """Return the table of regions, in pages of fifty, ordered by the query string."""
    table = tables.OverviewTable(lines, **kwargs)
    paginate = (
        {"per_page": PER_PAGE, "silent": True} if len(lines) > PER_PAGE else False
    )
    return RequestConfig(request, paginate=paginate).configure(table)


def alone(lines):
    """Return the address of the only region's page, whose rows the counts open; "" of
    several."""
    if len(lines) != 1 or lines[0].others:
        return ""
    return reverse("dashboards:region", args=[lines[0].region.code])


@require_GET
def overview(request):
    form = OverviewForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    plans = queries.visible_plans(request.user.grants)
    mine = access.own_regions(request.user.grants)
    counted = queries.counts(plans, mine)
    lines = summaries.region_lines(plans, counted, assessment.current_year())
    own, above = split_by_reach(request.user.grants, lines)
    counted = access.counted_regions(request.user.grants)
    main = {x.plan: x.has_table for x in own}
    worst = queries.attention(main, WORST, mine, counted)
    found = balances.together(line.balances for line in own)
    years = (item for line in own for item in line.years.items())
    context = {
        "summary": summaries.together(own),
        "balances": balances.lines(found),
        "to_ask": balances.to_ask(worst),
        "years": summaries.data_years((int(y or 0), n) for y, n in years),
        "many": len(own) > 1,
        "alone": alone(own),
        "own": own,
        "table": region_table(request, own),
        "above": tables.OverviewTable(above, orderable=False) if above else None,
        "attention": tables.AttentionTable(worst) if worst else None,
        "demo": sum(line.demo for line in own),
        "latest": max((x.latest for x in own if x.latest), default=None),
    }
    return render(request, "dashboards/overview.html", context)
