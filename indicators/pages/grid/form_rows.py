"""The rows of a form as grid, review and printed sheet show them."""

import copy
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from indicators.entry import checking
from indicators.entry.access import base_kinds
from indicators.models import (
    Attachment,
    Audience,
    BaseFigure,
    Entry,
    Indicator,
    Observation,
    Round,
)
from indicators.models.observations import reported
from indicators.rules import calendar, checks, disclosure
from indicators.rules.figure import Figure
from indicators.verdicts.goals import YearGoal, goals
from regions import access
from regions.models import Region

YEARS_SHOWN = 5


@dataclass
class EntryRow:
    """One cell with everything that stands beside it."""

    entry: Entry
    years: tuple[Figure | None, ...]  # of the years shown, None where nothing is known
    last: Figure | None  # the newest earlier year with a real value
    findings: tuple[checks.Finding, ...]
    goal: YearGoal | None
    known: Observation | None  # what is already known of this year, to be confirmed
    late: bool
    supplement: bool
    standing: Observation | None = None  # the approved figure while it is corrected
    attachments: list[Attachment] = field(default_factory=list)

    @property
    def indicator(self) -> Indicator:
        return self.entry.indicator

    @property
    def errors(self):
        return checking.errors(self.findings)

    @property
    def warnings(self):
        return checking.warnings(self.findings)


def entries_of(region: Region, year: int, reported: bool = False) -> QuerySet[Entry]:
    """Return the current cells of a region's year with all that a row shows of them.

    Three queries: cells, the rounds that ask, attachments.
    With `reported` the newest revision that was reported, which stands while a
    newer one is worked on: what the level above looks at.
    """
    cells = Entry.objects.of(region, year)
    return (
        (cells.last_reported() if reported else cells.current())
        .select_related(
            *("indicator__domain", "submission__region", "submission__department"),
            *("submission__locked_by", "supplier", "substitute_region"),
            *("entered_by", "returned_by", "submitted_by", "approved_by"),
        )
        .prefetch_related(
            Prefetch("rounds", Round.objects.select_related("issuer")),
            Prefetch("attachments", Attachment.objects.order_by("at")),
        )
        .order_by("indicator__domain__order", "indicator__code")
    )


def readable(entries: QuerySet[Entry], grants, region: Region) -> QuerySet[Entry]:
    """Keep the cells whose unsubmitted state the grants may see (§ Access)."""
    if access.may_read_entries(grants, region.code, None):
        return entries
    mine = access.own_forms(grants, region.code) or set()
    return entries.filter(submission__department__in=mine)


def plan_order(region: Region) -> dict[int, int]:
    """Return indicator pk → its place in the region's plans, tables first. One
    query."""
    rows = region.plans.listed().order_by(
        "-rows__in_table", "-period_end", "rows__order"
    )
    found: dict[int, int] = {}
    for pk in rows.values_list("rows__indicator", flat=True):
        if pk is not None:
            found.setdefault(pk, len(found))
    return found


def rows(
    region: Region,
    year: int,
    entries: Iterable[Entry],
    audience: str = Audience.OWN,
    *,
    counts: bool,
) -> list[EntryRow]:
    """Return the entries as rows, by domain and within it in plan order.

    Earlier years and verdicts are those that the audience sees. Who may not see the
    region's `counts` gets rates as printed, and what the checks say of those: copies
    to look at, never to save. About eight queries whatever the number of cells.
    """
    entries = [entry if counts else told(entry) for entry in entries]
    place = plan_order(region)
    entries.sort(
        key=lambda e: (
            e.indicator.domain.order,
            place.get(e.indicator_id, len(place)),
            e.indicator.code,
        )
    )
    pks = [entry.indicator_id for entry in entries]
    concepts = {entry.indicator_id: entry.indicator for entry in entries}
    history = _history(region, concepts, audience, counts)
    real = {
        pk: {y: o.value for y, o in by_year.items() if o.figure.is_yardstick}
        for pk, by_year in history.items()
    }
    found = checking.findings(region, year, entries, past=real, counts=counts)
    aims = goals(region, year, pks, audience, counts=counts)
    today = timezone.localdate()
    return [
        _row(entry, year, history.get(entry.indicator_id, {}), found, aims, today)
        for entry in entries
    ]


def told(row, concept: Indicator | None = None):
    """Return a cell, or an observation of the concept, as it is told to who may not
    see counts: a copy without them, the rate as printed."""
    concept = concept or row.indicator
    if not disclosure.is_rate(concept.per):
        return row
    shown = copy.copy(row)
    shown.events = shown.denominator = None
    for name in ("value", "suggested"):
        if getattr(row, name, None) is not None:
            rounded = disclosure.rounded(getattr(row, name), concept.decimals)
            setattr(shown, name, rounded)
    return shown


def _history(
    region: Region, concepts: Mapping[int, Indicator], audience: str, counts: bool
) -> dict[int, dict[int, Observation]]:
    """Return indicator pk → year → what the audience sees of it. One query."""
    found = defaultdict(dict)
    stored = Observation.objects.filter(region=region, indicator__in=concepts)
    for o in stored if audience == Audience.OWN else reported(stored):
        o = o if counts else told(o, concepts[o.indicator_id])
        found[o.indicator_id][o.year] = o
    return found


def _row(entry, year, history, found, aims, today: date) -> EntryRow:
    figures = {y: o.figure for y, o in history.items()}
    earlier = [y for y, f in figures.items() if y < year and f.is_yardstick]
    shown = range(year - YEARS_SHOWN, year)
    stored = history.get(year)
    stored = stored if stored and stored.is_real else None
    unanswered = entry.revision == 0 and entry.state in Entry.OPEN
    submitted = entry.submitted_at and timezone.localdate(entry.submitted_at)
    return EntryRow(
        entry=entry,
        years=tuple(figures.get(y) for y in shown),
        last=figures[max(earlier)] if earlier else None,
        findings=found[entry.pk],
        goal=aims.get(entry.indicator_id),
        known=stored if unanswered and not entry.is_filled else None,
        standing=stored if entry.revision and entry.state not in Entry.DONE else None,
        late=calendar.is_late(entry.due_on, submitted, today),
        supplement=entry.state in Entry.DONE
        and calendar.has_come(entry.expected_again, today),
        attachments=list(entry.attachments.all()),
    )


def shown_years(year: int) -> list[int]:
    """Return the earlier years that the grid shows, the oldest first."""
    return list(range(year - YEARS_SHOWN, year))


def base_kinds_read(region: Region, year: int, grants) -> set[str]:
    """Return the base figures that the grants may read: all as reviewer of the region,
    else those of a row they fill in. At most one query."""
    if access.may_review(grants, region.code):
        return set(Indicator.Base.values)
    return base_kinds(region, year, grants)


def bases(
    region: Region, year: int, entries: Iterable[Entry], grants
) -> list[BaseFigure]:
    """Return the base figures that the cells use as denominators, unsaved where none
    is stored yet, in the order of Indicator.Base. One query.

    Only those that the grants may read: of a row they fill in, or as reviewer of the
    region; `may_fill` says of each whether they fill in a row that uses it.
    """
    filled = {
        e.indicator.base
        for e in entries
        if access.may_enter(grants, region.code, e.submission.department_id)
    }
    reviews = access.may_review(grants, region.code)
    wanted = {e.indicator.base for e in entries} if reviews else filled
    stored = {b.kind: b for b in BaseFigure.objects.filter(region=region, year=year)}
    found = [
        stored.get(kind) or BaseFigure(region=region, year=year, kind=kind, version=0)
        for kind in Indicator.Base.values
        if kind in wanted
    ]
    for figure in found:
        figure.may_fill = figure.kind in filled
    return found
