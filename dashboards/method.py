"""What the method page (assessment README) says in tables, and its worked examples.

Results are never written here: the page computes them by indicators.rules.assessment.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dashboards import summaries
from indicators.rules import assessment, explain

EXAMPLES = Path(__file__).with_name("method_examples.json")

# Kind of the notation, printed examples, how it is read.
READINGS = [
    (
        "value",
        ["77.3", "达到77.3"],
        _("只写一个数：越高越好的指标读作“不低于”，越低越好的读作“不高于”。"),
    ),
    (
        "value",
        ["≥60", "60以上", "不低于60", "≤5.2", "控制在5.2以内", "5.2以下"],
        _("包含本数：正好等于也算达标（民法典第一千二百五十九条）。"),
    ),
    (
        "value",
        ["＞82", "超过82", "＜30", "低于30", "不足30"],
        _("不包含本数：正好等于不算达标；规划路径和所需变化仍按这个数计算。"),
    ),
    (
        "value",
        ["28左右", "约28"],
        _("允许一定容差，见参数表；路径仍按28计算。"),
    ),
    (
        "value",
        ["力争达到77.3"],
        _("算法不变，注明“力争目标”；没有完成时用词和颜色放缓。"),
    ),
    (
        "relative",
        ["较2015年下降10%"],
        _("目标=2015年实际值×0.9。各年目标均与2015年比较，不逐段累乘。"),
    ),
    (
        "relative",
        ["下降30%"],
        _("未写明对比年份：按规划基期年计算，并注明由规划主管部门确认。"),
    ),
    (
        "points",
        ["较2015年提高5个百分点"],
        _("目标=2015年值+5。写明“百分点”的按此计算，写“提高5%”的按比例。"),
    ),
    ("absolute", ["比2020年增加0.6人"], _("目标=2020年值+0.6。")),
    ("multiply", ["达到2015年的1.5倍", "翻一番"], _("目标=基期值×倍数。")),
    (
        "annual",
        ["年均增长8%"],
        _("目标=基期值×1.08的年数次方；路径按每年增长8%，不是直线。"),
    ),
    (
        "annual",
        ["每年降低0.5个百分点", "年均增加0.2人"],
        _("目标=基期值+每年增减×年数；路径为直线。"),
    ),
    (
        "cumulative",
        ["五年累计提高1岁", "累计新增10个"],
        _("目标=基期值+累计数。当年量从基期次年起逐年相加，与累计数比较。"),
    ),
    (
        "keep",
        ["保持稳定", "维持在2020年水平"],
        _("与所保持的水平比较，允许一定容差，见参数表；不评价进度。"),
    ),
    (
        "slow",
        ["上升趋势减缓", "增速放缓"],
        _("没有数值：比较对比年份前后的年均变化，势头减缓即为达到。"),
    ),
    (
        "reference",
        ["比全国平均水平高5个百分点"],
        _("逐年计算与全国之差，按差值判断；只用双方均有数据的年份。"),
    ),
    (
        "range",
        ["103–107", "保持在103—107之间"],
        _("在区间内即为达标；在区间外的，看偏离区间的距离。"),
    ),
    (
        "coverage",
        ["全覆盖", "覆盖率达到100%"],
        _("有数值的按数值判断；没有数值的为定性目标，由管理人员认定。"),
    ),
    (
        "direction",
        ["持续改善", "逐步提高"],
        _("没有数值，看近年是否改善（见“只写‘持续改善’的目标”）。"),
    ),
    (
        "compound",
        ["≥50%且较2015年提高20个百分点"],
        _("分项计算，全部满足方为完成；以最差的一项为结论。"),
    ),
    (
        "text",
        ["县中医医院达到三级乙等"],
        _("没有可计算的数值：由管理人员写明依据和日期后认定，系统不作推断。"),
    ),
    ("none", ["／", "—"], _("规划原文未列数值，不是0。")),
]

# Category → when it is given. Thresholds stand in %(…)s, from the parameters.
RULES = {
    "achieved": _(
        "最新值已经满足目标：目标年之前（提前实现），或目标年当年（如期实现）。到期的"
        "目标只看目标年当年的数值，以后的数值不能代替。"
    ),
    "maintained": _("基期已满足的控制目标，目前仍守住，没有风险信号。"),
    "ahead": _(
        "实际进度 ÷ 序时进度 ≥ %(ratio_ahead)s，且距起点已满 %(ahead_min_years)s 年。"
    ),
    "on_path": _("实际进度 ÷ 序时进度 ≥ %(ratio_on)s，或与序时目标只差末位的舍入。"),
    "behind": _(
        "实际进度 ÷ 序时进度在 %(ratio_behind)s 与 %(ratio_on)s 之间；或控制指标已差于"
        "下一个目标；或持续改善的指标最近一次回落或持平。"
    ),
    "at_risk": _(
        "目前尚好，但整个预测区间都达不到下一个目标；或控制余量已用去 %(erosion_risk)s "
        "以上；或超出控制目标、落后于序时目标，但仍在随机波动范围之内。"
    ),
    "far_behind": _(
        "实际进度 ÷ 序时进度低于 %(ratio_behind)s；或要求持续改善而多年持平、要求减缓而"
        "未减缓。"
    ),
    "reversed": _(
        "差于起点，变差幅度达到计划改善幅度的 %(reverse_share)s；或要求持续改善而"
        "持续变差、要求减缓而加快。"
    ),
    "breached": _(
        "超过了（下限则是低于了，区间则是超出了）正在执行的控制目标，或退回到此前目标"
        "的水平以外。"
    ),
    "not_met": _("最后一个目标年已有数据，未满足目标。"),
    "no_data": _("缺数据、缺基期、口径变更等，写明原因，不作推断。"),
}
# What is met before its year has a word of its own.
EARLY, IN_TIME = assessment.ACHIEVED_EARLY, assessment.evaluation("achieved")
EVALUATIONS = {"achieved": f"{EARLY}、{IN_TIME}"}
COUNTED = {
    code: words for _, words, codes in summaries.TILES.values() for code in codes
}

PUBLISHED, OURS = _("通行做法"), _("本系统约定")
# Parameter → name, origin, reason; `shown` says how the number is written.
PARAMETERS = {
    "ratio_ahead": (_("快于序时进度的界限"), OURS, _("把“快于”与“达到”分开。")),
    "ratio_on": (_("达到序时进度的界限"), PUBLISHED, _("欧盟统计局的分界。")),
    "ratio_behind": (_("明显滞后的界限"), PUBLISHED, _("欧盟统计局的分界。")),
    "reverse_share": (
        _("算作变差的幅度，占计划改善幅度"),
        PUBLISHED,
        _("美国“健康国民”：不到一成的变化不作判断。"),
    ),
    "early_share": (
        _("起步阶段：此时应完成不足"),
        OURS,
        _("应完成的较少，比值不稳定。"),
    ),
    "early_slack": (_("起步阶段容许的落后"), OURS, _("占计划改善幅度。")),
    "ahead_min_years": (
        _("“快于”所需的最少年数"),
        OURS,
        _("一年的数值不足以判断。"),
    ),
    "about_rel": (_("“左右”的容差，占目标值"), OURS, _("“左右”没有法定含义。")),
    "recent_years": (
        _("近年趋势用的年数"),
        PUBLISHED,
        _("德国可持续发展指标报告用最近六个点。"),
    ),
    "window_points": (_("数据不连续时最多用的年份数"), PUBLISHED, _("同上。")),
    "window_years": (_("最早回溯的年数"), OURS, _("避免久远的数值影响近年斜率。")),
    "ols_min": (
        _("趋势线所需的最少年份数"),
        OURS,
        _("不足时只用平均变化，不给区间。"),
    ),
    "two_point_reach": (
        _("两三个点时，预计最远到（已观测跨度的倍数）"),
        OURS,
        _("更远的不作预计。"),
    ),
    "ols_reach": (
        _("趋势线可信的最远处（已观测跨度的倍数）"),
        OURS,
        _("更远的只说“有望”或“不确定”。"),
    ),
    "small_events": (
        _("发生数较少的界线，例"),
        PUBLISHED,
        _("美国国家卫生统计中心：20例以下的率不可靠。"),
    ),
    "pool_max": (_("最多合并的年数"), PUBLISHED, _("英国Fingertips用五年。")),
    "pool_min": (
        _("合并率判为完成所需的最少合并年数"),
        OURS,
        _("一两年没有发生，不足以判断。"),
    ),
    "erosion_risk": (_("控制余量用去多少提示风险"), OURS, _("留出采取措施的时间。")),
    "chi2_crit": (
        _("趋势显著的界限（卡方值）"),
        PUBLISHED,
        _("英国Fingertips的趋势检验，99.8%的把握。"),
    ),
}
SHARES = {"reverse_share", "early_share", "early_slack", "about_rel", "erosion_risk"}
RATIOS = {"ratio_ahead", "ratio_on", "ratio_behind", "chi2_crit"}


@dataclass(frozen=True)
class Example:
    """One case with what the rules and the words made of it just now."""

    id: str
    case: dict
    result: assessment.Result
    sentence: str
    lines: list


def written(name: str, value: float) -> str:
    """Return a parameter as the page writes it: 10%, 6, 0.95."""
    if name in SHARES:
        return f"{value * 100:g}%"
    return f"{value:.2f}" if name in RATIOS else f"{value:g}"


def thresholds() -> dict[str, str]:
    """Return every parameter in force, as written."""
    return {name: written(name, v) for name, v in asdict(assessment.DEFAULT).items()}


def parameter_rows() -> list[dict]:
    """Return the parameters in force with name, origin and reason."""
    names, shown = PARAMETERS, thresholds()
    keys = ("title", "origin", "reason")
    return [
        {"name": name, "value": shown[name]} | dict(zip(keys, names[name], strict=True))
        for name in names
    ]


def category_rows() -> list[dict]:
    """Return the categories, the best first, with rule and where they are counted."""
    shown = thresholds()
    order = sorted(assessment.CATEGORIES.items(), key=lambda item: -item[1].severity)
    order.sort(key=lambda item: item[1].group == "none")
    return [
        {
            "code": code,
            "evaluation": EVALUATIONS.get(code, category.evaluation),
            "rule": RULES[code] % shown,
            "counted": COUNTED[code],
        }
        for code, category in order
    ]


@cache
def cases() -> dict[str, dict]:
    """Return the example cases by name; the form of `manage.py assess_case`."""
    return json.loads(EXAMPLES.read_text("utf-8"))


def example(name: str) -> Example:
    """Return an example, assessed now with the parameters in force."""
    case = cases()[name]
    typed = assessment.Case.from_dict(case)
    result = assessment.assess(typed.indicator, typed.observations, typed.as_of)
    lang = "en" if (get_language() or "").startswith("en") else "zh"
    return Example(
        id=case["id"],
        case=case,
        result=result,
        sentence=explain.explain(typed, result, lang),
        lines=explain.arithmetic(typed, result, counts=True),
    )
