"""When figures are due, asked again, late, or to be supplied: pure rules."""

from datetime import date

import pytest

from indicators.models import Entry, Indicator, Submission
from indicators.rules import calendar

DUE = date(2025, 3, 31)


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (None, DUE),  # nobody has said when it is published
        (2, DUE),  # known before the round closes: the round's day holds
        (6, date(2025, 6, 30)),  # published in June: not asked in March
        (12, date(2025, 12, 31)),
    ],
)
def test_a_cell_is_due_by_the_later_of_the_round_and_its_usual_month(month, expected):
    assert calendar.due_day(DUE, 2024, month) == expected


def test_a_month_ends_on_its_last_day_in_leap_years_too():
    assert calendar.month_end(2024, 2) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("year", "period", "last", "milestones", "expected"),
    [
        (2024, 1, 2023, (), True),  # yearly
        (2024, 1, 2025, (), True),  # yearly, a later year is known already
        (2024, 5, 2020, (), False),  # a census every ten, a survey every five years
        (2025, 5, 2020, (), True),
        (2024, 5, None, (), True),  # never measured: asked
        (2024, 5, 2022, (2024,), True),  # a milestone year is always asked
        (2024, 5, 2022, (2025, 2030), False),
        (2023, 5, 2024, (), True),  # an earlier year than what is known
    ],
)
def test_off_years_are_not_chased(year, period, last, milestones, expected):
    assert calendar.is_asked(year, period, last, milestones) is expected


def test_next_year_of_a_periodical_indicator():
    assert calendar.next_year(5, 2020) == 2025
    assert calendar.next_year(5, None) is None


@pytest.mark.parametrize(
    ("submitted", "today", "expected"),
    [
        (date(2025, 3, 31), date(2025, 5, 1), False),  # on the day itself is in time
        (date(2025, 4, 1), date(2025, 5, 1), True),
        (None, date(2025, 3, 31), False),
        (None, date(2025, 4, 1), True),
    ],
)
def test_late_is_after_the_day(submitted, today, expected):
    assert calendar.is_late(DUE, submitted, today) is expected


@pytest.mark.parametrize(
    ("expected_on", "expected"),
    [
        (date(2025, 6, 1), True),  # from the first of the month on
        (date(2025, 7, 1), False),
        (date(2024, 12, 1), True),
        (None, False),
    ],
)
def test_what_is_expected_comes_back_in_its_month(expected_on, expected):
    assert calendar.has_come(expected_on, date(2025, 6, 1)) is expected


def test_a_figure_of_the_year_itself_is_due_in_it():
    """妇幼年度 ends in September: its figures are there in October."""
    assert calendar.due_day(date(2024, 9, 1), 2024, 10, same_year=True) == date(
        2024, 10, 31
    )
    assert calendar.due_day(DUE, 2024, 10, same_year=True) == DUE


FINAL = {"available_month": 1, "final_month": 6}
IN_OCTOBER = {"available_month": 10, "available_same_year": True}


@pytest.mark.parametrize(
    ("about", "entry", "again"),
    [
        ({}, {"missing_reason": "not_published"}, None),  # nobody said when
        (
            {},
            {"missing_reason": "not_published", "expected_on": date(2025, 5, 1)},
            date(2025, 5, 1),
        ),
        (FINAL, {"missing_reason": "not_applicable"}, None),
        (FINAL, {"value": 1, "grade": "annual"}, None),
        (FINAL, {"value": 1, "grade": ""}, None),
        (FINAL, {"value": 1, "grade": "flash"}, date(2025, 6, 1)),
        (FINAL, {"value": 1, "grade": "preliminary"}, date(2025, 6, 1)),
        (IN_OCTOBER, {"value": 1, "grade": "estimate"}, date(2024, 10, 1)),
        (IN_OCTOBER, {"value": 1, "grade": "flash"}, None),  # nobody said when
        ({"available_month": 5}, {"value": 1, "grade": "estimate"}, date(2025, 5, 1)),
        ({}, {"value": 1, "grade": "estimate"}, None),
    ],
)
def test_what_is_provisional_is_asked_for_again_when_the_final_is_there(
    about, entry, again
):
    cell = Entry(
        indicator=Indicator(**about), submission=Submission(year=2024), **entry
    )

    assert cell.expected_again == again
