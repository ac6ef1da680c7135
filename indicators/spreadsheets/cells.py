"""Grids of texts, as a person reads the cells, and how large they may be. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from indicators.spreadsheets.refusal import FileRefused

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 500, 250_000
MOST_SHEETS = 100
MOST_SLOTS, SLOTS_OF_A_ROW = 5_000_000, 8  # of 8 bytes: empty cells left of filled ones
LARGEST_BLOCK = 2_000  # cells of a merged block that is looked at
LONGEST = 32_767  # characters of one cell, as in a spreadsheet
# Kinds of cells that are no plain text or number.
DATE, BOOLEAN, UNCOMPUTED = "date", "boolean", "uncomputed"
LONG_NUMBER, PLACES = re.compile(r"-?[0-9]+\.[0-9]+"), 8  # of FigureField
PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?")


@dataclass
class Allowance:
    """How much one file may still fill, all its sheets together."""

    cells: int = MOST_CELLS
    slots: int = MOST_SLOTS
    blocks: int = MOST_CELLS  # of merged blocks

    def take(self, grid: "Grid", cells: int = 0, slots: int = 0) -> None:
        """Take room for cells and empty slots; raises FileRefused where none is
        left."""
        self.cells -= cells
        self.slots -= slots
        if self.cells < 0 or self.slots < 0:
            raise FileRefused(
                f"至工作表“{grid.name}”，单元格超过{MOST_CELLS}个："
                "请删去表外带格式的空行空列，或分成几个文件上传。"
            )


@dataclass
class Grid:
    """One sheet: texts by row and column (A1 is `rows[0][0]`), rows of any length.

    `odd` holds the kind of cells that are no plain text; `merged` says for each
    cell of a merged block which cell (row, column) shows its content.
    """

    name: str
    hidden: bool = False
    room: Allowance = field(default_factory=Allowance, repr=False)
    rows: list[list[str]] = field(default_factory=list)
    odd: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def text(self, row: int, column: int) -> str:
        """Return a cell's own text, "" outside."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""

    def shown(self, row: int, column: int) -> str:
        """Return what stands over a cell: in a merged block, the block's text."""
        return self.text(*self.merged.get((row, column), (row, column)))

    def width(self, row: int) -> int:
        """Return how far a row reaches, with the merged block at its end."""
        at = len(self.rows[row])
        while (row, at) in self.merged:
            at += 1
        return at

    def put(self, row: int, column: int, text: str, odd: str = "") -> None:
        """Set a cell, within the limits; raises FileRefused beyond them."""
        self.require_room(row, column)
        if text := short(text.strip()):
            self.set(self.line(row), column, text)
        if odd:
            self.line(row)
            self.odd[row, column] = odd

    def set(self, line: list[str], column: int, text: str) -> None:
        """Set a cell of a row that line() returned."""
        gap = column - len(line)
        if gap > 0:
            self.room.take(self, slots=gap)
            line.extend([""] * gap)
        line[column : column + 1] = [text]

    def require_room(self, row: int, column: int) -> None:
        """Count a cell, filled or only formatted; raises FileRefused beyond limits."""
        self.room.take(self, cells=1)
        self.place(column, row)

    def hide_columns(self, first: int, last: int) -> None:
        """Note hidden columns, as far as any is read."""
        self.hidden_columns.update(range(max(first, 0), min(last + 1, MOST_COLUMNS)))

    def place(self, column: int, row: int) -> int:
        """Return the column of a cell within the limits, or raise FileRefused."""
        if not 0 <= row < MOST_ROWS or column >= MOST_COLUMNS:
            raise self.too_far(f"第{row + 1}行、{letters(column)}列")
        return column

    def line(self, row: int) -> list[str]:
        """Return the cells of a row, to be filled, or raise FileRefused."""
        if not 0 <= row < MOST_ROWS:
            raise self.too_far(f"第{row + 1}行")
        if more := max(row + 1 - len(self.rows), 0):
            self.room.take(self, slots=SLOTS_OF_A_ROW * more)
            self.rows.extend([] for _ in range(more))
        return self.rows[row]

    def too_far(self, where: str) -> FileRefused:
        """Return the refusal of a sheet that reaches too far."""
        return FileRefused(
            f"工作表“{self.name}”用到{where}，最多读取{MOST_ROWS}行、{MOST_COLUMNS}列："
            "请删除表外的行和列，保存后上传。"
        )

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged block; one that is larger than a heading is left alone."""
        size = (bottom - top + 1) * (right - left + 1)
        self.room.blocks -= min(size, LARGEST_BLOCK)
        if not 1 < size <= LARGEST_BLOCK or self.room.blocks < 0:
            return
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                self.merged[row, column] = (top, left)


def short(text: str) -> str:
    """Return a cell's text; raises FileRefused for one that no spreadsheet holds."""
    if len(text) > LONGEST:
        raise FileRefused(f"有一个单元格超过{LONGEST}字：请删去其中文字后上传。")
    return text


def require_few(sheets: int) -> None:
    """Refuse a file of more sheets than anybody fills in."""
    if sheets > MOST_SHEETS:
        raise FileRefused(
            f"文件有{sheets}张工作表，最多{MOST_SHEETS}张，请分成几个文件上传。"
        )


def letters(column: int) -> str:
    """Return a column as a spreadsheet names it: 0 is A, 26 is AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def index(name: str) -> int:
    """Return the number of a column: A is 0."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def number_text(raw: str) -> str:
    """Return a stored number as a person reads it: 15 digits, no exponent, no .0.

    What is stored as 85.299999999999997 is shown, and was typed, as 85.3; what a
    formula left (12.961762799740765) has the eight decimals that a figure may have.
    """
    return _rounded(_digits(raw))


def _rounded(text: str) -> str:
    """Return a number's text with at most PLACES decimals; nothing becomes zero
    by it."""
    if len(text.partition(".")[2]) <= PLACES or not LONG_NUMBER.fullmatch(text):
        return text
    value = round(Decimal(text), PLACES)
    return f"{value.normalize():f}" if value else text


def _digits(raw: str) -> str:
    """Return a stored number in plain digits, fifteen that count."""
    if PLAIN_NUMBER.fullmatch(raw):
        return raw.removesuffix(".0")
    try:
        value = float(raw)
        text = f"{value:.15g}"
        if "e" in text and abs(value) < 1e25:
            text = f"{Decimal(text):f}"[:60]
    except (ValueError, InvalidOperation):
        return raw.strip()
    return text


def scaled_text(raw: str, scale: int, sign: str) -> str:
    """Return a number of a cell that is shown scaled and with a sign: 85.3%."""
    text = _digits(raw)
    if scale != 1:
        try:
            text = f"{(Decimal(text) * scale).normalize():f}"
        except (InvalidOperation, ValueError):
            return text
    return _rounded(text) + sign


def stamp_of(grid: Grid) -> Mapping[str, str]:
    """Return the key/value rows of a sheet."""
    return {row[0]: row[1] if len(row) > 1 else "" for row in grid.rows if row}
