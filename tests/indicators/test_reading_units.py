"""Which unit a file's figures are in: wherever it is printed, never passed over."""

from dataclasses import replace
from decimal import Decimal

import pytest

from indicators.rules import typed
from indicators.rules.measure import Measure
from indicators.spreadsheets.refusal import FileRefused
from tests.indicators.test_reading_sheets import FORM, PAST, read

MORE = {
    "infant": Measure(name="婴儿死亡率", unit="‰"),
    "sport": Measure(name="经常参加体育锻炼人数", unit="万人"),
    "ground": Measure(name="人均体育场地面积", unit="平方米"),
    "doctors": Measure(name="每千常住人口执业（助理）医师数", unit="人"),
}
HISTORY, YEARLY = replace(PAST, indicators=MORE), replace(FORM, indicators=MORE)
OUR_HEADING = "本年值\n（2025年）"


def landed(found, unit):
    """Return what the grid's reader makes of the one figure that was read."""
    (figure,) = found.figures
    return typed.read(figure.fields["value"], unit=unit).value


@pytest.mark.parametrize(
    "rows",
    [
        [["指标", "单位", "2016年"], ["婴儿死亡率", "%", 0.42]],
        [["指标", "2016年（%）"], ["婴儿死亡率", 0.42]],
        [["指标", "2016年"], ["婴儿死亡率（%）", 0.42]],
        [["历年指标"], ["单位：%"], ["指标", "2016年"], ["婴儿死亡率", 0.42]],
        [
            ["历年指标", None, "（计量单位: %）"],
            ["指标", "2016年"],
            ["婴儿死亡率", 0.42],
        ],
        [["年份", "婴儿死亡率(%)"], [2016, 0.42]],
        [
            ["指标：婴儿死亡率（%）"],
            ["地区", "2016年", "2017年"],
            ["甲市", 0.42, None],
        ],
    ],
)
def test_a_history_is_converted_wherever_its_unit_is_printed(rows):
    found = read(rows, known=HISTORY)

    assert found.doubts == [] and landed(found, "‰") == Decimal("4.2")


@pytest.mark.parametrize("heading", [OUR_HEADING, "本年值", "2025年实际值（填报）"])
def test_a_forms_unit_column_counts_whatever_the_heading_says(heading):
    rows = [["指标", "计量单位", heading], ["婴儿死亡率", "%", 0.41]]

    assert landed(read(rows, known=YEARLY), "‰") == Decimal("4.1")


def test_people_and_ten_thousands_of_people():
    rows = [["指标", "2016年"], ["经常参加体育锻炼人数（人）", 2100000]]

    assert landed(read(rows, known=HISTORY), "万人") == 210


@pytest.mark.parametrize(
    "name, unit",
    [("每千常住人口执业（助理）医师数", "人/百人"), ("婴儿死亡率", "个"), ("人均体育场地面积", "平米·年")],
)  # fmt: skip
def test_a_unit_that_cannot_be_converted_is_refused(name, unit):
    rows = [["指标", "单位", "2016年"], [name, unit, 0.21]]

    found = read(rows, known=HISTORY)

    (doubt,) = found.doubts
    assert found.figures == [] and f"单位“{unit}”" in doubt.sentence


@pytest.mark.parametrize(
    "name, unit",
    [
        ("人均体育场地面积", "平方米/人"),
        ("每千常住人口执业（助理）医师数", "人/千人"),
        ("每千常住人口执业（助理）医师数", "—"),
        ("婴儿死亡率", "‰"),
    ],
)
def test_the_own_unit_said_in_full_is_the_own_unit(name, unit):
    rows = [["指标", "单位", "2016年"], [name, unit, 2.1]]

    (figure,) = read(rows, known=HISTORY).figures

    assert figure.fields["value"] == "2.1"


def test_a_unit_behind_the_number_itself_counts_first():
    rows = [["指标", "单位", "2016年"], ["婴儿死亡率", "个", "4.2‰"]]

    assert landed(read(rows, known=HISTORY), "‰") == Decimal("4.2")


def test_what_a_formula_left_has_eight_decimals():
    rows = [["指标", "2016年", "2017年"], ["婴儿死亡率", 12.961762799740765, 1 / 3]]

    values = [f.fields["value"] for f in read(rows, known=HISTORY).figures]

    assert values == ["12.9617628", "0.33333333"]
    assert all(typed.read(text, unit="‰").refusal == "" for text in values)


@pytest.mark.parametrize(
    "name", ["婴儿死亡率（农村）", "婴儿死亡率(男)", "婴儿死亡率（‰，农村）", "婴儿死亡率【城市】", "婴儿死亡率（全国）", "婴儿死亡率（男/女）"]
)  # fmt: skip
def test_what_brackets_say_of_a_part_makes_another_indicator(name):
    for rows in ([["指标", "2016年"], [name, 6.5]], [["年份", name], [2016, 6.5]]):
        try:
            found = read(rows, known=HISTORY)
        except FileRefused:
            continue  # no column of it is known
        assert found.figures == []


@pytest.mark.parametrize(
    "name",
    [
        "婴儿死亡率（‰）",
        "婴儿死亡率（2016年）",
        "婴儿死亡率（合计，‰）",
        "婴儿死亡率（人/千人）",
    ],
)
def test_what_brackets_say_of_the_whole_changes_nothing(name):
    found = read([["指标", "2016年"], [name, 6.5]], known=HISTORY)

    assert [f.indicator for f in found.figures] == ["infant"]


@pytest.mark.parametrize("below", ["位次", "四川省", "全国", "同比增长", "农村"])
def test_what_stands_below_a_year_is_not_of_the_year_alone(below):
    rows = [
        ["指标", "2016年", "2016年"],
        [None, "合计", below],
        ["婴儿死亡率", None, 3],
    ]

    try:
        found = read(rows, known=HISTORY)
    except FileRefused:
        return
    assert found.figures == []


def test_a_forms_value_of_a_part_is_not_the_value():
    rows = [["指标", "本年值", "本年值（农村）"], ["婴儿死亡率", 4.1, 6.5]]

    (figure,) = read(rows, known=YEARLY).figures

    assert figure.fields["value"] == "4.1"


def test_a_unit_behind_a_name_with_brackets_of_its_own():
    name = "每千常住人口执业（助理）医师数（人）"

    found = read([["指标", "2016年"], [name, 2.1]], known=HISTORY)

    assert [f.indicator for f in found.figures] == ["doctors"]


def test_counts_without_a_value_are_listed():
    rows = [["地区", "指标", "年份", "数值", "分子", "分母"]]
    rows += [["甲市", "婴儿死亡率", 2016, None, 3, 20000]]

    (doubt,) = read(rows, known=HISTORY).doubts

    assert "只有分子、分母" in doubt.sentence
