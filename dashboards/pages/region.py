"""One region: a sentence, counts that add up, the indicators of its plan."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from dashboards import balances, changes, queries, summaries, tables
from dashboards.pages.overview import region_table
from dashboards.pages.query_forms import OverviewForm, PlanForm, RowsForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.since_forms import first_day
from dashboards.papers import texts
from indicators.rules import assessment
from regions import access
from regions.models import Region


def visible_region(request, code):
    """Return the region; 404 alike for what does not exist and is out of reach."""
    seen = Region.objects.visible_to(request.user.grants).select_related("parent")
    return get_object_or_404(seen, code=code)


def region_and_plans(request, code):
    """Return the region and its plans, the one in force first."""
    found = visible_region(request, code)
    plans = queries.plans(found)
    return found, summaries.in_force(plans, assessment.current_year())


def listed(plans):
    """Leave out the retired plans."""
    return [plan for plan in plans if plan.retired_on is None]


def retired(plans):
    """Return the retired plans, which are listed apart."""
    return [plan for plan in plans if plan.retired_on is not None]


@require_safe
def region(request, code):
    found, plans = region_and_plans(request, code)
    if not listed(plans) and not ("plan" in request.GET and plans):
        return without_plan(request, found, retired(plans))
    choice = PlanForm(request.GET, plans)
    if not choice.is_valid():
        return bad_query(request, choice)
    plan = choice.plan
    plan.region = found
    own = access.own_regions(request.user.grants)
    since = first_day()
    bureaus = access.bureaus(request.user.grants)
    wants_prose = request.GET.get("prose") == "1"
    prose_alone = request.htmx and wants_prose
    kinds = queries.row_kinds(plan, own, None if prose_alone else since)
    counted = access.counted_regions(request.user.grants)
    if prose_alone:
        return prose_rows(request, plan, kinds, own, counted, bureaus)
    rows = plan_rows(plan, kinds, own, counted, wants_prose, bureaus)
    form = RowsForm(request.GET, rows["main"])
    if not form.is_valid():
        return bad_query(request, form)
    context = header(request, found, plan, plans) | body(request, plan, rows, form)
    context |= {"held": kinds["held"], "kinds": kinds}
    context |= {"since": since, "changed": kinds["changed"]}
    if found.code in bureaus:  # nobody else is told what is not settled
        context["unclear"] = sum(not row.leads for row in rows["main"])
    context |= {"extra": kinds["current"] + prose_count(kinds)}
    return render(request, "dashboards/region.html", context)


def prose_count(kinds):
    """Return how many rows with targets stand outside the summary."""
    return kinds["prose"] if kinds["table"] else 0


def plan_rows(plan, kinds, own, counted, wants_prose, bureaus):
    """Return the rows by what they are for: main (the summary), prose, current."""
    table = kinds["table"] > 0
    wanted = {"table": table, "prose": wants_prose or not table}
    rows = queries.plan_rows(plan, own, counted, bureaus, **wanted)
    if table:
        main = [row for row in rows if row.in_table]
        prose = [row for row in rows if not row.in_table and row.goals]
    else:
        main, prose = [row for row in rows if row.goals], []
    return {
        "main": by_domain(main),
        "prose": by_domain(prose),
        "current": by_domain([r for r in rows if not r.goals and not r.in_table])
        if wants_prose
        else [],
    }


def by_domain(rows):
    """Return the rows with each domain's together, domains in plan order."""
    order = {name: n for n, name in enumerate(dict.fromkeys(r.domain for r in rows))}
    return sorted(rows, key=lambda row: order[row.domain])


def header(request, found, plan, plans):
    """Return what the page's head shows: the way here, the document."""
    return {
        "region": found,
        "plan": plan,
        "plans": plans if plan.retired_on else listed(plans),
        "retired": [other for other in retired(plans) if other.pk != plan.pk],
        "may_assign": plan.retired_on is None
        and access.may_assign_leads(request.user.grants, found.code),
        "may_retire": plan.retired_on is None
        and access.may_administer(request.user.grants, found.code),
        "crumbs": queries.ancestors(found),
        "tasks": queries.tasks(plan),
        "below": queries.plans_below(found, request.user.grants)
        if found.level < Region.Level.COUNTY
        else [],
        "may_export": access.may_export(request.user.grants, found.code),
        "in_bureau": access.is_bureau(request.user.grants, found.code),
    }


def body(request, plan, rows, form):
    """Return summary and tables of the rows that the filters let through."""
    main = rows["main"]
    years = summaries.milestone_years(main, assessment.current_year())
    kept = form.keep(main)
    sheet = f"{plan.region.name} · {plan.title}"
    table = tables.RegionTable(
        kept,
        years,
        main,
        sheet=sheet,
        caption=_("主要指标进展"),
        empty_text=_("没有符合条件的指标。"),
    )
    summary = summaries.summary(summaries.tallies(main))
    what = _("主要指标") if any(row.in_table for row in main) else _("正文指标")
    title = _("《%(plan)s》") % {"plan": plan.title}
    return {
        "form": form,
        "summary": summary,
        "copied": texts.paragraph(title, summary, what, main),
        "balances": balances.lines(balances.of_rows(main)),
        "year_on_year": changes.year_on_year(main),
        "to_ask": balances.to_ask(main),
        "years": summaries.data_years((row.latest_year, 1) for row in main),
        "kept": len(kept),
        "whole": len(main),
        "table": RequestConfig(request, paginate=False).configure(table),
        "as_of": max((r.as_of for r in main if r.as_of), default=None),
        "latest": max((r.latest_year for r in main if r.latest_year), default=None),
        "demo": any(row.has_demo for row in main),
    } | prose_tables(rows, form.wants_prose, sheet)


def prose_tables(rows, wanted, sheet=""):
    """Return the tables of what stands in the prose; None where not asked for."""
    if not wanted:
        return {"prose": None, "current": None}
    prose, current = rows["prose"], rows["current"]
    return {
        "prose_summary": summaries.summary(summaries.tallies(prose)),
        "prose": tables.ProseTable(prose, sheet=sheet, caption=_("正文指标"))
        if prose
        else None,
        "current": tables.CurrentTable(
            current, sheet=sheet, caption=_("仅列现状的指标")
        )
        if current
        else None,
    }


def prose_rows(request, plan, kinds, own, counted, bureaus):
    """Answer htmx with the prose tables alone."""
    kept = kinds | {"table": kinds["table"] or 1}
    rows = plan_rows(plan, kept, own, counted, True, bureaus)
    if not kinds["table"]:
        rows["prose"] = []
    context = prose_tables(rows, True) | {"plan": plan}
    return render(request, "dashboards/_prose.html", context)


def without_plan(request, found, gone):
    """Answer for a level that has no plan itself, or retired ones (`gone`) only: the
    regions below that have."""
    form = OverviewForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    plans = queries.visible_plans(request.user.grants, within=found)
    counted = queries.counts(plans, access.own_regions(request.user.grants))
    lines = summaries.region_lines(plans, counted, assessment.current_year())
    context = {
        "region": found,
        "retired": gone,
        "crumbs": queries.ancestors(found),
        "table": region_table(request, lines) if lines else None,
        "lines": lines,
    }
    return render(request, "dashboards/region_without_plan.html", context)
