"""Sentences on improvement and its path, in Chinese."""

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.standing import (
    is_early,
    is_excluded,
    is_overdue,
    is_start_kept,
    start,
)
from indicators.rules.explain.values_zh import (
    budget,
    goal,
    judged_lead,
    lag,
    pooled_rate,
    target,
    value,
)
from indicators.rules.explain.words import headline
from indicators.rules.numbers import figure, plain, trimmed

BOUNDS = {"at_least": "至少", "at_most": "至多"}


def improvement(f: Facts) -> str:
    """Return where a value stands that has to improve."""
    if "short_pool" in f.flags and f.pooled:
        return short_pool(f)
    if f.pooled and f.reason == "within_random_variation":
        return _by_chance(f)
    if f.schedule == "achieved" or f.status == "achieved":
        return _achieved(f)
    if f.status == "reversed" and f.scale == "reference":
        return f"{value(f, f.latest)}，{_gap_moved(f)}"
    if "zero_planned_change" in f.flags:
        return _zero_planned(f)
    if f.result.path_value is None:
        moved = f.status == "reversed"
        return f"{value(f, f.latest)}，{moved_away(f) if moved else headline(f.status)}"
    return _on_path(f)


def short_pool(f: Facts) -> str:
    """Return that so few years are no proof of a target met."""
    years = f"仅{f.pooled.years or 1}年数据"
    aim = f"{f.focus_year}年{goal(f)}{target(f)}"
    text = f"{value(f, f.latest)}，{years}，不足以判断是否完成{aim}"
    return text + budget(f, kept=False)


def _by_chance(f: Facts) -> str:
    path, aim = f.result.path_value, f"目标{target(f)}"
    if path is not None:
        aim = f"序时目标{trimmed(path, f.path_places)}{f.shown_unit}"
    side = "低于" if f.sign > 0 else "高于"
    text = f"{value(f, f.latest)}，{pooled_rate(f)}，{side}{aim}，但在随机波动范围内"
    return text + budget(f, kept=False)


def _achieved(f: Facts) -> str:
    aim = f"{f.focus_year}年{goal(f)}{target(f)}"
    if is_early(f):
        return f"{judged_lead(f)}已提前达到{aim}"
    late = None not in (f.year, f.focus_year) and f.year > f.focus_year
    waiting = f"（{f.focus_year}年数据待补）" if late else ""
    return f"{judged_lead(f)}已达到{aim}{waiting}"


def _zero_planned(f: Facts) -> str:
    """Return where a value stands whose target asks for no more than its start."""
    lead, aim = judged_lead(f), f"{f.focus_year}年{goal(f)}{target(f)}"
    if is_excluded(f, f.judged, f.target):
        return f"{lead}等于{aim}，但目标不含本数，尚无改善"
    text = f"{lead}距{aim}{lag(f, f.target)}"
    if f.status == "reversed":
        return f"{text}；{moved_away(f)}"
    return f"{text}；{_since_start(f)}" if start(f) else text


def _since_start(f: Facts) -> str:
    """Return what became of the value since the year in which the path starts."""
    year, first = start(f)
    moved = f.sign * (f.judged - first)
    if f.scale == "reference":
        return _gap_moved(f)
    then = f"{year}年（{f.own(first)}{f.shown_unit}）"
    if moved > 0 and not is_same(f, first):
        return f"数值较{then}已有改善"
    return f"较{then}尚无改善"


def is_same(f: Facts, other) -> bool:
    """Say whether another value prints like the judged one."""
    return f.own(f.judged) == f.own(other)


def _gap_moved(f: Facts) -> str:
    """Return how a difference moved: "差距较2022年（低0.52个百分点）扩大"."""
    found = start(f)
    if found is None:
        year, first = next(iter(f.result.anchors), (f.focus_year, f.target))
        return f"比{year}年目标{target(f, first)}更差"
    year, first = found
    then = f"较{year}年（{_side(f, first)}）"
    if is_same(f, first):
        return f"{then}基本持平"
    better = f.sign * (f.latest - first) > 0
    if f.sign * first < 0 and f.sign * f.latest < 0:
        return f"差距{then}{'缩小' if better else '扩大'}"
    if f.sign * first > 0 and f.sign * f.latest > 0:
        return f"优势{then}{'扩大' if better else '缩小'}"
    return f"{then}{'已有改善' if better else '变差'}"


def _side(f: Facts, difference) -> str:
    if f.nothing(difference, f.decimals):
        return f"与{f.reference}持平"
    side = "高" if difference > 0 else "低"
    return f"{side}{plain(abs(difference), f.decimals)}{f.gap_unit}"


def moved_away(f: Facts) -> str:
    """Return that a value is worse than its start, never without one."""
    first = "路径起点" if "path_from_first_milestone" in f.flags else "基期"
    if f.scale == "reference":
        return _gap_moved(f)
    if f.scale == "total":  # it starts at nothing
        return "与目标方向相反"
    if f.result.start_observed is not None and start(f):
        year, observed = start(f)
        first = f"{year}年（{f.own(observed)}{f.shown_unit}）"
    elif is_start_kept(f):
        return f"与{first}持平"
    if f.scale == "range":
        return f"偏离程度较{first}扩大"
    return f"较{first}{'不升反降' if f.sign > 0 else '不降反升'}"


def _on_path(f: Facts) -> str:
    if is_overdue(f):
        text = f"{judged_lead(f)}{_overdue(f)}"
        if f.result.progress is not None and f.result.progress < -1e-9:
            text += f"；{moved_away(f)}"
    else:
        text = f"{judged_lead(f)}{_against_path(f)}；{_share_done(f)}"
    return text + (budget(f, kept=False) if f.pooled else "")


def _overdue(f: Facts) -> str:
    path = f.result.path_value
    if is_excluded(f, f.judged, path):
        return f"等于已到期的目标{target(f, path)}，但目标不含本数"
    room = "（在允许幅度内）" if f.tolerated else ""
    return f"未达到已到期的目标{target(f, path)}，{lag(f, path)}{room}"


def _against_path(f: Facts) -> str:
    gap = f.gap
    if gap is None or f.nothing(gap, f.path_places):
        return "与序时目标持平"
    side = "高于" if f.sign * gap > 0 else "低于"
    text = f"{side}序时目标{figure(abs(gap), f.path_places)}{f.gap_unit}"
    if gap < 0 and f.tolerated:
        text += "（在允许幅度内）"
    return text


def _share_done(f: Facts) -> str:
    done, due = f.result.progress, f.result.expected
    if done is None:
        return moved_away(f) if f.status == "reversed" else headline(f.status)
    if done < -1e-9:
        return moved_away(f)
    way = "增幅" if f.sign > 0 else "降幅"
    bound = BOUNDS.get(f.result.progress_bound, "")
    due = "" if due is None else f"（序时进度{f.share(due)}）"
    return f"{f.focus_year}年{goal(f)}{way}已完成{bound}{f.share(done)}{due}"
