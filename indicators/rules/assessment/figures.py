"""Exact figures: every limit is compared in Decimal, never in binary floats.

A float carries fifteen reliable decimal digits, so it is read at fifteen and what
binary noise adds behind them (434.99999999999994) is dropped; a Decimal or an int
is taken as it stands.
"""

import math
from decimal import Decimal

# "Every threshold comparison allows 1e-9 for float noise, in the favourable
# direction" (README B4 F2).  Compared with shares as it is, with values
# in units of the last digit.
NOISE = Decimal("1e-9")
ZERO = Decimal(0)
LARGEST = Decimal("1e30")
SMALLEST = Decimal("1e-30")


def number(given) -> Decimal | None:
    """Return `given` as an exact Decimal; None for None and for NaN or infinity.

    Raises ValueError for anything that is not a number.  What no indicator can
    mean (beyond 1e30) counts as missing, what is below 1e-30 as zero.
    """
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, int | float | Decimal):
        raise ValueError(f"“{given}”不是数")
    if isinstance(given, float):
        if not math.isfinite(given):
            return None
        given = f"{given:.15g}"
    value = Decimal(given)
    if not value.is_finite() or abs(value) > LARGEST:
        return None
    return value if abs(value) >= SMALLEST else ZERO


def whole(given) -> int | None:
    """Return `given` as a whole number, None for None; ValueError otherwise."""
    value = number(given)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise ValueError(f"“{given}”不是整数")
    return int(value)


def share(given: float) -> Decimal:
    """Return a threshold of the parameters as the decimal number it is written as."""
    return Decimal(str(given))


def half_unit(decimals: int) -> Decimal:
    """Return half a unit of the last of `decimals` digits."""
    return Decimal(5).scaleb(-decimals - 1)


def plain(value: Decimal | float | None) -> float | None:
    """Return a figure as a JSON number: a finite float without negative zero."""
    if value is None:
        return None
    result = float(value)
    return result + 0.0 if math.isfinite(result) else None


def count(value: Decimal | int) -> int | float:
    """Return a count as a JSON number, whole where it is whole."""
    return int(value) if value == int(value) else float(value)
