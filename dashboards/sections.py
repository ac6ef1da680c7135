"""What the page of one indicator in one region shows, as plain values. Pure."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from dashboards.rows import Source
from indicators.rules import assessment
from indicators.rules.assessment import Case, Parameters, Result


@dataclass(frozen=True, slots=True)
class YearValue:
    """One year's value with its source; None says why there is none on purpose."""

    year: int
    value: Decimal | None
    missing: str = ""
    grade: str = ""
    source: str = ""
    note: str = ""
    demo: bool = False
    substitute: str = ""
    breaks: bool = False
    events: int | None = None
    denominator: int | None = None
    held: bool = False  # approved, not yet reported: for its own people only


@dataclass(frozen=True, slots=True)
class LevelSeries:
    """The series of an upper level: real values by year."""

    name: str
    values: tuple[tuple[int, Decimal], ...]

    def at(self, year: int) -> Decimal | None:
        return dict(self.values).get(year)


@dataclass(frozen=True, slots=True)
class Revised:
    """What a revision rests on: the document as cited, its day, why, by whom."""

    document: str
    date: datetime.date | None
    reason: str
    by: str
    second: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline that was replaced, or the one in force, as printed."""

    raw: str
    year: int | None
    revised: Revised | None


@dataclass(frozen=True, slots=True)
class Aim:
    """One target: as printed with its unit, how it is read, where it is printed.

    `value`, `lo` and `hi` are in the indicator's unit, None where the words have
    no number; `state` is the attainment of assessment README B5, "" for the figures of
    other levels, which are shown and never judged.
    """

    year: int
    printed: str
    read: str
    kind: str
    issuer: str = ""
    value: float | None = None
    lo: float | None = None
    hi: float | None = None
    state: str = ""
    sources: tuple[Source, ...] = ()
    remark: str = ""
    revision: int = 0
    superseded: bool = False
    revised: Revised | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One plan row of the indicator with its verdict.

    `foreign_unit` is the row's unit where its printed figures are not in the
    indicator's own; every number here is in the indicator's.
    """

    plan: str
    plan_code: str
    is_draft: bool
    key: str
    label: str
    in_table: bool
    domain: str
    unit_label: str
    unit_read: str
    foreign_unit: str
    nature: str
    departments: tuple[str, ...]
    direction: str
    decimals: int
    baseline_raw: str
    baseline_printed: str  # with its unit
    baseline_year: int | None
    baseline_value: float | None
    sources: tuple[Source, ...]
    remark: str
    aims: tuple[Aim, ...]
    baselines: tuple[Baseline, ...] = ()  # the newest first; none where never revised
    code: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()
    result: Result = Result()
    case: Case | None = None
    parameters: Parameters = assessment.DEFAULT
    sentence: str = ""
    as_of: int | None = None
    has_demo: bool = False
    retired: datetime.date | None = None  # the day its plan was

    @property
    def status(self) -> str:
        return self.code or "no_data"

    @property
    def group(self) -> str:
        return assessment.CATEGORIES[self.status].group

    @property
    def own(self) -> tuple[Aim, ...]:
        """The targets in force of the plan's own region, by year."""
        return tuple(a for a in self.aims if not a.issuer and not a.superseded)

    @property
    def places(self) -> int:
        """Decimals of a computed path or gap: two at least, as the sentences do."""
        return max(self.decimals, min(self.decimals + 1, 2))


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One line of the history of values.

    `by` approved or loaded it, `entered_by` filled in the form it came through;
    `others` are further changes as (name, old, new) in words.
    """

    at: datetime.datetime
    year: int
    old: Decimal | None
    new: Decimal | None
    old_reason: str
    new_reason: str
    by: str
    via: str
    document: str
    why: str
    demo: bool = False
    entered_by: str = ""
    others: tuple[tuple[str, str, str], ...] = ()
