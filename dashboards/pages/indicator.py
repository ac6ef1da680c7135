"""One indicator in one region: verdict, chart, arithmetic, targets, values, history."""

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import queries, summaries, tables
from dashboards.charts import indicator_chart, picture
from dashboards.charts.paper import SCREEN
from dashboards.pages import captions
from dashboards.pages.query_forms import ChangesForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.region import visible_region
from dashboards.rows import full_name
from indicators.models import Indicator
from indicators.rules import assessment, explain, numbers
from regions import access
from regions.models import Region

EVERY_PLACE = 8  # of a figure that is told as it was given


@dataclass(frozen=True)
class SeenIndicator:
    """What is known of an indicator in a region, as the asking person is told it."""

    region: Region
    concept: Indicator
    plans: list
    rows: list
    values: list
    levels: list
    own: Collection[str]
    counted: Collection[str]

    @property
    def counts(self) -> bool:
        return self.region.code in self.counted

    def trend(self, row, screen=SCREEN):
        """Return the figure of one plan row, or of the values alone."""
        return indicator_chart.trend(
            row,
            self.values,
            self.levels,
            self.region.short_name,
            self.concept.unit,
            decimals=self.concept.decimals,
            period=self.concept.period,
            words=captions.words(),
            screen=screen,
        )


def find(request, code, indicator) -> SeenIndicator:
    """Return what the person sees of an indicator; 404 out of reach or with nothing."""
    region = visible_region(request, code)
    concept = get_object_or_404(Indicator, code=indicator)
    plans = summaries.in_force(queries.plans(region), assessment.current_year())
    own = access.own_regions(request.user.grants)
    counted = access.counted_regions(request.user.grants)
    rows = queries.rows_of_indicator(
        plans, region, concept, own, counted, access.bureaus(request.user.grants)
    )
    values = queries.values(region, concept, own, counted)
    if not rows and not values:
        raise Http404
    levels = queries.levels_above(region, concept, own, counted)
    return SeenIndicator(region, concept, plans, rows, values, levels, own, counted)


@require_safe
def indicator(request, code, indicator):
    form = ChangesForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    found = find(request, code, indicator)
    region, plans, grants = found.region, found.plans, request.user.grants
    context = {
        "region": region,
        "plans": plans,
        "plan": plans[0] if plans else None,
        "concept": found.concept,
        "crumbs": queries.ancestors(region),
        "sections": [shown(n, row, found) for n, row in enumerate(found.rows)],
        "demo": any(v.demo for v in found.values),
        "definition": definition(found.concept),
        "may_export": access.may_export(grants, region.code),
        "may_note": access.may_note(grants, region.code),
        "may_revise": access.may_administer(grants, region.code),
        "has_pictures": picture.can_draw(),
    }
    context |= value_context(found) | history(found, form)
    context["others"] = [
        (
            note,
            numbers.trimmed(note.value, EVERY_PLACE) + numbers.shown_unit(note.unit),
        )
        for note in queries.others(region, found.concept, found.own, found.counted)
    ]
    context |= paging(plans, found.rows, found.concept)
    return render(request, "dashboards/indicator.html", context)


def shown(number, row, found):
    """Return what the template prints of one plan row."""
    figure = found.trend(row)
    case = row.case
    return {
        "row": row,
        "id": f"figure-{number}",
        "figure": figure,
        "chosen": f"?row={quote(chart_key(row))}",
        "caption": captions.caption(figure, found.values, row),
        "detail": explain.detail(case, row.result) if case else "",
        "lines": explain.arithmetic(
            case, row.result, counts=found.counts, parameters=row.parameters
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
            row.aims, row=row, unit=found.concept.unit, caption=_("目标与出处")
        ),
    }


def chart_key(row):
    """Return how an address names the plan row that a chart is drawn for."""
    return f"{row.plan_code}/{row.key}"


def value_context(found):
    """Return the table of values, and the chart where no plan row draws one."""
    row = found.rows[0] if found.rows else None
    concept, values, levels = found.concept, found.values, found.levels
    places = row.places if row else concept.decimals
    years = tables.value_rows(values, levels, row)
    context = {
        "values": tables.ValueTable(
            years,
            decimals=concept.decimals,
            places=places,
            levels=levels,
            counts=found.counts and any(v.events is not None for v in values),
            sheet=f"{full_name(found.region)} · {concept.name}",
            caption=_("历年数据"),
        )
        if years
        else None
    }
    if row is None:
        context["figure"] = found.trend(None)
        context["caption"] = captions.caption(context["figure"], values)
    return context


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


def history(found, form):
    """Return the history of changes, the newest unless all are asked for."""
    concept = found.concept
    rows = queries.changes(
        found.region, concept, found.own, found.counted, form.wants_all
    )
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
