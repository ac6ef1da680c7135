"""What of a pasted text is shown before anything is saved."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.entry import batches
from indicators.entry.batches import words
from indicators.entry.batches.lines import BatchLine
from indicators.models import Indicator
from indicators.rules import numbers, typed
from regions.models import Region

MOST_SHOWN = 300  # lines of one kind


@dataclass(frozen=True)
class PreviewLine:
    """One line of the preview: a figure with its row, or what is not taken and why."""

    line: BatchLine
    code: str
    name: str
    unit: str
    text: str  # as it was pasted
    place: str
    details: list[tuple[str, str, str]]
    findings: list[tuple[str, str]]  # level, sentence

    @property
    def for_scripts(self) -> dict:
        """What the grid's scripts put into the row."""
        return {"indicator": self.code, "fields": self.line.fields}


@dataclass(frozen=True)
class Preview:
    """The lines by what becomes of them, and what is asked."""

    sure: list[PreviewLine]
    unsure: list[PreviewLine]
    same: list[PreviewLine]
    left: list[PreviewLine]
    more: int  # lines beyond MOST_SHOWN
    notes: list[str]
    asked: list[dict]
    unknown: list
    called: list
    source: str = ""  # the paragraph, as it is kept with its figures

    @property
    def taken(self) -> list[PreviewLine]:
        return [*self.sure, *self.unsure]

    @property
    def asks(self) -> bool:
        return bool(self.asked or self.unknown or self.called)


def of(
    reading: batches.PastedReading,
    region: Region,
    answers: dict[str, str],
    shown: Collection[str] | None = None,
) -> Preview:
    """Return the preview of a reading; `shown` are the rows (codes) of the page that it
    stands over, None for all. One to six queries."""
    if shown is not None:
        _keep_to_page(reading.lines, shown)
    concepts = Indicator.objects.in_bulk(
        {line.indicator for line in reading.lines}, field_name="code"
    )
    made = [
        _line(line, concepts.get(line.indicator), reading) for line in reading.lines
    ]
    landing = [one for one in made if one.line.lands]
    left = [one for one in made if one.line.status == batches.REFUSED]
    return Preview(
        sure=[one for one in landing if not batches.is_unsure(one.line)],
        unsure=[one for one in landing if batches.is_unsure(one.line)],
        same=[one for one in made if one.line.status == batches.SAME],
        left=left[:MOST_SHOWN],
        more=max(len(left) - MOST_SHOWN, 0),
        notes=reading.found.notes,
        asked=_asked(reading, answers),
        unknown=batches.unknown_names(region, reading.lines),
        called=batches.called(region, reading.found.called),
        source=reading.source,
    )


def _keep_to_page(lines: Iterable[BatchLine], shown: Collection[str]) -> None:
    """Leave what has no row on the page: nobody would see it change."""
    for line in lines:
        if line.lands and line.indicator not in shown:
            line.refuse(_("这项指标不在本页的填报表里，未读取。"))


def _asked(reading: batches.PastedReading, answers: dict[str, str]) -> list[dict]:
    """Return the open questions; those answered stay answered."""
    kept = [{"key": k, "answer": a, "choices": []} for k, a in answers.items()]
    return kept + [
        {"key": q.key, "sentence": q.sentence, "choices": q.choices, "answer": ""}
        for q in reading.found.questions
        if q.key not in answers
    ]


def _line(line: BatchLine, concept, reading: batches.PastedReading) -> PreviewLine:
    where = _("第%(n)s行") if reading.is_block else _("第%(n)s句")
    return PreviewLine(
        line=line,
        code=line.indicator,
        name=concept.name if concept else "",
        unit=numbers.shown_unit(concept.unit) if concept else "",
        text="" if _says_the_same(line) else typed.shown(line.text),
        place=where % {"n": line.row} if line.row else "",
        details=[
            (words.label(name), old, _("这段话") if new == reading.source else new)
            for name, old, new in line.details
            if old or new != reading.source
        ],
        findings=[(f.level, f.sentence) for f in batches.said_of(line)],
    )


def _says_the_same(line: BatchLine) -> bool:
    """Whether the pasted text is the figure itself: 4.1 for 4.10."""
    value = typed.read(line.text).value
    return value is not None and value == typed.read(line.new).value
