"""Opens a spreadsheet: bytes → grids of texts as a person reads the cells. Pure."""

from indicators.spreadsheets import (
    guard,
    opening_csv,
    opening_ods,
    opening_xls,
    opening_xlsx,
)
from indicators.spreadsheets.cells import Grid

OPENERS = {
    guard.XLSX: opening_xlsx.grids,
    guard.XLS: opening_xls.grids,
    guard.ODS: opening_ods.grids,
    guard.CSV: opening_csv.grids,
}


def open_grids(data: bytes, kind: str) -> list[Grid]:
    """Return the sheets of a file of the kind that guard.check said, in their order.

    Raises FileRefused where the file is damaged or larger than any table.
    """
    return OPENERS[kind](data)
