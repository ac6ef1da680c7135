"""What changed since a day: in one region's plan, and in all regions within reach."""

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import changes as changed
from dashboards import queries, summaries, tables
from dashboards.pages.overview import split_by_reach
from dashboards.pages.query_forms import PlanForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.region import (
    listed,
    plan_rows,
    region_and_plans,
)
from dashboards.pages.since_forms import SinceForm
from indicators.rules import assessment
from regions import access


@require_safe
def changes(request, code):
    region, plans = region_and_plans(request, code)
    if not plans:
        raise Http404
    choice, form = PlanForm(request.GET, plans), SinceForm(request.GET)
    if not choice.is_valid():
        return bad_query(request, choice)
    if not form.is_valid():
        return bad_query(request, form)
    plan, since = choice.plan, form.day
    plan.region = region
    own = access.own_regions(request.user.grants)
    counts = access.counted_regions(request.user.grants)
    kinds = queries.row_kinds(plan, own)
    main = plan_rows(plan, kinds, own, counts, False, ())["main"]  # no departments here
    context = {
        "region": region,
        "plan": plan,
        "plans": plans if plan.retired_on else listed(plans),
        "crumbs": queries.ancestors(region),
        "form": form,
        "since": since,
    }
    context |= lists(region, plan, own, counts, since)
    context |= {"years": (found := changed.year_on_year(main))}
    if found and found.moved:
        about = {"place": region.code, "year": found.year}
        context["year_table"] = tables.YearTable(
            found.moved, **about, caption=_("与上年比")
        )
    return render(request, "dashboards/changes.html", context)


def lists(region, plan, own, counts, since):
    """Return the tables of what changed since the day, each with its heading."""
    moved = queries.moved_rows(plan, own, since)
    place = {"place": region.code}
    found = [
        (_("评价好转"), tables.MovedTable, [m for m in moved if m.step > 0]),
        (_("评价变差"), tables.MovedTable, [m for m in moved if m.step < 0]),
        (_("其他变动"), tables.MovedTable, [m for m in moved if not m.step]),
        (
            _("以往数值更正"),
            tables.RevisedValueTable,
            queries.revised_values(plan, own, counts, since),
        ),
        (
            _("目标值修订"),
            tables.RevisedTargetTable,
            queries.revised_targets(plan, since),
        ),
    ]
    return {
        "lists": [
            (title, len(rows), table(rows, caption=title, **place))
            for title, table, rows in found
            if rows
        ]
    }


@require_safe
def changes_overview(request):
    """Show what changed since a day by region."""
    form = SinceForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    plans = queries.visible_plans(request.user.grants)
    own = access.own_regions(request.user.grants)
    counted = queries.counts(plans, own, form.day)
    lines = summaries.region_lines(plans, counted, assessment.current_year())
    lines = split_by_reach(request.user.grants, lines)[0]
    moved = [
        tables.SinceLine(line.region, line.plan, line.name, counts, line.others)
        for line in lines
        if line.stored and (counts := queries.since_counts(line.stored))
    ]
    context = {
        "form": form,
        "since": form.day,
        "lines": lines,
        "table": tables.SinceTable(moved, since=form.day) if moved else None,
    }
    return render(request, "dashboards/changes_overview.html", context)
