"""Times in front of a target: its year, its base, 年均, 累计, “十四五”期间."""

import re

from indicators.rules.notation import phrases as say
from indicators.rules.notation.cursor import Cursor

FIVE_YEARS = {"二": 2015, "三": 2020, "四": 2025, "五": 2030, "六": 2035}
PLAN = r"“?十(?P<n>[二三四五六])五”?(?:规划|时期)?"
PERIOD = re.compile(
    rf"(?:力争)?(?:到|至|在|整个)?{PLAN}(?P<end>末期?|期末|末年)?(?:期间|时期|期内|内)?(?:,|:)?"
)
BASE_PERIOD = re.compile(
    rf"(?:相?(?:比|较)(?:于)?|与|同|在){PLAN}(?P<end>末期?|期末|末年)(?:的?实际)?(?:的?水平)?"
    r"(?:相比较?|的?基础上|比)?,?"
)
SPAN = re.compile(
    r"(?:从)?(?P<first>(?:19|20)\d\d)年?(?:-|—|~|至|到)(?P<year>(?:19|20)\d\d)年(?:期间|间)?(?:,|:)?"
)
LAST_YEAR = r"上一?年度?|去年|前一年"
BASE_UNDATED = re.compile(
    rf"(?:比|较|与|同|在)(?P<what>{LAST_YEAR}|现有|现状|基期|基准年|基线|目前|当前|规划期初|"
    r"原有|“?十[二三四五]五”?(?:时期|期间|末)?)(?:同期|水平|末|底|期末)*(?:的?基础上|相比|比)?,?"
)
PLAN_BASE = re.compile("基期|基准年|基线|规划期初")
YEAR_ON_YEAR = re.compile("同比(?!例)")
TOTAL = re.compile(
    r"(?P<span>(?:[一二两三四五六七八九十]|\d{1,2})年(?:内|间|来)?|规划期内?)?累计"
    rf"|(?P<within>(?:[三四五]|\d)年内?)(?={say.UP}|{say.DOWN})"
)


def base(cursor: Cursor) -> bool:
    """Read 较2015年, 在2020年基础上, 较“十三五”末."""
    if match := cursor.take(BASE_PERIOD):
        return cursor.set(base_year=FIVE_YEARS[match["n"]])
    match = cursor.take(say.BASE_BARE) or base_match(cursor)
    return bool(match) and cursor.set(base_year=int(match["year"]))


def base_match(cursor: Cursor) -> re.Match | None:
    """Return 比2015年 or 在2015年基础上, but not 在2015年 alone (a milestone)."""
    here = cursor.at
    match = cursor.take(say.BASE)
    loose = match and match[0][0] in "在以按" and "基" not in match[0]
    if loose or (match and match[0][0] in "从自" and "起" not in match[0]):
        cursor.at = here
        return None
    return match


def base_undated(cursor: Cursor) -> bool:
    """Read 比上年, 同比, 在现有基础上: a base without a year of its own.

    The plan's own base (较基期) is what a bare change counts from. The year before
    and the present are kept as printed; a whole earlier period is asked about.
    """
    match = cursor.take(BASE_UNDATED) or cursor.take(YEAR_ON_YEAR)
    if match is None:
        return False
    printed = match[0].strip(",")
    if "五" in printed:
        cursor.ask(f"“{printed}”没有写明年份，请确认基期是哪一年。")
    elif not PLAN_BASE.search(printed):
        before_last(cursor, printed)
    return True


def before_last(cursor: Cursor, printed: str) -> None:
    """Keep the words of a base; 上年 counts from the year before the milestone."""
    cursor.note(printed)
    cursor.found["last_year"] = bool(re.search(f"{LAST_YEAR}|同比", printed))


def span(cursor: Cursor) -> bool:
    """Read 2021—2025年: the last year is the milestone's.

    The years of a five-year plan count from the year before the first; of other
    spans that is asked.
    """
    match = cursor.take(SPAN)
    if match is None:
        return False
    first, year = int(match["first"]), int(match["year"])
    if first % 5 == 1 and year == first + 4:
        cursor.found["counted_from"] = first - 1
    else:
        printed = match[0].strip(",:")
        cursor.ask(f"“{printed}”是一段时期，请确认从哪一年的数起算。")
    return cursor.set(year=year)


def period(cursor: Cursor) -> bool:
    """Read “十四五”末 (a milestone of 2025), “十四五”期间 (from 2020 to 2025)."""
    match = cursor.take(PERIOD)
    if match is None:
        return False
    year = FIVE_YEARS[match["n"]]
    if match[0].startswith("力争"):
        cursor.set(effort=True)
    if not match["end"]:
        cursor.found["counted_from"] = year - 5
    several_years(cursor, year)
    return True


def milestone(cursor: Cursor) -> bool:
    """Read 到2030年, 2025年底前; 力争到2030年 is an effort, too."""
    match = cursor.take(say.MILESTONE)
    if match is None:
        return False
    if match[0].startswith(("力争", "争取", "努力")):
        cursor.set(effort=True)
    several_years(cursor, int(match["year"]))
    return True


def several_years(cursor: Cursor, year: int) -> None:
    """Store the milestone year; two different ones are asked about."""
    if not cursor.set(year=year):
        cursor.ask("写了几个目标年份，请确认是哪一年的目标。")


def yearly(cursor: Cursor) -> bool:
    """Read 年均, 每年."""
    return bool(cursor.take(say.YEARLY)) and cursor.set(per_year=True)


def total(cursor: Cursor) -> bool:
    """Read 累计, 五年累计: what follows is the amount of several years together."""
    match = cursor.take(TOTAL)
    if match is None:
        return False
    if match["span"] or match["within"]:
        cursor.note(match[0])
    cursor.found["total"] = "said"
    return True
