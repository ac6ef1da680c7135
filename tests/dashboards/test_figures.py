"""What a row prints of its figures: due by now, distance, limits, attainment."""

import json
import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest

from dashboards.rows import Aim, PlanRow, Point
from dashboards.templatetags import plans
from indicators.rules import shown_words
from indicators.rules.assessment import Case, JudgedMilestone, Result, assess
from indicators.rules.shown import of_case, stated_aim
from tests.tables import every

CASES = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parents[1] / "data" / "assessment_examples.json").read_text(
            "utf-8"
        )
    )["examples"]
}


def worked(name, **fields):
    """The PlanRow of a worked example of assessment README B10."""
    case, result = CASES[name]["indicator"], CASES[name]["result"]
    series = tuple(
        Point(o["year"], None if o.get("value") is None else Decimal(str(o["value"])))
        for o in CASES[name]["observations"]
    )
    values = [p for p in series if p.value is not None]
    stated = Case.from_dict(CASES[name]).indicator.split
    about = {
        "aims": tuple(
            Aim(year, "", asks=tuple(stated_aim(m) for m in stated if m.year == year))
            for year in dict.fromkeys(m.year for m in stated)
        ),
        "region_code": "511700",
        "region_name": "达州市",
        "key": "1",
        "order": 1,
        "indicator": "x",
        "label": case["name"],
        "unit": case["unit"],
        "decimals": case["decimals"],
        "direction": case["direction"],
        "domain": "",
        "in_table": True,
        "code": result["status"],
        "reason": result["reason"] or "",
        "flags": tuple(result["flags"]),
        "result": Result.from_dict(result),
        "latest_year": values[-1].year if values else None,
        "latest_value": values[-1].value if values else None,
        "series": series,
    }
    return PlanRow(**about | fields)


def plain(markup):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(markup))).split())


@pytest.mark.parametrize(
    "name, expected",
    [
        ("E01", "77.84 优0.06"),
        ("E02", "77.84 差0.84"),
        ("E03", "—"),  # nothing observed
        (
            "E05",
            "≥79 2030年78.96，差0.04",
        ),  # 78.96 prints as 79.0: a decimal more tells the side
        ("E10", "≤5.2 2025年目标，优0.20"),  # a ceiling: room left, no progress
        ("E15", "≥78.2 2020年目标，差0.7"),  # below the floor of an earlier year
        ("E17", "<30 目标不含本数"),
        ("E25", "较全国平均高0.67 2024年高3.63，优2.96"),  # against the nation
        ("E28", "<8 2020年目标，差11.2"),
        ("E37", "103～107 2030年目标，偏离3.5"),
        ("E65", "20.4 近5年合并22.2，差1.8"),
        ("E67", "≥100 2020年98.6，差1.4；2025年100.0，已补上"),
        ("E89", "6 2021—2023年累计7，优1"),
        ("E96", "≥4.7 2030年目标，差0.2"),
    ],
)
def test_due_prints_what_is_asked_by_now_and_the_distance(name, expected):
    assert plain(plans.due(worked(name))) == expected


@every("name", sorted(CASES))
def test_every_worked_example_prints(name):
    row = worked(name)

    printed = [plans.due(row), plans.latest(row), plans.status(row), plans.spark(row)]

    assert all("None" not in str(part) and "nan" not in str(part) for part in printed)


@pytest.mark.parametrize(
    "op, latest, expected",
    [
        (">", (2025, 81.65), ">82.00差0.35"),
        (">=", (2025, 81.65), "82.00差0.35"),
        (">", (2024, 81.65), "81.81差0.16"),
    ],
)
def test_a_path_come_to_a_strict_milestone_keeps_its_sign(op, latest, expected):
    year, value = latest
    milestones = [
        {"year": y, "kind": "value", "op": op, "value": 82} for y in (2025, 2030)
    ]
    case = Case.from_dict(
        {
            "indicator": {
                "direction": "up",
                "unit": "岁",
                "decimals": 2,
                "baseline": {"year": 2022, "value": 81.42},
                "milestones": milestones,
            },
            "observations": [{"year": year, "value": value}],
            "as_of": 2026,
        }
    )

    result = assess(case.indicator, case.observations, case.as_of)
    found = of_case(case, result)

    assert shown_words.asked(found, "up") + shown_words.distance(found) == expected


def test_latest_keeps_the_indicators_decimals_and_year():
    assert plain(plans.latest(worked("E02"))) == "77.0 2023"


def test_latest_marks_demo_and_substitute_values():
    demo = worked("E01", series=(Point(2023, Decimal("77.9"), demo=True),))
    stand_in = worked("E01", series=(Point(2023, Decimal("77.9"), substitute=True),))

    assert plain(plans.latest(demo)).endswith("演示")
    assert plain(plans.latest(stand_in)).endswith("上级数据代替")


def test_status_is_a_word_and_a_shape_and_hollow_when_stale():
    markup = str(plans.status(worked("E01", flags=("stale",))))

    assert "达到序时进度" in markup and "#s-on_path" in markup and "stale" in markup


def test_a_missed_target_to_strive_for_is_amber():
    state = JudgedMilestone(year=2020, flags=("effort",))

    row = worked(
        "E01", code="not_met", result=Result(focus_year=2020, milestones=(state,))
    )

    assert (row.group, row.tone) == ("bad", "watch")


def test_what_does_not_apply_says_so():
    row = worked("E03", reason="not_applicable")

    assert plain(plans.status(row)) == "不适用" and not plans.status_why(row)


def test_goal_prints_as_printed_with_its_attainment():
    row = worked("E01", aims=(Aim(2020, "≤0.19‰", "met"),))

    assert plain(plans.goal(row, 2020)) == "≤0.19‰ 达标"
    assert plain(plans.goal(row, 2025)) == "—"


def test_a_limit_is_drawn_as_a_stair():
    row = worked("E10")

    assert row.steps[0][1] == row.steps[1][1] == 5.3
    assert [value for _, value in row.steps[-2:]] == [5.2, 4.8]


@pytest.mark.parametrize(
    "direction, scale, chip",
    [
        ("up", "value", "低于控制目标"),
        ("down", "value", "超过控制目标"),
        ("up", "range", "超出控制范围"),
    ],
)
def test_the_word_of_a_broken_limit_follows_the_direction(direction, scale, chip):
    result = Result(status="breached", scale=scale, latest=84.3, limit_in_force=85.0)

    assert plans.words("breached", result, direction) == chip
