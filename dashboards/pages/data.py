"""数据: choose what to take away; the workbook and the CSV of that choice."""

import tempfile
from dataclasses import asdict
from functools import partial

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from dashboards import queries, reports
from dashboards.pages.data_form import DataForm
from dashboards.pages.downloads import named
from dashboards.pages.refusals import bad_query
from dashboards.queries.export import OutOfReach
from dashboards.reports import long_csv, workbook
from dashboards.selection import Selection
from indicators import outgoing
from indicators.models import Outgoing
from regions import access, codes

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTHING = gettext_noop("所选范围内没有数据，没有生成文件：请放宽地区、指标或年份。")
KEYS = [key for key, _heading in queries.LONG_COLUMNS]
PLACES = [KEYS.index(key) for key in ("region_code", "code", "year", "value")]
IN_MEMORY = 5 * 1024 * 1024  # of a workbook; what is larger lies on the disk


@require_safe
def data(request):
    """Show the choice and how much it holds; to htmx only how much."""
    form = DataForm(request.GET)
    if form.is_valid():
        answer = _page(request, form)
    elif request.htmx:  # the page stays: the sentence stands where the counts were
        sentences = [text for errors in form.errors.values() for text in errors]
        context = {"refused": " ".join(sentences)}
        answer = render(request, "dashboards/_data_holds.html", context)
    else:
        answer = bad_query(request, form)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _page(request, form, sentence="", status=200):
    asked = _scope(request, form)
    held = queries.holds(asked)
    context = {
        "section": "data",
        "form": form,
        "query": form.selection.query(),
        "held": held,
        "sentence": sentence,
        "narrowed": form.selection != Selection(),
        "ledgers": sorted(
            code
            for code in access.own_regions(request.user.grants)
            if access.may_read_ledger(request.user.grants, code)
        ),
    }
    if request.htmx:
        return render(request, "dashboards/_data_holds.html", context, status=status)
    offered = queries.offered(request.user.grants, form.selection)
    context |= {
        "regions": [
            (region, codes.level(region.code) - offered.top, has_plan)
            for region, has_plan in offered.regions
        ],
        "plans": offered.plans,
        "indicators": offered.indicators,
    }
    return render(request, "dashboards/data.html", context, status=status)


def _scope(request, form):
    """Return what the person may take away of the choice; 404 for what is not
    theirs."""
    try:
        return queries.scope(form.selection, request.user.grants)
    except OutOfReach as why:
        raise Http404(str(why)) from why


@require_safe
def values_csv(request):
    """Send every value of the choice, streamed."""
    form = DataForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    asked = _scope(request, form)
    if not queries.holds(asked).values:
        return _page(request, form, _(NOTHING), status=422)
    lines = kept_at_its_end(request.user, form, asked)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return _named(response, asked, "csv")


def kept_at_its_end(user, form, asked):
    """Yield the CSV; what was sent of it is kept in the ledger, however it ends."""
    heard = outgoing.Heard()
    rows = heard.through(queries.rows_of(asked), PLACES)
    try:
        yield from long_csv.stream(rows)
    finally:
        _keep(heard, user, form, asked, Outgoing.Kind.CSV)


def _keep(heard, user, form, asked, kind):
    """Keep in the ledger of the person's bureau what they took away."""
    outgoing.keep(
        heard,
        user,
        kind,
        title=_title(asked),
        scope=asdict(form.selection),
        regions=[region.code for region in asked.regions],
        purpose=form.given_for,
    )


@require_safe
def workbook_xlsx(request):
    """Send the analyst's workbook of the choice."""
    form = DataForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    asked = _scope(request, form)
    if queries.holds(asked).is_empty:
        return _page(request, form, _(NOTHING), status=422)
    try:
        heard = outgoing.Heard()
        written = _workbook(form.selection, request.user, heard)
    except reports.TooLarge as why:
        return _page(request, form, str(why), status=422)
    _keep(heard, request.user, form, asked, Outgoing.Kind.WORKBOOK)
    response = FileResponse(written, content_type=XLSX)
    return _named(response, asked, "xlsx")


def _workbook(selection, user, heard):
    """Return the workbook as an open file that is gone when it is closed; `heard` notes
    its figures."""
    target = tempfile.SpooledTemporaryFile(IN_MEMORY)
    try:
        now = timezone.localtime()
        about = {"by": str(user), "at": now}
        through = partial(heard.through, places=PLACES)
        workbook.write(target, selection, user.grants, **about, through=through)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _title(asked) -> str:
    """Return what a download of the choice is called."""
    places = [region.short_name for region in asked.regions]
    place = places[0] if len(places) == 1 else _("%(n)s个地区") % {"n": len(places)}
    return f"{_('健康规划指标数据')}-{place}"


def _named(response, asked, ending: str):
    """Give a download of the choice its name."""
    return named(response, _title(asked), "healthplan", ending)
