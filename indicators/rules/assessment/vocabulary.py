"""The words of the assessment (B5), plain Chinese: callers mark them for translation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """A headline: 调度用语, 评估用语, English, and its group good/watch/bad/none.

    `severity` orders lists, 0 the worst.
    """

    dispatch: str
    evaluation: str
    english: str
    group: str
    severity: int


CATEGORIES = {
    "achieved": Category("已完成目标", "提前实现", "Target met", "good", 10),
    "maintained": Category("持续达标", "基本符合预期", "Maintained", "good", 9),
    "ahead": Category("快于序时进度", "快于预期", "Ahead of schedule", "good", 8),
    "on_path": Category("达到序时进度", "基本符合预期", "On schedule", "good", 7),
    "behind": Category("略慢于序时进度", "滞后", "Slightly behind", "watch", 4),
    "at_risk": Category(
        "存在未完成风险", "基本符合预期（有风险）", "At risk", "watch", 5
    ),
    "far_behind": Category("明显滞后", "滞后", "Far behind", "bad", 3),
    "reversed": Category("较基期变差", "滞后", "Moving away", "bad", 2),
    "breached": Category("超过控制目标", "滞后", "Limit breached", "bad", 0),
    "not_met": Category("未如期完成", "未完成", "Due, not met", "bad", 1),
    "no_data": Category("暂无法评价", "暂无法评价", "Not assessable", "none", 6),
}
BREACHED_FLOOR = "低于控制目标"

MISSING_ON_PURPOSE = {
    "not_published": "尚未公布",
    "awaiting_upper": "待上级反馈",
    "not_collected": "本级不统计",
    "not_applicable": "不适用",
    "suppressed": "样本过少不宜公布",
}
REASONS = {
    "no_observation": "尚无监测数据",
    "expired": "数据过旧",
    "no_baseline": "缺基期值",
    "baseline_undated": "基期值未注明年份",
    "no_base_value": "缺基准年数值",
    "no_reference": "缺参照地区数值",
    "no_numeric_target": "目标未量化",
    "one_point": "仅一个数据点",
    "series_break": "统计口径变更，前后不可比",
    **MISSING_ON_PURPOSE,
    "early": "提前达到目标",
    "improving": "持续改善",
    "at_natural_limit": "已达自然上限",
    "recent_setback": "最近一次出现回落",
    "stagnating": "多年持平",
    "recent_turn": "总体变差，最近一次好转",
    "worsening": "持续变差",
    "below_earlier_milestone": "差于此前的量化目标",
    "slipping": "已越过下一控制目标",
    "allowance_nearly_used": "余量接近用尽",
    "projection_misses": "按近年趋势难以完成",
    "within_random_variation": "超过控制目标，但在随机波动范围内",
    "pooled_interval_beyond_limit": "多年合并后仍超过控制目标",
    "any_improvement_needed": "目标要求优于基期，尚无改善",
}
FLAGS = {
    "difference_series": "按与参照地区之差评价",
    "range_gap_series": "按偏离目标区间的距离评价",
    "reference_lag": "参照地区数据滞后",
    "path_from_first_milestone": "序时目标自首个目标年起算",
    "baseline_is_bound": "基期值只是界限",
    "baseline_undated": "基期值未注明年份",
    "baseline_conflict": "规划基期值与实际值不一致",
    "stale": "数据偏旧",
    "awaiting_final_data": "待目标年数据",
    "series_break": "统计口径有变更",
    "small_numbers": "数值过小，多年合并参看",
    "pooled_beyond_limit": "多年合并率超过控制目标",
    "maintenance": "控制性目标，看余量不看进度",
    "zero_planned_change": "目标与起点相同",
    "early": "起步阶段",
    "weakening": "近年势头不足",
    "part_no_data": "部分目标暂无法评价",
    "effort": "力争目标",
    "base_year_assumed": "未注明基准年，按规划基期计算",
    "base_year_mismatch": "以相近年份的基期值代替基准年数值",
    "no_base_value": "缺基准年数值",
    "zero_base": "基准值为零，目标按零计",
    "proxy_year": "以相邻年份代替",
    "borderline": "临界",
    "has_demo": "含演示数据",
}


def severity(status: str) -> int:
    """Return the rank of a status in lists, 0 the worst."""
    return CATEGORIES[status].severity
