"""What the hints of 数据体检 say: every figure with its unit, year and place. Pure.

Chinese, like the sentences of a verdict.
"""

from decimal import Decimal

from indicators.rules import numbers

NAMED = 4  # years that a sentence names
LABELS = {
    "range": "超出下级范围",
    "sum": "分项合计不符",
    "target": "恰为目标值",
    "step": "连年等幅",
    "counts": "率与分子分母不符",
}
ABOUT = {
    "range": "率或平均值应在下级各地区的最低与最高之间。",
    "sum": "合计量应等于下级各地区之和，四舍五入的误差不计。",
    "target": "实际值与最近的目标值完全相同，可能是误填目标值。",
    "step": "连续三年以上每年变化相同，可能是推算值。",
    "counts": "率与分子、分母的计算结果不符；仅本地区填报、审核人员可见。",
}


def figure(value: Decimal, concept, gap: bool = False) -> str:
    """Return a figure with its unit, with the indicator's decimals at least; a
    difference of percentages is in 个百分点."""
    given = -min(value.normalize().as_tuple().exponent, 0)
    unit = numbers.gap_unit(concept.unit) if gap else numbers.shown_unit(concept.unit)
    return numbers.plain(value, max(concept.decimals, given)) + unit


def outside(
    year: int, name: str, own: str, n: int, other: str, theirs: str, *, above: bool
) -> str:
    """Return that a whole lies beyond its parts, with the nearest of them."""
    side, end = ("高于", "最高") if above else ("低于", "最低")
    return f"{year}年{name}{own}，{side}下级{n}个地区的{end}值（{other}{theirs}）。"


def not_the_sum(year: int, name: str, own: str, n: int, total: str, gap: str) -> str:
    """Return that a whole is not what its parts add up to."""
    return f"{year}年{name}{own}，下级{n}个地区合计{total}，相差{gap}。"


def on_target(years: list[int], own: str, due: int) -> str:
    """Return that the values of some years are printed exactly as a target."""
    said = "、".join(map(str, years[-NAMED:]))
    more = f"等{len(years)}年" if len(years) > NAMED else "年"
    return f"{said}{more}{own}，与{due}年目标值完全相同。"


def same_steps(
    first: int, last: int, each: str, start: str, end: str, *, up: bool
) -> str:
    """Return that every year of a run changed by the same."""
    word = "增加" if up else "减少"
    return f"{first}—{last}年每年均{word}{each}（由{start}至{end}）。"


def against_counts(year: int, own: str, counts: str, exact: str) -> str:
    """Return that a rate is not that of its counts."""
    return f"{year}年{own}，按分子÷分母（{counts}）应为{exact}。"
