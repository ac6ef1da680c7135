"""When a figure is due: pure rules over days and years (CONTRIBUTING § Workflow)."""

import calendar
from collections.abc import Collection
from datetime import date


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def due_day(
    round_due: date, year: int, month: int | None, same_year: bool = False
) -> date:
    """Return the later of the round's day and the end of the indicator's usual month.

    `month` is that of the year after the data year, or with `same_year` of that year
    itself; None where nobody has said.
    """
    if not month:
        return round_due
    return max(round_due, month_end(year if same_year else year + 1, month))


def is_asked(
    year: int, period: int, last: int | None, milestones: Collection[int | None]
) -> bool:
    """Return whether an indicator measured every `period` years is asked in `year`.

    `last` is the newest year with a real value other than `year` itself. Off years
    are not chased; a milestone year is always asked, and so is what has no value. A
    milestone without a year (None) may be any year's: it is asked in every one.
    """
    if period <= 1 or last is None or not {year, None}.isdisjoint(milestones):
        return True
    return year < last or year - last >= period


def next_year(period: int, last: int | None) -> int | None:
    """Return the year in which a periodical indicator is asked again, if known."""
    return None if last is None else last + period


def is_late(due_on: date, submitted_on: date | None, today: date) -> bool:
    """Return whether a cell was, or by now is, submitted after its day (逾期)."""
    return (submitted_on or today) > due_on


def has_come(expected_on: date | None, today: date) -> bool:
    """Return whether the month has come in which a figure is expected: what was 尚未公布
    is supplied then (补报), what was provisional made final (定报)."""
    return bool(
        expected_on
        and (expected_on.year, expected_on.month) <= (today.year, today.month)
    )
