"""Words that make a figure less than the whole: of some people, of a part of a year, a
change instead of a level. Pure."""

import re

PART, PERIOD, CHANGE = "part", "period", "change"
PEOPLE = re.compile(
    r"(?<!卫生)(?<!文明)(?<!健康)(?<!园林)城市(?!群|管理|建设)|农村|城镇|乡村|农业人口"
    r"|男(?!女)性?|(?<![妇子儿男])女性?|非?户籍|流动人口|外来人口|贫困地区|少数民族"
    r"|监测点|监测地区|样本地区|民营|非公立"
)
DASH = "[-—–－~～至到]+"
MONTH = "(?:1[0-2]|[1-9]|0[1-9])"
PART_OF_YEAR = re.compile(
    rf"(?<!\d){MONTH}月?(?:份)?{DASH}(?!12月){MONTH}月(?!\d+日)|[上下]半年|季度|季报|月报"
    rf"|(?:19|20)\d\d年?{MONTH}月(?![底末]?\d*日)(?!{DASH})|当月|本月|累计"
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
    timed = WHOLE_YEAR.sub("", text)
    if not DATED.search(timed):
        found += [(PERIOD, m[0]) for m in PART_OF_YEAR.finditer(timed)]
    return list(dict.fromkeys(found))


def label(text: str) -> str:
    """Return the word of a flat text that is nothing but a label of that sort: 农村,
    其中：男性, 1—9月; "" for any other text."""
    bare = AROUND.sub("", text)
    return next((word for _kind, word in said(text) if word == bare), "")
