"""Targets that name a level: numbers, ranges, coverage, another region's figure."""

import re
from decimal import Decimal

from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor, after, agreed, before

JOINT = re.compile(r"--?|——?|~|至|到")
OF_YEAR = re.compile(rf"{say.YEAR}的")
JOINT_BETWEEN = re.compile(r"[和与](?=[^和与]*之间$)")
BETWEEN = re.compile(r"之间|的?(?:正常|合理)?(?:范围|区间|水平)内?|之内|以内|间")


def read_level(cursor: Cursor) -> bool:
    """Read 达到77.3, ≥90, 控制在25%以内, 保持在103—107之间, 28左右."""
    moved = from_amount(cursor)
    lead, ceiling = comparatives(cursor)
    if lead == "":
        return False
    cursor.take(re.compile(r"在|介于"))
    if year := cursor.take(OF_YEAR):  # 下降到2015年的70% is no level
        if not moved or not cursor.set(year=int(year["year"])):
            return False
    start = cursor.at
    amount = cursor.amount()
    if amount is None:
        return False
    if ambiguous_year(cursor, amount, start):
        cursor.ask("这个数像是年份，请确认是目标值还是年份。")
    if cursor.take(JOINT) or cursor.take(JOINT_BETWEEN):
        return read_range(cursor, amount, lead)
    tail = after(cursor)
    if amount.more:
        if tail:
            return False
        tail = ">"
    if is_period(cursor, amount, lead, tail):
        return False
    op = agreed(cursor, lead, tail)
    if op == "":
        return False
    if ceiling and op in (">=", ">"):
        cursor.ask("“控制在”一般是上限，与下限同时出现，请确认方向。")
    op = op or ("<=" if ceiling else "=")
    cursor.set(kind="value", op=op, value=amount.number, own_unit=amount.unit)
    cursor.take(re.compile(r"的?水平"))
    return True


def comparatives(cursor: Cursor) -> tuple[str | None, bool]:
    """Return the comparative before a number ("" when two clash) and 控制在 or not."""
    lead, ceiling = None, False
    while True:
        if cursor.take(say.CEILING_VERB):
            ceiling = True
        elif op := before(cursor):
            if lead:
                return "", ceiling
            lead = op
        elif cursor.take(say.LEVEL_VERB):
            cursor.found["verb"] = True
        elif not cursor.take(say.EFFORT):
            return lead, ceiling


def is_period(cursor: Cursor, amount, lead: str | None, tail: str | None) -> bool:
    """Return whether a clause says when, not how much: 5年内, 近3年."""
    timed = amount.unit in ("年", "个月") and cursor.given != amount.unit
    near = re.search(r"近\d", cursor.text)
    return timed and bool(near or (lead is None and tail == "<="))


def from_amount(cursor: Cursor) -> bool:
    """Step over 由75岁 in 由75岁提高到79岁: where it stood, not where it goes."""
    here = cursor.at
    if cursor.take(say.FROM) and cursor.amount():
        cursor.take(re.compile(",|左右|以[上下]"))
        if re.compile(rf"(?:{say.UP}|{say.DOWN})[到至为]").match(
            cursor.text, cursor.at
        ):
            return True
    cursor.at = here
    return False


def ambiguous_year(cursor: Cursor, amount, start: int) -> bool:
    """Return whether a bare number without any unit may be a year (2025)."""
    printed = cursor.text[start : amount.end]
    bare = amount.unit is None and cursor.given is None
    return bare and bool(
        re.fullmatch(r"(?:19|20)\d\d(?:\.(?:0?[1-9]|1[0-2]))?", printed)
    )


def read_range(cursor: Cursor, low, lead: str | None) -> bool:
    """Read the second half of a range; refused when reversed or of two units."""
    high = cursor.amount()
    if lead == "~" or (lead is None and cursor.take(re.compile("左右"))):
        cursor.ask("范围又带“约、左右”，请确认上下限。")
    elif lead not in (None, "="):
        return False
    if high is None or low.more or high.more or not low.number < high.number:
        return False
    if low.unit not in (None, high.unit) and not (
        high.unit and high.unit.startswith(low.unit)
    ):
        return False
    cursor.take(BETWEEN)
    cursor.take(BETWEEN)
    return cursor.set(
        kind="range", value=low.number, high=high.number, own_unit=high.unit
    )


def read_zero(cursor: Cursor) -> bool:
    """Read 零发生, 动态清零: a number in words, kept beside it."""
    match = cursor.take(say.ZERO)
    if match is None:
        return False
    if match["what"]:
        cursor.limit(match["what"])
    cursor.note(match["zero"])
    return cursor.set(kind="value", op="=", value=Decimal(0))


def read_coverage(cursor: Cursor) -> bool:
    """Read 全覆盖, 100%覆盖, 行政村全覆盖, 覆盖率达到95%以上."""
    if cursor.found.get("subject", "").endswith(("覆盖率", "覆盖面")):
        return read_level(cursor) and rename(cursor)
    if cover_all(cursor):
        return True
    if match := cursor.take(say.COVER_SUBJECT):
        if re.search("[未不非无或且]", cursor.text):
            return False
        if match["weak"] or match["weak2"]:
            cursor.note("基本")
        cursor.limit(match["set"])
        return cursor.set(kind="coverage")
    if not cursor.take(say.COVER_WORD):
        return False
    return read_level(cursor) and rename(cursor)


def cover_all(cursor: Cursor) -> bool:
    """Read 全覆盖, 基本实现全覆盖, 100%覆盖."""
    start, match = cursor.at, cursor.take(say.COVER_ALL)
    if match is None:
        return False
    if "全" not in match[0] and not match["n"] and not match["n2"]:
        cursor.at = start
        return False
    if match["n"] and match["n2"]:
        return False
    if match["weak"] or match["weak2"]:
        cursor.note("基本")
        cursor.found["weak"] = True
    cursor.set(kind="coverage")
    if printed := match["n"] or match["n2"]:
        op = after(cursor) or "="
        cursor.set(value=Decimal(printed.rstrip("%")), own_unit="%", op=op)
    return True


def rename(cursor: Cursor) -> bool:
    """Turn a level that was read into coverage; a range stays a range."""
    if cursor.found["kind"] == "value":
        cursor.found["kind"] = "coverage"
    return True


def read_reference(cursor: Cursor) -> bool:
    """Read 高于全国平均水平, 比全国平均水平高5个百分点, 与全省平均持平."""
    cursor.take(re.compile(r"保持|达到(?!或)|达(?!到)|稳定|始终"))
    ceiling = cursor.take(say.CEILING_VERB)
    compared = cursor.take(re.compile(r"(?:比|较|与|同|和|跟|在)"))
    better = cursor.take(say.BETTER)
    lead = None if better else before(cursor)
    cursor.take(say.LEVEL_VERB)
    match = cursor.take(say.REFERENCE) or cursor.take(say.REFERENCE_PLAIN)
    if match is None or not (match["what"] or compared or lead):
        return False
    cursor.set(kind="reference", reference=reference_name(match), change=Decimal(0))
    if match["what"] not in ("平均", "均值", "中位", "指标", "水平", None):
        cursor.ask(f"请确认“{match[0]}”指哪一个数。")
    if better:
        cursor.set(better=better[0])
        return read_distance(cursor, 1, ">" if better[0] in ("优于", "好于") else ">=")
    if compared and (equal := cursor.take(say.EQUAL)):
        if equal["weak"]:
            cursor.note(equal["weak"])
        return cursor.set(op="~" if equal["weak"] else "=")
    return read_comparison(cursor, lead, "<=" if ceiling else None, bool(compared))


def read_comparison(cursor, lead, ceiling: str | None, compared: bool) -> bool:
    """Read how far above or below the reference: 高5个百分点, 以下, nothing."""
    if more := cursor.take(say.MORE):
        sign = 1 if more["up"] else -1
        bare = ">" if sign > 0 else "<"
        return lead is None and read_distance(cursor, sign, bare, more=True)
    if lead in (">", "<") and (cursor.amount_ahead()):
        return read_distance(cursor, 1 if lead == ">" else -1, lead, more=True)
    op = agreed(cursor, lead, after(cursor)) if not cursor.done else lead
    if op == "" or (op is None and compared):
        return False
    return cursor.set(op=op or ceiling or "=")


def read_distance(cursor: Cursor, sign: int, bare: str, more: bool = False) -> bool:
    """Read 5个百分点以上 after 高; `bare` is the comparative when no amount follows."""
    lead = before(cursor)
    start = cursor.at
    amount = cursor.amount()
    if amount is None:
        cursor.at = start
        return lead is None and cursor.set(op=None if not more else bare)
    if not more:
        return False
    points = cursor.take(re.compile(r"个?(百分点|千分点)"))
    unit = points[1] if points else amount.unit or cursor.given
    if unit == "%":
        cursor.ask("高低相差写作%，请确认是百分点还是相对比例。")
    op = agreed(cursor, lead, after(cursor))
    cursor.set(op=op or "=", change=sign * amount.number, change_unit=unit)
    cursor.found["own_unit"] = None if points else amount.unit
    return op != "" and amount.number >= 0


def reference_name(match: re.Match) -> str:
    """Return the reference as one name: 全国平均, 全省平均, 市指标."""
    place = match["place"].replace("同期", "")
    what = {"均值": "平均", "中位": "中位数"}.get(match["what"], match["what"])
    if what == "平均":
        whole = {"国家": "全国", "省": "全省", "市": "全市", "县": "全县", "区": "全区"}
        place = whole.get(place, place)
    return place if what in ("水平", None) else place + what
