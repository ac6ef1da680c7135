"""The words of a verdict: headlines, reasons and flags, in Chinese and English.

What is said of each code stands in indicators/rules/reasons.py and, for categories and
flags, in indicators/rules/assessment/vocabulary.py; here it is looked up.
"""

from indicators.rules.assessment import Result
from indicators.rules.assessment.vocabulary import (
    BREACHED_FLOOR,
    BREACHED_RANGE,
    CATEGORIES,
    FLAGS,
    MOVED_FROM_START,
    REASONS,
    evaluation,
)


def reason_words(reason, lang="zh") -> str:
    """Return a reason as a phrase: no_base_value → 缺目标所指年份的数值.

    A code that nobody has named stays itself.
    """
    found = REASONS.get(str(reason or ""))
    if lang == "en":
        return found.english if found else str(reason or "no reason given")
    return found.phrase if found else str(reason or "原因未注明")


def flag_words(flag, lang="zh") -> str:
    """Return a flag as a phrase: stale → 数据偏旧，请尽快更新."""
    found = FLAGS.get(str(flag or ""))
    if found is None:
        return str(flag or "")
    return found.english if lang == "en" else found.phrase


def headline(code, wording="dispatch") -> str:
    """Return a category's 调度用语, 评估用语 ("evaluation") or English ("english")."""
    category = CATEGORIES.get(str(code), CATEGORIES["no_data"])
    return getattr(category, wording)


def breached_words(direction, scale="value") -> str:
    """Return what a breached limit is called, by the indicator's direction (B8.1).

    Never by the figures: a floor (up) reads 低于控制目标, a range 超出控制范围.
    """
    if scale == "range":
        return BREACHED_RANGE
    return BREACHED_FLOOR if direction == "up" else headline("breached")


def chip(code: str, result: Result | None, direction=None) -> str:
    """Return the 调度用语 of one row (B5, B8.1): of a broken limit by the indicator's
    direction; a path without a baseline has moved from where it starts."""
    if result is not None and code == "breached":
        return breached_words(direction, result.scale)
    if result is not None and code == "reversed" and is_without_baseline(result):
        return MOVED_FROM_START
    return headline(code)


def is_without_baseline(result: Result) -> bool:
    return not result.anchors or "path_from_first_milestone" in result.flags


def headline_words(result: Result, direction=None, wording="dispatch") -> str:
    """Return the headline of a result: 调度用语 ("dispatch") or 评估用语.

    `direction` is the indicator's (up or down); 暂无法评价 says why.
    """
    status, words = result.status, headline(result.status, wording)
    if wording == "evaluation" and status in CATEGORIES:
        words = evaluation(status, result.reason)
    elif wording == "dispatch":
        words = chip(status, result, direction)
    if status == "no_data":
        return f"{words}：{reason_words(result.reason)}"
    return words
