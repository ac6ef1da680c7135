"""The line of what cannot be assessed: why, and which data would make it so."""

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.lines import ExplainedLine, anchors
from indicators.rules.explain.missing_zh import cause
from indicators.rules.reasons import MISSING_ON_PURPOSE, REASONS

# Reasons that there is no value to judge; with one another might come to light.
NO_VALUE = {"no_observation", "expired", *MISSING_ON_PURPOSE} - {"not_applicable"}


def missing(f: Facts) -> list[ExplainedLine]:
    """Return why a result is no_data and what would make it assessable."""
    if f.status != "no_data":
        return []
    return [ExplainedLine("暂无法评价", "", cause(f), remedy(f))]


def remedy(f: Facts) -> str:
    """Return one sentence on the data that would make this assessable."""
    if f.reason in NO_VALUE and _is_undated(f):
        return "查明并补录目标的年份，并填报近年的数值后即可评价。"
    special = {
        "expired": _expired,
        "no_baseline": _no_baseline,
        "no_base_value": _no_base_value,
        "no_reference": _no_reference,
    }.get(f.reason)
    if special:
        return special(f)
    found = REASONS.get(f.reason)
    return (found and found.remedy) or "补齐目标、基期和近年数值后即可评价。"


def _is_undated(f: Facts) -> bool:
    """Whether the row's only targets state no year: values alone would not do."""
    asked = f.case.indicator.split
    undated = any(m.year is None and m.is_stated for m in asked)
    return undated and not any(m.is_judged for m in asked)


def _expired(f: Facts) -> str:
    period, as_of = f.case.indicator.measure.period, f.case.as_of
    latest = f"最新数据为{f.year}年；" if f.year else ""
    if as_of is None:
        return f"{latest}{REASONS['expired'].remedy}"
    return f"{latest}填报{as_of - (2 * period + 2)}年或以后的数值后即可评价。"


def _no_baseline(f: Facts) -> str:
    first = next((year for year, _ in anchors(f)), None)
    if first and f.year and first > f.year:
        return f"补录基期值及其年份后即可评价；否则须待{first}年及以后的数值。"
    return REASONS["no_baseline"].remedy


def _no_base_value(f: Facts) -> str:
    asked = f.asked.base_year
    if not asked:
        return REASONS["no_base_value"].remedy
    return f"补录{asked}年的数值，或相距两年以内的基期值后即可评价。"


def _no_reference(f: Facts) -> str:
    return f"补录{f.reference}与本地同一年份的数值后即可评价。"
