"""A block of cells copied from Excel or WPS: read as a sheet is, by its headings; one
copied without them gets those that its columns speak for. Pure.

The reading itself is recognising.recognise's: the same names, units, years and doubts.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from indicators.layouts import (
    brackets,
    columns,
    partial,
    reading_cells,
    recognising,
    tables,
)
from indicators.layouts.columns import KnownColumn
from indicators.layouts.figures import CellPlace, Found, UnreadCell
from indicators.layouts.known import KnownNames
from indicators.layouts.reading_keys import YEAR, FileNames
from indicators.spreadsheets.cells import Grid
from indicators.spreadsheets.refusal import FileRefused

SHEET = "粘贴"
MOST_LINES, MOST_COLUMNS = 1_000, 60
LONGEST = 100_000  # characters of a block
MOST_MERGED = 5_000
SAMPLE = 100  # cells of a column that are looked at
MOSTLY = 0.6  # of a column's cells that speak for what it is
Block = tuple[int, int, int, int]  # top, left, bottom, right of merged cells


def read(
    rows: Sequence[Sequence[str]], merged: Iterable[Block], known: KnownNames
) -> Found:
    """Return what a block says (Found); places count its lines from 1.

    Raises FileRefused for a block that is too large, or that does not say which column
    is the name and which the value.
    """
    merged, grid = list(merged), as_grid(rows, merged)
    names = FileNames.of(known)
    finder = tables.Finder(names.indicators, names.regions, known.year)
    if found := finder.find(grid):
        _require_this_year(found, known)
        return _complete(recognising.recognise([grid], "", known), grid, 0)
    made, value = headings(grid, names, known)
    first = grid.text(0, value)
    if columns.recognise(first, known.year):  # a year above the values, nothing else
        made[value] = first
        return read([made, *rows[1:]], merged, known)
    headed = as_grid([made, *rows], _lower(merged))
    return _complete(recognising.recognise([headed], "", known), headed, 1)


def _require_this_year(found: list[tables.FoundTable], known: KnownNames) -> None:
    """Refuse a block whose columns are all of other years."""
    columns_ = [b.column for table in found for b in table.values if b.column]
    years = {column.year for column in columns_}
    if columns_ and not years & {None, known.year}:
        named = "、".join(f"{year}年" for year in sorted(years))
        raise FileRefused(f"粘贴的是{named}的数，这里填{known.year}年的，未读取。")


def as_grid(rows: Sequence[Sequence[str]], merged: Iterable[Block]) -> Grid:
    """Return the block as a sheet's cells; raises FileRefused beyond the bounds."""
    if len(rows) > MOST_LINES + 1:
        raise FileRefused(f"粘贴的内容超过{MOST_LINES}行，请分几次粘贴。")
    if max(map(len, rows), default=0) > MOST_COLUMNS:
        raise FileRefused(f"粘贴的内容超过{MOST_COLUMNS}列，请只复制需要的列。")
    grid = Grid(SHEET)
    for row, line in enumerate(rows):
        for column, text in enumerate(line):
            grid.put(row, column, " ".join(text.split()))
    for top, left, bottom, right in merged:
        grid.merge(top, left, min(bottom, len(rows) - 1), min(right, MOST_COLUMNS))
    return grid


def _lower(merged: Iterable[Block]) -> list[Block]:
    """Return merged cells one line further down, below the headings."""
    return [(top + 1, left, bottom + 1, right) for top, left, bottom, right in merged]


def _complete(found: Found, grid: Grid, head: int) -> Found:
    """Return what was read with the lines that say nothing listed too, and places as
    the block has them; `head` is how many lines were put above it."""
    told = {one.at.row for one in (*found.figures, *found.doubts)}
    if not told:
        raise FileRefused("未读取到数：请复制带指标名称和数值的行。")
    first = min(told, default=len(grid.rows))
    for row in range(first, len(grid.rows)):
        said = [text for text in grid.rows[row] if text]
        if said and row + 1 not in told:
            why = "这一行没有数，或与前面的行相同，未读取。"
            place = CellPlace(grid.name, row + 1, "A")
            found.doubts.append(UnreadCell(place, " ".join(said)[:60], why))
    found.figures = [_moved(one, head) for one in found.figures]
    found.doubts = [_moved(one, head) for one in found.doubts]
    return found


def _moved(one, head: int):
    return replace(one, at=replace(one.at, row=one.at.row - head))


# ------------------------------------------------------- headings that are not there


def headings(grid: Grid, names: FileNames, known: KnownNames) -> tuple[list[str], int]:
    """Return the headings that the columns of a block speak for, and which column is
    the value's; raises FileRefused where name or value do not stand out."""
    _require_no_heading(grid)
    width = max(map(len, grid.rows), default=0)
    cells = [_column(grid, at) for at in range(width)]
    found: dict[int, KnownColumn] = {}
    for column, speaks in _speakers(names, known):
        for at in range(width):
            if at not in found and _mostly(cells[at], speaks):
                found[at] = column
                break
    name = _name(cells, found)
    value = _value(cells, found, name)
    found |= {name: columns.NAME, value: columns.VALUE}
    _texts(cells, found, value)
    for text in cells[value]:
        if said := partial.said(columns.flat(text)):
            raise FileRefused(f"写着“{said[0][1]}”，不是全年的数，未读取。")
    return [found[at].heading if at in found else "" for at in range(width)], value


def _require_no_heading(grid: Grid) -> None:
    """Refuse a block that has headings of which none is a value's."""
    for row in range(min(len(grid.rows), 3)):
        for text in grid.rows[row]:
            column = columns.recognise(text) if text else None
            if column and column.key in ("name", "code"):
                raise FileRefused(
                    "表头里没有能读的数值列，请把表头写成“本年值”或年份再复制。"
                )


def _column(grid: Grid, at: int) -> list[str]:
    texts = (grid.text(row, at) for row in range(len(grid.rows)))
    return [text for text in texts if text]


def _speakers(
    names: FileNames, known: KnownNames
) -> list[tuple[KnownColumn, Callable[[str], bool]]]:
    """Return what tells a kind of column by one of its cells, in order of trust."""
    find = names.indicators.find
    return [
        (columns.CODE, lambda text: text in known.indicators),
        (columns.NAME, lambda text: bool(find(text))),
        (columns.UNIT, lambda text: brackets.is_unit_word(text)),
        (columns.GRADE, lambda text: bool(reading_cells.listed(text, known.grades))),
        (columns.REASON, lambda text: bool(reading_cells.listed(text, known.reasons))),
    ]


def _mostly(cells: list[str], speaks: Callable[[str], bool]) -> bool:
    looked_at = cells[:SAMPLE]
    return bool(cells) and sum(map(speaks, looked_at)) >= MOSTLY * len(looked_at)


def _is_figure(text: str) -> bool:
    return text[:1].isdigit() or columns.is_figure(text)


def _name(cells: list[list[str]], found: dict[int, KnownColumn]) -> int:
    """Return the column of names: those that are known, else the first of words that
    stands before a column of figures."""
    for key in (columns.NAME, columns.CODE):
        for at, column in found.items():
            if column == key:
                return at if key is columns.NAME else _beside(cells, found, at)
    for at, texts in enumerate(cells):
        worded = at not in found and _mostly(
            texts, lambda t: bool(columns.HAN.search(t))
        )
        if worded and any(_mostly(more, _is_figure) for more in cells[at + 1 :]):
            return at
    raise FileRefused("没有找到指标名称一列，请连表头一起复制，或按位置粘贴。")


def _beside(cells, found: dict[int, KnownColumn], code: int) -> int:
    """Return the column of names beside that of codes; the codes' own where none is."""
    for at in (code + 1, code - 1):
        if (
            0 <= at < len(cells)
            and at not in found
            and _mostly(cells[at], lambda t: bool(columns.HAN.search(t)))
        ):
            return at
    return code


def _value(cells: list[list[str]], found: dict[int, KnownColumn], name: int) -> int:
    """Return the one column of figures; one of years beside it is the years'."""
    figures = [
        at
        for at, texts in enumerate(cells)
        if at not in found and at != name and _mostly(texts, _is_figure)
    ]
    if len(figures) > 1:
        figures = [at for at in figures if not _counts_lines(cells[at], at, name)]
    if len(figures) > 1:
        for at in figures:
            if all(map(YEAR.fullmatch, cells[at])):
                found[at] = columns.YEAR
                figures.remove(at)
                break
    if len(figures) == 1:
        return figures[0]
    if not figures:
        raise FileRefused("没有找到数值一列，请连表头一起复制，或按位置粘贴。")
    raise FileRefused("有几列数而没有表头，不知哪一列是本年值：请连表头一起复制。")


def _counts_lines(texts: list[str], at: int, name: int) -> bool:
    """Say whether a column before the names only counts the lines: 1, 2, 3."""
    if at > name or not all(text.isdecimal() for text in texts):
        return False
    numbers = list(map(int, texts))
    return all(b - a == 1 for a, b in zip(numbers, numbers[1:], strict=False))


def _texts(cells: list[list[str]], found: dict[int, KnownColumn], value: int) -> None:
    """Take the first column of words behind the value as sources, the next as notes."""
    wanted = [columns.SOURCE, columns.NOTE]
    for at in range(value + 1, len(cells)):
        if at not in found and cells[at] and wanted:
            found[at] = wanted.pop(0)
