"""calamine beside our openers: every spreadsheet that any test opens is read by both.

A library that reads for us could not judge us. Sheets, whether they are hidden, which
cells are filled and what they hold must be the same; what calamine does not read, or
reads as nobody sees it in a spreadsheet program, is said where it is left to us.
"""

import io
from contextlib import contextmanager

import pytest
from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from indicators.spreadsheets import guard, opening

_left_to_us: list[str] = []
# What python-calamine gives as blank cells.
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


@contextmanager
def left_to_us(reason: str):
    """Read without the judge: the reason says what calamine makes of the file."""
    _left_to_us.append(reason)
    try:
        yield
    finally:
        _left_to_us.pop()


@contextmanager
def at_the_openers():
    """Let every workbook that our openers open be compared."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (guard.XLSX, guard.XLS, guard.ODS):
            judged = _judged(opening.OPENERS[kind])
            patch.setitem(opening.OPENERS, kind, judged)
        yield


def _judged(opener):
    def grids(data):
        found = opener(data)
        if not _left_to_us and (wrong := differences(data, found)):
            raise AssertionError(f"calamine reads (ours, theirs): {wrong}")
        return found

    return grids


def differences(data: bytes, grids) -> dict:
    """Return what calamine reads otherwise: sheets, or cells by sheet and place."""
    try:
        return _differences(CalamineWorkbook.from_filelike(io.BytesIO(data)), grids)
    except CalamineError as error:
        return {"calamine": str(error)}


def _differences(book, grids) -> dict:
    theirs = [
        (sheet.name, sheet.visible != SheetVisibleEnum.Visible)
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]
    ours = [(grid.name, grid.hidden) for grid in grids]
    if ours != theirs:
        return {"sheets": (ours, theirs)}
    return {
        (grid.name, *place): pair
        for grid in grids
        for place, pair in _of_sheet(grid, book).items()
    }


def _of_sheet(grid, book) -> dict:
    """Return the cells that differ: place → (our text, their value)."""
    rows = book.get_sheet_by_name(grid.name).to_python(skip_empty_area=False)
    theirs, ours = _filled(rows), _filled(grid.rows)
    pairs = {
        place: (ours.get(place, ""), theirs.get(place, ""))
        for place in ours.keys() | theirs.keys()
    }
    return {place: pair for place, pair in pairs.items() if not _agree(*pair)}


def _filled(rows) -> dict:
    return {
        (row, column): value
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value != ""
    }


def _agree(text: str, value) -> bool:
    """Say whether our text of a cell is what calamine read from it."""
    if isinstance(value, bool):
        return text == str(value).upper()
    if isinstance(value, int | float):
        try:
            number = float(text.rstrip("%‰万亿"))
        except ValueError:
            return False
        return number in (pytest.approx(value), pytest.approx(100 * value))
    if isinstance(value, str):
        return text == value.strip() or (value == "" and text in ERRORS)
    told = value.isoformat()[:10]  # a moment's day; a time, of which we show minutes
    return text.startswith(told) or (len(text) >= 5 and told.startswith(text))
