"""审核签批单: the form as an A4 sheet to be signed, and its signed scan."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from indicators import entry
from indicators.models import Attachment, Audience
from indicators.pages import permissions, year_forms
from indicators.pages.grid import form_rows
from indicators.pages.sheet import signed_sheet
from indicators.pages.unit_forms import UnitQuery
from regions import access, permits


def _forms(request, code, year):
    """Return (region, the forms whose sheet one may print, whether as an insider).

    The reviewer directly above prints what has been reported.
    """
    region = permissions.reachable(request, code)
    if access.may_return_reported(request.user.grants, region.code):
        mine = year_forms.readable(request, region, year)
        return region, mine or year_forms.forms_of(region, year), bool(mine)
    return *year_forms.readable_forms(request, code, year), True


def _scope(request, region, forms, choice, inside) -> str:
    """Return which sheet is meant: one form, or "" for the region's forms together.

    Who reads only some forms of the region sees the first of them.
    """
    if choice.unit or not inside or _reads_all(request, region):
        return choice.unit
    return forms[0].unit_key


def _reads_all(request, region) -> bool:
    return access.may_read_entries(request.user.grants, region.code, None)


@never_cache
@require_http_methods(["GET", "POST"])
def sheet(request, code, year):
    """Show the sheet; a post keeps its signed scan with the check code of now."""
    region, forms, inside = _forms(request, code, year)
    choice = UnitQuery(request.GET, forms)
    if not choice.is_valid():
        return permissions.bad_query(request, choice)
    scope = _scope(request, region, forms, choice, inside)
    cells = form_rows.entries_of(region, year, reported=not inside)
    cells = cells.filter(submission__in=forms)
    cells = {cell.pk: cell for cell in cells}
    audience = Audience.OWN if inside else Audience.OTHERS
    counts = access.may_see_counts(request.user.grants, region.code)
    rows = form_rows.rows(region, year, cells.values(), audience, counts=counts)
    # the check code is that of what is stored, whoever prints the sheet
    exact = [cells[row.entry.pk] for row in rows]
    made = signed_sheet.sheet(region, year, forms, exact, scope)
    if request.method == "POST":
        return _keep(request, made)
    context = {
        "section": "entry",
        "inside": inside,
        "forms": forms,
        "whole": not inside or _reads_all(request, region),
        "may_sign": not permits.form_refusal("sign", request.user.grants, made.home),
        "reviews": not inside or access.may_lock(request.user.grants, region.code),
        "signed": signed_sheet.signed(made, signed_sheet.scans(made.forms))
        if inside
        else None,
    }
    context |= _printed(made, rows)
    return render(request, "entry/sheet.html", context)


def _printed(made: signed_sheet.SignedSheet, rows) -> dict:
    """Return what stands on the paper."""
    mine = {e.pk for e in made.entries}
    return {
        "region": made.region,
        "year": made.year,
        "sheet": made,
        "lines": signed_sheet.lines([r for r in rows if r.entry.pk in mine], made.year),
        "tally": signed_sheet.tally(made.entries),
        "open": sum(e.is_open for e in made.entries),
        "masthead": signed_sheet.masthead(made.region, made.year),
        "people": signed_sheet.people(made.entries),
        "today": timezone.localdate(),
    }


def _keep(request, made: signed_sheet.SignedSheet):
    """Keep the uploaded scan of a signed sheet."""
    permissions.require_on(request, "sign", made.home)
    file, code = request.FILES.get("file"), request.POST.get("code", "")
    try:
        if file is None:
            raise entry.EntryError(_("请选择签批件的扫描文件。"))
        if code != made.code:
            raise entry.EntryError(
                _("打开本页之后数据有改动，校验码已变为%(code)s：请重新打印、签批。")
                % {"code": made.code}
            )
        entry.attach(
            made.home,
            file,
            kind=Attachment.Kind.SIGNED,
            check_code=made.code,
            about=signed_sheet.about(made),
            by=request.user,
        )
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        messages.error(request, str(why))
    else:
        messages.success(
            request, _("签批件已保存，校验码%(code)s。") % {"code": made.code}
        )
    path = reverse("indicators:sheet", args=[made.region.code, made.year])
    query = f"?{urlencode({'department': made.scope})}" if made.scope else ""
    return HttpResponseRedirect(path + query)
