"""A block or a paragraph pasted over the grid: read and compared, nothing is written.

The difference is that of an uploaded form: the same names and aliases, the same units,
the same checks. What of it is taken is saved as what is typed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import cells
from indicators.entry.batches import answering, receiving, vocabulary
from indicators.entry.batches.lines import BatchLine
from indicators.entry.drafts import How
from indicators.entry.problems import EntryError
from indicators.layouts import paragraph, pasted_block
from indicators.layouts.figures import ENTRY_FORM, LONG, Found
from indicators.layouts.known import KnownNames
from indicators.models.observations import MissingReason
from indicators.rules.checks import Finding
from indicators.rules.checks.nouns import ERROR
from indicators.spreadsheets.refusal import FileRefused
from regions import pasted
from regions.models import Region

LAYOUTS = (ENTRY_FORM, LONG)
UNSURE = "reading"  # the code of what the reader itself doubts (lines.of_figure)


@dataclass(frozen=True)
class PastedText:
    """What was pasted: lines of cells between tabs, or a paragraph; merged cells as
    (top, left, bottom, right)."""

    text: str
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def is_block(self) -> bool:
        return "\t" in self.text.strip()


@dataclass
class PastedReading:
    """What a pasted text would do: a line a figure or doubt, what to ask, remarks."""

    lines: list[BatchLine]
    found: Found
    is_block: bool
    source: str = ""  # of all its figures, where it is a paragraph


def read(
    region: Region,
    year: int,
    given: PastedText,
    answers: Mapping[str, str] | None = None,
    *,
    by,
) -> PastedReading:
    """Return what a pasted text would do to the cells of a region's year.

    `answers` are what was said to its questions. About twenty queries whatever its
    length. Raises EntryError for a text that is not read, NotAllowed for a person who
    may not fill in.
    """
    receiving.require_uploading(region, year, by)
    if len(given.text) > pasted_block.LONGEST:
        raise EntryError(
            _("粘贴的内容超过%(most)s个字，请分几次粘贴。")
            % {"most": pasted_block.LONGEST}
        )
    if not given.text.strip():
        raise EntryError(_("没有内容：请先粘贴表格或一段话。"))
    known = vocabulary.known(region, year, LAYOUTS, by, answers)
    try:
        found, is_block = _found(given, known)
    except FileRefused as why:
        raise EntryError(str(why)) from why
    with transaction.atomic():
        lines = receiving.compare(found, region, year, by)
    for line in lines:
        if line.lands and _erases(line):
            line.refuse(_("已有数值，未改为无数据：请先清空数值，再选原因。"))
    source = "" if is_block else paragraph.source_of(given.text)
    return PastedReading(lines, found, is_block, source)


def _erases(line: BatchLine) -> bool:
    """Whether a reason alone would take the place of a figure: a save refuses that."""
    reason = line.fields.get("missing_reason") and "value" not in line.fields
    return bool(reason and line.old) and line.old not in MissingReason.labels


def _found(given: PastedText, known: KnownNames) -> tuple[Found, bool]:
    """Return what a text says, and whether it was read as a block; a chat with tabs in
    it is no block."""
    if not given.is_block:
        return paragraph.read(given.text, known), False
    try:
        rows = pasted.split(given.text.rstrip("\r\n"))
        return pasted_block.read(rows, given.merged, known), True
    except FileRefused:
        if given.merged or len(given.text) > paragraph.LONGEST:
            raise
        found = paragraph.read(given.text, known)
        if not found.figures:
            raise
        return found, False


def is_unsure(line: BatchLine) -> bool:
    """Whether a line is taken by hand only: the reader itself is not sure of it, or the
    checks call it an error."""
    return any(f.code == UNSURE or f.level == ERROR for f in said_of(line))


def said_of(line: BatchLine) -> list[Finding]:
    """Return what is said of a line before it is taken: that its source is still
    missing its own cell says."""
    return [finding for finding in line.findings if finding.code != "source"]


def take(
    region: Region,
    year: int,
    lines: Iterable[BatchLine],
    versions: Mapping[str, int | None],
    *,
    by,
) -> list[cells.CellOutcome]:
    """Save lines as what is typed, each over the version that was looked at; return
    what became of each."""
    changes = [
        cells.CellChange(
            line.indicator, versions.get(line.indicator), line.fields, How.PASTED
        )
        for line in lines
        if line.lands
    ]
    return cells.save(region, year, changes, by=by) if changes else []


def mean(
    region: Region,
    meant: Mapping[tuple[str, str], str],
    dropped: Iterable[int] = (),
    *,
    by,
) -> None:
    """Keep which indicators names mean, as the office's aliases, and drop those (pks)
    that no longer hold. Raises EntryError for what is no indicator."""
    with transaction.atomic():
        answering.forget(region, dropped)
        answering.keep(region, meant, by)
