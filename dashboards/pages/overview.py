"""总览: one row per region within reach, and what needs attention most."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from dashboards import balances, changes, queries, summaries, tables
from dashboards.pages.query_forms import OverviewForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.since_forms import first_day
from dashboards.papers import texts
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


def opened_by_counts(lines):
    """Return the start of the addresses that the counts of the only region open; "" of
    several, whose counts open this page."""
    if len(lines) != 1:
        return ""
    (line,) = lines
    address = reverse("dashboards:region", args=[line.region.code])
    return f"{address}?plan={line.plan.code}&" if line.others else f"{address}?"


def counted(lines):
    """Return what is counted of the regions together."""
    years = (item for line in lines for item in line.years.items())
    stored = [line.stored for line in lines if line.stored]
    return {
        "summary": summaries.together(lines),
        "balances": balances.lines(balances.together(line.balances for line in lines)),
        "changed": sum(map(queries.since_counts, stored), changes.SinceCounts()),
        "year_on_year": changes.year_on_year_of(stored),
        "years": summaries.data_years((int(y or 0), n) for y, n in years),
        "demo": sum(line.demo for line in lines),
        "latest": max((x.latest for x in lines if x.latest), default=None),
    }


@require_safe
def overview(request):
    form = OverviewForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    grants, since = request.user.grants, first_day()
    plans, mine = queries.visible_plans(grants), access.own_regions(grants)
    stored = queries.counts(plans, mine, since)
    lines = summaries.region_lines(plans, stored, assessment.current_year())
    own, above = split_by_reach(grants, lines)
    main = {x.plan: x.has_table for x in own}
    worst = queries.attention(
        main, WORST, mine, access.counted_regions(grants), access.bureaus(grants)
    )
    kept = [x for x in own if all(x.part(*part) for part in form.parts.items())]
    context = counted(own)
    title = _("%(n)s个地区的规划，") % {"n": len(own)}
    about = (context["summary"], _("规划指标"), (), bool(context["demo"]))
    context |= {
        "copied": texts.paragraph(title, *about),
        "form": form,
        "since": since,
        "to_ask": balances.to_ask(worst),
        "many": len(own) > 1,
        "address": opened_by_counts(own),
        "own": own,
        "kept": len(kept),
        "all_tables": all(line.has_table for line in own),
        "table": region_table(request, kept, parts=form.columns),
        "above": tables.OverviewTable(above, orderable=False) if above else None,
        "attention": tables.AttentionTable(worst) if worst else None,
    }
    return render(request, "dashboards/overview.html", context)
