"""One clause of a target: tries every way to read it, completely or not at all."""

import re
from dataclasses import replace

from indicators.rules import units
from indicators.rules.notation import phrases as say
from indicators.rules.notation.changes import read_change, read_direction, read_multiple
from indicators.rules.notation.cursor import Cursor
from indicators.rules.notation.levels import read_coverage, read_level, read_reference
from indicators.rules.notation.prefix import effort, prices, read_lead, subjects
from indicators.rules.notation.quantity import UNIT_TEXT
from indicators.rules.notation.rule import TargetRule

WAYS = (
    *(read_coverage, read_direction, read_multiple, read_reference),
    *(read_change, read_level),
)
WHICH_YEAR = "括注年份可能是目标年份，也可能是数据年份，请确认。"
TOTAL = re.compile(r"\[([≥≤><]?-?[\d.,%‰~—-]+)\]((?:[^\[\]\d.][^\[\]]*)?)")
IDLE_END = re.compile(r"(?:,?并?(?:长期)?保持|的?目标|的?水平|力争|的?要求)$")


def clause(text: str, unit: str | None, direction: str | None) -> TargetRule | None:
    """Return the rule of a normalised clause, None when any of it is not understood."""
    cursor = Cursor(
        say.WITHIN.sub(lambda match: match[match.lastgroup], text),
        units.normalise(unit) if unit else None,
    )
    if text.count("(") != text.count(")") or not take_notes(cursor):
        return None
    cursor.text = IDLE_END.sub("", cursor.text)
    read_lead(cursor)
    for attempt in (cursor, *subjects(cursor)):
        if attempt is not cursor:
            read_lead(attempt)
        if found := first_way(attempt):
            return settled(text, found, direction)
    return None


def first_way(start: Cursor) -> Cursor | None:
    """Return the first attempt that reads the clause to its end."""
    for way in WAYS:
        attempt = start.copy()
        if not way(attempt):
            continue
        effort(attempt)
        prices(attempt)
        if attempt.done:
            return attempt
    return None


def take_notes(cursor: Cursor) -> bool:
    """Read and cut notes in parentheses at either end: (2021年), (2015年价)."""
    while match := say.NOTE.search(cursor.text):
        note = match["note"] if match["note"] is not None else match["lead"]
        rest = cursor.text[: match.start()] + cursor.text[match.end() :]
        if not rest:
            cursor.ask("目标整个写在括号里，可能是规划期累计数，请确认口径。")
            cursor.text = note
            continue
        if re.match(r"(?:力争|争取|努力).*\d", note):
            return False  # a second, higher target: compound
        based = say.BASE.fullmatch(note)
        if match["lead"] and not based and rest[0] not in "0123456789≥≤><=":
            return True
        read_note(cursor, note)
        cursor.text = rest
    if total := TOTAL.fullmatch(cursor.text):
        cursor.ask("方括号里的数一般是规划期累计数，请确认口径。")
        cursor.text = total[1] + total[2]
    return True


def read_note(cursor: Cursor, note: str) -> None:
    """Store what one note says, or ask about it."""
    if match := re.fullmatch(say.NOTE_MEASURED, note):
        cursor.set(measured_year=int(match["year"]))
        if not match["sure"] and int(match["year"]) % 5 == 0:
            cursor.ask(WHICH_YEAR)
    elif match := re.fullmatch(say.NOTE_YEAR, note):
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
    elif not re.fullmatch(say.NOTE_IDLE, note):
        cursor.ask(f"括注“{note}”没有读懂，请确认是否影响目标。")


def settled(text: str, cursor: Cursor, direction: str | None) -> TargetRule:
    """Return the rule of a finished attempt, with every question it raises."""
    found = dict(cursor.found)
    printed = found.pop("own_unit", None) or found.pop("note_unit", None)
    heads, better = found.pop("heads", 0), found.pop("better", None)
    for extra in ("subject", "note_unit"):
        found.pop(extra, None)
    rate = found.pop("each", None)
    if better and direction:
        up = "≥" if re.search("劣|等于|或", better) else ">"
        op = up if direction == "up" else up.translate({62: 60, 8805: 8804})
        found["op"] = op.replace("≥", ">=").replace("≤", "<=")
    counted = rate and printed and units.kind(printed) not in ("ratio", "")
    counted = counted and "/" not in printed
    whole = f"{printed}/{rate}" if counted else printed
    unit, doubt = joined_unit(whole, cursor.given)
    doubt += other_whole(text, cursor.given)
    if rate and (not counted or found["kind"] not in ("value", "range")):
        doubt = (*doubt, f"“每{rate}”与这一写法的关系没有读懂，请确认。")
    rule = TargetRule(raw=text, unit=unit, **found)
    if rule.change is not None and rule.kind in ("absolute", "annual"):
        if rule.change_unit in (None, printed):
            rule = replace(rule, change_unit=unit or rule.change_unit)
    if rule.per_year and rule.kind not in ("value", "annual", "range", "coverage"):
        doubt = (*doubt, "“年均、每年”与这一写法的关系没有读懂，请确认。")
    if rule.measured_year and (rule.effort or rule.op not in ("=", None)):
        doubt = (*doubt, WHICH_YEAR)
    return rule.asking(
        *cursor.asks,
        *doubt,
        *unit_doubts(rule),
        *contradictions(rule, direction, heads),
    )


def joined_unit(printed: str | None, given: str | None) -> tuple[str | None, tuple]:
    """Return the unit that holds, and a question when two of different kinds meet."""
    if printed is None or given is None or printed == given:
        return printed or given, ()
    if given.startswith(printed + "/"):
        return given, ()
    if printed.startswith(given + "/"):
        each = printed.removeprefix(given + "/")
        return given, (f"原文按“每{each}”计，指标单位“{given}”没有写明，请确认。",)
    multiplier, base = units.split(given)
    if not units.kind(printed):
        return (printed + base if base else printed), ()
    if units.kind(printed) == units.kind(given) or not base:
        return printed, ()
    return printed, (f"原文单位“{printed}”与指标单位“{given}”不同，请确认。",)


def other_whole(text: str, given: str | None) -> tuple[str, ...]:
    """Return a question when 每千人口 meets an indicator counted per 万人."""
    match = re.search(r"每([十百千万\d]+)", text)
    whole = (given or "").partition("/")[2]
    if not match or not whole or units.normalise(match[1]) in whole:
        return ()
    return (f"原文按“{match[0]}”计，指标单位是“{given}”，请确认。",)


def unit_doubts(rule: TargetRule) -> tuple[str, ...]:
    """Return questions about points on what is not a percentage."""
    if rule.change_unit == "百分点" and rule.unit not in (None, "%"):
        return (f"指标单位是“{rule.unit}”，目标却以百分点表示，请确认。",)
    if rule.change_unit == "千分点" and rule.unit not in (None, "‰"):
        return (f"指标单位是“{rule.unit}”，目标却以千分点表示，请确认。",)
    return ()


def contradictions(
    rule: TargetRule, direction: str | None, heads: int = 0
) -> tuple[str, ...]:
    """Return a question when the target points against the indicator's direction."""
    if direction not in ("up", "down"):
        return ()
    change = rule.change or 0
    if rule.kind in ("value", "coverage", "reference") and not change:
        heads = {">": 1, "<": -1}.get((rule.op or "=")[0], 0)
    elif rule.kind == "multiply":
        heads = (change > 1) - (change < 1)
    elif change:
        heads = (change > 0) - (change < 0)
    if heads == (-1 if direction == "up" else 1):
        better = "越高越好" if direction == "up" else "越低越好"
        return (f"指标{better}，目标的方向却相反，请确认。",)
    return ()
