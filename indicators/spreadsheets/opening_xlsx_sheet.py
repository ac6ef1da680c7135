"""Reads one worksheet of an .xlsx into a grid while its part passes by. Pure."""

import datetime
import re
from dataclasses import dataclass, field

from indicators.spreadsheets import cells, formats, parts
from indicators.spreadsheets.cells import Grid
from indicators.spreadsheets.refusal import FileRefused

DIGITS = "0123456789"
COLUMN, NUMBER = re.compile("[A-Z]{1,3}"), re.compile("[0-9]{1,9}")
REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
EPOCH = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}
SET = ("1", "true")
MOST_WORDS = 2_000  # pieces of one cell's text


@dataclass
class SharedParts:
    """What the cells of all sheets share: strings, formats, the day dates count
    from."""

    strings: list[str] = field(default_factory=list)
    shown: list[formats.CellFormat] = field(default_factory=list)
    from_1904: bool = False

    def styles(self) -> dict[str, formats.CellFormat]:
        """Return the formats by their numbers, as cells write them."""
        return {str(number): shown for number, shown in enumerate(self.shown)}


class SheetWalk:
    """Puts cells into a grid as they pass by; their places may be left out.

    Most of the time of a large file is spent here, so that the usual cell (its place
    told, behind the last one, its number plain) takes the shortest way.
    """

    def __init__(self, grid: Grid, book: SharedParts):
        self.grid, self.book, self.room = grid, book, grid.room
        self.formats = {None: formats.PLAIN, **book.styles()}
        self.row, self.column, self.rows = -1, -1, 0
        self.number, self.columns = None, {}  # the row as told, columns by letters
        self.kind = self.style = None
        self.formula = self.taking = self.phonetic = False
        self.words: list[str] = []

    def start(self, name: str, attributes: dict) -> None:
        """Note where a cell stands and what its element says of it."""
        if name == "c":
            reference = attributes.get("r", "")
            letters = reference.rstrip(DIGITS)
            column = self.columns.get(letters)
            if column is None or reference[len(letters) :] != self.number:
                column = self._place(letters, reference[len(letters) :])
            self.column = column
            self.kind, self.style = attributes.get("t"), attributes.get("s")
            self.formula, self.words = False, []
        elif name == "v":
            self.taking = self.kind != "inlineStr"  # its text is in <is>, said once
        elif name == "t":
            self.taking = self.kind == "inlineStr" and not self.phonetic
        elif name == "f":
            self.formula = True
        elif name == "row":
            self._start_row(attributes.get("r"), attributes.get("hidden"))
        elif name == "rPh":
            self.phonetic = True
        elif name == "col":
            self._column(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", "").split(":"))
        elif ":" in name:
            self.start(parts.local_name(name), attributes)

    def _place(self, letters: str, number: str) -> int:
        """Return the column of a cell, and take over its row where that is told."""
        if not COLUMN.fullmatch(letters) or not NUMBER.fullmatch(number):
            return self.grid.place(self.column + 1, max(self.row, 0))
        self.row, self.number = int(number) - 1, number
        return self.columns.setdefault(
            letters, self.grid.place(cells.index(letters), self.row)
        )

    def _column(self, attributes: dict) -> None:
        """Note columns that are hidden."""
        if attributes.get("hidden") in SET:
            first, last = (whole(attributes.get(name)) - 1 for name in ("min", "max"))
            self.grid.hide_columns(first, last)

    def _start_row(self, told: str | None, hidden: str | None) -> None:
        self.rows += 1
        if self.rows > cells.MOST_CELLS:
            raise self.grid.too_far(f"{cells.MOST_CELLS}行以上")
        self.row = whole(told) - 1 if told else self.row + 1
        self.number, self.column = told, -1
        if hidden in SET:
            self.grid.hidden_rows.add(self.row)

    def _merge(self, corners: list[str]) -> None:
        if self.room.blocks <= 0:
            return
        found = [REFERENCE.fullmatch(corner) for corner in corners]
        if len(found) == 2 and all(found):
            left, right = (cells.index(corner[1]) for corner in found)
            top, bottom = (int(corner[2]) - 1 for corner in found)
            if 0 <= top <= bottom and left <= right:
                self.grid.merge(top, left, bottom, right)

    def text(self, text: str) -> None:
        """Take what a cell holds: its value, or a text of its own."""
        if self.taking and len(self.words) < MOST_WORDS:
            self.words.append(cells.short(text))

    def end(self, name: str) -> None:
        """Put the cell that ends here."""
        if name == "c":
            self.room.cells -= 1
            value = "".join(self.words)
            if self.kind == "s":
                self._put(_listed(self.book.strings, value))
            elif value and (self.kind is None or self.kind == "n"):
                self._put(*self._number(value))
            else:
                self._put(*self._other(value))
        elif name == "v" or name == "t":
            self.taking = False
        elif name == "rPh":
            self.phonetic = False
        elif ":" in name:
            self.end(parts.local_name(name))

    def _put(self, text: str, odd: str = "") -> None:
        """Set the cell in its row, within the limits."""
        row = max(self.row, 0)
        if self.room.cells < 0:
            self.room.take(self.grid)
        if text:
            rows = self.grid.rows
            line = rows[row] if row < len(rows) else self.grid.line(row)
            if len(line) == self.column:
                line.append(text)
            else:
                self.grid.set(line, self.column, text)
        elif row >= cells.MOST_ROWS:
            raise self.grid.too_far(f"第{row + 1}行")
        if odd:
            self.grid.line(row)
            self.grid.odd[row, self.column] = odd

    def _number(self, value: str) -> tuple[str, str]:
        """Return the text of a stored number as its format shows it, and its kind."""
        shown = self.formats.get(self.style, formats.PLAIN)
        if shown is formats.PLAIN:
            return cells.number_text(value), ""
        if shown.date:
            return date_text(value, self.book.from_1904), cells.DATE
        return cells.scaled_text(value, shown.scale, shown.sign), ""

    def _other(self, value: str) -> tuple[str, str]:
        """Return text and kind of a cell that holds neither number nor shared
        string."""
        if not value:
            uncomputed = self.formula and self.kind not in ("str", "s")
            return "", cells.UNCOMPUTED if uncomputed else ""
        if self.kind == "b":
            return "FALSE" if value == "0" else "TRUE", cells.BOOLEAN
        if self.kind == "d":
            return value[:10], cells.DATE
        return without_codes(value), ""  # str, inlineStr, e


def _listed(strings: list[str], value: str) -> str:
    """Return the shared string that a cell points to, "" for a cell without any."""
    try:
        return strings[int(value)] if value else ""
    except (ValueError, IndexError) as error:
        raise FileRefused(parts.DAMAGED) from error


def date_text(raw: str, from_1904: bool = False) -> str:
    """Return a stored day count as a date, or a time where it is less than a day."""
    try:
        days = float(raw)
        if 1 <= days < 60 and not from_1904:  # Excel counts a 29 February 1900
            days += 1
        moment = EPOCH[from_1904] + datetime.timedelta(seconds=round(days * 86_400))
    except (ValueError, OverflowError):
        return cells.number_text(raw)
    if 0 <= days < 1:
        return f"{moment:%H:%M:%S}" if days else "00:00"
    return f"{moment:%Y-%m-%d}" if moment.year > 999 else cells.number_text(raw)


def without_codes(text: str) -> str:
    """Return a text without Excel's own escapes (_x000D_) and blanks around it."""
    plain = ESCAPED.sub(_character, text) if "_x" in text else text
    return cells.short(plain.strip())


def _character(match: re.Match) -> str:
    code = int(match[1], 16)
    return "" if code == 0 or 0xD800 <= code < 0xE000 else chr(code)


def whole(text: str | None) -> int:
    """Return a count or place written in the file; raises FileRefused."""
    plain = (text or "").strip()
    if not NUMBER.fullmatch(plain):
        raise FileRefused(parts.DAMAGED)
    return int(plain)
