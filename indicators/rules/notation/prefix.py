"""What stands before the target proper: its year, base, effort, prices, subject."""

import re

from indicators.rules import units
from indicators.rules.notation import periods, scope
from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor

NOW = re.compile(
    r"(?:目前|当前|现状|现)(?:值|水平)?(?:已达到?|达到?|为|是|:|约)?(?=\d)|现有(?=\d)"
)
FIGURE_AHEAD = r"(?=[^,;]*?(?:[\d≥≤><零一二两三四五六七八九]|全|平均|水平))"
WEAK = re.compile(
    rf"基本(?=(?:控制|达|稳定在|保持在|维持在|实现(?!零)|全覆盖|覆盖|为|在|降|提|能够|符合)){FIGURE_AHEAD}"
)
HEDGE = re.compile(
    r"原则上|预计|预期|有望|总体上|略(?=[高低优好])|(?:平均)(?=达|为|保持|[不≥≤><约\d])(?!每)"
)


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


def each(cursor: Cursor) -> bool:
    """Read 每周, 每天, 每个乡镇, 每两年: a denominator of the unit (次/周, 次/2年)."""
    if match := cursor.take(say.EACH_PEOPLE):
        cursor.found["people"] = match["size"]
        return True
    match = cursor.take(say.EACH_YEARS) or cursor.take(say.EACH)
    if match is None:
        return False
    if "each" in cursor.found:
        cursor.ask("写了几个“每……”，请确认按什么计算。")
    whole = match["each"].replace("两", "2").replace("三", "3").replace("五", "5")
    if match.groupdict().get("kinds"):
        cursor.limit(whole + match["kinds"])
    return cursor.set(each=units.normalise(whole)) or True


def weak(cursor: Cursor) -> bool:
    """Read 基本 before a figure, and other words that weaken one: they are kept."""
    match = cursor.take(WEAK)
    if match is None:
        match = cursor.take(HEDGE)
        if match:
            cursor.note(match[0])
        return bool(match)
    cursor.note("基本")
    cursor.found["weak"] = True
    return True


def now(cursor: Cursor) -> bool:
    """Read 目前, 现为: a figure of the present without a year."""
    match = cursor.take(NOW)
    if match:
        cursor.note(match[0].strip(":"))
    return bool(match)


def idle(cursor: Cursor) -> bool:
    """Step over words that change nothing: 确保, 均, 进一步 before a level."""
    return bool(cursor.take(say.IDLE))


STEPS = (
    *(prices, periods.span, periods.base, periods.base_undated, periods.milestone),
    *(periods.period, periods.total, effort, periods.yearly, each, weak, now),
    *(scope.by_unit, scope.whole_place, scope.group, idle),
)


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
