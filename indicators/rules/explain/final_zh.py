"""Sentences on final years, 持续改善 and 减缓, in Chinese."""

from indicators.rules.explain.detail_zh import change_words
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.explain.standing import is_random, momentum, pace_places
from indicators.rules.explain.values_zh import (
    amount,
    goal,
    pooled_value,
    target,
    value,
)
from indicators.rules.explain.words import headline
from indicators.rules.numbers import figure, is_zero

WORDS_ONLY = {"slow": "减缓", "direction": "持续改善"}
MOMENTUM = {
    "none": "没有{}",
    "stopped": "已不再{}",
    "slowed": "{}势头减缓",
    "same": "{}势头未减缓",
    "started": "转为{}",
    "faster": "{}势头加快",
}


def final(f: Facts) -> str:
    """Return the verdict of record: value of the due year, done or not."""
    observed = f.final_value
    places = f.places(observed, f.target)
    if f.final_year == f.focus_year:
        text = value(f, observed, f.focus_year, places)
    else:
        proxy = f"{f.focus_year}年无数据，以{f.final_year}年代替"
        text = f"{proxy}：{amount(f, observed, places)}"
    if f.reason == "below_earlier_milestone":
        text = f"{text}，{_below_earlier(f, observed)}"
    done = "已完成" if f.status == "achieved" else "未如期完成"
    if f.target is None:
        return f"{text}，{done}{WORDS_ONLY.get(f.asked.kind, '')}{goal(f)}"
    text = f"{text}，{done}{f.focus_year}年{goal(f)}{target(f)}"
    return text if f.status == "achieved" else text + _missed(f, observed)


def _missed(f: Facts, observed) -> str:
    """Return by how much a final target was missed, or since when it is met."""
    if "borderline" in f.marks and near(observed, f.target) and f.strict:
        return "（恰好等于目标值，但目标不含本数）"
    if "borderline" in f.marks:
        return "（与目标只差末位的舍入，按未舍入的数值比较不算完成）"
    text, since = "", f.result.met_since
    if since is not None and f.latest is not None:
        now = amount(f, f.latest)
        when = f"{since}年已达到" if since == f.year else f"{since}年起已达到"
        year = "" if since == f.year else f"{f.year}年"
        text = f"；{when}（{year}{now}）"
    elif f.scale != "range":  # there the value itself is the distance
        text = f"，尚差{f.distance(abs(observed - f.target))}{f.gap_unit}"
    if is_random(f):
        why = f"属随机波动范围（{pooled_value(f)}）"
        text += f"。按考核口径未完成；发生数较少，{why}"
    return text


def _below_earlier(f: Facts, observed) -> str:
    floor = f.result.floor
    if floor is None or None in (floor.year, floor.target):
        return "差于此前的量化目标"
    aim = f"{floor.year}年目标{f.stated(floor.target)}{f.shown_unit}"
    if near(observed, floor.target):
        return f"等于{aim}，但目标不含本数"
    side = "高" if observed > floor.target else "低"
    distance = f.distance(abs(observed - floor.target))
    return f"比{aim}{side}{distance}{f.gap_unit}"


def direction(f: Facts) -> str:
    """Return how a value moves that has no number to reach."""
    start = value(f, f.latest)
    if f.reason == "below_earlier_milestone":
        return f"{start}，{_below_earlier(f, f.latest)}"
    if f.reason == "at_natural_limit":
        return f"{start}，已达最{'高' if f.sign > 0 else '低'}值，继续保持"
    if f.result.pace_change is not None:
        return _slow(f)
    change = f.result.direction_change
    if change is None or None in (change.average, change.last):
        bare = "近年变差" if f.status == "reversed" else headline(f.status)
        return f"{start}，{bare}"
    average = change_words(change.average, f.path_places, f.gap_unit)
    last = change_words(change.last, f.decimals, f.gap_unit)
    since = f"{change.from_year}年以来" if change.from_year else "近年"
    better = "，持续改善" if f.reason == "improving" else ""
    return f"{start}，{since}年均{average}，最近一次{last}{better}"


def _slow(f: Facts) -> str:
    pace, start = f.result.pace_change, value(f, f.latest)
    if None in (pace.before, pace.after):
        bare = "近年变差" if f.status == "reversed" else headline(f.status)
        return f"{start}，{bare}"
    places = pace_places(f)
    since = f"{pace.base_year}年以来" if pace.base_year else "近年"
    after = _moved(f, pace.after, places)
    before = _moved(f, pace.before, places)
    text = f"{start}；{since}年均{after}，此前年均{before}"
    verdict = MOMENTUM.get(momentum(f))
    if verdict is None:
        return text
    text += f"，{verdict.format('下降' if f.sign > 0 else '上升')}"
    if f.reason in ("recent_setback", "recent_turn") and pace.last is not None:
        text += f"，但最近一次{_moved(f, pace.last, places)}"
    return text


def _moved(f: Facts, change, places) -> str:
    text = figure(abs(change), places)
    if is_zero(text):
        return "持平"
    return f"{'上升' if change > 0 else '下降'}{text}{f.gap_unit}"
