"""三项统计 (assessment README B9): three counts of a plan's rows, each adding up, never mixed.

到期目标: was the target of the plan's latest due year met? 序时: where does each row
stand on its way? 趋势研判: will the target of the plan's last year be met on the recent
trend? Every row is counted once in each. Pure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..result import Result
from .states import by_year
from .tiles import CLOSED, INAPPLICABLE, tile

# balance → its parts in reading order; every part is a list that its number opens
DUE = ("met", "not_met", "awaiting", "unverifiable", "none", INAPPLICABLE)
PACE = ("good", "stale", "watch", "bad", "over", "none", INAPPLICABLE)
AHEAD = ("likely", "hard", "unlikely", "unknown", "over", "none", INAPPLICABLE)
BALANCES = {"due": DUE, "pace": PACE, "ahead": AHEAD}
ADVICE = "ahead"  # the one that is a forecast: for use inside the office
DUE_OF = {"met": "met", "met_early": "met", "not_met": "not_met"} | {
    "awaiting": "awaiting"
}  # every other state of a due year cannot be told
AHEAD_OF = {
    "likely": "likely",
    "possible": "likely",
    "lean_yes": "likely",
    "uncertain": "hard",
    "unlikely": "unlikely",
    "lean_no": "unlikely",
}
PACE_OF = {"done": "good", "moving": "good"} | dict.fromkeys(CLOSED.values(), "over")


@dataclass(frozen=True, slots=True)
class RowStanding:
    """Where one row stands at its latest due year and at its last year, by its own
    targets; years are None without one."""

    due_year: int | None = None
    due: str = ""  # a part of DUE
    last_year: int | None = None
    ahead: str = ""  # a part of AHEAD


class CountedRow(NamedTuple):
    """What the balances count of a row; `count` rows may be alike."""

    code: str
    reason: str
    stale: bool
    closed: bool
    standing: RowStanding
    count: int = 1


@dataclass(frozen=True)
class Balance:
    """One of the three: part → how many rows. `year` is the year it speaks of, None
    where that differs among the plans counted, or there is none."""

    code: str
    year: int | None = None
    parts: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Every row that was counted."""
        return sum(self.parts.values())


Balances = dict[str, Balance]  # due, pace, ahead


def standing(result: Result, as_of: int) -> RowStanding:
    """Return where a judged row stands: its targets of years before `as_of` are
    due."""
    states = by_year(result)
    years = sorted(year for year in states if year is not None)
    if not years:
        return RowStanding()
    due = [year for year in years if year < as_of]
    return RowStanding(
        due_year=due[-1] if due else None,
        due=DUE_OF.get(states[due[-1]].state, "unverifiable") if due else "",
        last_year=years[-1],
        ahead=_ahead(result, years[-1], states[years[-1]].state, as_of),
    )


def unjudged(years: Iterable[int], as_of: int) -> RowStanding:
    """Return where a row stands that has targets of these years and no verdict."""
    years = sorted(years)
    if not years:
        return RowStanding()
    due = [year for year in years if year < as_of]
    over = years[-1] < as_of
    return RowStanding(
        due_year=due[-1] if due else None,
        due="unverifiable" if due else "",
        last_year=years[-1],
        ahead="over" if over else "unknown",
    )


def _ahead(result: Result, year: int, state: str, as_of: int) -> str:
    """Return what the trend says of the last year; it says nothing once that year is
    decided, or past."""
    if state in ("met", "not_met") or year < as_of:
        return "over"
    if result.focus_year == year:
        word = result.outlook
    else:
        final = result.final
        word = final.outlook if final and final.year == year else None
    return AHEAD_OF.get(word, "unknown")


def places(
    row: CountedRow, due_year: int | None, last_year: int | None
) -> dict[str, str]:
    """Return balance → the part in which a row is counted, beside rows of a plan whose
    latest due and last years these are."""
    found = tile(row.code, row.reason, row.stale, row.closed)
    if found == INAPPLICABLE:
        return dict.fromkeys(BALANCES, INAPPLICABLE)
    where, mine = PACE_OF.get(found, found), row.standing
    is_due = due_year is not None and mine.due_year == due_year
    is_last = last_year is not None and mine.last_year == last_year
    return {
        "due": mine.due if is_due else "none",
        "pace": where,
        "ahead": mine.ahead if is_last else "none",
    }


def paced(tiles: Mapping[str, int]) -> dict[str, int]:
    """Return the parts of 序时 of counts by tile."""
    found = Counter()
    for name, number in tiles.items():
        found[PACE_OF.get(name, name)] += number
    return {part: found[part] for part in PACE}


def years_of(rows: Iterable[CountedRow]) -> tuple[int | None, int | None]:
    """Return the latest due year and the last year that any of the rows has."""
    rows = list(rows)
    due = [r.standing.due_year for r in rows if r.standing.due_year is not None]
    last = [r.standing.last_year for r in rows if r.standing.last_year is not None]
    return max(due, default=None), max(last, default=None)


def balances(rows: Iterable[CountedRow]) -> Balances:
    """Return the three balances of one plan; each adds up to its rows."""
    rows = list(rows)
    due_year, last_year = years_of(rows)
    counted = {name: Counter() for name in BALANCES}
    for row in rows:
        for name, part in places(row, due_year, last_year).items():
            counted[name][part] += row.count
    return balanced(counted, due_year, last_year)


def balanced(
    counted: Mapping[str, Mapping[str, int]],
    due_year: int | None = None,
    last_year: int | None = None,
) -> Balances:
    """Return the balances of counts by balance and part, every part named."""
    years = {"due": due_year, "ahead": last_year}
    return {
        name: Balance(
            name,
            years.get(name),
            {part: counted.get(name, {}).get(part, 0) for part in parts},
        )
        for name, parts in BALANCES.items()
    }


def together(several: Iterable[Balances]) -> Balances:
    """Return the balances of several plans as one; a year only where all have it."""
    several = list(several)
    counted = {name: Counter() for name in BALANCES}
    years = {}
    for name in BALANCES:
        for one in several:
            counted[name].update(one[name].parts)
        with_rows = {one[name].year for one in several if one[name].total}
        years[name] = with_rows.pop() if len(with_rows) == 1 else None
    return balanced(counted, years["due"], years["ahead"])
