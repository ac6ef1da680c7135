"""Lines on the newer kinds of targets: a level to keep, a slowing, a running total."""

from indicators.rules.assessment import Parameters
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.lines import (
    ExplainedLine,
    baseline,
    checked,
    minus,
    observed,
    seen,
)
from indicators.rules.explain.standing import base_year, counted_from, pace_places
from indicators.rules.explain.words import reason_words
from indicators.rules.numbers import figure, percent

PACE_YEARS = 10  # how far back the pace before the base year reaches (B6.5)
CENTURY = 100  # longer than any plan counts


def kept(f: Facts, limits: Parameters) -> list[ExplainedLine]:
    """Return the level to keep, what is tolerated, and the value's distance."""
    if f.asked.kind != "keep" or f.target is None or f.final:
        return []
    level = _level(f) if f.scale == "range" else f.target
    if None in (level, f.latest, f.year):
        return []
    places = f.decimals if f.asked.decimals is None else f.asked.decimals
    tolerance = max(0.5 / 10**places, limits.about_rel * abs(level))
    note = f"“左右”按上下{percent(limits.about_rel)}计，且不少于末位的半个单位"
    room = ExplainedLine("允许幅度", "", f.stated(tolerance), note)
    rows = [
        ExplainedLine(f"保持目标（{f.focus_year}）", "", f.stated(level), f.asked.raw),
        room,
    ]
    if f.scale == "range":
        return rows + _outside(f, level, tolerance)
    result = figure(round(f.latest - level, 9), f.places(f.latest, level))
    note = "超出允许幅度" if f.status == "breached" else "在允许幅度内"
    title = f"与保持目标之差（{f.year}）"
    formula = minus(seen(f, f.latest), f.stated(level))
    return rows + [ExplainedLine(title, formula, result, note)]


def _level(f: Facts) -> float | None:
    """Return the value of the year that a level without a better side is kept from."""
    year, (stated_year, stated) = base_year(f), baseline(f)
    return stated if year == stated_year else observed(f).get(year)


def _outside(f: Facts, level, tolerance) -> list[ExplainedLine]:
    """Return how far the value lies outside the range that is tolerated."""
    own = observed(f).get(f.year)
    if own is None:
        return []
    end = level + tolerance if own > level else level - tolerance
    pair = (own, end) if own > level else (end, own)
    formula, distance = minus(seen(f, pair[0]), f.stated(pair[1])), pair[0] - pair[1]
    if own < level:
        formula = minus(f.stated(pair[0]), seen(f, pair[1]))
    if distance <= 0:
        formula, distance = f"{seen(f, own)} 在允许幅度内", 0
    formula = checked(formula, distance, f.latest)
    return [ExplainedLine(f"偏离保持范围（{f.year}）", formula, seen(f, f.latest))]


def slowing(f: Facts) -> list[ExplainedLine]:
    """Return the paces before and after the base year of a slowing."""
    pace = f.result.pace_change
    if pace is None or None in (pace.base_year, pace.before, pace.after, f.year):
        return []
    own, (stated_year, stated) = observed(f), baseline(f)
    if stated_year is not None and stated_year not in own and stated is not None:
        own = {**own, stated_year: stated}
    year, places = pace.base_year, max(pace_places(f), f.path_places)
    before = [y for y in own if year - PACE_YEARS <= y <= year]
    after = [y for y in own if year <= y <= f.year]
    note = reason_words(f.reason) if f.reason else ""
    rows = [
        _pace(f, own, before, pace.before, "基期年及以前年均变化", places),
        _pace(f, own, after, pace.after, "基期年以来年均变化", places, note),
    ]
    if pace.last is None:
        return rows
    step = _step(f, own, after, pace.last)
    return rows + [ExplainedLine("最近一次年均变化", step, figure(pace.last, places))]


def _pace(f: Facts, own, years, change, title, places, note="") -> ExplainedLine:
    """Return one pace, its sum from the first and the last of the years."""
    formula = ""
    if years and min(years) < max(years):
        first, last = min(years), max(years)
        text = f"({minus(seen(f, own[last]), seen(f, own[first]))}) ÷ {last - first}"
        computed = (own[last] - own[first]) / (last - first)
        formula = checked(text, computed, change, 1e-3)
        title += f"（{first}～{last}）" if formula else ""
    return ExplainedLine(title, formula, figure(change, places), note)


def _step(f: Facts, own, years, change) -> str:
    if len(years) < 2:
        return ""
    first, last = sorted(years)[-2:]
    text = minus(seen(f, own[last]), seen(f, own[first]))
    computed = (own[last] - own[first]) / (last - first)
    text = text if last - first == 1 else f"({text}) ÷ {last - first}"
    return checked(text, computed, change, 1e-3)


def total(f: Facts) -> list[ExplainedLine]:
    """Return the running total as the sum of its years, and the years it lacks."""
    first = counted_from(f) if f.scale == "total" else None
    if first is None or None in (f.year, f.latest) or first > f.year:
        return []
    own = {y: v for y, v in observed(f).items() if first <= y <= f.year}
    formula = " + ".join(seen(f, own[y]) for y in sorted(own))
    formula = checked(formula, sum(own.values()), f.latest)
    note = ""
    if "total_incomplete" in f.flags:
        last = min(f.year, first + CENTURY)  # a year that is none names no more
        lacking = [str(y) for y in range(first, last + 1) if y not in own]
        note = f"缺{'、'.join(lacking[:5])}年" + ("等" if len(lacking) > 5 else "")
    title = f"累计数（{first}～{f.year}）" if first < f.year else f"累计数（{first}）"
    return [ExplainedLine(title, formula, seen(f, f.latest), note)]
