"""Of which region, indicator and year a row of a table speaks. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indicators.layouts import columns, matching
from indicators.layouts.known import KnownNames
from indicators.layouts.naming_places import Places
from indicators.layouts.tables import IN_BRACKETS, Bound, FoundTable
from indicators.spreadsheets import cells
from regions import codes

YEAR = re.compile(r"((?:19|20)\d\d)(?:\.0)?(?:年(?:末|底|度)?)?")
NAMED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年")


class NotTold(Exception):
    """A row does not say, or says wrongly, what it is about: the column and why;
    `unknown` is a name that leads to no indicator."""

    def __init__(self, bound: Bound | None, sentence: str, unknown: str = ""):
        super().__init__(sentence)
        self.bound, self.sentence, self.unknown = bound, sentence, unknown


@dataclass(frozen=True)
class FileNames:
    """The names a file may use, made once for all its tables."""

    indicators: matching.NameIndex
    regions: matching.NameIndex
    places: Places

    @classmethod
    def of(cls, known: KnownNames) -> "FileNames":
        return cls(
            matching.indicators(known), matching.regions(known), Places.of(known)
        )


class Keys:
    """Reads the columns of one table that say what its rows are about."""

    def __init__(
        self,
        table: FoundTable,
        names: FileNames,
        known: KnownNames,
        year: int | None,
        chosen: str,
    ):
        self.chosen = chosen  # region of rows that name none
        self.given = ""  # indicator of rows that name none
        self.grid, self.names, self.known, self.given_year = (
            *(table.grid, names, known),
            year,
        )
        self.code, self.name = table.one("code"), table.one("name")
        self.region_code, self.region = table.one("region_code"), table.one("region")
        self.year = table.one("year")
        self.called: dict[str, str] = {}  # names that are not the catalogue's
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

    @property
    def tells_region(self) -> bool:
        return bool(self.region or self.region_code)

    def told(self, row: int) -> bool:
        """Say whether a row names its region itself, and not by 全市."""
        name, code = self.text(self.region, row), self.text(self.region_code, row)
        return bool(code or (name and columns.normalised(name) not in matching.WHOLE))

    def indicator_of(self, row: int, unit: str = "") -> str:
        """Return the code of the row's indicator; raises NotTold."""
        key = self.raw(self.code, row), self.raw(self.name, row), unit
        if key not in self._indicators:
            self._indicators[key] = self._indicator(*(" ".join(t.split()) for t in key))
        return self._indicators[key]

    def _indicator(self, code: str, name: str, unit: str) -> str:
        if not code and not name:
            if self.given and not (self.name or self.code):
                return self.given
            raise NotTold(self.name or self.code, "此行未写指标，请补填指标名称。")
        found = self.names.indicators
        by_code = found.find(code) if code else frozenset()
        by_name = found.find(name, unit) if name else frozenset()
        if by_code and by_name and not by_code & by_name:
            raise NotTold(
                self.code,
                f"指标代码“{code}”与指标名称“{name[:40]}”不是同一项指标，请核对此行是否错位。",
            )
        both = by_code & by_name or by_code or by_name
        if len(both) == 1 and (by_code or not code):
            (own,) = both
            if not by_code and found.is_alias(name, own):
                self.called[name] = own
            return own
        if code and not by_code:
            raise NotTold(self.code, found.refusal(code, "指标代码"))
        raise NotTold(self.name, found.refusal(name, "指标"), name)

    def region_of(self, row: int) -> str:
        """Return the code of the row's region; raises NotTold."""
        key = self.raw(self.region_code, row), self.raw(self.region, row)
        if key not in self._regions:
            self._regions[key] = self._region(*(" ".join(t.split()) for t in key))
        return self._regions[key]

    def _region(self, code: str, name: str) -> str:
        if not code and not name:
            if self.chosen and not self.tells_region:
                return self.chosen
            raise NotTold(self.region or self.region_code, "此行未写地区，请补填。")
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
                f"“{name}”不是地区。为上级地区数值的，请改写地区名称。",
            )
        raise NotTold(self.region, found.refusal(name, "地区"))

    def _whole(self, name: str) -> str:
        """Return the page's region where 全市 in its table can only mean it."""
        level = matching.WHOLE.get(columns.normalised(name))
        region = self.chosen
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
                raise NotTold(bound, "未写明年份，请在表头写明。")
            return self.given_year
        text = self.text(self.year, row)
        odd = self.grid.odd.get((row, self.year.at))
        if dated := columns.dated_year(text):
            return dated
        match = None if odd == cells.DATE else YEAR.fullmatch(text)
        if match is None:
            said = f"“{text[:20]}”不是年份" if text else "此行未写年份"
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


BEFORE_NAME = re.compile(
    r"(?:\d+|年|度|[-—–~～至到、]|历|近|个|各|分|全|国|省|市|州|县|区|旗|地区|城|情况|统计表?|表|[（(].*?[)）])*"
)
BEHIND_NAME = re.compile(
    r"(?:(?:[(（]?(?:19|20)\d\d年?(?:[-—–~～至到]+(?:(?:19|20)\d\d)?年?)?[)）]?)"
    r"|情况|统计|一览|表|单位[:：].*)+$"
)
NAMED_INDICATOR = re.compile(r"(?:指标|指标名称|统计指标|项目)[:：](.+)")


def titled_indicator(
    spots: Iterable[str], names: FileNames, places: Iterable[str]
) -> tuple[str, str]:
    """Return the one indicator (code) that the texts above a table name, and the unit
    behind it; "", "" for none or several. “2010—2012年各市州婴儿死亡率” names one."""
    found = {}
    for text in spots:
        plain = columns.flat(text)
        told = NAMED_INDICATOR.fullmatch(plain)
        plain = told[1] if told else plain
        for name in places:
            plain = plain.replace(columns.flat(name), "")
        plain = BEHIND_NAME.sub("", plain)
        for at in [0] if told else range(min(len(plain), 40)):
            if not BEFORE_NAME.fullmatch(plain[:at]):
                continue
            codes_ = names.indicators.find(plain[at:])
            if len(codes_) == 1:
                unit = IN_BRACKETS.search(plain)
                found[next(iter(codes_))] = unit[1] if unit else ""
                break
    return next(iter(found.items())) if len(found) == 1 else ("", "")
