"""Rows → counts that add up (assessment README B9). Pure.

A tally is (code, reason, stale, how many): from rows in hand, or counted by the
database. Good verdicts on stale values keep their verdict and are counted apart,
never as on course (B6.2). 不适用 is in no denominator.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from indicators.rules import assessment, states

from .rows import PlanRow, full_name

# tile: (group, words, categories); good verdicts on stale values go to "stale"
TILES = {
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
INAPPLICABLE = "not_applicable"
ON_COURSE = "on_course"
REASONS = {code: reason.label for code, reason in assessment.REASONS.items()}
# Order in which the verdicts are read out, the best first.
READ_OUT = sorted(
    (code for code in assessment.CATEGORIES if code != "no_data"),
    key=lambda code: -assessment.CATEGORIES[code].severity,
)

Tally = tuple[str, str, bool, int]


@dataclass(frozen=True)
class CountPart:
    """One count of a summary: what, in which group, how many."""

    code: str
    group: str
    words: str
    count: int


@dataclass(frozen=True)
class Summary:
    """The counts of one plan, or of several. total = assessable + unassessable."""

    total: int = 0
    not_applicable: int = 0
    assessable: int = 0
    on_course: int = 0
    stale: int = 0
    watch: int = 0
    bad: int = 0
    unassessable: int = 0
    stale_values: int = 0
    tiles: tuple[CountPart, ...] = ()
    categories: tuple[CountPart, ...] = ()
    reasons: tuple[CountPart, ...] = field(default=())


def tile(code: str, reason: str, stale: bool) -> str:
    """Return the tile a verdict is counted in; "" for what does not apply."""
    if code == "no_data" and reason == INAPPLICABLE:
        return ""
    found = TILE_OF[code]
    return "stale" if stale and TILES[found][0] == "good" else found


def row_tile(row: PlanRow) -> str:
    return tile(row.status, row.reason, row.is_stale)


def tallies(rows: Iterable[PlanRow]) -> list[Tally]:
    """Return the tallies of rows in hand."""
    found = Counter((row.status, row.reason, row.is_stale) for row in rows)
    return [(*key, count) for key, count in found.items()]


def summary(counted: Iterable[Tally]) -> Summary:
    """Return the counts over tallies; every part of them adds up to the total."""
    tiles, categories, reasons = Counter(), Counter(), Counter()
    inapplicable = old = 0
    for code, reason, stale, count in counted:
        place = tile(code, reason, stale)
        if not place:
            inapplicable += count
            continue
        tiles[place] += count
        categories[code] += count
        old += count if stale else 0
        if code == "no_data":
            reasons[reason] += count
    total = tiles.total()
    return Summary(
        total=total,
        not_applicable=inapplicable,
        assessable=total - tiles["none"],
        on_course=tiles["done"] + tiles["moving"],
        stale=tiles["stale"],
        watch=tiles["watch"],
        bad=tiles["bad"],
        unassessable=tiles["none"],
        stale_values=old,
        tiles=tuple(_tiles(tiles)),
        categories=tuple(_categories(categories)),
        reasons=tuple(_reasons(reasons)),
    )


def _tiles(counts: Counter) -> Iterable[CountPart]:
    for code, (group, words, _) in TILES.items():
        if code != "stale" or counts[code]:
            yield CountPart(code, group, words, counts[code])


def _categories(counts: Counter) -> Iterable[CountPart]:
    for code in READ_OUT:
        if counts[code]:
            category = assessment.CATEGORIES[code]
            yield CountPart(code, category.group, category.dispatch, counts[code])


def matches(row: PlanRow, status: str) -> bool:
    """Return whether the row belongs to a tile or, named finer, to a category."""
    place = row_tile(row)
    if status == ON_COURSE:
        return place in ("done", "moving")
    return status in (place, row.status) and place != ""


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
    return RegionLine(
        region=plan.region,
        plan=plan,
        summary=summary((r["code"], r["reason"], r["stale"], r["count"]) for r in rows),
        has_table=has_table,
        demo=sum(row["demo"] for row in rows),
        latest=max((row["latest"] for row in rows if row["latest"]), default=None),
        others=len(plans) - 1,
    )


def together(lines: Iterable[RegionLine]) -> Summary:
    """Return the counts of several regions as one."""
    parts: Counter = Counter()
    reasons: Counter = Counter()
    lines = list(lines)
    for line in lines:
        parts.update({p.code: p.count for p in line.summary.tiles})
        reasons.update({p.code: p.count for p in line.summary.reasons})
    return Summary(
        total=parts.total(),
        not_applicable=sum(line.summary.not_applicable for line in lines),
        assessable=parts.total() - parts["none"],
        on_course=parts["done"] + parts["moving"],
        stale=parts["stale"],
        watch=parts["watch"],
        bad=parts["bad"],
        unassessable=parts["none"],
        stale_values=sum(line.summary.stale_values for line in lines),
        tiles=tuple(_tiles(parts)),
        reasons=tuple(_reasons(reasons)),
    )


def _reasons(counts: Counter) -> Iterable[CountPart]:
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
    """States a person has set, and how many nobody has; never guessed."""

    total: int
    states: tuple[CountPart, ...]
    unset: int
    unset_due: int


def milestone_counts(
    found: Iterable[tuple[int | None, str]], year: int
) -> MilestoneCounts:
    """Return the counts over (milestone year, state or ""); what has no year is never
    due."""
    found = list(found)
    set_states = Counter(state for _, state in found if state)
    return MilestoneCounts(
        total=len(found),
        states=tuple(
            CountPart(code, state.group, state.label, set_states[code])
            for code, state in states.MILESTONE.items()
            if set_states[code]
        ),
        unset=sum(1 for _, state in found if not state),
        unset_due=sum(1 for due, state in found if not state and due and due < year),
    )
