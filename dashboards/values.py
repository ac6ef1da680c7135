"""The values of one indicator in one region, as plain values. Pure."""

import datetime
from dataclasses import dataclass
from decimal import Decimal


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
    own_definition: str = ""
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
class OtherNote:
    """Another office's figure for the same cell (另有数), in the indicator's unit: who
    says it, by which 口径 ("" for the indicator's own), why it was not taken."""

    place: str
    indicator: str
    unit: str
    year: int
    value: Decimal
    source: str
    definition: str
    why: str
    by: str
    at: datetime.datetime


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
