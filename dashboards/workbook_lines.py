"""What the analyst's workbook is made of, as plain values. Pure."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from dashboards import summaries
from dashboards.rows import PlanRow
from indicators.rules.shown import Shown
from indicators.rules.unassessed import NO_TARGET

UNSET = "unset"  # rows that state no target of the plan's own


@dataclass(frozen=True, slots=True)
class YearReading:
    """One year's value in the indicator's unit; None with the reason in words."""

    year: int
    value: float | None  # as a spreadsheet holds it, and a third of a Decimal's size
    reason: str = ""
    demo: bool = False
    substitute: str = ""  # the level whose figure stands in
    breaks: bool = False
    own_definition: str = ""  # its 口径, where not the catalogue's

    @property
    def is_comparable(self) -> bool:
        """Whether it may be ranked beside other regions' values."""
        return (
            self.value is not None and not self.substitute and not self.own_definition
        )


@dataclass(frozen=True, slots=True)
class SheetIndicator:
    """An indicator as the sheets name it."""

    code: str
    name: str
    unit: str
    decimals: int
    direction: str
    domain: str
    additive: bool
    period: int = 1
    per: int | None = None


@dataclass(frozen=True, slots=True)
class SheetRegion:
    """A region as the sheets name it; `name` carries the city's before a county's."""

    code: str
    name: str
    level: int


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan row in full but for its case, its series and its targets as numbers.

    `numbers` maps a milestone year to the target in the indicator's unit (a pair for
    a range); `shown` is the row's, read while the case was at hand; `detail` says path,
    forecast and required change in words.
    """

    place: SheetRegion
    concept: SheetIndicator
    row: PlanRow
    series: tuple[YearReading, ...] = ()
    numbers: dict = field(default_factory=dict)
    detail: str = ""
    shown: Shown | None = None  # value, asked value and distance on one basis

    @property
    def state(self) -> str:
        """The category code, `unset` where there is no target to judge by, or
        `not_applicable`."""
        if self.row.reason == NO_TARGET:
            return UNSET
        if self.row.reason == summaries.INAPPLICABLE:
            return summaries.INAPPLICABLE
        return self.row.status

    @property
    def is_stale(self) -> bool:
        return "stale" in self.row.flags

    @property
    def last(self) -> YearReading | None:
        """The newest year with a value."""
        return next((r for r in reversed(self.series) if r.value is not None), None)

    @property
    def scale(self) -> str:
        """What path and progress are measured on: value, reference or range."""
        return self.row.result.scale


@dataclass(frozen=True)
class Figures:
    """The values of a selection: (region pk, indicator pk) → readings by year, and
    how many come from each (source, origin in words)."""

    series: dict[tuple[int, int], tuple[YearReading, ...]]
    sources: Counter


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about, or asked of, a row of a plan or one of its targets."""

    place: str
    plan: str
    key: str
    indicator: str
    year: int | str | None  # 未注明年份 of a target without one
    kind: str
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class WordsLine:
    """One target in words (or a row in words without one), with what was found last."""

    place: str
    plan: str
    key: str
    label: str
    domain: str
    year: int | str | None  # 未注明年份 of a target without one
    aim: str
    state: str
    evidence: str
    day: date | None
    source: str
    remark: str
