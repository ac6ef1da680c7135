"""Sentences on limits to be kept, in Chinese: ceilings, floors, levels, ranges."""

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.explain.standing import is_constant, is_excluded, limit_year
from indicators.rules.explain.values_zh import (
    beyond,
    budget,
    goal,
    limit_goal,
    pooled_rate,
    target,
    value,
)
from indicators.rules.explain.words import headline


def limit(f: Facts) -> str:
    """Return where a value stands to the limit it has to keep."""
    if f.pooled:
        return _small(f)
    if f.asked.kind == "keep":
        return _kept(f)
    if f.status == "breached":
        return _breached(f)
    start = value(f, f.latest, places=f.places(f.latest, f.target))
    headroom = f.result.headroom
    if headroom is None:
        return f"{start}，{headline(f.status)}"
    if is_constant(f):
        return f"{start}，持续保持{f.focus_year}年{goal(f)}{target(f)}"
    aim = f"{f.focus_year}年控制目标{target(f)}"
    if f.reason == "slipping" or headroom < -1e-9:
        now = f"未{beyond(f)}现行控制目标{target(f, f.result.limit_in_force)}"
        return f"{start}，{now}，但已{beyond(f)}{aim}"
    if near(headroom, 0):
        return f"{start}，{'满足' if f.scale == 'range' else '恰好达到'}{aim}"
    spare = f"{f.distance(headroom)}{f.gap_unit}"
    if f.reason == "allowance_nearly_used":
        return f"{start}，距{aim}仅余{spare}"
    side = "高于" if f.sign > 0 else "低于"
    return f"{start}，{side}{aim}，尚有余量{spare}"


def _breached(f: Facts) -> str:
    now = f.result.limit_in_force
    start = value(f, f.latest, places=f.places(f.latest, now))
    if is_excluded(f, f.latest, now):
        aim = f"{limit_year(f)}年{goal(f)}{target(f, now)}"
        return f"{start}，等于{aim}，但目标不含本数"
    return f"{start}，{beyond(f)}{limit_goal(f)}{target(f, now)}"


def _kept(f: Facts) -> str:
    start = value(f, f.latest, places=f.places(f.latest, f.target))
    if f.scale == "range":  # the value itself tells the distance
        return start
    if f.status == "breached":
        return f"{start}，{beyond(f)}保持目标{target(f)}"
    return f"{start}，处于保持目标{target(f)}的允许范围内"


def _small(f: Facts) -> str:
    now = f.target if f.result.limit_in_force is None else f.result.limit_in_force
    met = f.status == "maintained"
    side = ("不低于" if f.sign > 0 else "未超过") if met else beyond(f)
    excluded = not met and is_excluded(f, f.latest, now)
    text = value(f, f.latest, places=f.places(f.latest, now))
    text += f"，{'等于' if excluded else side}{limit_goal(f)}{target(f, now)}"
    text += "，但目标不含本数" if excluded else ""
    if not met:
        text += {
            "within_random_variation": "，但在随机波动范围内",
            "pooled_interval_beyond_limit": f"，多年合并后仍{beyond(f)}",
        }.get(f.reason, "")
    text += f"；{pooled_rate(f)}"
    if "pooled_beyond_limit" in f.flags:
        text += f"，仍{beyond(f)}{limit_goal(f)}"
    return text + budget(f, kept=met)
