"""Lines on limits, small numbers, directions and final years."""

from indicators.rules.assessment import Parameters
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.lines import (
    ExplainedLine,
    anchors,
    checked,
    judged,
    minus,
    observed,
    seen,
)
from indicators.rules.explain.reading import near
from indicators.rules.explain.standing import is_constant, is_early
from indicators.rules.explain.words import flag_words, reason_words
from indicators.rules.numbers import figure, number, percent

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "~": "约"}
NOT = {"≥": "<", "≤": ">", ">": "≤", "<": "≥"}


def sign(f: Facts) -> str:
    """Return the relation the target asks for; a bare number reads by direction."""
    if f.asked.kind == "keep":
        return SIGNS["~"]
    written = SIGNS.get(f.asked.op)
    return written or ("≥" if f.sign > 0 else "≤")


def limit(f: Facts, limits: Parameters) -> list[ExplainedLine]:
    """Return 控制目标, 余量 and 已用余量 of maintenance mode."""
    now, target = f.result.limit_in_force, f.target
    if now is None or target is None or f.latest is None or f.final:
        return []
    if f.asked.kind == "keep":  # a band of its own: lines_kinds
        return []
    asked = f"{sign(f)} {f.stated(target)}"
    rows = [ExplainedLine(f"控制目标（{f.focus_year}）", "", asked)]
    if not near(now, target):
        rows.append(_room(f, "现行控制目标的余量", now))
    if is_constant(f):  # at its natural limit there is no room to tell of
        return rows
    rows.append(_room(f, f"{f.focus_year}年控制目标的余量", target))
    return rows + _used(f, limits)


def _room(f: Facts, title, bound) -> ExplainedLine:
    latest, stated = seen(f, f.latest), f.stated(bound)
    room = f.sign * (f.latest - bound)
    formula = minus(latest, stated) if f.sign > 0 else minus(stated, latest)
    places = f.places(f.latest, bound)
    note = ""
    if room < -1e-9:
        note = f"已{'低于' if f.sign > 0 else '超过'}控制目标"
    elif near(room, 0, 1e-9) and f.strict:
        note = "目标不含本数"
    return ExplainedLine(title, formula, figure(round(room, 9), places), note)


def _used(f: Facts, limits: Parameters) -> list[ExplainedLine]:
    """Return the share of the allowance between baseline and limit that is used."""
    used, rows = f.result.erosion, anchors(f)
    if used is None or not 0 <= used <= 1 + 1e-9:
        return []
    risk = percent(limits.erosion_risk)
    note = f"达到{risk}即提示存在未完成风险"
    formula = ""
    if rows and used > 0 and not near(rows[0][1], f.target):
        base, stated, latest = (
            f.stated(rows[0][1]),
            f.stated(f.target),
            seen(f, f.latest),
        )
        computed = (f.latest - rows[0][1]) / (f.target - rows[0][1])
        above = (minus(latest, base), minus(stated, base))
        below = (minus(base, latest), minus(base, stated))
        top, bottom = above if f.target > rows[0][1] else below
        formula = checked(f"({top}) ÷ ({bottom})", computed, used, 1e-3)
    if near(used, 0):
        note = f"不差于基期，余量未动用；{note}"
    return [ExplainedLine("已用余量", formula, percent(used), note)]


def small_numbers(f: Facts, counts: bool) -> list[ExplainedLine]:
    """Return both readings of a small count: 考核口径 and 统计判读.

    Event counts and the numbers they could be worked out from appear only with
    `counts`, for readers who may see them.
    """
    if not f.pooled or None in (f.year, f.latest):
        return []
    per = number(f.case.indicator.measure.per)
    unit = f.shown_unit
    events, denominator = f.result.events, _denominator(f)
    shown = counts and None not in (events, denominator, per)
    single = f"{events} ÷ {denominator:.0f} × {per:.0f}" if shown else "当年单年值"
    pooled = f.pooled
    several = f"合并近{pooled.years or 1}年"
    if counts and None not in (pooled.events, pooled.denom, per):
        several = f"{pooled.events} ÷ {pooled.denom:.0f} × {per:.0f}"
    low, high = figure(pooled.lo, f.decimals), figure(pooled.hi, f.decimals)
    interval = f"95%区间{low}～{high}{unit}"
    notes = [interval, *_pooled_notes(f)]
    single_decides = f.final or "maintenance" in f.flags
    rule = "以当年数值为准" if single_decides else "发生数较少，进度按合并率评价"
    rows = [
        ExplainedLine(f"考核口径（{f.year}）", single, seen(f, f.latest), rule),
        ExplainedLine(
            "统计判读", several, figure(pooled.rate, f.decimals), "；".join(notes)
        ),
    ]
    return rows + _budget(f)


def _pooled_notes(f: Facts) -> list[str]:
    """Return what the pooled rate says beside its interval."""
    notes = [reason_words(f.reason)] if f.reason else []
    if f.reason == "within_random_variation" and "maintenance" not in f.flags:
        notes = ["区间未整个落在序时目标的差侧，属随机波动范围"]
    flags = ("pooled_beyond_limit", "short_pool")
    return notes + [flag_words(flag) for flag in flags if flag in f.flags]


def _denominator(f: Facts) -> float | None:
    own = (o.denominator for o in f.case.observations if o.year == f.year)
    return number(next(own, None))


def _budget(f: Facts) -> list[ExplainedLine]:
    budget = f.result.event_budget
    if budget is None:
        return []
    none = "零死亡" if "死亡" in f.name else "零发生"
    note = f"须{none}方能达标" if budget == 0 else "超过即不达标"
    return [ExplainedLine("达标允许的年发生数", "", figure(budget), note)]


def direction(f: Facts) -> list[ExplainedLine]:
    """Return the changes that decide 持续改善: over the window, and the last one."""
    change, rows = f.result.direction_change, _bound(f) + _floor(f)
    if change is None or None in (change.average, change.last, f.year, f.latest):
        return rows
    average, last = change.average, change.last
    own, since = observed(f), change.from_year
    earlier = [year for year in own if year < f.year]
    before = max(earlier) if earlier else None
    window, step = "", ""
    if since in own and since < f.year:
        years = f.year - since
        text = f"({minus(seen(f, f.latest), seen(f, own[since]))}) ÷ {years}"
        window = checked(text, (f.latest - own[since]) / years, average, 1e-3)
    if before is not None:
        text = minus(seen(f, f.latest), seen(f, own[before]))
        step = checked(text, f.latest - own[before], last, 1e-3)
    title = f"年均变化（{since}～{f.year}）" if since else "年均变化"
    rows.append(ExplainedLine(title, window, figure(average, f.path_places), _why(f)))
    return rows + [ExplainedLine("最近一次变化", step, figure(last, f.decimals), "")]


def _why(f: Facts) -> str:
    return reason_words(f.reason) if f.reason else ""


def _bound(f: Facts) -> list[ExplainedLine]:
    """Return the natural limit that a value has reached."""
    if f.reason != "at_natural_limit" or f.latest is None:
        return []
    limit = number(f.case.indicator.measure.bounds[f.sign > 0])
    title = f"自然{'上' if f.sign > 0 else '下'}限"
    return [ExplainedLine(title, "", f.stated(limit), reason_words(f.reason))]


def _floor(f: Facts) -> list[ExplainedLine]:
    """Return the earlier numeric target that 持续改善 must not fall behind."""
    if f.target is not None or f.focus_year is None or f.year is None:
        return []
    if f.asked.kind == "slow":  # no earlier milestone is its floor
        return []
    floor = f.result.floor
    if floor is not None and None not in (floor.year, floor.target):
        return _below(f, floor.year, floor.target)
    due = [
        (m.year, m.target)
        for m in f.result.milestones
        if None not in (m.year, m.target) and m.year <= f.year
    ]
    if not due:
        return []
    year, target = max(due)
    note = "持续改善不得差于此前的量化目标"
    return [ExplainedLine(f"此前的量化目标（{year}）", "", f.stated(target), note)]


def _below(f: Facts, year, target) -> list[ExplainedLine]:
    """Return the earlier target that a value does not meet, and by how much."""
    own = f.final_value if f.final else f.latest
    rows = [ExplainedLine(f"此前的量化目标（{year}）", "", f.stated(target), _why(f))]
    if own is None:
        return rows
    formula = minus(seen(f, own), f.stated(target))
    result = figure(round(own - target, 9), f.places(own, target))
    return rows + [ExplainedLine(f"与{year}年目标之差", formula, result)]


def attained(f: Facts) -> list[ExplainedLine]:
    """Return the comparison of a value with its target: final years, early success."""
    early = f.schedule == "achieved" and not f.final
    if not (f.final or early) or None in (f.latest, f.focus_year):
        return []
    word = "终期" if f.final else "提前达标" if is_early(f) else "达标"
    title = f"{word}判定（{f.focus_year}）"
    done = f.status != "not_met"
    result = "已完成" if done else "未完成"
    if f.target is None:
        return [ExplainedLine(title, _compared(f), result)]
    value = f.judged if early else f.final_value
    text = judged(f) if early else seen(f, value)
    return [ExplainedLine(title, _comparison(f, text, done), result, _marks(f, value))]


def _compared(f: Facts) -> str:
    """Return what a target without a number is compared with."""
    if f.asked.kind == "slow":
        return "与基期年以前的变化速度比较"
    if f.reason == "below_earlier_milestone":
        return "与此前的量化目标比较"
    return "与此前比较是否改善"


def _comparison(f: Facts, text, done: bool) -> str:
    """Return what holds between value and target: "79.2 ≥ 79", "78.96 < 79"."""
    asked, stated = sign(f), f.stated(f.target)
    if asked == "约":
        return f"{text} 对照 约{stated}"
    return f"{text} {asked if done else NOT[asked]} {stated}"


def _marks(f: Facts, value) -> str:
    if f.strict and near(value, f.target):
        return "恰好等于目标值，但目标不含本数"
    flags = ("borderline", "proxy_year", "effort")
    notes = [flag_words(flag) for flag in flags if flag in f.marks]
    if sign(f) == "约":
        notes.append("“左右”按允许幅度判断")
    since = f.result.met_since
    if since is not None and f.final:
        notes.append(f"{since}年{'已' if since == f.year else '起已'}达到")
    if f.pooled and not f.final:
        notes.append(f"按近{f.pooled.years or 1}年合并率")
    return "；".join(notes)


def planned_change(f: Facts) -> list[ExplainedLine]:
    """Return the planned change where there is none to measure progress by."""
    rows = anchors(f)
    if "zero_planned_change" not in f.flags or f.target is None or not rows:
        return []
    formula = minus(f.stated(f.target), f.stated(rows[0][1]))
    result = figure(round(f.target - rows[0][1], 9), f.decimals)
    return [
        ExplainedLine("计划变化", formula, result, flag_words("zero_planned_change"))
    ]
