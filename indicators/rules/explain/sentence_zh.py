"""The sentence of an assessment in Chinese (assessment README B8).

Order: value and year, against the path or the limit, forecast, data warning. Event
counts never appear; a person may read every sentence aloud.
"""

from indicators.rules.assessment import vocabulary
from indicators.rules.explain.detail_zh import change_words
from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.explain.words import flag_words, headline, reason_words
from indicators.rules.numbers import figure, plain

OUTLOOKS = {code: words.phrase for code, words in vocabulary.OUTLOOKS.items()}
BOUNDS = {"at_least": "至少", "at_most": "至多"}
WARNINGS = ("stale", "has_demo")  # flags that end the sentence


def sentence(f: Facts) -> str:
    """Return the sentence of one assessment."""
    if f.status == "no_data":
        return f"暂无法评价：{reason_words(f.reason)}。"
    if f.latest is None or f.year is None:
        return f"{headline(f.status)}。"
    return f"{_standing(f)}。{_forecast(f)}{_warnings(f)}"


def value(f: Facts, observed, year=None, places=None) -> str:
    """Return year and value: "2023年77.9岁", "2024年比全国平均高3.63个百分点"."""
    start = f"{year or f.year}年{f.name if f.named else ''}"
    places = f.decimals if places is None else places
    if f.scale == "reference":
        return f"{start}{_against(f, observed, plain, places)}"
    if f.scale == "range":
        if f.nothing(observed, places):
            return f"{start}处于{_range(f)}的目标区间"
        return f"{start}偏离目标区间{plain(observed, places)}{f.gap_unit}"
    return f"{start}{plain(observed, places)}{f.shown_unit}"


def target(f: Facts, figure_stated=None) -> str:
    """Return the target's figure: "79岁", "（比全国平均高5个百分点）"."""
    stated = f.target if figure_stated is None else figure_stated
    if stated is None:
        return ""
    if f.scale == "reference":
        return f"（{_against(f, stated, lambda v, _: f.stated(v), f.decimals)}）"
    if f.scale == "range":
        return f"（{_range(f)}）" if f.latest else ""  # already said when inside
    return f"{f.stated(stated)}{f.shown_unit}"


def _against(f: Facts, difference, printed, places) -> str:
    if f.nothing(difference, places):
        return f"与{f.reference}持平"
    side = "高" if difference > 0 else "低"
    return f"比{f.reference}{side}{printed(abs(difference), places)}{f.gap_unit}"


def _range(f: Facts) -> str:
    return f"{f.range_zh}{f.shown_unit}"


def _goal(f: Facts) -> str:
    return "力争目标" if f.effort else "目标"


def _standing(f: Facts) -> str:
    """Return where the latest value stands, by the rule that decided."""
    if f.final:
        return _final(f)
    if f.target is None:
        return _direction(f)
    if f.result.limit_in_force is not None or "maintenance" in f.flags:
        return _small_limit(f) if f.pooled else _limit(f)
    if f.schedule == "achieved" or f.status == "achieved":
        done = f"已完成{f.focus_year}年{_goal(f)}{target(f)}"
        pooled = f"{_pooled_rate(f)}，按合并率" if f.pooled else ""
        return f"{value(f, f.latest)}，{pooled}{done}"
    if "zero_planned_change" in f.flags:
        return _zero_planned(f)
    if f.result.path_value is None:
        return f"{value(f, f.latest)}，{headline(f.status)}"
    return _on_path(f)


def _final(f: Facts) -> str:
    observed = f.final_value
    year = f.final_year
    text = value(f, observed, year, f.places(observed, f.target))
    done = "已完成" if f.status == "achieved" else "未完成"
    direction = "" if f.target is not None else "持续改善"
    text = f"{text}，{done}{f.focus_year}年{direction}{_goal(f)}{target(f)}"
    if f.status == "achieved" or f.target is None:
        return text
    if "borderline" not in f.marks:
        missing = f.distance(abs(observed - f.target))
        return f"{text}，尚差{missing}{f.gap_unit}"
    if near(observed, f.target) and f.strict:
        return f"{text}（恰好等于目标值，但目标不含本数）"
    return f"{text}（与目标只差末位的舍入，按未舍入的数值比较不算完成）"


def _direction(f: Facts) -> str:
    start = value(f, f.latest)
    if f.reason == "below_earlier_milestone":
        return f"{start}，已差于此前的量化目标"
    if f.reason == "at_natural_limit":
        return f"{start}，已达到该指标的自然{'上' if f.sign > 0 else '下'}限"
    change = f.result.direction_change
    if change is None or change.average is None or change.last is None:
        return f"{start}，{headline(f.status)}"
    average = change_words(change.average, f.path_places, f.gap_unit)
    last = change_words(change.last, f.decimals, f.gap_unit)
    since = change.from_year
    since = f"{since}年以来" if since else "近年"
    return f"{start}，{since}年均{average}，最近一次{last}"


def _beyond(f: Facts) -> str:
    return "低于" if f.sign > 0 else "超过"


def _limit(f: Facts) -> str:
    limit, headroom = f.result.limit_in_force, f.result.headroom
    aim = f"{f.focus_year}年控制目标{target(f)}"
    if f.status == "breached":
        start = value(f, f.latest, places=f.places(f.latest, limit))
        if near(f.latest, limit) and f.strict:
            return f"{start}，恰好等于控制目标{target(f, limit)}，但目标不含本数"
        return f"{start}，{_beyond(f)}控制目标{target(f, limit)}"
    start = value(f, f.latest, places=f.places(f.latest, f.target))
    if headroom is None:
        return f"{start}，{headline(f.status)}"
    if f.reason == "slipping" or headroom < -1e-9:
        now = f"未{_beyond(f)}现行控制目标{target(f, limit)}"
        return f"{start}，{now}，但已{_beyond(f)}{aim}"
    if near(headroom, 0):
        inside = f.scale == "range"
        return (
            f"{start}，{'满足' if inside else '处于'}{aim}{'' if inside else '的边缘'}"
        )
    side = "高于" if f.sign > 0 else "低于"
    spare = f.distance(headroom)
    text = f"{start}，{side}{aim}，尚有余量{spare}{f.gap_unit}"
    if f.reason == "allowance_nearly_used" and f.result.erosion is not None:
        text += f"，允许幅度已用去{f.share(f.result.erosion)}"
    return text


def _pooled_rate(f: Facts) -> str:
    pooled = f.pooled
    rate, low, high = (
        figure(value, f.decimals) for value in (pooled.rate, pooled.lo, pooled.hi)
    )
    years = pooled.years or 1
    span = f"近{years:.0f}年合并率" if years > 1 else "当年率"
    return f"{span}{rate}{f.shown_unit}（95%区间{low}～{high}）"


def _budget(f: Facts, kept: bool) -> str:
    if f.result.event_budget != 0:
        return ""
    none = "零死亡" if "死亡" in f.name else "零发生"
    return f"。须{'保持' if kept else '实现'}{none}方能达标"


def _small_limit(f: Facts) -> str:
    limit = f.result.limit_in_force
    limit = f.target if limit is None else limit
    met = f.status == "maintained"
    side = ("高于" if f.sign > 0 else "低于") if met else _beyond(f)
    is_equal = near(f.latest, limit) and (met or f.strict)
    equal = "恰好等于" if is_equal else side
    places = f.places(f.latest, limit)
    text = f"{value(f, f.latest, places=places)}，{equal}控制目标{target(f, limit)}"
    if not met:
        text += {
            "within_random_variation": "，但在随机波动范围内",
            "pooled_interval_beyond_limit": f"，多年合并后仍{_beyond(f)}",
        }.get(f.reason, "")
    text += f"；{_pooled_rate(f)}"
    if "pooled_beyond_limit" in f.flags:
        text += f"，仍{_beyond(f)}控制目标"
    return text + _budget(f, kept=met)


def _zero_planned(f: Facts) -> str:
    start = "起点" if "path_from_first_milestone" in f.flags else "基期"
    text = f"{value(f, f.latest)}，{f.focus_year}年{_goal(f)}要求优于{start}"
    if f.status == "reversed":
        return f"{text}，目前{_moved_away(f)}"
    return f"{text}，目前尚无改善"


def _moved_away(f: Facts) -> str:
    start = "路径起点" if "path_from_first_milestone" in f.flags else "基期"
    return f"较{start}{'不升反降' if f.sign > 0 else '不降反升'}"


def _on_path(f: Facts) -> str:
    where = _against_path(f)
    if f.pooled:
        where = f"{_pooled_rate(f)}，按合并率{where}"
    text = f"{value(f, f.latest)}，{where}；{_share_done(f)}"
    return text + (_budget(f, kept=False) if f.pooled else "")


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
        return headline(f.status)
    if done < -1e-9:
        return _moved_away(f)
    way = "增幅" if f.sign > 0 else "降幅"
    bound = BOUNDS.get(f.result.progress_bound, "")
    due = "" if due is None else f"（序时进度{f.share(due)}）"
    return f"{f.focus_year}年{_goal(f)}{way}已完成{bound}{f.share(done)}{due}"


def _forecast(f: Facts) -> str:
    outlook = OUTLOOKS.get(f.result.outlook)
    if not outlook or f.final or f.pooled or f.target is None:
        return ""
    note = ""
    if "weakening" in f.flags:
        note = f"（目前{headline(f.schedule)}，但近年势头不足）"
    elif f.result.projection is None or f.result.projection.lo is None:
        note = "（数据较少，仅供参考）"
    return f"按近年趋势，{f.focus_year}年{outlook}{note}。"


def _warnings(f: Facts) -> str:
    return "".join(f"{flag_words(flag)}。" for flag in WARNINGS if flag in f.flags)
