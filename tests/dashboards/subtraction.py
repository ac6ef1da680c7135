"""Reads what a row prints and subtracts: the distance by arithmetic of its own.

Knows only the printed words, not the modules that make them.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER = r"−?\d+(?:\.\d+)?"
JUDGED = re.compile(
    rf"近(?P<pool>\d)年合并(?P<pooled>{NUMBER})"
    rf"|(?:(?P<since>\d{{4}})—)?(?P<total>\d{{4}})年累计(?P<sum>{NUMBER})"
    rf"|(?P<apart>\d{{4}})年(?:(?P<side>[高低])(?P<diff>{NUMBER})|持平)"
    rf"|(?P<year>\d{{4}})年(?P<value>{NUMBER})?"
)
DISTANCE = re.compile(
    rf"(?P<side>[优差])(?P<size>{NUMBER})(?P<tolerated>（在允许幅度内）)?"
    rf"|(?P<even>持平)|(?P<inside>区间内)|偏离(?P<away>{NUMBER})"
    r"|(?P<excluded>目标不含本数)"
)
ASKED = re.compile(
    rf"(?P<sign>[<>≤≥约]?)(?P<number>{NUMBER})$"
    rf"|较.+?(?P<side>[高低])(?P<diff>{NUMBER})$|与(?P<even>.+)持平$"
    rf"|(?P<low>{NUMBER})～(?P<high>{NUMBER})$"
)


def number(text) -> Decimal:
    return Decimal(text.replace("−", "-"))


def digits(text) -> int:
    return len(text.partition(".")[2])


@dataclass
class PrintedRow:
    """What stands in one row: newest value and year, what is due, the note."""

    value: str
    year: str
    asked: str
    note: str


@dataclass
class Sum:
    """The two numbers beside one another, of which year, and the printed distance."""

    value: Decimal | None
    year: int
    asked: Decimal | None
    aim_year: int | None
    words: str
    later: str
    places: int


def read(row: PrintedRow) -> Sum:
    """Return the sum that a row asks to be made; an AssertionError for words that
    nobody could read."""
    note, _, later = row.note.partition("；")
    value, year, aim = row.value, int(row.year), None
    words, places = "", digits(row.value)
    for part in filter(None, note.split("，")):
        if found := re.fullmatch(r"(\d{4})年目标", part):
            aim = int(found[1])
        elif DISTANCE.fullmatch(part):
            words = part
        else:
            year, value = _judged(JUDGED.fullmatch(part), part, int(row.year))
            places = digits(value or "")
    asked = _asked(ASKED.match(row.asked), row.asked)
    return Sum(number(value) if value else None, year, asked, aim, words, later, places)


def _judged(found, part, newest):
    assert found, part
    if found["pool"]:
        return newest, found["pooled"]
    if found["total"]:
        return int(found["total"]), found["sum"]
    if found["apart"]:
        sign = "−" if found["side"] == "低" else ""
        return int(found["apart"]), sign + (found["diff"] or "0")
    return int(found["year"]), found["value"]


def _asked(found, text):
    if found is None:
        return None
    if found["number"]:
        return number(found["number"])
    if found["diff"]:
        return number(found["diff"]) * (-1 if found["side"] == "低" else 1)
    if found["even"]:
        return Decimal(0)
    return number(found["low"]), number(found["high"])


def wrong(row: PrintedRow, sign: int) -> str:
    """Return what does not add up in a row, "" where all does; `sign` is +1 where
    more is better."""
    made = read(row)
    found = DISTANCE.fullmatch(made.words) if made.words else None
    if isinstance(made.asked, tuple):
        return _range(made, found)
    if made.asked is None:
        return f"a distance to nothing: {made.words}" if found else ""
    if found is None:
        return f"no distance to {row.asked}"
    better = sign * (made.value - made.asked)
    if found["even"] or found["excluded"]:
        return "" if not better else f"{better} and {made.words}"
    if not found["side"]:
        return f"{made.words} of a number"
    if (better > 0) != (found["side"] == "优") or not better:
        return f"{better} and {made.words}"
    half = Decimal("0.5").scaleb(-digits(found["size"]))
    if abs(abs(better) - number(found["size"])) > half:
        return f"{abs(better)} printed as {found['size']}"
    return ""


def _range(made, found) -> str:
    if made.value is None or found is None:
        return "no value beside a range"
    low, high = made.asked
    away = max(low - made.value, made.value - high, Decimal(0))
    if found["inside"]:
        return "" if not away else f"{away} outside and 区间内"
    size = found["away"] or "0"
    half = Decimal("0.5").scaleb(-digits(size))
    return "" if abs(away - number(size)) <= half else f"{away} and {made.words}"
