"""What stands in brackets or as a mark beside a target: (2021年), (5年累计), *, 〔1〕."""

import re

from indicators.rules import units
from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor
from indicators.rules.notation.quantity import UNIT_TEXT, quantity
from indicators.rules.notation.scope import SET_NOTE, cut_unit

WHICH_YEAR = "括注年份可能是目标年份，也可能是数据年份，请确认。"
BRACKETED = "方括号里的数一般是规划期累计数，请确认口径。"
NOTE = re.compile(
    r"\((?P<note>(?:[^()]|\([^()]*\))*)\)$|^\((?P<lead>(?:[^()]|\([^()]*\))*)\)"
)
MEASURED = re.compile(
    rf"(?:截[至止])?(?:{say.YEAR}度?|(?P<bare>(?:19|20)\d\d))[末底]?"
    r"(?P<sure>数据|数|值|实际值?|统计|调查|现状)?"
)
TARGET_YEAR = re.compile(
    rf"(?:[到至]{say.YEAR}[末底]?|(?P<other>(?:19|20)\d\d)年的?目标值?)"
)
FACT = re.compile(
    rf"(?:截[至止])?(?:{say.YEAR}[末底]?|目前|当前|现状|现|基期|基线|上年)(?:的?(?:实际|现状|基期|完成|统计))*"
    r"[值数]?(?:已?达到?|为|是|:|约)*"
)
TOTAL = re.compile(
    r"(?P<span>(?:[一二三四五六七八九十]|\d{1,2})年|规划期内?|“?十[三四五六]五”?(?:期间|时期)?|期间)?"
    r"累计(?:值|数|数值)?"
)
IDLE = re.compile(
    r"(?:约束性|预期性|倡导性|引导性)(?:指标)?|正向|逆向|平均值?|均值|年末数?|时点数|当年数?|年度值?|试行|目标值?|含|中期|末期|终期|当年价格?|现价|现行价格?|可比价格?"
)
MARK = r"(?:[*#†‡※▲△▼★☆◆↑↓①-⑳]|注(?:\d{1,2}|[①-⑳])?|见?注[\d①-⑳]{1,2})"
MARK_NOTE = re.compile(rf"{MARK}{{1,3}}")
MARKS_BEHIND = re.compile(
    r"(?<=[\d%‰万亿岁人张个家天名\u4e00-\u9fff)\]])"
    r"(?P<mark>[*#†‡※▲△▼★☆◆↑↓①-⑳]|(?<=[\d%‰])\[\d{1,2}\])$"
)
MARK_AHEAD = re.compile(r"^(?P<mark>[*※▲△★☆◆])(?=[\d≥≤><\u4e00-\u9fff])")
BRACKET = re.compile(
    r"(?P<pre>[^\[\]\d]*)\[(?P<in>[≥≤><]?-?[\d.,%‰~—-]+)\](?P<out>[^\[\]\d.][^\[\]]*)?"
)
EXCLUDED = re.compile(r"(?P<op>以[上下内])\(不含(?:\d+(?:\.\d+)?[%‰]?|本数)?\)$")
KINDS = re.compile(r"[县乡镇村市](?:\((?:[市区旗县镇乡村、]|街道|社区)+\))$")
STRICT = {"以上": ">", "以下": "<", "以内": "<"}


def take_notes(cursor: Cursor) -> bool:
    """Read and cut what stands beside the target at either end."""
    while cut_mark(cursor) or exclude(cursor):
        pass
    while match := NOTE.search(cursor.text):
        note = match["note"] if match["note"] is not None else match["lead"]
        rest = cursor.text[: match.start()] + cursor.text[match.end() :]
        if KINDS.match(cursor.text, match.start() - 1) and not match["lead"]:
            break  # 县(市、区) is one word
        if not rest:
            cursor.ask("目标整个写在括号里，可能是规划期累计数，请确认口径。")
            cursor.text = note
            continue
        if re.match(r"(?:力争|争取|努力).*\d", note):
            return False  # a second, higher target: compound
        based = say.BASE.fullmatch(note) or SET_NOTE.fullmatch(note)
        if match["lead"] and not based and rest[0] not in "0123456789≥≤><=":
            break
        cursor.text = rest
        read_note(cursor, note)
        while cut_mark(cursor):
            pass
    cut_unit(cursor)
    if bracket := BRACKET.fullmatch(cursor.text):
        if cursor.found.get("total") != "noted":
            cursor.ask(BRACKETED)
        cursor.found["total"] = "noted"
        cursor.text = bracket["pre"] + bracket["in"] + (bracket["out"] or "")
    return True


def cut_mark(cursor: Cursor) -> bool:
    """Cut one mark (*, ①, ↑, 〔1〕) off either end and keep it as a note."""
    text = cursor.text
    match = MARKS_BEHIND.search(text) or MARK_AHEAD.search(text)
    if match is None:
        return False
    cursor.text = text[: match.start()] + text[match.end() :]
    prepend(cursor, match["mark"])
    return True


def exclude(cursor: Cursor) -> bool:
    """Read 90%以上(不含90%): the number itself is not enough."""
    match = EXCLUDED.search(cursor.text)
    if match is None:
        return False
    cursor.text = cursor.text[: match.start()]
    cursor.found["strict"] = STRICT[match["op"]]
    return True


def prepend(cursor: Cursor, words: str) -> None:
    """Keep words that were read from the end, in the order they are printed."""
    cursor.found["notes"] = (words, *cursor.found.get("notes", ()))


def read_note(cursor: Cursor, note: str) -> None:
    """Store what one note says, or ask about it."""
    if match := MEASURED.fullmatch(note):
        measured(cursor, int(match["year"] or match["bare"]), bool(match["sure"]))
    elif match := TARGET_YEAR.fullmatch(note):
        cursor.set(year=int(match["year"] or match["other"]))
    elif match := say.BASE.fullmatch(note) or say.BASE_BARE.fullmatch(note):
        if not cursor.set(base_year=int(match["year"])):
            cursor.ask("写了几个基期年份，请确认。")
    elif match := re.fullmatch(say.PRICES, note):
        cursor.set(price_base=int(match["year"]))
    elif re.fullmatch("力争|争取|努力", note):
        cursor.set(effort=True)
    elif re.fullmatch(UNIT_TEXT, note.removeprefix("单位:")):
        cursor.set(note_unit=units.normalise(note.removeprefix("单位:")))
    elif not read_words(cursor, note):
        cursor.ask(f"括注“{note}”未能理解，请确认是否影响目标。")


def measured(cursor: Cursor, year: int, sure: bool) -> None:
    """Store a year in brackets; whether it is a milestone's is settled later."""
    cursor.set(measured_year=year)
    cursor.found["which_year"] = not sure


def read_words(cursor: Cursor, note: str) -> bool:
    """Keep a note in words: a total, a part of the whole, a fact, a mark."""
    told = note.removeprefix("注:")
    if is_fact(told):
        prepend(cursor, told)
        if match := re.search(say.YEAR, told):
            cursor.set(measured_year=int(match["year"]))
    elif told != note:
        prepend(cursor, told)
    elif note.startswith("范围:"):
        cursor.limit(note.removeprefix("范围:"))
    elif match := TOTAL.fullmatch(note):
        cursor.found["total"] = "noted"
        if match["span"]:
            prepend(cursor, note)
    elif IDLE.fullmatch(note) or MARK_NOTE.fullmatch(note):
        prepend(cursor, note)
    elif SET_NOTE.fullmatch(note):
        cursor.limit(note)
    else:
        return False
    return True


def is_fact(note: str) -> bool:
    """Return whether a note tells a measured figure: 目前93.2%, 2020年为93.2%."""
    match = FACT.match(note)
    figure = match and quantity(note, match.end())
    return bool(figure) and figure.end == len(note)
