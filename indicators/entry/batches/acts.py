"""What is done with a batch: applied, cancelled, undone; proposing.py for the rest.

Each is one transaction under a lock on the batch, so done twice is done once.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import bulk, cells, events, others, second_person
from indicators.entry.access import require_entering
from indicators.entry.batches import (
    answering,
    asides,
    forms,
    locking,
    proposing,
    rights,
    undoing,
    words,
)
from indicators.entry.batches import lines as of
from indicators.entry.batches.lines import CONFLICT, BatchLine
from indicators.entry.problems import EntryError
from indicators.models import FormEvent, ImportBatch, Indicator
from regions import access
from regions.models import Region

Kind, State = ImportBatch.Kind, ImportBatch.State
ALL = "all"  # of the conflicts
NAMED = 3  # cells that a sentence names


# ------------------------------------------------------------------ a year's form


@transaction.atomic
def apply(
    batch: ImportBatch, by, chosen=(), aside: Collection[int] = (), why: str = ""
) -> ImportBatch:
    """Write a form's new and changed cells, and the conflicts chosen; as the uploader.

    `chosen` holds places in `lines`, or is ALL; those of `aside` are kept beside what
    is stored (另有数), `why` says why they were not taken. What changed since the preview is
    refused in its line and not overwritten. Raises NotAllowed for anybody else,
    EntryError when it is not open any more or nothing would be written.
    """
    batch = locking.locked(batch)
    rights.require_uploader(batch, by)
    locking.require(batch, Kind.FORM, State.READ)
    answering.require_answered(batch)
    lines = of.loaded(batch.lines)
    beside = asides.choose(lines, aside)
    if chosen == ALL:
        chosen = [n for n, line in enumerate(lines) if line.status == CONFLICT]
    landing, rows = forms.again(lines, batch.region, batch.year, set(chosen), by)
    if not (landing or beside):
        raise EntryError(_("没有可导入的数据：均与系统相同、未读取，或未勾选。"))
    forms.write(landing, batch.region, batch.year, rows, by)
    rows |= cells.load(
        batch.region, batch.year, {n.indicator for n in beside} - rows.keys()
    )
    asides.of_form(batch, beside, rows, why, by)
    tally = of.counts(landing)
    text = _("上传“%(name)s”：%(what)s") % {
        "name": batch.name,
        "what": words.landed(tally),
    }
    _note(batch, [rows[line.indicator] for line in landing], by, text)
    locking.applied(batch, by)
    locking.store(batch, lines)
    return batch


def _note(batch: ImportBatch, entries, by, text: str) -> None:
    token = str(batch.token)
    events.note(FormEvent.Kind.IMPORTED, entries, by, text, token=token)


# ----------------------------------------------------------- cancelling and undoing


@transaction.atomic
def cancel(batch: ImportBatch, by, why: str = "") -> ImportBatch:
    """Close a batch that was not applied; who was asked to confirm gives a reason."""
    if proposal := proposing.waits(batch):
        if proposal.by_id == by.pk:
            second_person.withdraw(proposal, by)
        else:
            second_person.send_back(proposal, by, why)
        return locking.locked(batch, lines=False)
    batch = locking.locked(batch, lines=False)
    if batch.state != State.READ and rights.may_look(batch, by):
        raise EntryError(locking.already(batch))
    rights.require_uploader(batch, by)
    locking.close(batch, State.CANCELLED, by)
    return batch


@bulk.many_objects()
@transaction.atomic
def undo(batch: ImportBatch, by, refresh: bool = True) -> ImportBatch:
    """Put everything back as it was before the batch, or nothing.

    Raises EntryError naming the cells that somebody touched since.
    """
    batch = locking.locked(batch)
    rights.require_undoing(batch, by)
    if batch.state != State.APPLIED:
        raise EntryError(locking.already(batch))
    lines = [line for line in of.loaded(batch.lines) if line.lands]
    locking.queue(lines)
    undone = _undo_form if batch.kind == Kind.FORM else _undo_history
    if lines:
        undone(batch, lines, by, refresh)
    others.withdraw(batch, by=by)
    locking.close(batch, State.UNDONE, by)
    return batch


def _undo_form(batch: ImportBatch, lines: list[BatchLine], by, refresh: bool) -> None:
    rows = cells.load(batch.region, batch.year, {line.indicator for line in lines})
    if not access.may_lock(by.grants, batch.region.code):
        for entry in rows.values():  # the uploader may have another task by now
            require_entering(entry.submission, by)
    touched = forms.touched_since(lines, rows)
    if touched:
        said = [words.touched(entry, line.indicator) for line, entry in touched[:NAMED]]
        raise EntryError(_not_undone(len(touched), said))
    restored = forms.restore(lines, rows, by)
    text = _("撤销上传“%(name)s”，恢复%(n)s项") % {
        "name": batch.name,
        "n": len(restored),
    }
    _note(batch, restored, by, text)


def _undo_history(
    batch: ImportBatch, lines: list[BatchLine], by, refresh: bool
) -> None:
    regions = dict(
        Region.objects.filter(code__in={line.region for line in lines}).values_list(
            "code", "pk"
        )
    )
    indicators = {
        i.code: i
        for i in Indicator.objects.filter(code__in={line.indicator for line in lines})
    }
    earlier = {
        (regions[line.region], indicators[line.indicator].pk, line.year): line.before
        for line in lines
    }
    now = undoing.stored(set(earlier))
    touched = undoing.touched_since(batch, now, set(earlier))
    if touched:
        names = {i.pk: i.name for i in indicators.values()}
        said = [words.touched_year(names, *each) for each in touched[:NAMED]]
        raise EntryError(_not_undone(len(touched), said))
    undoing.restore(batch, earlier, now, by=by, refresh=refresh)


def _not_undone(n: int, said: list[str]) -> str:
    """Return that a batch stays, and which cells keep it."""
    return _(
        "不能撤销：%(n)s个单元格导入后又有修改或提交（%(which)s%(more)s）。请逐项更改。"
    ) % {
        "n": n,
        "which": _("；").join(said),
        "more": _("等") if n > len(said) else "",
    }
