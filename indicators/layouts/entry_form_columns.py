"""Which columns stand in a form, how wide, and what a row says in each. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from indicators.layouts import columns
from indicators.layouts.figures import COLLECTION
from indicators.layouts.form_sheet import FormRow, FormSheet

CONTENT = Callable[[FormRow], str | int | Decimal | None]


@dataclass(frozen=True)
class Slot:
    """A column of the form: what it is, its heading, width and content.

    `open` cells may be typed into; `past` is the place of an earlier year's column
    among the years, None for every other.
    """

    column: columns.KnownColumn
    heading: str
    width: float
    content: CONTENT
    align: str = "left"
    open: bool = False
    hidden: bool = False
    past: int | None = None

    @property
    def key(self) -> str:
        return self.column.key


def slots(form: FormSheet) -> list[Slot]:
    """Return the columns of a form from left to right, the hidden keys last."""
    if form.kind == COLLECTION:
        shown = _of_a_collection(form)
    else:
        shown = _of_a_form(form)
    return [*shown, *_keys()]


def _of_a_form(form: FormSheet) -> list[Slot]:
    return [
        _told(columns.NUMBER, 5, lambda row: None, "center"),
        _told(columns.DOMAIN, 7, lambda row: row.domain, "center"),
        _told(columns.NAME, 24, lambda row: row.name),
        _told(columns.UNIT, 7, lambda row: row.unit, "center"),
        *_past(form, 8.4),
        _told(columns.TARGET, 13, lambda row: row.target, heading="规划目标"),
        *_answers(form),
        _asked(columns.SOURCE, 17, lambda row: row.source),
        _asked(columns.NOTE, 16, lambda row: row.note),
        *_supply(form),
        _told(columns.REPORT, 13, lambda row: row.report),
        _told(columns.STATE, 10, lambda row: row.state),
    ]


def _of_a_collection(form: FormSheet) -> list[Slot]:
    said = any(row.state for row in form.rows)
    state = _told(columns.STATE, 10, lambda row: row.state)
    return [
        _told(columns.NUMBER, 5, lambda row: None, "center"),
        _told(columns.NAME, 24, lambda row: row.name),
        _told(columns.UNIT, 7, lambda row: row.unit, "center"),
        *_past(form, 9),
        *_answers(form),
        _told(columns.DEFINITION, 30, lambda row: row.definition),
        _asked(columns.SOURCE, 18, lambda row: row.source),
        _asked(columns.NOTE, 16, lambda row: row.note),
        *([state] if said else []),
    ]


def _answers(form: FormSheet) -> list[Slot]:
    """Return what is asked of every row: counts, value, how final, or why none."""
    heading = f"{columns.VALUE.heading}\n（{form.year}年）"
    counts = [
        _asked(columns.EVENTS, 8, lambda row: row.events, "right"),
        _asked(columns.DENOMINATOR, 9, lambda row: row.denominator, "right"),
    ]
    return [
        *(counts if form.counts else []),
        _asked(columns.VALUE, 11, lambda row: row.value, "right", heading),
        _asked(columns.GRADE, 7.5, lambda row: row.grade, "center"),
        _asked(columns.REASON, 11, lambda row: row.reason, "center"),
        _asked(columns.EXPECTED, 9, lambda row: row.expected, "center"),
    ]


def _supply(form: FormSheet) -> list[Slot]:
    if not form.suppliers:
        return []
    return [
        _asked(columns.SUPPLIER, 12, lambda row: row.supplier),
        _asked(columns.CONTACT, 8, lambda row: row.contact),
    ]


def _past(form: FormSheet, width: float) -> list[Slot]:
    """Return a column for each earlier year."""
    return [
        Slot(
            columns.YEAR_VALUE,
            columns.year_heading(year),
            width,
            lambda row, place=place: row.past[place],
            "right",
            past=place,
        )
        for place, year in enumerate(form.years)
    ]


def _keys() -> list[Slot]:
    return [
        Slot(columns.CODE, "指标代码", 10, lambda row: row.code, hidden=True),
        Slot(columns.VERSION, "版本", 6, lambda row: row.version, hidden=True),
    ]


def _told(column, width, content, align="left", heading="") -> Slot:
    return Slot(column, heading or column.heading, width, content, align)


def _asked(column, width, content, align="left", heading="") -> Slot:
    return Slot(column, heading or column.heading, width, content, align, open=True)
