"""What brackets behind a name or heading may say without changing what it means. Pure.

“婴儿死亡率（‰）” is the indicator, “婴儿死亡率（农村）” is another one: what is neither a
unit nor a year nor the whole of a place is never dropped.
"""

import re

from indicators.rules import units

COUNTING = set("个家所人例户张项次支座处台辆条类种件名位")
YEAR = re.compile(r"(?:19|20)\d\d年?(?:末|底|度)?")
EACH = re.compile("[0-9百千万亿人]")  # of 人/千人, 张/10万
WHOLE = {"计", "合计", "总计", "总数"}  # 全省 in a city's file is another place
MANNER = {
    "填报",
    "填写",
    "必填",
    "选填",
    "数值",
    "数",
    "值",
    "实际",
    "实际值",
    "完成值",
}
CONTENT = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")


def is_unit(text: str) -> bool:
    """Say whether figures can be converted from a unit, or are surely of
    another kind."""
    plain = units.normalise(text)
    multiplier, base = units.split(plain)
    if multiplier:
        return True
    return any(base in scale for scale in units.SCALES.values())


def is_unit_word(text: str) -> bool:
    """Say whether a text is nothing but a unit: 岁, ‰, 张."""
    return text in COUNTING or is_unit(text)


def says_nothing(text: str) -> bool:
    """Say whether a text beside a heading changes nothing: a unit, a year, 合计, 数值."""
    parts = [part for part in re.split("[,，、;；:：]|单位", text) if part.strip()]
    return all(
        is_unit_word(part) or YEAR.fullmatch(part) or _is_rate(part)
        or part in WHOLE or part in MANNER
        for part in map(str.strip, parts)
    )  # fmt: skip


def _is_rate(text: str) -> bool:
    """Say whether a text is so many of something for so many people: 人/千人."""
    what, _, each = text.partition("/")
    return (not what or is_unit_word(what)) and EACH.search(each) is not None


def harmless(name: str) -> bool:
    """Say whether all that a normalised name has in brackets changes nothing."""
    return all(map(says_nothing, CONTENT.findall(name)))
