"""Saves what is typed into the cells of a form, a row of the grid at a time.

A save names the version it was typed over: an older one is refused and nothing
is overwritten. Whatever can be read is stored, even when the checks object to
it; what cannot be read (not a number) is refused and stays with the sender.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import drafts, reading, texts, words
from indicators.entry.access import (
    obstacle,
    require,
    require_base,
    require_entering,
)
from indicators.entry.drafts import STORED, How
from indicators.entry.problems import EntryError
from indicators.models import (
    BaseFigure,
    BaseFigureChange,
    Entry,
    EntryChange,
    Submission,
)
from regions.models import Region

SAVED, SAME, REFUSED, CONFLICT = "saved", "same", "refused", "conflict"
# Whoever changes one of these has entered the figure and cannot approve it.
FIGURES = {"value", "missing_reason", "events", "denominator", "substitute_region_id"}


@dataclass(frozen=True)
class CellChange:
    """What one person typed into one row: field name → text, over a version; `how`
    goes into the cell's history."""

    indicator: str
    version: int | None
    fields: Mapping[str, str]
    how: str = How.TYPED


@dataclass
class CellOutcome:
    """What became of a change: the row as it is now, and what was refused why."""

    indicator: str
    status: str
    entry: Entry | None = None
    refused: dict[str, str] = field(default_factory=dict)
    line: EntryChange | None = None  # of the cell's history


def load(region: Region, year: int, codes: Iterable[str]) -> dict[str, Entry]:
    """Return indicator code → current cell, locked for writing. One query."""
    rows = (
        Entry.objects.current()
        .of(region, year)
        .filter(indicator__code__in=codes)
        .select_related(
            *("indicator", "submission__region", "submission__department"),
            *("submission__locked_by", "supplier", "substitute_region", "entered_by"),
        )
        .select_for_update(of=("self",))
    )
    return {row.indicator.code: row for row in rows}


@transaction.atomic
def save(
    region: Region, year: int, changes: Iterable[CellChange], *, by
) -> list[CellOutcome]:
    """Write the changes row by row and return what became of each, in order.

    A row that is refused or in conflict does not hinder the others. What stood in a
    cell is kept in its history. About six queries whatever the number of rows. Raises
    NotAllowed when one of the rows belongs to a form that the person may not fill in,
    EntryError for an indicator that is not asked; then nothing is written.
    """
    changes = list(changes)
    rows = load(region, year, {c.indicator for c in changes})
    aids = reading.aids(region, year, changes)
    outcomes, changed = [], {}
    for change in changes:
        entry = rows.get(change.indicator)
        if entry is None:
            raise EntryError(
                _(
                    "%(year)s年填报表中已没有“%(code)s”（%(region)s），请从待办重新打开。"
                )
                % {"year": year, "region": region, "code": change.indicator}
            )
        require_entering(entry.submission, by)
        outcome = _save_one(entry, change, aids, by)
        if outcome.status == SAVED:
            changed[entry.pk] = entry
        outcomes.append(outcome)
    Entry.objects.bulk_update(
        changed.values(), [*STORED, "version", "entered_by", "entered_at"]
    )
    drafts.keep(outcome.line for outcome in outcomes)
    return outcomes


def _save_one(entry: Entry, change: CellChange, aids, by) -> CellOutcome:
    """Apply one change to the row in memory; say what became of it."""
    if why := obstacle(entry):
        return CellOutcome(
            change.indicator, REFUSED, entry, {name: why for name in change.fields}
        )
    before = drafts.state_of(entry)
    refused = _erased(entry, change)
    fields = {n: text for n, text in change.fields.items() if n not in refused}
    refused |= reading.apply(entry, fields, aids)
    after = drafts.state_of(entry)
    touched = {name for name in STORED if before[name] != after[name]}
    if touched and change.version != entry.version:
        for name, value in before.items():
            setattr(entry, name, value)
        return CellOutcome(change.indicator, CONFLICT, entry)
    if not touched:
        return CellOutcome(
            change.indicator, REFUSED if refused else SAME, entry, refused
        )
    _sign(entry, touched, by)
    line = drafts.change(entry, before, change.how, by)
    return CellOutcome(change.indicator, SAVED, entry, refused, line)


def _erased(entry: Entry, change: CellChange) -> dict[str, str]:
    """Return the reason refused where it alone would erase a figure: whoever wants that
    clears the figure in the same breath. An upload has shown both before it lands."""
    stands = entry.value is not None or entry.events is not None
    alone = not {"value", "events"} & change.fields.keys()
    if change.how == How.UPLOADED or not (stands and alone):
        return {}
    if not change.fields.get("missing_reason"):
        return {}
    said = _("已有数值%(value)s，未改为无数据：请先清空数值，再选原因。")
    return {"missing_reason": said % {"value": texts.of(entry)["value"]}}


def _sign(entry: Entry, touched: set[str], by) -> None:
    """Count the version up; who changed the figure has entered it."""
    entry.version += 1
    if touched & FIGURES:
        entry.entered_by, entry.entered_at = by, timezone.now()


@transaction.atomic
def save_base(
    region: Region,
    year: int,
    kind: str,
    value: str,
    source: str,
    *,
    version,
    by,
    why: str = "",
) -> tuple[BaseFigure, list[Entry]]:
    """Store a base figure with a line of history and recompute the open cells whose
    denominator it is; who entered those stays who it was.

    Returns the figure and the cells that changed. Raises NotAllowed for who fills no
    row that uses it; EntryError for a value that cannot be read, no source, a year
    without forms, or a stale version (None: there was none yet).
    """
    require("fill_in", region, by)
    if not Submission.objects.asked().filter(region=region, year=year).exists():
        raise EntryError(
            _("%(region)s%(year)s年没有填报任务，不能填写该年基础数据。")
            % {"region": region, "year": year}
        )
    require_base(region, year, kind, by)
    number, source = reading.base_value(value), reading.base_source(source)
    why = words.clean(why)
    words.require_short(why, BaseFigureChange._meta.get_field("reason").max_length)
    row = _looked_at(region, year, kind, version)
    old, old_source = row.value, row.source
    row.value, row.source, row.by = number, source, by
    row.version += 1
    _store(row)
    _remember(row, old, old_source, why)
    return row, _recompute(region, year, kind, old, number, by)


def _looked_at(region: Region, year: int, kind: str, version) -> BaseFigure:
    """Return the figure, locked, or a new one; EntryError where it is no longer of the
    version that was looked at."""
    row = (
        BaseFigure.objects.select_for_update(of=("self",))
        .filter(region=region, year=year, kind=kind)
        .first()
    )
    if (row.version if row else None) != version:
        raise EntryError(
            _("%(who)s刚将此数值改为%(value)s；您填的未保存，请核对后重新保存。")
            % {"who": row.by if row else "", "value": row.value if row else ""}
        )
    return row or BaseFigure(region=region, year=year, kind=kind, version=0)


def _remember(row: BaseFigure, old: int | None, old_source: str, why: str) -> None:
    """Write the line of history of a figure just stored."""
    BaseFigureChange.objects.create(
        region=row.region,
        year=row.year,
        kind=row.kind,
        old_value=old,
        new_value=row.value,
        old_source=old_source,
        new_source=row.source,
        reason=why,
        by=row.by,
    )


def _store(row: BaseFigure) -> None:
    """Write a base figure; EntryError where two people enter the first one at once."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as both:
        raise EntryError(
            _("他人刚填过此数值；您填的未保存，请从待办重新打开填报表核对。")
        ) from both


def _recompute(region, year, kind, old, new, by) -> list[Entry]:
    """Give open cells the new denominator where they had the old one or none.

    Nobody has entered them by that: else who entered the events could approve them.
    """
    rows = (
        Entry.objects.current()
        .of(region, year)
        .filter(indicator__base=kind, state__in=Entry.OPEN)
        .select_related("indicator", "submission__region", "submission__locked_by")
        .select_for_update(of=("self",))
    )
    changed, lines = [], []
    for entry in rows:
        if entry.events is None or entry.denominator not in (old, None):
            continue
        if entry.denominator == new or obstacle(entry):
            continue
        before = drafts.state_of(entry)
        entry.denominator = new
        reading.compute(entry)
        entry.version += 1
        changed.append(entry)
        lines.append(drafts.change(entry, before, How.BASE, by))
    Entry.objects.bulk_update(changed, ["value", "denominator", "version"])
    drafts.keep(lines)
    return changed
