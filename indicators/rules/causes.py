"""Why a verdict is judged anew: each cause once, with how it is said. Plain Chinese,
callers mark it for translation. Pure.

In the order of weight: where one act does several things to a row, the first is named.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CauseWords:
    """What a list of changes calls a cause."""

    label: str


CAUSES = {
    "plan": CauseWords("规划内容变化"),
    "target": CauseWords("目标值修订"),
    "baseline": CauseWords("基期值或计量单位更正"),
    "doubt": CauseWords("待确认事项已确认"),
    "definition": CauseWords("口径变更"),
    "revised_value": CauseWords("以往数值更正"),
    "new_value": CauseWords("新增数值"),
    "reference": CauseWords("参照地区数值变化"),
    "demo": CauseWords("演示数据变化"),
    "rule": CauseWords("评价方法变化"),
    "year": CauseWords("评价年度更替"),
}


def first(kinds) -> str:
    """Return the weightiest of the kinds (codes of CAUSES). ValueError for none."""
    return min(kinds, key=list(CAUSES).index)
