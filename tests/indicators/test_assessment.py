"""The worked examples of assessment README B10, to four decimals on every key."""

import json
from decimal import Decimal
from operator import itemgetter
from pathlib import Path

import pytest

from indicators.rules import assessment
from tests.tables import every

DATA = Path(__file__).parents[1] / "data" / "assessment_examples.json"
BOOK = json.loads(DATA.read_text(encoding="utf-8"))
EXAMPLES = {example["id"]: example for example in BOOK["examples"]}


def rounded(value):
    if isinstance(value, float):
        return pytest.approx(value, abs=5e-5)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return value


@every("case", EXAMPLES.values(), name=itemgetter("id"))
def test_assess_reproduces_the_worked_example(case):
    result = assessment.assess_case(case)

    assert result.pop("id") == case["id"]
    assert list(result) and set(result) == set(case["result"])
    assert result == rounded(case["result"])


def case(milestones, rows, **indicator):
    """Return an indicator (↑, one decimal) and its rows, 2015 being 40 by default."""
    base = {"direction": "up", "baseline": {"year": 2015, "value": 40}}
    return base | {"milestones": milestones} | indicator, [
        {"year": year, "value": value} for year, value in rows.items()
    ]


def at(year, value=None, **milestone):
    return {"year": year, "kind": "value", "value": value} | milestone


def assess(milestones, rows, as_of, **indicator):
    return assessment.assess(*case(milestones, rows, **indicator), as_of)


def test_every_verdict_names_its_parameters():
    assert assessment.DEFAULT.to_dict() == BOOK["parameters"]


@pytest.mark.parametrize("events, interval", BOOK["poisson_ci_95"].items())
def test_poisson_ci_of_the_tables(events, interval):
    found = assessment.poisson_ci(int(events))

    assert found == pytest.approx(interval, abs=6e-4)


def test_trend_chi2_falls_steadily():
    found = assessment.trend_chi2([280, 255, 232, 212, 195], [20000] * 5)

    assert found == rounded(
        BOOK["trend_demo"]["falling"] | {"chi2": pytest.approx(19.552, abs=6e-4)}
    )


def test_trend_chi2_of_a_wobble_is_not_stable():
    found = assessment.trend_chi2([200, 201, 199, 200, 201], [20000] * 5)

    assert found["trend"] == "no_significant_change" and not found["stable"]


# F1, F2


@pytest.mark.parametrize(
    "milestone, value, flags",
    [
        ({"kind": "relative", "change": -30, "base_year": 2015}, "13.678", ()),
        ({"kind": "relative", "change": -30}, "13.678", ("base_year_assumed",)),
        ({"kind": "relative", "change": -30, "base_year": 2016}, "14", ()),
        (
            {"kind": "points", "change": -5, "base_year": 2017},
            "14.54",
            ("base_year_mismatch",),
        ),
        (
            {"kind": "absolute", "change": -5, "base_year": 2018},
            None,
            ("no_base_value",),
        ),
        ({"kind": "multiply", "change": 0.5, "base_year": 2015}, "9.77", ()),
        ({"kind": "annual", "change": -100, "base_year": 2015}, None, ()),
        ({"kind": "value", "value": None}, None, ()),
    ],
)
def test_resolve_targets_finds_the_base_value(milestone, value, flags):
    baseline = {"year": 2015, "value": Decimal("19.54")}
    indicator, rows = case([{"year": 2030} | milestone], {2016: 20}, baseline=baseline)

    (target,) = assessment.resolve_targets(indicator | {"direction": "down"}, rows)

    assert target.value == (value and Decimal(value))
    assert target.flags == flags


def test_annual_growth_counts_from_its_base_year_over_a_mismatch():
    milestone = {"year": 2020, "kind": "annual", "change": 10, "base_year": 2016}

    (target,) = assessment.resolve_targets(*case([milestone], {}))

    assert target.value == 40 * Decimal("1.1") ** 4
    assert target.flags == ("base_year_mismatch",)


@pytest.mark.parametrize("value", [13.678, Decimal("13.678"), 136.78 / 10])
def test_meets_compares_limits_exactly(value):
    milestone = {"year": 2030, "kind": "relative", "change": -30, "base_year": 2015}
    indicator = {"direction": "down", "baseline": {"year": 2015, "value": 19.54}}
    (target,) = assessment.resolve_targets(indicator | {"milestones": [milestone]}, [])

    assert assessment.meets(value, target) is True
    assert assessment.meets(value + type(value)("0.000001"), target) is False
    assert assessment.meets(None, target) is None


def test_the_stated_digits_decide_about():
    tight = assess([at(2025, 28, op="~", decimals=1)], {2025: 28.6}, 2026)
    printed = assess(
        [at(2025, 28, op="~", decimals=0)], {2025: 28.5}, 2026, direction="down"
    )

    assert tight.milestones[0].state == "met"
    assert printed.milestones[0].state == "met"


# F3, F4, F7


def test_path_points_grow_geometrically_towards_an_annual_milestone():
    milestone = {"year": 2017, "kind": "annual", "change": 10, "base_year": 2015}

    points = assessment.path_points(*case([milestone], {2016: 41}), range(2014, 2019))

    assert [year for year, _ in points] == [2015, 2016, 2017, 2018]
    assert [value for _, value in points] == pytest.approx([40, 44, 48.4, 48.4])


def test_pool_does_not_look_at_the_latest_count():
    def years(latest):
        rows = [(2019, 9), (2020, 9), (2021, 9), (2022, 9), (2023, latest)]
        counts = [{"year": y, "value": 0, "events": e, "denom": 5000} for y, e in rows]
        return assessment.pool(counts, 100000).years

    assert years(0) == years(19) == 4


def test_pool_ends_where_a_year_lacks_counts():
    rows = [
        {"year": 2020, "value": 0, "events": 1, "denom": 5000},
        {"year": 2021, "value": 0},
        {"year": 2022, "value": 0, "events": 1, "denom": 5000},
        {"year": 2023, "value": 0, "events": 1, "denom": 5000},
    ]

    assert assessment.pool(rows, 100000).years == 2


@pytest.mark.parametrize("op, budget", [("<", 0), ("<=", 1)])
def test_event_budget_of_a_ceiling_hit_exactly(op, budget):
    indicator = {"direction": "down", "milestones": [at(2025, 20, op=op)]}
    (target,) = assessment.resolve_targets(indicator, [])

    assert assessment.event_budget(target, Decimal(5000), Decimal(100000)) == budget


# B5, B6: rules no worked example touches


def test_a_missing_reason_speaks_only_without_usable_value():
    late = [{"year": 2023, "value": None, "missing_reason": "not_published"}]
    indicator, rows = case([at(2025, 60)], {2022: 50})

    with_value = assessment.assess(indicator, rows + late, 2024)
    without = assessment.assess(indicator, late, 2024)
    expired = assessment.assess(indicator, rows + late, 2030)

    assert with_value.status != "no_data"
    assert without.reason == expired.reason == "not_published"


@pytest.mark.parametrize(
    "rows, status, reason",
    [
        ({2020: 50, 2021: 51, 2022: 52}, "on_path", "improving"),
        ({2020: 50, 2021: 52, 2022: 51}, "behind", "recent_setback"),
        ({2020: 50, 2021: 52, 2022: 50}, "far_behind", "stagnating"),
        ({2020: 50, 2021: 48, 2022: 49}, "far_behind", "recent_turn"),
        ({2020: 50, 2021: 49, 2022: 48}, "reversed", "worsening"),
        ({2022: 48}, "no_data", "one_point"),
    ],
)
def test_direction_by_mean_and_last_change(rows, status, reason):
    result = assess([{"year": 2025, "kind": "direction"}], rows, 2023, baseline=None)

    assert (result.status, result.reason) == (status, reason)


def test_direction_looks_only_at_the_segment_after_a_break():
    milestones = [at(2020, 78), {"year": 2025, "kind": "direction"}]
    indicator, rows = case(milestones, {2020: 79, 2021: 60, 2022: 61, 2023: 62})
    rows[1]["break"] = True

    result = assessment.assess(indicator, rows, 2024)

    assert (result.status, result.flags) == ("on_path", ("series_break",))


def test_a_due_direction_is_compared_with_the_previous_milestone_year():
    milestones = [at(2020, 50), {"year": 2025, "kind": "direction"}]

    result = assess(milestones, {2020: 56, 2025: 55}, 2026)

    assert [m.state for m in result.milestones] == ["met", "not_met"]
    assert result.status == "not_met"


def test_an_allowance_nearly_used_is_at_risk():
    result = assess(
        [at(2030, 50)],
        {2020: 41, 2021: 45, 2022: 49},
        2023,
        direction="down",
    )

    assert (result.status, result.reason) == ("at_risk", "allowance_nearly_used")
    assert result.erosion == pytest.approx(0.9)


def test_a_past_milestone_without_value_is_no_final_verdict():
    result = assess([at(2025, 60)], {2024: 58, 2026: 59}, 2026)

    assert result.milestones[0].state == "awaiting"
    assert result.flags == ("awaiting_final_data",)
    assert result.expected == 1


def test_a_part_without_data_leaves_the_headline_to_the_others():
    parts = [
        {"kind": "value", "value": 60},
        {"kind": "relative", "change": 20, "base_year": 2009},
    ]

    result = assess(
        [{"year": 2025, "kind": "compound", "parts": parts}], {2022: 54}, 2023
    )

    assert result.status == "on_path"
    assert result.flags == ("part_no_data",)
    assert [p.reason for p in result.parts] == [None, "no_base_value"]


def test_a_baseline_that_contradicts_the_series_is_flagged():
    result = assess([at(2025, 60)], {2015: 40.1, 2020: 50}, 2021)

    assert result.flags == ("baseline_conflict",)


# what is rejected, what is only missing


@pytest.mark.parametrize(
    "milestones, words",
    [
        ([at(2025, 60, op="<=")], "方向"),
        ([at(2025, 60), at(2020, 50)], "由先到后"),
    ],
)
def test_contradictions_are_rejected_with_a_sentence(milestones, words):
    indicator, rows = case(milestones, {2022: 50})

    (problem,) = assessment.check_case({"indicator": indicator, "observations": rows})

    assert words in problem
    with pytest.raises(ValueError, match=words):
        assessment.assess(indicator, rows, 2023)


def test_a_confirmed_limit_against_the_direction_is_assessed():
    milestone = at(2025, 60, op="<=", confirmed=True)

    assert assess([milestone], {2022: 50}, 2023).status == "maintained"


def test_nothing_is_guessed_without_a_direction():
    unsaid = assess([at(2025, 60)], {2022: 50}, 2023, direction=None)
    said = assess([at(2025, 60, op=">=")], {2022: 54}, 2023, direction=None)

    assert unsaid.reason == "no_numeric_target"
    assert said.status == "on_path"


# words and counts


def test_every_status_has_its_words_and_its_place():
    order = "breached not_met reversed far_behind behind at_risk no_data on_path"
    order = [*order.split(), "ahead", "maintained", "achieved"]

    assert sorted(assessment.CATEGORIES, key=assessment.severity) == order


def test_summarise_leaves_not_applicable_out_of_the_denominator():
    rows = [
        {"status": "ahead", "reason": None, "flags": ["stale"]},
        {"status": "on_path", "reason": None, "flags": []},
        {"status": "at_risk", "reason": "projection_misses", "flags": []},
        {"status": "no_data", "reason": "expired", "flags": []},
        {"status": "no_data", "reason": "not_applicable", "flags": []},
    ]

    found = assessment.summarise(rows)

    assert (found["total"], found["assessable"]) == (4, 3)
    assert found["not_applicable"] == 1
    assert found["no_data"] == {"expired": 1}
    assert found["on_track"] == 1
    assert found["evaluation"]["基本符合预期"] == 2


def test_summarise_counts_the_worked_summary():
    results = [EXAMPLES[name]["result"] for name in BOOK["summary"]["ids"]]

    found = assessment.summarise(results)

    expected = BOOK["summary"]["counts"]
    assert {key: found[key] for key in expected} == expected


def test_what_is_met_early_and_in_time_is_told_apart():
    rows = [
        {"status": "achieved", "reason": "early", "flags": []},
        {"status": "achieved", "reason": None, "flags": [], "closed": True},
        {"status": "behind", "reason": None, "flags": []},
    ]

    found = assessment.summarise(rows)["evaluation"]

    assert {word: n for word, n in found.items() if n} == {
        "提前实现": 1,
        "如期实现": 1,
        "进度略慢": 1,
    }


def test_share_held_at_its_limit_is_maintained():
    """达州's 开课率: 100 in 2015, 100 asked and 100 reported every year."""
    indicator = {
        "direction": "up",
        "decimals": 1,
        "bounds": [0, 100],
        "baseline": {"year": 2015, "value": 100},
        "milestones": [{"year": 2030, "kind": "value", "op": "=", "value": 100}],
    }
    observations = [{"year": year, "value": 100} for year in range(2016, 2026)]

    result = assessment.assess(indicator, observations, 2026)

    assert result.status == "maintained"
    assert result.outlook == "likely"


@pytest.mark.parametrize(
    "value, expected", [(51, "ahead"), ("50.9999", "on_path"), ("51.0001", "ahead")]
)
def test_a_tenth_more_than_due_is_ahead(value, expected):
    """Half of the way is due after five of ten years: 11 of 20 is 1.10 times that."""
    found = assess([at(2025, 60)], {2020: Decimal(value)}, 2020)

    assert found.status == expected


@pytest.mark.parametrize("direction, ops", [("up", (">", ">=")), ("down", ("<", "<="))])
@pytest.mark.parametrize("turned", [False, True])
def test_of_two_targets_of_one_value_the_strict_one_counts(direction, ops, turned):
    milestones = [at(2020, 50, op=op) for op in ops]
    rows = {2018: 45 if direction == "up" else 55, 2020: 50}

    found = assess(
        milestones[::-1] if turned else milestones, rows, 2021, direction=direction
    )

    assert found.status == "not_met"
