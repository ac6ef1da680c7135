"""Units of plan figures: one spelling for each, and factors inside one kind. Pure."""

import re
from decimal import Decimal
from fractions import Fraction

SPELLINGS = {
    "‰": {"‰", "千分之一", "1/千", "/千", "1/1000", "/1000"},
    "%": {"%", "％", "﹪", "百分之一", "pct"},
    "1/万": {"1/万", "/万", "1/1万", "/1万", "万分之一", "1/10000", "/10000"},
    "1/10万": {
        *("1/10万", "/10万", "1/十万", "/十万", "十万分之一", "1/100000", "/100000"),
        *("/10万人", "1/10万人", "/10万人口", "1/10万人口", "/10万活产", "1/10万活产"),
    },
    "1/100万": {"1/100万", "/100万", "1/百万", "/百万", "百万分之一"},
    "平方米": {"平方米", "平米", "平方", "㎡", "m2", "m²"},
    "平方公里": {"平方公里", "平方千米", "km2", "km²"},
    "立方米": {"立方米", "m3", "m³", "㎥"},
    "公里": {"公里", "km"},
    "公顷": {"公顷", "hm2", "hm²"},
    "米": {"米", "m"},
    "千克": {"千克", "kg"},
    "克": {"克", "g"},
    "毫克": {"毫克", "mg"},
    "μg/m³": {"μg/m3", "μg/m³", "ug/m3", "ug/m³", "微克/立方米", "微克/m3", "微克/m³"},
    "mg/m³": {"mg/m3", "mg/m³", "毫克/立方米", "毫克/m3", "毫克/m³"},
    "mg/L": {"mg/L", "mg/l", "毫克/升"},
    "天": {"天", "日"},
    "小时": {"小时", "个小时", "h"},
    "分钟": {"分钟", "min"},
    "吨": {"吨", "t"},
    "分贝": {"分贝", "dB", "dB(A)"},
    "千瓦": {"千瓦", "kW", "kw", "KW"},
    "兆瓦": {"兆瓦", "MW"},
    "吉瓦": {"吉瓦", "GW"},
    "千瓦时": {"千瓦时", "千瓦小时", "kWh", "kwh", "KWh", "kW·h"},
    "兆瓦时": {"兆瓦时", "MWh", "MW·h"},
    "克标准煤": {"克标准煤", "克标煤", "gce"},
    "千克标准煤": {"千克标准煤", "千克标煤", "公斤标准煤", "公斤标煤", "kgce"},
    "吨标准煤": {"吨标准煤", "吨标煤", "tce"},
}
ONE_SPELLING = {printed: unit for unit, all_ in SPELLINGS.items() for printed in all_}
SCALES = {
    "ratio": {
        "%": Decimal("1e-2"),
        "‰": Decimal("1e-3"),
        "1/万": Decimal("1e-4"),
        "1/10万": Decimal("1e-5"),
        "1/100万": Decimal("1e-6"),
    },
    "length": {"公里": Decimal(1000), "千米": Decimal(1000), "米": Decimal(1)},
    "area": {
        "平方米": Decimal(1),
        "公顷": Decimal(10_000),
        "平方公里": Decimal(1_000_000),
    },
    "mass": {
        "吨": Decimal(1_000_000),
        "千克": Decimal(1000),
        "公斤": Decimal(1000),
        "克": Decimal(1),
        "毫克": Decimal("1e-3"),
    },
    "人": {"人": Decimal(1), "名": Decimal(1), "位": Decimal(1)},
    "岁": {"岁": Decimal(1), "周岁": Decimal(1)},
    "duration": {"小时": Decimal(60), "分钟": Decimal(1)},
    "concentration": {"mg/m³": Decimal(1000), "μg/m³": Decimal(1)},
    "volume": {"立方米": Decimal(1000), "升": Decimal(1), "毫升": Decimal("1e-3")},
    "power": {"吉瓦": Decimal("1e6"), "兆瓦": Decimal(1000), "千瓦": Decimal(1)},
    "energy": {"兆瓦时": Decimal(1000), "千瓦时": Decimal(1)},
    "coal": {
        "吨标准煤": Decimal("1e6"),
        "千克标准煤": Decimal(1000),
        "克标准煤": Decimal(1),
    },
}
MULTIPLIERS = {
    "万亿": Decimal(10) ** 12,
    "千亿": Decimal(10) ** 11,
    "百亿": Decimal(10) ** 10,
    "十亿": Decimal(10) ** 9,
    "亿": Decimal(10) ** 8,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "十万": Decimal(10) ** 5,
    "万": Decimal(10) ** 4,
    "千": Decimal(1000),
    "百": Decimal(100),
}
MULTIPLIED = re.compile(f"({'|'.join(MULTIPLIERS)})(.*)")
# Whole words that only look as if a multiplier stood in front.
UNDIVIDED = {
    *("", "千克", "千米", "百分点", "千分点", "千瓦", "千瓦时", "千克标准煤"),
    *("千伏", "千伏安", "千卡", "千焦"),
}
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


class UnitError(ValueError):
    """No factor leads from one unit to the other; the message is one sentence."""


def normalise(unit: str) -> str:
    """Return the one spelling of a unit: ％ → %, /10万 → 1/10万, μg/m3 → μg/m³.

    A multiplier stays in front (万㎡ → 万平方米). What is unknown comes back as it
    is, without spaces.
    """
    plain = re.sub(r"\s+", "", unit.translate(HALF_WIDTH)).replace("µ", "μ")
    plain = re.sub("/?每", "/", plain.replace("／", "/").replace("•", "·"))
    if plain in ONE_SPELLING:
        return ONE_SPELLING[plain]
    match = MULTIPLIED.fullmatch(plain)
    if match and match[2] in ONE_SPELLING and "/" not in match[2]:
        return match[1] + ONE_SPELLING[match[2]]
    head, slash, each = plain.partition("/")
    if slash and head and each and "/" not in each:
        return f"{one_spelling(head)}/{one_spelling(each)}"
    return plain


def one_spelling(part: str) -> str:
    """Return the one spelling of a unit without a stroke, its multiplier kept."""
    if part in ONE_SPELLING or part in UNDIVIDED:
        return ONE_SPELLING.get(part, part)
    match = MULTIPLIED.fullmatch(part)
    return match[1] + ONE_SPELLING.get(match[2], match[2]) if match else part


def split(unit: str) -> tuple[str, str]:
    """Return multiplier and rest of a normalised unit: 亿人 → ("亿", "人")."""
    if unit in UNDIVIDED or unit in ONE_SPELLING:
        return "", unit
    match = MULTIPLIED.fullmatch(unit)
    return (match[1], match[2]) if match else ("", unit)


def kind(unit: str) -> str:
    """Return what a unit counts: ratio, length, …, or its base unit itself (人, 元).

    A multiplier alone (万) is of kind "": it does not say what it counts.
    """
    _, base = split(normalise(unit))
    return next((name for name, scale in SCALES.items() if base in scale), base)


def factor(from_unit: str, to_unit: str) -> Decimal:
    """Return by what a figure in `from_unit` is multiplied to stand in `to_unit`.

    1‰ is 100/10万: factor("‰", "1/10万") == 100. Exact, or UnitError when the units
    are of two kinds, or when an exact decimal factor does not exist (分钟 → 小时).
    """
    here, there = normalise(from_unit), normalise(to_unit)
    if here == there:
        return Decimal(1)
    if kind(here) != kind(there) or not kind(here):
        raise UnitError(f"“{from_unit}”与“{to_unit}”不是同一类单位，不能换算。")
    exact = Fraction(scale(here)) / Fraction(scale(there))
    quotient = Decimal(exact.numerator) / exact.denominator
    if Fraction(quotient) != exact:
        raise UnitError(f"“{from_unit}”换算为“{to_unit}”除不尽，请手工填写换算系数。")
    return quotient


def scale(unit: str) -> Decimal:
    """Return the size of a normalised unit in the smallest words of its kind."""
    multiplier, base = split(unit)
    size = MULTIPLIERS.get(multiplier, Decimal(1))
    return size * next((scale[base] for scale in SCALES.values() if base in scale), 1)
