"""What a file says other than what is stored, kept beside it as 另有数 instead of over
it: chosen in the preview, recorded when the file is applied, taken off when undone."""

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from indicators.entry import others, words
from indicators.entry.access import require_entering, require_unlocked
from indicators.entry.batches.lines import CHANGED, CONFLICT, OTHER, BatchLine
from indicators.entry.others import Cell, OtherWords
from indicators.entry.problems import EntryError
from indicators.models import Entry, ImportBatch, Indicator
from regions.models import Region


def may_stand_aside(line: BatchLine) -> bool:
    """Whether a line has a figure that differs from a stored one."""
    differs = line.status in (CHANGED, CONFLICT) and line.old != line.new
    return differs and _is_figure(line.old) and _is_figure(line.new)


def _is_figure(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def choose(lines: list[BatchLine], places: Iterable[int]) -> list[BatchLine]:
    """Mark the lines of these places as kept beside what is stored; return them.

    EntryError for one that has nothing to stand beside.
    """
    chosen = []
    for place in sorted(set(places)):
        if place >= len(lines) or not may_stand_aside(lines[place]):
            raise EntryError(_("只有与系统数值不同的才能记为另有数，请重新勾选。"))
        lines[place].status = OTHER
        chosen.append(lines[place])
    return chosen


def of_form(
    batch: ImportBatch,
    chosen: list[BatchLine],
    rows: Mapping[str, Entry],
    why: str,
    by,
) -> None:
    """Record the chosen lines of a form beside its cells (indicator code → cell)."""
    for line in chosen:
        entry = rows[line.indicator]
        form = entry.submission
        require_entering(form, by)
        require_unlocked(form)
        cell = Cell(form, entry.indicator, entry, others.stage_of(entry, None))
        _keep(batch, line, cell, why, by)


def of_history(batch: ImportBatch, lines: Iterable[BatchLine], why: str, by) -> int:
    """Record the lines of history that were chosen, as their proposer; how many."""
    chosen = [line for line in lines if line.status == OTHER]
    regions = {
        r.code: r for r in Region.objects.filter(code__in={n.region for n in chosen})
    }
    concepts = {
        i.code: i
        for i in Indicator.objects.filter(code__in={n.indicator for n in chosen})
    }
    for line in chosen:
        place = regions[line.region], line.year, concepts[line.indicator]
        cell = others.cell_of(*place)
        if cell.stage:
            _keep(batch, line, cell, why, by)
    return len(chosen)


def _keep(batch: ImportBatch, line: BatchLine, cell: Cell, why: str, by) -> None:
    said = OtherWords(
        line.new,
        line.fields.get("source") or batch.source or _file(batch),
        line.fields.get("own_definition", ""),
        words.clean(why) or _("导入核对时保留系统数值。"),
    )
    others.keep(cell, others.clean(said, cell.indicator), by=by, batch=batch)


def _file(batch: ImportBatch) -> str:
    return _("文件“%(name)s”") % {"name": batch.name}
