"""三项统计 in words: what the balances of the rules say on pages and in files. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from indicators.rules import numbers, shown_words
from indicators.rules.assessment import summary as partition
from indicators.rules.assessment.summary import ADVICE, Balances, together
from indicators.rules.reasons import MISSING_ON_PURPOSE

from .rows import PlanRow
from .summaries import CountPart

__all__ = [
    "AskedRow",
    "BalanceLine",
    "lines",
    "matches",
    "of_rows",
    "to_ask",
    "together",
]
ASKED = 3  # rows that a headline names

# balance → (title, title with its year)
TITLES = {
    "due": ("到期目标", "%(year)s年到期目标"),
    "pace": ("序时进度", "序时进度"),
    "ahead": ("趋势研判", "%(year)s年目标趋势研判"),
}
NOT_HERE = MISSING_ON_PURPOSE["not_applicable"].label
REST = {
    "none": ("none", "该年无目标"),
    "not_applicable": ("none", NOT_HERE),
}
# balance → part → (group, words)
WORDS = {
    "due": {
        "met": ("good", "达标"),
        "not_met": ("bad", "未达标"),
        "awaiting": ("none", "待数据"),
        "unverifiable": ("none", "不可判定"),
        **REST,
    },
    "pace": {
        "good": ("good", "按规划推进"),
        "stale": ("good", "尚好但数据偏旧"),
        "watch": ("watch", "需关注"),
        "bad": ("bad", "滞后或未达要求"),
        "over": ("none", "已到期"),
        "none": ("none", "暂无法评价"),
        "not_applicable": ("none", NOT_HERE),
    },
    "ahead": {
        "likely": ("good", "能够完成"),
        "hard": ("watch", "有难度"),
        "unlikely": ("bad", "难以完成"),
        "unknown": ("none", "无法预计"),
        "over": ("none", "已到期"),
        **REST,
    },
}
# What is said even of no row: a balance without them would not be understood.
ALWAYS = {"met", "not_met", "good", "watch", "bad", "likely", "unlikely"}


@dataclass(frozen=True)
class BalanceLine:
    """One balance as it is read: title in words, its year, its parts, their sum."""

    code: str
    title: str
    year: int | None
    parts: tuple[CountPart, ...]
    total: int

    @property
    def is_advice(self) -> bool:
        """Whether it is a forecast, for use inside the office."""
        return self.code == ADVICE


def lines(found: Balances) -> list[BalanceLine]:
    """Return the three as lines; one of which nothing can be said (no target is due
    yet) is left out."""
    return [_line(found[name]) for name in partition.BALANCES if _speaks(found[name])]


def _speaks(found: partition.Balance) -> bool:
    silent = {"none", "not_applicable"} if found.code != "pace" else set()
    return any(n for part, n in found.parts.items() if part not in silent)


def _line(found: partition.Balance) -> BalanceLine:
    plain, dated = TITLES[found.code]
    parts = [
        CountPart(name, *WORDS[found.code][name], number)
        for name, number in found.parts.items()
        if number or name in ALWAYS
    ]
    return BalanceLine(
        found.code,
        dated if found.year else plain,
        found.year,
        tuple(parts),
        found.total,
    )


def of_rows(rows: Sequence[PlanRow]) -> Balances:
    """Return the balances of rows in hand."""
    return partition.balances(row.counted for row in rows)


def matches(rows: Sequence[PlanRow], name: str, part: str) -> list[PlanRow]:
    """Return the rows of a plan that a part of a balance counts."""
    years = partition.years_of([row.counted for row in rows])
    return [row for row in rows if partition.places(row.counted, *years)[name] == part]


# ----------------------------------------------------------------- what to ask about


@dataclass(frozen=True)
class AskedRow:
    """A row to ask about: which, how far off, whom."""

    row: PlanRow
    gap: str
    lead: str


def to_ask(rows: Iterable[PlanRow], limit: int = ASKED) -> list[AskedRow]:
    """Return the worst rows that are off the mark, the binding first, then by distance
    relative to the way to go; none that is on course."""
    off = [row for row in rows if row.group in ("bad", "watch") and not row.is_closed]
    off.sort(key=lambda row: (row.severity, row.nature != "binding", -_share(row)))
    return [AskedRow(row, gap(row), lead(row)) for row in off[:limit]]


def lead(row: PlanRow) -> str:
    """Return who answers for a row, as far as is known; "" otherwise."""
    return row.department


def gap(row: PlanRow) -> str:
    """Return how far a row is from what is due, with its unit: "差5.2个百分点";
    "" without a number."""
    found = row.shown
    if found is None or found.gap is None or found.gap >= 0:
        return ""
    size = shown_words.number(abs(found.gap))
    word = "偏离" if found.asked_kind == "range" else "差"
    return f"{word}{size}{numbers.gap_unit(row.unit)}"


def _share(row: PlanRow) -> float:
    """Return the distance as a share of the way from start to target, or of what is
    asked."""
    found = row.shown
    if found is None or found.gap is None:
        return 0.0
    anchors = row.result.anchors
    way = abs(anchors[-1][1] - anchors[0][1]) if len(anchors) > 1 else 0
    way = way or abs(float(found.asked or 0)) or 1
    return -float(found.gap) / way
