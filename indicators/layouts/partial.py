"""Words that make a figure less than the whole: of some people, of a part of a year, a
change instead of a level. Pure."""

import re

PART, PERIOD, CHANGE = "part", "period", "change"
PEOPLE = re.compile(
    r"(?<!卫生)(?<!文明)(?<!健康)(?<!园林)城市(?!群|管理|建设)|农村|城镇|乡村|农业人口"
    r"|男(?!女)性?|(?<![妇子儿男])女性?|非?户籍|流动人口|外来人口|贫困地区|少数民族"
    r"|监测点|监测地区|样本地区|民营|非公立"
    r"|(?<![a-z])(?:(?:fe)?males?|boys?|girls?)(?![a-z])|urban|rural",
    re.IGNORECASE,
)
# An age alone says whose figures these are; 5岁以下儿童死亡率 is a name.
AGE = re.compile(
    r"[(（]?(?:\d+[-—–~～至到]\d+周?岁|\d+周?岁(?:及)?以[上下])"
    r"(?:儿童|老年人|老人|人口|人群|居民|妇女)?[)）]?"
)
# Columns that tell one part of a whole from another, and what says the whole there.
DIMENSION = re.compile(
    "年龄[组段]?|人群|性别|城乡|月份?|季度|时期|期别|时段"
    "|age(?:group)?|sex|gender|area|month|quarter|period|residence"
)
WHOLE = re.compile(
    "合计|总计|总数|计|全部|全体|全年|年度|不限|全人群|不分.{0,4}"
    "|total|all|both|bothsexes|annual|[-—/]+"
)
AIM = re.compile("目标|计划|预测|预期")
PLANNED = re.compile("目标任务|任务分解|目标分解|预测[表值数]|预测数据")
DONE = re.compile("完成|实际|监测|进展|执行|评估")
DASH = "[-—–－~～至到]+"
MONTH = "(?:1[0-2]|[1-9]|0[1-9])"
PART_OF_YEAR = re.compile(
    rf"(?<!\d){MONTH}月?(?:份)?{DASH}(?!12月){MONTH}月(?!\d+日)|[上下]半年|季度|季报|月报"
    rf"|(?:19|20)\d\d年?{MONTH}月(?![底末]?\d*日)(?!{DASH})|当月|本月|累计"
)
DAY = r"(?:19|20)\d\d[./](?:1[0-2]|0?[1-9])(?!\d)(?:[./]\d{1,2})?"
MONTHS = re.compile(rf"{DAY}{DASH}{DAY}")
WHOLE_MONTHS = re.compile(
    rf"\d{{4}}[./]0?1(?:[./]0?1)?{DASH}\d{{4}}[./]12(?:[./]31)?"
    rf"|\d{{4}}[./]10(?:[./]0?1)?{DASH}\d{{4}}[./]0?9(?:[./]30)?"
)
WHOLE_YEAR = re.compile(
    rf"{MONTH}月(?:1日)?{DASH}(?:当年|次年|(?:19|20)\d\d年)?9月|1{DASH}12月|12月[底末]?"
)
DATED = re.compile(
    "日期|印发|编印|编制|制表|公布|更新|导出|下载|打印|发布|(?:填报|填表|上报|报送)时间"
)
AROUND = re.compile("地区|居民|人口|小计|[()（）:：]|其中|为|数据")
MOVED = re.compile(
    "(?:同比|环比)(?:增[长减速幅]|变[化动])?|增长(?:率|速度|%|幅度)?|增速|增幅|增减|升降|[比较]上年|变化率|变动率|位次|排名|排序"
)
KINDS = {PART: PEOPLE, CHANGE: MOVED}


def said(text: str) -> list[tuple[str, str]]:
    """Return (kind, word) of what a flat text says of that sort."""
    found = [
        (kind, m[0]) for kind, words in KINDS.items() for m in words.finditer(text)
    ]
    if AGE.fullmatch(text):
        found.append((PART, text))
    if (planned := PLANNED.search(text)) and not DONE.search(text):
        found.append((CHANGE, planned[0]))
    timed = WHOLE_YEAR.sub("", WHOLE_MONTHS.sub("", text))
    if not DATED.search(timed):
        found += [(PERIOD, m[0]) for m in PART_OF_YEAR.finditer(timed)]
        found += [(PERIOD, m[0]) for m in MONTHS.finditer(timed)]
    return list(dict.fromkeys(found))


def label(text: str, heading: str = "") -> str:
    """Return the word of a flat text that is nothing but a label of that sort: 农村,
    其中：男性, 1—9月; "" for any other text. Under a heading that tells parts apart
    (年龄组, 季度) it is whatever is not said to be the whole."""
    if DIMENSION.fullmatch(heading):
        return "" if not text or WHOLE.fullmatch(text) else text
    bare = AROUND.sub("", text)
    return next((word for _kind, word in said(text) if word == bare), "")


def is_aim(text: str) -> bool:
    """Say whether a word of how final a figure is makes it none that came about."""
    return AIM.search(text) is not None


def in_english(text: str) -> bool:
    """Say whether a text behind a name makes it a part of the whole: (rural)."""
    return any(kind == PART for kind, _word in said(text))
