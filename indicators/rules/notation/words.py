"""A rule in words that read back as the same rule."""

import re
from decimal import Decimal
from fractions import Fraction

from indicators.rules.notation.rule import TargetRule

BEFORE = {">=": "不低于", "<=": "不高于", ">": "高于", "<": "低于", "~": "约"}
SIZE = {">=": "至少", "<=": "至多", ">": "超过", "<": "不足", "~": "约"}
UNCHANGED = {">=": "不降低", "<=": "不增加", "=": "零增长"}
HAN = "零一二三四五六七八九"


def words(rule: TargetRule) -> str:
    """Return the rule in Chinese words; read(words(rule)) is the same rule."""
    if rule.kind == "none":
        return "无"
    if rule.kind in ("text", "direction"):
        return shared(rule) + rule.raw
    if rule.kind == "compound":
        # "2030年，A且B" would give the year to both
        said = [words(part).replace("年，", "年", 1) for part in rule.parts]
        return (rule.join or "；").join(said)
    return lead(rule) + BODIES[rule.kind](rule) + beside(rule)


def shared(rule: TargetRule) -> str:
    """Return year and effort of a part in words that stand before the whole
    compound."""
    year = f"到{rule.year}年" if rule.year and str(rule.year) not in rule.raw else ""
    hoped = rule.effort and not re.search("力争|争取|努力|力求|奋力", rule.raw)
    return year + ("力争" if hoped and year else "")


def beside(rule: TargetRule) -> str:
    """Return what is kept beside the figures: years of data and prices, scope,
    notes."""
    year = rule.measured_year
    told = any(f"{year}年" in note for note in rule.notes)  # 2020年为93.2%
    said = f"（{year}年数据）" if year and not told else ""
    said += f"（{rule.price_base}年价）" if rule.price_base else ""
    said += f"（范围：{rule.scope}）" if rule.scope else ""
    return said + "".join(f"（注：{note}）" for note in rule.notes)


def lead(rule: TargetRule) -> str:
    """Return what stands before the figures: year, base, effort, 每年."""
    year = f"到{rule.year}年，" if rule.year else ""
    base = f"较{rule.base_year}年" if rule.base_year else ""
    base = "" if rule.kind in ("multiply", "keep") or beyond_base(rule) else base
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
    return f"保持在{between(rule.value, rule.high, rule.unit)}之间"


def between(low: Decimal, high: Decimal, unit: str | None) -> str:
    """Return 103—107%, or 三分之一—90%."""
    first = amount(low, unit) if repeats(low, unit) else f"{low:f}"
    return f"{first}—{amount(high, unit)}"


def beyond_base(rule: TargetRule) -> bool:
    """Return whether a rule asks for more or less than the base, without saying how
    far."""
    return rule.kind == "relative" and not rule.change and rule.op in (">", "<", "~")


def change(rule: TargetRule) -> str:
    """Return 下降至少10%, 不增加, 高于2020年水平."""
    if beyond_base(rule):
        base = f"{rule.base_year}年" if rule.base_year else "基期"
        return f"{BEFORE[rule.op]}{base}水平"
    if rule.kind == "relative" and not rule.change:
        return UNCHANGED[rule.op]
    falls = rule.change.is_signed()
    verb = "下降" if falls else "提高"
    size = amount(abs(rule.change), rule.change_unit)
    if rule.change_high is not None:
        size = between(abs(rule.change), abs(rule.change_high), rule.change_unit)
    return verb + SIZE.get(rule.op, "") + size


def repeats(size: Decimal, unit: str | None) -> bool:
    """Return whether a share has no exact decimal: 三分之一."""
    return unit == "%" and size.as_tuple().exponent < -12


def amount(size: Decimal, unit: str | None) -> str:
    """Return 10%, 5个百分点, or 三分之一 for a share that has no exact decimal."""
    if unit in ("百分点", "千分点"):
        return f"{size:f}个{unit}"
    if repeats(size, unit):
        share = Fraction(size / 100).limit_denominator(9)
        return f"{HAN[share.denominator]}分之{HAN[share.numerator]}"
    return figure(size, unit)


def multiple(rule: TargetRule) -> str:
    """Return 达到2015年的1.5倍."""
    base = f"{rule.base_year}年" if rule.base_year else "基期"
    return f"{BEFORE.get(rule.op, '达到')}{base}的{rule.change:f}倍"


def reference(rule: TargetRule) -> str:
    """Return 比全国平均高至少5个百分点, 不低于全国平均."""
    if (
        not rule.change
        and rule.op == "="
        and re.search("[国省市县区州]$", rule.reference)
    ):
        return f"与{rule.reference}持平"  # 达到全国 would not say what of it
    if not rule.change:
        verb = "优于" if rule.op is None else BEFORE.get(rule.op, "达到")
        return verb + rule.reference
    side = "低" if rule.change.is_signed() else "高"
    size = amount(abs(rule.change), rule.change_unit)
    return f"比{rule.reference}{side}{SIZE.get(rule.op, '')}{size}"


def coverage(rule: TargetRule) -> str:
    """Return 全覆盖, 覆盖率不低于95%."""
    return "全覆盖" if rule.value is None else "覆盖率" + value(rule)


def keep(rule: TargetRule) -> str:
    """Return 维持在2020年水平, 保持稳定."""
    return f"维持在{rule.base_year}年水平" if rule.base_year else "保持稳定"


def slow(rule: TargetRule) -> str:
    """Return 上升趋势减缓."""
    return "上升趋势减缓"


def cumulative(rule: TargetRule) -> str:
    """Return 10个（累计）, or 累计提高5个百分点 where only a change can say it."""
    low, high = rule.change, rule.change_high
    falling_range = high is not None and (high < low or rule.op != "=")
    if rule.change_unit in ("百分点", "千分点") or falling_range:
        return "累计" + change(rule)
    if high is not None:
        return f"{between(low, high, rule.change_unit)}（累计）"
    return BEFORE.get(rule.op, "达到") + amount(low, rule.change_unit) + "（累计）"


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
    "keep": keep,
    "slow": slow,
    "cumulative": cumulative,
}
