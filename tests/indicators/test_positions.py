"""Where a cell under review stands, and the words of the verdict it would have."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from indicators.pages.review import positions, review_rows
from indicators.rules.assessment import Result, TargetLimit
from indicators.rules.measure import Measure
from indicators.verdicts.goals import YearGoal

MEASURE = Measure(name="指标", unit="%", direction="up", decimals=1)


def cell(value, due=None, **goal):
    goal = YearGoal(year=2030, printed="79%", due=due, row=1, **goal)
    entry = SimpleNamespace(value=Decimal(value))
    concept = SimpleNamespace(unit="%", decimals=1, measure=MEASURE)
    return SimpleNamespace(entry=entry, goal=goal, indicator=concept)


@pytest.mark.parametrize(
    "value, due, figure, words, size",
    [
        ("77.9", 77.84, "77.84%", "高于（优于）", "0.06个百分点"),
        ("77.9", 77.851, "77.85%", "高于（优于）", "0.05个百分点"),
        ("77.9", 77.9, "77.9%", "持平", ""),
        ("77", 77.9, "77.9%", "低于（差于）", "0.9个百分点"),
    ],
)
def test_the_distance_to_what_is_due_is_that_of_the_printed_numbers(
    value, due, figure, words, size
):
    found = positions.due(cell(value, due), 1)

    assert (found.figure, found.words, found.size) == (figure, words, size)


@pytest.mark.parametrize(
    "sign, scale, words",
    [
        (1, "value", "低于控制目标"),
        (-1, "value", "超过控制目标"),
        (1, "range", "超出控制范围"),
        (0, "range", "超出控制范围"),
    ],
)
def test_a_broken_limit_is_named_by_direction_and_scale(sign, scale, words):
    row = cell("1", code="breached", result=Result(scale=scale))

    assert review_rows._present(row, sign).words == words


def test_a_value_within_the_tolerance_is_not_better_than_its_target():
    limit = {"value": Decimal(40), "op": "~", "tol": Decimal("0.8")}
    target = TargetLimit(year=2030, kind="value", **limit)
    concept = SimpleNamespace(unit="%", decimals=2)
    met = positions._measured("约40%", Decimal("39.23"), target, concept)

    assert (met.words, met.is_good) == ("在允许幅度内，差", True)
