from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules import numbers
from tests.tables import every


@every(
    "value, decimals, expected",
    [
        (77.9, 1, "77.9"),
        (2.675, 2, "2.68"),  # half up, though the binary number lies below
        (Decimal("19.545"), 2, "19.55"),
        (-1.25, 1, "−1.3"),
        (-0.04, 1, "0.0"),  # zero has no sign
        (1234567.5, 0, "1234568"),  # no thousands separator
        (5, 2, "5.00"),
        (None, 1, "—"),
        (float("nan"), 1, "—"),
        (float("inf"), 1, "—"),
        ("no number", 1, "—"),
    ],
)
def test_plain(value, decimals, expected):
    assert numbers.plain(value, decimals) == expected


@pytest.mark.parametrize(
    "value, expected", [(0.3, "+0.3"), (-0.3, "−0.3"), (0.01, "0.0"), (None, "—")]
)
def test_signed(value, expected):
    assert numbers.signed(value, 1) == expected


def test_trimmed_prints_a_target_as_a_plan_does():
    assert numbers.trimmed(79.0, 3) == "79"
    assert numbers.trimmed(15.632, 4) == "15.632"
    assert numbers.trimmed(100, 2) == "100"


def test_a_demand_is_rounded_away_from_zero_and_an_allowance_toward_it():
    assert numbers.away(0.234, 2) == "0.24"
    assert numbers.away(-0.234, 2) == "−0.24"
    assert numbers.away((78.2 - 77.9) / 2, 2) == "0.15"  # binary noise is no demand
    assert numbers.toward(0.559, 2) == "0.55"


@pytest.mark.parametrize(
    "unit, gap, shown",
    [
        ("%", "个百分点", "%"),
        ("‰", "个千分点", "‰"),
        ("1/10万", "/10万", "/10万"),
        ("岁", "岁", "岁"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_units(unit, gap, shown):
    assert numbers.gap_unit(unit) == gap
    assert numbers.shown_unit(unit) == shown


@given(st.one_of(st.none(), st.floats(), st.decimals(), st.text()), st.integers(0, 9))
def test_nothing_raises(value, decimals):
    for function in (
        numbers.plain,
        numbers.signed,
        numbers.trimmed,
        numbers.figure,
        numbers.percent,
        numbers.away,
        numbers.toward,
        numbers.small_places,
    ):
        assert "-" not in str(function(value, decimals))
