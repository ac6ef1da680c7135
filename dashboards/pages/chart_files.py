"""The chart of an indicator to take away: as a picture, and the figures it draws."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards.charts import picture
from dashboards.charts.paper import PICTURE
from dashboards.pages import captions
from dashboards.pages.downloads import named
from dashboards.pages.indicator import chart_key, find
from dashboards.pages.query_forms import ChartForm
from dashboards.pages.refusals import bad_query
from dashboards.reports import chart_csv as lines
from dashboards.rows import full_name
from indicators import outgoing
from indicators.models import Outgoing
from regions import access


@require_safe
def chart_png(request, code, indicator):
    """Send the chart as PNG with its title, its legend, its source and the day."""
    found, form = _asked(request, code, indicator)
    if not form.is_valid():
        return bad_query(request, form)
    row = _row(found, form)
    figure = found.trend(row, PICTURE)
    if figure is None:
        raise Http404(_("该指标暂无可作图的数据。"))
    drawn = picture.png(figure, *_heads(found, row), _notes(found, row, figure))
    if drawn is None:
        return _no_picture()
    _keep(request, found, Outgoing.Kind.PICTURE)
    return named(HttpResponse(drawn, content_type="image/png"), *_names(found), "png")


@require_safe
def chart_csv(request, code, indicator):
    """Send the figures that the chart draws, a line each."""
    found, form = _asked(request, code, indicator)
    if not form.is_valid():
        return bad_query(request, form)
    row = _row(found, form)
    text = lines.written(row, found.values, found.levels, found.concept, found.region)
    _keep(request, found, Outgoing.Kind.CHART_DATA)
    kind = "text/csv; charset=utf-8"
    return named(HttpResponse(text, content_type=kind), *_names(found), "csv")


def _asked(request, code, indicator):
    """Return what is known and the choice; 404 where the person may not export."""
    found = find(request, code, indicator)
    if not access.may_export(request.user.grants, found.region.code):
        raise Http404(_("您没有导出该地区数据的权限。"))
    return found, ChartForm(request.GET, [chart_key(row) for row in found.rows])


def _keep(request, found, kind):
    """Keep in the ledger of the person's bureau the region's values that they took."""
    heard, place, code = outgoing.Heard(), found.region.code, found.concept.code
    for value in found.values:
        heard.note(place, code, value.year, value.value)
    outgoing.keep(
        heard,
        request.user,
        kind,
        title=_names(found)[0],
        scope={"regions": [place], "indicators": [code]},
        regions=[place],
    )


def _row(found, form):
    number = form.number
    return None if number is None else found.rows[number]


def _names(found):
    title = f"{found.concept.name}-{full_name(found.region)}"
    return title, f"{found.concept.code}-{found.region.code}"


def _heads(found, row):
    """Return title and subtitle: what it is, of whom, of which plan."""
    concept, place = found.concept, full_name(found.region)
    unit = _("（%(unit)s）") % {"unit": concept.unit} if concept.unit else ""
    if row is None:
        return f"{place} {concept.name}{unit}", _("历年数据")
    draft = _("征求意见稿") if row.is_draft else ""
    return f"{place} {row.label}{unit}", " ".join(filter(None, [row.plan, draft]))


def _notes(found, row, figure):
    """Return the lines under the picture: verdict, legend, demo years, source, day."""
    said = captions.caption(figure, found.values)
    demo = (
        _("%(years)s年为演示数据。") % {"years": said["demo"]} if said["demo"] else ""
    )
    sources = dict.fromkeys(v.source for v in found.values if v.source and not v.demo)
    named_sources = _("、").join(sources)
    origin = _("数据来源：%(sources)s。") % {"sources": named_sources}
    day = {"site": settings.SITE_NAME, "day": f"{timezone.localdate():%Y-%m-%d}"}
    return [
        row.sentence if row else "",
        said["shapes"],
        demo,
        origin if sources else "",
        _("%(site)s，%(day)s制图。系统测算，供内部参考。") % day,
    ]


def _no_picture():
    """Answer 422 where the machine has no Chinese font, with the ways on."""
    sentence = _("服务器没有中文字体，不能生成图片：请打印页面，或下载图中数据。")
    return HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=422)
