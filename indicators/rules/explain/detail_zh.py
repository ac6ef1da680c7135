"""The arithmetic of an assessment in one Chinese sentence (assessment README B8)."""

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.explain.standing import is_constant
from indicators.rules.numbers import MINUS, away, figure, is_zero


def detail(f: Facts) -> str:
    """Return path, forecast and required change in one sentence, or nothing."""
    parts = [_path(f), _projection(f), _required(f)]
    text = "；".join(part for part in parts if part).replace(MINUS, "-")
    return f"{text}。" if text else ""


def change_words(change, places, unit) -> str:
    """Return "提高0.30岁", "下降0.30岁" or "持平" for a change that prints as zero."""
    text = figure(abs(change), places)
    if is_zero(text):
        return "持平"
    return f"{'提高' if change > 0 else '下降'}{text}{unit}"


def _path(f: Facts) -> str:
    path = f.result.path_value
    if path is None or f.year is None or f.final:
        return ""
    return f"{f.year}年序时目标{figure(path, f.path_places)}"


def _projection(f: Facts) -> str:
    ahead = f.result.projection
    if ahead is None or ahead.point is None or f.target is None or f.final:
        return ""
    text = f"{f.focus_year}年预计{figure(ahead.point, f.decimals)}"
    if ahead.lo is None or ahead.hi is None:
        return f"{text}（数据较少，无区间）"
    low, high = figure(ahead.lo, f.decimals), figure(ahead.hi, f.decimals)
    return f"{text}（80%区间{low}～{high}）"


def _required(f: Facts) -> str:
    block = f.result.required
    if block is None or block.per_year is None or f.target is None:
        return ""
    change, slack = block.per_year, block.slack_per_year
    if slack is not None:
        room = f.slack(slack)
        aim = "" if is_constant(f) else f"目前已达到{f.focus_year}年目标"
        if not room or f.scale == "range":  # there is no distance to spend
            return aim
        return f"{aim}，平均每年还有{room}{f.gap_unit}的余地"
    places = f.change_places(change)
    if near(change, 0, 1e-9):
        return ""
    verb = "提高" if change > 0 else "下降"
    need = f"今后年均需{verb}{away(abs(change), places)}{f.gap_unit}"
    return f"要在{f.focus_year}年达标，{need}{_pace(f, change, places)}"


def _pace(f: Facts, change, places) -> str:
    pace = f.result.required.pace
    if pace is None:
        return ""
    text = change_words(pace, places, f.gap_unit)
    if text == "持平":
        return "（近年持平）"
    against = "，方向相反" if pace * change < 0 else ""
    return f"（近年实际年均{text}{against}）"
