"""Reads one worksheet of an .xlsx into a grid: in its usual spelling by one regular
expression, in any other by expat. Pure."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from indicators.spreadsheets import cells, formats, parts
from indicators.spreadsheets.cells import Grid
from indicators.spreadsheets.refusal import FileRefused

USUAL_CELL = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,6})")?(?: t="([a-zA-Z]{1,9})")? ?'
    r"(?:/>|>(<f(?: [^>]*)?(?:/>|>[^<]*</f>))?"
    r"(?:<v(?: [^>]*)?(?:/>|>([^<]*)</v>))?(?:<is><t(?: [^>]*)?>([^<]*)</t></is>)?</c>)"
)
ANY_CELL = ("<c ", "<c>", "<c/", "<c\n", "<c\r", "<c\t")
MERGED = re.compile(
    r'<mergeCell ref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})"'
)
WHOLE = re.compile("[0-9]{1,9}")
REFERENCE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
ENTITY = re.compile(r"&(?:#([0-9]{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));")
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
EPOCH = {False: datetime.datetime(1899, 12, 30), True: datetime.datetime(1904, 1, 1)}


@dataclass
class Book:
    """What the cells of all sheets share: strings, formats, the day dates count from."""

    walk: Callable[..., None]
    strings: list[str] = field(default_factory=list)
    shown: list[formats.Shown] = field(default_factory=list)
    from_1904: bool = False


def fill(grid: Grid, data: bytes, book: Book) -> Grid:
    """Put the cells of a worksheet part into the grid; raises FileRefused."""
    text = plain_xml(data)
    if text is not None and "<sheetData" in text and _usual(grid, text, book):
        return grid
    empty = Grid(grid.name, grid.hidden, grid.room)
    walk = _SheetWalk(empty, book)
    book.walk(data, walk.start, walk.end, walk.text)
    return empty


def _usual(grid: Grid, text: str, book: Book) -> bool:
    """Read a sheet in its usual spelling; say whether every cell was in it."""
    if text.count("<row") > cells.MOST_CELLS:
        raise grid.too_far(f"{text.count('<row')}行")
    count = sum(text.count(tag) for tag in ANY_CELL)
    slots = grid.room.slots
    grid.room.take(grid, cells=count)
    plain = {None, *(str(i) for i, s in enumerate(book.shown) if s is formats.PLAIN)}
    strings, places, odd = book.strings, {}, ""
    line, current, seen = [], None, 0
    for match in USUAL_CELL.finditer(text):
        name, row, style, kind, formula, value, inline = match.groups()
        seen += 1
        if row != current:
            line, current = grid.line(int(row) - 1), row
        column = places.get(name)
        if column is None:
            column = places[name] = grid.place(cells.index(name), int(row) - 1)
        if value and kind is None and style in plain:
            shown = cells.number_text(value)
        elif value and kind == "s":
            shown = _shared(strings, value)
        else:
            shown, odd = read_cell(book, style, kind, formula, value or inline)
        if shown:
            if len(line) == column:
                line.append(shown)
            else:
                grid.set(line, column, shown)
        if odd:
            grid.odd[int(row) - 1, column], odd = odd, ""
    for left, top, right, bottom in MERGED.findall(text):
        _merge(grid, left, top, right, bottom)
    if seen != count:  # to be read again
        grid.room.cells, grid.room.slots = grid.room.cells + count, slots
    return seen == count


def read_cell(book: Book, style, kind, formula, value) -> tuple[str, str]:
    """Return text and kind of a cell from what the sheet says of it, still escaped."""
    if not value:
        uncomputed = formula and kind not in ("str", "s")
        return "", cells.UNCOMPUTED if uncomputed else ""
    if kind == "s":
        return _shared(book.strings, value), ""
    if kind is None or kind == "n":
        return _number(book, value, style)
    if kind == "b":
        return "FALSE" if value == "0" else "TRUE", cells.BOOLEAN
    if kind == "d":
        return value[:10], cells.DATE
    return unescaped(value), ""  # str, inlineStr, e


def _shared(strings: list[str], value: str) -> str:
    try:
        return strings[int(value)]
    except (ValueError, IndexError) as error:
        raise FileRefused(parts.DAMAGED) from error


def _number(book: Book, value: str, style: str | None) -> tuple[str, str]:
    """Return the text of a stored number as its format shows it, and its kind."""
    number = int(style) if style else 0
    shown = book.shown[number] if number < len(book.shown) else formats.PLAIN
    if shown.date:
        return date_text(value, book.from_1904), cells.DATE
    return cells.scaled_text(value, shown.scale, shown.sign), ""


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


def plain_xml(data: bytes) -> str | None:
    """Return a part as text where it is UTF-8 XML without comments and definitions."""
    head = data[:200].lower()
    encoded = re.search(rb"encoding\s*=\s*[\"']([^\"']+)", head)
    if b"<!" in data or (encoded and encoded[1] not in (b"utf-8", b"us-ascii")):
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def unescaped(text: str) -> str:
    """Return a text of the file without XML's and Excel's own escapes."""
    if "&" in text:
        text = ENTITY.sub(_entity, text)
    return without_codes(text)


def without_codes(text: str) -> str:
    """Return a text without Excel's own escapes (_x000D_) and blanks around it."""
    plain = ESCAPED.sub(_character, text) if "_x" in text else text
    return plain.strip()[: cells.LONGEST]


def _character(match: re.Match) -> str:
    code = int(match[1], 16)
    return "" if code == 0 or 0xD800 <= code < 0xE000 else chr(code)


def _entity(match: re.Match) -> str:
    if match[3]:
        return NAMED.get(match[3], match[0])
    number = int(match[1]) if match[1] else int(match[2], 16)
    return chr(number) if 0 < number < 0xD800 or 0xE000 <= number < 0x110000 else ""


def whole(text: str | None) -> int:
    """Return a count or place written in the file; raises FileRefused."""
    plain = (text or "").strip()
    if not WHOLE.fullmatch(plain):
        raise FileRefused(parts.DAMAGED)
    return int(plain)


def _merge(grid: Grid, left: str, top: str, right: str, bottom: str) -> None:
    first, last = int(top) - 1, int(bottom) - 1
    if 0 <= first <= last and cells.index(left) <= cells.index(right):
        grid.merge(first, cells.index(left), last, cells.index(right))


class _SheetWalk:
    """Reads the cells of a sheet in any spelling; their places may be left out."""

    def __init__(self, grid: Grid, book: Book):
        self.grid, self.book = grid, book
        self.open: list[str] = []
        self.row, self.column, self.rows = -1, -1, 0
        self.cell: dict | None = None
        self.words: list[str] = []

    def start(self, name: str, attributes: dict) -> None:
        self.open.append(name)
        if name == "row":
            self.rows += 1
            if self.rows > cells.MOST_CELLS:
                raise self.grid.too_far(f"{self.rows}行以上")
            told = attributes.get("r")
            self.row = whole(told) - 1 if told else self.row + 1
            self.column = -1
        elif name == "c":
            self._start_cell(attributes)
        elif name == "f" and self.cell is not None:
            self.cell["formula"] = name
        elif name == "mergeCell":
            corners = [
                REFERENCE.fullmatch(corner)
                for corner in attributes.get("ref", "").split(":")
            ]
            if len(corners) == 2 and all(corners):
                _merge(self.grid, *corners[0].groups(), *corners[1].groups())

    def _start_cell(self, attributes: dict) -> None:
        match = REFERENCE.fullmatch(attributes.get("r", ""))
        self.column = cells.index(match[1]) if match else self.column + 1
        self.row = int(match[2]) - 1 if match else max(self.row, 0)
        if self.row < 0:
            raise FileRefused(parts.DAMAGED)
        style = attributes.get("s")
        self.cell = {"style": str(whole(style)) if style else None}
        self.cell |= {"kind": attributes.get("t"), "formula": None}
        self.words = []

    def end(self, name: str) -> None:
        self.open.pop()
        if name == "c" and self.cell is not None:
            value = "".join(self.words)
            shown = read_cell(self.book, **self.cell, value=value)
            self.grid.put(self.row, self.column, *shown)
            self.cell = None

    def text(self, text: str) -> None:
        if self.cell is not None and self.open[-1] in ("v", "t"):
            if "rPh" not in self.open:
                self.words.append(text)
