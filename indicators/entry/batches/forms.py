"""A filled-in form beside the cells it is of: the difference, and writing it.

Every figure is tried on a copy of its cell with the readers of the grid, so an upload
means what the same texts mean when they are typed.
"""

import copy
from collections.abc import Iterable

from django.utils.translation import gettext as _

from indicators.entry import cells, checking, drafts, reading
from indicators.entry.access import obstacle, require_entering
from indicators.entry.batches import lines as of
from indicators.entry.batches import words
from indicators.entry.batches.lines import (
    CHANGED,
    CONFLICT,
    NEW,
    REFUSED,
    SAME,
    BatchLine,
)
from indicators.entry.drafts import How
from indicators.entry.problems import NotAllowed
from indicators.layouts.figures import FileFigure
from indicators.models import Entry
from indicators.rules import checks
from indicators.rules.checks.nouns import WARNING
from regions.models import Region

# A refusal of one of these takes the whole row with it; of another field only itself.
FIGURE_FIELDS = ("value", "missing_reason", "events", "denominator", "substitute")


def compare(
    figures: Iterable[FileFigure], region: Region, year: int, by, supplied_by: str = ""
) -> tuple[list[BatchLine], dict[str, Entry]]:
    """Return a line per figure, fields that are refused by themselves below it, and
    the cells as they are stored, locked. Six to ten queries whatever the number.

    `supplied_by` names the department whose collection sheet somebody else sends in.
    """
    figures = list(figures)
    rows = cells.load(region, year, {f.indicator for f in figures})
    aids = reading.aids(region, year, figures)
    if supplied_by:
        aids.departments = {d.name: d for d in region.departments.all()}
    found, tried, seen = [], {}, set()
    for figure in figures:
        line = of.of_figure(figure)
        entry = rows.get(figure.indicator)
        if why := _foreign(figure, region, year, entry, seen):
            found.append(line.refuse(why))
            continue
        seen.add(figure.indicator)
        if why := _not_theirs(entry, by):  # before a word of the cell is shown
            found.append(line.refuse(why))
            continue
        trial = copy.copy(entry)
        found += _judged(line, figure, entry, trial, aids, by)
        if supplied_by in aids.departments and line.status in (NEW, CHANGED, CONFLICT):
            _supply(line, entry, trial, supplied_by, aids)
        if line.status in (NEW, CHANGED, CONFLICT):
            tried[entry.pk] = (line, trial)
    _check(region, year, tried)
    return found, rows


def _foreign(figure: FileFigure, region, year: int, entry, seen) -> str:
    """Return why a figure is none of this form's, or ""."""
    if figure.region != region.code:
        return _("此行不是%(region)s的数据，请删去，或在该地区的页面上传。") % {
            "region": region
        }
    if figure.year != year:
        return _(
            "此行为%(other)s年数据，本页导入%(year)s年数据；历年数据请另行导入。"
        ) % {
            "other": figure.year,
            "year": year,
        }
    if entry is None:
        return _("%(year)s年没有向%(region)s采集这项指标，未读取。") % {
            "year": year,
            "region": region,
        }
    if figure.indicator in seen:
        return _("此项指标在文件中出现两次，请保留一处。")
    return ""


def _judged(
    line: BatchLine, figure: FileFigure, entry, trial, aids, by
) -> list[BatchLine]:
    """Say on the line what the figure does to the cell; `trial` then holds it."""
    line.fields = {n: t for n, t in figure.fields.items() if n in reading.READERS}
    before = drafts.state_of(entry)
    refused = reading.apply(trial, line.fields, aids)
    asides = _asides(line, refused)
    touched = {n for n, value in drafts.state_of(trial).items() if value != before[n]}
    line.old, line.version = words.figure(entry), entry.version
    line.new = words.figure(trial)
    hard = [refused[name] for name in FIGURE_FIELDS if name in refused]
    if hard:
        line.new = ""
        return [line.refuse("".join(dict.fromkeys(hard)))]
    if not touched:
        line.status = SAME
        return [line, *asides]
    line.details = words.details(entry, trial, touched)
    if why := obstacle(entry):
        return [line.refuse(why), *asides]
    line.status = CHANGED if entry.is_filled or not trial.is_filled else NEW
    if figure.version is not None and figure.version != entry.version:
        line.status, line.sentence = CONFLICT, words.changed_since(entry, by)
    if {"value", "missing_reason"} <= line.fields.keys() and trial.value is not None:
        if line.fields["missing_reason"] != entry.missing_reason:
            said = _("同时填有数值和无数据原因，按数值读取。")
            line.warn([checks.Finding(WARNING, "both", said, checks.NOTHING)])
    return [line, *asides]


def _supply(line: BatchLine, entry, trial, unit: str, aids) -> None:
    """Say who supplied the figure, where nobody has said it: it came on their sheet."""
    if trial.supplier_id or trial.submission.department_id is None:
        return
    fields = {"supplier": unit, "supply_channel": Entry.Channel.TABLE.value}
    reading.apply(trial, fields, aids)
    line.fields |= fields
    before, after = drafts.state_of(entry), drafts.state_of(trial)
    touched = {name for name in before if before[name] != after[name]}
    line.details = words.details(entry, trial, touched)


def _asides(line: BatchLine, refused: dict[str, str]) -> list[BatchLine]:
    """Take the fields that are refused by themselves off the line; list each."""
    found = []
    for name in refused.keys() - set(FIGURE_FIELDS):
        text = line.fields.pop(name)
        aside = BatchLine(line.sheet, line.row, line.column, text, REFUSED)
        aside.region, aside.indicator, aside.year = (
            *(line.region, line.indicator, line.year),
        )
        aside.sentence = _("%(field)s未读取：%(why)s") % {
            "field": words.label(name),
            "why": refused[name],
        }
        found.append(aside)
    return found


def _not_theirs(entry: Entry, by) -> str:
    """Return why the cell is not the person's to fill in, or ""."""
    try:
        require_entering(entry.submission, by)
    except NotAllowed as why:
        return str(why)
    return ""


def _check(
    region: Region, year: int, tried: dict[int, tuple[BatchLine, Entry]]
) -> None:
    """Add to the lines what the checks will say of the cells once they are written."""
    if not tried:
        return
    found = checking.findings(region, year, [trial for _line, trial in tried.values()])
    for pk, (line, _trial) in tried.items():
        line.warn(found[pk])


def again(
    lines: list[BatchLine], region: Region, year: int, chosen: set[int], by
) -> tuple[list[BatchLine], dict[str, Entry]]:
    """Compare what is to land with what is stored now; return the lines that land.

    What changed since the preview is refused and says so; `chosen` are the places in
    `lines` of the conflicts that are to be written over.
    """
    wanted = [
        line
        for place, line in enumerate(lines)
        if line.lands or (line.status == CONFLICT and place in chosen)
    ]
    figures = [words.as_figure(line) for line in wanted]
    now, rows = compare(figures, region, year, by)
    judged = {line.indicator: line for line in reversed(now)}
    landing = []
    for line in wanted:
        found = judged[line.indicator]
        if found.status == CONFLICT:
            line.refuse(words.changed_since_preview(rows[line.indicator], by))
        elif found.status == REFUSED:
            line.refuse(found.sentence)
        elif found.status == SAME:
            line.status = SAME
        else:
            line.status, line.fields = found.status, found.fields
            landing.append(line)
    return landing, rows


def write(landing: list[BatchLine], region: Region, year: int, rows, by) -> None:
    """Save the lines through the writer of the grid; each keeps what was before it."""
    for line in landing:
        entry = rows[line.indicator]
        line.before = words.kept(entry) | {"entry": entry.pk}
    made = cells.save(
        region,
        year,
        [
            cells.CellChange(line.indicator, line.version, line.fields, How.UPLOADED)
            for line in landing
        ],
        by=by,
    )
    for line, outcome in zip(landing, made, strict=True):
        if outcome.status != cells.SAVED:  # locked and just compared: cannot be
            raise RuntimeError(f"{line.indicator}: {outcome.status}")
        line.version = outcome.entry.version
        line.after = words.kept(outcome.entry)


def touched_since(
    lines: list[BatchLine], rows: dict[str, Entry]
) -> list[tuple[BatchLine, Entry]]:
    """Return the lines whose cells are no longer as the batch wrote them."""
    found = []
    for line in lines:
        entry = rows.get(line.indicator)
        same = entry and entry.pk == line.before["entry"]
        # a later batch may have come and gone: then the version is another
        same = same and (line.version == entry.version or _holds(entry, line.after))
        if not same or obstacle(entry):
            found.append((line, entry))
    return found


def _holds(entry: Entry | None, written: dict | None) -> bool:
    """Say whether a cell holds what was written, also who wrote it and when."""
    if entry is None or written is None:
        return False
    return all(getattr(entry, n) == v for n, v in words.unkept(written).items())


def restore(lines: list[BatchLine], rows: dict[str, Entry], by) -> list[Entry]:
    """Put back what was in the cells before the batch, and who had entered it."""
    restored, kept = [], []
    for line in lines:
        entry = rows[line.indicator]
        now = drafts.state_of(entry)
        for name, value in words.unkept(line.before).items():
            setattr(entry, name, value)
        entry.version += 1
        restored.append(entry)
        kept.append(drafts.change(entry, now, How.UPLOAD_UNDONE, by))
    names = [*drafts.STORED, "entered_by", "entered_at", "version"]
    Entry.objects.bulk_update(restored, names)
    drafts.keep(kept)
    return restored
