"""Reads .ods packages into grids, bounded: repeated cells count as often as they are.
Pure."""

import re

from indicators.spreadsheets import cells, formats, parts
from indicators.spreadsheets.cells import Grid
from indicators.spreadsheets.guard import LINKS
from indicators.spreadsheets.refusal import FileRefused

CONTENT = "content.xml"
LINKED = {"table-source", "cell-range-source", "dde-link", "dde-source"}
CELLS = ("table-cell", "covered-table-cell")
SPACES = ("s", "tab", "line-break")
TIMES = re.compile("[0-9]{1,9}")
MOST_WORDS = 2_000  # pieces of one cell's text
UNSHOWN = ("collapse", "filter")
NUMBERS = ("float", "currency", "percentage")


def grids(data: bytes) -> list[Grid]:
    """Return the sheets in their order; raises FileRefused."""
    walk, package = _Walk(), parts.Package(data)
    package.walk(CONTENT, walk.start, walk.end, walk.text)
    cells.require_few(len(walk.grids))
    return walk.grids


class _Walk:
    """Builds the grids while the document passes by."""

    def __init__(self):
        self.grids: list[Grid] = []
        self.room = cells.Allowance()
        self.grid: Grid | None = None
        self.style, self.unseen = "", set()
        self.row = self.column = self.repeat = 0
        self.line: list[tuple[int, int, str, str]] = []  # column, times, text, odd
        self.cell: dict | None = None
        self.words: list[str] = []
        self.columns, self.covered = 0, False  # declared; whether the row is hidden
        self.aside = 0  # inside of remarks, which are no content

    def start(self, name: str, attributes: dict) -> None:
        name = parts.local_name(name)
        if name in SPACES and len(self.words) >= MOST_WORDS and not self.aside:
            return
        plain = parts.local(attributes)
        if name in LINKED or "file://" in plain.get("formula", ""):
            raise FileRefused(LINKS)
        if name == "annotation" or self.aside:
            self.aside += 1
        elif name == "style":
            self.style = plain.get("name", "")
        elif name == "table-properties" and plain.get("display") == "false":
            self.unseen.add(self.style)
        elif name == "table" and self.grid is None:
            hidden = plain.get("style-name") in self.unseen
            self.grid = Grid(plain.get("name", ""), hidden, self.room)
            self.row = self.columns = 0
        elif name == "table-row":
            self.repeat = _times(plain.get("number-rows-repeated"))
            self.column, self.line = 0, []
            self.covered = plain.get("visibility") in UNSHOWN
        elif name == "table-column" and self.grid:
            self._column(plain)
        elif name in CELLS and self.grid:
            self.cell, self.words = plain, []
        elif name == "p" and self.words:
            self.words.append("\n")
        elif name in SPACES and self.cell is not None:
            times = min(_times(plain.get("c")), 100)
            self.text("\n" if name == "line-break" else " " * times)

    def end(self, name: str) -> None:
        name = parts.local_name(name)
        if self.aside:
            self.aside -= 1
        elif name in CELLS and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif name == "table-row" and self.grid:
            self._end_row(self.grid)
        elif name == "table" and self.grid:
            self.grids.append(self.grid)
            self.grid = None

    def text(self, text: str) -> None:
        if self.cell is not None and not self.aside and len(self.words) < MOST_WORDS:
            self.words.append(text)

    def _end_cell(self, cell: dict) -> None:
        times = _times(cell.get("number-columns-repeated"))
        text, odd = _read(cell, "".join(self.words).strip())
        if text or odd:
            self.line.append((self.column, times, text, odd))
            down = _times(cell.get("number-rows-spanned"))
            right = _times(cell.get("number-columns-spanned"))
            last = self.row + down - 1, self.column + right - 1
            self.grid.merge(self.row, self.column, *last)
        self.column += times

    def _column(self, plain: dict) -> None:
        """Count declared columns; note those that are hidden."""
        times = _times(plain.get("number-columns-repeated"))
        if plain.get("visibility") in UNSHOWN:
            self.grid.hide_columns(self.columns, self.columns + times - 1)
        self.columns += times

    def _end_row(self, grid: Grid) -> None:
        """Set the row's filled cells, as often as row and cell are repeated."""
        if self.line:
            for row in range(self.row, self.row + self.repeat):
                if self.covered:
                    grid.hidden_rows.add(row)
                for column, times, text, odd in self.line:
                    for place in range(column, column + times):
                        grid.put(row, place, text, odd)
        self.row += self.repeat


def _times(text: str | None) -> int:
    plain = text or "1"
    if not TIMES.fullmatch(plain):
        raise FileRefused(parts.DAMAGED)
    return max(int(plain), 1)


def _read(cell: dict, words: str) -> tuple[str, str]:
    """Return a cell's text as shown, and its kind."""
    kind = cell.get("value-type", "")
    if kind in NUMBERS and "value" in cell:
        if kind == "percentage":
            return cells.scaled_text(cell["value"], 100, "%"), ""
        return _with_sign(cells.number_text(cell["value"]), words), ""
    if kind == "date":
        return cell.get("date-value", words)[:10], cells.DATE
    if kind == "time":
        return words, cells.DATE
    if kind == "boolean":
        return cell.get("boolean-value", words).upper(), cells.BOOLEAN
    if cell.get("formula") and not kind and not words:
        return "", cells.UNCOMPUTED
    return words or cell.get("string-value", ""), ""


def _with_sign(number: str, words: str) -> str:
    """Return a number with the sign its cell shows behind the number as it is: 5.3万.

    Not where the cell shows the number divided (5.3万 for 53000).
    """
    sign = next((s for s in formats.SIGNS if words.endswith(s)), "")
    shown = words.removesuffix(sign).replace(",", "").strip()
    if not sign or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", shown):
        return number
    places = len(shown.partition(".")[2])
    same = abs(float(number) - float(shown)) <= 0.5 * 10**-places + 1e-9
    return number + sign if same else number
