"""What a form's workbook is written of: its head, rows, lists and foot. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True)
class FormRow:
    """One indicator of the form, in the indicator's unit.

    `value` is None where nothing was filled in; `computed` says that it is the rate
    of `events` and `denominator`. `base` is the denominator that stands where none is
    typed. `locked` rows are shown and not open; `state` says why. `past` are the
    earlier years: a value of the region's own, or words instead (尚未公布, 演示).
    """

    code: str
    version: int
    domain: str
    name: str
    unit: str
    decimals: int
    past: tuple[Decimal | str | None, ...]
    lower: Decimal | None = None
    upper: Decimal | None = None
    has_counts: bool = False
    per: int | None = None
    base: int | None = None
    base_name: str = ""
    target: str = ""
    definition: str = ""
    report: str = ""
    state: str = ""
    locked: bool = False
    computed: bool = False
    value: Decimal | None = None
    events: int | None = None
    denominator: int | None = None
    grade: str = ""
    reason: str = ""
    expected: str = ""
    source: str = ""
    note: str = ""
    supplier: str = ""
    contact: str = ""


@dataclass(frozen=True)
class FormSheet:
    """A form ready to be written.

    `years` are the earlier years shown, the oldest first, one for each of a row's
    `past`. `units` names the forms whose rows it holds. `head` and `foot` are printed
    above and below, `notes` under the rows. With `counts` the columns 分子 and 分母 stand
    in it, with `suppliers` 提供部门.
    """

    kind: str  # ENTRY_FORM or COLLECTION
    title: str
    head: tuple[tuple[str, str], ...]  # (left, right) texts, a line each
    year: int
    years: tuple[int, ...]
    rows: tuple[FormRow, ...]
    units: tuple[str, ...] = ()
    counts: bool = False
    suppliers: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    stamp: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    made_at: datetime | None = None
