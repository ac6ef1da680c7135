"""The words of the assessment (B5): each code once, with all that is said of it.

Plain Chinese: callers mark it for translation. Reasons stand in
indicators/rules/reasons.py.
"""

from dataclasses import dataclass

from indicators.rules.reasons import MISSING_ON_PURPOSE, REASONS

__all__ = [
    "ATTAINMENTS",
    "ACHIEVED_EARLY",
    "BREACHED_FLOOR",
    "BREACHED_RANGE",
    "CATEGORIES",
    "FLAGS",
    "MISSING_ON_PURPOSE",
    "OUTLOOKS",
    "PROVISIONAL",
    "REASONS",
    "Attainment",
    "Category",
    "Flag",
    "Outlook",
    "evaluation",
    "severity",
]


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
    together: str = ""  # of several rows, where one row's word depends on its direction

    @property
    def counted(self) -> str:
        """The 调度用语 of several rows: ceilings and floors are counted as one."""
        return self.together or self.dispatch


CATEGORIES = {
    "achieved": Category("已完成目标", "如期实现", "Target met", "good", 10),
    "maintained": Category("持续达标", "基本符合预期", "Maintained", "good", 9),
    "ahead": Category("快于序时进度", "快于预期", "Ahead of schedule", "good", 8),
    "on_path": Category("达到序时进度", "基本符合预期", "On schedule", "good", 7),
    "behind": Category("略慢于序时进度", "进度略慢", "Slightly behind", "watch", 4),
    "at_risk": Category(
        "存在未完成风险", "基本符合预期（有风险）", "At risk", "watch", 5
    ),
    "far_behind": Category("明显滞后", "滞后", "Far behind", "bad", 3),
    "reversed": Category("较基期变差", "滞后", "Moving away", "bad", 2),
    "breached": Category(
        "超过控制目标", "滞后", "Limit breached", "bad", 0, "未守住控制目标"
    ),
    "not_met": Category("未如期完成", "未完成", "Due, not met", "bad", 1),
    "no_data": Category("暂无法评价", "暂无法评价", "Not assessable", "none", 6),
}
# How final a value is, where it is not yet: a verdict that rests on it says so.
PROVISIONAL = {"estimate": "预计数", "flash": "快报数", "preliminary": "初步数"}
BREACHED_FLOOR = "低于控制目标"  # breached, where higher is better
BREACHED_RANGE = "超出控制范围"  # breached, where a range is to be kept
MOVED_FROM_START = "较起点变差"  # reversed, where the plan prints no baseline
ACHIEVED_EARLY = "提前实现"  # 评估用语 of achieved before its year


@dataclass(frozen=True, slots=True)
class Flag:
    """A remark beside a verdict: a label, a phrase for sentences, the same in
    English."""

    label: str
    phrase: str
    english: str


FLAGS = {
    "difference_series": Flag(
        "按与参照地区之差评价",
        "按与参照地区之差评价",
        "judged by the difference to the reference region",
    ),
    "range_gap_series": Flag(
        "按偏离目标区间的距离评价",
        "按偏离目标区间的距离评价",
        "judged by the distance to the target range",
    ),
    "total_series": Flag(
        "按累计量评价",
        "按基准年以后的累计量评价",
        "judged by the running total since the base year",
    ),
    "total_incomplete": Flag(
        "累计量缺部分年度",
        "累计量缺部分年度的数值",
        "the running total lacks some years",
    ),
    "reference_lag": Flag(
        "参照地区数据滞后",
        "参照地区数据滞后，按双方都有数据的最近年份比较",
        "the reference region lags; the latest common year is used",
    ),
    "path_from_first_milestone": Flag(
        "序时目标自首个目标年起算",
        "无可用基期值，规划路径从第一个量化目标起算",
        "without a baseline the path starts at the first target",
    ),
    "baseline_is_bound": Flag(
        "基期值只是界限",
        "基期只有上限或下限，完成进度为“至少”或“至多”",
        "the baseline is a bound: progress is “at least” or “at most”",
    ),
    "baseline_undated": Flag(
        "基期值未注明年份", "基期值未注明年份", "the baseline states no year"
    ),
    "baseline_conflict": Flag(
        "规划基期值与实际值不一致",
        "规划所列基期值与当年监测值不一致，按规划所列计算",
        "baseline and observed value differ; the plan's is used",
    ),
    "stale": Flag(
        "数据偏旧", "数据偏旧，请尽快更新", "the data are old; please update them"
    ),
    "awaiting_final_data": Flag(
        "待目标年数据",
        "目标年份已过，当年数据尚未收到",
        "the target year is over and its value not yet in",
    ),
    "series_break": Flag(
        "统计口径有变更",
        "统计口径有变化，前后不可比",
        "the definition changed within the series",
    ),
    "small_numbers": Flag(
        "发生数较少，参看多年合并率",
        "发生数较少，单年数值起伏大，宜看多年合并率",
        "few events: single years vary, see the pooled rate",
    ),
    "short_pool": Flag(
        "合并年数不足",
        "发生数较少且可合并的年份不足，不足以判断是否完成",
        "too few years can be pooled to say that the target is met",
    ),
    "pooled_beyond_limit": Flag(
        "多年合并率超过控制目标",
        "当年满足控制目标，但多年合并率仍不满足",
        "met in the year itself, but not by the pooled rate",
    ),
    "maintenance": Flag(
        "控制目标，看余量不看进度",
        "基期已满足目标，按控制目标评价，看余量不看进度",
        "the baseline already met the target: judged as a limit to hold",
    ),
    "zero_planned_change": Flag(
        "目标与起点相同",
        "目标与起点相同，须有改善方为完成",
        "target and start are equal: any improvement is needed",
    ),
    "early": Flag(
        "起步阶段",
        "起步阶段，按规划此时应完成的不足一成",
        "early phase: less than a tenth is due so far",
    ),
    "weakening": Flag(
        "近年势头不足",
        "目前状况尚好，但近年势头不足",
        "good now, but the recent trend is too weak",
    ),
    "part_no_data": Flag(
        "部分目标暂无法评价",
        "有分项目标暂无法评价",
        "one part of the target cannot be assessed",
    ),
    "part_unconfirmed": Flag(
        "另有目标待确认",
        "另有目标的读法待确认，未计入",
        "another target's wording awaits confirmation and is left out",
    ),
    "unconfirmed": Flag(
        "读法待确认",
        "目标的读法待确认",
        "how to read the target awaits confirmation",
    ),
    "undated": Flag("未注明年份", "目标未注明年份", "the target states no year"),
    "no_direction": Flag(
        "优劣方向未定，不作高低比较",
        "指标没有优劣方向，不作高低比较",
        "neither side is better, so no higher or lower value can be asked",
    ),
    "effort": Flag("力争目标", "力争目标", "a target to strive for"),
    "base_year_assumed": Flag(
        "未注明基准年，按规划基期计算",
        "原文未写与哪一年相比，按规划基期计算，请规划主管部门确认",
        "the base year is not stated; the plan's is assumed",
    ),
    "base_year_mismatch": Flag(
        "以相近年份的基期值代替基准年数值",
        "缺目标所指年份的数值，用相距两年以内的基期值代替",
        "the base value comes from a baseline up to two years away",
    ),
    "no_base_value": Flag(
        "缺基准年数值",
        "缺目标所指年份的数值",
        "the base value that the target refers to is missing",
    ),
    "zero_base": Flag(
        "基准值为零，目标按零计",
        "基数为零，目标取零",
        "the base is zero, so the target is zero",
    ),
    "proxy_year": Flag(
        "以相邻年份代替",
        "目标年份缺数据，用相邻年份的数据代替",
        "the value of a neighbouring year stands in",
    ),
    "borderline": Flag(
        "临界",
        "临界：与目标只差末位的舍入",
        "borderline: within rounding of the target",
    ),
    "has_demo": Flag(
        "含演示数据",
        "所用数据含演示数据，不反映实际",
        "the data include demonstration values and do not show reality",
    ),
}


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whether a target will be met on the recent trend, behind a milestone's name."""

    phrase: str
    english: str


OUTLOOKS = {
    "likely": Outlook("预计能够完成目标", "is expected to be met"),
    "possible": Outlook("有望完成目标", "is within reach"),
    "uncertain": Outlook("完成目标有难度", "will be hard to meet"),
    "unlikely": Outlook("预计难以完成目标", "is unlikely to be met"),
    "lean_yes": Outlook("有望完成目标", "is within reach"),
    "lean_no": Outlook("预计难以完成目标", "is unlikely to be met"),
}


@dataclass(frozen=True, slots=True)
class Attainment:
    """Whether one milestone's value satisfied it (达标): label, English, its group."""

    label: str
    english: str
    group: str


# The worst first: of the parts of one target the first of these speaks for all.
ATTAINMENTS = {
    "not_met": Attainment("未达标", "not met", "bad"),
    "exceeding": Attainment("当前超出", "beyond the limit at present", "bad"),
    "unconfirmed": Attainment("待确认", "to be confirmed", "none"),
    "unverifiable": Attainment("不可判定", "cannot be verified", "none"),
    "awaiting": Attainment("待数据", "awaiting data", "none"),
    "pending": Attainment("未到期", "not due yet", "none"),
    "within": Attainment("在控制目标内", "within the limit", "good"),
    "met_early": Attainment("提前达标", "met early", "good"),
    "met": Attainment("达标", "met", "good"),
}


def evaluation(status: str, reason: str | None = None) -> str:
    """Return the 评估用语 of a verdict: what is met before its year is 提前实现."""
    if status == "achieved" and reason == "early":
        return ACHIEVED_EARLY
    return CATEGORIES[status].evaluation


def severity(status: str) -> int:
    """Return the rank of a status in lists, 0 the worst."""
    return CATEGORIES[status].severity
