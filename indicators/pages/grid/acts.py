"""What the grid's buttons do with chosen rows: submit, withdraw, correct, supply.

The plain form posts to the grid's own address and its button says which; scripts
post the rows to an address per act and get JSON.
"""

from django.contrib import messages
from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from indicators import entry
from indicators.entry.drafts import How
from indicators.models import Attachment, Entry, Submission
from indicators.pages import permissions
from indicators.pages.grid import forms, grid_page
from regions import access
from regions.models import Region


def _submitted(region, year, codes, request) -> str:
    done = entry.submit(region, year, codes, by=request.user)
    left = remaining(region, year, request.user)
    said = ngettext("已提交%(n)s项，等待审核。", "已提交%(n)s项，等待审核。", len(done))
    said = said % {"n": len(done)}
    if left:
        said += _("另有%(n)s项未提交。") % {"n": left}
    return said


def remaining(region: Region, year: int, by) -> int:
    """Return how many rows the person may still submit. One query."""
    found = (
        Entry.objects.current()
        .of(region, year)
        .filter(state__in=Entry.OPEN)
        .values_list("submission__department_id", flat=True)
    )
    return sum(access.may_enter(by.grants, region.code, unit) for unit in found)


def _withdrawn(region, year, codes, request) -> str:
    done = entry.withdraw(region, year, codes, by=request.user)
    return _("已撤回%(n)s项，可以继续修改。") % {"n": len(done)}


def _correcting(region, year, codes, request) -> str:
    why = request.POST.get("why", "")
    done = entry.correct(region, year, codes, why, by=request.user)
    return _("%(n)s项可以更正；新数值审定之前，原审定值有效。") % {"n": len(done)}


def _supplementing(region, year, codes, request) -> str:
    done = entry.supplement(region, year, codes, by=request.user)
    return _("%(n)s项可以补报。") % {"n": len(done)}


ACTS = {
    "submit": _submitted,
    "withdraw": _withdrawn,
    "correct": _correcting,
    "supplement": _supplementing,
}


@require_POST
@permissions.answers_json
def act(request, code, year, verb):
    """Do one act with the chosen rows; refusals name every cell: {"cells": {…}}."""
    region = permissions.reachable(request, code)
    permissions.require_act(request, "fill_in", region)
    try:
        said = ACTS[verb](region, year, request.POST.getlist("row"), request)
    except entry.CellsRefused as why:
        return JsonResponse({"error": str(why), "cells": why.cells}, status=422)
    messages.success(request, said)
    return JsonResponse({"said": said})


# ------------------------------------------------------------------ the plain form


def from_form(request, scope) -> None:
    """Do what the pressed button of the plain form says, and say what was done."""
    post, region, year = request.POST, scope.region, scope.year
    what, codes = post.get("do", "save"), post.getlist("row")
    if what in ("supply", "last", "attach") and not codes and scope.fills_for:
        codes = whole(scope)
    if "take" in post:
        said = take_over(request, scope, post["take"])
    elif what == "submit-all":
        said = _submitted(region, year, ready(scope), request)
    elif what == "supply":
        said = supply(request, scope, codes)
    elif what == "last":
        said = over_rows(request, scope, codes, "last")
    elif what == "attach":
        said = attached(request, region, year, codes).name
        said = _("“%(name)s”已附在所选各行。") % {"name": said}
    elif what in ACTS:
        said = ACTS[what](region, year, codes, request)
    else:
        return
    messages.success(request, said)


def ready(scope) -> list[str]:
    """Return the codes of all filled cells that the person may submit."""
    return [
        e.indicator.code
        for e in scope.narrowed(scope.entries(), ())
        if e.is_open and e.is_filled and scope.may_enter(e.submission)
    ]


def whole(scope) -> list[str]:
    """Return the codes of all rows of the department that is filled in for: what its
    supplier, source or scan is noted on where no row is chosen."""
    return [
        e.indicator.code
        for e in scope.narrowed(scope.entries(), ())
        if e.is_open and scope.may_enter(e.submission)
    ]


def supply(request, scope, codes) -> str:
    """Note on the chosen rows who supplied them: department, contact, channel, day."""
    fields = forms.supply_of(request.POST)
    if not fields:
        raise entry.EntryError(_("请先选择提供部门。"))
    return _save_fields(request, scope, dict.fromkeys(codes, fields), How.SUPPLIED)


def take_over(request, scope, what: str) -> str:
    """Take over one row's suggestion, known figure …; `what` is “code:kind”."""
    code, _colon, kind = what.partition(":")
    return over_rows(request, scope, [code], kind)


def over_rows(request, scope, codes, kind: str) -> str:
    """Take over the same kind of text into each of the rows that has one."""
    found = {}
    entries = [e for e in scope.entries() if e.indicator.code in codes]
    for line in grid_page.shown_rows(scope, entries, {}):
        offers = [*line.takes, *([line.last] if line.last else [])]
        for take in offers:
            if take.kind == kind:
                found.setdefault(line.code, take.fields)
    return _save_fields(request, scope, found, How.TAKEN)


def _save_fields(request, scope, fields: dict, how: str) -> str:
    """Write the same breath of texts into rows as they are now; say how many."""
    if not fields:
        raise entry.EntryError(_("请先选择可以这样做的指标。"))
    region, year = scope.region, scope.year
    now = Entry.objects.current().of(region, year).filter(indicator__code__in=fields)
    changes = [
        entry.CellChange(code, version, fields[code], how)
        for code, version in now.values_list("indicator__code", "version")
    ]
    outcomes = entry.save(region, year, changes, by=request.user)
    if refused := [o for o in outcomes if o.refused]:
        raise entry.CellsRefused(
            _("有%(n)s项未保存。") % {"n": len(refused)},
            {o.indicator: list(o.refused.values()) for o in refused},
        )
    return _("已填入%(n)s项。") % {"n": len(outcomes)}


def attached(request, region: Region, year: int, codes) -> Attachment:
    """Keep the uploaded file for the chosen rows; EntryError says what is wrong."""
    upload = request.FILES.get("file")
    if upload is None:
        raise entry.EntryError(_("请选择要上传的文件。"))
    form = (
        Submission.objects.select_related("region", "department", "locked_by")
        .filter(region=region, year=year, entries__indicator__code__in=codes)
        .order_by("pk")
        .first()
    )
    if form is None:
        raise entry.EntryError(_("请先选择文件佐证的指标。"))
    return entry.attach(form, upload, codes, by=request.user)
