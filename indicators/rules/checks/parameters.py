"""The thresholds of the checks, each with its reason, printed on the method page."""

from dataclasses import dataclass, field, fields
from decimal import Decimal


def _threshold(default, label: str, reason: str):
    return field(default=default, metadata={"label": label, "reason": reason})


@dataclass(frozen=True)
class CheckParameters:
    """Thresholds of the warnings; relative ones are fractions of last year's figure.

    “National series” are those of fixtures/reference: 103 changes, 2015 to 2025.
    """

    jump_relative: Decimal = _threshold(
        Decimal("0.30"),
        "一年变化达到（相对）",
        "全国各序列2015年以来103次变化，最大为每年22%，达到30%的应核实。",
    )
    jump_points: Decimal = _threshold(
        Decimal(10),
        "份额一年变化达到（百分点）",
        "份额较高时相对变化小也可能有误。全国序列一年最多变化8.5个百分点（2020年地表水）。",
    )
    jump_least_points: Decimal = _threshold(
        Decimal(1),
        "份额按相对变化提示时至少变化（百分点）",
        "很小的份额，如由0.2%到0.3%，相对变化大而实际变化小。",
    )
    jump_years: int = _threshold(
        3,
        "隔年比较时界限最多放宽到几年的变化",
        "几年一次的调查，间隔的年数越多，允许的变化越大。",
    )
    outlier_values: int = _threshold(
        5,
        "判断离群所需的最少数值个数",
        "少于5个数值（4次变化），不能判断通常的年变化。",
    )
    outlier_spread: Decimal = _threshold(
        Decimal(5),
        "变化偏离以往中位数达到几个离差",
        "离差按中位数绝对偏差的1.4826倍计，不受个别异常年份影响。通行界限为3.5；"
        "年度数值较少，故取5，全国序列51次中只提示1次。",
    )
    outlier_floor: Decimal = _threshold(
        Decimal("0.01"),
        "离差最小按最近值的比例",
        "平稳序列的离差接近0，稍有变化即提示，因此至少按最近值的1%计。",
    )
    slip_factors: tuple[int, ...] = _threshold(
        (10, 100, 1000, 10_000),
        "单位或小数点错误的倍数",
        "小数点错一至三位，%、‰、1/10万混用，或万与个混用。",
    )
    slip_tolerance: Decimal = _threshold(
        Decimal("1.5"),
        "与上述倍数相差不超过几倍",
        "单位有误的数值还含一年的实际变化，因此约10倍指6.7～15倍。",
    )
    slip_fits: Decimal = _threshold(
        Decimal(3),
        "与依据相差不到几倍视为量级相符",
        "同一指标在规划期内很少增减3倍以上，量级相符的不再与其他依据比较。",
    )
    few_events: int = _threshold(
        20,
        "事件数少于几例时不提示变化大",
        "事件数较少的率，增减一例波动很大，与评价方法“发生数较少”的规则相同。",
    )


DEFAULT = CheckParameters()


def described(parameters: CheckParameters = DEFAULT) -> list[tuple[str, str, str]]:
    """Return label, value and reason of each threshold, for the method page."""
    return [
        (f.metadata["label"], _value(getattr(parameters, f.name)), f.metadata["reason"])
        for f in fields(parameters)
    ]


def _value(value) -> str:
    """Return a threshold as printed: fractions as percentages."""
    if isinstance(value, tuple):
        return "、".join(map(str, value))
    if isinstance(value, Decimal) and value < 1:
        return f"{value * 100:.0f}%"
    return str(value)
