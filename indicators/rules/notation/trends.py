"""Targets without a number of their own: 持续改善, 保持稳定, 上升趋势减缓, 不增加."""

import re
from decimal import Decimal

from indicators.rules.notation import periods
from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor, after, before

DIRECTION_WORD = (
    r"持续|稳步|逐步|逐年|不断|进一步|显著|明显|大幅度?|继续|有所|总体|整体|基本|大体|保持|得到|实现|全面|较大|"
    r"有效|加快|普遍|日益|更加|切实|幅度|稳中|平稳|只|不|总体上|有|较|趋势|上升|态势|逐渐|水平|进一步得到|"
    r"巩固|自然|并|动态|趋于|且|、|很大|呈现?|长期|始终|相对|均"
)
RISING = (
    r"提高|提升|增加|增长|上升|升高|扩大|增强|加强|延长|递增|增多|不减|不降|升|增|不下降|不降低|不减少|"
    r"正增长"
)
FALLING = r"下降|降低|减少|缩小|压减|递减|回落|缩短|减轻|下调|降|减|不升|不增|负增长"
BETTER = r"改善|好转|优化|向好|完善|健全"
STEADY = r"稳定|不变|持平|巩固|平稳|稳固|现状|维持|保持"
DIRECTION = re.compile(
    rf"(?:{STEADY}|{BETTER}|{DIRECTION_WORD}|{RISING}|{FALLING}){{1,8}}+(?:趋势|态势|水平|状态)?"
)
NOT_RISING = re.compile(r"不[升增](?:[加长高])?|稳[升增]|负增长")
NOT_FALLING = re.compile(r"不(?:下降|降低|减少|降|减)")
GROWING = r"(?:上升|增长|增加|升高|上涨|扩大|攀升|增高|恶化)"
PACE = r"(?:趋势|势头|速度|幅度|速率|态势|速|率)"
DEGREE = (
    r"(?:得到|有所|明显|显著|持续|逐步|逐年|进一步|有效|基本|不断|初步|较|大幅|呈|继续|总体|稳步|"
    r"实现|趋于)*"
)
SLOWER = r"(?:减缓|放缓|趋缓|减慢|变缓|放慢|缓解)"
SLOW = re.compile(
    rf"{DEGREE}(?:过快|快速)?{GROWING}(?:过快)?的?{PACE}?{DEGREE}{SLOWER}(?:趋势)?"
    rf"|{DEGREE}(?:增速|增幅|涨幅|升幅|增长率|增势|{GROWING}(?:速度|幅度|速率))"
    rf"{DEGREE}(?:{SLOWER}|下降|降低|回落|缩小|收窄|减小|减少)"
    rf"|{DEGREE}{SLOWER}(?:趋势)?"
)
THEN = (
    rf"(?:{say.YEAR}[末底]?|(?P<now>现有|现|目前|当前|现状|既有|原有|基期|基线|基准年|上一?年度?|去年|"
    r"规划期初)(?:同期)?)(?:的|实际|同期|现有)*(?P<level>水平|状态|规模|数量|数|值)?"
)
KEEP = re.compile(
    rf"(?:总体|基本|持续|继续|长期|始终)*(?:保持|维持|巩固|稳定)(?:在|于)?{THEN}"
    r"(?:左右|上下|不变|基本不变)?$"
)
CHECKED = re.compile(rf"(?:保持|控制|稳定|维持|达到)?(?:在|到)?{THEN}")
NO_CHANGE = re.compile(
    r"(?:保持|确保|实现|力争)?(?:不再?(?:(?P<up>增加|增长|上升|升高|反弹|扩大|新增)|"
    r"(?P<down>降低|下降|减少|减小|下滑))|零增长)$"
)


def read_direction(cursor: Cursor) -> bool:
    """Read 持续改善, 逐年下降, 保持稳定, 只降不升: a direction without a number.

    Words of steadiness alone ask to keep what there is.
    """
    match = cursor.take(DIRECTION)
    if match is None or not cursor.done:
        return False
    printed = match[0]
    rising = re.search(RISING, NOT_RISING.sub("", printed))
    falling = re.search(FALLING, NOT_FALLING.sub("", printed))
    if rising or falling or re.search(f"{BETTER}|稳中", printed):
        cursor.set(kind="direction")
        if bool(rising) != bool(falling):
            cursor.found["heads"] = 1 if rising else -1
        return True
    return bool(re.search(STEADY, printed)) and cursor.set(kind="keep")


def read_slow(cursor: Cursor) -> bool:
    """Read 上升趋势减缓, 增速放缓, 持续减缓: it may rise, but less quickly."""
    match = cursor.take(SLOW)
    return bool(match) and cursor.done and cursor.set(kind="slow")


def read_keep(cursor: Cursor) -> bool:
    """Read 维持在2020年水平, 保持现有水平: what was then is to stay."""
    match = cursor.take(KEEP)
    return bool(match) and counted_from(cursor, match) and cursor.set(kind="keep")


def read_no_change(cursor: Cursor) -> bool:
    """Read 不增加, 零增长, 不低于2020年水平: a change of nothing, to one side or both."""
    if match := cursor.take(NO_CHANGE):
        op = "<=" if match["up"] else ">=" if match["down"] else "="
        return finish_no_change(cursor, op)
    ceiling = cursor.take(say.CEILING_VERB)
    better, lead = cursor.take(say.BETTER), None
    lead = None if better else before(cursor)
    match = cursor.take(CHECKED)
    if match is None or not counted_from(cursor, match):
        return False
    if not match["level"] and not lead and not better:
        return False
    op = lead or after(cursor) or ("<=" if ceiling else None)
    if better:
        cursor.set(better=better[0])
        op = op or ">"
    return op in (">", ">=", "<", "<=") and finish_no_change(cursor, op)


def finish_no_change(cursor: Cursor, op: str) -> bool:
    """Store a change of nothing."""
    return cursor.set(kind="relative", op=op, change=Decimal(0), change_unit="%")


def counted_from(cursor: Cursor, match: re.Match) -> bool:
    """Store the base that words name; the plan's own base needs no note."""
    if match["year"]:
        return cursor.set(base_year=int(match["year"]))
    if re.search(periods.LAST_YEAR, match["now"]):
        printed = match[0][match[0].index(match["now"]) :]
        periods.before_last(cursor, re.sub("左右|上下|不变", "", printed))
    return True
