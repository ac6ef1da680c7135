"""What single cells of a table say: values with their units, words of lists. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache

from indicators.layouts import columns
from indicators.layouts.brackets import COUNTING, is_unit
from indicators.layouts.known import KnownNames
from indicators.rules import typed, units
from indicators.rules.measure import Measure
from indicators.spreadsheets import cells

YES = {"是", "有", "1", "true", "√", "y", "yes", "on"}
NO = {"否", "无", "0", "false", "×", "n", "no", "", "-", "—"}
BARE_NUMBER = re.compile(r"[+\-−]?[0-9０-９][0-9０-９.．,， ]*")
CODES = re.compile("[-−–—](?:[1-9]|9{2,4})")
LISTS = {
    "missing_reason": "reasons",
    "grade": "grades",
    "supply_channel": "channels",
    "substitute": "above",
}
UNCOMPUTED = (
    "此单元格为公式，文件中没有结果：请在Excel或WPS中打开保存，或将公式粘贴为数值。"
)


class CellRefused(ValueError):
    """A cell is not taken; the message is one sentence."""


def value(text: str, odd: str, unit: str, own: Measure) -> str:
    """Return a value's text as typed into a cell of the indicator's unit, or raise.

    `unit` is what the file prints for it; one that differs and can be converted is
    written behind the number, so that typed.read converts it; one that differs and
    cannot is refused.
    """
    if odd == cells.UNCOMPUTED:
        raise CellRefused(UNCOMPUTED)
    if odd == cells.DATE:
        raise CellRefused(
            f"“{text}”是日期或时间，此处应为数值：请将单元格格式改为“数值”后核对。"
        )
    if odd == cells.BOOLEAN:
        raise CellRefused(f"“{text}”是逻辑值，此处应为数值，请核对。")
    if is_code(text, own):
        raise CellRefused(
            f"“{text}”可能是“未做、不详”的代码。没有数据的请写原因，"
            "确为数值的请写成带小数的文本。"
        )
    if not unit or unit == own.unit or not bare(text):
        return text
    if not foreign_unit(unit, own.unit) and not agrees(unit, own):
        raise CellRefused(
            f"单位“{unit[:20]}”与系统单位“{own.unit}”不同，不能换算："
            f"请换算后将单位改为“{own.unit}”。"
        )
    return text + foreign_unit(unit, own.unit)


def is_code(text: str, own: Measure) -> bool:
    """Say whether a text is a code for “not done” as 妇幼 tables have it, and no
    figure: −2 of what is never negative, or of what has decimals."""
    if CODES.fullmatch(columns.flat(text)) is None:
        return False
    never = own.lower is not None and own.lower >= 0
    return never or own.decimals > 0


def bare(text: str) -> bool:
    """Say whether a text is a number without a unit behind it."""
    return BARE_NUMBER.fullmatch(text.strip()) is not None


@lru_cache(maxsize=1000)
def foreign_unit(unit: str, own: str) -> str:
    """Return the file's unit where a figure has to be converted from it, else ""."""
    here, there = units.normalise(unit), units.normalise(own)
    if here in ("", there) or {here, there} <= COUNTING or not is_unit(here):
        return ""
    return here


@lru_cache(maxsize=1000)
def agrees(unit: str, own: Measure) -> bool:
    """Say whether a unit that is not converted is the indicator's own, or is said in
    full: 平方米/人 of 人均体育场地面积, 人/千人 of a figure for every thousand."""
    here, there = units.normalise(unit), units.normalise(own.unit)
    if here in ("", there) or not there or is_dash(unit):
        return True
    if {here, there} <= COUNTING:
        return True
    head, _, people = here.partition("/")
    each = re.sub("(常住)?(人口|人)$", "", people)
    named = "人均" in own.name if not each else f"每{each}" in own.name
    return bool(people) and head == there and named


def is_dash(text: str) -> bool:
    """Say whether a text is a mark for “nothing”: —, /, 无."""
    if text[:1].isdigit():
        return False
    plain = typed.cleaned(text)
    return bool(plain) and typed.BLANK.fullmatch(plain) is not None


def words(name: str, text: str, odd: str, known: KnownNames) -> str:
    """Return a field's text as its reader expects it: words of lists as their codes.

    "" where the cell says nothing; raises Refused for a word of no list.
    """
    if odd == cells.UNCOMPUTED:
        raise CellRefused(UNCOMPUTED)
    text = text.strip()
    if name == "definition_break":
        return _flag(text)
    if name not in LISTS or not text:
        return text
    table: Mapping[str, str] = getattr(known, LISTS[name])
    if name == "substitute" and text.lower() in NO:
        return ""
    code = listed(text, table)
    if not code and is_dash(text):
        return ""
    if not code:
        accepted = "、".join(dict.fromkeys(table)) or "无"
        raise CellRefused(f"“{typed.shown(text)}”不可用，可填：{accepted}。")
    return code


def _flag(text: str) -> str:
    plain = text.lower()
    if plain in YES:
        return "1"
    if plain in NO:
        return ""
    raise CellRefused(f"“{typed.shown(text)}”未能识别，请填“是”或“否”。")


def listed(text: str, table: Mapping[str, str]) -> str:
    """Return the code of a word, or of the code itself, "" for neither."""
    plain = columns.normalised(text)
    for word, code in table.items():
        if plain in (columns.normalised(word), columns.normalised(code)):
            return code
    return ""
