"""Numbers as people read them: the one home of rounding, signs, shares and units.

Pages, exports and sentences all print through these functions. A value that was
observed or set is a decimal number and is rounded half up (四舍五入), by plain(). A
figure that was computed (path, gap, pace, share) is rounded by figure(), from the
binary number itself, like the worked examples of the assessment rules. Missing,
infinite and unreadable values print as a dash; nothing here raises.
"""

import math
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, InvalidOperation

MISSING = "—"
MINUS = "−"

GAP_UNITS = {
    "%": "个百分点",
    "％": "个百分点",
    "‰": "个千分点",
    "‱": "个万分点",
}


def number(value) -> float | None:
    """Return the value as a finite float, or None for anything else."""
    if value is None or isinstance(value, bool):
        return None
    try:
        read = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return read if math.isfinite(read) else None


def _decimal(value) -> Decimal | None:
    """Return the number as it is written (0.1 is one tenth), or None."""
    if number(value) is None:
        return None
    try:
        return value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None


def _places(decimals) -> int:
    return min(max(int(number(decimals) or 0), 0), 12)


def _written(text: str) -> str:
    """Return a number's text with a true minus sign, and zero without any."""
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0.") else MINUS + text[1:]
    return text


def _rounded(value, decimals, rounding) -> str:
    exact = _decimal(value)
    if exact is None:
        return MISSING
    unit = Decimal(1).scaleb(-_places(decimals))
    try:
        return _written(f"{exact.quantize(unit, rounding=rounding):f}")
    except InvalidOperation:  # more digits than a Decimal context holds
        return _written(f"{exact:.{_places(decimals)}f}")


def plain(value, decimals=0) -> str:
    """Return a value with so many decimals, half up: plain(−1.25, 1) is "−1.3"."""
    return _rounded(value, decimals, ROUND_HALF_UP)


def signed(value, decimals=0) -> str:
    """Return a change with its sign, "+0.3" or "−0.3"; zero has none."""
    text = plain(value, decimals)
    return text if text == MISSING or is_zero(text) or text[0] == MINUS else f"+{text}"


def trimmed(value, decimals=0) -> str:
    """Return a value as a plan prints it, without closing zeros: "78", "15.632"."""
    text = plain(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure(value, decimals=0) -> str:
    """Return a computed figure with so many decimals, rounded from the binary number.

    At twelve digits, so that noise of the computation does not decide a tie.
    """
    read = number(value)
    if read is None:
        return MISSING
    return _written(f"{float(f'{read:.12g}'):.{_places(decimals)}f}")


def percent(share, decimals=0) -> str:
    """Return a computed share as a percentage: percent(0.906) is "91%"."""
    read = number(share)
    return MISSING if read is None else f"{figure(read * 100, decimals)}%"


def away(value, decimals=0) -> str:
    """Return a demand rounded away from zero, so that following it is enough."""
    read = number(value)
    return MISSING if read is None else _rounded(round(read, 9), decimals, ROUND_UP)


def toward(value, decimals=0) -> str:
    """Return an allowance rounded toward zero, so that using it is not too much."""
    read = number(value)
    return MISSING if read is None else _rounded(round(read, 9), decimals, ROUND_DOWN)


def is_zero(text: str) -> bool:
    """Say whether a printed number shows nothing but zeros."""
    return not text.strip(f"+{MINUS}0.%")


def small_places(value, least=2) -> int:
    """Return how many decimals show two digits of a small number, at least `least`."""
    read = abs(round(number(value) or 0, 9))
    return least if read == 0 else max(least, 1 - math.floor(math.log10(read)))


def shown_unit(unit) -> str:
    """Return the unit as it stands behind a number: "1/10万" becomes "/10万"."""
    text = str(unit or "").strip()
    return text[1:] if text.startswith("1/") else text


def gap_unit(unit) -> str:
    """Return the unit of a difference: 个百分点 for %, else as behind a number."""
    text = shown_unit(unit)
    return GAP_UNITS.get(text, text)
