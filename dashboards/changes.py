"""What changed, as pages list it: since a day, and against the year before. Pure."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules import moves
from indicators.rules.assessment import CATEGORIES

from .rows import PlanRow

# group → how it is counted; "good" holds what is closed and met, and stale values too
GROUPS = {
    "good": "达到或好于要求",
    "watch": "需关注",
    "bad": "滞后或未达要求",
    "none": "暂无法评价",
}


@dataclass(frozen=True)
class SinceCounts:
    """How much moved in a plan since a day: verdicts up and down (each move counts),
    past values revised, targets revised."""

    up: int = 0
    down: int = 0
    values: int = 0
    targets: int = 0

    def __bool__(self):
        return any((self.up, self.down, self.values, self.targets))

    def __add__(self, other):
        return SinceCounts(
            self.up + other.up,
            self.down + other.down,
            self.values + other.values,
            self.targets + other.targets,
        )


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A verdict that moved: from and to are (code, reason), to ("", "") where there is
    none any more."""

    label: str
    indicator: str
    direction: str
    before: tuple[str, str]
    after: tuple[str, str]
    step: int
    cause: str
    by: str
    at: datetime.datetime


@dataclass(frozen=True, slots=True)
class RevisedValue:
    """A past value that was replaced by another, as the viewer may have both."""

    label: str
    indicator: str
    unit: str
    decimals: int
    year: int
    old: Decimal | None
    new: Decimal | None
    why: str
    by: str
    at: datetime.datetime
    is_rate: bool = False


@dataclass(frozen=True, slots=True)
class RevisedTarget:
    """A target that was revised, by which document."""

    label: str
    indicator: str
    year: int | None
    old: str
    new: str
    document: str
    at: datetime.datetime


@dataclass(frozen=True)
class YearOnYear:
    """The verdicts of a plan beside those of the year before, by group; `moved` are the
    rows whose verdict is another, the worst fall first."""

    year: int | None
    before: dict[str, int]
    now: dict[str, int]
    better: int
    worse: int
    moved: tuple[PlanRow, ...] = ()
    demo: bool = False

    @property
    def lines(self) -> list[tuple[str, str, int, int]]:
        """(group, words, before, now) of each group that counts anything."""
        return [
            (group, words, self.before.get(group, 0), self.now.get(group, 0))
            for group, words in GROUPS.items()
            if self.before.get(group) or self.now.get(group)
        ]


def year_on_year_of(stored: Iterable) -> YearOnYear | None:
    """Return several plans against the year before, of their stored counts
    (models.Summary); None where nothing is judged."""
    stored = list(stored)
    before, now = Counter(), Counter()
    for found in stored:
        for code, _reason, _stale, _closed, number, _grade in found.tallies:
            now[CATEGORIES[code].group] += number
        for group in GROUPS:
            before[group] += getattr(found, f"before_{group}")
    if not stored or now.total() == now["none"] and before.total() == before["none"]:
        return None
    return YearOnYear(
        year=max(found.as_of for found in stored),
        before=before,
        now=now,
        better=sum(found.better for found in stored),
        worse=sum(found.worse for found in stored),
        demo=any(found.demo for found in stored),
    )


def year_on_year(rows: Sequence[PlanRow]) -> YearOnYear | None:
    """Return the plan's rows against the year before; None where nothing is judged."""
    judged = [row for row in rows if row.code and row.before_code]
    if not judged:
        return None
    steps = {row.key: moves.step(row.before_code, row.code) for row in judged}
    moved = [row for row in judged if row.before_code != row.code]
    moved.sort(key=lambda row: (steps[row.key], row.severity, row.order))
    return YearOnYear(
        year=max(row.as_of for row in judged),
        before=Counter(CATEGORIES[r.before_code or "no_data"].group for r in rows),
        now=Counter(row.group for row in rows),
        better=sum(step > 0 for step in steps.values()),
        worse=sum(step < 0 for step in steps.values()),
        moved=tuple(moved),
        demo=any(row.before_has_demo or row.has_demo for row in judged),
    )
