"""How our workbooks look: fonts, colours, number formats, widths, heights. Pure.

Two kinds of sheets are written: sheets to read (SHEET, the analysis workbook) and
sheets to fill in (FORM). What both need stands here once.
"""

import math
import unicodedata
from decimal import Decimal

from indicators.rules import assessment

SONG, HEI, YAHEI = "宋体", "黑体", "微软雅黑"
INK, INK2, HAIRLINE = "#1B2420", "#55605A", "#DEDCD4"
ACCENT, ACCENT_SOFT, RAISED = "#1F5A6B", "#E3EEF1", "#F4F2EC"
TONES = {  # group: ink, paper
    "good": ("#14694A", "#E3F1EA"),
    "watch": ("#7D5100", "#FBF0D9"),
    "bad": ("#A32E17", "#FBE6E0"),
    "none": ("#565E5A", "#EEEFED"),
}
FORM_INK, RULED = "#1F2328", "#808890"
LOCKED, SHUT, OPEN, HEAD = "#F1F3F5", "#DDE1E5", "#FFF8D6", "#DCE6F1"

SHEET = {
    "font_name": YAHEI,
    "font_size": 10,
    "font_color": INK,
    "valign": "vcenter",
}
FORM = {"font_name": SONG, "font_size": 10, "font_color": FORM_INK}

ROW = 17  # points of a row of one line
LINE_HEIGHT = 15  # points of one line of text
FORM_LINE = 14.5  # the same in the smaller letters of a form's table
HIGHEST_ROW = 409  # points: what Excel allows
EXACT_DIGITS = 15  # that a spreadsheet's number keeps
FORMULA_LIKE = tuple("=+-@\t\r")


class Formats:
    """The formats of one workbook on the base of its kind of sheet, each made once."""

    def __init__(self, book, base: dict):
        self.book, self.base, self.made = book, base, {}

    def get(self, **properties):
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(self.base | properties)
        return self.made[key]


class FormLooks(Formats):
    """The formats of a sheet to fill in: what is locked, what is open."""

    def __init__(self, book):
        super().__init__(book, FORM)

    def title(self):
        return self.get(
            font_name=HEI, font_size=16, align="center", valign="vcenter", locked=True
        )

    def line(self, align="left", locked=True, wrap=True):
        return self.get(align=align, valign="vcenter", text_wrap=wrap, locked=locked)

    def heading(self, is_open=False):
        return self.get(
            bold=True,
            align="center",
            valign="vcenter",
            text_wrap=True,
            border=1,
            border_color=RULED,
            bg_color=OPEN if is_open else HEAD,
        )

    def cell(self, align="left", fill=LOCKED, locked=True, number="", **more):
        """Return the format of a cell of the table."""
        if number:
            more["num_format"] = number
        if align == "right":
            more["indent"] = 1
        return self.get(
            align=align,
            valign="vcenter",
            text_wrap=True,
            border=1,
            border_color=RULED,
            bg_color=fill,
            locked=locked,
            **more,
        )


# ------------------------------------------------------------------- numbers


def number_format(decimals: int) -> str:
    """Return the format of a value with so many decimals; no thousands separator."""
    return "0." + "0" * decimals if decimals else "0"


def signed_format(decimals: int) -> str:
    """Return the format of a difference: with its sign, zero without."""
    plain = number_format(decimals)
    return f"+{plain};-{plain};{plain}"


def grouped_format(decimals: int, value: Decimal | None = None) -> str:
    """Return the format of an earlier year's value in a form, with the digits that it
    has where it has more than the indicator's decimals, up to four."""
    own = 0
    if value is not None:
        own = min(max(-value.normalize().as_tuple().exponent, 0), 4)
    return "#,##" + number_format(max(decimals, own))


def open_format(decimals: int) -> str:
    """Return the format of a cell that is typed into: what is typed is seen."""
    if not decimals:
        return "General"
    return grouped_format(decimals) + "#" * max(4 - decimals, 0)


def is_exact(value: Decimal | int) -> bool:
    """Say whether a spreadsheet's number holds all digits of the value."""
    return len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS


def shown(value: Decimal | float | int | None) -> float | int | None:
    """Return a number as a spreadsheet holds it."""
    return float(value) if isinstance(value, Decimal) else value


# ------------------------------------------------------------------- texts


def looks_like_formula(text: str) -> bool:
    """Say whether a text begins like a formula and is marked as a text."""
    return text.startswith(FORMULA_LIKE)


def display_width(text: str) -> int:
    """Return how wide a text is in half-width characters; Chinese counts double."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def lines_of(text: object, width: float) -> int:
    """Return how many lines a text takes in a cell so many characters wide."""
    room = max(width - 0.8, 1)
    return sum(
        max(math.ceil(display_width(line) / room), 1)
        for line in str("" if text is None else text).split("\n")
    )


def height_of(cells) -> float:
    """Return the height of a row, in points, for (text, column width) of wrapped
    cells."""
    lines = max((lines_of(text, width) for text, width in cells), default=1)
    return min(max(ROW, lines * LINE_HEIGHT + 3), HIGHEST_ROW)


def status_words() -> dict[str, str]:
    """Return every word that stands in a column of statuses with its tone."""
    words = {c.dispatch: c.group for c in assessment.CATEGORIES.values()}
    other = (
        assessment.BREACHED_FLOOR,
        assessment.BREACHED_RANGE,
        assessment.MOVED_FROM_START,
    )
    return words | dict.fromkeys(other, "bad")
