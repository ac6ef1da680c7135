"""Counts that add up (assessment README B9), milestone years, the plan in force."""

from datetime import date
from types import SimpleNamespace

import pytest

from dashboards import summaries
from dashboards.summaries import Tally
from tests.tables import every

TALLIES = [
    Tally("achieved", count=3),
    Tally("achieved", closed=True, count=4),
    Tally("not_met", closed=True, stale=True, count=2),
    Tally("not_met", count=1, grade="flash"),
    Tally("on_path", count=5, grade="annual"),
    Tally("ahead", stale=True, count=2),
    Tally("behind", count=3, grade="estimate"),
    Tally("far_behind", stale=True, count=1),
    Tally("no_data", "no_observation", count=3),
    Tally("no_data", "no_reference", count=1),
    Tally("no_data", "not_applicable", count=1),
]


def test_summary_adds_up():
    found = summaries.summary(TALLIES)

    assert found.total == found.assessable + found.unassessable == 25
    assert sum(part.count for part in found.tiles) == found.total
    judged = found.on_course + found.stale + found.watch + found.bad
    assert judged == found.in_force == found.assessable - found.closed
    assert sum(part.count for part in found.categories) == found.in_force
    assert sum(part.count for part in found.groups) == found.in_force
    assert sum(part.count for part in found.reasons) == found.unassessable


def test_summary_keeps_stale_verdicts_out_of_on_course():
    found = summaries.summary(TALLIES)

    assert (found.on_course, found.stale, found.stale_values) == (8, 2, 5)


def test_a_group_read_out_names_its_own_good_verdicts_on_stale_values():
    groups = summaries.summary([*TALLIES, Tally("on_path", stale=True)]).groups

    stale = {part.code: part.stale for part in groups if part.stale}
    assert stale == {"ahead": 2, "on_path": 1}


def test_summary_keeps_closed_verdicts_apart_from_what_is_in_force():
    found = summaries.summary(TALLIES)

    assert (found.closed_met, found.closed_not_met, found.in_force) == (4, 2, 15)
    tiles = {part.code: part.count for part in found.tiles}
    assert (tiles["closed_met"], tiles["closed_not_met"]) == (4, 2)
    assert (tiles["done"], tiles["bad"]) == (3, 2)


def test_summary_says_how_many_verdicts_rest_on_values_not_yet_final():
    grades = summaries.summary(TALLIES).grades

    assert [(p.words, p.count) for p in grades] == [("预计数", 3), ("快报数", 1)]


def test_summary_leaves_not_applicable_out_of_the_denominator():
    found = summaries.summary([Tally("no_data", "not_applicable", count=4)])

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


@every("code", sorted(summaries.TILE_OF))
@every("stale", [False, True])
@every("closed", [False, True])
def test_every_filter_keeps_what_its_own_number_counts(code, stale, closed):
    reason = "no_observation" if code == "no_data" else ""
    closed = closed and code in summaries.CLOSED
    row = SimpleNamespace(
        status=code, reason=reason, is_stale=stale, is_closed=closed, grade=""
    )

    counted = summaries.summary(summaries.tallies([row]))

    assert summaries.matches(row, summaries.ON_COURSE) == bool(counted.on_course)
    shown = {part.code: part.count for part in (*counted.tiles, *counted.categories)}
    for name in (*summaries.TILES, *summaries.READ_OUT):
        assert summaries.matches(row, name) == bool(shown.get(name))


def region(code, **about):
    return SimpleNamespace(code=code, full_name=code, name=code, **about)


def planned(pk, place, code, **about):
    made = document(code, 2017, 2030, **about)
    made.pk, made.region = pk, place
    return made


def counted(has_table, *tallies, demo=0, latest=None):
    """Return what is stored of a plan, of tallies (code, reason, count)."""
    return SimpleNamespace(
        has_table=has_table,
        tallies=[[code, reason, False, False, n, ""] for code, reason, n in tallies],
        balances=summaries.partition.balanced({"due": {"met": 2}}, 2020),
        years={str(latest or ""): 1},
        demo=demo,
        latest_year=latest,
    )


def test_a_region_is_counted_by_its_plan_in_force():
    one, two = region("511700"), region("530300")
    plans = [
        planned(1, one, "draft", status="draft"),
        planned(2, one, "formal"),
        planned(3, two, "prose"),
        planned(4, region("360202"), "empty"),
    ]
    lacking = ("no_data", "no_reference", 2)
    stored = {
        1: counted(True, ("behind", "", 9)),
        2: counted(True, ("achieved", "", 3), lacking, demo=1, latest=2023),
        3: counted(
            False, ("behind", "", 4), ("no_data", "not_applicable", 1), latest=2022
        ),
    }

    table, prose, empty = summaries.region_lines(plans, stored, 2024)

    assert (table.plan.code, table.others, table.has_table) == ("formal", 1, True)
    assert (table.summary.total, table.summary.on_course) == (5, 3)
    assert (table.demo, table.latest) == (1, 2023)
    assert (prose.has_table, prose.summary.watch, prose.latest) == (False, 4, 2022)
    assert (empty.summary.total, empty.latest, empty.others) == (0, None, 0)
    assert (table.part("due", "met"), empty.part("due", "met")) == (2, 0)

    found = summaries.together([table, prose, empty])

    assert (found.total, found.assessable, found.not_applicable) == (9, 7, 1)
    assert (found.on_course, found.watch, found.bad) == (3, 4, 0)
    assert found.unassessable == sum(part.count for part in found.reasons) == 2
    assert sum(part.count for part in found.tiles) == found.total


@every(
    "found, expected",
    [
        ([], (None, 0, 0, None, 0, 0)),
        ([(None, 2)], (None, 0, 0, None, 0, 2)),
        ([(2025, 3)], (2025, 3, 3, None, 0, 0)),
        ([(2025, 17), (2024, 7)], (2025, 17, 24, 2024, 7, 0)),
        ([(2024, 1), (2025, 1), (2020, 2), (None, 1)], (2025, 1, 5, None, 3, 1)),
        ([(2024, 0), (2023, 2), (None, 0)], (2023, 2, 2, None, 0, 0)),
    ],
)
def test_how_far_the_data_are_is_said_of_every_row(found, expected):
    years = summaries.data_years(found)

    assert (years.year, years.at, years.total) == expected[:3]
    assert (years.before, years.older, years.none) == expected[3:]
