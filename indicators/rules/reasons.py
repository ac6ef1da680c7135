"""Why a verdict is what it is, or why there is no value: each reason once, with all
that is said of it. Plain Chinese, callers mark it for translation. Pure.

To add a missing reason, add its row here, its member to MissingReason (models) and the
migration of its columns; pages, forms, workbook, API and sentences follow.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One code in words: a label for lists and cells, a phrase for sentences (after
    暂无法评价：), the same in English, and, where nothing can be assessed for it,
    which data would make it so."""

    label: str
    phrase: str
    english: str
    remedy: str = ""


# Why there is on purpose no value; the codes of MissingReason.
MISSING_ON_PURPOSE = {
    "not_published": Reason(
        "尚未公布",
        "数据尚未公布",
        "the data are not published yet",
        "待数据公布并填报后即可评价。",
    ),
    "awaiting_upper": Reason(
        "待上级反馈",
        "待上级部门反馈数据",
        "waiting for data from the level above",
        "待上级部门反馈数据并填报后即可评价。",
    ),
    "not_collected": Reason(
        "本级不统计",
        "本级不统计",
        "not collected here",
        "本级开始统计，或由上级部门提供本地数值后即可评价。",
    ),
    "not_applicable": Reason(
        "不适用", "不适用", "not applicable here", "不计入评价范围，无需补充数据。"
    ),
    "suppressed": Reason(
        "样本过少不宜公布",
        "样本过少不宜公布",
        "the sample is too small to publish",
        "取得可以使用的数值（如多年合并值）后即可评价。",
    ),
}
# Why a row of a plan is not assessed at all; the rules never see it.
NOT_ASSESSED = {
    "no_target": Reason(
        "仅列现状，未设目标",
        "规划仅列现状，未设目标",
        "the plan sets no target",
        "规划提出目标后即可评价。",
    ),
    "unit_doubtful": Reason(
        "计量单位存疑，暂不评价",
        "计量单位存疑",
        "the unit is doubtful",
        "核实计量单位后即可评价。",
    ),
    "no_direction": Reason(
        "优劣方向待定",
        "优劣方向待定",
        "nobody has said which way is better",
        "确定指标的优劣方向后即可评价。",
    ),
    "unconfirmed": Reason(
        "待确认，暂不评价",
        "待确认",
        "a question on the printed words awaits confirmation",
        "由本地区管理员答复待确认的问题后即可评价。",
    ),
    "not_assessed": Reason(
        "尚未评价",
        "尚未评价",
        "not assessed yet",
        "运维人员运行一次评价后即可显示。",
    ),
}
# Why something is not assessable (with a remedy), then why a verdict is what it is.
REASONS = {
    "no_observation": Reason(
        "尚无监测数据",
        "尚无监测数据",
        "no monitoring data yet",
        "填报任一近年的数值后即可评价。",
    ),
    "expired": Reason(
        "数据过旧",
        "最近数据过旧",
        "the latest data are too old",
        "填报近年数值后即可评价。",
    ),
    "no_baseline": Reason(
        "缺基期值",
        "缺基期值",
        "the baseline is missing",
        "补录基期值及其年份后即可评价。",
    ),
    "baseline_undated": Reason(
        "基期值未注明年份",
        "基期值未注明年份",
        "the baseline states no year",
        "查明并补录基期值的年份后即可评价。",
    ),
    "no_base_value": Reason(
        "缺基准年数值",
        "缺目标所指年份的数值",
        "the base value that the target refers to is missing",
        "补录目标所指年份的数值，或相距两年以内的基期值后即可评价。",
    ),
    "no_reference": Reason(
        "缺参照地区数值",
        "缺同期全国（全省）平均值",
        "the national (provincial) average of the same years is missing",
        "补录参照地区与本地同一年份的数值后即可评价。",
    ),
    "no_numeric_target": Reason(
        "目标未量化",
        "目标未量化",
        "the target is not a number",
        "目标为文字表述，由管理人员依据佐证材料认定；补录量化目标后可按数值评价。",
    ),
    "one_point": Reason(
        "仅一个数据点",
        "只有一个年份的数据",
        "only one year has data",
        "再有一个年份的数值后即可评价。",
    ),
    "series_break": Reason(
        "统计口径变更，前后不可比",
        "统计口径变化，前后不可比",
        "the definition changed, so the values cannot be compared",
        "按新口径补录基期值和目标值，或把历史数值换算为新口径后即可评价。",
    ),
    "no_earlier_pace": Reason(
        "缺对比年份前后的变化速度",
        "缺基期前后可比的变化速度",
        "the pace before or after the base year is unknown",
        "基准年前后各有两个年份的数值（含基准年）后即可评价。",
    ),
    "total_incomplete": Reason(
        "累计量缺部分年度",
        "累计期内缺年度数据",
        "the running total lacks some years",
        "补齐基准年以后各年度的数值后即可评价。",
    ),
    "unconfirmed_target": Reason(
        "目标读法待确认",
        "目标的读法待确认",
        "how to read the target awaits confirmation",
        "由规划主管部门确认目标的读法后即可评价。",
    ),
    "undated_target": Reason(
        "目标未注明年份",
        "目标未注明年份",
        "the target states no year",
        "查明并补录目标的年份后即可评价。",
    ),
    **MISSING_ON_PURPOSE,
    **NOT_ASSESSED,
    "early": Reason("提前达到目标", "提前达到目标", "the target was met early"),
    "improving": Reason(
        "持续改善",
        "近年持续改善，最近一次也在改善",
        "improving over recent years and at the last step",
    ),
    "at_natural_limit": Reason(
        "已达自然上限",
        "已达到该指标的自然极限",
        "at the natural limit of the indicator",
    ),
    "recent_setback": Reason(
        "最近一次出现回落",
        "近年总体改善，但最近一次出现回落",
        "better over recent years, but worse at the last step",
    ),
    "recent_pause": Reason(
        "最近一次持平",
        "近年总体改善，但最近一次持平",
        "better over recent years, but flat at the last step",
    ),
    "slowing": Reason(
        "不利变化已减缓",
        "与此前相比，不利变化已减缓或已停止",
        "the worsening has slowed or stopped",
    ),
    "no_slowdown": Reason(
        "不利变化未减缓",
        "与此前相比，不利变化未减缓",
        "the worsening has not slowed",
    ),
    "accelerating": Reason(
        "不利变化加快",
        "与此前相比，不利变化加快",
        "the worsening has accelerated",
    ),
    "stagnating": Reason("多年持平", "近年基本持平", "flat in recent years"),
    "recent_turn": Reason(
        "总体变差，最近一次好转",
        "近年总体变差，但最近一次好转",
        "worse over recent years, but better at the last step",
    ),
    "worsening": Reason("持续变差", "近年持续变差", "worsening over recent years"),
    "below_earlier_milestone": Reason(
        "差于此前的量化目标",
        "差于此前的量化目标",
        "worse than the earlier numeric target",
    ),
    "slipping": Reason(
        "已越过下一控制目标",
        "满足现行控制目标，但已差于下一个控制目标",
        "within the limit in force, but beyond the next one",
    ),
    "allowance_nearly_used": Reason(
        "余量接近用尽",
        "控制余量已用去八成以上",
        "at least 80% of the allowance is used",
    ),
    "projection_misses": Reason(
        "按近年趋势难以完成",
        "近年势头不足，预测区间整体达不到目标",
        "the whole forecast interval misses the target",
    ),
    "within_random_variation": Reason(
        "未达到要求，但在随机波动范围内",
        "不满足控制目标或落后于序时目标，但在随机波动范围内",
        "the limit or the path is missed, but within random variation",
    ),
    "pooled_interval_beyond_limit": Reason(
        "多年合并后仍超过控制目标",
        "多年合并后仍不满足控制目标",
        "the limit is missed with several years pooled",
    ),
    "any_improvement_needed": Reason(
        "目标要求优于起点，尚未达到",
        "目标要求优于起点，尚未达到",
        "any improvement is asked for, and there is none yet",
    ),
}


def labels() -> list[str]:
    """Return the labels of the missing reasons, in the order of the lists."""
    return [reason.label for reason in MISSING_ON_PURPOSE.values()]
