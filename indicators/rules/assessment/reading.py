"""Reading single entries of a case in JSON: what they are, or one Chinese sentence."""

from collections.abc import Mapping
from decimal import Decimal

from .figures import number, whole


def mapping(given) -> Mapping:
    """Return a JSON object, an empty one for None; ValueError otherwise."""
    if not isinstance(given, Mapping | None):
        raise ValueError(f"“{given}”不是JSON对象")
    return given or {}


def listing(given) -> list | tuple:
    """Return a list, an empty one for None; ValueError otherwise."""
    if not isinstance(given, list | tuple | None):
        raise ValueError(f"“{given}”不是列表")
    return given or ()


def words(given) -> str:
    """Return a text, nothing for anything else: words decide nothing."""
    return given if isinstance(given, str) else ""


def direction(given: str | None) -> str | None:
    """Return up, down, "none" (neither side is better), None where nobody says it."""
    if given in ("up", "down", "none"):
        return given
    if given not in (None, ""):
        raise ValueError(f"指标方向“{given}”应为 up、down 或 none")
    return None


def bounds(given) -> tuple[Decimal | None, Decimal | None]:
    """Return the natural lower and upper limit, None where there is none."""
    if given is None:
        return None, None
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise ValueError("上下限应为两个数，没有的一端写 null")
    return number(given[0]), number(given[1])


def year(given) -> int | None:
    """Return a calendar year; ValueError for what cannot be one."""
    when = whole(given)
    if when is not None and not 1000 <= when <= 9999:
        raise ValueError(f"“{given}”不是年份")
    return when


def decimals(given, default: int | None) -> int | None:
    """Return a number of digits after the point; ValueError for what is none."""
    digits = whole(given)
    if digits is not None and not -12 <= digits <= 12:
        raise ValueError(f"“{given}”不是小数位数")
    return default if digits is None else digits
