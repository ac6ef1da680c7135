"""A rule in words that read back as the same rule."""

import re
from decimal import Decimal
from fractions import Fraction

from indicators.rules.notation.rule import TargetRule

BEFORE = {">=": "不低于", "<=": "不高于", ">": "高于", "<": "低于", "~": "约"}
SIZE = {">=": "至少", "<=": "至多", ">": "超过", "<": "不足", "~": "约"}
HAN = "零一二三四五六七八九"


def words(rule: TargetRule) -> str:
    """Return the rule in Chinese words; read(words(rule)) is the same rule."""
    if rule.kind == "none":
        return "无"
    if rule.kind in ("text", "direction"):
        return rule.raw
    if rule.kind == "compound":
        return (rule.join or "；").join(words(part) for part in rule.parts)
    notes = f"（{rule.measured_year}年数据）" if rule.measured_year else ""
    notes += f"（{rule.price_base}年价）" if rule.price_base else ""
    return lead(rule) + BODIES[rule.kind](rule) + notes


def lead(rule: TargetRule) -> str:
    """Return what stands before the figures: year, base, effort, 每年."""
    year = f"到{rule.year}年，" if rule.year else ""
    base = f"较{rule.base_year}年" if rule.base_year else ""
    base = "" if rule.kind == "multiply" else base
    said = rule.kind != "annual" and (rule.unit or "").endswith("/年")
    yearly = "每年" if rule.per_year and not said else ""
    return year + ("力争" if rule.effort else "") + base + yearly


def figure(number: Decimal, unit: str | None) -> str:
    """Return a number with its unit: 12/10万, 0.6人; 2,000 is no year."""
    if not unit and 1900 <= number < 2100:
        return f"{number:,f}"
    unit = re.sub(r"^1/", "/", unit or "")
    return f"{number:f}{unit}"


def value(rule: TargetRule) -> str:
    """Return 不低于90%."""
    verb = BEFORE.get(rule.op, "达到")
    return verb + amount(rule.value, rule.unit)


def span(rule: TargetRule) -> str:
    """Return 保持在103—107之间."""
    return f"保持在{rule.value:f}—{figure(rule.high, rule.unit)}之间"


def change(rule: TargetRule) -> str:
    """Return 下降至少10%."""
    falls = rule.change.is_signed()
    verb = "下降" if falls else "提高"
    size = amount(abs(rule.change), rule.change_unit)
    if rule.change_high is not None:
        size = f"{abs(rule.change):f}—{amount(abs(rule.change_high), rule.change_unit)}"
    return verb + SIZE.get(rule.op, "") + size


def amount(size: Decimal, unit: str | None) -> str:
    """Return 10%, 5个百分点, or 三分之一 for a share that has no exact decimal."""
    if unit in ("百分点", "千分点"):
        return f"{size:f}个{unit}"
    if unit == "%" and size.as_tuple().exponent < -12:
        share = Fraction(size / 100).limit_denominator(9)
        return f"{HAN[share.denominator]}分之{HAN[share.numerator]}"
    return figure(size, unit)


def multiple(rule: TargetRule) -> str:
    """Return 达到2015年的1.5倍."""
    base = f"{rule.base_year}年" if rule.base_year else "基期"
    return f"{BEFORE.get(rule.op, '达到')}{base}的{rule.change:f}倍"


def reference(rule: TargetRule) -> str:
    """Return 比全国平均高至少5个百分点, 不低于全国平均."""
    if not rule.change:
        verb = "优于" if rule.op is None else BEFORE.get(rule.op, "达到")
        return verb + rule.reference
    side = "低" if rule.change.is_signed() else "高"
    size = amount(abs(rule.change), rule.change_unit)
    return f"比{rule.reference}{side}{SIZE.get(rule.op, '')}{size}"


def coverage(rule: TargetRule) -> str:
    """Return 全覆盖, 覆盖率不低于95%."""
    return "全覆盖" if rule.value is None else "覆盖率" + value(rule)


BODIES = {
    "value": value,
    "range": span,
    "relative": change,
    "points": change,
    "absolute": change,
    "annual": change,
    "multiply": multiple,
    "reference": reference,
    "coverage": coverage,
}
