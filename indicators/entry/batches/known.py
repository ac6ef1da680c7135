"""What is stored of the series of a file of history, as light cells."""

from dataclasses import dataclass, field
from decimal import Decimal

from indicators.entry import reading
from indicators.entry.access import today
from indicators.layouts.figures import FileFigure
from indicators.models import Entry, Indicator, Observation
from indicators.rules import disclosure
from indicators.rules.measure import Measure
from regions import access
from regions.models import Region

Key = tuple[int, int, int]  # pks of region and indicator, year
# What an observation keeps of a row's fields; the rest belongs to a form.
TAKEN = ("missing_reason", "denominator", "events", "value") + (
    *("grade", "definition_break", "own_definition", "source", "note"),
)
STORED = ("value", "missing_reason", "grade", "events", "denominator") + (
    *("definition_break", "source", "note", "substitute_region", "own_definition"),
)


@dataclass(slots=True)
class HistoryCell:
    """An observation, stored or read into: what the readers of the grid expect.

    `substitute_region` is a pk here.
    """

    indicator: Indicator
    value: Decimal | None = None
    missing_reason: str = ""
    grade: str = ""
    events: int | None = None
    denominator: int | None = None
    definition_break: bool = False
    source: str = ""
    note: str = ""
    substitute_region: int | None = None
    own_definition: str = ""
    origin: str = ""
    expected_on: None = None

    def state(self) -> tuple:
        """Return the stored fields in the order of STORED."""
        return (
            *(self.value, self.missing_reason, self.grade, self.events),
            *(self.denominator, self.definition_break, self.source, self.note),
            *(self.substitute_region, self.own_definition),
        )

    @property
    def told(self) -> Decimal | None:
        """The value as it is told to who may not see counts."""
        return disclosure.told(
            self.value, self.indicator.decimals, per=self.indicator.per
        )

    @property
    def is_comparable(self) -> bool:
        return self.value is not None and self.substitute_region is None


BLANK = HistoryCell(None).state()


@dataclass
class KnownSeries:
    """What the figures of a file are compared with."""

    regions: dict[str, Region]
    indicators: dict[str, Indicator]
    stored: dict[Key, HistoryCell]  # real ones, all years of the series
    collected: set[Key]  # what rounds ask for
    open_to: set[str]  # codes of the regions whose history the person imports
    levels: dict[int, Region]  # that stand in for others, by pk
    measures: dict[str, Measure]
    this_year: int
    counted: frozenset[int]  # pks of the regions whose exact rates the person may have
    aids: reading.Aids = field(default_factory=reading.Aids)


def known(figures: list[FileFigure], by, lock: bool = False) -> KnownSeries:
    """Return what the figures are compared with. Four or five queries whatever their
    number; with `lock` the observations are locked until the transaction ends."""
    places = Region.objects.filter(code__in={f.region for f in figures})
    concepts = Indicator.objects.filter(code__in={f.indicator for f in figures})
    regions = {r.code: r for r in places}
    indicators = {i.code: i for i in concepts}
    stored = _stored(regions, indicators, lock)
    standing_in = {c.substitute_region for c in stored.values()} - {None}
    asked = Entry.objects.current().filter(
        submission__region__in=regions.values(),
        submission__year__in={f.year for f in figures},
        indicator__in=indicators.values(),
    )
    return KnownSeries(
        regions,
        indicators,
        stored,
        set(asked.values_list("submission__region", "indicator", "submission__year")),
        {code for code in regions if access.may_import(by.grants, code)},
        Region.objects.in_bulk(standing_in) if standing_in else {},
        {code: i.measure for code, i in indicators.items()},
        today().year,
        frozenset(r.pk for r in places if access.may_see_counts(by.grants, r.code)),
    )


def _stored(regions: dict, indicators: dict, lock: bool) -> dict[Key, HistoryCell]:
    """Return the real observations of the series, all years. One query."""
    rows = Observation.objects.real().filter(
        region__in=regions.values(), indicator__in=indicators.values()
    )
    # Ordered by code, which joins: of what is joined no key is locked, so that whoever
    # refers to it can go on.
    rows = rows.select_for_update(no_key=True) if lock else rows
    concepts = {i.pk: i for i in indicators.values()}
    columns = ("region", "indicator", "year", *STORED, "origin")
    return {
        (region, indicator, year): HistoryCell(concepts[indicator], *rest)
        for region, indicator, year, *rest in rows.values_list(*columns)
    }
