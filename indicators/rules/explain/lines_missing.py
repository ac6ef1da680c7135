"""The line of what cannot be assessed: why, and which data would make it so."""

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.lines import Line, anchors
from indicators.rules.explain.words import reason_words

REMEDIES = {
    "no_observation": "填报任一近年的数值后即可评价。",
    "baseline_undated": "查明并补录基期值的年份后即可评价。",
    "no_numeric_target": "目标为文字表述，由主管部门依据佐证材料认定；补录量化目标后可按数值评价。",
    "one_point": "再有一个年份的数值后即可评价。",
    "series_break": "按新口径补录基期值和目标值，或把历史数值换算为新口径后即可评价。",
    "not_published": "待数据公布并填报后即可评价。",
    "awaiting_upper": "待上级部门反馈数据并填报后即可评价。",
    "not_collected": "本地开始采集，或由上级部门提供本地数值后即可评价。",
    "not_applicable": "不计入评价范围，无需补充数据。",
    "suppressed": "取得可以使用的数值（如多年合并值）后即可评价。",
}


def missing(f: Facts) -> list[Line]:
    """Return why a result is no_data and what would make it assessable."""
    if f.status != "no_data":
        return []
    return [Line("暂无法评价", "", reason_words(f.reason), remedy(f))]


def remedy(f: Facts) -> str:
    """Return one sentence on the data that would make this assessable."""
    special = {
        "expired": _expired,
        "no_baseline": _no_baseline,
        "no_base_value": _no_base_value,
        "no_reference": _no_reference,
    }.get(f.reason)
    if special:
        return special(f)
    return REMEDIES.get(f.reason, "补齐目标、基期和近年数值后即可评价。")


def _expired(f: Facts) -> str:
    period, as_of = f.case.indicator.period, f.case.as_of
    latest = f"最新数据为{f.year}年；" if f.year else ""
    if as_of is None:
        return f"{latest}填报近年数值后即可评价。"
    return f"{latest}填报{as_of - (2 * period + 2)}年或以后的数值后即可评价。"


def _no_baseline(f: Facts) -> str:
    first = next((year for year, _ in anchors(f)), None)
    if first and f.year and first > f.year:
        return f"补录基期值及其年份后即可评价；否则须待{first}年及以后的数值。"
    return "补录基期值及其年份后即可评价。"


def _no_base_value(f: Facts) -> str:
    asked = f.asked.base_year
    which = f"{asked}年" if asked else "目标所指年份"
    return f"补录{which}的数值，或相距两年以内的基期值后即可评价。"


def _no_reference(f: Facts) -> str:
    return f"补录{f.reference}与本地同一年份的数值后即可评价。"
