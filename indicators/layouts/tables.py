"""Finds the tables of a sheet: where the headings stand and what each column means.
Pure.

A heading may run over two or three rows, merged or not; title rows stand above it and
blank rows between. A table ends where the next one's headings begin.
"""

import re
from dataclasses import dataclass, field, replace

from indicators.layouts import brackets, columns
from indicators.layouts.columns import KnownColumn
from indicators.layouts.matching import NameIndex
from indicators.spreadsheets import cells
from indicators.spreadsheets.cells import Grid

ABOUT = ("code", "name")  # columns that say which indicator a row is about
PLACES = ("region_code", "region")
HEADS = (*ABOUT, *PLACES, "year")
DEEPEST = 3  # rows of one heading
WIDEST = 120  # characters of a heading; longer is prose
LONGEST_HEAD = 30  # of one that says what rows are about
MOST_HEADS = 5_000  # different texts of a file that are looked at as such
MOST_HEADING_CELLS = 30_000  # of a file: rows that may be headings, as deep as they go
LETTERS = {c for w, k in columns.SPELLINGS.items() if k.key in HEADS for c in w}
IN_HEADS = re.compile(f"[{re.escape(''.join(sorted(LETTERS)))}]", re.I)
UNIT_LINE = re.compile(r"[(（]?(?:计量|数值|数据)?单位 ?[:：] ?([^)）]{1,12})[)）]?")
LINES_ABOVE = 4
IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]\s*$")


@dataclass(frozen=True)
class Bound:
    """One column of a table: what it means; `indicator` where its heading names one."""

    at: int
    heading: str
    column: KnownColumn | None = None
    indicator: str = ""
    unit: str = ""  # printed in the heading's brackets

    @property
    def is_value(self) -> bool:
        return bool(self.indicator) or (
            self.column is not None and self.column.field == "value"
        )


@dataclass
class FoundTable:
    """A table of a sheet: its first heading row, its rows (0-based), its columns."""

    grid: Grid
    top: int
    first: int
    last: int = 0
    bound: list[Bound] = field(default_factory=list)

    def one(self, *keys: str) -> Bound | None:
        """Return the first column of the given keys."""
        found = (b for b in self.bound if b.column and b.column.key in keys)
        return next(found, None)

    @property
    def values(self) -> list[Bound]:
        return [b for b in self.bound if b.is_value]

    def unit_above(self) -> str:
        """Return the unit that a line above the headings gives for all: 单位：%."""
        for row in range(max(self.top - LINES_ABOVE, 0), self.top):
            for text in self.grid.rows[row]:
                if match := UNIT_LINE.fullmatch(" ".join(text.split())):
                    return match[1] if brackets.is_unit_word(match[1]) else ""
        return ""

    @property
    def is_table(self) -> bool:
        """Whether rows say what they are about, and columns give values."""
        across = any(b.indicator for b in self.bound)
        if across:
            return bool(self.one(*PLACES, "year"))
        return bool(self.one(*ABOUT) and (self.values or self.one("missing_reason")))

    @property
    def weight(self) -> int:
        return sum(1 for b in self.bound if b.column or b.indicator)


class Finder:
    """Finds the tables of a file's sheets; remembers what each text means."""

    def __init__(self, names: NameIndex, year: int | None):
        self.names, self.year = names, year
        self.meant: dict[str, KnownColumn | None] = {}
        self.heads: dict[str, bool] = {}
        self.looked_at = 0

    def find(self, grid: Grid) -> list[FoundTable]:
        """Return the tables of a sheet from top to bottom, [] where there is none."""
        found: list[FoundTable] = []
        row = 0
        while row < len(grid.rows):
            table = self._at(grid, row) if self._may_head(grid.rows[row]) else None
            if table is None or (found and not _another(table)):
                row += 1
                continue
            if found:
                found[-1].last = table.top
            found.append(table)
            row = table.first
        if found:
            found[-1].last = len(grid.rows)
        return found

    def means(self, text: str) -> KnownColumn | None:
        """Return which column a heading means."""
        if text not in self.meant:
            self.meant[text] = columns.recognise(text, self.year)
        return self.meant[text]

    def _may_head(self, line: list[str]) -> bool:
        """Say whether a row has a heading of what rows are about: cheap, first."""
        return self.looked_at < MOST_HEADING_CELLS and any(
            text
            and len(text) <= LONGEST_HEAD
            and (self.heads[text] if text in self.heads else self._is_head(text))
            for text in line
        )

    def _is_head(self, text: str) -> bool:
        """Say whether a text heads a column of what rows are about; looks at so
        many."""
        if not IN_HEADS.search(text) or len(self.heads) > MOST_HEADS:
            return False
        column = self.means(text)
        self.heads[text] = column is not None and column.key in HEADS
        return self.heads[text]

    def _at(self, grid: Grid, row: int) -> FoundTable | None:
        """Return the table whose headings begin in a row, as deep as they say most."""
        best = None
        for depth in range(1, DEEPEST + 1):
            table = self._headed(grid, row, depth)
            if not table.is_table:
                continue
            if best is None or (
                table.weight > best.weight and self._all_heading(table, best)
            ):
                best = table
        return best

    def _all_heading(self, deeper: FoundTable, table: FoundTable) -> bool:
        """Say whether the deeper heading's last rows are none of the data.

        Their cells under the column that says what a row is about are empty, merged
        with the one above, or themselves headings.
        """
        about = table.one(*HEADS)
        texts = [table.grid.text(r, about.at) for r in range(table.first, deeper.first)]
        return all(not text or self.means(text) for text in texts)

    def _headed(self, grid: Grid, row: int, depth: int) -> FoundTable:
        table = FoundTable(grid, row, row + depth)
        rows = range(row, min(row + depth, len(grid.rows)))
        self.looked_at += sum(len(grid.rows[r]) for r in rows)
        for at in range(max((len(grid.rows[r]) for r in rows), default=0)):
            texts = dict.fromkeys(grid.shown(r, at) for r in rows)
            if texts := [t for t in texts if t]:
                table.bound.append(self._bound(at, texts))
        return table

    def _bound(self, at: int, texts: list[str]) -> Bound:
        """Return what a column means by its heading's texts, the upper first."""
        shown = " ".join(" ".join(texts).split())
        unit = IN_BRACKETS.search(texts[-1].strip())
        printed = unit[1] if unit else ""
        for words in self._speaking(texts):
            if len(words) > WIDEST:
                continue
            if column := self.means(words):
                return Bound(at, shown, column, unit=printed)
            named = self.names.find(words)
            if len(named) == 1:
                return Bound(at, shown, indicator=next(iter(named)), unit=printed)
        return Bound(at, shown)

    def _speaking(self, texts: list[str]) -> list[str]:
        """Return the texts of a heading that may say what its column is: all together,
        then from the lowest up, as far as what stands below changes nothing. A column
        of “位次” or “农村” under “2016年” is not of what 2016年 says."""
        found = ["".join(texts)]
        for text in reversed(texts):
            found.append(text)
            if not brackets.says_nothing(columns.normalised(text)):
                break
        return list(dict.fromkeys(found))


def _another(table: FoundTable) -> bool:
    """Say whether headings found below a table's begin a new one, or are its data."""
    return table.one(*ABOUT, *PLACES) is not None


def letter(bound: Bound) -> str:
    """Return the column's letter."""
    return cells.letters(bound.at)


def without_repeats(table: FoundTable) -> list[Bound]:
    """Keep the first of the columns that mean the same; return the others.

    Values are not dropped: two columns of one year must agree cell by cell.
    """
    seen, kept, repeated = set(), [], []
    for bound in table.bound:
        key = bound.column.key if bound.column else None
        if key and not bound.is_value and key in seen:
            repeated.append(bound)
            kept.append(replace(bound, column=None))
            continue
        seen.add(key)
        kept.append(bound)
    table.bound = kept
    return repeated
