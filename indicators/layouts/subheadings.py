"""Rows below the headings that say more of the columns: units, 合计 and its parts.
Pure."""

from collections.abc import Iterator
from dataclasses import replace

from indicators.layouts import brackets, columns, reading_cells
from indicators.layouts.reading_keys import Keys
from indicators.layouts.tables import Bound, FoundTable

DEEPEST = 3


def units(table: FoundTable, values: list[Bound], row: int) -> list[Bound] | None:
    """Return the columns with the units that stand in a row of their own, None where
    the row is no such one."""
    printed = {b.at: table.grid.text(row, b.at).strip("()（）") for b in values}
    said = [text for text in printed.values() if text]
    if not said or not all(map(brackets.is_unit_word, said)):
        return None
    return [replace(b, unit=printed[b.at] or b.unit) for b in values]


def parts(
    table: FoundTable, values: list[Bound], keys: Keys, heading: str, row: int
) -> dict[int, str] | None:
    """Return the columns (place → text) below whose heading stands, in a row of its
    own, that they are of something else: 2016年 over 合计 and 农村; None where the row
    is no such one."""
    about = keys.name or keys.code or keys.region or keys.region_code or keys.year
    if row >= len(table.grid.rows) or about is None:
        return None
    if keys.text(about, row) not in ("", heading):
        return None
    said = {b.at: text for b in values if (text := table.grid.text(row, b.at))}
    if not said or any(map(reading_cells.bare, said.values())):
        return None
    spread = table.grid.merged
    texts = {b.at: table.grid.shown(row, b.at) if spread else said.get(b.at, "")
             for b in values}  # fmt: skip
    return {
        at: text
        for at, text in texts.items()
        if text and not brackets.says_nothing(columns.normalised(text).strip("()"))
    }


def left_out(table: FoundTable, bound: Bound, first: int) -> Iterator[tuple[int, str]]:
    """Yield (row, text) of what stands in a column that is not read."""
    for row in range(first, min(table.last, len(table.grid.rows))):
        if given := table.grid.text(row, bound.at):
            yield row, given
