"""Lines on progress, forecast and required change."""

from indicators.rules.assessment import Parameters, Required
from indicators.rules.explain.detail_zh import change_words
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.lines import (
    ExplainedLine,
    anchors,
    checked,
    judged,
    minus,
    seen,
)
from indicators.rules.explain.path_zh import BOUNDS
from indicators.rules.explain.reading import near
from indicators.rules.explain.sentence_zh import KEEPING, OUTLOOKS
from indicators.rules.explain.standing import is_early
from indicators.rules.numbers import (
    away,
    figure,
    percent,
    trimmed,
)

METHODS = {
    "ols": "近年趋势线外推",
    "ols_logit": "近年趋势线外推（接近上下限，按比例变换）",
    "ols_log": "近年趋势线外推（按增长速度）",
    "two_point": "近年平均变化外推",
    "two_point_log": "近年平均增长速度外推",
    "constant": "多年处于自然上下限，按保持不变推算",
}


def progress(f: Facts, limits: Parameters) -> list[ExplainedLine]:
    """Return 实际进度, 序时进度 and their quotient with what the cut-offs say."""
    done, due = f.result.progress, f.result.expected
    if done is None or due is None or f.final:
        return []
    bound = BOUNDS.get(f.result.progress_bound, "")
    note = "基期只有界限值" if bound else ""
    if done < -1e-9:
        note = "与目标方向相反"
    rows = [
        ExplainedLine(
            "实际进度",
            _share(f, f.judged, judged(f), done),
            f"{bound}{percent(done, 1)}",
            note,
        ),
        ExplainedLine("序时进度", _share_due(f, due), percent(due, 1), _time(f)),
    ]
    ratio = f.result.ratio
    if ratio is None:
        return rows
    text = f"{percent(done, 1)} ÷ {percent(due, 1)}"
    note = _decision(f, ratio, limits)
    return rows + [
        ExplainedLine("实际进度÷序时进度", text, ratio_text(ratio, limits), note)
    ]


def _share(f: Facts, value, text, expected) -> str:
    """Return the sum of a share of the planned change, the planned way up."""
    rows = anchors(f)
    if not rows or value is None or f.target is None or near(f.target, rows[0][1]):
        return ""
    start, start_text, goal = rows[0][1], f.stated(rows[0][1]), f.stated(f.target)
    computed = (value - start) / (f.target - start)
    if f.target > start:
        formula = f"({minus(text, start_text)}) ÷ ({minus(goal, start_text)})"
    else:
        formula = f"({minus(start_text, text)}) ÷ ({minus(start_text, goal)})"
    return checked(formula, computed, expected, 1e-3)


def _share_due(f: Facts, due) -> str:
    path = f.result.path_value
    return _share(f, path, trimmed(path, f.decimals + 1), due)


def _time(f: Facts) -> str:
    """Return the plain share of time where it differs from what is due."""
    share = f.result.time_share
    if share is None or percent(share, 1) == percent(f.result.expected, 1):
        return ""
    return f"规划期已过{percent(share, 1)}"


def ratio_text(ratio, limits) -> str:
    """Return the quotient with two decimals, more where they would hide a cut-off."""
    cuts = [limits.ratio_ahead, limits.ratio_on, limits.ratio_behind]
    for places in range(2, 5):
        shown = round(ratio, places)
        if all((shown >= cut) == (ratio >= cut - 1e-9) for cut in cuts):
            break
    return figure(ratio, places)


def _decision(f: Facts, ratio, limits) -> str:
    """Return which cut-off decides, in one phrase."""
    ahead, on, behind = limits.ratio_ahead, limits.ratio_on, limits.ratio_behind
    if f.pooled and f.reason == "within_random_variation":
        return "合并区间未整个落在差侧，按存在未完成风险评"
    if f.pooled and "short_pool" in f.flags:
        return "合并不足三年，最多按达到序时进度评"
    if f.result.progress < -limits.reverse_share - 1e-9:
        first = "路径起点" if "path_from_first_milestone" in f.flags else "基期"
        return f"实际进度低于{percent(-limits.reverse_share)}，为较{first}变差"
    if "early" in f.flags:
        slack = figure(limits.early_slack * 100)
        return f"起步阶段不看比值：实际进度落后不超过{slack}个百分点即为达到序时进度"
    if ratio >= ahead - 1e-9:
        if f.schedule != "on_path":
            return f"≥{ahead:.2f}为快于序时进度"
        return f"≥{ahead:.2f}为快于，但起算不足{limits.ahead_min_years:.0f}年，按达到序时进度评"
    if ratio >= on - 1e-9:
        return f"≥{on:.2f}为达到序时进度"
    if f.tolerated:
        room = f.stated(f.result.tolerance)
        return f"与序时目标相差不超过允许幅度{room}，按达到序时进度评"
    if ratio >= behind - 1e-9:
        return f"{behind:.2f}～{on:.2f}为略慢于序时进度"
    return f"<{behind:.2f}为明显滞后"


def projection(f: Facts) -> list[ExplainedLine]:
    """Return 预计: the forecast for the focus year, its interval and its method."""
    ahead = f.result.projection
    if ahead is None or ahead.point is None or f.target is None or f.final:
        return []
    notes = ["数据较少，无区间，仅供参考"]
    if ahead.lo is not None and ahead.hi is not None:
        low, high = figure(ahead.lo, f.decimals), figure(ahead.hi, f.decimals)
        notes = [f"80%区间{low}～{high}"]
    if ahead.n:
        notes.append(f"用{ahead.n}个年份的数据")
    if ahead.long_range:
        notes.append("推算年限较长，只作参考")
    if f.result.outlook in OUTLOOKS:
        words = KEEPING if is_early(f) else OUTLOOKS
        notes.append(words[f.result.outlook])
    method = METHODS.get(ahead.method, "近年变化外推")
    result = figure(ahead.point, f.decimals)
    return [ExplainedLine(f"预计（{f.focus_year}）", method, result, "；".join(notes))]


def required(f: Facts) -> list[ExplainedLine]:
    """Return the yearly change to the focus, and to the final year if that is later."""
    rows = _change(f, f.result.required, f.target, f.focus_year, "")
    final = f.result.final
    if final is None or final.year is None or final.year == f.focus_year:
        return rows
    outlook = OUTLOOKS.get(final.outlook, "")
    return rows + _change(f, final.required, final.target, final.year, outlook)


def _change(
    f: Facts, block: Required | None, target, year, outlook
) -> list[ExplainedLine]:
    if block is None or None in (block.per_year, target, f.latest, f.year, year):
        return []
    change, slack = block.per_year, block.slack_per_year
    when = f"（到{year}年）"
    goal, latest = f.stated(target), seen(f, f.latest)
    amount = change if slack is None else slack
    pair = (goal, latest) if target >= f.latest else (latest, goal)
    years = year - f.year
    computed = (target - f.latest) / years if years else None
    formula = checked(f"({minus(*pair)}) ÷ {years}", computed, amount, 1e-3)
    places = f.change_places(amount)
    if slack is not None:
        room = f.slack(slack)
        if not room or f.scale == "range":
            return []
        return [ExplainedLine(f"平均每年的余地{when}", formula, room, outlook)]
    if near(change, 0, 1e-9):
        return []
    title = f"今后年均需{'提高' if change > 0 else '下降'}{when}"
    notes = [_pace(block, change, places), outlook]
    note = "；".join(text for text in notes if text)
    return [ExplainedLine(title, formula, away(abs(change), places), note)]


def _pace(block: Required, change, places) -> str:
    pace, speedup = block.pace, block.speedup
    if pace is None:
        return ""
    text = change_words(pace, places, "")
    if text == "持平":
        return "近年持平"
    if pace * change < 0:
        return f"近年实际年均{text}，方向相反"
    faster = speedup is not None and speedup >= 1.05
    return f"近年实际年均{text}" + (f"，须为近年的{speedup:.1f}倍" if faster else "")
