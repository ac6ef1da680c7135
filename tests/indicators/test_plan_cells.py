import pytest

from indicators.plans import plan_cells
from indicators.plans.plan_table import PlanTableRow, PlanTarget
from indicators.plans.rows import ReadSheet, SheetRow
from indicators.rules.measure import Measure

CATALOGUE = {"smoking": Measure(unit="%", direction="down")}


def settled(raw, unit="%"):
    """Return a target of 2025 as the loader settles it, and the questions asked."""
    row = PlanTableRow(
        "1", "表", SheetRow(2, {}), "吸烟率", "", unit, indicator="smoking"
    )
    rule = plan_cells.reading(row, raw, CATALOGUE)
    target = PlanTarget(2025, "511700", raw, rule, True, [], [], row.line, "2025年")
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
    plan_cells.baseline(sheet, row)
    return row.baseline_year, row.baseline_value, sheet.problems


@pytest.mark.parametrize(
    "raw",
    ["保持稳定", "上升趋势减缓", "〔1〕", "累计降低5个百分点", "每年降低0.5个百分点"],
)
def test_kinds_that_are_not_judged_yet_are_kept_as_words_with_a_question(raw):
    target, questions = settled(raw)

    assert (target.rule.kind, target.rule.raw) == ("text", raw)
    assert target.value is target.change is None
    assert any("不评价" in question for question in questions)


def test_the_year_before_is_counted_from_the_column():
    target, questions = settled("比上年下降2%")

    assert (target.rule.kind, target.rule.base_year) == ("relative", 2024)
    assert questions == []


def test_a_part_that_counts_from_the_year_before_is_not_judged():
    target, questions = settled("较上年下降2%，降至20%")

    assert target.rule.kind == "text"
    assert any("上年" in question for question in questions)


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
    plan_cells.baseline(ReadSheet("plan.csv"), row)

    assert (row.baseline_op, row.baseline_raw) == ("~", "2015年约5.9")


def test_a_year_beside_the_figure_must_be_the_one_of_the_column():
    _, _, problems = baseline("2015年为27.7", "2014")

    assert [p.column for p in problems] == ["基期年份"]


def test_a_baseline_of_two_years_is_refused():
    _, _, problems = baseline("2010年为20，2015年为27.7")

    assert [p.column for p in problems] == ["基期值"]


def test_a_baseline_with_two_figures_is_refused():
    _, _, problems = baseline("27.7（2013年为28.1）")

    assert any("印了两个数" in problem.sentence for problem in problems)
