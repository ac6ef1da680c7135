"""A batch: its difference line by line, and what is done with it."""

import re
from itertools import chain

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from indicators.entry import EntryError, NotAllowed, batches, second_person
from indicators.models import ImportBatch
from indicators.pages import permissions
from indicators.pages.uploads import batch_lines
from indicators.pages.uploads.forms import (
    ALL,
    WARNED,
    AnswerFields,
    AsideForm,
    BatchQuery,
    CancelForm,
    ProposeForm,
)
from indicators.spreadsheets.refusal import FileRefused
from regions import access, permits

ACTS = ("apply", "propose", "confirm", "cancel", "undo", "answer")
State, Kind = ImportBatch.State, ImportBatch.Kind
PLACE = re.compile("[0-9]{1,7}")
MOST = 1000  # places that one page can send
UNMARKED = {"auto_id": "%s", "label_suffix": ""}  # the ids and labels of the page


def _batch(request, token) -> ImportBatch:
    """Return the batch; 404 out of reach, 403 for who may not look at it."""
    people = ("region", "by", "applied_by", "closed_by")
    batch = get_object_or_404(ImportBatch.objects.select_related(*people), token=token)
    permissions.reachable(request, batch.region.code)
    permissions.require(
        batches.may_look(batch, request.user),
        permits.on_rows("look_at_batch", region=batch.region),
    )
    return batch


@never_cache
@require_safe
def batch(request, token):
    """Show the difference, what is refused first."""
    return _page(request, _batch(request, token))


def _page(request, batch: ImportBatch, problem: str = "", status: int = 200):
    query = BatchQuery(request.GET)
    if not query.is_valid():
        return permissions.bad_query(request, query)
    show = query.cleaned_data["show"] or ALL
    lines = batch_lines.readable(batch, request.user)
    tally = batch_lines.tally(lines)
    chosen = [n for n, line in enumerate(lines) if _is_shown(line, show)]
    chosen.sort(key=lambda n: batches.STATUSES.index(lines[n].status))
    page = Paginator(chosen, batch_lines.PER_PAGE).get_page(query.cleaned_data["page"])
    context = {
        "section": "entry",
        # “?” leads to the help of the page that the file was sent from
        "sent_from": f"indicators:{'upload' if batch.year else 'history'}",
        "batch": batch,
        "region": batch.region,
        "year": batch.year,
        "tabs": _tabs(tally, lines, show),
        "show": show,
        "all": len(lines),
        "lands": tally[batches.NEW] + tally[batches.CHANGED],
        "tally": tally,
        "page": page,
        "rows": batch_lines.shown(batch, lines, list(page.object_list), request.user),
        "may": _may(batch, request.user),
        "problem": problem,
        "may_stand_aside": any(batches.may_stand_aside(line) for line in lines),
        "propose_form": _propose_form(request, batch),
        "cancel_form": CancelForm(request.POST or None, **UNMARKED),
        "notes": batch.notes,
        **_open(batch, lines, request.user),
    }
    return render(request, "entry/batch.html", context, status=status)


def _open(batch: ImportBatch, lines, user) -> dict:
    """Return what the file leaves open: questions, unknown names, names taken as the
    office's aliases; the last two for who may answer."""
    asked = batches.asked(batch)
    answers = {"asked": asked, "open": sum(not one["answer"] for one in asked)}
    if not (batch.by_id == user.pk and batch.state == State.READ):
        return answers
    names = batches.unknown_names(batch.region, lines)
    return answers | {"unknown": names, "called": _called(batch)}


def _called(batch: ImportBatch) -> list:
    return batches.called(batch.region, batch.reading.get("called", {}))


def _propose_form(request, batch: ImportBatch) -> ProposeForm:
    """Return the form as it was sent, else with what the batch says already."""
    kept = {"source": batch.source, "note": batch.note}
    return ProposeForm(request.POST or None, initial=kept, **UNMARKED)


def _is_shown(line: batches.BatchLine, show: str) -> bool:
    """Whether a line is of the kind that is looked at; warned is any that lands so."""
    if show == WARNED:
        return bool(line.warnings)
    return show in (ALL, line.status)


def _tabs(tally: dict[str, int], lines, show: str) -> list[dict]:
    """Return what the tabs say: how many lines of each kind."""
    found = [{"show": ALL, "word": _("全部"), "n": sum(tally.values()), "tone": "all"}]
    for status, n in tally.items():
        if status == batches.OTHER and not n:
            continue  # most files have none
        word, tone = batch_lines.STATUS[status]
        found.append({"show": status, "word": word, "n": n, "tone": tone})
    if warned := sum(bool(line.warnings) for line in lines):
        word = _("其中需核实")
        found.append({"show": WARNED, "word": word, "n": warned, "tone": "watch"})
    return [tab | {"current": tab["show"] == show} for tab in found]


def _may(batch: ImportBatch, user) -> dict[str, bool]:
    """Return which acts the page offers; the acts ask again."""
    own = batch.by_id == user.pk
    read = batch.state == State.READ
    is_form = batch.kind == Kind.FORM
    waits = batches.waits(batch) if batch.state == State.PROPOSED else None
    asked = bool(waits and waits.is_open and second_person.may_confirm(waits, user))
    return {
        "apply": own and read and is_form,
        "propose": own and read and not is_form,
        "confirm": asked,
        "answer": own and read,
        "cancel": own and batch.state in (State.READ, State.PROPOSED),
        "send_back": asked,
        "undo": batch.state == State.APPLIED and batches.may_undo(batch, user),
        "file": batches.may_have_file(batch, user),
        "rows": access.may_read_entries(user.grants, batch.region.code, None),
    }


@never_cache
@require_POST
def act(request, token, verb):
    """Do one thing with the batch; refused, the page says why and nothing is done."""
    batch = _batch(request, token)
    try:
        said = DONE[verb](request, batch)
    except NotAllowed as why:
        raise PermissionDenied(str(why)) from why
    except (EntryError, FileRefused) as why:
        batch.refresh_from_db()
        return _page(request, batch, str(why), status=422)
    messages.success(request, said)
    return redirect("indicators:batch", token)


def _apply(request, batch) -> str:
    every = request.POST.get("conflicts") == ALL
    chosen = batches.ALL if every else _places(request, "line")
    aside = _places(request, "aside")
    why = _given(AsideForm, request)["aside_why"]
    done = batches.apply(batch, request.user, chosen, aside, why)
    said = _("已导入填报表：%(what)s。") % {"what": batches.landed(done.counts)}
    if done.counts["refused"]:
        said += _("%(refused)s处未读取，见下表。") % done.counts
    return said + _("请核对后提交。")


def _places(request, name: str) -> list[int]:
    """Return the places of the lines that are ticked under a name."""
    return [int(n) for n in request.POST.getlist(name)[:MOST] if PLACE.fullmatch(n)]


def _given(form_class, request) -> dict[str, str]:
    """Return what a form says; EntryError with the sentence of what it does not
    take."""
    form = form_class(request.POST)
    if not form.is_valid():
        raise EntryError(" ".join(chain.from_iterable(form.errors.values())))
    return form.cleaned_data


def _propose(request, batch) -> str:
    said = _given(ProposeForm, request) | _given(AsideForm, request)
    aside = _places(request, "aside")
    batches.propose(batch, **said, aside=aside, by=request.user)
    return _("已提交，由%(region)s的另一位审核人员或管理员复核后生效。") % {
        "region": batch.region
    }


def _confirm(request, batch) -> str:
    done = batches.confirm(batch, request.user)
    landed = batches.landed(done.counts)
    return _("已导入：%(what)s，评价已更新。") % {"what": landed}


def _cancel(request, batch) -> str:
    batches.cancel(batch, request.user, **_given(CancelForm, request))
    return _("已取消，未导入任何数据。")


def _answer(request, batch) -> str:
    """Take the answers, and read the file again."""
    lines = batch_lines.readable(batch, request.user)
    names = batches.unknown_names(batch.region, lines)
    given = AnswerFields(request.POST, batches.asked(batch), names)
    if not given.is_valid():
        raise EntryError(" ".join(chain.from_iterable(given.errors.values())))
    batches.answer(batch, **given.answers(), by=request.user)
    return _("已按所选重新读取，请核对。")


def _undo(request, batch) -> str:
    batches.undo(batch, request.user)
    if batch.kind == ImportBatch.Kind.HISTORY:
        return _("已撤销，恢复到导入之前；已被真实数值替换的演示数据不恢复。")
    return _("已撤销，恢复到导入之前。")


DONE = {
    "apply": _apply,
    "propose": _propose,
    "confirm": _confirm,
    "cancel": _cancel,
    "undo": _undo,
    "answer": _answer,
}


@never_cache
@require_safe
def batch_file(request, token):
    """Send the uploaded file back as it came."""
    batch = _batch(request, token)
    permissions.require(
        batches.may_have_file(batch, request.user),
        permits.on_rows("take_batch_file", region=batch.region),
    )
    try:
        file = batch.file.open()
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(
        file,
        as_attachment=True,
        filename=batch.name,
        content_type="application/octet-stream",
    )
