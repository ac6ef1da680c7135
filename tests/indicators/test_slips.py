"""A slip of the decimal point is caught without history; true values pass."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from indicators.entry import yardsticks
from indicators.models import Indicator, Observation
from indicators.pages.grid import remarks
from indicators.rules import checks
from indicators.rules.checks import CheckedFigure, Yardstick
from indicators.rules.figure import Figure
from indicators.rules.measure import Measure
from regions.models import Region
from tests.benchmarks import slips

LIFE = Measure("life", "人均预期寿命", "岁", 1)
SHARE = Measure("share", "覆盖率", "%", 1, lower=Decimal(0), upper=Decimal(100))
MONEY = Measure("money", "产业规模", "亿元", 0)
YEAR = slips.YEAR


def stick(kind, value, year=None, place=""):
    return Yardstick(kind, Decimal(value), year, place)


def slip(measure, value, *sticks, past=None):
    """Return what is said of a slip, None for nothing."""
    figure = Figure(YEAR, Decimal(value))
    cell = CheckedFigure(measure, figure, None, past or {}, sticks)
    found = [f for f in checks.check_cell(cell) if f.code == "unit_slip"]
    return found[0] if found else None


@pytest.mark.parametrize(
    "measure, value, sticks, sentence, meant",
    [
        (
            LIFE,
            "7.85",
            [stick("baseline", "75", 2015)],
            "7.85岁约为规划基期值（2015年75岁）的1/10，小数点可能前移一位。"
            "应为78.5岁的请改正；情况属实的，在备注说明。",
            "78.5",
        ),
        (
            SHARE,
            "0.853",
            [stick("target", "90", 2025)],
            "0.853%约为规划2025年目标值（90%）的1/100，可能将百分数填作小数。"
            "应为85.3%的请改正；情况属实的，在备注说明。",
            "85.3",
        ),
        (
            MONEY,
            "1300000",
            [stick("target", "120", 2030)],
            "1300000亿元约为规划2030年目标值（120亿元）的10000倍，可能误按万元填写。"
            "应为130亿元的请改正；情况属实的，在备注说明。",
            "130",
        ),
        (
            LIFE,
            "7850",
            [stick("upper", "78.2", 2023, "四川")],
            "7850岁约为四川2023年数值（78.2岁）的100倍，可能少两位小数。"
            "应为78.5岁的请改正；情况属实的，在备注说明。",
            "78.5",
        ),
        (
            LIFE,
            "785",
            [stick("others", "77")],
            "785岁约为同级地区一般水平的10倍，可能少一位小数。"
            "应为78.5岁的请改正；情况属实的，在备注说明。",
            "78.5",
        ),
    ],
)
def test_a_slip_is_named_against_whatever_is_known(
    measure, value, sticks, sentence, meant
):
    said = slip(measure, value, *sticks)

    assert said.sentence == sentence
    assert said.suggested == Decimal(meant)


def test_the_most_trusted_yardstick_that_fits_settles_it():
    doubtful = stick("target", "7.8", 2025)  # itself printed wrong

    assert slip(LIFE, "78.5", stick("baseline", "75", 2015), doubtful) is None
    assert slip(LIFE, "78.5", doubtful) is not None
    assert slip(LIFE, "78.5", doubtful, past={2023: Decimal("78.4")}) is None


def test_a_figure_far_from_all_is_a_slip_even_between_two_powers():
    assert slip(LIFE, "2355", stick("target", "78.5", 2025)) is not None  # 30 times


def test_what_others_reported_is_never_said():
    said = slip(LIFE, "785", stick("others", "77.77"))

    assert "77.77" not in said.sentence and said.reveals == checks.nouns.OTHER


def test_around_zero_and_without_yardsticks_nothing_is_said():
    signed = Measure("growth", "增长率", "‰", 2, lower=Decimal(-100))

    assert slip(signed, "50", stick("target", "5", 2025)) is None
    assert slip(LIFE, "7.85") is None
    assert slip(LIFE, "7.85", stick("baseline", "0", 2015)) is None


def test_the_grid_gets_the_figure_that_was_meant():
    said = slip(LIFE, "7.85", stick("baseline", "75", 2015))
    plain = SimpleNamespace(level="error", code="source", sentence="…", suggested=None)

    assert [one.get("meant") for one in remarks.said([said, plain])] == ["78.5", None]


@pytest.mark.django_db
def test_slips_over_all_real_rows_are_caught_and_true_values_pass(plans):
    """The table of the five plans without demo values: ≤ 3 % silent, ≤ 5 % doubted."""
    rows = list(slips.aims())
    caught, passed, true, doubted = slips.measured(rows)

    assert len(rows) > 130 and caught + len(passed) == 6 * len(rows)
    assert len(passed) <= 0.03 * 6 * len(rows), passed
    assert len(doubted) <= 0.05 * true, doubted


@pytest.mark.django_db
def test_without_anything_of_ones_own_others_reported_values_serve(plans):
    """An indicator that no plan of the region has: the province, then its siblings."""
    region = Region.objects.get(code="511100")
    indicator = Indicator.objects.get(code="life-expectancy")
    Observation.objects.filter(indicator=indicator).delete()
    about = {"indicator": indicator, "year": YEAR - 1, "origin": "import"}
    for code, value in [("510000", "77.9"), ("511700", "75"), ("530300", "50")]:
        where = Region.objects.get(code=code)
        Observation.objects.create(
            region=where, value=Decimal(value), source="年鉴", **about
        )

    found = yardsticks.of(region, YEAR, {indicator.pk: indicator}, ())
    known = yardsticks.of(region, YEAR, {indicator.pk: indicator}, {indicator.pk})

    assert [(s.kind, s.value) for s in found[indicator.pk]] == [
        ("upper", Decimal("77.9")),
        ("others", Decimal("75")),
    ]
    assert known == {}
