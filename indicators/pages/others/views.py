"""Another office's figure of a cell: recorded, changed, removed, from the grid."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import entry
from indicators.entry import others as acts
from indicators.entry.access import locked
from indicators.models import Indicator, OtherFigure
from indicators.models.others import Stage
from indicators.pages import permissions
from indicators.pages.others import other_lines
from indicators.pages.others.forms import OtherForm, OtherQuery
from indicators.rules import numbers
from regions import access
from regions.models import Region


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def others(request, code, year, indicator):
    """Show what stands beside a cell to who may read it; a POST of who fills it in
    records a figure, changes one or takes one off."""
    region = permissions.reachable(request, code)
    concept = get_object_or_404(Indicator, code=indicator)
    cell = acts.cell_of(region, year, concept)
    permissions.require_on(request, "read", cell.form)
    query = OtherQuery(request.GET)
    if not query.is_valid():
        return permissions.bad_query(request, query)
    edited = _edited(region, year, concept, query.cleaned_data["edit"])
    if request.method != "POST":
        return _page(request, cell, edited, _choice(edited))
    permissions.require_on(request, "enter", cell.form)
    choice = OtherForm(request.POST)
    removing = "remove" in request.POST
    if not (removing or choice.is_valid()):
        return _page(request, cell, edited, choice, status=422)
    try:
        said = _done(request, cell, edited, choice, removing)
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        shown = _choice(edited) if removing else choice
        return _page(request, cell, edited, shown, str(why), status=422)
    messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _edited(region: Region, year: int, concept, pk: int | None) -> OtherFigure | None:
    """Return the figure that is changed, None for a new one; 404 for another cell's."""
    if pk is None:
        return None
    found = OtherFigure.objects.filter(region=region, year=year, indicator=concept)
    return get_object_or_404(found.filter(removed=False), pk=pk)


def _choice(edited: OtherFigure | None) -> OtherForm:
    if edited is None:
        return OtherForm()
    shown = {name: getattr(edited, name) for name in OtherForm.base_fields}
    shown["value"] = numbers.trimmed(edited.value, other_lines.PLACES).replace(
        numbers.MINUS, "-"
    )
    return OtherForm(initial=shown)


def _done(request, cell, edited: OtherFigure | None, choice, removing: bool) -> str:
    """Do what was asked and return what to say of it."""
    region, year = cell.form.region, cell.form.year
    if removing:
        pk = _number(request, "remove")
        gone = _edited(region, year, cell.indicator, pk)
        acts.remove(gone, _number(request, f"version-{pk}"), by=request.user)
        return _("已删除，历史保留在下方。")
    if edited is not None:
        acts.edit(edited, choice.said, _number(request, "version"), by=request.user)
        return _("已修改另有数。")
    acts.record(region, year, cell.indicator, choice.said, by=request.user)
    return _("已登记另有数，只作备注，不参与评价。")


def _number(request, name: str) -> int:
    """Return a number that the page sent itself, 0 for what it never sends."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _page(request, cell, edited, choice, problem: str = "", status: int = 200):
    """Show the figures beside the cell, their history, and the form of who fills in."""
    region, year, concept = cell.form.region, cell.form.year, cell.indicator
    grants = request.user.grants
    counts = access.may_see_counts(grants, region.code)
    enters = access.may_enter(grants, region.code, cell.form.department_id)
    found = other_lines.of_year(region, year, [concept.pk])
    told = other_lines.lines(found, Stage.DRAFT, {concept.pk: concept}, counts=counts)
    closed = locked([cell.form])
    context = {
        "section": "entry",
        "region": region,
        "year": year,
        "indicator": concept,
        "cell": cell,
        "stands": _stands(cell, counts),
        "others": told.get(concept.pk, []),
        "history": other_lines.history(region, year, concept, counts=counts),
        "choice": choice,
        "edited": edited,
        "problem": problem,
        "locked": closed,
        "enters": enters and not closed and bool(cell.stage),
        "here": request.path,
        "back": reverse("indicators:grid", args=[region.code, year]),
    }
    return render(request, "entry/others.html", context, status=status)


def _stands(cell, counts: bool) -> str:
    """Return the cell's own figure, or the one that was approved; "" for none."""
    known = cell.entry
    if known is None:
        place = (cell.form.region, cell.form.year, cell.indicator)
        known = acts.standing(*place)
    if known is None or known.value is None:
        return ""
    unit = numbers.shown_unit(cell.indicator.unit)
    return other_lines.printed(known.value, cell.indicator, counts) + unit
