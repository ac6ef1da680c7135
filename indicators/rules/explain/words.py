"""The words of a verdict: headlines, reasons and flags, in Chinese and English.

What is said of each code stands in indicators/rules/reasons.py and, for categories and
flags, in indicators/rules/assessment/vocabulary.py; here it is looked up.
"""

from indicators.rules.assessment import Result
from indicators.rules.assessment.vocabulary import (
    BREACHED_FLOOR,
    CATEGORIES,
    FLAGS,
    REASONS,
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


def is_floor(result: Result) -> bool:
    """Say whether what a breached result fell foul of is one to stay above.

    Told by the figures: the value lies below the limit, or, where it equals a limit
    that excludes itself, or no limit is in force, the path points upwards.
    """
    limit, latest = result.limit_in_force, result.latest
    if None not in (limit, latest) and limit != latest:
        return latest < limit
    ends = [value for _, value in (*result.anchors[:1], *result.anchors[-1:])]
    if limit is not None:  # the baseline was on the good side of it
        return bool(ends) and ends[0] is not None and ends[0] > limit
    return None not in ends and len(ends) == 2 and ends[1] > ends[0]


def headline_words(result: Result, wording="dispatch") -> str:
    """Return the headline of a result: 调度用语 ("dispatch") or 评估用语.

    A floor that is broken reads 低于控制目标, and 暂无法评价 says why.
    """
    status, words = result.status, headline(result.status, wording)
    if status == "breached" and wording == "dispatch" and is_floor(result):
        return BREACHED_FLOOR
    if status == "no_data":
        return f"{words}：{reason_words(result.reason)}"
    return words
