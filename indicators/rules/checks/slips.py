"""Names a slip of the unit or the decimal point: about 10, 100, 1000 times what is
known.

What a figure is measured by stands in the order in which it is trusted: its own
series, the plan's baseline, the plan's targets, an upper level's value, the values of
the same level (nouns.Yardstick). The first that the figure fits settles that nothing
slipped; the first from which it is a power of ten away names the slip.
"""

from collections.abc import Iterable
from decimal import Decimal

from indicators.rules import units
from indicators.rules.checks.nouns import (
    OTHER,
    SERIES,
    WARNING,
    CheckedFigure,
    Finding,
    Yardstick,
    computed,
    shown,
)
from indicators.rules.checks.parameters import CheckParameters

RATIOS = ("%", "‰", "1/万", "1/10万")
DIGITS = {1: "一", 2: "两", 3: "三", 4: "四"}


def unit_slip(cell: CheckedFigure, parameters: CheckParameters) -> Finding | None:
    """Return the warning where the figure is a power of ten times what is known.

    The finding carries the figure that was probably meant.
    """
    if cell.measure.is_signed:
        return None
    known = [s for s in _yardsticks(cell) if s.value * cell.figure.value > 0]
    for stick in known:
        ratio = cell.figure.value / stick.value
        if 1 / parameters.slip_fits <= ratio <= parameters.slip_fits:
            return None
        if factor := _factor(ratio, parameters):
            return _finding(cell, stick, factor)
    if not known or known[0].kind == "own":  # a jump is said of those
        return None
    factor = _power(cell.figure.value / known[0].value)
    return _finding(cell, known[0], factor) if factor != 1 else None


def _yardsticks(cell: CheckedFigure) -> Iterable[Yardstick]:
    if years := cell.earlier():
        yield Yardstick("own", cell.series[years[-1]], years[-1])
    yield from cell.yardsticks


def _factor(ratio: Decimal, parameters: CheckParameters) -> Decimal | None:
    """Return the power of ten that a ratio is near to: 9.2 → 10, 0.011 → 0.01."""
    near = parameters.slip_tolerance
    for times in map(Decimal, parameters.slip_factors):
        for factor in (times, 1 / times):
            if factor / near <= ratio <= factor * near:
                return factor
    return None


def _power(ratio: Decimal) -> Decimal:
    """Return the power of ten nearest to a ratio on a logarithmic scale."""
    return Decimal(1).scaleb(round(ratio.log10()))


def _finding(cell: CheckedFigure, stick: Yardstick, factor: Decimal) -> Finding:
    value, measure = cell.figure.value, cell.measure
    meant = value / factor
    times = f"{factor:f}倍" if factor >= 1 else f"1/{1 / factor:f}"
    sentence = (
        f"{shown(value, measure)}约为{_said(stick, cell)}的{times}，"
        f"{_cause(cell, factor)}。"
        f"应为{shown(meant, measure)}的请改正；情况属实的，在备注说明。"
    )
    reveals = SERIES if stick.kind in ("own", "baseline", "target") else OTHER
    suggested = None if cell.figure.is_counted else meant
    return Finding(WARNING, "unit_slip", sentence, reveals, suggested)


def _said(stick: Yardstick, cell: CheckedFigure) -> str:
    """Return a yardstick in words: 2015年（75岁）; of others' figures only whose."""
    if stick.kind == "others":
        return "同级地区一般水平"
    figure = computed(stick.value, cell.measure)
    year = f"{stick.year}年" if stick.year else ""
    named = {
        "own": year,
        "baseline": f"规划基期值（{year}{figure}）",
        "target": f"规划{year}目标值（{figure}）",
        "upper": f"{stick.place}{year}数值（{figure}）",
    }
    said = named[stick.kind]
    return f"{said}（{figure}）" if stick.kind == "own" else said


def _cause(cell: CheckedFigure, factor: Decimal) -> str:
    """Return what probably happened, the two units by name where they explain it."""
    if cell.figure.is_counted:
        return "分子或分母的单位可能有误"
    unit = units.normalise(cell.measure.unit)
    if unit == "%" and factor == Decimal("0.01"):
        return "可能将百分数填作小数"
    if unit in RATIOS:
        for other in RATIOS:
            if other != unit and units.factor(unit, other) == factor:
                return f"可能误按{other}填写"
    multiplier, base = units.split(unit)
    if base and "/" not in base and factor in (10_000, Decimal("0.0001")):
        other = _ten_thousandth(multiplier, base, factor)
        if other:
            return f"可能误按{other}填写"
    digits = DIGITS.get(abs(int(factor.log10())))
    if digits is None:
        return "单位可能有误"
    if factor > 1 and cell.figure.value == cell.figure.value.to_integral_value():
        return f"可能少{digits}位小数"
    return f"小数点可能{'后' if factor > 1 else '前'}移{digits}位"


def _ten_thousandth(multiplier: str, base: str, factor: Decimal) -> str:
    """Return the unit in which a figure is 10000 times larger or smaller: 亿元 → 万元."""
    size = units.MULTIPLIERS.get(multiplier, Decimal(1)) / factor
    names = {Decimal(1): "", **{n: word for word, n in units.MULTIPLIERS.items()}}
    return names[size] + base if size in names else ""
