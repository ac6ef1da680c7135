"""另有数: another office's figure for the same cell, kept beside the value.

It goes with the cell it stands beside: who fills in the form records it, who reads
the cell reads it, and it is told on as the cell is approved and reported. Nothing
that judges, compares or exports values reads it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import amending, events, words
from indicators.entry.access import require_entering, require_unlocked
from indicators.entry.problems import EntryError
from indicators.models import (
    Entry,
    FormEvent,
    ImportBatch,
    Indicator,
    Observation,
    OtherChange,
    OtherFigure,
    Submission,
)
from indicators.models.others import STAGES, Stage
from indicators.rules import typed
from regions.models import Region

Kind = OtherChange.Kind
AUDIENCES = STAGES[1:]  # who is told only once the cell has come so far
MOST = 20  # beside one cell


@dataclass(frozen=True)
class OtherWords:
    """What an office says, as typed: its figure in the indicator's unit, where it
    stands, by which 口径 ("" for the indicator's own), why it was not taken."""

    value: str
    source: str
    definition: str = ""
    why: str = ""


@dataclass(frozen=True)
class Cell:
    """What a figure stands beside: the year's form, and its cell where one is asked."""

    form: Submission
    indicator: Indicator
    entry: Entry | None
    stage: str  # "" where there is nothing to stand beside

    @property
    def key(self) -> dict:
        region, year = self.form.region, self.form.year
        return {"region": region, "indicator": self.indicator, "year": year}


def cell_of(region: Region, year: int, indicator: Indicator) -> Cell:
    """Return the cell of a year as far as it has come. Four queries at most."""
    rows = Entry.objects.current().of(region, year).filter(indicator=indicator)
    names = ("indicator", "submission__region", "submission__department")
    entry = rows.select_related(*names, "submission__locked_by").first()
    if entry is not None:
        return Cell(entry.submission, indicator, entry, stage_of(entry, None))
    form = amending.form_of(region, year, indicator)
    return Cell(
        form, indicator, None, stage_of(None, standing(region, year, indicator))
    )


def standing(region: Region, year: int, indicator: Indicator) -> Observation | None:
    """Return the real figure of the year, or the reason why there is none."""
    return amending.standing(region, year, indicator)


def stage_of(entry: Entry | None, known: Observation | None) -> str:
    """Return how far a cell has come, "" where there is neither entry nor figure."""
    if entry is not None:
        done = {
            Entry.State.APPROVED: Stage.APPROVED,
            Entry.State.REPORTED: Stage.REPORTED,
        }
        return done.get(entry.state, Stage.DRAFT)
    if known is None:
        return ""
    return Stage.APPROVED if known.is_held else Stage.REPORTED


@transaction.atomic
def record(region: Region, year: int, indicator: Indicator, said: OtherWords, *, by):
    """Keep another office's figure beside the cell; return it.

    The very same kept twice is kept once. Raises NotAllowed for who does not fill in
    the cell's form, EntryError for what cannot be read, no source, no reason, a locked
    form, a year of which there is nothing.
    """
    cell = _writable(region, year, indicator, by)
    return keep(cell, clean(said, indicator), by=by)


def keep(cell: Cell, state: dict, *, by, batch: ImportBatch | None = None):
    """Store what `clean` made of a figure beside a cell; whoever calls it has asked
    whether the person may."""
    stored = OtherFigure.objects.filter(**cell.key, removed=False)
    rows = list(stored.select_for_update())
    if same := [
        row for row in rows if row.state() | {"why": ""} == state | {"why": ""}
    ]:
        return same[0]
    if len(rows) >= MOST:
        raise EntryError(
            _("同一数值的另有数最多登记%(most)s条，请先删除不用的。") % {"most": MOST}
        )
    at = timezone.now()
    made = OtherFigure(**cell.key, stage=cell.stage, batch=batch, by=by, at=at)
    _take(made, state)
    made.save()
    _note(made, Kind.RECORDED, {}, cell, by)
    return made


@transaction.atomic
def edit(other: OtherFigure, said: OtherWords, version: int, *, by) -> OtherFigure:
    """Change what stands beside a cell, over the version that was seen; what the
    levels that do not read the cell yet were told stays with them."""
    cell = _writable(other.region, other.year, other.indicator, by)
    state = clean(said, other.indicator)
    row = _seen(other, version)
    if row.state() == state:
        raise EntryError(_("与现有内容相同，未保存。"))
    return _change(row, state, Kind.EDITED, cell, by)


@transaction.atomic
def remove(other: OtherFigure, version: int, *, by) -> OtherFigure:
    """Take a figure off its cell; its history stays."""
    cell = _writable(other.region, other.year, other.indicator, by)
    row = _seen(other, version)
    return _change(row, row.state() | {"removed": True}, Kind.REMOVED, cell, by)


def withdraw(batch: ImportBatch, *, by) -> int:
    """Take off again what a file brought in beside the cells; return how many."""
    names = ("region", "indicator")
    rows = OtherFigure.objects.filter(batch=batch, removed=False).select_related(*names)
    for row in rows:
        cell = cell_of(row.region, row.year, row.indicator)
        _change(row, row.state() | {"removed": True}, Kind.REMOVED, cell, by)
    return len(rows)


def advance(region: Region, year: int, indicators: Iterable[int], stage: str) -> None:
    """Tell on what stands beside cells (pks of their indicators) that have come to a
    stage. One query, one more where there is any."""
    lower = STAGES[: STAGES.index(stage)]
    rows = list(
        OtherFigure.objects.filter(
            region=region, year=year, indicator__in=indicators, stage__in=lower
        )
    )
    for row in rows:
        row.stage = stage
        row.told = {name: row.told[name] for name in _later(stage) & row.told.keys()}
    if rows:
        OtherFigure.objects.bulk_update(rows, ["stage", "told"])


def clean(said: OtherWords, indicator: Indicator) -> dict:
    """Return what is stored of a figure as typed, as JSON holds it.

    Raises EntryError: not a number, outside the indicator's bounds, no source, no
    reason, too long.
    """
    read = typed.read(said.value, unit=indicator.unit, per=indicator.per)
    if read.refusal:
        raise EntryError(str(read.refusal))
    if read.value is None:
        raise EntryError(_("请填写另有数的数值。"))
    low, high = indicator.lower, indicator.upper
    if (low is not None and read.value < low) or (
        high is not None and read.value > high
    ):
        raise EntryError(_("超出该指标的上下限，请核对数值和单位。"))
    row = OtherFigure(value=read.value)
    row.source = words.sentence(said.source, _longest("source"), _("请填写来源。"))
    row.why = words.sentence(said.why, _longest("why"), _("请写明未采用原因。"))
    row.definition = words.clean(said.definition)
    words.require_short(row.definition, _longest("definition"))
    row.value = _exact(read.value)
    return row.state()


def _exact(value: Decimal) -> Decimal:
    """Return a value as its column gives it back."""
    return value.quantize(Decimal(1).scaleb(-8))


def _longest(name: str) -> int:
    return OtherFigure._meta.get_field(name).max_length


def _writable(region: Region, year: int, indicator: Indicator, by) -> Cell:
    """Return the cell that the person may write beside; raises where they may not."""
    cell = cell_of(region, year, indicator)
    require_entering(cell.form, by)
    require_unlocked(cell.form)
    if not cell.stage:
        raise EntryError(
            _("%(year)s年尚无数据，请先填报该年数值，再登记另有数。") % {"year": year}
        )
    return cell


def _seen(other: OtherFigure, version: int) -> OtherFigure:
    """Return the row locked, as it was seen; EntryError where it is another by now."""
    row = OtherFigure.objects.select_for_update(of=("self",))
    row = row.select_related("region", "indicator", "by").get(pk=other.pk)
    if row.removed:
        raise EntryError(_("这一条另有数已被删除。"))
    if row.version != version:
        raise EntryError(_("这一条另有数刚被修改，请核对后重新保存。"))
    return row


def _change(row: OtherFigure, state: dict, kind: str, cell: Cell, by) -> OtherFigure:
    """Store another state of a row; who does not read the cell yet keeps the former."""
    stage = cell.stage or row.stage
    before = {name: row.as_told(name) for name in _later(stage)}
    row.told = {name: said for name, said in before.items() if said is not None}
    was, row.stage = row.state(), stage
    _take(row, state)
    row.version += 1
    row.save()
    _note(row, kind, was, cell, by)
    return row


def _later(stage: str) -> Collection[str]:
    """Return the audiences that do not read a cell of this stage yet."""
    return {name for name in AUDIENCES if STAGES.index(name) > STAGES.index(stage)}


def _take(row: OtherFigure, state: dict) -> None:
    for name, value in state.items():
        setattr(row, name, Decimal(value) if name == "value" else value)


def _note(row: OtherFigure, kind: str, before: dict, cell: Cell, by) -> None:
    """Keep what an act changed, and say it in the form's log: without the figure,
    which may tell a count."""
    OtherChange.objects.create(
        other=row, kind=kind, before=before, after=row.state(), by=by, at=timezone.now()
    )
    if cell.entry is not None:
        said = _("%(act)s另有数（%(source)s）") % {
            "act": Kind(kind).label,
            "source": row.source,
        }
        events.note(FormEvent.Kind.OTHER, [cell.entry], by, said)
