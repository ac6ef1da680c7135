"""What the checks say of a figure, measured on the real national series too."""

import csv
import re
from decimal import Decimal as D
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.rules import checks
from indicators.rules.checks import CheckedFigure, DeclaredRelation
from indicators.rules.figure import Figure
from indicators.rules.measure import Measure
from tests.conftest import FIXTURES
from tests.tables import every

SHARE = Measure("share", "规范管理率", "%", 2, D(0), D(100), 100)
RATE = Measure("deaths", "孕产妇死亡率", "1/10万", 2, D(0), D(100_000), 100_000)
AGE = Measure("age", "人均预期寿命", "岁", 2, D(30), D(100))
BEDS = Measure("beds", "每千常住人口床位数", "张", 2, D(0), D(1000), 1000)
MONEY = Measure("money", "健康服务业总规模", "亿元", 2, D(0))
GROWTH = Measure("growth", "人口自然增长率", "‰", 2, D(-1000), D(1000), 1000)
LEVEL = Measure("level", "无单位的量", "", 8)


def series(first, *values):
    return {first + n: D(v) for n, v in enumerate(values)}


def found(measure, value, past=None, given=None, **counts):
    cell = CheckedFigure(measure, Figure(2024, D(value), **counts), given, past or {})
    return checks.check_cell(cell)


def codes(*args, **more):
    return [finding.code for finding in found(*args, **more)]


def national():
    """Return measure → year → value of the fixtures' real series."""
    concepts, values = {}, {}
    for path in sorted((FIXTURES / "catalogue").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            concepts |= {row["指标代码"]: row for row in csv.DictReader(file)}
    with (FIXTURES / "reference/national.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            measure = as_measure(concepts[row["指标代码"]])
            values.setdefault(measure, {})[int(row["年份"])] = D(row["数值"])
    return values


def as_measure(row):
    return Measure(
        code=row["指标代码"],
        name=row["指标"],
        unit=row["计量单位"],
        decimals=int(row["小数位"]),
        lower=D(row["下限"]) if row["下限"] else None,
        upper=D(row["上限"]) if row["上限"] else None,
        per=int(row["每"]) if row["每"] else None,
    )


NATIONAL = national()
CHANGES = [
    CheckedFigure(
        measure,
        Figure(year, values[year]),
        series={y: v for y, v in values.items() if y < year},
    )
    for measure, values in NATIONAL.items()
    for _, year in pairwise(sorted(values))
]


# ------------------------------------------------------------------ errors


@pytest.mark.parametrize(
    "measure, value, counts, code, words",
    [
        (SHARE, "100.1", {}, "bounds", "份额不能超过100%"),
        (SHARE, "-1", {}, "bounds", "下限0%"),
        (AGE, "781", {}, "bounds", "上限100岁"),
        (AGE, "7.81", {}, "bounds", "下限30岁"),
        (SHARE, "50", {"events": 60, "denominator": 50}, "part", "分子60大于分母50"),
        (RATE, "9", {"events": 9, "denominator": 8}, "part", "部分不能大于全体"),
        (BEDS, "5", {"events": 5, "denominator": 0}, "denominator", "分母为0"),
    ],
)
def test_a_figure_that_cannot_be_is_an_error(measure, value, counts, code, words):
    first = found(measure, value, **counts)[0]

    assert (first.level, first.code) == ("error", code)
    assert words in first.sentence and first.sentence.endswith("。")


@pytest.mark.parametrize("value", ["0", "100", "99.99"])
def test_a_share_may_reach_its_bounds(value):
    assert codes(SHARE, value) == []


def test_a_blank_value_has_no_findings():
    assert checks.check_cell(CheckedFigure(SHARE, Figure(2024, None, events=5))) == ()


def test_a_part_may_be_the_whole():
    assert codes(SHARE, "100", events=8, denominator=8) == []


# ---------------------------------------------------------------- as typed


@pytest.mark.parametrize(
    "measure, value, expected",
    [
        (SHARE, "12.345", ["decimals"]),
        (SHARE, "12.34000000", []),  # as the database gives it
        (SHARE, "12.3", []),
        (Measure("n", "医院数", "个", 0), "12.5", ["decimals"]),
    ],
)
def test_more_decimals_than_the_indicators_are_asked_about(measure, value, expected):
    assert codes(measure, value) == expected


def test_a_computed_value_may_have_all_its_decimals():
    assert codes(SHARE, "33.33333333", events=1, denominator=3) == []


@pytest.mark.parametrize(
    "typed, expected",
    [("33.33", []), ("33.3", []), ("33", []), ("33.4", ["rate"]), ("33.34", ["rate"])],
)
def test_a_typed_value_agrees_with_its_counts_up_to_rounding(typed, expected):
    value = checks.rate(1, 3, 100)

    assert codes(SHARE, value, events=1, denominator=3, given=D(typed)) == expected


def test_a_difference_from_the_counts_shows_both():
    finding = found(SHARE, "12.5", events=12, denominator=100)[0]

    assert finding.sentence == (
        "所填12.5%与分子÷分母（12÷100×100）的结果12%不一致，请核实三个数值。"
    )


def test_a_rate_is_rounded_to_eight_places_only():
    assert checks.rate(2, 3, 1000) == D("666.66666667")
    assert checks.rate(3, 2, None) == D("1.5")
    with pytest.raises(ZeroDivisionError):
        checks.rate(1, 0, 100)


# ------------------------------------------------------------ against years


@pytest.mark.parametrize(
    "measure, value, past, words",
    [
        (RATE, "161", series(2023, "15.7"), "的10倍，可能少一位小数"),
        (RATE, "161", series(2023, "15.7"), "应为16.1/10万的请改正"),
        (RATE, "0.161", series(2023, "15.7"), "可能误按‰填写"),
        (SHARE, "956", series(2023, "94.2"), "可能误按‰填写"),
        (SHARE, "956", series(2023, "94.2"), "应为95.6%的请改正"),
        (SHARE, "0.956", series(2023, "94.2"), "可能将百分数填作小数"),
        (MONEY, "1300000", series(2023, "125"), "可能误按万元填写"),
        (
            AGE,
            "7.81",
            series(2023, "78"),
            "约为2023年（78岁）的1/10，小数点可能前移一位",
        ),
        (BEDS, "723", series(2021, "6.92"), "约为2021年（6.92张）的100倍"),
    ],
)
def test_a_slip_of_the_unit_is_named(measure, value, past, words):
    slip = next(f for f in found(measure, value, past) if f.code == "unit_slip")

    assert slip.level == "warning" and words in slip.sentence


def test_a_slip_is_said_instead_of_a_jump_and_of_decimals():
    assert codes(SHARE, "0.956", series(2023, "95.6")) == ["unit_slip"]
    assert codes(RATE, "161", series(2015, *["16.2"] * 5, "16.1")) == ["unit_slip"]


@every(
    "measure, value, past, expected",
    [
        (RATE, "21", series(2023, "15.7"), ["jump"]),  # a third up
        (RATE, "19", series(2023, "15.7"), []),
        (SHARE, "60", series(2023, "95.6"), ["jump"]),
        (SHARE, "85", series(2023, "95.6"), ["jump"]),  # 10.6 points
        (SHARE, "88", series(2023, "95.6"), []),
        (SHARE, "0.3", series(2023, "0.2"), []),  # half more, a tenth of a point
        (SHARE, "14", series(2023, "10"), ["jump"]),
        (RATE, "21", series(2020, "15.7"), []),  # four years apart
        (RATE, "21", {2025: D("15.7")}, []),  # a later year is no yardstick
        (GROWTH, "-1.04", series(2023, "-0.6"), []),  # around zero a ratio is nothing
        (RATE, "30", series(2023, "0"), []),  # the first case after none
        (
            RATE,
            "21",
            series(2018, "8", "16", "9", "17", "9", "16"),
            [],
        ),  # as usual here
    ],
)
def test_a_jump_is_large_against_last_year(measure, value, past, expected):
    assert codes(measure, value, past) == expected


def test_a_jump_says_against_which_year_and_by_how_much():
    finding = found(SHARE, "85", series(2022, "95.6"))

    assert finding == ()
    assert found(SHARE, "85", series(2023, "95.6"))[0].sentence == (
        "比2023年的95.6%下降10.6个百分点（11%），变化较大，请核实；"
        "情况属实的，在备注说明。"
    )


@pytest.mark.parametrize(
    "value, last, said",
    [
        ("92.25831169", "75.6", "上升16.66个百分点"),  # computed of counts
        ("85.60000001", "62.3", "上升23.3个百分点"),
        ("97", "85.64", "上升11.36个百分点"),
    ],
)
def test_a_difference_has_the_indicators_decimals(value, last, said):
    (finding,) = found(SHARE, value, series(2023, last))

    assert said in finding.sentence


def test_an_outlier_is_said_instead_of_a_jump():
    past = series(2018, "76.1", "76.3", "76.6", "76.8", "77.0", "77.3")

    assert codes(AGE, "77.6", past) == []
    assert codes(AGE, "84", past) == ["outlier"]
    assert codes(AGE, "52", past) == ["outlier"]  # a jump too, said once
    assert codes(AGE, "84", series(2020, "76.6", "76.8", "77.0", "77.3")) == []


def test_an_outlier_is_more_than_five_deviations_away():
    """A steady series deviates by 1 % of last year: 5 × 0.8 beside the usual 0.1."""
    past = series(2018, "79.5", "79.6", "79.7", "79.8", "79.9", "80.0")

    assert codes(AGE, "84.10", past) == []
    assert codes(AGE, "84.11", past) == ["outlier"]
    assert codes(AGE, "76.10", past) == []
    assert codes(AGE, "76.09", past) == ["outlier"]


def test_few_events_go_up_and_down_by_chance():
    past = series(2018, "15", "16", "15", "14", "15", "15")

    assert codes(RATE, "45", past, events=3, denominator=6666) == []
    assert codes(RATE, "45", past, events=300, denominator=666_666) == ["outlier"]


@pytest.mark.parametrize(
    "value, past, expected",
    [
        ("95.6", series(2022, "95.6", "95.6"), ["unchanged"]),
        ("95.6", series(2022, "95.5", "95.6"), []),
        ("95.6", series(2023, "95.6"), []),
        ("100", series(2022, "100", "100"), []),
        ("95", series(2022, "95", "95"), []),
    ],
)
def test_the_same_figure_a_third_time_is_asked_about(value, past, expected):
    assert codes(SHARE, value, past) == expected


# ------------------------------------------------------------ the real series


def test_real_changes_are_hardly_ever_warned_about():
    # 103 year-to-year changes of the national series, 2015 to 2025: one warning
    # (1.0%): infant mortality of 2020, when the fall slowed from 0.6 to 0.2‰ a year.
    warned = [
        (cell.measure.code, cell.figure.year, finding.code)
        for cell in CHANGES
        for finding in checks.check_cell(cell)
    ]

    assert len(CHANGES) == 103
    assert warned == [("infant-mortality", 2020, "outlier")]


@pytest.mark.parametrize("times", [10, 100, 1000, 10_000])
def test_every_slip_planted_in_the_real_series_is_named(times):
    for cell in CHANGES:
        for wrong in (cell.figure.value * times, cell.figure.value / times):
            figure = Figure(cell.figure.year, wrong)
            planted = CheckedFigure(cell.measure, figure, series=cell.series)
            said = [f for f in checks.check_cell(planted) if f.code == "unit_slip"]

            assert len(said) == 1, (cell.measure.code, cell.figure.year, wrong)
            meant = checks.nouns.printed(cell.figure.value)
            assert f"应为{meant}" in said[0].sentence


# ------------------------------------------------------------- properties

VALUE = st.decimals(min_value="0.01", max_value=9999, places=2)
PAST = st.dictionaries(st.integers(2010, 2023), VALUE, max_size=9)


@given(VALUE, PAST, st.integers(-3, 3))
def test_the_scale_of_a_series_does_not_matter_to_the_warnings(value, past, exponent):
    factor = D(10) ** exponent
    scaled = {year: v * factor for year, v in past.items()}

    asked = {"jump", "outlier", "unit_slip"}
    assert asked & {*codes(LEVEL, value, past)} == asked & {
        *codes(LEVEL, value * factor, scaled)
    }


@given(VALUE, PAST, PAST)
def test_errors_do_not_depend_on_other_years(value, one, other):
    def wrong(past):
        return [f for f in found(SHARE, value, past) if f.level == "error"]

    assert wrong(one) == wrong(other)


@given(VALUE, PAST, st.sampled_from([SHARE, RATE, AGE, BEDS, MONEY, GROWTH, LEVEL]))
def test_one_cause_is_said_once_and_in_one_sentence(value, past, measure):
    findings = found(measure, value, past)
    against = {"jump", "outlier", "unit_slip", "unchanged"}

    assert len([f for f in findings if f.code in against]) <= 1
    assert all(f.sentence.count("。") <= 2 for f in findings)
    assert all(f.sentence.endswith("。") for f in findings)
    assert [f.level for f in findings] == sorted(f.level for f in findings)


@given(
    st.integers(0, 10**6), st.integers(1, 10**6), st.sampled_from([100, 1000, 10**5])
)
def test_a_rate_is_its_counts(events, denominator, per):
    exact = checks.rate(events, denominator, per)

    assert abs(exact * denominator - events * per) <= denominator * D("5.1e-9")


# -------------------------------------------------------------- relations

YOUNGER = DeclaredRelation("part", "infant", "under5", "婴儿是5岁以下儿童的一部分。")
USUAL = DeclaredRelation("order", "infant", "under5", "婴儿死亡率通常较低")


def related(left, right, relation=YOUNGER, here="‰", there="‰"):
    values = {
        "infant": (Measure(name="婴儿死亡率", unit=here), D(left)),
        "under5": (Measure(name="5岁以下儿童死亡率", unit=there), D(right)),
    }
    return checks.check_relations(values, [relation])


@pytest.mark.parametrize(
    "left, right, here, there, wrong",
    [
        ("5.4", "7.5", "‰", "‰", False),
        ("7.5", "7.5", "‰", "‰", False),
        ("7.6", "7.5", "‰", "‰", True),
        ("6", "5.6", "‰", "‰", True),
        ("5.4", "5.38461538", "‰", "‰", False),  # the same deaths, rounded
        ("5.4", "560", "‰", "1/10万", False),
        ("5.7", "560", "‰", "1/10万", True),
        ("5.7", "3", "‰", "岁", False),  # two kinds: not compared
        ("0", "0", "‰", "‰", False),
    ],
)
def test_a_part_larger_than_its_whole_is_an_error_at_both(
    left, right, here, there, wrong
):
    findings = related(left, right, here=here, there=there)

    assert set(findings) == ({"infant", "under5"} if wrong else set())
    assert all(f.level == "error" for said in findings.values() for f in said)


def test_a_relation_says_both_figures_and_why():
    assert related("7.6", "7.5")["infant"][0].sentence == (
        "婴儿死亡率7.6‰大于5岁以下儿童死亡率7.5‰，而婴儿是5岁以下儿童的一部分，"
        "请核对两个数值。"
    )


def test_an_unusual_order_is_a_warning():
    finding = related("7.6", "7.5", USUAL)["under5"][0]

    assert (finding.level, finding.code) == ("warning", "contradicts")


def test_a_relation_with_a_missing_side_says_nothing():
    values = {"infant": (Measure(name="婴儿死亡率", unit="‰"), D(9))}

    assert checks.check_relations(values, [YOUNGER]) == {}


def test_every_threshold_is_printed_with_its_reason():
    rows = checks.described()

    assert ("一年变化达到（相对）", "30%") == rows[0][:2]
    assert all(
        label and value and reason.endswith("。") for label, value, reason in rows
    )


# ----------------------------------------------------------- what a finding reveals


def test_a_finding_has_to_say_what_it_reveals():
    with pytest.raises(TypeError):
        checks.Finding("error", "bounds", "太高。")
    with pytest.raises(ValueError, match="reveals"):
        checks.Finding("error", "bounds", "太高。", "everything")


PAST = series(2021, "70.1", "70.2", "70.3")
SPOKEN = [
    (SHARE, "100.1", {}, {}, "bounds", "series"),
    (BEDS, "5.123", {}, {}, "decimals", "series"),
    (AGE, "99", PAST, {}, "jump", "series"),
    (SHARE, "7.03", PAST, {}, "unit_slip", "series"),
    (AGE, "70.3", series(2022, "70.3", "70.3"), {}, "unchanged", "series"),
    (
        *(AGE, "75", series(2018, "70", "70.1", "70.2", "70.3", "70.4", "70.5")),
        *({}, "outlier", "series"),
    ),
    (SHARE, "50", {}, {"events": 60, "denominator": 50}, "part", "counts"),
    (BEDS, "5", {}, {"events": 5, "denominator": 0}, "denominator", "counts"),
    (RATE, "20", {}, {"events": 9, "denominator": 60_000}, "rate", "counts"),
]


@pytest.mark.parametrize("measure, value, past, counts, code, reveals", SPOKEN)
def test_what_the_finding_of_each_check_reveals(
    measure, value, past, counts, code, reveals
):
    (finding,) = [f for f in found(measure, value, past, **counts) if f.code == code]

    assert finding.reveals == reveals
    told = [str(n) for n in counts.values()]
    assert (reveals == "counts") == any(n in finding.sentence for n in told)


@pytest.mark.parametrize("kind", ["part", "order"])
def test_a_relation_reveals_another_cell(kind):
    relation = DeclaredRelation(kind, "left", "right", "前者是后者的一部分。")
    share = Measure(unit="%")

    said = checks.check_relations(
        {"left": (share, D(9)), "right": (share, D(5))}, [relation]
    )

    assert {f.reveals for findings in said.values() for f in findings} == {"other"}


@pytest.mark.parametrize(
    "inside, counts, expected",
    [
        (True, True, {"nothing", "series", "other", "counts"}),
        (True, False, {"nothing", "series", "other"}),
        (False, False, {"nothing", "series"}),
        (False, True, {"nothing", "series"}),
    ],
)
def test_who_reads_which_findings(inside, counts, expected):
    every = [checks.Finding("error", r, "一句话。", r) for r in checks.REVEALS]

    kept = checks.readable(every, inside=inside, counts=counts)

    assert {finding.reveals for finding in kept} == expected


# ------------------------------------------------------ no computed digit is printed


DEATHS = Measure("infants", "婴儿死亡率", "‰", 2, D(0), D(1000), 1000)


@every(
    "value, past",
    [
        ("66.65831169", series(2022, "6.7", "6.6")),  # a slip
        ("6.65831169", series(2023, "3.1")),  # a jump
        ("6.65831169", series(2022, "6.65831169", "6.65831169")),  # unchanged
        ("6.65831169", series(2019, "3.33333333", "3.4", "3.3", "3.31", "3.32")),
        ("1066.65831169", {}),  # beyond the bounds
    ],
)
def test_no_sentence_prints_the_digits_of_a_computation(value, past):
    """Differences and rates have the indicator's decimals, one more where computed."""
    told = found(DEATHS, value, past)

    assert told
    for finding in told:
        for decimals in re.findall(r"\d+[.](\d+)", finding.sentence):
            assert len(decimals) <= 3, finding.sentence


def test_two_rates_against_each_other_have_no_more_digits_than_tell_them_apart():
    infants = Measure("infants", "婴儿死亡率", "‰", 2, per=1000)
    children = Measure("children", "5岁以下儿童死亡率", "‰", 2, per=1000)
    rule = DeclaredRelation("contradicts", "infants", "children", "婴儿属于5岁以下儿童")
    for small, large, said in (
        ("6.65831169", "4.1", "婴儿死亡率6.658‰大于5岁以下儿童死亡率4.1‰"),
        ("6.65871169", "6.65831169", "婴儿死亡率6.659‰大于5岁以下儿童死亡率6.658‰"),
    ):
        sides = {"infants": (infants, D(small)), "children": (children, D(large))}
        (finding,) = checks.check_relations(sides, [rule])["infants"]
        assert finding.sentence.startswith(said)
