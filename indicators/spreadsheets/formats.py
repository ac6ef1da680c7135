"""How a number format shows a number: as a date, times 100 with %, with a unit. Pure.

A spreadsheet keeps 0.853 and shows 85.3%: whoever reads the bare number is wrong by
a hundred.
"""

import re
from functools import cache
from typing import NamedTuple

PERCENT = {9, 10}
DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
KEPT = re.compile(r"_.|\*.|\[[^\]]*\]")
POINT = re.compile(r'\\\.|!\.|"\."')  # a point that is written, not counted
SIGNS = ("%", "‰", "万", "亿")


class CellFormat(NamedTuple):
    """`date`: shown as a date or time; else the number times `scale`, then `sign`."""

    date: bool = False
    scale: int = 1
    sign: str = ""


PLAIN = CellFormat()


@cache
def of(number: int, code: str = "") -> CellFormat:
    """Return how a format shows a number: its built-in number, its code if it
    has one."""
    if not code:
        if number in PERCENT:
            return CellFormat(scale=100, sign="%")
        return CellFormat(date=True) if number in DATES else PLAIN
    positive = code[:500].split(";")[0]
    elapsed = re.search(r"\[[hms]+\]", positive, re.I)
    bare = QUOTED.sub("", positive)
    if "%" in bare:
        return CellFormat(scale=100, sign="%")
    if elapsed or _is_date(bare):
        return CellFormat(date=True)
    return _with_sign(positive, bare)


def _is_date(bare: str) -> bool:
    plain = bare.lower()
    if "general" in plain or "0" in plain or "#" in plain or "@" in plain:
        return bool(re.search("[ymdh]", plain.replace("general", "")))
    return bool(re.search("[ymdhs]|am/pm|上午", plain))


def _with_sign(positive: str, bare: str) -> CellFormat:
    """Return the sign that a format writes behind the number as it is: 0.0"万"."""
    if "," in re.sub(r"#,#|#,0|0,0", "", bare) or POINT.search(positive):
        return PLAIN  # shown divided (5.3万 for 53000): the number itself is meant
    literal = re.sub(r'["\\]', "", KEPT.sub("", positive)).strip()
    sign = next((s for s in SIGNS if literal.endswith(s)), "")
    return CellFormat(sign=sign) if sign else PLAIN
