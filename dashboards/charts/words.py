"""The words a chart prints of its own; the page gives them in the reader's language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    baseline: str = "基期"
    path: str = "规划路径"
    assessed: str = "%(year)s年评价"
    redefined: str = "口径变更"
    demo: str = "（演示）"
    target: str = "目标"
    forecast: str = "预计"
    between: str = "%(value)s（%(low)s～%(high)s）"
    even: str = "持平"
