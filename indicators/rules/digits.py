"""How many digits a value, a path and a target are printed with, as numbers. Pure.

numbers.py writes a number; here it is read back as printed, so that who subtracts the
printed numbers finds the printed distance.
"""

from decimal import Decimal

from indicators.rules import numbers

NEAR = 1e-6


def told(value, decimals: int) -> Decimal:
    """Return a value as it is printed, as a number."""
    return read(numbers.plain(value, decimals))


def read(text: str) -> Decimal:
    """Return the number that was printed."""
    return Decimal(text.replace(numbers.MINUS, "-"))


def path_places(decimals: int) -> int:
    """Return the decimals of a computed path or gap: two at least, but one only of a
    count, as the sentences do."""
    return max(decimals, min(decimals + 1, 2))


def path_printed(number: float, decimals: int) -> Decimal:
    """Return a point of the path as it is printed, with the indicator's decimals where
    those say all of it."""
    found = read(numbers.figure(number, path_places(decimals)))
    whole = read(numbers.figure(number, decimals))
    return whole if found == whole else found


def resolved(number: float, decimals: int) -> Decimal:
    """Return a resolved target as printed: one decimal more than the indicator's at
    most, and more only where that shows nothing of it."""
    found = read(numbers.trimmed(number, decimals + 1))
    if not found and abs(number) > 1e-9:
        found = read(numbers.trimmed(number, numbers.small_places(number)))
    return found


def rounded(gap: Decimal, decimals: int) -> Decimal:
    """Return a difference with the indicator's decimals, with all it has where those
    would show nothing."""
    found = told(gap, decimals)
    return found if found or not gap else gap


def near(one, other) -> bool:
    """Say whether two numbers are both known and the same but for rounding."""
    one, other = numbers.number(one), numbers.number(other)
    if one is None or other is None:
        return False
    return abs(one - other) <= NEAR * max(1, abs(one), abs(other))
