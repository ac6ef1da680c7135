"""Targets that name a change: 下降10%, 提高5个百分点, 翻一番, 年均增长8%."""

import re
from decimal import Decimal

from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor, after, agreed, before
from indicators.rules.notation.levels import JOINT, comparatives

POINTS = re.compile(r"个?(百分点|千分点)")
TIMES = re.compile("倍")
HALF = re.compile("一半|半数")
SHARES = ("%", "‰", "1/万", "1/10万", "1/100万")
HALVED = re.compile(r"减半|(?:下降|降低|减少|压减)(?:一半|半数)")
RATE = re.compile(r"(?:(?:控制|保持|稳定|维持)在|保持(?=\d|≥|>)|达到|达(?!标)|为|在)?")


def read_change(cursor: Cursor) -> bool:
    """Read 下降10%以上, 提高5个百分点, 增加0.6人, 年均增长8%, 降幅不低于10%."""
    early = before(cursor)
    if match := cursor.take(HALVED):
        return finish_change(cursor, -1, Decimal(50), None, early, share=True)
    based = "base_year" in cursor.found
    if added := read_added(cursor, early):
        return added
    match = cursor.take(say.CHANGE) or (based and cursor.take(say.MORE))
    if not match:
        return False
    sign = 1 if match["up"] else -1
    ceiling, lead = rate_verb(cursor)
    amount = cursor.amount()
    if (
        amount is None
        or amount.number.is_signed()
        or "" in (early, lead)
        or (early and lead)
    ):
        return False
    lead = ">" if amount.more else lead
    points = cursor.take(POINTS)
    high = second_amount(cursor, amount, points)
    if high is False or cursor.take(TIMES):
        return False
    points = points or (high and cursor.take(POINTS))
    low_op = early or lead or ("<=" if ceiling else None)
    cursor.found["change_high"] = high and sign * high.number
    unit = points[1] if points else (high.unit if high else amount.unit)
    return finish_change(
        cursor, sign, amount.number, unit, low_op, share=amount.share and not points
    )


def read_added(cursor: Cursor, early: str | None) -> bool:
    """Read 新增床位1000张, 减少床位10张: a number of things more or fewer."""
    start = cursor.at
    match = cursor.take(say.ADDS)
    if match and cursor.take(say.ADDED) and early is None:
        lead, amount = before(cursor), cursor.amount()
        if amount and amount.unit and amount.unit not in SHARES and not amount.more:
            sign = 1 if match["up"] else -1
            size, unit = amount.number, amount.unit
            if size >= 0 and finish_change(cursor, sign, size, unit, lead, False):
                return True
    cursor.at = start
    return False


def rate_verb(cursor: Cursor) -> tuple[bool, str | None]:
    """Return whether 控制在 follows a rate of change, and the comparative."""
    ceiling = bool(cursor.take(say.CEILING_VERB))
    lead = before(cursor)
    cursor.take(RATE)
    return ceiling, lead or before(cursor)


def second_amount(cursor: Cursor, low, points):
    """Return the upper end of a range of changes, None without, False if wrong."""
    if not cursor.take(JOINT):
        return None
    high = cursor.amount()
    if high is None or not low.number < high.number:
        return False
    if low.unit not in (None, high.unit):
        return False
    return high


def finish_change(cursor, sign: int, size: Decimal, unit, lead, share: bool) -> bool:
    """Store a change of `size`; shares in words become %."""
    op = agreed(cursor, lead, after(cursor))
    if op == "":
        return False
    factor = {"‰": Decimal("0.1"), "1/万": Decimal("0.01"), "1/10万": Decimal("0.001")}
    if share:
        size, unit = size * factor.get(unit, Decimal(1)), "%"
    yearly = cursor.found.get("per_year", False)
    if unit in ("百分点", "千分点"):
        kind = "points"
    elif unit == "%":
        kind = "relative"
    else:
        kind = "absolute"
        cursor.found["own_unit"] = unit
        doubt_absolute(cursor, unit)
    high = cursor.found.pop("change_high", None)
    cursor.set(kind="annual" if yearly else kind, op=op or "=", change=sign * size)
    return cursor.set(change_high=high, change_unit=unit or cursor.given)


def doubt_absolute(cursor: Cursor, unit: str | None) -> None:
    """Ask where the unit of a change is missing or is a share itself."""
    if unit is None and cursor.given in (None, "%", "‰"):
        cursor.ask("变化量没有写单位，请确认是百分比、百分点还是本指标的单位。")
    if unit in ("‰", "1/万", "1/10万"):
        cursor.ask("变化量以比率为单位，请确认是绝对差还是相对比例。")


def read_multiple(cursor: Cursor) -> bool:
    """Read 翻一番, 增长一倍, 达到2015年的1.5倍, 增长2倍 (to three times)."""
    if match := cursor.take(say.IN_YEARS):
        cursor.note(match[0])
    lead, _ = comparatives(cursor)
    if cursor.take(say.TWOFOLD):
        return finish_multiple(cursor, lead, Decimal(2))
    if match := cursor.take(say.DOUBLE):
        times = {"一": 1, "1": 1, None: 1, "两": 2, "二": 2, "2": 2, "三": 3, "3": 3}
        return finish_multiple(cursor, lead, Decimal(2) ** times.get(match["n"], 4))
    grown = None
    if lead != "":
        grown = cursor.take(say.DOUBLED)
        lead = lead or before(cursor)
    if base := cursor.take(say.TIMES_BASE):
        if base["year"] and not cursor.set(base_year=int(base["year"])):
            return False
        if not grown and cursor.take(HALF):
            return finish_multiple(cursor, lead, Decimal("0.5"))
    amount = cursor.amount()
    if amount is None or amount.unit or not cursor.take(TIMES) or lead == "":
        return False
    if grown and base is None:
        if grown[0].startswith("翻") and amount.number != 1:
            cursor.ask("“翻几倍”有两种理解，请确认是增加几倍还是增加到几倍。")
            return finish_multiple(cursor, lead, amount.number)
        return finish_multiple(cursor, lead, amount.number + 1)
    return finish_multiple(cursor, lead, amount.number)


def finish_multiple(cursor: Cursor, lead, times: Decimal) -> bool:
    """Store a multiple of the base value."""
    if lead == "" or (op := agreed(cursor, lead, after(cursor))) == "":
        return False
    return times > 0 and cursor.set(
        kind="multiply", op=op or "=", change=times, change_unit="倍"
    )
