"""Reads the rows of a table into figures; what is not taken is listed. Pure."""

import re

from indicators.layouts import (
    asides,
    brackets,
    columns,
    partial,
    reading_cells,
    subheadings,
    surroundings,
    tables,
)
from indicators.layouts.collected import Collected
from indicators.layouts.figures import (
    LONG,
    CellPlace,
    FileFigure,
    FileQuestion,
    UnreadCell,
)
from indicators.layouts.known import FORMS, KnownNames
from indicators.layouts.reading_cells import CellRefused
from indicators.layouts.reading_keys import FileNames, Keys, NotTold
from indicators.layouts.reading_units import PrintedUnits
from indicators.layouts.surroundings import Around, Spot
from indicators.layouts.tables import Bound, FoundTable
from indicators.spreadsheets.refusal import FileRefused

ONE_A_ROW = (*FORMS, LONG)  # rows that may give a reason instead of a value
COUNTS = {"events", "denominator"}
MOST_SECTIONS = 3_000  # texts between the rows of a table
VERSION = re.compile("[0-9]{1,9}")


class RowReader:
    """Reads one table; `year` is that of values whose column and row name none,
    `around` what the texts around it ask."""

    def __init__(
        self,
        table: FoundTable,
        layout: str,
        names: FileNames,
        known: KnownNames,
        year: int | None,
        around: Around,
    ):
        self.table, self.grid, self.layout, self.known = (
            *(table, table.grid, layout),
            known,
        )
        self.names = names
        self.around, self.section = around, Around()
        self.asked: dict[str, FileQuestion] = {}
        self.keys = Keys(table, names, known, year, around.region(known))
        self.values = self._read_values(year)
        self.fields = [
            b for b in table.bound if b.column and b.column.field and not b.is_value
        ]
        self.leftmost = min((b.at for b in [*self.values, *self.fields]), default=0)
        about = self.keys.code or self.keys.name or self.keys.region or self.keys.year
        self.heading = table.grid.shown(table.first - 1, about.at) if about else ""
        self.units, self.demo = PrintedUnits(table, self.keys), table.one("demo")
        self.sections = 0
        self.lost = ""  # why the rows below a heading between them are not read
        self.version = table.one("version")
        self._headed = {b.at for b in table.bound}
        self._labels = [
            (b.at, columns.flat(b.heading))
            for b in table.bound
            if not b.is_value and (b.column is None or b.column.key == "domain")
        ]
        self.out = Collected()
        self._words: dict[tuple[str, str], str] = {}
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
        count, first = 0, self._after_subheadings()
        for row in range(first, min(self.table.last, len(self.grid.rows))):
            line = self.grid.rows[row]
            if any(line) or (self.grid.odd and self._odd_row(row)):
                count += self._row(row, line)
        return count

    def _after_subheadings(self) -> int:
        """Take in the rows below the headings that say more of the columns; return
        the first row of data."""
        row = self.table.first
        part = {b.at: b.part for b in self.values if b.part}
        self._leave_out({**part}, row)
        for _ in range(subheadings.DEEPEST):
            said = (self.table, self.values)
            found = subheadings.parts(*said, self.keys, self.heading, row)
            taken = subheadings.units(*said, row)
            if taken is not None:
                self.values = taken
            elif found is not None:
                self._leave_out(found, row)
            else:
                break
            row += 1
        return row

    def _leave_out(self, parts: dict[int, str], first: int) -> None:
        """Leave columns out that are not of the whole; what they hold is listed."""
        for bound in [b for b in self.values if b.at in parts]:
            name = self._name(bound.indicator)
            if parts[bound.at] and parts[bound.at] in name:
                continue
            text = parts[bound.at][:20]
            why = f"“{bound.heading[:20]}”一列为“{text}”，不是全体的数值。"
            for row, given in subheadings.left_out(self.table, bound, first):
                self._doubt(row, bound, given, why, bound.indicator)
            self.values = [b for b in self.values if b.at != bound.at]

    def _name(self, indicator: str) -> str:
        """Return what an indicator is called, here and in the file."""
        own = self.known.indicators.get(indicator)
        return own.name if own else ""

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
            self._section(row, line)
            return False
        if self._is_aside(row, line):
            return False
        if tables.heads_other_years(self.table, line):
            self.lost = f"第{row + 1}行另写了年份，其下的数是哪一年的不明。"
        try:
            if self.lost:
                raise NotTold(None, self.lost)
            region = "" if all(b.place for b in said) and said else self._region(row)
            across = [b for b in said if b.indicator]
            named = across and len(across) == len(said)
            own = "" if named else self.keys.indicator_of(row, self.units.of_row(row))
            if self.demo and reading_cells.YES & {self._text(self.demo, row).lower()}:
                raise NotTold(self.demo, "演示数据不导入。")
            extra = self._fields(row, [*others, *(self._spread(row) if said else ())])
            self._take(row, region, own, said or others[:1], extra)
        except NotTold as why:
            self._ask(row, "", False)
            bound = why.bound or (said or others)[0]
            text = self._text(bound, row) or self._text((said or others)[0], row)
            many = f"此行{len(said)}个数值均未读取：" if len(said) > 1 else ""
            self._doubt(row, bound, text, many + why.sentence, unknown=why.unknown)
        return True

    def _region(self, row: int) -> str:
        """Return the row's region; raises NotTold where that is still asked."""
        return (
            self.section.region(self.known)
            if (self.section.questions and not self.keys.tells_region)
            else self.keys.region_of(row)
        )

    def _section(self, row: int, line: list[str]) -> None:
        """Take in a text between the rows: it speaks of what stands below it."""
        texts = list(dict.fromkeys(text for text in line if text))
        if len(texts) != 1:
            return
        text = texts[0]
        if said := tables.unit_line(text):
            self.units.change_above(said)
            return
        plain = columns.normalised(text)
        if self.names.indicators.find(text):
            if self.keys.name is None and self.keys.code is None:
                self.lost = f"第{row + 1}行为“{text[:30]}”，其下数值属哪项指标不明，请补写指标名称。"
            return
        if plain in brackets.WHOLE or plain in {"全体", "全部", "城乡合计"}:
            self.section = Around()
            return
        self.sections += 1
        if self.sections > MOST_SECTIONS:
            raise FileRefused(
                f"工作表“{self.grid.name}”中仅有文字的行超过{MOST_SECTIONS}行，"
                "请删去说明文字后上传。"
            )
        spots = [Spot(f"第{row + 1}行", text)]
        found = surroundings.about(spots, self.known, self.names.places)
        if found.questions:
            self.section = found

    def _is_aside(self, row: int, line: list[str]) -> bool:
        """Say whether a row is a footer or repeats the headings."""
        at = next((at for at, text in enumerate(line) if text), 0)
        first = line[at] if line else ""
        if first not in self._asides:
            self._asides[first] = asides.is_footer(first)
        keys = self.keys
        if self._asides[first] and (at < self.leftmost or re.search("[:：]", first)):
            named = keys.text(keys.name or keys.region or keys.code, row)
            return not named or named == " ".join(first.split())
        about = keys.code or keys.name or keys.region
        return asides.repeats(line, about.at if about else None, self.heading)

    def _text(self, bound: Bound, row: int) -> str:
        return self.grid.text(row, bound.at)

    def _spread(self, row: int) -> list[Bound]:
        """Return the fields that a merged block above the row says for it too: one
        source for several rows. A count is of its own row alone."""
        if not self.grid.merged:
            return []
        return [
            b
            for b in self.fields
            if b.column.field not in COUNTS
            and not self._text(b, row)
            and self.grid.shown(row, b.at)
        ]

    def _fields(self, row: int, others: list[Bound]) -> dict[str, str]:
        """Return the texts of the other fields; a refused one is listed and
        left out."""
        found = {}
        for bound in others:
            name = bound.column.field
            text = self._text(bound, row) or self.grid.shown(row, bound.at)
            odd = self.grid.odd.get((row, bound.at), "")
            try:
                if odd or (name, text) not in self._words:
                    said = reading_cells.words(name, text, odd, self.known)
                    self._words[name, text] = said
                if said := self._words[name, text]:
                    found[name] = said
            except CellRefused as why:
                if name == "grade" and partial.is_aim(text):
                    said = f"这一行写着“{text[:20]}”，不是实际值，未读取。"
                    raise NotTold(bound, said) from why
                self._doubt(row, bound, text, str(why))
        return found

    def _take(self, row, region, own, said: list[Bound], extra: dict[str, str]) -> None:
        """Add a figure for each value of the row, with the row's other fields."""
        version = self._version(row)
        for bound in said:
            indicator = bound.indicator or own
            text = self._text(bound, row) if bound.is_value else ""
            try:
                self._require_clear(row, bound, indicator)
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
                why = "只有分子、分母，请填写数值。"
                self._doubt(row, bound, self._text(bound, row), why, indicator)
            if self._says_enough(fields):
                place = self._place(row, self._shown_at(bound))
                where = bound.place or region
                remarks = self._remarks(row, bound, fields, indicator)
                about = (place, where, indicator, year, fields, text, version)
                self.out.take(FileFigure(*about, remarks))

    def _require_clear(self, row: int, bound: Bound, indicator: str) -> None:
        """Raise CellRefused where what stands around a value is still to be asked."""
        found = self._ask(row, self._name(indicator), bool(bound.place))
        if found:
            raise CellRefused(f"请先选定：{found[0].sentence}")
        names = self._name(indicator) + self.keys.text(self.keys.name, row)
        for at, heading in self._labels:
            word = partial.label(columns.flat(self.grid.shown(row, at)), heading)
            if word and word not in names:
                raise CellRefused(f"此行写有“{word}”，不是全体、全年的数值。")

    def _ask(self, row: int, own: str, told: bool) -> list[FileQuestion]:
        """Return what is still to be asked of a row's values, and note it."""
        found = self._unclear(row, own, told)
        for asked in found:
            self.asked.setdefault(asked.key, asked)
        return found

    def _unclear(self, row: int, own: str, told: bool) -> list[FileQuestion]:
        names = own + self.keys.text(self.keys.name, row)
        told = told or self.keys.told(row)
        return [
            asked
            for around in (self.section, self.around)
            for asked in around.blocking(names, told, self.known)
        ]

    def _remarks(self, row: int, bound: Bound, fields, indicator) -> tuple[str, ...]:
        """Return what is to be looked at where a value is taken all the same."""
        found = []
        if row in self.grid.hidden_rows or bound.at in self.grid.hidden_columns:
            found.append("此单元格在隐藏的行或列中，请核对是否应读取。")
        if self.units.several and not self.units.of(row, bound):
            several = self.units.several[:20]
            found.append(f"表上单位为“{several}”，请核对此数值的单位。")
        loose = [
            t for at, t in enumerate(self.grid.rows[row]) if at not in self._headed
        ]
        name = self._name(indicator)
        found += asides.partial_words([*loose, fields.get("note", "")], name)
        return tuple(dict.fromkeys(found))

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
        unit = self.units.of(row, bound)
        return {"value": reading_cells.value(text, odd, unit, own)}

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

    def _doubt(
        self, row: int, bound: Bound, text, sentence, indicator="", unknown=""
    ) -> None:
        place = self._place(row, bound)
        about = (indicator, unknown, self.units.of_row(row) if unknown else "")
        region = bound.place or (self._told_region(row) if row >= 0 else "")
        self.out.doubt(UnreadCell(place, text, sentence, *about, region))

    def _told_region(self, row: int) -> str:
        """Return the row's region, "" where it does not say or is asked."""
        asked = self._unclear(row, "", False)
        if any(one.kind == surroundings.REGION for one in asked):
            return ""
        try:
            return self.keys.region_of(row)
        except NotTold:
            return ""
