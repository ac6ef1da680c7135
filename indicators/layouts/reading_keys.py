"""Of which region, indicator and year a row of a table speaks. Pure."""

import re
from dataclasses import dataclass

from indicators.layouts import columns, matching
from indicators.layouts.known import KnownNames
from indicators.layouts.tables import Bound, FoundTable
from indicators.spreadsheets import cells
from regions import codes

YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?(?:年(?:末|底|度)?)?")
TURN_OF_YEAR = re.compile(r"((?:19|20)\d\d)-(?:12-31|01-01)")
NAMED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年")


class NotTold(Exception):
    """A row does not say, or says wrongly, what it is about: the column and why."""

    def __init__(self, bound: Bound | None, sentence: str):
        super().__init__(sentence)
        self.bound, self.sentence = bound, sentence


@dataclass(frozen=True)
class FileNames:
    """The names a file may use, made once for all its tables."""

    indicators: matching.NameIndex
    regions: matching.NameIndex

    @classmethod
    def of(cls, known: KnownNames) -> "FileNames":
        return cls(matching.indicators(known), matching.regions(known))


class Keys:
    """Reads the columns of one table that say what its rows are about."""

    def __init__(
        self, table: FoundTable, names: FileNames, known: KnownNames, year: int | None
    ):
        self.grid, self.names, self.known, self.given_year = (
            *(table.grid, names, known),
            year,
        )
        self.code, self.name = table.one("code"), table.one("name")
        self.region_code, self.region = table.one("region_code"), table.one("region")
        self.year = table.one("year")
        self.wholes: set[str] = set()  # 全市, read as the page's region
        self._regions: dict[tuple[str, str], str] = {}
        self._indicators: dict[tuple[str, str], str] = {}

    def text(self, bound: Bound | None, row: int) -> str:
        """Return what a row shows in a column, also where cells are merged."""
        text = self.raw(bound, row)
        return " ".join(text.split()) if text else ""

    def raw(self, bound: Bound | None, row: int) -> str:
        if bound is None:
            return ""
        if self.grid.merged:
            return self.grid.shown(row, bound.at)
        line = self.grid.rows[row]
        return line[bound.at] if bound.at < len(line) else ""

    def indicator_of(self, row: int) -> str:
        """Return the code of the row's indicator; raises NotTold."""
        key = self.raw(self.code, row), self.raw(self.name, row)
        if key not in self._indicators:
            self._indicators[key] = self._indicator(*(" ".join(t.split()) for t in key))
        return self._indicators[key]

    def _indicator(self, code: str, name: str) -> str:
        if not code and not name:
            raise NotTold(self.name or self.code, "这一行没有写指标，请补上指标名称。")
        found = self.names.indicators
        by_code = found.find(code) if code else frozenset()
        by_name = found.find(name) if name else frozenset()
        if by_code and by_name and not by_code & by_name:
            raise NotTold(
                self.code,
                f"指标代码“{code}”与指标名称“{name[:40]}”不是同一项指标，请核对这一行是否错位。",
            )
        both = by_code & by_name or by_code or by_name
        if len(both) == 1 and (by_code or not code):
            return next(iter(both))
        if code and not by_code:
            raise NotTold(self.code, found.refusal(code, "指标代码"))
        raise NotTold(self.name, found.refusal(name, "指标"))

    def region_of(self, row: int) -> str:
        """Return the code of the row's region; raises NotTold."""
        key = self.raw(self.region_code, row), self.raw(self.region, row)
        if key not in self._regions:
            self._regions[key] = self._region(*(" ".join(t.split()) for t in key))
        return self._regions[key]

    def _region(self, code: str, name: str) -> str:
        if not code and not name:
            if self.known.region and not (self.region or self.region_code):
                return self.known.region
            raise NotTold(self.region or self.region_code, "这一行没有写地区，请补上。")
        found = self.names.regions
        digits = matching.region_code(code) or matching.region_code(name)
        by_code = found.find(digits) if digits else frozenset()
        by_name = found.find(name) if name else frozenset()
        if code and not by_code:
            raise NotTold(self.region_code, found.refusal(code, "地区代码"))
        if not by_code and (whole := self._whole(name)):
            return whole
        if by_code and by_name and not by_code & by_name:
            raise NotTold(
                self.region_code,
                f"地区代码“{code}”与地区“{name[:40]}”不是同一个地区，请核对。",
            )
        both = by_code & by_name or by_code or by_name
        if len(both) == 1:
            return next(iter(both))
        if columns.normalised(name) in matching.SUMS:
            raise NotTold(
                self.region,
                f"“{name}”不是地区，未读取：若是上级地区的数，请把它写成地区名称。",
            )
        raise NotTold(self.region, found.refusal(name, "地区"))

    def _whole(self, name: str) -> str:
        """Return the page's region where 全市 in its table can only mean it."""
        level = matching.WHOLE.get(columns.normalised(name))
        region = self.known.region
        if not region or codes.level(region) != level:
            return ""
        self.wholes.add(name)
        return region

    def year_of(self, row: int, bound: Bound | None) -> int:
        """Return the year of a value of the row; `bound` is its column."""
        if bound is not None and bound.column and bound.column.year:
            return bound.column.year
        if self.year is None:
            if self.given_year is None:
                raise NotTold(bound, "没有写是哪一年的数，请在表头写明年份。")
            return self.given_year
        text = self.text(self.year, row)
        odd = self.grid.odd.get((row, self.year.at))
        match = (TURN_OF_YEAR if odd == cells.DATE else YEAR).fullmatch(text)
        if match is None:
            said = f"“{text[:20]}”不是年份" if text else "这一行没有写年份"
            raise NotTold(self.year, f"{said}，请写四位数的年份，如2024。")
        return int(match[1])


def titled_year(table: FoundTable, name: str) -> int | None:
    """Return the one year that the rows above a table, its sheet or file name say."""
    above = [t for row in table.grid.rows[: table.top] for t in row if t]
    for texts in (above, [table.grid.name], [name]):
        years = {int(y) for text in texts for y in NAMED_YEAR.findall(text)}
        if len(years) == 1:
            return years.pop()
    return None
