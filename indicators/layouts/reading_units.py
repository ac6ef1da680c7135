"""Finds the unit that a file prints for a value. Pure."""

from indicators.layouts import brackets, tables
from indicators.layouts.reading_keys import Keys
from indicators.layouts.tables import Bound, FoundTable


class PrintedUnits:
    """The units that one table prints; of several, the nearest to a value is its own.

    `column` is the table's unit column or None, `above` the one unit that stands over
    the whole table, `several` a line over it that names more than one, else "".
    """

    def __init__(self, table: FoundTable, keys: Keys):
        self.column: Bound | None = table.one("unit")
        self.above, self.several = table.unit_above(), table.units_above()
        self._keys = keys
        self._found: dict[tuple[int, str, str], str] = {}

    def change_above(self, said: str) -> None:
        """Take a unit line between the rows: it holds for what stands below it."""
        self._found = {}
        is_one = brackets.is_unit_word(said)
        self.above, self.several = (said, "") if is_one else ("", said)

    def of(self, row: int, bound: Bound) -> str:
        """Return a value's unit: as printed in the column's heading, in the row,
        behind the indicator's name, or above the table; the nearest, "" if none is."""
        keys = self._keys
        key = (bound.at, keys.raw(self.column, row), keys.raw(keys.name, row))
        if key not in self._found:
            self._found[key] = self._nearest(row, bound)
        return self._found[key]

    def _nearest(self, row: int, bound: Bound) -> str:
        if bound.unit and brackets.is_unit_word(bound.unit):
            return bound.unit
        said = "" if bound.indicator and not self.column else self.of_row(row)
        return said or self.above

    def of_row(self, row: int) -> str:
        """Return the unit that a row prints, in its column or behind its name."""
        if self.column and (said := self._keys.text(self.column, row)):
            return said
        named = tables.IN_BRACKETS.search(self._keys.text(self._keys.name, row))
        return named[1] if named and brackets.is_unit_word(named[1]) else ""
