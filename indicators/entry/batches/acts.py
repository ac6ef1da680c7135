"""What is done with a batch: applied, proposed, confirmed, cancelled, undone.

Each is one transaction under a lock on the batch, so done twice is done once.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import bulk, cells, events, publishing
from indicators.entry import words as cleaning
from indicators.entry.access import require_entering
from indicators.entry.batches import forms, history, rights, undoing, words
from indicators.entry.batches import lines as of
from indicators.entry.batches.lines import CONFLICT, Line
from indicators.entry.problems import EntryError
from indicators.models import FormEvent, ImportBatch, Indicator
from indicators.models.observations import Origin
from regions import access
from regions.models import Region

Kind, State = ImportBatch.Kind, ImportBatch.State
ALL = "all"  # of the conflicts
SOURCE, NOTE, REASON = 300, 2000, 300
NAMED = 3  # cells that a sentence names


def _locked(batch: ImportBatch, lines: bool = True) -> ImportBatch:
    """Return the batch as it is now, locked; without its lines where none is read."""
    rows = ImportBatch.objects.select_related("region", "by")
    rows = rows if lines else rows.defer("lines")
    return rows.select_for_update(of=("self",)).get(pk=batch.pk)


def _require(batch: ImportBatch, kind: str, *states: str) -> None:
    """Raise EntryError unless the batch is of the kind and in one of the states."""
    if batch.kind != kind:
        raise EntryError(_("历年数据先提交、由第二人确认；填报表由上传人直接应用。"))
    if batch.state not in states:
        raise EntryError(already(batch))


def already(batch: ImportBatch) -> str:
    """Return what became of a batch, by whom and when: nothing more is done with it."""
    closed = batch.state in (State.CANCELLED, State.UNDONE)
    who = batch.closed_by if closed else batch.applied_by
    at = batch.closed_at if closed else batch.applied_at
    if at is None:
        return _("这个批次现在是“%(state)s”，不能这样做，请刷新页面。") % {
            "state": batch.get_state_display()
        }
    return _("这个批次%(state)s（%(who)s，%(when)s），没有再做一次。") % {
        "state": batch.get_state_display(),
        "who": who or "",
        "when": words.when(at),
    }


def _store(batch: ImportBatch, lines: list[Line]) -> None:
    batch.lines, batch.counts = of.stored(lines), of.counts(lines)
    batch.save()


def _applied(batch: ImportBatch, by) -> None:
    batch.state = State.APPLIED
    batch.applied_by, batch.applied_at = by, timezone.now()


# ------------------------------------------------------------------ a year's form


@transaction.atomic
def apply(batch: ImportBatch, by, chosen=()) -> ImportBatch:
    """Write a form's new and changed cells, and the conflicts chosen; as the uploader.

    `chosen` holds places in `lines`, or is ALL. What changed since the preview is
    refused in its line and not overwritten. Raises NotAllowed for anybody else,
    EntryError when it is not open any more or nothing would be written.
    """
    batch = _locked(batch)
    rights.require_uploader(batch, by)
    _require(batch, Kind.FORM, State.READ)
    lines = of.loaded(batch.lines)
    if chosen == ALL:
        chosen = [n for n, line in enumerate(lines) if line.status == CONFLICT]
    landing, rows = forms.again(lines, batch.region, batch.year, set(chosen), by)
    if not landing:
        raise EntryError(_("没有要写入的格：都与系统里相同、没有读，或者没有勾选。"))
    forms.write(landing, batch.region, batch.year, rows, by)
    tally = of.counts(landing)
    text = _("上传“%(name)s”：新增%(new)s项、修改%(changed)s项") % {
        "name": batch.name,
        "new": tally["new"],
        "changed": tally["changed"],
    }
    _note(batch, [rows[line.indicator] for line in landing], by, text)
    _applied(batch, by)
    _store(batch, lines)
    return batch


def _note(batch: ImportBatch, entries, by, text: str) -> None:
    token = str(batch.token)
    events.note(FormEvent.Kind.IMPORTED, entries, by, text, token=token)


# -------------------------------------------------------------------- the history


@transaction.atomic
def propose(batch: ImportBatch, source: str, note: str = "", *, by) -> ImportBatch:
    """Put history before a second person, with its source; by the uploader.

    Raises EntryError without a source where a line names none, or with nothing new.
    """
    batch = _locked(batch, lines=False)
    rights.require_uploader(batch, by)
    _require(batch, Kind.HISTORY, State.READ)
    if not batch.counts["new"] + batch.counts["changed"]:
        raise EntryError(_("没有可导入的数：都与系统里相同，或者没有读。"))
    batch.source = cleaning.sentence(
        source,
        SOURCE,
        _("请写明来源，如《达州统计年鉴2020》：没有逐行写来源的数都用它。"),
    )
    cleaning.require_short(cleaning.clean(note), NOTE)
    batch.note, batch.state = cleaning.clean(note), State.PROPOSED
    batch.save(update_fields=["source", "note", "state"])
    return batch


def _queue(lines: list[Line]) -> None:
    """Let what is written to the same regions wait its turn: a cell that is not there
    yet cannot be locked itself."""
    codes = {line.region for line in lines if line.lands}
    rows = Region.objects.filter(code__in=codes).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def concerned(batch: ImportBatch, lines: list[Line]) -> list[Region]:
    """Return the regions that the batch would write in. One query."""
    codes = {line.region for line in lines if line.lands} | {batch.region.code}
    return list(Region.objects.filter(code__in=codes))


@bulk.many_objects()
@transaction.atomic
def confirm(batch: ImportBatch, by, refresh: bool = True) -> ImportBatch:
    """Publish proposed history; by another person than its uploader.

    What changed since the preview is refused in its line. `refresh=False` leaves the
    verdicts to the caller (benchmarks measure them apart).
    """
    batch = _locked(batch)
    lines = of.loaded(batch.lines)
    rights.require_confirming(batch, by, concerned(batch, lines))
    _require(batch, Kind.HISTORY, State.PROPOSED)
    _queue(lines)
    landing = history.again(lines, batch.by)
    if not landing:
        raise EntryError(
            _("没有可写入的数了：提交之后系统里都有了改动，请退回，重新上传。")
        )
    publishing.publish(
        [history.with_source(value, batch.source) for _line, value in landing],
        origin=Origin.IMPORT,
        by=by,
        reason=batch.note,
        document=batch.name,
        batch=batch,
        refresh=refresh,
    )
    _applied(batch, by)
    if len(landing) == batch.counts["new"] + batch.counts["changed"]:
        batch.save(update_fields=["state", "applied_by", "applied_at"])
    else:
        _store(batch, lines)
    return batch


# ----------------------------------------------------------- cancelling and undoing


@transaction.atomic
def cancel(batch: ImportBatch, by, why: str = "") -> ImportBatch:
    """Close a batch that was not applied; who was asked to confirm gives a reason."""
    batch = _locked(batch, lines=False)
    if batch.state not in (State.READ, State.PROPOSED) and rights.may_look(batch, by):
        raise EntryError(already(batch))
    rights.require_cancelling(batch, by)
    if batch.by_id != by.pk:
        why = cleaning.sentence(why, REASON, _("请写明退回原因，上传人会看到。"))
    _close(batch, State.CANCELLED, by, cleaning.clean(why)[:REASON])
    return batch


def _close(batch: ImportBatch, state: str, by, why: str = "") -> None:
    batch.state, batch.why = state, why
    batch.closed_by, batch.closed_at = by, timezone.now()
    batch.save(update_fields=["state", "why", "closed_by", "closed_at"])


@bulk.many_objects()
@transaction.atomic
def undo(batch: ImportBatch, by, refresh: bool = True) -> ImportBatch:
    """Put everything back as it was before the batch, or nothing.

    Raises EntryError naming the cells that somebody touched since.
    """
    batch = _locked(batch)
    rights.require_undoing(batch, by)
    if batch.state != State.APPLIED:
        raise EntryError(already(batch))
    lines = [line for line in of.loaded(batch.lines) if line.lands]
    _queue(lines)
    undone = _undo_form if batch.kind == Kind.FORM else _undo_history
    undone(batch, lines, by, refresh)
    _close(batch, State.UNDONE, by)
    return batch


def _undo_form(batch: ImportBatch, lines: list[Line], by, refresh: bool) -> None:
    rows = cells.load(batch.region, batch.year, {line.indicator for line in lines})
    if not access.may_lock(by.grants, batch.region.code):
        for entry in rows.values():  # the uploader may have another task by now
            require_entering(entry.submission, by)
    touched = forms.touched_since(lines, rows)
    if touched:
        said = [words.touched(entry, line.indicator) for line, entry in touched[:NAMED]]
        raise EntryError(_not_undone(len(touched), said))
    restored = forms.restore(lines, rows)
    text = _("撤销上传“%(name)s”，恢复%(n)s项") % {
        "name": batch.name,
        "n": len(restored),
    }
    _note(batch, restored, by, text)


def _undo_history(batch: ImportBatch, lines: list[Line], by, refresh: bool) -> None:
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
        "不能撤销：应用之后有%(n)s格又有人改过或提交了：%(which)s%(more)s。请逐项更改。"
    ) % {
        "n": n,
        "which": _("；").join(said),
        "more": _("等") if n > len(said) else "",
    }
