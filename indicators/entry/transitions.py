"""What every move of cells shares: choosing them locked, stamping, revising."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from indicators.entry.cells import load
from indicators.entry.problems import EntryError
from indicators.models import Entry
from regions.models import Region


class CellsRefused(EntryError):
    """Cells that cannot move; `cells` maps indicator code to its sentences."""

    def __init__(self, sentence: str, cells: Mapping[str, list[str]]):
        super().__init__(sentence)
        self.cells = dict(cells)


def chosen(region: Region, year: int, codes: Iterable[str]) -> list[Entry]:
    """Return the chosen cells, locked; EntryError when one is not there."""
    codes = list(dict.fromkeys(codes))
    rows = load(region, year, codes)
    if gone := [code for code in codes if code not in rows]:
        raise EntryError(
            _("%(year)s年填报表中已没有“%(codes)s”（%(region)s），请从待办重新打开。")
            % {"year": year, "region": region, "codes": "、".join(gone)}
        )
    if not codes:
        raise EntryError(_("请先选择指标。"))
    return [rows[code] for code in codes]


def stamp(entries: Iterable[Entry], **fields) -> None:
    """Set fields on all the cells, count their versions up, and write them."""
    entries = list(entries)
    for entry in entries:
        entry.version += 1
        for name, value in fields.items():
            setattr(entry, name, value)
    Entry.objects.bulk_update(entries, ["version", *fields])


def revise(entries: list[Entry], **fields) -> list[Entry]:
    """Put a new revision beside each cell, a copy of it, and return the new rows."""
    Entry.objects.filter(pk__in=[e.pk for e in entries]).update(current=False)
    olds = Entry.objects.filter(pk__in=[e.pk for e in entries])
    kept = {
        e.pk: (list(e.rounds.all()), list(e.attachments.all()))
        for e in olds.prefetch_related("rounds", "attachments")
    }
    made = []
    for entry in entries:
        old = entry.pk
        entry.pk, entry._state.adding = None, True
        entry.revision += 1
        entry.version += 1
        entry.current = True
        entry.submitted_by = entry.submitted_at = entry.reported_at = None
        entry.approved_by = entry.approved_at = None
        for name, value in fields.items():
            setattr(entry, name, value)
        entry.save(force_insert=True)
        rounds, attachments = kept[old]
        entry.rounds.set(rounds)
        entry.attachments.set(attachments)  # the proof of the figure it starts from
        made.append(entry)
    return made
