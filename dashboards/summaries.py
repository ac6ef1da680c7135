"""Rows → counts that add up (assessment README B9). Pure.

A tally is a verdict with how many rows have it: from rows in hand, or counted by the
database; the partition is that of the rules (assessment.summarise). What is closed, a
final verdict on a year that is over, stands apart from what is in force. Good verdicts
on stale values keep their verdict and are counted apart, never as on course (B6.2).
不适用 is in no denominator.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indicators.rules import assessment, states

from .rows import PlanRow, full_name

CLOSED = {"achieved": "closed_met", "not_met": "closed_not_met"}
# tile: (group, words, categories); closed verdicts go to the first two, of the others
# good ones on stale values to "stale"
TILES = {
    "closed_met": ("good", "已到期完成", ()),
    "closed_not_met": ("bad", "已到期未完成", ()),
    "done": ("good", "已完成或持续达标", ("achieved", "maintained")),
    "moving": ("good", "快于或达到序时进度", ("ahead", "on_path")),
    "stale": ("good", "尚好但数据偏旧", ()),
    "watch": ("watch", "需关注", ("behind", "at_risk")),
    "bad": (
        "bad",
        "滞后或未达要求",
        ("far_behind", "reversed", "breached", "not_met"),
    ),
    "none": ("none", "暂无法评价", ("no_data",)),
}
TILE_OF = {code: tile for tile, (_, _, codes) in TILES.items() for code in codes}
SAID_ONLY_IF_ANY = {"closed_met", "closed_not_met", "stale"}
INAPPLICABLE = "not_applicable"
ON_COURSE = "on_course"
REASONS = {code: reason.label for code, reason in assessment.REASONS.items()}
# Order in which the verdicts are read out, the best first.
READ_OUT = sorted(
    (code for code in assessment.CATEGORIES if code != "no_data"),
    key=lambda code: -assessment.CATEGORIES[code].severity,
)

# What is in force, as the sentence of a plan reads it out (B9): categories → words.
GROUPS = (
    (("achieved", "maintained"), "已完成目标或持续达标"),
    (("ahead",), "快于序时进度"),
    (("on_path",), "达到序时进度"),
    (("behind",), "略慢于序时进度"),
    (("at_risk",), "存在未完成风险"),
    (("far_behind", "reversed"), "明显滞后或较基期变差"),
    (("breached",), "未守住控制目标"),
    (("not_met",), "未如期完成"),
)


class Tally(NamedTuple):
    """A verdict, and how many rows have it; `grade` is that of the value judged."""

    code: str
    reason: str = ""
    stale: bool = False
    closed: bool = False
    count: int = 1
    grade: str = ""


@dataclass(frozen=True)
class CountPart:
    """One count of a summary: what, in which group, how many, and how many of them
    are good on stale values."""

    code: str
    group: str
    words: str
    count: int
    stale: int = 0


@dataclass(frozen=True)
class Summary:
    """The counts of one plan, or of several. total = assessable + unassessable."""

    total: int = 0
    not_applicable: int = 0
    assessable: int = 0
    closed_met: int = 0
    closed_not_met: int = 0
    in_force: int = 0
    on_course: int = 0
    stale: int = 0
    watch: int = 0
    bad: int = 0
    unassessable: int = 0
    stale_values: int = 0
    tiles: tuple[CountPart, ...] = ()
    categories: tuple[CountPart, ...] = ()  # of what is in force
    groups: tuple[CountPart, ...] = ()  # the same, as the sentence reads it out
    reasons: tuple[CountPart, ...] = field(default=())
    grades: tuple[CountPart, ...] = ()  # verdicts on values that are not yet final

    @property
    def closed(self) -> int:
        """Final verdicts on a year that is over."""
        return self.closed_met + self.closed_not_met


def tile(code: str, reason: str, stale: bool, closed: bool = False) -> str:
    """Return the tile a verdict is counted in; "" for what does not apply."""
    if code == "no_data" and reason == INAPPLICABLE:
        return ""
    if closed:
        return CLOSED[code]
    found = TILE_OF[code]
    return "stale" if stale and TILES[found][0] == "good" else found


def row_tile(row: PlanRow) -> str:
    return tile(row.status, row.reason, row.is_stale, row.is_closed)


def tallies(rows: Iterable[PlanRow]) -> list[Tally]:
    """Return the tallies of rows in hand."""
    found = Counter(
        (row.status, row.reason, row.is_stale, row.is_closed, row.grade) for row in rows
    )
    return [
        Tally(code, reason, stale, closed, count, grade)
        for (code, reason, stale, closed, grade), count in found.items()
    ]


def summary(counted: Iterable[Tally]) -> Summary:
    """Return the counts over tallies; every part of them adds up to the total."""
    counted = list(counted)
    found = assessment.summarise(map(_as_verdict, counted))
    tiles, grades, good_on_old, old = Counter(), Counter(), Counter(), 0
    for t in counted:
        place = tile(t.code, t.reason, t.stale, t.closed)
        tiles[place] += t.count
        good_on_old[t.code] += t.count if place == "stale" else 0
        old += t.count if t.stale else 0
        if t.code != "no_data" and t.grade in assessment.PROVISIONAL:
            grades[t.grade] += t.count
    unassessable = found["total"] - found["assessable"]
    counts = ("total", "not_applicable", "assessable", "in_force", *CLOSED.values())
    return Summary(
        **{name: found[name] for name in counts},
        on_course=found["on_track"],
        stale=found["groups"]["good"] - found["on_track"],
        watch=found["groups"]["watch"],
        bad=found["groups"]["bad"],
        unassessable=unassessable,
        stale_values=old,
        tiles=tuple(_tiles(tiles)),
        categories=tuple(_categories(found["status"])),
        groups=tuple(_groups(found["status"], good_on_old)),
        reasons=tuple(_reasons(found["no_data"])),
        grades=tuple(_grades(grades)),
    )


def _as_verdict(t: Tally) -> dict:
    return {
        "status": t.code,
        "reason": t.reason,
        "flags": ["stale"] if t.stale else [],
        "closed": t.closed,
        "count": t.count,
    }


def _groups(counts: dict, stale: Counter) -> Iterable[CountPart]:
    for codes, words in GROUPS:
        if number := sum(counts.get(code, 0) for code in codes):
            group = assessment.CATEGORIES[codes[0]].group
            old = sum(stale[code] for code in codes)
            yield CountPart(codes[0], group, words, number, old)


def _grades(counts: Counter) -> Iterable[CountPart]:
    for code, words in assessment.PROVISIONAL.items():
        if counts[code]:
            yield CountPart(code, "none", words, counts[code])


def _tiles(counts: Counter) -> Iterable[CountPart]:
    for code, (group, words, _) in TILES.items():
        if code not in SAID_ONLY_IF_ANY or counts[code]:
            yield CountPart(code, group, words, counts[code])


def _categories(counts: dict) -> Iterable[CountPart]:
    for code in READ_OUT:
        if counts.get(code):
            category = assessment.CATEGORIES[code]
            yield CountPart(code, category.group, category.counted, counts[code])


def matches(row: PlanRow, status: str) -> bool:
    """Return whether the row belongs to a tile or, named finer, to a category of what
    is in force: the rows that the number of that name counts."""
    place = row_tile(row)
    if status == ON_COURSE:
        return place in ("done", "moving")
    in_force = not row.is_closed and place != ""
    return status == place or (in_force and status == row.status)


@dataclass(frozen=True)
class RegionLine:
    """One region of the overview: its plan in force with its counts.

    `demo` counts verdicts on demo values, `latest` is the newest year of any value,
    `others` counts the region's further plans.
    """

    region: object
    plan: object
    summary: Summary
    has_table: bool
    tallies: tuple[Tally, ...] = ()
    demo: int = 0
    latest: int | None = None
    others: int = 0

    @property
    def name(self) -> str:
        return full_name(self.region)


def region_lines(
    plans: Sequence, counted: Iterable[dict], year: int
) -> list[RegionLine]:
    """Return one line per region, in the order of `plans`.

    A plan's own table makes its summary; without one, its prose does.
    """
    by_plan: dict[int, list[dict]] = {}
    for row in counted:
        by_plan.setdefault(row["plan_id"], []).append(row)
    by_region: dict[str, list] = {}
    for plan in plans:
        by_region.setdefault(plan.region.code, []).append(plan)
    return [_line(in_force(own, year), by_plan) for own in by_region.values()]


def _line(plans: list, by_plan: dict[int, list[dict]]) -> RegionLine:
    plan = plans[0]
    rows = by_plan.get(plan.pk, [])
    has_table = any(row["in_table"] for row in rows)
    rows = [row for row in rows if row["in_table"] == has_table]
    found = [Tally(**{name: row[name] for name in Tally._fields}) for row in rows]
    return RegionLine(
        region=plan.region,
        plan=plan,
        tallies=tuple(found),
        summary=summary(found),
        has_table=has_table,
        demo=sum(row["demo"] for row in rows),
        latest=max((row["latest"] for row in rows if row["latest"]), default=None),
        others=len(plans) - 1,
    )


def together(lines: Iterable[RegionLine]) -> Summary:
    """Return the counts of several regions as one."""
    return summary(tally for line in lines for tally in line.tallies)


def _reasons(counts: dict) -> Iterable[CountPart]:
    for code, count in sorted(counts.items(), key=lambda r: (-r[1], r[0])):
        yield CountPart(code, "none", REASONS.get(code, code), count)


def milestone_years(rows: Sequence[PlanRow], as_of: int) -> list[int | None]:
    """Return the two milestone years to print: next and final; and None behind them
    where a row has a target without a year.

    Where the next one is the final one, the last one past stands beside it.
    """
    found = {goal.year for row in rows for goal in row.goals}
    undated = [None] if None in found else []
    years = sorted(found - {None})
    if len(years) < 2:
        return years + undated
    ahead = [year for year in years if year >= as_of and year != years[-1]]
    return [ahead[0] if ahead else years[-2], years[-1], *undated]


def in_force(plans: Sequence, year: int) -> list:
    """Return plans, the one in force first: running, formal, then the newest; retired
    ones last."""

    def rank(plan):
        runs = (plan.period_start or 0) <= year <= plan.period_end
        retired = plan.retired_on is not None
        return retired, not runs, plan.status != "formal", -plan.period_end, plan.code

    return sorted(plans, key=rank)


@dataclass(frozen=True)
class MilestoneCounts:
    """States a person has set, how many nobody has, and how many stand open because
    their words are in doubt; never guessed. total is the sum of the three."""

    total: int
    states: tuple[CountPart, ...]
    unset: int
    unset_due: int
    doubted: int = 0


def milestone_counts(
    found: Iterable[tuple[int | None, str]], year: int, *, doubted: int = 0
) -> MilestoneCounts:
    """Return the counts over (milestone year, state or ""), and of as many `doubted`
    ones beside them; what has no year is never due."""
    found = list(found)
    set_states = Counter(state for _, state in found if state)
    return MilestoneCounts(
        total=len(found) + doubted,
        doubted=doubted,
        states=tuple(
            CountPart(code, state.group, state.label, set_states[code])
            for code, state in states.MILESTONE.items()
            if set_states[code]
        ),
        unset=sum(1 for _, state in found if not state),
        unset_due=sum(1 for due, state in found if not state and due and due < year),
    )
