"""What stands before the target proper: its year, base, effort, prices, subject."""

import re

from indicators.rules import units
from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor


def read_lead(cursor: Cursor) -> None:
    """Step over everything that may stand before a target, storing what it says."""
    while any(step(cursor) for step in STEPS):
        pass


def effort(cursor: Cursor) -> bool:
    """Read 力争, 争取, 努力."""
    return bool(cursor.take(say.EFFORT)) and (cursor.set(effort=True) or True)


def prices(cursor: Cursor) -> bool:
    """Read 按2015年不变价."""
    match = cursor.take(say.PRICES)
    return bool(match) and cursor.set(price_base=int(match["year"]))


def base(cursor: Cursor) -> bool:
    """Read 较2015年, 在2020年基础上."""
    match = cursor.take(say.BASE_BARE) or base_match(cursor)
    return bool(match) and cursor.set(base_year=int(match["year"]))


def base_match(cursor: Cursor) -> re.Match | None:
    """Return 比2015年 or 在2015年基础上, but not 在2015年 alone (a milestone)."""
    here = cursor.at
    match = cursor.take(say.BASE)
    loose = match and match[0][0] in "在以按" and "基" not in match[0]
    if loose or (match and match[0][0] in "从自" and "起" not in match[0]):
        cursor.at = here
        return None
    return match


def base_undated(cursor: Cursor) -> bool:
    """Read 比上年, 在现有基础上: a base without a year of its own."""
    match = cursor.take(say.BASE_UNDATED)
    if match:
        cursor.ask(f"“{match[0].strip(',')}”没有写明年份，请确认基期是哪一年。")
    return bool(match)


def span(cursor: Cursor) -> bool:
    """Read 2021—2025年: the last year is the milestone's."""
    match = cursor.take(say.SPAN)
    if match is None:
        return False
    cursor.ask(f"“{match[0].strip(',')}”是一段时期，请确认从哪一年的数起算。")
    return cursor.set(year=int(match["year"]))


def milestone(cursor: Cursor) -> bool:
    """Read 到2030年, 2025年底前; 力争到2030年 is an effort, too."""
    match = cursor.take(say.MILESTONE)
    if match is None:
        return False
    if match[0].startswith(("力争", "争取", "努力")):
        cursor.set(effort=True)
    if not cursor.set(year=int(match["year"])):
        cursor.ask("写了几个目标年份，请确认是哪一年的目标。")
    return True


def yearly(cursor: Cursor) -> bool:
    """Read 年均, 每年."""
    return bool(cursor.take(say.YEARLY)) and cursor.set(per_year=True)


def each(cursor: Cursor) -> bool:
    """Read 每周, 每天, 每个乡镇: a denominator that goes into the unit (次/周)."""
    match = cursor.take(say.EACH)
    if match is None:
        return False
    if "each" in cursor.found:
        cursor.ask("写了几个“每……”，请确认按什么计算。")
    return cursor.set(each=units.normalise(match["each"])) or True


def idle(cursor: Cursor) -> bool:
    """Step over words that change nothing: 确保, 累计, 到“十四五”末."""
    return bool(cursor.take(say.PERIOD) or cursor.take(say.IDLE))


STEPS = (prices, span, base, base_undated, milestone, effort, yearly, each, idle)


def subjects(cursor: Cursor):
    """Yield attempts that step over a subject ending in a measure (吸烟率, 床位数)."""
    start = cursor.at
    for match in say.MEASURE.finditer(cursor.text, start, start + 60):
        subject = cursor.text[start : match.end()]
        plain = say.STANDARD.sub("", subject)
        if not say.SUBJECT.fullmatch(subject) or say.PREDICATE.search(plain):
            continue
        if any(say.NAMED.search(name) for name in plain.split("、")[:-1]):
            continue  # 婴儿死亡率、吸烟率: two indicators
        if subject.count("(") != subject.count(")"):
            continue
        attempt = cursor.copy()
        attempt.at = match.end()
        attempt.found["subject"] = cursor.found.get("subject", "") + subject
        attempt.take(re.compile("[:,]"))
        yield attempt
