"""The headings of every spreadsheet we write, and how other people write them. Pure.

The one home of headings: what writes a column takes its heading from here, what reads
one asks `recognise`. A heading is data of the file, so it is not translated.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from indicators.layouts import brackets, partial

STAMP_SHEET = "_healthplan"  # the very hidden sheet that says what a form of ours is of


@dataclass(frozen=True)
class KnownColumn:
    """One kind of column: its key, our heading, other people's, and what it fills.

    `field` names one of indicators.entry.reading.READERS; "" is a column that says
    of what or of when the row speaks, or only informs. `year` is set for a column
    of one year's values, whose key is `year_value`, and where a heading of this
    year's value names the year.
    """

    key: str
    heading: str
    synonyms: tuple[str, ...] = ()
    field: str = ""
    year: int | None = None


# ---------------------------------------------------------------- what a row is about

CODE = KnownColumn(
    "code", "指标代码", ("指标编码", "指标编号", "代码", "编码", "指标code")
)
VERSION = KnownColumn("version", "版本", ("版本号", "数据项版本"))
NUMBER = KnownColumn("number", "序号", ("编号", "号", "顺序", "no", "num", "行号"))
DOMAIN = KnownColumn(
    "domain", "领域", ("指标领域", "类别", "分类", "维度", "一级指标", "指标类别")
)
NAME = KnownColumn(
    "name",
    "指标",
    *(
        ("指标名称", "名称", "指标项", "主要指标", "具体指标", "监测指标", "评价指标")
        + ("统计指标", "核心指标", "二级指标", "三级指标", "指标内容", "项目"),
    ),
)
UNIT = KnownColumn(
    "unit", "计量单位", ("单位", "指标单位", "数据单位", "量纲", "单位名", "计算单位")
)
REGION_CODE = KnownColumn(
    "region_code",
    "地区代码",
    *(
        ("行政区划代码", "区划代码", "地区编码", "行政区代码", "区域代码", "地区码")
        + ("行政区划", "区划码"),
    ),
)
REGION = KnownColumn(
    "region",
    "地区",
    *(
        ("地区名称", "行政区", "行政区域", "区域", "区域名称", "辖区", "县区", "区县")
        + ("市县", "市州", "地市", "城市", "县市区", "县(市、区)", "县(市,区)")
        + ("县(区)", "区(县)", "市(州)", "各县区", "省份", "省市"),
    ),
)
YEAR = KnownColumn(
    "year", "年份", ("年", "年度", "数据年度", "统计年度", "时间", "数据年份")
)

# ------------------------------------------------------------------ what only informs

TARGET = KnownColumn("target", "目标值", ("目标", "规划目标", "目标要求", "规划目标值"))
DUE = KnownColumn("due", "序时目标值", ("序时目标", "应达值", "年度目标", "年度目标值"))
BASELINE = KnownColumn(
    "baseline", "基期值", ("基线值", "基数", "基期", "基线", "基准值")
)
DEFINITION = KnownColumn(
    "definition",
    "统计口径",
    *(
        ("口径", "指标解释", "指标口径", "指标定义", "计算方法", "计算公式")
        + ("统计口径及说明", "口径说明", "指标说明", "指标含义"),
    ),
)
REPORT = KnownColumn("report", "来源报表", ("报表", "取数报表", "来源报表(提示)"))
STATE = KnownColumn("state", "状态", ("填报状态", "数据状态", "审核状态", "说明(状态)"))
ORIGIN = KnownColumn("origin", "数据途径", ("途径",))
DEMO = KnownColumn("demo", "演示数据", ("演示",))
UPDATED = KnownColumn("updated", "更新时间", ("更新日期", "最后更新"))

# ---------------------------------------------------------------- what an entry takes

VALUE = KnownColumn(
    "value",
    "本年值",
    *(
        ("数值", "值", "本年", "本年数", "本年度值", "本年度", "本年实际值", "实际值")
        + ("本年实际", "本年数值", "本年数据", "当年值", "当年数", "当年", "本期")
        + ("本期值", "本期数", "完成值", "实际完成值", "完成数", "实际完成", "填报值")
        + ("填报数", "指标值", "数据", "监测值", "现状值", "统计值", "实际数")
        + ("完成情况", "本年完成值", "年度实际值", "填报数据", "指标数值", "值(数值)"),
    ),
    "value",
)
EVENTS = KnownColumn(
    "events", "分子", ("分子数", "分子值", "事件数", "例数", "分子数值"), "events"
)
DENOMINATOR = KnownColumn(
    "denominator", "分母", ("分母数", "分母值", "基数(分母)", "分母数值"), "denominator"
)
GRADE = KnownColumn(
    "grade", "级别", ("数据级别", "数据性质", "数据类型", "数级"), "grade"
)
REASON = KnownColumn(
    "missing_reason",
    "无数据原因",
    *(
        ("缺失原因", "无数原因", "没有数据的原因", "无数据的原因", "未填原因")
        + ("缺数原因", "无值原因", "不填原因"),
    ),
    "missing_reason",
)
EXPECTED = KnownColumn(
    "expected_on",
    "预计公布月份",
    ("预计公布时间", "预计公布", "公布月份", "预计公布日期", "预计月份"),
    "expected_on",
)
SOURCE = KnownColumn(
    "source",
    "数据来源",
    *(
        ("来源", "资料来源", "数据出处", "出处", "数据来源及说明", "来源及说明")
        + ("数据来源说明", "数据来源(报表)", "数源"),
    ),
    "source",
)
NOTE = KnownColumn(
    "note", "备注", ("附注", "注", "说明", "备注说明", "情况说明", "补充说明"), "note"
)
SUPPLIER = KnownColumn(
    "supplier",
    "提供单位",
    *(
        ("数据提供部门", "提供部门", "数据提供单位", "填报单位", "填报部门")
        + ("数源单位", "数据来源部门", "数据来源单位", "供数单位", "供数部门"),
    ),
    "supplier",
)
CONTACT = KnownColumn(
    "supplier_contact",
    "提供人",
    ("联系人", "填报人", "填表人", "数据提供人", "经办人", "提供人姓名"),
    "supplier_contact",
)
CHANNEL = KnownColumn("supply_channel", "提供方式", ("数据提供方式",), "supply_channel")
SUPPLIED = KnownColumn(
    "supplied_on", "提供日期", ("提供时间", "数据提供日期"), "supplied_on"
)
SUBSTITUTE = KnownColumn(
    "substitute", "以上级数代替", ("上级数代替", "代替", "以上级的数代替"), "substitute"
)
BREAK = KnownColumn(
    "definition_break",
    "口径变更",
    ("口径变化", "口径是否变更", "口径是否变化"),
    "definition_break",
)
OWN_DEFINITION = KnownColumn(
    "own_definition",
    "实际口径",
    ("采用口径", "所用口径", "数据口径", "实际采用口径"),
    "own_definition",
)
YEAR_VALUE = KnownColumn("year_value", "", field="value")

ALL = (
    *(CODE, VERSION, NUMBER, DOMAIN, NAME, UNIT, REGION_CODE, REGION, YEAR),
    *(TARGET, DUE, BASELINE, DEFINITION, REPORT, STATE, ORIGIN, DEMO, UPDATED),
    *(VALUE, EVENTS, DENOMINATOR, GRADE, REASON, EXPECTED, SOURCE, NOTE),
    *(SUPPLIER, CONTACT, CHANNEL, SUPPLIED, SUBSTITUTE, BREAK),
    OWN_DEFINITION,
)
# The long list: heading as exported, in order (indicators and dashboards share it).
LONG = (
    *(REGION_CODE, REGION, CODE, NAME, DOMAIN, UNIT, YEAR),
    *(replace(VALUE, heading="数值"), REASON, GRADE, replace(SOURCE, heading="来源")),
    *(NOTE, ORIGIN, DEMO, SUBSTITUTE, BREAK, OWN_DEFINITION),
    *(EVENTS, DENOMINATOR, UPDATED),
)
# Headings over several columns: they say nothing themselves.
GROUPS = frozenset(
    (*("近两年值", "近两年", "近年值", "历年值", "历年数据", "往年值", "近三年值"),)
    + ("近五年值", "近五年", "近三年", "年份值", "实际值(历年)", "指标情况", "数据情况")
)


# ------------------------------------------------------------------------- recognising

WHAT = "(?:实际|完成|实际完成|统计|指标|填报|监测|本年|全年)?"
YEAR_HEADING = re.compile(
    rf"(?:截至|截止|到)?((?:19|20)\d\d)(?:\.0)?年?(?:末|底|度|全年)?{WHAT}"
    r"(?:值|数|数值|数据|情况)?"
)
AIM = re.compile(r"(?:到|至)?(?:19|20)\d\d年?(?:末|底|度)?(.+)")
NUMBER_TEXT = re.compile(r"[-+−]?\d[\d,.]*[%‰]?")
TURN_OF_YEAR = re.compile(
    r"((?:19|20)\d\d)[-/.年](?:12[-/.月]31|0?1[-/.月]0?1)日? ?(?:0?0:00(?::00)?)?"
)
YEAR_ALONE = re.compile(r"(?:19|20)\d\d(?:\.0)?")
HAN = re.compile("[\u4e00-\u9fff]")
# Of normalised texts, which have no blanks: words of three letters and more.
ENGLISH_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff%‰)])[(]?[a-z][a-z\-'.,/&:]{2,}[)]?$")
ENGLISH_BEFORE = re.compile(r"^[(]?[a-z][a-z\-'.,/&:]{2,}[)]?(?=[\u4e00-\u9fff])")
BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
AGO = {"上年": 1, "去年": 1, "上年度": 1, "上一年": 1, "前年": 2, "前一年": 1}
AGO_HEADING = re.compile(
    rf"({'|'.join(sorted(AGO, key=len, reverse=True))})"
    + (rf"(?:同期)?{WHAT}(?:值|数|数值|数据|情况)?")
)


def normalised(text: str) -> str:
    """Return a heading without what people vary: width, blanks, case, closing marks."""
    plain = unicodedata.normalize("NFKC", text or "")
    plain = "".join(c for c in plain if not c.isspace() and c.isprintable())
    return plain.strip("*:：·.、,;_-/|#").lower()


def flat(text: str) -> str:
    """Return a text without blanks, its width and case evened out."""
    plain = unicodedata.normalize("NFKC", text or "")
    return "".join(plain.split()).lower()


def stem(name: str) -> str:
    """Return a file's name without its path and ending."""
    return re.sub(r"\.[A-Za-z]{2,5}$", "", re.split(r"[/\\]", name)[-1])


def is_figure(text: str) -> bool:
    """Say whether a text is a number that is no year."""
    plain = flat(text)
    return bool(NUMBER_TEXT.fullmatch(plain)) and not YEAR_ALONE.fullmatch(plain)


def without_english(text: str) -> str:
    """Return a normalised heading without its second language: 项目 Item."""
    if not HAN.search(text):
        return text
    kept = ENGLISH_BEFORE.sub("", ENGLISH_BEHIND.sub("", text)) or text
    left = text.replace(kept, "")
    return text if partial.in_english(left) else kept


def without_brackets(text: str) -> str:
    """Return a normalised heading without what stands in brackets: 本年值(%)."""
    return BRACKETS.sub("", text).strip("*:·.、,;_-/|#")


# What our own API calls its columns (dashboards/api/figures.py).
OF_API = {
    "region": REGION_CODE,
    "region_name": REGION,
    "indicator": CODE,
    "indicator_name": NAME,
    "domain": DOMAIN,
    "unit": UNIT,
    "year": YEAR,
    "value": replace(VALUE, heading="数值"),
    "missing_reason": REASON,
    "grade": GRADE,
    "origin": ORIGIN,
    "is_demo": DEMO,
    "definition_break": BREAK,
    "substitute_region": SUBSTITUTE,
    "source": SOURCE,
    "note": NOTE,
    "events": EVENTS,
    "denominator": DENOMINATOR,
    "updated_at": UPDATED,
}


def _spellings() -> dict[str, KnownColumn]:
    found: dict[str, KnownColumn] = {}
    for column in ALL:
        for words in (column.heading, *column.synonyms):
            found.setdefault(normalised(words), column)
    for words, column in OF_API.items():
        found.setdefault(words, column)
    return found


SPELLINGS = _spellings()


def is_group(text: str) -> bool:
    """Say whether the heading only stands over several columns: 近两年值."""
    plain = normalised(text)
    return plain in GROUPS or without_brackets(plain) in GROUPS


def recognise(text: str, year: int | None = None) -> KnownColumn | None:
    """Return which column a heading means, None where it means none that we know.

    With the data year of the file, a heading that names that year (2025年值, 2025年
    实际值, 2025) is this year's value; one that names another is the `year_value` of
    its year, and so is every year where none is given. 上年值 needs the data year.
    """
    plain = normalised(text)
    bare = without_brackets(plain)
    mine = without_english(plain.replace("/", ""))
    spoken = (plain, bare, mine, without_brackets(mine))
    for words in dict.fromkeys(spoken):
        found = SPELLINGS.get(words) or _of_a_year(words, year)
        if found and found.field == "value" and not brackets.harmless(plain):
            return None  # 本年值（农村） is another figure
        if found:
            return _with_year_in_brackets(found, plain, year)
    return None


def _of_a_year(words: str, year: int | None) -> KnownColumn | None:
    """Return the column of a heading that begins with a year or names the last."""
    if dated := dated_year(words):
        return _year_column(dated, year)
    if match := YEAR_HEADING.fullmatch(words):
        return _year_column(int(match[1]), year)
    if year and (match := AGO_HEADING.fullmatch(words)):
        return _year_column(year - AGO[match[1]], year)
    if match := AIM.fullmatch(words):
        column = SPELLINGS.get(match[1])
        if column in (TARGET, DUE, BASELINE):
            return replace(column, year=int(re.search(r"\d{4}", words)[0]))
    return None


def dated_year(text: str) -> int | None:
    """Return the year that a date stands for as a heading or key: the first or last
    day of one, or a year's number that is shown as a date (2020 is in July 1905)."""
    if match := TURN_OF_YEAR.fullmatch(text):
        return int(match[1])
    if re.fullmatch(r"1905-0[4-9]-\d\d", text):
        days = (date.fromisoformat(text) - date(1899, 12, 30)).days
        return days if 1949 < days < 2100 else None
    return None


def _year_column(found: int, year: int | None) -> KnownColumn:
    if found == year:
        return replace(VALUE, year=found)
    return replace(YEAR_VALUE, heading=f"{found}年", year=found)


def _with_year_in_brackets(
    column: KnownColumn, plain: str, year: int | None
) -> KnownColumn:
    """Return 实际值(2024年) as the value of that year."""
    if column.key != VALUE.key or column.year:
        return column
    named = re.search(r"[(\[【]((?:19|20)\d\d)年?(?:末|底|度)?[)\]】]", plain)
    return _year_column(int(named[1]), year) if named else column


def year_heading(year: int) -> str:
    """Return our heading of one year's values: 2023年值."""
    return f"{year}年值"
