"""Reads the rows of a table into figures; what is not taken is listed. Pure."""

import re
from dataclasses import replace

from indicators.layouts import brackets, columns, reading_cells, tables
from indicators.layouts.collected import Collected
from indicators.layouts.figures import LONG, CellPlace, FileFigure, UnreadCell
from indicators.layouts.known import FORMS, KnownNames
from indicators.layouts.reading_cells import CellRefused
from indicators.layouts.reading_keys import FileNames, Keys, NotTold
from indicators.layouts.tables import Bound, FoundTable

ONE_A_ROW = (*FORMS, LONG)  # rows that may give a reason instead of a value
COUNTS = {"events", "denominator"}
VERSION = re.compile("[0-9]{1,9}")
FOOTER = re.compile(
    r"\(?(?:注|备注|附注|说明|填表说明|填报说明|单位负责人|负责人|主要负责人|分管领导|审核人"
    r"|审核|填表人|填报人|制表人|制表|经办人|联系人|联系电话|电话|填报日期|填表日期|日期"
    r"|报送日期|资料来源|数据来源|填报单位|报送单位|单位)(?:\([^)]*\))?[0-9①-⑳]*\)?"
    r"(?:[:：.、]|$).*|第[0-9]+页.*|单位负责人.*|注[0-9①-⑳].*",
    re.S,
)


class RowReader:
    """Reads one table; `year` is that of values whose column and row name none."""

    def __init__(
        self, table: FoundTable, layout: str, names: FileNames, known: KnownNames, year
    ):
        self.table, self.grid, self.layout, self.known = (
            *(table, table.grid, layout),
            known,
        )
        self.keys = Keys(table, names, known, year)
        self.values = self._read_values(year)
        self.fields = [
            b for b in table.bound if b.column and b.column.field and not b.is_value
        ]
        self.leftmost = min((b.at for b in [*self.values, *self.fields]), default=0)
        about = self.keys.code or self.keys.name or self.keys.region
        self.heading = table.grid.shown(table.first - 1, about.at) if about else ""
        self.unit, self.demo = table.one("unit"), table.one("demo")
        self.above = table.unit_above()
        self.version = table.one("version")
        self.out = Collected()
        self._words: dict[tuple[str, str], str] = {}
        self._units: dict[tuple[int, str, str], str] = {}
        self._asides: dict[str, bool] = {}

    def _read_values(self, year: int | None) -> list[Bound]:
        """Return the value columns that are read: of a form this year's only."""
        values = self.table.values
        if self.layout in FORMS:
            return [b for b in values if b.indicator or b.column.key == "value"]
        if self.layout == LONG:
            this = [b for b in values if b.column and b.column.key == "value"]
            return this or values
        if year is None:
            named = [b for b in values if b.indicator or b.column.year]
            return named or values
        return values

    @property
    def unread_values(self) -> list[Bound]:
        return [b for b in self.table.values if b not in self.values]

    def read(self, out: Collected) -> int:
        """Add what the rows say; return how many rows said something."""
        self.out = out
        count = 0
        first = self.table.first + self._leaves_parts(self.table.first)
        first += self._takes_units(first)
        for row in range(first, min(self.table.last, len(self.grid.rows))):
            line = self.grid.rows[row]
            if any(line) or (self.grid.odd and self._odd_row(row)):
                count += self._row(row, line)
        return count

    def _takes_units(self, row: int) -> bool:
        """Take the units that stand in a row of their own under the headings, if so."""
        printed = {b.at: self._text(b, row).strip("()（）") for b in self.values}
        said = [text for text in printed.values() if text]
        if not said or not all(map(brackets.is_unit_word, said)):
            return False
        self.values = [replace(b, unit=printed[b.at] or b.unit) for b in self.values]
        return True

    def _leaves_parts(self, row: int) -> bool:
        """Leave out columns below whose year stands, in a row of its own, that they are
        of something else: 2016年 over 合计 and 农村."""
        about = self.keys.name or self.keys.code or self.keys.region or self.keys.year
        if row >= len(self.grid.rows):
            return False
        if self.keys.text(about, row) not in ("", self.heading):
            return False
        said = {b.at: self._text(b, row) for b in self.values if self._text(b, row)}
        if not said or any(map(reading_cells.bare, said.values())):
            return False
        kept = []
        for bound in self.values:
            text = said.get(bound.at, "")
            if brackets.says_nothing(columns.normalised(text).strip("()")):
                kept.append(bound)
                continue
            why = f"“{bound.heading[:20]}”下面写着“{text[:20]}”，不是全体的数，未读取。"
            for below in range(row, min(self.table.last, len(self.grid.rows))):
                if given := self._text(bound, below):
                    self._doubt(below, bound, given, why)
        if len(kept) == len(self.values):
            return False
        self.values = kept
        return True

    def _odd_row(self, row: int) -> bool:
        return any((row, b.at) in self.grid.odd for b in self.values)

    def _row(self, row: int, line: list[str]) -> bool:
        """Read one row with content; say whether it had anything to be read."""
        width, odd = len(line), self.grid.odd
        said = [
            b
            for b in self.values
            if (b.at < width and line[b.at]) or (odd and (row, b.at) in odd)
        ]
        others = [
            b
            for b in self.fields
            if (b.at < width and line[b.at]) or (odd and (row, b.at) in odd)
        ]
        if not said and not (others and self.layout in ONE_A_ROW):
            return False
        if self._is_aside(row, line):
            return False
        try:
            region = self.keys.region_of(row)
            across = [b for b in said if b.indicator]
            named = across and len(across) == len(said)
            own = "" if named else self.keys.indicator_of(row)
            if self.demo and reading_cells.YES & {self._text(self.demo, row).lower()}:
                raise NotTold(self.demo, "这是演示数据，不导入。")
            extra = self._fields(row, others)
            self._take(row, region, own, said or others[:1], extra)
        except NotTold as why:
            bound = why.bound or (said or others)[0]
            text = self._text(bound, row) or self._text((said or others)[0], row)
            many = f"这一行的{len(said)}个数均未读取：" if len(said) > 1 else ""
            self._doubt(row, bound, text, many + why.sentence)
        return True

    def _is_aside(self, row: int, line: list[str]) -> bool:
        """Say whether a row is a footer or repeats the headings."""
        at = next((at for at, text in enumerate(line) if text), 0)
        first = line[at] if line else ""
        if first not in self._asides:
            plain = first[:200].replace("（", "(").replace("）", ")")
            self._asides[first] = FOOTER.fullmatch(plain) is not None
        if self._asides[first] and (at < self.leftmost or re.search("[:：]", first)):
            about = self.keys.name or self.keys.region or self.keys.code
            named = self.keys.text(about, row)
            return not named or named == " ".join(first.split())
        return self._repeats_heading(line)

    def _repeats_heading(self, line: list[str]) -> bool:
        about = self.keys.code or self.keys.name or self.keys.region
        if about is None or about.at >= len(line) or not line[about.at]:
            return False
        return line[about.at] == self.heading

    def _text(self, bound: Bound, row: int) -> str:
        return self.grid.text(row, bound.at)

    def _fields(self, row: int, others: list[Bound]) -> dict[str, str]:
        """Return the texts of the other fields; a refused one is listed and
        left out."""
        found = {}
        for bound in others:
            name, text = bound.column.field, self._text(bound, row)
            odd = self.grid.odd.get((row, bound.at), "")
            try:
                if odd or (name, text) not in self._words:
                    said = reading_cells.words(name, text, odd, self.known)
                    self._words[name, text] = said
                if said := self._words[name, text]:
                    found[name] = said
            except CellRefused as why:
                self._doubt(row, bound, text, str(why))
        return found

    def _take(self, row, region, own, said: list[Bound], extra: dict[str, str]) -> None:
        """Add a figure for each value of the row, with the row's other fields."""
        version = self._version(row)
        for bound in said:
            indicator = bound.indicator or own
            text = self._text(bound, row) if bound.is_value else ""
            try:
                year = self.keys.year_of(row, bound)
                fields = self._value(row, bound, text, indicator, extra) | extra
            except NotTold as why:
                place = why.bound or bound
                self._doubt(row, place, text, why.sentence, indicator)
                continue
            except CellRefused as why:
                self._doubt(row, bound, text, str(why), indicator)
                continue
            if fields.keys() & COUNTS and not self._says_enough(fields):
                why = "只有分子、分母，没有数值，未读取：请填算好的数。"
                self._doubt(row, bound, self._text(bound, row), why, indicator)
            if self._says_enough(fields):
                place = self._place(row, self._shown_at(bound))
                self.out.take(
                    FileFigure(place, region, indicator, year, fields, text, version)
                )

    def _value(self, row, bound, text: str, indicator: str, extra) -> dict[str, str]:
        """Return the field that a value's cell fills; {} where it says nothing."""
        odd = self.grid.odd.get((row, bound.at), "") if self.grid.odd else ""
        if not bound.is_value or not (text or odd):
            return {}
        if reason := self._reason(text):
            return {"missing_reason": reason}
        if reading_cells.is_dash(text) and (
            self.layout not in FORMS or "missing_reason" in extra
        ):
            self.out.dashes += 1
            return {}
        own = self.known.indicators[indicator]
        unit = self._unit(row, bound)
        return {"value": reading_cells.value(text, odd, unit, own)}

    def _unit(self, row: int, bound: Bound) -> str:
        """Return the unit that the file prints for a value: in the column's heading,
        in the row, behind the indicator's name, or above the table; the nearest."""
        keys = self.keys
        key = (bound.at, keys.raw(self.unit, row), keys.raw(keys.name, row))
        if key not in self._units:
            self._units[key] = self._printed(row, bound)
        return self._units[key]

    def _printed(self, row: int, bound: Bound) -> str:
        if bound.unit and brackets.is_unit_word(bound.unit):
            return bound.unit
        if self.unit and (said := self.keys.text(self.unit, row)):
            return said
        named = tables.IN_BRACKETS.search(self.keys.text(self.keys.name, row))
        if named and brackets.is_unit_word(named[1]) and not bound.indicator:
            return named[1]
        return self.above

    def _says_enough(self, fields: dict[str, str]) -> bool:
        """Say whether there is anything to write: history needs a value or a reason."""
        if self.layout in FORMS:
            return bool(fields)
        return "value" in fields or "missing_reason" in fields

    def _reason(self, text: str) -> str:
        """Return the reason's code where a value's cell says why there is none."""
        if text[:1].isdigit() or len(text) > 20:
            return ""
        return reading_cells.listed(text, self.known.reasons)

    def _shown_at(self, bound: Bound) -> Bound:
        """Return the value's column where another field alone was filled in."""
        return bound if bound.is_value else (*self.values, bound)[0]

    def _version(self, row: int) -> int | None:
        text = self._text(self.version, row) if self.version else ""
        return int(text) if VERSION.fullmatch(text) else None

    def _place(self, row: int, bound: Bound) -> CellPlace:
        return CellPlace(self.grid.name, row + 1, tables.letter(bound))

    def _doubt(self, row: int, bound: Bound, text, sentence, indicator="") -> None:
        place = self._place(row, bound)
        self.out.doubts.append(UnreadCell(place, text, sentence, indicator))
