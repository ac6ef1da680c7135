"""One indicator in one region: verdict, chart, arithmetic, targets, values, history."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from dashboards import queries, summaries, tables
from dashboards.charts import indicator_chart
from dashboards.pages import captions
from dashboards.pages.query_forms import ChangesForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.region import visible_region
from dashboards.rows import full_name
from indicators.models import Indicator
from indicators.rules import assessment, explain
from regions import access


@require_GET
def indicator(request, code, indicator):
    region = visible_region(request, code)
    concept = get_object_or_404(Indicator, code=indicator)
    form = ChangesForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    plans = summaries.in_force(queries.plans(region), assessment.current_year())
    own = access.own_regions(request.user.grants)
    counted = access.counted_regions(request.user.grants)
    rows = queries.rows_of_indicator(plans, region, concept, own, counted)
    values = queries.values(region, concept, own, counted)
    if not rows and not values:
        raise Http404
    levels = queries.levels_above(region, concept, own, counted)
    counts = region.code in counted
    context = {
        "region": region,
        "plans": plans,
        "plan": plans[0] if plans else None,
        "concept": concept,
        "crumbs": queries.ancestors(region),
        "sections": [
            shown(n, row, values, levels, concept, region, counts)
            for n, row in enumerate(rows)
        ],
        "demo": any(v.demo for v in values),
        "definition": definition(concept),
        "may_export": access.may_export(request.user.grants, region.code),
        "may_revise": access.may_administer(request.user.grants, region.code),
    }
    context |= value_context(rows, values, levels, concept, region, counts)
    context |= history(region, concept, own, counted, form)
    context |= paging(plans, rows, concept)
    return render(request, "dashboards/indicator.html", context)


def shown(number, row, values, levels, concept, region, counts):
    """Return what the template prints of one plan row."""
    figure = trend(row, values, levels, concept, region)
    case = row.case
    return {
        "row": row,
        "id": f"figure-{number}",
        "figure": figure,
        "caption": captions.caption(figure, values, row),
        "detail": explain.detail(case, row.result) if case else "",
        "lines": explain.arithmetic(
            case, row.result, counts=counts, parameters=row.parameters
        )
        if case
        else [],
        "flags": [explain.flag_words(flag) for flag in row.flags],
        "baselines": [
            (
                baseline,
                tables.revision_lines(baseline.revised) if baseline.revised else [],
            )
            for baseline in row.baselines
        ],
        "aims": tables.AimTable(
            row.aims, row=row, unit=concept.unit, caption=_("目标与出处")
        ),
    }


def trend(row, values, levels, concept, region):
    """Return the figure of one plan row, or of the values alone."""
    return indicator_chart.trend(
        row,
        values,
        levels,
        region.short_name,
        concept.unit,
        decimals=concept.decimals,
        period=concept.period,
        words=captions.words(),
    )


def value_context(rows, values, levels, concept, region, counts):
    """Return the table of values, and the chart where no plan row draws one."""
    row = rows[0] if rows else None
    places = row.places if row else concept.decimals
    sheet = f"{full_name(region)} · {concept.name}"
    years = tables.value_rows(values, levels, row)
    found = {
        "values": tables.ValueTable(
            years,
            decimals=concept.decimals,
            places=places,
            levels=levels,
            counts=counts and any(v.events is not None for v in values),
            sheet=sheet,
            caption=_("历年数据"),
        )
        if years
        else None
    }
    if row is None:
        found["figure"] = trend(None, values, levels, concept, region)
        found["caption"] = captions.caption(found["figure"], values)
    return found


def definition(concept):
    """Return what is known of the indicator's 口径 as (term, text)."""
    direction = concept.get_direction_display()
    period = _("每%(n)s年一次") % {"n": concept.period} if concept.period > 1 else ""
    found = [
        (_("指标解释"), concept.definition),
        (_("分子"), concept.numerator),
        (_("分母"), concept.denominator),
        (_("人口口径"), concept.population),
        (_("统计年度"), concept.statistical_year),
        (_("来源报表"), concept.report),
        (_("方向"), direction),
        (_("周期"), period),
        (_("备注"), concept.remark),
    ]
    return [(term, text) for term, text in found if text]


def history(region, concept, own, counted, form):
    """Return the history of changes, the newest unless all are asked for."""
    rows = queries.changes(region, concept, own, counted, form.wants_all)
    more = not form.wants_all and len(rows) > queries.HISTORY
    rows = rows[: queries.HISTORY] if more else rows
    table = tables.ChangeTable(
        rows, decimals=concept.decimals, caption=_("数据变更记录")
    )
    return {"changes": table if rows else None, "more_changes": more}


def paging(plans, rows, concept):
    """Return the indicators before and after in the plan of the first row."""
    if not rows:
        return {}
    plan = next(p for p in plans if p.code == rows[0].plan_code)
    before, after = queries.neighbours(plan, concept.code)
    return {"before": before, "after": after, "plan": plan}
