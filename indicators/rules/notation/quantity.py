"""Numbers and units as they stand in a normalised text: 14.5/10万, 九成五, 三个."""

import re
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules import units

DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5}
DIGITS |= {"六": 6, "七": 7, "八": 8, "九": 9}
PLACES = {"十": 10, "百": 100, "千": 1000}
HAN = "[〇零一二两三四五六七八九十百千]"

NUMBER = re.compile(
    r"(?P<sign>-)?(?P<digits>\d{1,3}(?:,\d{3})+|0|[1-9]\d{0,14})"
    r"(?P<decimals>\.\d{1,9})?(?![\d.]|,\d)"
)
HAN_NUMBER = re.compile(rf"{HAN}{{1,8}}(?:点[〇零一二三四五六七八九]{{1,4}})?")
TENTHS = re.compile(
    rf"([1-9]|{HAN}{{1,2}})成(半|[1-9]|[一二三四五六七八九])?(?!都|人|为)"
)
PARTS = {"百": "%", "千": "‰", "万": "1/万", "十万": "1/10万", "百万": "1/100万"}
PER_HUNDRED = re.compile(r"(百万|十万|百|千|万)分之")
HAN_FRACTION = re.compile(
    r"([一二两三四五六七八九]|[1-9])分之([一二三四五六七八九]|[1-9])"
)
HALF = re.compile(r"一半|半数|过半数?|超半数")
SOME = re.compile(r"[余多](?=\D)")

MULTIPLIER = "(?:万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百)"
PLAIN_UNITS = (
    "平方公里 平方千米 立方米 平方米 平米 平方 km2 km² m2 m² m3 m³ ㎡ ㎥ km 公里 千米 公顷 hm2 hm² "
    "厘米 毫米 cm mm kg 千克 公斤 mg 毫克 μg ug 微克 毫升 mL ml 升 吨公里 人公里 吨 t 标准立方米 "
    "元 美元 人次 剂次 例次 辆次 场次 批次 车次 架次 人年 人天 床日 周岁 岁 人 名 户 位 个小时 小时 "
    "分钟 个月 千瓦小时 千瓦时 兆瓦时 kW·h kWh kwh KWh MWh dB(A) dB 分贝 床位 个工作日 工作日 亩 张 "
    "个(?!百分点|千分点|月|小时|工作日) 家 所 件 次 种 项 台 辆 部 套 "
    "支 座 处 条 例 起 批 头 门 篇 册 本 盒 份 剂 组 户次 场 期 天 周 分(?!之(?!间)) 步 ℃ 度 "
    "摄氏度 秒 米 克 m g h 级(?!甲|乙|丙|以) 年 节 课时 学时 款 幢 栋 间 片 村 对 票 宗 日(?!期) "
    "块 颗 株 顶 卡 班 站 只 千瓦 兆瓦 吉瓦 kW MW GW 千伏安 千伏 千焦 吉焦 标箱 标台 斤 羽 "
    "kgce gce tce"
).split()
# What a mass is counted as: 吨标准煤, 千克标煤, 吨二氧化碳当量.
SUBSTANCES = "(?:吨|千克|公斤|克)(?:标准煤|标煤|油当量|二氧化碳当量|二氧化碳)"
LONGEST_FIRST = sorted(PLAIN_UNITS, key=lambda unit: -len(unit.partition("(?")[0]))
UNIT = (
    f"(?:{SUBSTANCES}|"
    + "|".join(unit.replace("dB(A)", r"dB\(A\)") for unit in LONGEST_FIRST)
    + ")"
)
WHOLE = f"(?:人口|常住人口|[2-9]年|半年|学期|学年|{UNIT}|L|天|日|月|季度|县|乡镇|街道|社区|行政村|学校|家庭|活产|学生|车)"
PER = (
    rf"(?:/|每)(?:{WHOLE}|(?:\d{{1,3}})?{MULTIPLIER}{WHOLE}?)"
    rf"(?:·年|·天|·日|·月|/年)?(?:GDP|国内生产总值|地区生产总值|产值)?"
)
UNIT_TEXT = re.compile(
    rf"%|‰|(?:1?/|每)(?:[1-9]\d{{0,2}}(?:百|千|万|十万|百万)|100000|10000|1000|百万|十万|万|千)"
    rf"(?:人口|人|活产)?|{MULTIPLIER}?{UNIT}(?:{PER})?|{MULTIPLIER}"
)
JOINT = re.compile(rf"[-—~至到](?={HAN})")  # 三至五个
POINTS = re.compile(r"个?(百分点|千分点)")
ROUND = re.compile("[十百千](?=[万亿])")  # 百亿元, 千万人
YEAR_LIKE = re.compile(r"(?:19|20)\d\d年")


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, and how far it reaches in the text."""

    number: Decimal
    unit: str | None
    end: int
    share: bool = False  # printed as a share of a whole: 三分之一, 五成, 百分之五
    more: bool = False  # somewhat more is meant: 100余家, 过半


def quantity(text: str, start: int, given: str | None = None) -> Quantity | None:
    """Return the number and unit that begin at `start`, or None.

    A Chinese numeral needs a unit beside it: 三个, but not the 三 of 三级甲等.
    `given` is a unit that is also recognised as such, however it is spelled.
    """
    return share(text, start) or number(text, start, given) or han(text, start, given)


def number(text: str, start: int, given: str | None) -> Quantity | None:
    """Return digits with an optional unit; never a year."""
    match = NUMBER.match(text, start)
    if match is None or YEAR_LIKE.match(text, start):
        return None
    printed = match["digits"].replace(",", "") + (match["decimals"] or "")
    some = SOME.match(text, match.end())
    unit, end = unit_at(text, some.end() if some else match.end(), given)
    if some and unit is None:
        return None
    if "," in match["digits"] and unit in ("%", "‰"):
        return None
    value = Decimal(printed) * (-1 if match["sign"] else 1)
    return Quantity(value, unit, end, more=bool(some))


def han(text: str, start: int, given: str | None) -> Quantity | None:
    """Return a Chinese numeral with its unit."""
    if match := ROUND.match(text, start):
        unit, end = unit_at(text, match.end(), given)
        if unit and units.split(unit)[1]:
            return Quantity(Decimal(PLACES[match[0]]), unit, end)
    match = HAN_NUMBER.match(text, start)
    for end in range(match.end(), start, -1) if match else ():
        value = han_number(text[start:end])
        unit, after = unit_at(text, end, given)
        points = POINTS.match(text, end) or text.startswith(("倍", "番"), end)
        ranked = unit in ("级", "年", "分", "度", "周", "期", "门", "天", "条")
        ranked = ranked or text[start:after] == "一批"
        if value is not None and (points or (unit and not ranked)):
            return Quantity(value, unit, after)
        if value is not None and (text[start:] == "零" or JOINT.match(text, end)):
            return Quantity(value, None, end)
    return None


def unit_at(text: str, start: int, given: str | None) -> tuple[str | None, int]:
    """Return the unit that begins at `start`, spelled our way, and where it ends."""
    if POINTS.match(text, start):
        return None, start
    match = UNIT_TEXT.match(text, start)
    if match and re.fullmatch(f"{MULTIPLIER}级", match[0]):
        match = None  # 千亿级 is a class, no number of 级
    end = match.end() if match else start
    if given and text.startswith(given, start) and start + len(given) > end:
        return units.normalise(given), start + len(given)
    return (units.normalise(text[start:end]) if match else None), end


def share(text: str, start: int) -> Quantity | None:
    """Return a share in words: 百分之五, 三分之一, 九成五, 半数, as % (‰, 1/10万)."""
    if match := PER_HUNDRED.match(text, start):
        return per_hundred(text, match)
    if match := TENTHS.match(text, start):
        tens = read_number(match[1])
        if tens is None or not 0 < tens <= 10:
            return None
        ones = {"半": Decimal(5), None: Decimal(0)}.get(match[2])
        ones = read_number(match[2]) if ones is None else ones
        return Quantity(tens * 10 + ones, "%", match.end(), share=True)
    if match := HAN_FRACTION.match(text, start):
        whole, part = read_number(match[1]), read_number(match[2])
        if part >= whole:
            return None
        return Quantity(part * 100 / whole, "%", match.end(), share=True)
    if text.startswith("百分百", start):
        return Quantity(Decimal(100), "%", start + 3, share=True)
    if match := HALF.match(text, start):
        more = match[0][0] in "过超"
        return Quantity(Decimal(50), "%", match.end(), share=True, more=more)
    return None


def per_hundred(text: str, match: re.Match) -> Quantity | None:
    """Return what follows 百分之, 千分之, 万分之, 十万分之."""
    found = NUMBER.match(text, match.end()) or HAN_NUMBER.match(text, match.end())
    if found and found[0].startswith("-"):
        return None
    if found and found[0] == "百":
        return Quantity(Decimal(100), PARTS[match[1]], found.end(), share=True)
    value = read_number(found[0]) if found else None
    if value is None:
        return None
    return Quantity(value, PARTS[match[1]], found.end(), share=True)


def read_number(printed: str) -> Decimal | None:
    """Return the number of digits or of a Chinese numeral, None for neither."""
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", printed):
        return Decimal(printed.replace(",", ""))
    return han_number(printed)


def han_number(word: str) -> Decimal | None:
    """Return the number of a Chinese numeral below ten thousand (二十, 一百零五)."""
    whole, _, decimals = word.partition("点")
    total, digit, last = 0, None, 10_000
    for sign in whole:
        if sign in PLACES:
            if PLACES[sign] >= last or (digit is None and (sign != "十" or total)):
                return None
            total, last, digit = total + (digit or 1) * PLACES[sign], PLACES[sign], None
        elif digit:
            return None
        else:
            digit = DIGITS[sign]
    if digit == 0 and total:
        return None
    if decimals:
        tail = "".join(str(DIGITS[sign]) for sign in decimals)
        return Decimal(f"{total + (digit or 0)}.{tail}")
    return Decimal(total + (digit or 0))
