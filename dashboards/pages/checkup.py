"""数据体检: hints at values that look odd side by side, as a page and as CSV."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dashboards import checkup as hinting
from dashboards import checkup_words, queries
from dashboards.pages.checkup_form import CheckupForm
from dashboards.pages.downloads import named
from dashboards.pages.refusals import bad_query
from dashboards.queries.checking import MOST
from dashboards.reports import checkup_csv
from dashboards.rows import full_name
from regions.models import Region

PER_PAGE = 50
OFFERED = 300  # regions in the list: above it, provinces and cities alone


@require_safe
def checkup(request):
    """Show the hints of a choice, counted by kind, a page of them at a time."""
    form = CheckupForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    return _page(request, form, *_found(request, form))


@require_safe
def checkup_file(request):
    """Send every hint of a choice as CSV, streamed."""
    form = CheckupForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    scope, hints = _found(request, form)
    kept = _kept(hints, form)
    if not kept:
        return _page(request, form, scope, hints, status=422)
    names = {r.code: r.name for r in scope.regions.values()}
    concepts = {i.code: i for i in scope.indicators.values()}
    lines = checkup_csv.stream(kept, names, concepts)
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return named(answer, _("数据体检"), "checkup", "csv")


def _found(request, form):
    """Return the choice as it was found and its hints, none where it is too large; 404
    for what is not theirs to take away."""
    scope = queries.check_scope(form.chosen, request.user.grants)
    if scope is None:
        raise Http404(_("没有这个地区或指标，或不在您的导出范围之内。"))
    hints = [] if scope.too_many else hinting.hints(queries.board(scope))
    year = form.chosen.year
    return scope, [h for h in hints if year in (None, h.year)]


def _kept(hints, form):
    kind = form.cleaned_data["kind"]
    return [h for h in hints if kind in ("", h.kind)]


def _page(request, form, scope, hints, status: int = 200):
    kept = _kept(hints, form)
    page = Paginator(kept, PER_PAGE).get_page(form.cleaned_data["page"])
    places = {r.code: r for r in scope.regions.values()}
    concepts = {i.code: i for i in scope.indicators.values()}
    context = {
        "section": "data",
        "form": form,
        "scope": scope,
        "most": MOST,
        "query": _query(form),
        "unkind": _query(form, kind=""),
        "kinds": _kinds(form, hints),
        "all": len(hints),
        "page": page,
        "kept": len(kept),
        "demo": any(h.demo for h in kept),
        "rows": [
            (
                hint,
                full_name(places[hint.region]),
                concepts[hint.indicator],
                checkup_words.LABELS[hint.kind],
            )
            for hint in page.object_list
        ],
        "regions": _offered(scope),
        "indicators": sorted(concepts.values(), key=lambda i: (i.domain.order, i.code))
        if not scope.chosen.indicator
        else list(concepts.values()),
        "nothing": status == 422,
    }
    return render(request, "dashboards/checkup.html", context, status=status)


def _kinds(form, hints) -> list[dict]:
    """Return the kinds with what they look for and how many hints they have."""
    return [
        {
            "code": kind,
            "label": checkup_words.LABELS[kind],
            "about": checkup_words.ABOUT[kind],
            "count": count,
            "query": _query(form, kind=kind),
            "current": form.cleaned_data["kind"] == kind,
        }
        for kind, count in hinting.tally(hints).items()
    ]


def _query(form, **other) -> str:
    """Return the choice as a query string, without the page."""
    said = {name: form.cleaned_data[name] for name in form.CHOICE} | other
    return urlencode({name: value for name, value in said.items() if value})


def _offered(scope) -> list[tuple[Region, bool]]:
    """Return the regions of the list and which is chosen."""
    offered = scope.offered
    if len(offered) > OFFERED:
        few = {Region.Level.NATION, Region.Level.PROVINCE, Region.Level.CITY}
        offered = [
            r for r in offered if r.level in few or r.code == scope.chosen.region
        ]
    return [(r, r.code == scope.chosen.region) for r in offered]
