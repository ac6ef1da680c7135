"""Of what part a number is meant: 90%以上的社区, 城区≥95%, 全部设置, 以县为单位."""

import re

from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor

BY_UNIT = r"以[\u4e00-\u9fff()、]{1,16}?为单位"
BEFORE_UNIT = re.compile(rf"{BY_UNIT}的?,?")
AFTER_UNIT = re.compile(rf"[,且]?(?:并|均|都)?({BY_UNIT})$")
FIGURE = (
    r"(?=(?:均|都|要|应|力争)?(?:(?:达到?|保持|稳定|控制|维持|巩固|降低?|下降|提[高升]|增[加长]|减少)[在到至]?)?"
    r"(?:不[低高少多超][于过]|至少|约|高于|低于|超过|大于|小于|接近)?"
    r"(?:[≥≤><]|\d(?!\d*(?:分钟|岁|年生存))|百分之|一半|全[国省市]平均))"
)
PLACE = re.compile(rf"(?:全|我)(?:国|省|市|区|县|州|盟|旗|镇|乡|域){FIGURE}")
GROUP = (
    r"城区|市区|县城|建成区|农村(?:地区)?|乡村|城市|城镇|城乡|乡镇|街道|社区|行政村|自然村|村庄|村|地区|区域|"
    r"学校|高校|中小学|幼儿园|医院|卫生院|卫生室|服务中心|服务站|机构|企业|家庭|居民|人群|老年人|老人|儿童|"
    r"青少年|学生|妇女|孕产妇|新生儿|婴儿|职工|劳动者|患者|病人|残疾人|男性|女性|群众|县|单位|场所|公民"
)
NAME = r"(?:\d{1,2}(?:[-—~]\d{1,2})?岁|[\u4e00-\u9fff、])"
AHEAD = re.compile(
    rf"(?P<name>{NAME}{{0,16}}?(?:{GROUP})(?:\([\u4e00-\u9fff、]{{1,8}}\))?)"
    rf"[:,]?{FIGURE}"
)
NOT_A_GROUP = re.compile(
    rf"{say.PREDICATE.pattern}|每|人均|户籍|基本|全面|逐步|到|为|[率数量值]|配备|建成|设"
)
SET_NOTE = re.compile(
    rf"(?:不含|含|不包括|包括|仅|只|限|仅限|按|指)[\u4e00-\u9fff、]{{1,20}}|{BY_UNIT}|"
    rf"{NAME}{{0,20}}(?:{GROUP}|岁及?以[上下])|[一二三]级(?:及?以上)?|全[国省市区县]"
)
PHRASE = r"(?:[\u4e00-\u9fff()《》“”、]|\d{1,3}(?:分钟|岁)|Ⅲ类|[ⅠⅡⅢⅣⅤ])"
OF_SHARE = re.compile(rf"的(?P<set>{PHRASE}{{1,40}})")
DONE_SHARE = re.compile(
    rf"(?P<set>(?:达标|合格|完成|签约|建成|设置|设立|配备|开展|落实|公开|投用|开放|接入|联通|参保|达到){PHRASE}{{0,30}})"
)
THINGS = re.compile(rf"以?(?P<set>{PHRASE}{{2,40}})")
COUNTED = set("个家所名支处台条种件间套部座项张人例户")
NOT_A_SET = re.compile(
    rf"[,;:]|且|或|左右|以[内外]|上下|水平|比例|提高|降低|增加|增长|下降|减少|上升|平均|分别|其中|"
    rf"(?:^|的)(?:目标|要求|任务)|[一二两三四五六七八九十]+(?:个|家|所|名|张|倍|成)|(?:{say.EFFORT.pattern})|"
    r"^(?:口|倍|番|成|余|多|点|分之|百分|千分|月|小时|工作日|年|级|次|期|年限|以|人均|每|等|的|之|在|到|为|是)"
)
ALL = re.compile(rf"(?:全部|所有)(?P<set>{PHRASE}{{0,40}})")
ALL_OF_IT = re.compile(
    r"[\d率]|^(?:完成|建成|消除|取缔|退出|淘汰)$|以[上下内]|达?到全|平均|水平"
)


HAS_SET = ("value", "range", "coverage", "absolute", "annual")


def by_unit(cursor: Cursor) -> bool:
    """Read 以乡镇为单位 before a figure."""
    match = cursor.take(BEFORE_UNIT)
    if match:
        cursor.limit(match[0].rstrip(",的"))
    return bool(match)


def whole_place(cursor: Cursor) -> bool:
    """Read 全市 before a figure, but not 全市平均."""
    match = cursor.take(PLACE)
    if match:
        cursor.limit(match[0])
    return bool(match)


def group(cursor: Cursor) -> bool:
    """Read 城区, 65岁以上老年人, 行政村 right before a figure."""
    match = AHEAD.match(cursor.text, cursor.at)
    name = match["name"] if match else ""
    if not name or NOT_A_GROUP.search(re.sub("以上|以下", "", name)):
        return False
    cursor.at = match.end()
    cursor.limit(name)
    return True


def cut_unit(cursor: Cursor) -> None:
    """Cut 且以村为单位 from the end of a clause."""
    if match := AFTER_UNIT.search(cursor.text):
        if match.start():
            cursor.limit(match[1])
            cursor.text = cursor.text[: match.start()]


def read_set(cursor: Cursor) -> bool:
    """Read what a number counts or is a share of: 的社区, 达标, 三级医院."""
    if cursor.done or cursor.found.get("kind") not in HAS_SET:
        return cursor.done
    unit = cursor.found.get("own_unit") or ""
    if unit == "%":
        match = OF_SHARE.match(cursor.text, cursor.at) or DONE_SHARE.match(
            cursor.text, cursor.at
        )
    elif unit.partition("/")[0][-1:] in COUNTED:
        match = THINGS.match(cursor.text, cursor.at)
    else:
        return False
    if not match or match.end() < len(cursor.text) or NOT_A_SET.search(match["set"]):
        return False
    if match["set"].count("(") != match["set"].count(")"):
        return False
    cursor.at = match.end()
    if match["set"] == "覆盖":
        cursor.found["kind"] = "coverage"
    else:
        cursor.limit(match["set"])
    return True


def read_all(cursor: Cursor) -> bool:
    """Read 全部设置, 全部乡镇卫生院设置中医馆: coverage without a number."""
    match = cursor.take(ALL)
    if match is None or ALL_OF_IT.search(match["set"]):
        return False
    if NOT_A_SET.search(match["set"]) or "全覆盖" in match["set"]:
        return False
    if match["set"]:
        cursor.limit(match["set"])
    return cursor.set(kind="coverage")
