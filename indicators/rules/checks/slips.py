"""Names a slip of the unit or the decimal point: about 10, 100, 1000 times last
year."""

from decimal import Decimal

from indicators.rules import units
from indicators.rules.checks.nouns import (
    SERIES,
    WARNING,
    CheckedFigure,
    Finding,
    computed,
    printed,
)
from indicators.rules.checks.parameters import CheckParameters

RATIOS = ("%", "‰", "1/万", "1/10万")


def unit_slip(
    cell: CheckedFigure, last: int, parameters: CheckParameters
) -> Finding | None:
    """Return the warning where the figure is a power of ten times that of `last`."""
    before, value, measure = cell.series[last], cell.figure.value, cell.measure
    if not before or before * value <= 0 or measure.is_signed:
        return None
    factor = _factor(value / before, parameters)
    if factor is None:
        return None
    times = f"{factor:f}倍" if factor >= 1 else f"1/{1 / factor:f}"
    meant = printed(value / factor, measure.unit)
    sentence = (
        f"{printed(value, measure.unit)}是{last}年{computed(before, measure)}的约{times}，"
        f"{_cause(cell, factor)}：若应为{meant}请改正，属实请在备注说明。"
    )
    return Finding(WARNING, "unit_slip", sentence, SERIES)


def _factor(ratio: Decimal, parameters: CheckParameters) -> Decimal | None:
    """Return the power of ten that a ratio is near to: 9.2 → 10, 0.011 → 0.01."""
    near = parameters.slip_tolerance
    for times in map(Decimal, parameters.slip_factors):
        for factor in (times, 1 / times):
            if factor / near <= ratio <= factor * near:
                return factor
    return None


def _cause(cell: CheckedFigure, factor: Decimal) -> str:
    """Return what probably happened, the two units by name where they explain it."""
    if cell.figure.is_counted:
        return "可能是分子或分母的单位填错了"
    unit = units.normalise(cell.measure.unit)
    if unit in RATIOS:
        for other in RATIOS:
            if other != unit and units.factor(unit, other) == factor:
                return f"可能是按{other}填的，而本指标的单位是{unit}"
    if unit == "%" and factor == Decimal("0.01"):
        return "可能是没有乘100的小数，而本指标的单位是%"
    multiplier, base = units.split(unit)
    if base and "/" not in base and factor in (10_000, Decimal("0.0001")):
        other = _ten_thousandth(multiplier, base, factor)
        if other:
            return f"可能是按{other}填的，而本指标的单位是{unit}"
    return "可能是单位或小数点错了"


def _ten_thousandth(multiplier: str, base: str, factor: Decimal) -> str:
    """Return the unit in which a figure is 10000 times larger or smaller: 亿元 → 万元."""
    size = units.MULTIPLIERS.get(multiplier, Decimal(1)) / factor
    names = {Decimal(1): "", **{n: word for word, n in units.MULTIPLIERS.items()}}
    return names[size] + base if size in names else ""
