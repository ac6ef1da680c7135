"""Reads what a clerk types or pastes from Excel or WPS into a figure cell. Pure.

read() never raises and never guesses: a cell holds one number, or is blank, or is
refused with one sentence that names the text and says what to do.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from indicators.rules import units

WHOLE_DIGITS, PLACES = 12, 8  # of FigureField: 20 digits, 8 of them decimals
SHOWN = 24  # characters of a refused text that its sentence repeats
LONGEST = 100  # of a text that is looked at more closely
INVISIBLE = dict.fromkeys(
    [
        0xAD,
        0xFEFF,
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2060, 0x2065),
    ]
)
MINUSES = dict.fromkeys(map(ord, "−－﹣‐‑–"), "-")
PLAIN = units.HALF_WIDTH | INVISIBLE | MINUSES | {ord("﹪"): "%", ord("﹐"): ","}
BLANK = re.compile(
    r"[-/—―─‒_]+|[.…。·]*…[.…]*|\.{2,}|\*|无|空|暂无|无数据|没有|不详|缺失"
)
EXCEL_ERROR = re.compile(
    r"#(DIV/0!|N/A|REF!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.I
)
DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)"
ORDINARY = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,8})?", re.A)  # nearly all of them
NUMBER = rf"(?:{DIGITS}(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{{1,3}})?"
FIGURE = re.compile(rf"([+-]?) ?({NUMBER})(?! ?[0-9,.。\t\r\n]) ?(.*)")
MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = re.compile(
    r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}( .*)?|[0-9]{1,2}([-/.])[0-9]{1,2}\3[0-9]{4}"
    r"|(19|20)[0-9]{2}[-/](0?[1-9]|1[0-2])|[0-9]{4}年([0-9]{1,2}月?([0-9]{1,2}日?)?)?"
    r"|[0-9]{1,2}月([0-9]{1,2}[日号]?)?|[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?"
    rf"|[0-9]{{1,2}}-{MONTH}(-[0-9]+)?|{MONTH}-[0-9]+",
    re.I,
)
FRACTION = re.compile(r"[+-]?[0-9.,]+ ?/ ?[0-9.,]+")
RANGE = re.compile(rf"[+-]?{NUMBER}[^0-9]{{0,6}}?[-~～〜—至到][^0-9]{{0,6}}{NUMBER}.*")
ABOUT = re.compile(
    r"[约近超<>≤≥≈﹤﹥≦≧~～].*|(大于|小于|不足|超过|不低于|不高于|高于|低于|将近|大约).*"
    r"|.*(以上|以下|以内|之内|左右|上下|多|余|\+)"
)
BRACKETED = re.compile(rf"\( ?{NUMBER}.*\)")
COUNT_WORDS = re.compile(
    "(人次|人|例次|例|名|个|户|次|份|张|位|家|所|台|天|日|辆|对|件)$"
)


@dataclass(frozen=True)
class TypedCell:
    """What a cell's text means; `dash` says that a mark for “nothing” was written.

    Exactly one of: a value, a refusal, or neither (blank).
    """

    value: Decimal | None = None
    refusal: str = ""
    dash: bool = False


@lru_cache(20_000)  # a file is read once to be looked at and once to be applied
def read(text: str, unit: str = "", per: int | None = None) -> TypedCell:
    """Return the number a cell's text stands for, in the indicator's `unit`.

    A unit after the number is converted exactly where it is of the same kind (5‰ in
    a cell of % is 0.5). `per` is the indicator's: 3.2‰ is 3.2 of a figure per 1000.
    The decimals stay as typed: 12.50 has two.
    """
    if ORDINARY.fullmatch(text):
        return TypedCell(value=Decimal(text))
    plain = cleaned(text)
    if not plain:
        return TypedCell()
    if BLANK.fullmatch(plain):
        return TypedCell(dash=True)
    if len(plain) > LONGEST:
        return TypedCell(refusal=_too_long(text))
    match = FIGURE.fullmatch(plain)
    if not match or (match[3] and _another_thing(plain, unit)):
        return TypedCell(refusal=_refusal(plain, text))
    return _converted(match, text, unit, per)


def whole(text: str) -> TypedCell:
    """Return a count: a whole number, zero or above; 12.0, 1.2万 and 12人 are counts."""
    typed = read(COUNT_WORDS.sub("", cleaned(text)))
    value = typed.value
    if value is None:
        return typed
    if value < 0:
        return TypedCell(refusal=f"“{shown(text)}”小于0，人数、例数不得为负，请核对。")
    if value != value.to_integral_value():
        return TypedCell(refusal=f"“{shown(text)}”不是整数，人数、例数请填整数。")
    return TypedCell(value=Decimal(int(value)))


def cleaned(text: str) -> str:
    """Return the text in half width, without what does not show, spaces single."""
    plain = re.sub(r"[^\S\t\r\n\f\v]", " ", text.translate(PLAIN).strip())
    return re.sub(" +", " ", plain)


def shown(text: str) -> str:
    """Return the text as a sentence repeats it: on one line, and not too long."""
    line = " ".join(text.translate(INVISIBLE).split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


# ---------------------------------------------------------------------- the number


def _converted(match: re.Match, text: str, unit: str, per: int | None) -> TypedCell:
    """Return the figure of a match in the indicator's unit, or why not."""
    sign, digits, suffix = match.groups()
    figure = Decimal(sign + re.sub("[, ]", "", digits))
    if abs(figure.adjusted()) > 40 or not _fits(figure):
        return TypedCell(refusal=_too_long(text))
    factor = _factor(suffix.strip(), unit, per)
    if isinstance(factor, str):
        return TypedCell(refusal=f"“{shown(text)}”{factor}")
    if factor == 1:
        return TypedCell(value=_written(figure))
    value = _decimal(Fraction(figure) * factor)
    if value is None:
        return TypedCell(
            refusal=f"“{shown(text)}”换算为“{unit}”后小数超过{PLACES}位，请填换算后的数值。"
        )
    if not _fits(value):
        return TypedCell(refusal=_too_long(text))
    return TypedCell(value=_written(value))


def _factor(suffix: str, unit: str, per: int | None) -> Fraction | str:
    """Return by what the figure is multiplied for the unit behind it, or a refusal."""
    own, typed = units.normalise(unit), units.normalise(suffix)
    if typed in ("", own) or (per and _is_own_rate(typed, own, per)):
        return Fraction(1)
    if typed in units.MULTIPLIERS:
        base = units.split(own)[1]
        if units.kind(own) != "ratio" and "/" not in own:
            typed += base
            if not base:
                return Fraction(units.MULTIPLIERS[typed])
    own_words = f"单位是“{unit}”" if unit else "没有计量单位"
    if not units.kind(own) or units.kind(own) != units.kind(typed):
        if _is_unit(typed):
            return f"带的单位与本指标不是一类，本指标{own_words}，请换算后只填数字。"
        return f"数字后的“{shown(suffix)}”不是单位，请只填数字，说明写入备注。"
    return Fraction(units.scale(typed)) / Fraction(units.scale(own))


def _is_own_rate(typed: str, own: str, per: int) -> bool:
    """Say whether a unit is the indicator's own said in full: 人/千人, ‰ of per 1000."""
    if units.kind(own) == "ratio":
        return False
    each = re.sub("(人口|人)$", "", typed.removeprefix(own))
    each = units.normalise(each)
    return units.kind(each) == "ratio" and units.scale(each) * per == 1


def _is_unit(typed: str) -> bool:
    base = units.split(typed)[1]
    known = units.ONE_SPELLING.keys() | {
        u for scale in units.SCALES.values() for u in scale
    }
    return typed in units.MULTIPLIERS or base in known | {
        "元",
        "例",
        "个",
        "家",
        "张",
        "次",
    }


def _decimal(exact: Fraction) -> Decimal | None:
    """Return a fraction as a decimal of at most eight places, None where it is
    not one."""
    scaled = exact * 10**PLACES
    if scaled.denominator != 1:
        return None
    value = Decimal(scaled.numerator).scaleb(-PLACES)
    return _written(value.normalize()) if len(str(scaled.numerator)) <= 28 else value


def _fits(value: Decimal) -> bool:
    """Say whether the column holds it: closing zeros of the decimals do not count."""
    _, digits, exponent = value.as_tuple()
    written = "".join(map(str, digits)).lstrip("0")
    places = max(-exponent, 0)
    closing = len(written) - len(written.rstrip("0"))
    if written and places - min(places, closing) > PLACES:
        return False
    return len(written) + exponent <= WHOLE_DIGITS


def _written(value: Decimal) -> Decimal:
    """Return the number without exponent and minus zero, decimals as they are,
    up to 8."""
    plain = f"{value:f}"
    if "." in plain:
        head, _, tail = plain.partition(".")
        plain = f"{head}.{tail[:PLACES]}"
    return abs(Decimal(plain)) if value == 0 else Decimal(plain)


# -------------------------------------------------------------------- the refusals


def _another_thing(plain: str, unit: str) -> bool:
    """Say whether a text that begins with a number is a date, a range, or about."""
    plain = plain.removesuffix(unit)
    if FRACTION.fullmatch(plain):
        return not _is_ratio(plain)
    return any(p.fullmatch(plain) for p in (DATE, RANGE, ABOUT))


def _is_ratio(plain: str) -> bool:
    """Say whether what looks like a fraction is a printed rate: 3/1000, 12/100000."""
    suffix = "/" + plain.partition("/")[2].replace(" ", "")
    return units.kind(suffix) == "ratio"


def _refusal(plain: str, text: str) -> str:
    """Return what is wrong with a text that is no number, and what to do."""
    name = f"“{shown(text)}”"
    if EXCEL_ERROR.match(plain):
        return f"{name}是表格的错误值，请先改正公式，再粘贴结果。"
    if re.fullmatch("#+", plain):
        return f"{name}是因列宽不足未显示的数值，请加宽后重新复制。"
    if plain[0] in "=@":
        return f"{name}是公式，请填计算结果。"
    if DATE.fullmatch(plain):
        return f"{name}是日期或时间，此处应为数值，请核对是否错列。"
    if RANGE.fullmatch(plain):
        return f"{name}是范围，请填一个实际数值。"
    if FRACTION.fullmatch(plain):
        return f"{name}是分数或日期，请填计算结果。"
    if ABOUT.fullmatch(plain) and re.search("[0-9]", plain):
        return f"{name}不是确切数值，请填实际数值，说明写入备注。"
    if BRACKETED.fullmatch(plain):
        return f"{name}带括号：负数请写作-5，说明写入备注。"
    return _unreadable(plain, name)


def _unreadable(plain: str, name: str) -> str:
    """Return what is wrong with a text of which no pattern is known."""
    if re.search("[\t\r\n]", plain):
        return f"{name}是多个单元格的内容，请分开填写。"
    if re.fullmatch(r"[+-]?[0-9]+。[0-9]+\D*", plain):
        return f"{name}中为句号，请改为小数点。"
    if re.fullmatch(r"[+-]?[0-9][0-9,]*,[0-9,.]*\D*", plain):
        return f"{name}的逗号不在千分位：小数请写小数点，否则去除逗号。"
    if re.fullmatch(r"[+-]?[0-9. ]+", plain):
        return f"{name}不是数值：空格或小数点有误，请核对。"
    if re.search("[0-9]", plain):
        return f"{name}含数字以外的文字，请只填数值，说明写入备注。"
    return f"{name}不是数值，请填阿拉伯数字；没有数据的，请选择无数据原因。"


def _too_long(text: str) -> str:
    return (
        f"“{shown(text)}”过长，整数最多{WHOLE_DIGITS}位、小数最多{PLACES}位，"
        "请核对单位或四舍五入。"
    )
