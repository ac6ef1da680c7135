"""How a form looks: fonts, fills, number formats, and how high a wrapped row is. Pure."""

import math
import unicodedata
from decimal import Decimal

SONG, HEI = "宋体", "黑体"
LINE = 14.5  # points of one line of text in the table
HEADING_LINE = 15.0
INK, LINES = "#1F2328", "#808890"
LOCKED, SHUT, OPEN, HEAD = "#F1F3F5", "#DDE1E5", "#FFF8D6", "#DCE6F1"
FORMULA_LIKE = "=+-@\t\r"
EXACT_DIGITS = 15  # that a spreadsheet's number keeps


class Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book):
        self.book, self.made = book, {}

    def get(self, **properties):
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(
                {"font_name": SONG, "font_size": 10, "font_color": INK} | properties
            )
        return self.made[key]

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
            border_color=LINES,
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
            border_color=LINES,
            bg_color=fill,
            locked=locked,
            **more,
        )


def number_format(decimals: int, value: Decimal | None = None) -> str:
    """Return the format of an earlier year's value, with the digits that it has where
    it has more than the indicator's decimals, up to four."""
    own = 0
    if value is not None:
        own = min(max(-value.normalize().as_tuple().exponent, 0), 4)
    places = max(decimals, own)
    return "#,##0." + "0" * places if places else "#,##0"


def open_format(decimals: int) -> str:
    """Return the format of a cell that is typed into: what is typed is seen."""
    if not decimals:
        return "General"
    return "#,##0." + "0" * decimals + "#" * max(4 - decimals, 0)


def is_exact(value: Decimal | int) -> bool:
    """Say whether a spreadsheet's number holds all digits of the value."""
    return len(Decimal(value).normalize().as_tuple().digits) <= EXACT_DIGITS


def looks_like_formula(text: str) -> bool:
    """Say whether a text begins like a formula and is marked as a text."""
    return text.startswith(tuple(FORMULA_LIKE))


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
