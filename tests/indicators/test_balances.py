"""三项统计: every row is counted once in each balance, whatever the rows."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from indicators.rules import assessment
from indicators.rules.assessment import Result, summary
from indicators.rules.assessment.summary import CountedRow, RowStanding
from tests.indicators.test_assessment_properties import cases, tried
from tests.tables import every

YEARS = st.sampled_from([None, 2020, 2025, 2030])


@st.composite
def rows(draw):
    code = draw(st.sampled_from(list(assessment.CATEGORIES)))
    reasons = ["no_observation", "not_applicable"] if code == "no_data" else [""]
    closed = code in summary.CLOSED and draw(st.booleans())
    due_year, last_year = draw(YEARS), draw(YEARS)
    standing = RowStanding(
        due_year,
        draw(st.sampled_from(summary.DUE[:4])) if due_year else "",
        last_year,
        draw(st.sampled_from(summary.AHEAD[:5])) if last_year else "",
    )
    about = (code, draw(st.sampled_from(reasons)), draw(st.booleans()), closed)
    return CountedRow(*about, standing, draw(st.integers(1, 4)))


@given(st.lists(rows(), max_size=12))
def test_each_balance_adds_up_to_the_rows(found):
    balances = summary.balances(found)

    total = sum(row.count for row in found)
    assert [balance.total for balance in balances.values()] == [total] * 3
    for name, balance in balances.items():
        assert tuple(balance.parts) == summary.BALANCES[name]


@given(st.lists(rows(), max_size=12))
def test_every_number_counts_the_rows_that_it_opens(found):
    balances, years = summary.balances(found), summary.years_of(found)

    opened = {name: Counter() for name in summary.BALANCES}
    for row in found:
        for name, part in summary.places(row, *years).items():
            opened[name][part] += row.count
    for name, balance in balances.items():
        assert {part: n for part, n in balance.parts.items() if n} == opened[name]


@given(st.lists(rows(), max_size=12))
def test_what_does_not_apply_is_apart_in_all_three(found):
    apart = {b.parts[summary.INAPPLICABLE] for b in summary.balances(found).values()}

    assert len(apart) == 1


@given(st.lists(st.lists(rows(), max_size=5), max_size=4))
def test_several_plans_add_up_and_share_a_year_or_have_none(plans):
    each = [summary.balances(found) for found in plans]

    made = summary.together(each)

    for name, balance in made.items():
        assert balance.total == sum(one[name].total for one in each)
        years = {one[name].year for one in each if one[name].total}
        assert balance.year == (years.pop() if len(years) == 1 else None)


@given(st.lists(rows(), max_size=12))
def test_the_pace_is_the_tiles_together(found):
    tiles = Counter()
    for row in found:
        tiles[summary.tile(row.code, row.reason, row.stale, row.closed)] += row.count

    assert summary.paced(tiles) == dict(summary.balances(found)["pace"].parts)


@tried
@given(cases(), st.integers(2019, 2032))
def test_every_verdict_stands_somewhere(case, as_of):
    case = case | {"as_of": as_of}
    result = Result.from_dict(assessment.assess_case(case))

    found = summary.standing(result, as_of)

    years = {m.year for m in result.milestones} - {None}
    assert found.last_year == max(years, default=None)
    assert found.due_year == max((y for y in years if y < as_of), default=None)
    assert (found.due in summary.DUE[:4]) == (found.due_year is not None)
    assert (found.ahead in summary.AHEAD[:5]) == (found.last_year is not None)


def judged(*milestones, **more):
    """Return a result with these (year, state), and what else is told."""
    stated = [{"year": y, "state": s, "target": None} for y, s in milestones]
    return Result.from_dict({"milestones": stated} | more)


@every(
    "result, expected",
    [
        (judged(), (None, "", None, "")),
        (judged((2030, "pending")), (None, "", 2030, "unknown")),
        (judged((2025, "met"), (2030, "pending")), (2025, "met", 2030, "unknown")),
        (judged((2025, "awaiting")), (2025, "awaiting", 2025, "over")),
        (judged((2025, "unconfirmed")), (2025, "unverifiable", 2025, "over")),
        # of several parts of one year the worst speaks
        (judged((2025, "met"), (2025, "not_met")), (2025, "not_met", 2025, "over")),
        # the forecast is that of the last year, of no other
        (
            judged((2030, "pending"), focus_year=2030, outlook="lean_yes"),
            (None, "", 2030, "likely"),
        ),
        (
            judged(
                (2028, "pending"),
                (2030, "pending"),
                focus_year=2028,
                outlook="unlikely",
                final={"year": 2030, "outlook": "uncertain"},
            ),
            (None, "", 2030, "hard"),
        ),
        # 持续改善 that has improved and is below an earlier floor is not met (B6.5)
        (
            judged((2025, "met"), reason="below_earlier_milestone"),
            (2025, "not_met", 2025, "over"),
        ),
        (judged((2026, "met"), (2020, "met")), (2020, "met", 2026, "over")),
    ],
)
def test_where_a_row_stands(result, expected):
    found = summary.standing(result, 2026)

    assert (found.due_year, found.due, found.last_year, found.ahead) == expected


@every(
    "years, expected",
    [
        ((), (None, "", None, "")),
        ((2030,), (None, "", 2030, "unknown")),
        ((2020, 2030), (2020, "unverifiable", 2030, "unknown")),
        ((2020, 2025), (2025, "unverifiable", 2025, "over")),
    ],
)
def test_where_a_row_without_a_verdict_stands(years, expected):
    found = summary.unjudged(years, 2026)

    assert (found.due_year, found.due, found.last_year, found.ahead) == expected
