"""The long CSV: UTF-8 with BOM, CRLF, streamed. Opens right in Chinese Excel."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from io import StringIO

from dashboards.queries.export import LONG_COLUMNS
from indicators.spreadsheets.formula_guard import guard

BOM = "\ufeff"
ROWS = 1000  # written at a time


def stream(rows: Iterable[tuple]) -> Iterator[str]:
    """Yield the file in pieces of ROWS rows; `rows` are those of queries.long_rows.

    Numbers are written exact and plain; texts that Excel would take for formulas are
    guarded. An error midway raises: half a file must not look like a whole one.
    """
    buffer = StringIO()
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([heading for _key, heading in LONG_COLUMNS])
    for n, row in enumerate(rows, 1):
        writer.writerow(cells(row))
        if n % ROWS == 0:
            yield taken(buffer)
    yield taken(buffer)


def taken(buffer: StringIO) -> str:
    """Return what was written since, and empty the buffer."""
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def cells(row: tuple) -> list:
    """Return a row as the file holds it: exact numbers, guarded texts, "" for
    nothing."""
    return [
        _guarded(value)
        if type(value) is str
        else f"{value:f}"
        if type(value) is Decimal
        else value  # csv writes None as nothing
        for value in row
    ]


_guarded = lru_cache(4096)(guard)  # names, units and sources come again and again
