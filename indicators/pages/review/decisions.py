"""What the reviewer does with cells: approve, return, report; the level above returns.

Without script every act but returning is confirmed on a page of its own; with it
the same counts stand in a dialog (static/js/review.js), which posts `confirm`.
"""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from indicators import entry
from indicators.entry import checking
from indicators.models import Entry
from indicators.pages import permissions
from indicators.pages.review import review_page
from indicators.rules import typed


@dataclass(frozen=True)
class Question:
    """What is asked before an act: its counts in sentences, and the button's word."""

    title: str
    sentences: list[str]
    button: str
    act: str  # name of the address the answer is posted to


def _query(request) -> QueryDict:
    """Return the filters of the page the form was posted from."""
    return QueryDict(request.POST.get("query", ""))


def _back(request, under_review):
    query = request.POST.get("query", "")
    path = reverse(
        "indicators:review", args=[under_review.region.code, under_review.year]
    )
    return HttpResponseRedirect(f"{path}?{query}" if query else path)


def _refused(request, under_review, why, cells=None):
    """Show the page again with the refusal; what was typed stays."""
    answer = review_page.Answer(str(why), cells or {}, request.POST)
    return review_page.page(request, under_review, _query(request), answer)


def _ask(request, under_review, question: Question):
    """Show the question; its form posts the same fields again with `confirm`."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", "confirm")
        for value in values
    ]
    context = {
        "section": "entry",
        "under_review": under_review,
        "question": question,
        "fields": fields,
        "back": request.POST.get("query", ""),
    }
    return render(request, "entry/confirm.html", context)


def _cells(under_review, codes) -> dict[str, Entry]:
    """Return indicator code → its current cell, of those that are there."""
    rows = (
        Entry.objects.current()
        .of(under_review.region, under_review.year)
        .filter(indicator__code__in=codes)
        .select_related("indicator", "submission__region", "submission__department")
    )
    return {row.indicator.code: row for row in rows}


# --------------------------------------------------------------------- approving


def _versions(request) -> dict[str, int | None]:
    """Return indicator code → the version looked at, of the chosen or of all rows."""
    post, stem = request.POST, "version-"
    codes = post.getlist("choose")
    if "all" in post:
        codes = [name.removeprefix(stem) for name in post if name.startswith(stem)]
    return {code: _number(post.get(stem + code, "")) for code in codes}


def _number(text: str) -> int | None:
    """Return a version; None for what is none, however long it is."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


@require_POST
def approve(request, code, year):
    """Approve the chosen cells, or all that may be chosen, as they were looked at."""
    under_review = review_page.year_under_review(request, code, year)
    permissions.require_act(request, "review", under_review.region)
    versions = _versions(request)
    if not versions:
        return _refused(request, under_review, _("请先勾选要审定的指标。"))
    if "confirm" not in request.POST:
        return _ask(request, under_review, _approve_question(under_review, versions))
    try:
        done = entry.approve(under_review.region, year, versions, by=request.user)
    except entry.CellsRefused as why:
        return _refused(request, under_review, why, why.cells)
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        return _refused(request, under_review, why)
    messages.success(
        request,
        _("已审定%(n)s项，本地区人员即可查看；报送后上级方可查看。") % {"n": len(done)},
    )
    return _back(request, under_review)


def _approve_question(under_review, versions) -> Question:
    cells = list(_cells(under_review, versions).values())
    found = checking.findings(under_review.region, under_review.year, cells)
    warned = sum(bool(found[cell.pk]) for cell in cells)
    missing = sum(cell.value is None for cell in cells)
    counts = (
        (_("有数值%(n)s项"), len(cells) - missing),
        (_("无数据%(n)s项"), missing),
        (_("其中%(n)s项需核实"), warned),
    )
    said = _("，").join(words % {"n": n} for words, n in counts if n)
    sentences = [
        _("将审定%(n)s项：%(said)s。") % {"n": len(cells), "said": said},
        _("审定后评价随即更新。报送后上级方可查看。"),
    ]
    return Question(_("审定"), sentences, _("确认审定"), "approve")


# --------------------------------------------------------------------- returning


def _remarks(request, codes) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the remark of each row, its own or the one for all; and what lacks one."""
    common = request.POST.get("remark", "").strip()
    remarks = {c: request.POST.get(f"remark-{c}", "").strip() or common for c in codes}
    lacking = {c: [_("请填写退回意见。")] for c, r in remarks.items() if not r}
    return remarks, lacking


def _suggestions(request, cells) -> tuple[dict, dict[str, list[str]]]:
    """Return the suggested values that can be read, and why others cannot."""
    values, refused = {}, {}
    for code, cell in cells.items():
        text = request.POST.get(f"suggest-{code}", "")
        read = typed.read(text, unit=cell.indicator.unit, per=cell.indicator.per)
        if read.refusal or read.dash:
            why = read.refusal or _("“%(text)s”不是数值，请只填数字。") % {
                "text": text.strip()
            }
            refused[code] = [_("建议值：%(why)s") % {"why": why}]
        elif read.value is not None:
            values[code] = read.value
    return values, refused


def _to_return(request) -> list[str]:
    only = request.POST.get("only")
    return [only] if only else request.POST.getlist("choose")


@require_POST
def send_back(request, code, year):
    """Return the chosen cells, each with its remark and, if wished, a value."""
    under_review = review_page.year_under_review(request, code, year)
    permissions.require_act(request, "review", under_review.region)
    codes = _to_return(request)
    remarks, lacking = _remarks(request, codes)
    values, unread = _suggestions(request, _cells(under_review, codes))
    refused = {c: [*lacking.get(c, []), *unread.get(c, [])] for c in lacking | unread}
    if refused:
        why = _("未退回：%(n)s项有问题，见各项下方。") % {"n": len(refused)}
        return _refused(request, under_review, why, refused)
    try:
        done = entry.send_back(
            under_review.region, year, remarks, values, by=request.user
        )
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        return _refused(request, under_review, why)
    said = _("已退回%(n)s项，意见对填报人员可见。")
    messages.success(request, said % {"n": len(done)})
    return _back(request, under_review)


@require_POST
def return_reported(request, code, year):
    """Send reported cells back from the level directly above."""
    under_review = review_page.year_under_review(request, code, year)
    permissions.require_act(request, "return_reported", under_review.region)
    codes = _to_return(request)
    remarks, lacking = _remarks(request, codes)
    if lacking:
        why = _("未退回：%(n)s项有问题，见各项下方。") % {"n": len(lacking)}
        return _refused(request, under_review, why, lacking)
    try:
        done = entry.return_reported(
            under_review.region, year, remarks, by=request.user
        )
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        return _refused(request, under_review, why)
    said = _("已退回%(n)s项；重新报送之前，以原报送数值为准。")
    messages.success(request, said % {"n": len(done)})
    return _back(request, under_review)


# --------------------------------------------------------------------- reporting


@require_POST
def report(request, code, year):
    """Report everything approved: from now on the levels above see it."""
    under_review = review_page.year_under_review(request, code, year)
    permissions.require_act(request, "review", under_review.region)
    if "confirm" not in request.POST:
        ready = [e for e in under_review.entries() if e.state == Entry.State.APPROVED]
        if ready:
            return _ask(
                request, under_review, _report_question(under_review, len(ready))
            )
    try:
        done = entry.report(under_review.region, year, by=request.user)
    except entry.NotAllowed:
        raise
    except entry.EntryError as why:
        return _refused(request, under_review, why)
    said = _("已报送%(n)s项，上级可以查看。")
    messages.success(request, said % {"n": len(done)})
    return _back(request, under_review)


def _report_question(under_review, n: int) -> Question:
    sentences = [
        _("将报送已审定的%(n)s项，%(region)s以外有权限的人员可查看数据和评价。")
        % {"n": n, "region": under_review.region},
        _("报送后修改，须由填报人发起更正并写明原因，重新审定、报送。"),
    ]
    return Question(_("报送"), sentences, _("确认报送"), "report")
