"""Sentences on what cannot be assessed, in Chinese."""

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.path_zh import short_pool
from indicators.rules.explain.standing import (
    base_year,
    is_excluded,
    is_told,
    missing_start,
)
from indicators.rules.explain.values_zh import goal, judged_lead, lag, target, value
from indicators.rules.explain.words import reason_words
from indicators.rules.numbers import number, trimmed

CAUSES = {
    "none": "规划未列基期值",
    "undated": "基期值未注明年份",
    "bound": "基期只列界限值",
    "older": "数据早于基期{year}年",
    "reference": "缺{year}年{reference}值",
    "unusable": "基期值不可比",
}


def missing(f: Facts) -> str:
    """Return why there is no verdict, with what is known all the same."""
    if is_told(f):
        return _without_start(f)
    text = f"暂无法评价：{cause(f)}"
    if f.reason == "total_incomplete" and None not in (f.latest, f.year):
        return f"{value(f, f.latest)}（缺部分年度）；{text}"
    return text


def _without_start(f: Facts) -> str:
    base = f.case.indicator.baseline
    year = base.year if base is not None else None
    why = CAUSES[missing_start(f)].format(year=year, reference=f.reference)
    if "short_pool" in f.flags and f.pooled:
        return f"{short_pool(f)}；{why}，不评价进度"
    aim = f"{f.focus_year}年{goal(f)}{target(f)}"
    if is_excluded(f, f.judged, f.target):
        where = f"等于{aim}，但目标不含本数"
    else:
        where = f"距{aim}{lag(f, f.target)}"
    return f"{judged_lead(f)}{where}；{why}，不评价进度"


def cause(f: Facts) -> str:
    """Return why there is no verdict, with the year that the reason is about."""
    if f.reason == "unconfirmed_target":
        year = f"{f.focus_year}年" if f.focus_year else ""
        return f"{year}目标的读法待确认"
    if f.reason == "no_base_value":
        return _no_base_value(f)
    return reason_words(f.reason)


def _no_base_value(f: Facts) -> str:
    year = base_year(f)
    if year is None:
        asked = "保持哪一年的水平" if f.asked.kind == "keep" else "对比年份"
        return f"目标未写明{asked}，规划也无基期值"
    wording = f.asked.raw or _wording(f, year)
    return f"缺{year}年数值" + (f"（目标为{wording}）" if wording else "")


def _wording(f: Facts, year) -> str:
    """Return a target on a base value in words, made from its kind and change."""
    kind, change = f.asked.kind, number(f.asked.change)
    if kind == "keep":
        return f"维持在{year}年水平"
    if change is None:
        return ""
    amount = trimmed(abs(change), 6)
    if kind == "multiply":
        return f"达到{year}年的{amount}倍"
    unit = {
        "relative": "%",
        "points": "个百分点",
        "annual": {"": "%", "percent": "%", "points": "个百分点"}.get(
            f.asked.change_unit, f.gap_unit
        ),
    }.get(kind, f.gap_unit)
    moved = f"{'提高' if change > 0 else '下降'}{amount}{unit}"
    return f"{year}年起年均{moved}" if kind == "annual" else f"比{year}年{moved}"
