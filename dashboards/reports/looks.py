"""How the workbook looks: colours, number formats, widths. Pure."""

from decimal import Decimal

from indicators.layouts.entry_form_looks import display_width, lines_of
from indicators.rules import assessment

FONT = "微软雅黑"
INK, INK2, LINE = "#1B2420", "#55605A", "#DEDCD4"
ACCENT, ACCENT_SOFT, RAISED = "#1F5A6B", "#E3EEF1", "#F4F2EC"
TONES = {  # group: ink, paper
    "good": ("#14694A", "#E3F1EA"),
    "watch": ("#7D5100", "#FBF0D9"),
    "bad": ("#A32E17", "#FBE6E0"),
    "none": ("#565E5A", "#EEEFED"),
}
ROW = 17  # points of a row of one line
LINE_HEIGHT = 15
WIDEST_ROW = 409  # points: what Excel allows


def number_format(decimals: int) -> str:
    """Return the format of a value with so many decimals; no thousands separator."""
    return "0." + "0" * decimals if decimals else "0"


def signed_format(decimals: int) -> str:
    """Return the format of a difference: with its sign, zero without."""
    plain = number_format(decimals)
    return f"+{plain};-{plain};{plain}"


def width_of(texts, least=6.0, most=40.0) -> float:
    """Return the column width in which the longest of the texts fits, within bounds."""
    longest = max((display_width(str(text)) for text in texts), default=0)
    return min(max(longest + 2.5, least), most)


def height_of(cells) -> float:
    """Return the height of a row, in points, for (text, column width) of wrapped
    cells."""
    lines = max((lines_of(text, width) for text, width in cells), default=1)
    return min(max(ROW, lines * LINE_HEIGHT + 3), WIDEST_ROW)


def status_words() -> dict[str, str]:
    """Return every word that stands in a column of statuses with its tone."""
    words = {c.dispatch: c.group for c in assessment.CATEGORIES.values()}
    return words | {assessment.BREACHED_FLOOR: "bad"}


def shown(value: Decimal | float | int | None) -> float | int | None:
    """Return a number as a spreadsheet holds it."""
    return float(value) if isinstance(value, Decimal) else value
