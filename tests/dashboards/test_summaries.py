"""Counts that add up (assessment README B9), milestone years, the plan in force."""

from datetime import date
from types import SimpleNamespace

import pytest

from dashboards import summaries

TALLIES = [
    ("achieved", "", False, 3),
    ("on_path", "", False, 5),
    ("ahead", "", True, 2),
    ("behind", "", False, 3),
    ("far_behind", "", True, 1),
    ("no_data", "no_observation", False, 3),
    ("no_data", "no_reference", False, 1),
    ("no_data", "not_applicable", False, 1),
]


def test_summary_adds_up():
    found = summaries.summary(TALLIES)

    assert found.total == found.assessable + found.unassessable == 18
    assert sum(part.count for part in found.tiles) == found.total
    judged = found.on_course + found.stale + found.watch + found.bad
    assert judged == found.assessable
    assert sum(part.count for part in found.categories) == found.assessable
    assert sum(part.count for part in found.reasons) == found.unassessable


def test_summary_keeps_stale_verdicts_out_of_on_course():
    found = summaries.summary(TALLIES)

    assert (found.on_course, found.stale, found.stale_values) == (8, 2, 3)


def test_summary_leaves_not_applicable_out_of_the_denominator():
    found = summaries.summary([("no_data", "not_applicable", False, 4)])

    assert (found.total, found.not_applicable) == (0, 4)


def test_summary_of_nothing_is_zero():
    assert summaries.summary([]).total == 0


def test_reasons_come_most_frequent_first_in_words():
    reasons = summaries.summary(TALLIES).reasons

    assert [(part.words, part.count) for part in reasons] == [
        ("尚无监测数据", 3),
        ("缺参照地区数值", 1),
    ]


def test_every_category_has_one_tile():
    for code, category in summaries.assessment.CATEGORIES.items():
        place = summaries.tile(code, "", False)
        assert summaries.TILES[place][0] == category.group


@pytest.mark.parametrize(
    "years, as_of, expected",
    [
        ([2020, 2025, 2030], 2023, [2025, 2030]),
        ([2020, 2025, 2030], 2026, [2025, 2030]),  # next is final: the last past too
        ([2020, 2025, 2030], 2018, [2020, 2030]),
        ([2020, 2025, 2030], 2040, [2025, 2030]),
        ([2030], 2023, [2030]),
        ([], 2023, []),
    ],
)
def test_milestone_years_are_next_and_final(years, as_of, expected):
    rows = [SimpleNamespace(goals=[SimpleNamespace(year=year) for year in years])]

    assert summaries.milestone_years(rows, as_of) == expected


def document(code, start, end, status="formal", retired_on=None):
    years = {"period_start": start, "period_end": end, "retired_on": retired_on}
    return SimpleNamespace(code=code, status=status, **years)


def test_in_force_prefers_running_then_formal_then_newest():
    plans = [
        document("retired", 2017, 2030, retired_on=date(2024, 1, 1)),
        document("old", 2011, 2015),
        document("draft", 2021, 2030, "draft"),
        document("short", 2021, 2025),
        document("long", 2017, 2030),
    ]

    found = [plan.code for plan in summaries.in_force(plans, 2024)]

    assert found == ["long", "short", "draft", "old", "retired"]


def test_milestone_counts_never_guess():
    found = summaries.milestone_counts(
        [(2020, "met"), (2020, ""), (2030, ""), (2030, "met")], 2024
    )

    assert (found.total, found.unset, found.unset_due) == (4, 2, 1)
    assert [(p.code, p.count) for p in found.states] == [("met", 2)]


@pytest.mark.parametrize("code", sorted(summaries.TILE_OF))
@pytest.mark.parametrize("stale", [False, True])
def test_every_filter_keeps_what_its_own_number_counts(code, stale):
    reason = "no_observation" if code == "no_data" else ""
    row = SimpleNamespace(status=code, reason=reason, is_stale=stale)

    counted = summaries.summary(summaries.tallies([row]))

    assert summaries.matches(row, summaries.ON_COURSE) == bool(counted.on_course)
    for part in (*counted.tiles, *counted.categories):
        assert summaries.matches(row, part.code) == bool(part.count)
