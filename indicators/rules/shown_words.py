"""What a row shows (shown.py) in words: the same in every list, sheet and answer. Pure.

Chinese, like the sentences of a verdict.
"""

from decimal import Decimal

from indicators.rules import numbers
from indicators.rules.shown import Shown

TRENDS = {"direction": "持续改善", "slow": "势头减缓", "trend": "持续改善"}
SIGNS = {"<": "<", ">": ">", "~": "约"}


def asked(s: Shown, direction: str | None) -> str:
    """Return what is asked for, without unit: "77.84", ">82.00", "≥79", "约28",
    "103～107", "较全国高0.86", "持续改善"."""
    if s.asked_kind == "range":
        return _range(s)
    if s.asked is None:
        return TRENDS[s.asked_kind]
    if s.basis == "reference":
        who = s.reference or "参照地区"
        side = _side(s.asked)
        return f"较{who}{side}" if s.asked else f"与{who}持平"
    text = number(s.asked)
    if s.asked_kind == "path":
        return s.op + text
    return SIGNS.get(s.op, "≤" if direction == "down" else "≥") + text


def _range(s: Shown) -> str:
    low, high = s.ends
    if None not in (low, high):
        return f"{number(low)}～{number(high)}"
    if low is high is None:
        return "目标区间"
    return f"不低于{number(low)}" if high is None else f"不高于{number(high)}"


def note(s: Shown, newest: int | None) -> str:
    """Return how the value stands to it: "优0.22", "2030年目标，优0.25",
    "近5年合并19.26，差4.26", "2020年994，差6；2025年1013，已补上".

    `newest` is the year of the value that the row prints beside it: what was judged
    is named where it is another year or another figure.
    """
    parts = [_aim_year(s), judged(s, newest), distance(s)]
    text = "，".join(part for part in parts if part)
    return "；".join(part for part in (text, _later(s)) if part)


def _aim_year(s: Shown) -> str:
    is_other = s.asked_year is not None and s.asked_year != s.year
    return f"{s.asked_year}年目标" if is_other else ""


def judged(s: Shown, newest: int | None = None) -> str:
    """Return the judged figure where it is not the own value of the year `newest` as
    a row prints it:
    "近5年合并19.26", "2024年低3.22", "2021—2023年累计7", "2020年994"."""
    if s.value is None:
        return f"{s.year}年" if s.year != newest else ""
    if s.basis == "pooled":
        years = s.pooled_years or 1
        span = f"近{years:.0f}年合并" if years > 1 else f"{s.year}年"
        return span + number(s.value)
    if s.basis == "reference":
        return f"{s.year}年{_side(s.value)}"
    if s.basis == "total":
        span = f"{s.since}—{s.year}" if s.since and s.since < s.year else s.year
        return f"{span}年累计{number(s.value)}"
    is_other = s.year != newest or s.is_finer
    return f"{s.year}年{number(s.value)}" if is_other else ""


def basis(s: Shown) -> str:
    """Return what kind of figure was judged, and of when: "2025年值", "近4年合并",
    "2024年与全国之差", "2021—2023年累计"."""
    if s.basis == "pooled":
        years = s.pooled_years or 1
        return f"近{years:.0f}年合并" if years > 1 else f"{s.year}年值"
    if s.basis == "reference":
        return f"{s.year}年与{s.reference or '参照地区'}之差"
    if s.basis == "total":
        span = f"{s.since}—{s.year}" if s.since and s.since < s.year else s.year
        return f"{span}年累计"
    return f"{s.year}年值"


def distance(s: Shown) -> str:
    """Return the distance, better or worse: "优0.22", "差1.40", "持平"; "" without a
    number to be measured against."""
    if s.gap is None:
        return ""
    text = _size(s.gap, s.asked_kind)
    if s.is_excluded:
        return "目标不含本数"
    return f"{text}（在允许幅度内）" if s.is_tolerated else text


def _later(s: Shown) -> str:
    if s.later is None:
        return ""
    year, value = s.later
    text = f"{year}年{_side(value) if s.basis == 'reference' else number(value)}"
    if s.is_made_up:
        return f"{text}，已补上"
    if s.later_gap is None or s.later_gap >= 0:
        return ""
    return f"{text}，{_size(s.later_gap, s.asked_kind)}"


def _size(gap: Decimal, kind: str) -> str:
    if kind == "range":
        return f"偏离{number(abs(gap))}" if gap else "区间内"
    if not gap:
        return "持平"
    return f"{'优' if gap > 0 else '差'}{number(abs(gap))}"


def _side(difference: Decimal) -> str:
    if not difference:
        return "持平"
    return f"{'高' if difference > 0 else '低'}{number(abs(difference))}"


def number(value: Decimal) -> str:
    """Return a printed number with the decimals that it has."""
    return numbers.plain(value, max(-value.as_tuple().exponent, 0))
