"""Rows → counts that add up (assessment README B9). Pure.

A tally is a verdict with how many rows have it: from rows in hand, or counted by the
database; the partition is that of the rules (assessment.summarise). What is closed, a
final verdict on a year that is over, stands apart from what is in force. Good verdicts
on stale values keep their verdict and are counted apart, never as on course (B6.2).
不适用 is in no denominator.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from indicators.rules import assessment, states
from indicators.rules.assessment import summary as partition
from indicators.rules.assessment.summary import CLOSED, INAPPLICABLE, ON_COURSE

from .rows import PlanRow, full_name

# tile: (group, words, categories); which verdict goes where: rules/assessment/summary
TILES = {
    "closed_met": ("good", "已到期完成"),
    "closed_not_met": ("bad", "已到期未完成"),
    "done": ("good", "已完成或持续达标"),
    "moving": ("good", "快于或达到序时进度"),
    "stale": ("good", "尚好但数据偏旧"),
    "watch": ("watch", "需关注"),
    "bad": ("bad", "滞后或未达要求"),
    "none": ("none", "暂无法评价"),
}
TILES = {name: (*said, partition.TILES[name]) for name, said in TILES.items()}
TILE_OF = {code: tile for tile, (_, _, codes) in TILES.items() for code in codes}
SAID_ONLY_IF_ANY = {"closed_met", "closed_not_met", "stale"}
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
class SummaryCounts:
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
    found = partition.tile(code, reason, stale, closed)
    return "" if found == INAPPLICABLE else found


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


def summary(counted: Iterable[Tally]) -> SummaryCounts:
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
    return SummaryCounts(
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
class DataYears:
    """How far the data are: the newest year is that of `at` rows of `total`; `older`
    have an older value, of the year `before` where they share one, `none` have none."""

    year: int | None = None
    at: int = 0
    total: int = 0
    before: int | None = None
    older: int = 0
    none: int = 0


@dataclass(frozen=True)
class RegionLine:
    """One region of the overview: its plan in force with its counts as stored.

    `demo` counts verdicts on demo values, `latest` is the newest year of any value,
    `years` of how many rows each year is the newest, `others` counts the region's
    further plans.
    """

    region: object
    plan: object
    summary: SummaryCounts
    has_table: bool
    tallies: tuple[Tally, ...] = ()
    balances: partition.Balances = field(default_factory=dict)
    years: dict = field(default_factory=dict)
    demo: int = 0
    latest: int | None = None
    others: int = 0
    stored: object = None  # the row of counts, with what else its query told

    @property
    def name(self) -> str:
        return full_name(self.region)

    def part(self, balance: str, name: str) -> int:
        """Return one number of its balances."""
        return self.balances[balance].parts[name]

    @property
    def due_not_met(self) -> int:
        return self.part("due", "not_met")

    @property
    def unlikely(self) -> int:
        return self.part("ahead", "unlikely")


def region_lines(
    plans: Sequence, counted: Mapping[int, object], year: int
) -> list[RegionLine]:
    """Return one line per region, in the order of `plans`.

    `counted` maps a plan's pk to its stored counts (models.Summary): its own table
    makes them; without one, its prose does.
    """
    by_region: dict[str, list] = {}
    for plan in plans:
        by_region.setdefault(plan.region.code, []).append(plan)
    return [_line(in_force(own, year), counted) for own in by_region.values()]


def _line(plans: list, counted: Mapping[int, object]) -> RegionLine:
    plan = plans[0]
    about = {"region": plan.region, "plan": plan, "others": len(plans) - 1}
    stored = counted.get(plan.pk)
    if stored is None:
        nothing = partition.balanced({})
        return RegionLine(
            **about, summary=summary(()), has_table=False, balances=nothing
        )
    found = tuple(Tally(*row) for row in stored.tallies)
    return RegionLine(
        **about,
        summary=summary(found),
        has_table=stored.has_table,
        tallies=found,
        balances=stored.balances,
        years=stored.years,
        demo=stored.demo,
        latest=stored.latest_year,
        stored=stored,
    )


def together(lines: Iterable[RegionLine]) -> SummaryCounts:
    """Return the counts of several regions as one."""
    return summary(tally for line in lines for tally in line.tallies)


def _reasons(counts: dict) -> Iterable[CountPart]:
    for code, count in sorted(counts.items(), key=lambda r: (-r[1], r[0])):
        yield CountPart(code, "none", REASONS.get(code, code), count)


def data_years(found: Iterable[tuple[int | None, int]]) -> DataYears:
    """Return how far the data are, of (newest year with a value or None, rows)."""
    counts = Counter()
    for year, number in found:
        counts[year or None] += number
    bare = counts.pop(None, 0)
    if not +counts:
        return DataYears(none=bare)
    newest, *older = sorted(+counts, reverse=True)
    return DataYears(
        year=newest,
        at=counts[newest],
        total=counts.total() + bare,
        before=older[0] if len(older) == 1 else None,
        older=sum(counts[year] for year in older),
        none=bare,
    )


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
