"""History before a second person: proposed, confirmed through the door, dropped."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import bulk, publishing, second_person, words
from indicators.entry.access import require
from indicators.entry.batches import answering, asides, history, locking, rights
from indicators.entry.batches import lines as of
from indicators.entry.problems import EntryError
from indicators.models import ImportBatch, Proposal
from indicators.models.observations import Origin

Kind, State = ImportBatch.Kind, ImportBatch.State
SOURCE, NOTE = 300, 2000


@transaction.atomic
def propose(
    batch: ImportBatch,
    source: str,
    note: str = "",
    aside: Collection[int] = (),
    aside_why: str = "",
    *,
    by,
) -> ImportBatch:
    """Put history before a second person, with its source; by the uploader.

    `aside` are places in its lines that are to be kept beside what is stored (另有数).
    Raises EntryError without a source where a line names none, or with nothing new.
    """
    batch = locking.locked(batch, lines=bool(aside))
    rights.require_uploader(batch, by)
    locking.require(batch, Kind.HISTORY, State.READ)
    answering.require_answered(batch)
    _set_aside(batch, aside)
    batch.source = words.sentence(
        source,
        SOURCE,
        _("请写明来源，如《达州统计年鉴2020》：未逐行注明来源的，均按此登记。"),
    )
    words.require_short(words.clean(note), NOTE)
    batch.note, batch.state = words.clean(note), State.PROPOSED
    batch.save(update_fields=["source", "note", "state"])
    after = {"places": batch.places, "counts": batch.counts, "source": batch.source}
    second_person.propose(
        Proposal.Kind.HISTORY,
        batch.region,
        str(batch.token),
        batch.name,
        after=after | {"aside_why": words.clean(aside_why)},
        about=second_person.GivenPaper(reason=batch.note),
        by=by,
    )
    return batch


def _set_aside(batch: ImportBatch, aside: Collection[int]) -> None:
    """Mark what is to stand beside what is stored; EntryError where nothing is left
    that the file brings."""
    if aside:
        lines = of.loaded(batch.lines)
        asides.choose(lines, aside)
        locking.store(batch, lines)
    if not _brings(batch):
        raise EntryError(_("没有可导入的数据：均与系统相同或未读取。"))


def _brings(batch: ImportBatch) -> int:
    """Return how many figures a file brings, in place of others or beside them."""
    return sum(batch.counts.get(name, 0) for name in (of.NEW, of.CHANGED, of.OTHER))


def waits(batch: ImportBatch) -> Proposal | None:
    """Return the proposal to import the batch, while it waits. One query."""
    return second_person.of_subject(Proposal.Kind.HISTORY, str(batch.token))


@transaction.atomic
def confirm(batch: ImportBatch, by, refresh: bool = True) -> ImportBatch:
    """Publish proposed history; by another person than its uploader.

    What changed since the preview is refused in its line. `refresh=False` leaves the
    verdicts to the caller (benchmarks measure them apart).
    """
    proposal = waits(batch)
    if proposal is None:
        batch = locking.locked(batch, lines=False)
        require("import", batch.region, by)
        locking.require(batch, Kind.HISTORY)
    second_person.confirm(proposal, by, refresh=refresh)
    return ImportBatch.objects.select_related("region", "by").get(pk=batch.pk)


@bulk.many_objects()
def _land(proposal: Proposal, by, refresh: bool = True) -> None:
    """Publish the history of a proposal that its second person confirms."""
    batch = locking.locked(ImportBatch(pk=_pk(proposal)))
    lines = of.loaded(batch.lines)
    locking.require(batch, Kind.HISTORY, State.PROPOSED)
    locking.queue(lines)
    landing = history.again(lines, batch.by)
    why = proposal.after.get("aside_why", "")
    beside = asides.of_history(batch, lines, why, batch.by)
    if not (landing or beside):
        raise EntryError(_("没有可导入的数据：提交之后均有改动，请退回后重新上传。"))
    publishing.publish(
        [history.with_source(value, batch.source) for _line, value in landing],
        origin=Origin.IMPORT,
        by=by,
        reason=batch.note,
        document=batch.name,
        batch=batch,
        refresh=refresh,
    )
    locking.applied(batch, by)
    if len(landing) == batch.counts["new"] + batch.counts["changed"]:
        batch.save(update_fields=["state", "applied_by", "applied_at"])
    else:
        locking.store(batch, lines)


def _pk(proposal: Proposal) -> int:
    rows = ImportBatch.objects.filter(token=proposal.subject)
    return rows.values_list("pk", flat=True).get()


def _drop(proposal: Proposal) -> None:
    """Close the batch of a proposal that is withdrawn, returned or expired."""
    batch = locking.locked(ImportBatch(pk=_pk(proposal)), lines=False)
    locking.close(batch, State.CANCELLED, proposal.closed_by, proposal.why)


second_person.register(
    second_person.DecisionKind(
        Proposal.Kind.HISTORY,
        may_confirm=lambda proposal, grants: rights.imports(
            grants, {proposal.region.code, *proposal.after["places"]}
        ),
        land=_land,
        drop=_drop,
    )
)
