"""What is wrong with a figure by itself: its bounds, its counts, how it was typed."""

from decimal import Decimal

from indicators.rules.checks.nouns import (
    COUNTS,
    ERROR,
    PLACES,
    SERIES,
    WARNING,
    CheckedFigure,
    Finding,
    computed,
    places,
    printed,
    rate,
    shown,
)
from indicators.rules.measure import Measure


def errors(cell: CheckedFigure) -> list[Finding]:
    """Return what makes a figure impossible; nothing here looks at other years."""
    found = (_bounds(cell), _counts(cell))
    return [finding for finding in found if finding]


def typing(cell: CheckedFigure) -> list[Finding]:
    """Return what is odd about the figure as it was typed."""
    found = (_decimals(cell), _rate(cell))
    return [finding for finding in found if finding]


def _bounds(cell: CheckedFigure) -> Finding | None:
    measure, value = cell.measure, cell.figure.value
    told = shown(value, measure)
    if told in (_limit(measure.lower, measure), _limit(measure.upper, measure)):
        told = printed(value, measure.unit)
    if measure.upper is not None and value > measure.upper:
        if measure.is_percentage and measure.upper == 100:
            sentence = f"{told}超过100%，份额不能超过100%，请核对数值和单位。"
        else:
            limit = _limit(measure.upper, measure)
            sentence = f"{told}高于本指标的上限{limit}，请核对数值和单位。"
        return Finding(ERROR, "bounds", sentence, SERIES)
    if measure.lower is not None and value < measure.lower:
        limit = _limit(measure.lower, measure)
        sentence = f"{told}低于本指标的下限{limit}，请核对数值和单位。"
        return Finding(ERROR, "bounds", sentence, SERIES)
    return None


def _limit(limit: Decimal | None, measure: Measure) -> str:
    return "" if limit is None else printed(limit, measure.unit)


def _counts(cell: CheckedFigure) -> Finding | None:
    """Return what is wrong between the two counts."""
    events, denominator = cell.figure.events, cell.figure.denominator
    if denominator is not None and denominator == 0:
        sentence = "分母为0，不能计算，请核对分母；没有数据的，请选择无数据原因。"
        return Finding(ERROR, "denominator", sentence, COUNTS)
    if events is None or denominator is None or not cell.measure.is_part:
        return None
    if events > denominator:
        sentence = (
            f"分子{printed(events)}大于分母{printed(denominator)}，"
            "部分不能大于全体，请核对是否填反。"
        )
        return Finding(ERROR, "part", sentence, COUNTS)
    return None


COMPUTED = 6  # decimals that nobody types


def _decimals(cell: CheckedFigure) -> Finding | None:
    measure, typed = cell.measure, cell.typed
    if typed is None or places(typed) <= measure.decimals:
        return None
    if places(typed) >= COMPUTED:  # a formula's result, not a slip of the hand
        return None
    keeps = f"保留{measure.decimals}位小数" if measure.decimals else "填整数"
    sentence = (
        f"{printed(typed, measure.unit)}有{places(typed)}位小数，本指标{keeps}，"
        "请核实数值和单位。"
    )
    return Finding(WARNING, "decimals", sentence, SERIES)


def _rate(cell: CheckedFigure) -> Finding | None:
    """Compare what was typed with the rate of the counts, as closely as it was
    typed."""
    measure = cell.measure
    if not cell.figure.is_counted:
        return None
    typed = cell.figure.value if cell.given is None else cell.given
    exact = rate(cell.figure.events, cell.figure.denominator, measure.per)
    half_a_place = Decimal(5).scaleb(-places(typed) - 1)
    if abs(typed - exact) <= half_a_place + Decimal(1).scaleb(-PLACES):
        return None
    times = f"×{measure.per}" if measure.per else ""
    sentence = (
        f"所填{printed(typed, measure.unit)}与分子÷分母"
        f"（{printed(cell.figure.events)}÷{printed(cell.figure.denominator)}{times}）"
        f"的结果{computed(exact, measure)}不一致，请核实三个数值。"
    )
    return Finding(WARNING, "rate", sentence, COUNTS)
