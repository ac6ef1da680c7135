"""How an act takes a batch up, under a lock, and how it leaves it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry.batches import lines as of
from indicators.entry.batches import words
from indicators.entry.batches.lines import BatchLine
from indicators.entry.problems import EntryError
from indicators.models import ImportBatch
from regions.models import Region

State = ImportBatch.State


def locked(batch: ImportBatch, lines: bool = True) -> ImportBatch:
    """Return the batch as it is now, locked; without its lines where none is read."""
    rows = ImportBatch.objects.select_related("region", "by")
    rows = rows if lines else rows.defer("lines")
    return rows.select_for_update(of=("self",)).get(pk=batch.pk)


def require(batch: ImportBatch, kind: str, *states: str) -> None:
    """Raise EntryError unless the batch is of the kind and in one of the states."""
    if batch.kind != kind:
        raise EntryError(_("历年数据先提交，由第二人复核；填报表由上传人直接导入。"))
    if batch.state not in states:
        raise EntryError(already(batch))


def already(batch: ImportBatch) -> str:
    """Return what became of a batch, by whom and when: nothing more is done with it."""
    closed = batch.state in (State.CANCELLED, State.UNDONE)
    who = batch.closed_by if closed else batch.applied_by
    at = batch.closed_at if closed else batch.applied_at
    if at is None:
        return _("本次上传现为“%(state)s”，未办理；可在上传记录中查看。") % {
            "state": batch.get_state_display()
        }
    return _("本次上传%(state)s（%(who)s，%(when)s），未重复执行。") % {
        "state": batch.get_state_display(),
        "who": who or "",
        "when": words.when(at),
    }


def store(batch: ImportBatch, lines: list[BatchLine]) -> None:
    batch.lines, batch.counts = of.stored(lines), of.counts(lines)
    batch.save()


def applied(batch: ImportBatch, by) -> None:
    batch.state = State.APPLIED
    batch.applied_by, batch.applied_at = by, timezone.now()


def queue(lines: list[BatchLine]) -> None:
    """Let what is written to the same regions wait its turn: a cell that is not there
    yet cannot be locked itself."""
    codes = {line.region for line in lines if line.lands}
    rows = Region.objects.filter(code__in=codes).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def close(batch: ImportBatch, state: str, by, why: str = "") -> None:
    batch.state, batch.why = state, why
    batch.closed_by, batch.closed_at = by, timezone.now()
    batch.save(update_fields=["state", "why", "closed_by", "closed_at"])
