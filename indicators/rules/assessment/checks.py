"""What a case in JSON gets wrong, in Chinese sentences, before it is assessed."""

from collections.abc import Mapping

from . import cases
from .direction import contradictions, stated_direction
from .figures import number, whole
from .reading import bounds, year


def check_case(case) -> list[str]:
    """Return one sentence per problem, none for a case that can be assessed.

    Missing figures are no problem: assess() answers them with a reason.  Problems
    are wrong types, words outside the convention, and contradictions (B3).
    """
    if not isinstance(case, Mapping):
        return ["应是一个JSON对象"]
    if not isinstance(case.get("indicator"), Mapping):
        return ["缺少指标（indicator）"]
    problems = _indicator(case["indicator"])
    problems += _rows(case.get("observations"), "实际值", cases.observation)
    problems += _try(year, case.get("as_of"), "评价年份（as_of）")
    return problems


def _indicator(given: Mapping) -> list[str]:
    problems = []
    for key, read, name in _FIELDS:
        if key in _OBJECTS and not isinstance(given.get(key), Mapping | None):
            problems.append(f"{name}应是一个JSON对象")
            continue
        problems += _try(read, given.get(key), name)
    problems += _rows(given.get("milestones"), "目标", _milestone)
    if problems:
        return problems
    try:
        stated = cases.AssessedIndicator.from_dict(given)
    except ValueError as error:
        return [str(error)]
    direction = stated_direction(stated.measure.direction, stated.split)
    return contradictions(direction, stated.split)


_OBJECTS = ("baseline", "reference")
_FIELDS = (
    ("decimals", whole, "小数位数（decimals）"),
    ("period", whole, "周期（period）"),
    ("bounds", bounds, "上下限（bounds）"),
    ("baseline", cases.baseline, "基期（baseline）"),
    ("reference", cases.reference, "参照序列（reference）"),
    ("se", number, "误差（se）"),
    ("per", number, "率的基数（per）"),
)


def _milestone(given: Mapping):
    if given.get("kind") == "compound":
        problems = _rows(given.get("parts"), "分目标", cases.milestone)
        if problems:
            raise ValueError(problems[0])
        return year(given.get("year"))
    return cases.milestone(given)


def _rows(given, name: str, read) -> list[str]:
    if given is None:
        return []
    if not isinstance(given, list | tuple):
        return [f"{name}应是一个列表"]
    problems = []
    for position, item in enumerate(given, 1):
        if not isinstance(item, Mapping):
            problems.append(f"第{position}个{name}应是一个JSON对象")
        else:
            problems += _try(read, item, f"第{position}个{name}")
    return problems


def _try(read, given, name: str) -> list[str]:
    try:
        read(given)
    except (ValueError, TypeError, AttributeError) as error:
        return [f"{name}有误：{error}"]
    return []
