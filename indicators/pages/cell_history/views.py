"""What stood in a cell before, who changed it when; one click brings it back."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import entry
from indicators.entry import texts
from indicators.entry.access import obstacle
from indicators.entry.drafts import How
from indicators.models import Entry
from indicators.pages import draft_lines, permissions
from regions import access
from regions.models import Region


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cell_history(request, code, year, indicator):
    """Show a cell's former values to who may read the cell; with `panel`, for the
    grid's scripts, the list alone. A POST brings back what stood before one save."""
    region = permissions.reachable(request, code)
    cell = _cell(region, year, indicator)
    permissions.require_on(request, "read", cell.submission)
    if request.method == "POST":
        permissions.require_on(request, "enter", cell.submission)
        _bring_back(request, region, year, cell)
        place = reverse("indicators:grid", args=[code, year])
        return HttpResponseRedirect(f"{place}#{cell.indicator.code}")
    panel = "panel" in request.GET
    template = "entry/_cell_history.html" if panel else "entry/cell_history.html"
    return render(request, template, _context(request, region, year, cell))


def _cell(region: Region, year: int, indicator: str) -> Entry:
    """Return the current cell of an indicator; 404 where none is asked."""
    return get_object_or_404(
        Entry.objects.current()
        .of(region, year)
        .select_related(
            *("indicator", "submission__region", "submission__department"),
            *("submission__locked_by", "supplier", "substitute_region"),
        ),
        indicator__code=indicator,
    )


def _context(request, region: Region, year: int, cell: Entry) -> dict:
    grants = request.user.grants
    form = cell.submission
    counts = access.may_see_counts(grants, region.code)
    mine = access.may_enter(grants, region.code, form.department_id)
    editable = mine and not obstacle(cell)
    now = texts.whole(cell)
    lines = draft_lines.lines(draft_lines.of_cell(cell), counts=counts)
    return {
        "section": "entry",
        "region": region,
        "year": year,
        "cell": cell,
        "editable": editable,
        "lines": [(line, texts.back_to(line.before, now)) for line in lines],
    }


def _bring_back(request, region: Region, year: int, cell: Entry) -> None:
    """Save what stood in the cell before one of its saves, over the version seen."""
    back, seen = (request.POST.get(name, "") for name in ("before", "version"))
    found = [
        line
        for line in draft_lines.lines(draft_lines.of_cell(cell), counts=True)
        if str(line.change.pk) == back
    ]
    if not found or not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        messages.error(request, _("没有此条记录，请从单元格的“历史”进入。"))
        return
    fields = texts.back_to(found[0].before, texts.whole(cell))
    change = entry.CellChange(cell.indicator.code, int(seen), fields, How.RESTORED)
    (outcome,) = entry.save(region, year, [change], by=request.user)
    if outcome.status == "conflict":
        said = _("“%(name)s”他人刚有修改，未恢复，请核对新值。")
        messages.error(request, said % {"name": cell.indicator})
    elif outcome.refused:
        messages.error(request, "".join(dict.fromkeys(outcome.refused.values())))
    else:
        said = _("已恢复“%(name)s”。")
        messages.success(request, said % {"name": cell.indicator})
