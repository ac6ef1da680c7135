"""Reads the records of an Excel 97–2003 workbook (BIFF8) into grids, bounded. Pure.

By our own walk over the records, as xlrd, which tells the number formats too, does
not end on crafted files of a few kB (README, decisions).
"""

import struct
from collections.abc import Iterator

from indicators.spreadsheets import cells, formats, parts
from indicators.spreadsheets.cells import Grid
from indicators.spreadsheets.cfb import CompoundFile
from indicators.spreadsheets.guard import LINKS, PASSWORD, SAVE_AS
from indicators.spreadsheets.opening_xlsx_sheet import date_text
from indicators.spreadsheets.refusal import FileRefused

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
FILEPASS, SHEET, DATEMODE, FORMAT, XF = 0x2F, 0x85, 0x22, 0x41E, 0xE0
SST, SUPBOOK, MERGED = 0xFC, 0x1AE, 0xE5
ROW, COLUMNS = 0x208, 0x7D
LABELSST, LABEL, RSTRING, NUMBER, RK = 0xFD, 0x204, 0xD6, 0x203, 0x27E
MULRK, FORMULA, STRING, BOOLERR = 0xBD, 0x06, 0x207, 0x205
BLANK, MULBLANK = 0x201, 0xBE
ERRORS = {
    **{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!"},
    **{0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"},
}
MOST_RECORDS = 3_000_000  # of all sheets: they may lie over each other
OWN_BOOKS = (b"\x01\x04", b"\x01\x3a")  # references inside the file, to add-ins


def grids(data: bytes) -> list[Grid]:
    """Return the sheets in their order; raises FileRefused."""
    try:
        return _Book(CompoundFile(data).stream("Workbook")).grids()
    except (struct.error, IndexError, OverflowError) as error:
        raise FileRefused(parts.DAMAGED) from error


class _Book:
    """The workbook's globals: strings, formats, sheets; then the sheets' cells."""

    def __init__(self, stream: bytes):
        self.stream, self.steps = stream, MOST_RECORDS
        self.room = cells.Allowance()
        self.from_1904 = False
        self.strings: list[str] = []
        self.codes: dict[int, str] = {}
        self.cell_formats: list[int] = []
        self.sheets: list[tuple[int, Grid]] = []
        for kind, pieces in self._records(0):
            self._global(kind, pieces[0], pieces)
        self.shown = [
            formats.of(number, self.codes.get(number, ""))
            for number in self.cell_formats
        ]

    def _records(self, at: int) -> Iterator[tuple[int, list[bytes]]]:
        """Yield kind and pieces (a record and what continues it) of one substream."""
        stream, depth = self.stream, 0
        while at + 4 <= len(stream):
            kind, length = struct.unpack_from("<HH", stream, at)
            pieces = [stream[at + 4 : at + 4 + length]]
            at += 4 + length
            while stream[at : at + 2] == b"\x3c\x00" and kind != EOF:
                length = struct.unpack_from("<H", stream, at + 2)[0]
                pieces.append(stream[at + 4 : at + 4 + length])
                at += 4 + length
            self.steps -= 1
            depth += (kind == BOF) - (kind == EOF)
            if depth <= 0:
                return
            if self.steps < 0:
                break
            if depth == 1:  # deeper: a chart inside of the sheet
                yield kind, pieces
        raise FileRefused(parts.DAMAGED)

    def _global(self, kind: int, data: bytes, pieces: list[bytes]) -> None:
        if kind == BOF and struct.unpack_from("<H", data)[0] != 0x600:
            raise FileRefused(f"这是Excel 95以前的格式：{SAVE_AS}")
        if kind == FILEPASS:
            raise FileRefused(PASSWORD)
        if kind == SUPBOOK and data[2:4] not in OWN_BOOKS:
            raise FileRefused(LINKS)
        if kind == DATEMODE:
            self.from_1904 = data[:2] == b"\x01\x00"
        elif kind == FORMAT:
            number = struct.unpack_from("<H", data)[0]
            self.codes[number] = _text(data, 2)
        elif kind == XF:
            self.cell_formats.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == SHEET:
            at, hidden, what = struct.unpack_from("<IBB", data)
            if what == 0:  # a worksheet
                grid = Grid(_text(data, 6, wide=1), bool(hidden & 3), self.room)
                self.sheets.append((at, grid))
        elif kind == SST:
            self.strings = list(_Strings(pieces).all())

    def grids(self) -> list[Grid]:
        cells.require_few(len(self.sheets))
        for at, grid in self.sheets:
            pending = None
            for kind, pieces in self._records(at):
                data = pieces[0]
                if kind == STRING and pending:
                    grid.put(*pending, _text(b"".join(pieces[:1]), 0))
                elif kind == MULRK or kind == MULBLANK:
                    self._many(grid, kind, data)
                elif kind == MERGED:
                    _merge(grid, data)
                elif kind == ROW or kind == COLUMNS:
                    _hide(grid, kind, data)
                else:
                    pending = self._cell(grid, kind, data)
        return [grid for _, grid in self.sheets]

    def _many(self, grid: Grid, kind: int, data: bytes) -> None:
        """Set the cells of a record that holds several of one row."""
        row, column = struct.unpack_from("<HH", data)
        width = 6 if kind == MULRK else 2
        for at in range(4, len(data) - 2 - width + 1, width):
            if kind == MULRK:
                style, packed = struct.unpack_from("<HI", data, at)
                self._number(grid, row, column, style, _unpacked(packed))
            else:
                grid.require_room(row, column)
            column += 1

    def _cell(self, grid: Grid, kind: int, data: bytes) -> tuple[int, int] | None:
        """Set the cell of a record; return where a formula's text is still to come."""
        if kind not in (LABELSST, LABEL, RSTRING, NUMBER, RK, FORMULA, BOOLERR, BLANK):
            return None
        row, column, style = struct.unpack_from("<HHH", data)
        if kind == LABELSST:
            place = struct.unpack_from("<I", data, 6)[0]
            grid.put(row, column, self.strings[place])
        elif kind in (LABEL, RSTRING):
            grid.put(row, column, _text(data, 6))
        elif kind == NUMBER:
            self._number(grid, row, column, style, struct.unpack_from("<d", data, 6)[0])
        elif kind == RK:
            packed = struct.unpack_from("<I", data, 6)[0]
            self._number(grid, row, column, style, _unpacked(packed))
        elif kind == BOOLERR:
            _flag(grid, row, column, data[6], data[7])
        elif kind == BLANK:
            grid.require_room(row, column)
        elif data[12:14] != b"\xff\xff":
            self._number(grid, row, column, style, struct.unpack_from("<d", data, 6)[0])
        elif data[6] == 0:
            return row, column
        elif data[6] in (1, 2):
            _flag(grid, row, column, data[8], data[6] == 2)
        return None

    def _number(self, grid, row: int, column: int, style: int, value: float) -> None:
        shown = self.shown[style] if style < len(self.shown) else formats.PLAIN
        raw = repr(value)
        if shown.date:
            grid.put(row, column, date_text(raw, self.from_1904), cells.DATE)
        else:
            grid.put(row, column, cells.scaled_text(raw, shown.scale, shown.sign))


def _unpacked(packed: int) -> float:
    """Return the number of an RK: 30 bits of a float or a whole number, perhaps
    ÷100."""
    if packed & 2:
        value = float((packed - (1 << 32) if packed >> 31 else packed) >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def _flag(grid: Grid, row: int, column: int, value: int, is_error: int) -> None:
    if is_error:
        grid.put(row, column, ERRORS.get(value, "#N/A"))
    else:
        grid.put(row, column, "TRUE" if value else "FALSE", cells.BOOLEAN)


def _hide(grid: Grid, kind: int, data: bytes) -> None:
    """Note a row or columns that are hidden."""
    if kind == ROW:
        row, flags = struct.unpack_from("<H10xB", data)
        if flags & 0x20:
            grid.hidden_rows.add(row)
        return
    first, last, _width, _style, flags = struct.unpack_from("<5H", data)
    if flags & 1:
        grid.hide_columns(first, last)


def _merge(grid: Grid, data: bytes) -> None:
    for at in range(2, len(data) - 7, 8):
        top, bottom, left, right = struct.unpack_from("<HHHH", data, at)
        if top <= bottom and left <= right:
            grid.merge(top, left, bottom, right)


def _text(data: bytes, at: int, wide: int = 2) -> str:
    """Return a text with its length before it, in one or two bytes."""
    length = int.from_bytes(data[at : at + wide], "little")
    flags = data[at + wide]
    start = at + wide + 1
    if flags & 1:
        return data[start : start + 2 * length].decode("utf-16-le", "replace")
    return data[start : start + length].decode("latin-1")


class _Strings:
    """The shared strings: they run over the ends of records, some with a new flag."""

    def __init__(self, pieces: list[bytes]):
        self.pieces, self.piece, self.at = pieces, 0, 8
        self.count = struct.unpack_from("<I", pieces[0], 4)[0]

    def all(self) -> Iterator[str]:
        """Yield the texts that are there, however many were announced."""
        for _ in range(self.count):
            if not self._more():
                return
            yield self._one()

    def _more(self) -> bool:
        while self.at >= len(self.pieces[self.piece]):
            if self.piece + 1 >= len(self.pieces):
                return False
            self.piece, self.at = self.piece + 1, 0
        return True

    def _take(self, length: int) -> bytes:
        """Return bytes that may run over the end of a record."""
        taken = b""
        while length and self._more():
            part = self.pieces[self.piece][self.at : self.at + length]
            self.at += len(part)
            length -= len(part)
            taken += part
        if length:
            raise FileRefused(parts.DAMAGED)
        return taken

    def _one(self) -> str:
        length, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & 8 else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & 4 else 0
        found, wide = [], flags & 1
        while length and self._more():
            if (
                self.at == 0 and found
            ):  # the rest, in a new record with a flag of its own
                wide = self._take(1)[0] & 1
                if not self._more():
                    break
            width = 2 if wide else 1
            here = self.pieces[self.piece][self.at : self.at + length * width]
            self.at += len(here)
            length -= max(len(here) // width, 1)
            found.append(here.decode("utf-16-le" if wide else "latin-1", "replace"))
        self._take(4 * runs + extra)
        return "".join(found)
