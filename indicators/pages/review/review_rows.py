"""The rows of a form as the reviewer looks at them: change, position, verdict to be.

Reads only; who sees what is CONTRIBUTING § Access.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.entry import checking
from indicators.models import Audience, Entry
from indicators.models.others import Stage
from indicators.pages.grid import form_rows
from indicators.pages.others import other_lines
from indicators.pages.review import positions
from indicators.rules import (
    assessment,
    checks,
    explain,
    numbers,
    shown,
    shown_words,
)
from indicators.verdicts import assessing
from regions import access
from regions.models import Region

State = Entry.State


@dataclass(frozen=True)
class ReviewRights:
    """What one person may see and do on a region's review page."""

    reviews: bool  # returns, approves, reports
    reads: bool  # sees the cells whatever their state
    returns_reported: bool  # reviewer of the level directly above
    locks: bool
    counts: bool  # sees events and denominators


def viewer(grants: Iterable[access.Grant], region: str) -> ReviewRights:
    """Return what the grants allow on the region's review page (§ Access)."""
    grants = tuple(grants)
    return ReviewRights(
        reviews=access.may_review(grants, region),
        reads=access.may_review(grants, region) or access.may_lock(grants, region),
        returns_reported=access.may_return_reported(grants, region),
        locks=access.may_lock(grants, region),
        counts=access.may_see_counts(grants, region),
    )


@dataclass(frozen=True)
class Judged:
    """A verdict as shown: its code, its words, its group of hues; `basis` is what was
    judged where that is not the value itself."""

    code: str
    words: str
    tone: str
    basis: str = ""


@dataclass
class ReviewLine:
    """One submitted (or other) cell beside everything a reviewer weighs it by."""

    row: form_rows.EntryRow
    value: str
    counts: tuple[int, int] | None
    last: str
    change: positions.Position | None
    due: positions.Position | None
    aims: list[positions.Position]
    now: Judged | None
    after: Judged | None  # if the cell were approved; None where nothing would differ
    findings: tuple[checks.Finding, ...]  # those the viewer may read
    may_choose: bool
    must_be_other: bool  # the reviewer has entered it: another must approve
    others: list[other_lines.OtherLine] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)  # what a refused post held

    @property
    def entry(self) -> Entry:
        return self.row.entry

    @property
    def warns(self) -> bool:
        return bool(self.findings)

    @property
    def source(self) -> str:
        """The source as typed; where there is none, the supplier's line says it."""
        return self.entry.source or checking.source_of(self.entry)

    @property
    def supplied(self) -> str:
        """Who supplied a figure that the clerk typed, how and when; "" if
        nobody else."""
        supplier = checking.supplier_words(self.entry)
        return "" if supplier == self.source else supplier

    @property
    def suggested(self) -> str:
        value = self.entry.suggested
        return "" if value is None else positions.printed(value, self.row.indicator)

    @property
    def standing(self) -> str:
        """The approved figure while the cell corrects it."""
        stored = self.row.standing
        if stored is None or stored.value is None:
            return ""
        return positions.printed(stored.value, self.row.indicator)


def lines(
    region: Region, year: int, entries, person, sees: ReviewRights, judged=tuple(State)
) -> list[ReviewLine]:
    """Return the entries as lines, in the order of the grid.

    Those in the states `judged` are measured against their targets, and the waiting
    ones get the verdict they would have. Those who do not read the region's own cells
    see the last reported past and verdicts. Some thirteen queries whatever the number
    of cells.
    """
    audience = Audience.OWN if sees.reads else Audience.OTHERS
    entries = list(entries)
    rows = form_rows.rows(region, year, entries, audience, counts=sees.counts)
    filled = {
        entry.indicator_id: entry.figure
        for entry in entries
        if sees.reads and entry.is_filled and entry.state in judged
    }
    verdicts = assessing.would_be(region, filled) if filled else {}
    concepts = {row.entry.indicator_id: row.indicator for row in rows}
    stage = Stage.DRAFT if sees.reads else Stage.REPORTED
    found = other_lines.of_year(region, year, concepts)
    others = other_lines.lines(found, stage, concepts, counts=sees.counts)
    made = [_line(row, year, verdicts, person, sees) for row in rows]
    for line in made:
        line.others = others.get(line.entry.indicator_id, [])
    return made


def _line(
    row: form_rows.EntryRow, year: int, verdicts, person, sees: ReviewRights
) -> ReviewLine:
    entry, concept = row.entry, row.indicator
    verdict = verdicts.get(row.goal.row) if row.goal else None
    sign = positions.sign_of(verdict, concept)
    now = _present(row, sign)
    waits = entry.state == State.SUBMITTED
    after = _judged(verdict, year) if verdict and waits else None
    own = waits and entry.entered_by_id == person.pk
    both = entry.events is not None and entry.denominator and sees.counts
    return ReviewLine(
        row=row,
        value=positions.printed(entry.value, concept)
        if entry.value is not None
        else "",
        counts=(entry.events, entry.denominator) if both else None,
        last=numbers.plain(row.last.value, concept.decimals) if row.last else "",
        change=positions.change(row, sign),
        due=positions.due(row, sign),
        aims=positions.aims(row, verdict),
        now=now,
        after=after,
        findings=checks.readable(row.findings, inside=sees.reads, counts=sees.counts),
        may_choose=_may_choose(entry, own, sees),
        must_be_other=own and sees.reviews,
    )


def _may_choose(entry: Entry, own: bool, sees: ReviewRights) -> bool:
    if entry.state == State.SUBMITTED:
        return sees.reviews and not own and not entry.submission.locked_at
    return entry.state == State.REPORTED and sees.returns_reported


def _present(row: form_rows.EntryRow, sign: int) -> Judged | None:
    """Return the verdict as it stands, before the cell is approved."""
    if row.goal is None or not row.goal.code:
        return None
    code = row.goal.code
    category = assessment.CATEGORIES[code]
    words = explain.chip(code, row.goal.result, "up" if sign > 0 else "down")
    return Judged(code, _(words), category.group)


def _judged(verdict, year: int) -> Judged:
    """Return the verdict to be, and what it would judge if not the year's value."""
    result, measure = verdict.result, verdict.case.indicator.measure
    words = explain.headline_words(result, measure.direction)
    found = shown.of_case(verdict.case, result)
    basis = found and shown_words.judged(found, year) or ""
    group = assessment.CATEGORIES[result.status].group
    return Judged(result.status, words, group, basis)
