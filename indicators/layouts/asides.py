"""What a table's rows say beside their figures: footers, headings again, words that
make a figure less than the whole. Pure."""

import re
from collections.abc import Iterable

from indicators.layouts import columns, partial

FOOTER = re.compile(
    r"\(?(?:注|备注|附注|说明|填表说明|填报说明|单位负责人|负责人|主要负责人|分管领导|审核人"
    r"|审核|填表人|填报人|制表人|制表|经办人|联系人|联系电话|电话|填报日期|填表日期|日期"
    r"|报送日期|资料来源|数据来源|填报单位|报送单位|单位)(?:\([^)]*\))?[0-9①-⑳]*\)?"
    r"(?:[:：.、]|$).*|第[0-9]+页.*|单位负责人.*|注[0-9①-⑳].*",
    re.S,
)


def is_footer(text: str) -> bool:
    """Say whether a text begins what stands below a table: 注：…, 填表人：…."""
    return (
        FOOTER.fullmatch(text[:200].replace("（", "(").replace("）", ")")) is not None
    )


def repeats(line: list[str], at: int | None, heading: str) -> bool:
    """Say whether a row repeats the heading of the column (its place) that says what
    rows are about."""
    return at is not None and at < len(line) and bool(line[at]) and line[at] == heading


def partial_words(texts: Iterable[str], name: str) -> list[str]:
    """Return a remark for each word of the texts beside a figure that may make it less
    than the whole; what its indicator's name says itself is none."""
    return [
        f"此行写有“{word}”，请核对是否为全体、全年的数值。"
        for text in texts
        if text
        for _kind, word in partial.said(columns.flat(text))
        if word not in name
    ]
