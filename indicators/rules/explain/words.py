"""The words of a verdict: headlines, reasons and flags, in Chinese and English.

Categories and short labels come from indicators.rules.assessment. Here stand only the
fuller phrases that a sentence needs where a label is too short or names one side of
a limit, and the English.
"""

from indicators.rules.assessment import Result
from indicators.rules.assessment.vocabulary import (
    BREACHED_FLOOR,
    CATEGORIES,
    FLAGS,
    REASONS,
)

REASON_PHRASES = {
    "expired": "最近数据过旧",
    "no_base_value": "缺目标所指年份的数值",
    "no_reference": "缺同期全国（全省）平均值",
    "one_point": "只有一个年份的数据",
    "series_break": "统计口径变化，前后不可比",
    "not_published": "数据尚未公布",
    "awaiting_upper": "待上级部门反馈数据",
    "not_collected": "本地不采集",
    "not_applicable": "本地不适用",
    "improving": "近年持续改善，最近一次也在改善",
    "at_natural_limit": "已达到该指标的自然极限",
    "projection_misses": "近年势头不足，预测区间整体达不到目标",
    "allowance_nearly_used": "控制余量已用去八成以上",
    "within_random_variation": "不满足控制目标，但在随机波动范围内",
    "pooled_interval_beyond_limit": "多年合并后仍不满足控制目标",
    "slipping": "满足现行控制目标，但已差于下一个控制目标",
    "below_earlier_milestone": "已差于此前的量化目标",
    "recent_setback": "近年总体改善，但最近一次未再改善",
    "recent_turn": "近年总体变差，但最近一次好转",
    "stagnating": "近年基本持平",
    "worsening": "近年持续变差",
}
FLAG_PHRASES = {
    "maintenance": "基期已满足目标，按控制目标评价，看余量不看进度",
    "stale": "数据偏旧，请尽快更新",
    "has_demo": "所用数据含演示数据，不反映实际",
    "early": "起步阶段，按规划此时应完成的不足一成",
    "weakening": "目前状况尚好，但近年势头不足",
    "awaiting_final_data": "目标年份已过，当年数据尚未收到",
    "zero_planned_change": "目标与起点相同，须有改善方为完成",
    "path_from_first_milestone": "无可用基期值，规划路径从第一个量化目标起算",
    "baseline_is_bound": "基期只有上限或下限，完成进度为“至少”或“至多”",
    "baseline_conflict": "规划所列基期值与当年监测值不一致，按规划所列计算",
    "base_year_assumed": "原文未写与哪一年相比，按规划基期计算，请规划主管部门确认",
    "base_year_mismatch": "缺目标所指年份的数值，用相距两年以内的基期值代替",
    "borderline": "临界：与目标只差末位的舍入",
    "no_base_value": REASON_PHRASES["no_base_value"],
    "proxy_year": "目标年份缺数据，用相邻年份的数据代替",
    "series_break": "统计口径有变化，前后不可比",
    "reference_lag": "参照地区数据滞后，按双方都有数据的最近年份比较",
    "small_numbers": "发生数少，单年数值起伏大，宜看多年合并率",
    "pooled_beyond_limit": "当年满足控制目标，但多年合并率仍不满足",
    "part_no_data": "有分项目标暂无法评价",
    "zero_base": "基数为零，目标取零",
}
ENGLISH_REASONS = {
    "no_observation": "no monitoring data yet",
    "expired": "the latest data are too old",
    "no_baseline": "the baseline is missing",
    "baseline_undated": "the baseline states no year",
    "no_base_value": "the base value that the target refers to is missing",
    "no_reference": "the national (provincial) average of the same years is missing",
    "no_numeric_target": "the target is not a number",
    "one_point": "only one year has data",
    "series_break": "the definition changed, so the values cannot be compared",
    "not_published": "the data are not published yet",
    "awaiting_upper": "waiting for data from the level above",
    "not_collected": "not collected here",
    "not_applicable": "not applicable here",
    "suppressed": "the sample is too small to publish",
    "early": "the target was met early",
    "improving": "improving over recent years and at the last step",
    "at_natural_limit": "at the natural limit of the indicator",
    "projection_misses": "the whole forecast interval misses the target",
    "allowance_nearly_used": "at least 80% of the allowance is used",
    "within_random_variation": "the limit is missed, but within random variation",
    "pooled_interval_beyond_limit": "the limit is missed with several years pooled",
    "slipping": "within the limit in force, but beyond the next one",
    "below_earlier_milestone": "worse than the earlier numeric target",
    "recent_setback": "better over recent years, but not at the last step",
    "recent_turn": "worse over recent years, but better at the last step",
    "stagnating": "flat in recent years",
    "worsening": "worsening over recent years",
    "any_improvement_needed": "any improvement is asked for, and there is none yet",
}
ENGLISH_FLAGS = {
    "maintenance": "the baseline already met the target: judged as a limit to hold",
    "stale": "the data are old; please update them",
    "has_demo": "uses demonstration data",
    "early": "early phase: less than a tenth is due so far",
    "weakening": "good now, but the recent trend is too weak",
    "awaiting_final_data": "the target year is over and its value not yet in",
    "zero_planned_change": "target and start are equal: any improvement is needed",
    "path_from_first_milestone": "without a baseline the path starts at the first target",
    "baseline_is_bound": "the baseline is a bound: progress is “at least” or “at most”",
    "baseline_undated": "the baseline states no year",
    "baseline_conflict": "baseline and observed value differ; the plan's is used",
    "base_year_assumed": "the base year is not stated; the plan's is assumed",
    "base_year_mismatch": "the base value comes from a baseline up to two years away",
    "zero_base": "the base is zero, so the target is zero",
    "no_base_value": ENGLISH_REASONS["no_base_value"],
    "borderline": "borderline: within rounding of the target",
    "effort": "a target to strive for",
    "proxy_year": "the value of a neighbouring year stands in",
    "series_break": "the definition changed within the series",
    "difference_series": "judged by the difference to the reference region",
    "reference_lag": "the reference region lags; the latest common year is used",
    "range_gap_series": "judged by the distance to the target range",
    "small_numbers": "few events: single years vary, see the pooled rate",
    "pooled_beyond_limit": "met in the year itself, but not by the pooled rate",
    "part_no_data": "one part of the target cannot be assessed",
}


def _words(code, *tables) -> str:
    """Return the first table's words for a code; one nobody has named stays itself."""
    code = str(code or "")
    return next((table[code] for table in tables if code in table), code)


def reason_words(reason, lang="zh") -> str:
    """Return a reason as a phrase: no_baseline → 缺基期值."""
    if lang == "en":
        return _words(reason, ENGLISH_REASONS) or "no reason given"
    return _words(reason, REASON_PHRASES, REASONS) or "原因未注明"


def flag_words(flag, lang="zh") -> str:
    """Return a flag as a phrase: stale → 数据偏旧，请尽快更新."""
    if lang == "en":
        return _words(flag, ENGLISH_FLAGS)
    return _words(flag, FLAG_PHRASES, FLAGS)


def headline(code, wording="dispatch") -> str:
    """Return a category's 调度用语, 评估用语 ("evaluation") or English ("english")."""
    category = CATEGORIES.get(str(code), CATEGORIES["no_data"])
    return getattr(category, wording)


def is_floor(result: Result) -> bool:
    """Say whether what a breached result fell foul of is one to stay above.

    Told by the figures: the value lies below the limit, or, where it equals a limit
    that excludes itself, or no limit is in force, the path points upwards.
    """
    limit, latest = result.limit_in_force, result.latest
    if None not in (limit, latest) and limit != latest:
        return latest < limit
    ends = [value for _, value in (*result.anchors[:1], *result.anchors[-1:])]
    if limit is not None:  # the baseline was on the good side of it
        return bool(ends) and ends[0] is not None and ends[0] > limit
    return None not in ends and len(ends) == 2 and ends[1] > ends[0]


def headline_words(result: Result, wording="dispatch") -> str:
    """Return the headline of a result: 调度用语 ("dispatch") or 评估用语.

    A floor that is broken reads 低于控制目标, and 暂无法评价 says why.
    """
    status, words = result.status, headline(result.status, wording)
    if status == "breached" and wording == "dispatch" and is_floor(result):
        return BREACHED_FLOOR
    if status == "no_data":
        return f"{words}：{reason_words(result.reason)}"
    return words
