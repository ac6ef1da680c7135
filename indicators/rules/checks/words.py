"""What each check is called, and whether it blocks submitting; for the method page.

Plain Chinese, callers mark it for translation. The sentences stand where the check
is made: they tell the figures.
"""

from dataclasses import dataclass

from indicators.rules.checks.nouns import ERROR, WARNING


@dataclass(frozen=True, slots=True)
class Check:
    """One check by its code: what it is called, and the level of its findings."""

    label: str
    level: str


CHECKS = {
    "bounds": Check("超出上下限", ERROR),
    "part": Check("分子大于分母", ERROR),
    "denominator": Check("分母为0", ERROR),
    "part_of": Check("部分大于整体", ERROR),
    "source": Check("未写数据来源", ERROR),
    "expected": Check("未写预计公布月份", ERROR),
    "jump": Check("与最近值相差较大", WARNING),
    "outlier": Check("偏离以往各年的变化", WARNING),
    "unit_slip": Check("单位或小数点可能有误", WARNING),
    "unchanged": Check("连续几年完全相同", WARNING),
    "decimals": Check("小数位过多", WARNING),
    "rate": Check("与分子、分母计算结果不一致", WARNING),
    "counts": Check("只填了分母", WARNING),
    "contradicts": Check("与其他指标矛盾", WARNING),
    "both": Check("同时填有数值和无数据原因", WARNING),
    "running": Check("数据年度尚未结束", WARNING),
    "revised": Check("与系统已有数值相差较大", WARNING),
    "reading": Check("文件中另有说明", WARNING),
}


def named(level: str) -> list[str]:
    """Return the labels of the checks of a level, in the order of the table."""
    return [check.label for check in CHECKS.values() if check.level == level]
