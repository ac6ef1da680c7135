from decimal import Decimal

import pytest

from indicators.plans import asking, plan_cells, plan_table
from indicators.plans.plan_table import PlanTableRow, PlanTarget
from indicators.plans.rows import ReadSheet, SheetRow
from indicators.rules.measure import Measure
from tests.conftest import FIXTURES

CATALOGUE = {"smoking": Measure(unit="%", direction="down")}


def settled(raw, unit="%", year=2025):
    """Return a target of a year as the loader settles it, and the questions asked."""
    row = PlanTableRow(
        "1", "表", SheetRow(2, {}), "吸烟率", "", unit, indicator="smoking"
    )
    rule = plan_cells.reading(row, raw, CATALOGUE)
    target = PlanTarget(year, "511700", raw, rule, True, [], [], row.line, "2025年")
    questions = []
    plan_cells.settle(
        ReadSheet("plan.csv"), questions, row, target, "511700", {"511700"}
    )
    return target, [question.sentence for question in questions]


def baseline(printed, year=""):
    """Return the year and value of a printed baseline, and the problems found."""
    line = SheetRow(2, {"基期值": printed, "基期年份": year})
    row = PlanTableRow("1", "表", line, "吸烟率", "", "%", indicator="smoking")
    sheet = ReadSheet("plan.csv")
    plan_cells.baseline(sheet, [], row)
    return row.baseline_year, row.baseline_value, sheet.problems


# Printed words → kind, change (the smaller of a range), its other end, what it counts
# in, base year.
FIGURES = [
    ("保持稳定", "keep", None, None, "", None),
    ("维持在2020年水平", "keep", None, None, "", 2020),
    ("上升趋势减缓", "slow", None, None, "", None),
    ("〔1〕", "cumulative", "1", None, "own", None),
    ("累计降低5个百分点", "cumulative", "-5", None, "points", None),
    ("每年降低0.5个百分点", "annual", "-0.5", None, "points", None),
    ("年均下降2%", "annual", "-2", None, "percent", None),
    ("降低10%～15%", "relative", "-10", "-15", "percent", None),
    ("提高5～10个百分点", "points", "5", "10", "points", None),
    ("比上年下降2%", "relative", "-2", None, "percent", 2024),
    ("达到2015年的1.5倍", "multiply", "1.5", None, "", 2015),
]


@pytest.mark.parametrize(
    ("raw", "kind", "change", "high", "counts_in", "base"), FIGURES
)
def test_every_kind_is_stored_as_figures(raw, kind, change, high, counts_in, base):
    target, _ = settled(raw)
    rule = target.rule

    assert (rule.kind, rule.counts_in, rule.base_year) == (kind, counts_in, base)
    found = [
        None if f is None else f"{f:f}" for f in (target.change, target.change_high)
    ]
    assert found == [change, high]


def test_points_of_another_unit_come_to_the_unit_of_the_row():
    target, _ = settled("每年降低5个千分点")

    assert (target.change, target.rule.counts_in) == (Decimal("-0.5"), "points")


def test_the_year_before_is_counted_from_the_column():
    target, questions = settled("比上年下降2%")

    assert (target.rule.kind, target.rule.base_year) == ("relative", 2024)
    assert questions == []


def test_a_part_counts_from_the_year_before_too():
    target, _ = settled("较上年下降2%，降至20%")

    assert target.rule.kind == "compound"
    assert [part.base_year for part in target.rule.parts] == [2024, None]


def test_the_year_before_an_undated_target_is_not_known():
    target, _ = settled("比上年下降2%", year=None)

    assert (target.rule.kind, target.rule.base_year) == ("relative", None)


def test_a_year_in_the_words_of_an_undated_target_is_asked_about():
    _, questions = settled("到2025年达到20%", year=None)

    assert any("2025年，列名是未注明年份" in question for question in questions)


@pytest.mark.parametrize(
    "printed",
    [
        *(
            "2015年为27.7",
            "2015年27.7%",
            "2015年已达27.7",
            "2015年的27.7",
            "2015年底27.7",
        ),
        *(
            "截至2015年底，达到27.7%",
            "截止2015年底为27.7",
            "2015年末：27.7",
            "2015年：27.7",
        ),
        *(
            "27.7（2015年）",
            "27.7（2015年数据）",
            "27.7（截至2015年底）",
            "27.7，2015年",
        ),
        *("（2015年）27.7", "27.7%〔2015年〕", "27.7[2015年底]"),
    ],
)
def test_the_year_inside_a_baseline_is_read(printed):
    year, value, problems = baseline(printed)

    assert (year, str(value), problems) == (2015, "27.7", [])


@pytest.mark.parametrize("printed", ["目前29.3%", "目前为29.3", "现状29.3%", "29.3"])
def test_a_baseline_of_now_has_a_value_and_no_year(printed):
    year, value, problems = baseline(printed)

    assert (year, str(value), problems) == (None, "29.3", [])


def test_a_baseline_keeps_its_sign_and_its_words_beside_the_year():
    line = SheetRow(2, {"基期值": "2015年约5.9", "基期年份": ""})
    row = PlanTableRow("1", "表", line, "吸烟率", "", "%", indicator="smoking")
    plan_cells.baseline(ReadSheet("plan.csv"), [], row)

    assert (row.baseline_op, row.baseline_raw) == ("~", "2015年约5.9")


def test_a_year_beside_the_figure_must_be_the_one_of_the_column():
    _, _, problems = baseline("2015年为27.7", "2014")

    assert [p.column for p in problems] == ["基期年份"]


def test_a_baseline_of_two_years_is_refused():
    _, _, problems = baseline("2010年为20，2015年为27.7")

    assert [p.column for p in problems] == ["基期值"]


def test_a_baseline_with_two_figures_is_refused():
    _, _, problems = baseline("27.7（2013年为28.1）")

    assert any("原文列了两个数" in problem.sentence for problem in problems)


def test_every_column_of_a_plan_table_is_explained_beside_the_files():
    layouts = (FIXTURES / "README.md").read_text("utf-8")
    (line,) = [x for x in layouts.splitlines() if x.startswith("`行号,")]
    listed = line.split("`")[1].split(",")

    optional = {"<年份列…>", f"[{asking.ANSWERS}]"}
    assert set(listed) - optional == set(plan_table.COLUMNS)
