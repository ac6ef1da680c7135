"""Targets in words alone: 基本建成, 位居全省前列, 达到国家标准, 高于GDP增长.

Such a target has no number and a person rates it, so nothing is to be asked, as long
as the words say what is to be reached. Words that leave that open (得到控制, 同比例提高,
待定) or hide a number are not taken.
"""

import re

from indicators.rules.notation import periods
from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor
from indicators.rules.notation.prefix import effort
from indicators.rules.notation.rule import TargetRule

PHRASE = (
    r"(?:[\u4e00-\u9fff()《》“”、,·]|\d{1,3}(?:分钟|岁以[上下])|[1-5]?A{1,5}级|GDP|[ⅠⅡⅢⅣⅤVI]{1,3}类|"
    r"PM2\.5|PM10|5G|ICU)"
)
DONE = (
    r"实现|消除|消灭|完成|建成|建立|建设|形成|健全|完善|达标|达到|通过|启动|创建|创成|开展|推进|实施|落实|"
    r"覆盖|纳入|成为|具备|拥有|设置|设立|配备|提供|开设|开放|巩固|维持|保持|获得|取得|打造|构建|制定|出台|"
    r"印发|投用|运行|对接|互通|共享|联通|规范|定型|高效|保障|享有|用上|普及|培育|引进|退出|取缔|禁|"
    r"位居|进入|跻身|走在|符合|满足|运营|开工|竣工|全覆盖|无空白|成熟|优良|良好|合格|命名"
)
DEEDS = re.compile(rf"{PHRASE}{{0,60}}?(?:{DONE}){PHRASE}{{0,100}}")
ISSUER = (
    r"(?:国家|全国|省级?|市级?|县级?|区级?|上级|行业|国际|部颁|地方|中央|有关|相关|规定|《[^》]{1,30}》|"
    r"[一二三]级|[ⅠⅡⅢⅣⅤ]类)"
)
DEMAND = r"(?:标准|要求|规定|目标任务|目标|任务|指标数?|任务数|计划|限值|控制数|考核|考核要求)(?:以内|之内|内|以上|范围内)?"
DEMANDS = re.compile(
    r"(?:全部|均|基本|稳定|持续|全面)?"
    r"(?:达到或[优好高]于|达到或超过|达到|达|符合|满足|优于|好于|高于|不低于|落实|完成|执行|控制在|按照?|依据|"
    rf"按期完成|超额完成)?(?:{ISSUER}[、和与及]?){{1,3}}"
    r"(?:下达|核定|分解|考核|规划|强制性|现行|环保|卫生|安全|建设|最新|排放|定|级|的|基本){0,4}"
    rf"{DEMAND}(?:完成|执行|为准|落实)?"
)
AMONG = (
    r"(?:全国|全省|全市|全区|全县|全州|国内|国际|世界|省内|市内|区域|同类地区|同类城市|西部(?:地区)?|"
    r"中部(?:地区)?|东部(?:地区)?|行业|周边|长三角|珠三角)"
)
HAN_RANK = r"[一二三四五六七八九十]{1,2}"
RANKS = re.compile(
    r"(?:继续|持续|稳定|始终|达到|进入|跻身|位居|位列|稳居|居于?|走在|处于?|保持在?|名列|排名|列|位于)*"
    rf"(?:{AMONG}[、和]?)+(?:同类地区|同类城市|地级市|行业|县区)?的?"
    rf"(?:先进|领先|一流|前列|中上游?|上游|中等偏上|前茅|第一方阵|第一梯队|第{HAN_RANK}|首位|较高|最高|最好|优秀|"
    rf"前(?:{HAN_RANK}|\d{{1,3}})(?:名|位|强)?)(?:地位|水平|行列|位置)?"
)
WEALTH = (
    r"(?:GDP|国内生产总值|地区生产总值|经济(?:社会)?|居民(?:人均可支配)?收入|财政(?:经常性)?(?:收入|支出)|"
    r"城镇居民收入|农村居民收入|CPI)"
)
GROWTHS = re.compile(
    rf"(?:[\u4e00-\u9fff]{{0,16}}(?:增长|增速|增幅|收入))?(?:保持|力争)?"
    rf"(?:不低于|略?高于|低于|快于|不慢于|慢于|与|同)(?:同期|全国|全省|全市)?{WEALTH}的?"
    r"(?:年均)?(?:增长|增速|增幅|发展|平均增速)(?:速度|率|水平|幅度)?(?:的?要求)?"
    r"(?:(?:保持)?(?:基本|大体|总体)?(?:同步|一致|相适应|持平|协调))?"
)
EFFORTS = re.compile(
    r"投入强度高于“?十[二三四五]五”?时期(?:实际|水平|平均水平)?"
    r"|(?:增速|增幅)(?:不低于|高于|快于)(?:全国|全省|全市)平均(?:水平|增速|增幅)?"
)
SENSIBLE = re.compile(
    r"(?:保持|稳定|控制|维持)在(?:合理|较低|低流行)(?:区间|水平|范围)内?(?:、各年度视情提出)?"
)
DUTY = r"(?:(?![应尽])[\u4e00-\u9fff]){1,2}"
ALL_DONE = re.compile(rf"(?:应{DUTY}尽{DUTY}[、,]?){{1,6}}")
THING = r"(?:(?!一)[\u4e00-\u9fff])"  # 一 again would be tried in every way
ONE_EACH = re.compile(rf"(?:一{THING}{{1,4}}一{THING}{{1,5}}[、,]?){{1,4}}")
GRADE = re.compile(
    r"(?:达到或[优好]于|达到|不低于|[优好]于)?[ⅠⅡⅢⅣⅤ]类(?:标准|水质|水体)?(?:及?以上)?|优秀(?:等次|以上)?|"
    r"(?:达到)?(?:[一二三]级[甲乙丙]等|[1-5]?A{1,5}级|[A-D]级)(?:水平|标准|以上)?|国家卫生(?:城市|县城|乡镇)"
)
ALREADY_TEXT = (DEMANDS, RANKS, GROWTHS, EFFORTS, SENSIBLE, ALL_DONE, ONE_EACH, GRADE)
OPEN = re.compile(
    r"控制|遏制|比例|相应|适当|适度|合理|左右|待|视情|另行|详见|附[表件]|同上|参照|未|不(?:设|作|低|高|少|超)|"
    r"提高|降低|下降|上升|增长|增加|减少|升高|减缓|放缓|同步|减半|翻|倍|平均|"
    r"一半|半数|过半|多数|大部分|[成分]以[上下]|第[一二三四五六七八九十]+名|"
    r"[一二两三四五六七八九十百千]+(?:个|家|所|名|张|项|人|座|成|支|条|种|处|次)"
)
HALF_A_WORD = re.compile(
    r"(?:基本|全面|逐步|初步|率|比例|比重|数|面积|总量|规模|寿命|浓度)$|"
    r"^(?:达到|保持|维持|覆盖|符合|满足|进入|成为|纳入|配备|提供|位居|普及)$"
)


def wording(text: str, unit: str | None) -> TargetRule | None:
    """Return a target in words for certain, None where something is to be asked."""
    cursor = Cursor(text, None)
    while any(step(cursor) for step in (completion, periods.milestone, effort)):
        pass
    body = cursor.text[cursor.at :]
    said = {key: cursor.found[key] for key in ("year", "effort") if key in cursor.found}
    if cursor.asks or not (body or said) or not clear(body, text.endswith("实现")):
        return None
    return TargetRule(text, "text", unit=unit, **said)


def completion(cursor: Cursor) -> bool:
    """Read 2023年10月底前, of which the year is kept, and idle words."""
    match = cursor.take(DAY)
    if match:
        periods.several_years(cursor, int(match["year"]))
        if match[0].startswith("力争"):
            cursor.set(effort=True)
    return bool(match or cursor.take(IDLE))


DAY = re.compile(
    rf"(?:预计|计划|力争|确保)?(?:到|至|在|于)?{say.YEAR}(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?"
    r"年?[初末底]?(?:之?前|以前)?[,:]?"
)
IDLE = re.compile(r"预计|计划|确保|如期|按期")


def clear(body: str, ends_in_deed: bool) -> bool:
    """Return whether words say what is to be reached, and no number.

    力争实现 is read as an effort to the end: the deed is in the text.
    """
    if not body:
        return ends_in_deed
    if body.count("(") != body.count(")") or HALF_A_WORD.search(body):
        return False
    if any(form.fullmatch(body) for form in ALREADY_TEXT):
        return True
    return bool(DEEDS.fullmatch(body)) and not OPEN.search(body)
