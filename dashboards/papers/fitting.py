"""How much of a table fits on one A4 sheet: lines counted from the width of the words.

Screen, print and Word set the sheet in the same points (TABLE, LEADING), so that one
count serves all three. Pure.
"""

from collections.abc import Sequence

WIDTH, HEIGHT = 180.0, 269.0  # millimetres within the margins
MARGIN = 15  # millimetres left and right; MARGIN_TOP above and below
MARGIN_TOP = 14
POINT = 0.3528  # millimetres
TABLE, LEADING = 9.0, 12.0  # points: a character of the table, a line of it
BODY, BODY_LEADING = 10.5, 16.0
PADDING = 3.0  # millimetres of a cell, left and right together
ROW_PADDING = 1.6  # millimetres of a row, above and below together
NARROW = 0.56  # of a letter or digit beside a Chinese character
SPARE = 1.06  # no two programs break lines alike


def length(text: str) -> float:
    """Return the width of a text in Chinese characters."""
    return sum(NARROW if ord(char) < 0x2000 else 1.0 for char in text)


def lines_of(text: str, width: float, size: float = TABLE) -> int:
    """Return how many lines a text takes in a width in millimetres."""
    room = max(width / (size * POINT), 1.0)
    parts = text.split("\n")
    return sum(max(1, -int(-(length(part) * SPARE) // room)) for part in parts)


def clipped(text: str, width: float, most: int) -> str:
    """Return the text cut, with an ellipsis, to so many lines of a cell."""
    if lines_of(text, width - PADDING) <= most:
        return text
    while text and lines_of(text + "……", width - PADDING) > most:
        text = text[:-1]
    return text + "……"


def row_height(cells: Sequence[str], widths: Sequence[float]) -> float:
    """Return the height of a table row in millimetres."""
    most = max(
        lines_of(text, width - PADDING)
        for text, width in zip(cells, widths, strict=True)
    )
    return most * LEADING * POINT + ROW_PADDING


def text_height(text: str, size: float = BODY, leading: float = BODY_LEADING) -> float:
    """Return the height of a paragraph over the whole width in millimetres."""
    return lines_of(text, WIDTH, size) * leading * POINT


def fitting(heights: Sequence[float], room: float) -> int:
    """Return how many rows of these heights fit into the room."""
    used = 0.0
    for number, height in enumerate(heights):
        used += height
        if used > room:
            return number
    return len(heights)
