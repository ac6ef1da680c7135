"""What is asked and said of a plan's rows when it is loaded."""

from decimal import Decimal as D

import pytest

from indicators.plans import plan_checks, plan_table
from indicators.rules.measure import Measure

SHARE = Measure("literacy", "素养", "%", 2, D(0), D(100), 100, direction="up")
CATALOGUE = {
    "literacy": SHARE,
    "maternal": Measure(
        *("maternal", "孕产妇死亡率", "1/10万", 2, D(0), D(100_000), 100_000),
        direction="down",
        typical=D("15.1"),
        spread=D("0.8"),
    ),
    "industry": Measure("industry", "规模", "亿元", 2, D(0), direction="up"),
    "births": Measure("births", "出生率", "‰", 2, D(0), D(1000), 1000),
}
HEADER = (
    "行号,领域,指标,计量单位,性质,基期值,基期年份,2020年,2030年,2030年@100000,"
    "责任部门,出处,原文,备注,指标代码,折算系数,读作单位,表/正文"
)


def found(path, *lines, doubted=()):
    """Return the findings of a plan; a line is key, unit, baseline, 2020, 2030, code,
    factor, and 读作单位 and the nation's figure where there are."""
    text = [HEADER]
    for line in lines:
        key, unit, base, due, later, code, factor, *more = line
        meant, upper = (*more, "", "")[:2]
        text.append(
            f"{key},健康生活,{code},{unit},,{base},2015,{due},{later},{upper},,表,,,"
            f"{code},{factor},{meant},表"
        )
    (path / "plan.csv").write_text("\n".join(text), "utf-8")
    known = plan_table.PlanReferences(
        "规划", "511700", CATALOGUE, {"100000": "全国"}, frozenset()
    )
    table = plan_table.parse(path / "plan.csv", known)
    assert table.problems == []
    return plan_checks.check(table, CATALOGUE, doubted)


OWN_2020, OWN_2030 = (2020, "511700"), (2030, "511700")
ASKED = [
    (  # a share of 254%: the point was lost in printing
        ("1", "%", "20", "254%", "30", "literacy", 1),
        ("target", OWN_2020, "“254%”超出上限100%，是否为25.4%？请核对原文。"),
        ("254%", "25.4%"),
    ),
    (
        ("1", "%", "", "", "130", "literacy", 1),
        ("target", OWN_2030, "“130”超出上限100%，是否为13%？请核对原文。"),
        ("130", "13%", "1.3%"),
    ),
    (
        ("1", "%", "372", "30", "40", "literacy", 1),
        ("baseline", None, "“372”超出上限100%，是否为37.2%？请核对原文。"),
        ("372", "37.2%"),
    ),
    (
        ("1", "1/10万", "20", "下降120%", "", "maternal", 1),
        ("target", OWN_2020, "“下降120%”：降低100%即为0，不可能更低，请核对原文。"),
        ("下降120%",),
    ),
    (  # a range is asked about once
        ("1", "%", "90", "", "103—107", "literacy", 1),
        ("target", OWN_2030, "“103—107”超出上限100%，请核对原文。"),
        ("103—107",),
    ),
    (
        ("1", "%", "85", "提高30%", "", "literacy", 1),
        (
            "target",
            OWN_2020,
            "“提高30%”由基期值85%算得110.5%，不可能，请核对原文。",
        ),
        ("提高30%",),
    ),
    (
        ("1", "%", "96", "", "提高5个百分点", "literacy", 1),
        (
            "target",
            OWN_2030,
            "“提高5个百分点”由基期值96%算得101%，不可能，请核对原文。",
        ),
        ("提高5个百分点",),
    ),
    (  # 18.53‰ would be 1853 of 100,000
        ("1", "‰", "18.53", "18", "12.0", "maternal", 100),
        (
            "unit",
            None,
            "按“‰”为1853/10万，通常在15.1/10万上下，单位是否为“1/10万”？请核对原文。",
        ),
        ("‰", "1/10万"),
    ),
]


@pytest.mark.parametrize("line, asked, readings", ASKED, ids=lambda p: str(p)[:30])
def test_what_cannot_be_is_asked_about(tmp_path, line, asked, readings):
    questions = found(tmp_path, line).questions

    (one,) = questions
    target = (one.year, one.issuer) if one.issuer else None
    assert (one.field, target, one.question) == asked
    assert (one.key, one.readings) == ("1", readings)
    assert str(one).startswith("plan.csv 第2行")


@pytest.mark.parametrize(
    "line",
    [
        ("1", "%", "20", "25.4", "100", "literacy", 1),
        ("1", "%", "20", "提高5个百分点", "比2015年提高20%", "literacy", 1),
        ("1", "‰", "18.53", "18", "12.0", "maternal", 1, "1/10万"),
        ("1", "1/10万", "0", "控制在14.5/10万及以下", "≤12", "maternal", 1),
        ("1", "1/10万", "61", "≤18", "≤12", "maternal", 1),  # high, and it happens
        ("1", "万亿元", ">0.005", ">0.007", ">0.008", "industry", 10000),
        ("1", "‰", "9", "≤10", "≥8", "births", 1),  # nobody says which way is good
    ],
)
def test_what_may_well_be_is_not_asked_about(tmp_path, line):
    assert found(tmp_path, line).questions == []


@pytest.mark.parametrize(
    "line, said",
    [
        (
            ("1", "%", "98.26", "90%以上", "99", "literacy", 1),
            ["“90%以上”宽于基期值98.26%，按控制目标评价。"],
        ),
        (
            ("1", "1/10万", "14.83", "≤19", "≤11", "maternal", 1),
            ["“≤19”宽于基期值14.83/10万，按控制目标评价。"],
        ),
        (
            ("1", "%", "100", "100", "", "literacy", 1),
            ["基期值100%已达到“100”，要求保持。"],
        ),
        (("1", "%", "97", "＞97", "≥98", "literacy", 1), []),
        (
            ("1", "%", "20", "≥92", "≥90", "literacy", 1),
            ["“≥90”宽于2020年的“≥92”，按规划原文。"],
        ),
        (  # what the nation asks is no measure of the region's baseline
            ("1", "%", "40", "50", "60", "literacy", 1, "", "30"),
            [],
        ),
    ],
)
def test_what_the_baseline_has_already_is_said_and_not_asked(tmp_path, line, said):
    findings = found(tmp_path, line)

    assert [notice.sentence for notice in findings.notices] == said
    assert findings.questions == []


@pytest.mark.parametrize(
    "line, said",
    [
        # 372% cannot be a baseline: no target is called looser than it
        (("1", "%", "372", "30", "40", "literacy", 1), []),
        # nor is a target that is asked about compared, the others are
        (
            ("1", "%", "98", "254%", "90", "literacy", 1),
            ["“90”宽于基期值98%，按控制目标评价。"],
        ),
        # nor anything in a unit that may be another
        (("1", "‰", "18.53", "19", "12.0", "maternal", 100), []),
    ],
)
def test_nothing_is_compared_with_what_is_asked_about(tmp_path, line, said):
    findings = found(tmp_path, line)

    assert [notice.sentence for notice in findings.notices] == said
    assert len(findings.questions) == 1


def test_nor_with_a_baseline_that_somebody_asked_about_before(tmp_path):
    line = ("1", "%", "98.26", "90%以上", "99", "literacy", 1)

    assert found(tmp_path, line, doubted=[("1", "baseline", None, None)]).notices == []


def test_a_row_that_says_the_same_again_is_named(tmp_path):
    first = ("1", "%", "10", "20", "30", "literacy", 1)
    again = ("2", "%", "10", "20%", "40", "literacy", 1)

    notices = found(tmp_path, first, again).notices

    assert [(n.row, n.column, n.sentence) for n in notices] == [
        (3, "2020年", "与第2行（1）重复，请改用同一行号。"),
        (3, "2030年", "“40”与1行“30”是同一指标同一年的目标，分别评价。"),
    ]
