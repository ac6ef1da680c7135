"""Reads batches for their pages: the list, and the lines of one difference."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry import batches
from indicators.entry.batches import words
from indicators.entry.batches.lines import BatchLine
from indicators.models import Entry, ImportBatch, Indicator
from indicators.rules import checks, disclosure, numbers, typed
from regions import access
from regions.models import Region

RECENT = 30  # of a list
PER_PAGE = 100
SHOWN_TEXT = 60  # characters of a cell
HEAVY = ("lines", "notes")
STATUS: dict[str, tuple[Promise, str]] = {
    batches.REFUSED: (gettext_lazy("未读取"), "bad"),
    batches.CONFLICT: (gettext_lazy("双方均有修改"), "watch"),
    batches.CHANGED: (gettext_lazy("修改"), "changed"),
    batches.NEW: (gettext_lazy("新增"), "good"),
    batches.OTHER: (gettext_lazy("另有数"), "changed"),
    batches.SAME: (gettext_lazy("相同"), "none"),
}


@dataclass(frozen=True)
class ShownLine:
    """One line as the page prints it; `at` is its place among the lines."""

    at: int
    line: BatchLine
    word: str
    tone: str
    name: str
    unit: str
    place: str  # region
    text: str
    details: list[tuple[str, str, str]]
    warnings: list[tuple[str, str]]
    sentence: str

    @property
    def asks(self) -> bool:
        return self.line.status == batches.CONFLICT

    @property
    def may_stand_aside(self) -> bool:
        """Whether it may be kept beside what is stored."""
        return batches.may_stand_aside(self.line)


def recent(region: Region, year: int | None, user) -> list[ImportBatch]:
    """Return the newest batches of a region's year (None: history) that the person
    may look at, without their lines. One query."""
    rows = ImportBatch.objects.filter(region=region, year=year)
    rows = rows.select_related("region", "by", "applied_by", "closed_by").defer(*HEAVY)
    if year is not None and not access.may_read_entries(user.grants, region.code, None):
        rows = rows.filter(by=user)
    return [batch for batch in rows[:RECENT] if batches.may_look(batch, user)]


def readable(batch: ImportBatch, user) -> list[BatchLine]:
    """Return the lines as the person may read them: of a form's cells that are not
    theirs (any more) only the name and what became of them.

    Who uploaded it may have another task by now. At most one query.
    """
    lines = batches.loaded(batch.lines)
    code = batch.region.code
    if batch.year is None or access.may_read_entries(user.grants, code, None):
        return lines
    mine = access.own_forms(user.grants, code) or set()
    cells = Entry.objects.current().of(batch.region, batch.year)
    theirs = cells.filter(submission__department__in=mine)
    kept = set(theirs.values_list("indicator__code", flat=True))
    blank = {"text": "", "old": "", "new": "", "details": [], "warnings": []}
    return [
        line
        if line.indicator in kept or not (line.old or line.new or line.details)
        else replace(line, **blank, sentence=_("此项由其他单位填报，不显示。"))
        for line in lines
    ]


def tally(lines: Iterable[BatchLine]) -> dict[str, int]:
    """Return status → lines, the most pressing first."""
    found = dict.fromkeys(batches.STATUSES, 0)
    for line in lines:
        found[line.status] += 1
    return found


def shown(
    batch: ImportBatch, lines: list[BatchLine], chosen: list[int], user
) -> list[ShownLine]:
    """Return the chosen lines (places in `lines`) as the page prints them.

    Event counts are left out for who may not see them (§ Access). Two queries.
    """
    picked = [lines[at] for at in chosen]
    concepts = {
        i.code: i
        for i in Indicator.objects.filter(code__in={line.indicator for line in picked})
    }
    others = {line.region for line in picked} - {batch.region.code, ""}
    names = {batch.region.code: batch.region.name, "": _("地区待定")}
    if others:
        rows = Region.objects.filter(code__in=others)
        names |= dict(rows.values_list("code", "name"))
    counts = access.may_see_counts(user.grants, batch.region.code)
    return [
        _shown(at, line, concepts.get(line.indicator), names, counts)
        for at, line in zip(chosen, picked, strict=True)
    ]


def _shown(
    at: int, line: BatchLine, concept, names: dict[str, str], counts: bool
) -> ShownLine:
    word, tone = STATUS[line.status]
    hidden = not counts and any(name in line.fields for name in words.COUNTS)
    if not counts and concept and disclosure.is_rate(concept.per):
        figures = {n: _told(getattr(line, n), concept) for n in ("text", "old", "new")}
        line = replace(line, **figures)
    return ShownLine(
        at=at,
        line=line,
        word=str(word),
        tone=tone,
        name=concept.name if concept else line.indicator or line.unknown,
        unit=concept.unit if concept else "",
        place=names.get(line.region, ""),
        text="" if hidden or _says_the_same(line) else _short(line.text),
        details=[
            (words.label(name), _short(old), _short(new))
            for name, old, new in line.details
            if counts or name not in words.COUNTS
        ],
        warnings=[
            (found.level, found.sentence)
            for found in checks.readable(line.findings, inside=True, counts=counts)
        ],
        sentence=_hidden() if hidden and line.sentence else line.sentence,
    )


def _told(text: str, concept) -> str:
    """Return a figure's text as it is told to who may not see counts; words stay."""
    if not any(mark.isdigit() for mark in text):
        return text
    read = typed.read(text, unit=concept.unit, per=concept.per)
    if read.refusal or read.value is None:
        return ""
    return numbers.plain(read.value, concept.decimals)


def _says_the_same(line: BatchLine) -> bool:
    """Whether the cell's text is the very figure that is taken from it."""
    if not line.new or line.status == batches.REFUSED:
        return False
    if line.text == line.new:
        return True
    plain = typed.ORDINARY.fullmatch
    if not plain(line.text) or not plain(line.new):
        return False
    return Decimal(line.text) == Decimal(line.new)


def _hidden() -> str:
    return _("原因涉及分子、分母，仅本地区填报、审核人员可见。")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN_TEXT else line[: SHOWN_TEXT - 1] + "…"
