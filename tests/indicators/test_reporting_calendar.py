"""When figures are due, asked again, late, or to be supplied: pure rules."""

from datetime import date

import pytest

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
    ("reason", "expected_on", "expected"),
    [
        ("not_published", date(2025, 6, 1), True),  # from the first of the month on
        ("not_published", date(2025, 7, 1), False),
        ("not_published", None, False),
        ("not_applicable", date(2025, 6, 1), False),
        ("", None, False),
    ],
)
def test_what_was_not_published_comes_back_in_its_month(reason, expected_on, expected):
    today = date(2025, 6, 1)

    assert calendar.is_supplement(reason, expected_on, today) is expected
