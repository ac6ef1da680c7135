"""Reads a block copied from Excel or WPS into lines of named cells. Pure."""

import csv
import io
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

MOST = 1000


@dataclass(frozen=True)
class PastedLine:
    """One pasted row; `number` counts from 1 as the reader sees them, header
    included."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def tidy(text: str) -> str:
    """Return a cell as it is compared: half-width, one blank between words."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def read(text: str, columns: tuple[str, ...]) -> list[PastedLine]:
    """Return the lines of a pasted block, blank ones left out.

    Columns come in the given order unless the first line names them; then in the
    order it says, unknown ones ignored. Cells past the last column are dropped.
    """
    rows = [[tidy(cell) for cell in row] for row in split(text)]
    order = list(columns)
    found = []
    first = True
    for number, row in enumerate(rows[: MOST + 1], start=1):
        if not any(row):
            continue
        if first and _is_header(row, columns):
            order = row
        else:
            found.append(PastedLine(number, _named(order, row, columns)))
        first = False
    return found


def split(text: str) -> list[list[str]]:
    """Return the cells; what is quoted in an odd way is split at tabs alone."""
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(text), dialect="excel-tab", strict=True))
    except csv.Error:
        return [line.split("\t") for line in text.split("\n")]


def _is_header(row, columns) -> bool:
    return sum(cell in columns for cell in row) >= 2 or row[0] == columns[0]


def _named(order, row, columns) -> dict[str, str]:
    pairs = zip(order, row, strict=False)
    return {name: cell for name, cell in pairs if name in columns}
