"""出数台账: what a bureau's people took away, and which of the figures differ since."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboards import queries
from dashboards.pages.query_forms import PageForm
from dashboards.pages.refusals import bad_query
from dashboards.pages.region import visible_region
from indicators import outgoing
from regions import access, permits

PER_PAGE = 20


@require_safe
def ledger(request, code):
    region = visible_region(request, code)
    if sentence := permits.refusal("read_ledger", request.user.grants, region):
        raise PermissionDenied(sentence)
    form = PageForm(request.GET)
    if not form.is_valid():
        return bad_query(request, form)
    found = region.outgoings.select_related("by")
    page = Paginator(found, PER_PAGE).get_page(form.cleaned_data["page"] or 1)
    own = access.own_regions(request.user.grants)
    context = {
        "section": "data",
        "region": region,
        "crumbs": queries.ancestors(region),
        "page": page,
        "lines": outgoing.lines(list(page), own),
    }
    return render(request, "dashboards/ledger.html", context)
