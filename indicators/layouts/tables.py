"""Finds the tables of a sheet: where the headings stand and what each column means.
Pure.

A heading may run over two or three rows, merged or not; title rows stand above it and
blank rows between. A table ends where the next one's headings begin.
"""

import re
from dataclasses import dataclass, field, replace

from indicators.layouts import brackets, columns, partial
from indicators.layouts.columns import KnownColumn
from indicators.layouts.matching import NameIndex
from indicators.spreadsheets import cells
from indicators.spreadsheets.cells import Grid
from indicators.spreadsheets.refusal import FileRefused

ABOUT = ("code", "name")  # columns that say which indicator a row is about
PLACES = ("region_code", "region")
HEADS = (*ABOUT, *PLACES, "year")
DEEPEST = 3  # rows of one heading
WIDEST = 120  # characters of a heading; longer is prose
LONGEST_HEAD = 30  # of one that says what rows are about
MOST_HEADS = 5_000  # different texts of a file that are looked at as such
MOST_TABLES = 500  # of a file
MOST_HEADING_CELLS = 30_000  # of a file: rows that may be headings, as deep as they go
LETTERS = {c for w, k in columns.SPELLINGS.items() if k.key in HEADS for c in w}
IN_HEADS = re.compile(f"[{re.escape(''.join(sorted(LETTERS)))}]", re.I)
UNIT_LINE = re.compile(
    r"(?:^|[(（\s,，;；])(?:计量|数值|数据)?单位 ?[:：] ?([^)）\s]{1,20})(?:[)）]|$)"
)
MANY_UNITS = re.compile("[、,，;；和]")
LINES_ABOVE = 4
IN_BRACKETS = re.compile(r"[(（\[【]([^()（）\[\]【】]+)[)）\]】]\s*$")


@dataclass(frozen=True)
class Bound:
    """One column of a table: what it means; `indicator` where its heading names one.

    Of a heading over several columns `part` is what makes them less than the whole
    (农村, 同比), `place` the region (code) that it names.
    """

    at: int
    heading: str
    column: KnownColumn | None = None
    indicator: str = ""
    unit: str = ""  # printed in the heading's brackets
    part: str = ""
    place: str = ""

    @property
    def is_value(self) -> bool:
        return bool(self.indicator) or (
            self.column is not None and self.column.field == "value"
        )


@dataclass
class FoundTable:
    """A table of a sheet: its first heading row, its rows (0-based), its columns.

    `sheet_top` is the heading row of the sheet's first table; `foreign` are headings
    that are none we can read: what stands below is not the table's above either.
    """

    grid: Grid
    top: int
    first: int
    last: int = 0
    bound: list[Bound] = field(default_factory=list)
    sheet_top: int = 0
    foreign: bool = False

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
                if said := unit_line(text):
                    return said if brackets.is_unit_word(said) else ""
        return ""

    def units_above(self) -> str:
        """Return what a line above the headings gives as several units: %、岁."""
        for row in range(max(self.top - LINES_ABOVE, 0), self.top):
            for text in self.grid.rows[row]:
                words = MANY_UNITS.split(unit_line(text))
                if len(words) > 1 and any(map(brackets.is_unit_word, words)):
                    return "、".join(words)
        return ""

    @property
    def is_table(self) -> bool:
        """Whether rows say what they are about, and columns give values."""
        across = any(b.indicator for b in self.bound)
        if across:
            return bool(self.one(*PLACES, "year"))
        if self.one(*ABOUT):
            return bool(self.values or self.one("missing_reason"))
        yearly = any(b.column.key == "year_value" for b in self.values)
        return bool(self.one(*PLACES) and yearly)

    @property
    def weight(self) -> int:
        """How many columns the headings tell; what only a merged block spreads over
        is not told."""
        heads = self.grid.rows[self.top : self.first]
        return sum(
            any(b.at < len(line) and line[b.at] for line in heads)
            for b in self.bound
            if b.column or b.indicator
        )


def unit_line(text: str) -> str:
    """Return the unit that a text between figures gives for all, "" for none."""
    match = UNIT_LINE.search(" ".join(text.split())) if "单位" in text else None
    return match[1] if match else ""


class Finder:
    """Finds the tables of a file's sheets; remembers what each text means."""

    def __init__(self, names: NameIndex, regions: NameIndex, year: int | None):
        self.names, self.regions, self.year = names, regions, year
        self.meant: dict[str, KnownColumn | None] = {}
        self.heads: dict[str, bool] = {}
        self.looked_at = self.tables = 0

    def find(self, grid: Grid) -> list[FoundTable]:
        """Return the tables of a sheet from top to bottom, [] where there is none."""
        found: list[FoundTable] = []
        row = 0
        while row < len(grid.rows):
            before = found[-1] if found else None
            line = grid.rows[row]
            table = self._at(grid, row) if self._may_head(line) else None
            if table and before and not _another(table, before, line):
                table = None
            if table is None and before and self._is_foreign(before, line):
                table = FoundTable(grid, row, row + 1, foreign=True)
            if table is None:
                row += 1
                continue
            if before:
                before.last = table.top
            table.sheet_top = found[0].top if found else table.top
            found.append(table)
            self.tables += 1
            if self.tables > MOST_TABLES:
                raise FileRefused(
                    f"文件中的表超过{MOST_TABLES}张，请分成几个文件上传。"
                )
            row = table.first
        if found:
            found[-1].last = len(grid.rows)
        return [part for table in found for part in _side_by_side(table)]

    def _is_foreign(self, before: FoundTable, line: list[str]) -> bool:
        """Say whether a row below a table's headings heads something else: it has a
        heading where the table's rows say what they are about, and no figure."""
        said = [text for text in line if text]
        if len(said) < 2 or any(map(columns.is_figure, said)):
            return False
        about = [b.at for b in before.bound if b.column and b.column.key in HEADS]
        heads = [line[at] for at in about if at < len(line) and line[at]]
        return any(len(t) <= LONGEST_HEAD and self._heads(t) for t in heads)

    def _heads(self, text: str) -> bool:
        return self.heads[text] if text in self.heads else self._is_head(text)

    def means(self, text: str) -> KnownColumn | None:
        """Return which column a heading means."""
        if text not in self.meant:
            self.meant[text] = columns.recognise(text, self.year)
        return self.meant[text]

    def _may_head(self, line: list[str]) -> bool:
        """Say whether a row has a heading of what rows are about: cheap, first."""
        return self.looked_at < MOST_HEADING_CELLS and any(
            text and len(text) <= LONGEST_HEAD and self._heads(text) for text in line
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
        for at in range(max((grid.width(r) for r in rows), default=0)):
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
            column, named = self.means(words), frozenset()
            if column is None:
                named = self.names.find(words)
            if column and column.key in PLACES and self._under_values(texts, words):
                return Bound(at, shown)  # 城市 under 2020年 heads no regions
            if column or len(named) == 1:
                found = Bound(at, shown, column, next(iter(named), ""), printed)
                over = [text for text in texts if text != words]
                return self._limited(found, over) if len(words) < len(shown) else found
        return Bound(at, shown)

    def _under_values(self, texts: list[str], words: str) -> bool:
        """Say whether other texts of a heading are those of values."""
        over = [text for text in texts if text != words]
        meant = [self.means(text) for text in over]
        return any(c and c.field == "value" for c in meant) or any(
            map(self.names.find, over)
        )

    def _limited(self, bound: Bound, over: list[str]) -> Bound:
        """Return a value's column with what the other texts of its heading make of
        it."""
        for text in over if bound.is_value else ():
            plain = columns.normalised(text)
            if columns.is_group(text) or brackets.says_nothing(plain):
                continue
            if len(place := self.regions.find(text)) == 1:
                bound = replace(bound, place=next(iter(place)))
            elif partial.said(columns.flat(text)):
                bound = replace(bound, part=text)
        return bound

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


def heads_other_years(table: FoundTable, line: list[str]) -> bool:
    """Say whether other years stand under the years of a table, in a row about nothing:
    what stands below is of them."""
    dated = {b.at: b.column.year for b in table.bound if b.column and b.column.year}
    said = {at: text for at, text in enumerate(line) if text}
    if len(said) < 2 or not said.keys() <= dated.keys():
        return False
    years = {at: columns.recognise(text) for at, text in said.items()}
    return all(c is not None and c.year for c in years.values()) and any(
        column.year != dated[at] for at, column in years.items()
    )


def _another(table: FoundTable, before: FoundTable, line: list[str]) -> bool:
    """Say whether headings found below a table's begin a new one, or are its data."""
    if table.one(*ABOUT, *PLACES):
        return True
    names = {b.at for b in before.bound if b.column and b.column.key in ABOUT}
    named = {b.at for b in table.bound if b.indicator}
    return not names & named and not any(map(columns.is_figure, line))


def _side_by_side(table: FoundTable) -> list[FoundTable]:
    """Return the tables of one heading row: one, or those that stand beside each
    other, each beginning with the same column of what its rows are about."""
    groups, seen = [[]], set()
    for bound in table.bound:
        key = bound.column.key if bound.column else ""
        if key in HEADS and key in seen:
            groups.append([])
            seen = set()
        seen.add(key)
        groups[-1].append(bound)
    found = [replace(table, bound=group) for group in groups]
    return found if all(part.is_table for part in found) else [table]


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
