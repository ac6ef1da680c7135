"""数据体检: tables of what is hinted at and what is not, and a second opinion."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards import checkup
from dashboards.checkup import (
    CheckedBoard,
    CheckedIndicator,
    CheckedTarget,
    CheckedValue,
    Place,
)

PLACES = {
    code: Place(code, name, parent)
    for code, name, parent in [
        ("510000", "四川省", "100000"),
        ("511700", "达州市", "510000"),
        ("511702", "通川区", "511700"),
        ("511703", "达川区", "511700"),
    ]
}
CITY, ONE, TWO = "511700", "511702", "511703"
CONCEPTS = {
    i.code: i
    for i in [
        CheckedIndicator("imr", "婴儿死亡率", "‰", 2, per=1000),
        CheckedIndicator("life", "预期寿命", "岁", 2),
        CheckedIndicator("people", "人口", "万人", 2, additive=True),
        CheckedIndicator("homes", "医院", "个", 0, additive=True),
        CheckedIndicator(
            *("cover", "接种率", "%", 1),
            per=100,
            lower=Decimal(0),
            upper=Decimal(100),
        ),
        CheckedIndicator("rank", "位次", "位", 0),
    ]
}


def value(region, indicator, year, text, **more):
    return CheckedValue(region, indicator, year, Decimal(text), **more)


def found(values, targets=(), breaks=()):
    board = CheckedBoard(PLACES, CONCEPTS, list(values), list(targets), set(breaks))
    return checkup.hints(board)


def sentences(*values, targets=(), breaks=()):
    return [hint.sentence for hint in found(values, targets, breaks)]


def three(indicator, whole, one, two, year=2024, **more):
    """A city's value and those of its two counties."""
    texts = zip((CITY, ONE, TWO), (whole, one, two), strict=True)
    return [value(r, indicator, year, text, **more) for r, text in texts]


def run(indicator, first, *texts, region=CITY, **more):
    """A series, year by year."""
    return [
        value(region, indicator, first + n, text, **more)
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    "values, said",
    [
        (
            three("imr", "4.52", "3.10", "4.10"),
            "2024年达州市4.52‰，高于下级2个地区的最高值（达川区4.10‰）。",
        ),
        (
            three("life", "77.00", "78.31", "78.50"),
            "2024年达州市77.00岁，低于下级2个地区的最低值（通川区78.31岁）。",
        ),
        (
            three("people", "540.21", "300.10", "239.70"),
            "2024年达州市540.21万人，下级2个地区合计539.80万人，相差0.41万人。",
        ),
        (
            three("homes", "12", "5", "8"),
            "2024年达州市12个，下级2个地区合计13个，相差1个。",
        ),
        (
            run("life", 2021, "77.60", "77.80", "78.00", "78.20"),
            "2021—2024年每年均增加0.20岁（由77.60岁至78.20岁）。",
        ),
        (
            run("cover", 2021, "96.5", "96.1", "95.7", "95.3"),
            "2021—2024年每年均减少0.4个百分点（由96.5%至95.3%）。",
        ),
        (
            run("people", 2021, "500.1", "501.1", "502.1", "503.1"),
            "2021—2024年每年均增加1.00万人（由500.10万人至503.10万人）。",
        ),
        (
            [value(CITY, "imr", 2024, "4.5", events=13, denominator=3001)],
            "2024年4.50‰，按分子÷分母（13÷3001）应为4.33‰。",
        ),
    ],
)
def test_what_is_hinted_at(values, said):
    assert sentences(*values) == [said]


@pytest.mark.parametrize(
    "values",
    [
        three("imr", "3.60", "3.10", "4.10"),
        three("imr", "4.10", "3.10", "4.10"),  # on the edge
        # rounded to one decimal and given with two: 4.1 may be 4.14
        three("imr", "4.14", "3.1", "4.1"),
        three("imr", "4.2", "3.14", "4.16"),
        three("rank", "5", "1", "2"),  # no rate, no total
        three("people", "540.21", "300.1", "240.1"),  # parts rounded to one decimal
        three("people", "540.20", "300.10", "240.11"),  # rounding of the last decimal
        three("imr", "4.52", "3.10", "4.10")[:2],  # a county without a figure
        [*three("imr", "4.52", "3.1", "4.1")[:2], value(TWO, "imr", 2024, "4.1", apart=True)],
        [value(CITY, "imr", 2024, "4.52", apart=True), *three("imr", "1", "3.1", "4.1")[1:]],
        # the counties count anew since 2023, the city does not
        [
            value(CITY, "imr", 2024, "4.52"),
            *(v for r in (ONE, TWO) for v in run("imr", 2023, "3.1", "3.2", region=r, breaks=True)),
        ],
        run("life", 2021, "77.60", "77.80", "78.00"),  # two steps
        run("life", 2021, "77.60", "77.80", "78.00", "78.21"),
        run("life", 2021, "77.60", "77.61", "77.62", "77.63"),  # smallest steps
        run("cover", 2021, "99.9", "99.9", "99.9", "99.9"),  # no step at all
        run("homes", 2021, "3", "4", "5", "6"),
        # one decimal alone is printed: such steps are the smallest it can take
        run("life", 2021, "77.6", "77.7", "77.8", "77.9"),
        [v for v in run("life", 2020, "77.4", "77.6", "77.8", "78", "78.2") if v.year != 2022],
        [value(CITY, "imr", 2024, "4.33", events=13, denominator=3001)],
        [value(CITY, "imr", 2024, "4.3318", events=13, denominator=3001)],  # cut off
        [value(CITY, "imr", 2024, "4.3", events=13, denominator=3001)],
        [value(CITY, "imr", 2024, "4.5", events=13)],
        [value(CITY, "imr", 2024, "1" * 15)],  # more digits than are compared
        [],
    ],
)  # fmt: skip
def test_what_is_no_wonder(values):
    assert sentences(*values) == []


def test_a_change_of_definition_ends_a_run():
    values = run("life", 2020, "77.4", "77.6", "77.8", "78.0", "78.2")
    values[2] = value(CITY, "life", 2022, "77.8", breaks=True)

    assert sentences(*values) == []


def test_a_change_of_definition_before_the_years_looked_at_counts():
    values = three("imr", "4.52", "3.10", "4.10")

    assert sentences(*values, breaks=[(CITY, "imr", 2019)]) == []
    alike = [(code, "imr", 2019) for code in (CITY, ONE, TWO)]
    assert len(sentences(*values, breaks=alike)) == 1
    assert len(sentences(*values, breaks=[(CITY, "imr", 2025)])) == 1


def test_one_run_is_said_once_with_all_its_years():
    values = run("life", 2019, "77.2", "77.4", "77.6", "77.8", "78.0", "78.3")

    assert sentences(*values) == ["2019—2023年每年均增加0.20岁（由77.20岁至78.00岁）。"]


@pytest.mark.parametrize(
    "indicator, text, target, due, is_said",
    [
        ("life", "78.5", "78.5", 2025, True),
        ("life", "78.496", "78.5", 2025, True),  # printed alike
        ("life", "78.5", "78.502", 2025, False),  # a target of more decimals
        ("life", "78.49", "78.5", 2025, False),
        ("life", "78.5", "78.5", 2024, True),
        ("life", "78.5", "78.5", 2023, False),  # long past
        ("cover", "100", "100", 2025, False),  # nothing can be more
        ("homes", "5", "5", 2025, False),  # built as planned
        ("homes", "1200", "1200", 2025, True),
    ],
)
def test_a_value_exactly_on_its_target(indicator, text, target, due, is_said):
    aim = CheckedTarget(CITY, indicator, due, Decimal(target))
    later = CheckedTarget(CITY, indicator, 2030, Decimal("79"))

    said = sentences(value(CITY, indicator, 2024, text), targets=[aim, aim, later])

    assert len(said) == is_said
    assert all(f"与{due}年目标值完全相同" in text for text in said)


def test_years_on_one_target_are_one_hint():
    aim = [CheckedTarget(CITY, "life", 2025, Decimal("78.5"))]
    values = run("life", 2020, "78.5", "78.4", "78.5", "78.5")

    assert sentences(*values, targets=aim) == [
        "2020、2022、2023年78.50岁，与2025年目标值完全相同。"
    ]
    many = run("life", 2018, *["78.5"] * 6)
    assert sentences(*many, targets=aim) == [
        "2020、2021、2022、2023等6年78.50岁，与2025年目标值完全相同。"
    ]


def test_only_the_next_target_is_compared():
    aims = [
        CheckedTarget(CITY, "life", y, Decimal(v)) for y, v in ((2025, 78), (2030, 79))
    ]

    assert sentences(value(CITY, "life", 2024, "79"), targets=aims) == []
    assert len(sentences(value(CITY, "life", 2026, "79"), targets=aims)) == 1


def test_what_holds_a_demo_value_says_so():
    values = three("imr", "4.52", "3.10", "4.10")
    assert [hint.demo for hint in found(values)] == [False]

    values[2] = value(TWO, "imr", 2024, "4.10", demo=True)
    assert [hint.demo for hint in found(values)] == [True]


def test_hints_come_by_kind_and_the_newest_first():
    values = [
        *three("people", "9", "1", "2", 2023),
        *three("people", "9", "1", "2", 2024),
        *three("imr", "9", "1", "2"),
    ]

    kinds = [(hint.kind, hint.year) for hint in found(values)]
    assert kinds == [("range", 2024), ("sum", 2024), ("sum", 2023)]
    assert checkup.tally(found(values)) == {
        **{"range": 1, "sum": 2, "target": 0},
        **{"step": 0, "counts": 0},
    }


# --------------------------------------- a second opinion, by hand and row by row


def places_of(series):
    """The decimals that a series is printed with."""
    return max(max(-v.value.normalize().as_tuple().exponent, 0) for v in series)


def by_hand(values):
    """What the rules say, without any frame: (kind, region, indicator, year)."""
    fit = {(v.region, v.indicator, v.year): v for v in values if not v.apart}
    series = {}
    for v in values:
        series.setdefault((v.region, v.indicator), []).append(v)
    half = {
        key: Decimal(0)
        if CONCEPTS[key[1]].is_exact
        else Decimal(5).scaleb(-places_of(own) - 1)
        for key, own in series.items()
    }

    def since(region, indicator, year):
        own = series[region, indicator]
        return max((v.year for v in own if v.breaks and v.year <= year), default=0)

    hinted = set()
    for (region, indicator, year), v in fit.items():
        concept = CONCEPTS[indicator]
        below = [fit.get((p, indicator, year)) for p in (ONE, TWO)]
        if region == CITY and all(below):
            begun = {since(r, indicator, year) for r in (CITY, ONE, TWO)}
            own = half[CITY, indicator]
            blur = [half[p.region, indicator] for p in below]
            top = max(p.value + b for p, b in zip(below, blur, strict=True))
            floor = min(p.value - b for p, b in zip(below, blur, strict=True))
            out = v.value - own > top or v.value + own < floor
            if len(begun) == 1 and concept.is_rate and out:
                hinted.add(("range", region, indicator, year))
            off = abs(v.value - sum(p.value for p in below)) > own + sum(blur)
            if len(begun) == 1 and concept.additive and off:
                hinted.add(("sum", region, indicator, year))
        if _ends_a_run(fit, half, region, indicator, year):
            hinted.add(("step", region, indicator, year))
    return hinted


def _step(fit, half, region, indicator, year):
    """The step into a year, None for none that counts."""
    before, v = (fit.get((region, indicator, y)) for y in (year - 1, year))
    if before is None or v is None or v.breaks:
        return None
    least = Decimal(10).scaleb(-CONCEPTS[indicator].decimals)
    if not CONCEPTS[indicator].is_count:
        least = 4 * half[region, indicator]
    step = v.value - before.value
    return step if abs(step) >= least else None


def _ends_a_run(fit, half, region, indicator, year):
    steps = [_step(fit, half, region, indicator, year - n) for n in range(-1, 3)]
    following, *last = steps
    return None not in last and len(set(last)) == 1 and following != last[0]


texts = st.integers(0, 60)
rows = st.lists(
    st.tuples(
        st.sampled_from([CITY, ONE, TWO]),
        st.sampled_from(["imr", "people", "homes", "life"]),
        st.integers(2018, 2024),
        texts,
        st.sampled_from([1, 1, 10]),
        st.booleans().filter(bool) | st.just(False),
        st.sampled_from([False] * 9 + [True]),
    ),
    max_size=60,
    unique_by=lambda row: row[:3],
)


@settings(max_examples=300, deadline=None)
@given(rows)
def test_the_frame_says_what_is_found_by_hand(rows):
    values = [
        CheckedValue(
            *(region, indicator, year),
            Decimal(n * coarse).scaleb(-CONCEPTS[indicator].decimals),
            breaks=breaks and apart,
            apart=apart,
        )
        for region, indicator, year, n, coarse, breaks, apart in rows
    ]

    hints = {(h.kind, h.region, h.indicator, h.year) for h in found(values)}

    assert hints == by_hand(values)


def test_a_whole_country_is_looked_at_in_seconds():
    import time

    counties = {
        f"{51}{city:02d}{n:02d}": Place(f"51{city:02d}{n:02d}", "县", f"51{city:02d}00")
        for city, n in product(range(1, 21), range(1, 26))
    }
    places = {p.parent: Place(p.parent, "市", "510000") for p in counties.values()}
    values = [
        CheckedValue(code, indicator, year, Decimal(n % 700).scaleb(-2))
        for n, (code, indicator, year) in enumerate(
            product([*counties, *places], ["imr", "life", "people"], range(2010, 2025))
        )
    ]
    begun = time.perf_counter()

    checkup.hints(CheckedBoard(counties | places, CONCEPTS, values))

    assert len(values) > 23_000 and time.perf_counter() - begun < 10
