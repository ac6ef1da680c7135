"""The year's form (填报表) and a data owner's sheet (数据采集表) as a workbook. Pure.

What is written is a FormSheet: plain rows that indicators/pages/downloads/year_form.py
read. Their headings are those of columns.py, by which they are read back.
"""

from decimal import Decimal

from indicators.layouts import columns, looks
from indicators.layouts.entry_form_columns import Slot, slots
from indicators.layouts.entry_form_rules import add_rules
from indicators.layouts.figures import COLLECTION
from indicators.layouts.form_sheet import FormRow, FormSheet

A4 = 9
ON_ONE_PAGE = 15  # rows of a collection sheet that fit on one page
NAMES = {COLLECTION: "数据采集表"}
OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
# What a clerk may do on the protected sheet beside typing: no password keeps it.
ALLOWED = {"format_columns": True, "format_rows": True}


def write_form(target, form: FormSheet) -> None:
    """Write the form into a path or a binary file.

    One sheet, protected without a password: this year's cells are open. Beside it a
    very hidden one with the mark and the lists.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(target, OPTIONS) as book:
        book.set_properties(_properties(form))
        sheet = book.add_worksheet(NAMES.get(form.kind, "填报表"))
        lists = _write_hidden(book.add_worksheet(columns.STAMP_SHEET), form)
        _Page(sheet, looks.FormLooks(book), form).write(lists)


def _properties(form: FormSheet) -> dict:
    found = {"title": form.title, "author": form.author, "subject": str(form.year)}
    return found | ({"created": form.made_at} if form.made_at else {})


def _write_hidden(sheet, form: FormSheet) -> dict:
    """Write the mark and the list of departments; return column key → its choices."""
    for line, (key, text) in enumerate(form.stamp.items()):
        sheet.write_string(line, 0, key)
        sheet.write_string(line, 1, text)
    for line, name in enumerate(form.suppliers):
        sheet.write_string(line, 3, name)
    sheet.protect()
    sheet.very_hidden()
    last = len(form.suppliers)
    return {
        "grade": list(form.grades),
        "missing_reason": list(form.reasons),
        "supplier": f"={columns.STAMP_SHEET}!$D$1:$D${last}",
    }


class _Page:
    """The one visible sheet, written from top to bottom."""

    def __init__(self, sheet, its_looks: looks.FormLooks, form: FormSheet):
        self.sheet, self.looks, self.form = sheet, its_looks, form
        self.slots = slots(form)
        self.shown = [slot for slot in self.slots if not slot.hidden]
        self.heading_row = 1 + len(form.head)
        self.first = self.heading_row + 1
        self.last = self.first + len(form.rows) - 1

    def write(self, lists: dict) -> None:
        self._columns()
        self._head()
        self._headings()
        for number, row in enumerate(self.form.rows):
            self._row(number, row)
        self._merge_domains()
        add_rules(self.sheet, self.form, self.slots, self.first, lists)
        self._foot()
        self._setup()

    def _columns(self) -> None:
        for place, slot in enumerate(self.slots):
            hidden = {"hidden": True} if slot.hidden else {}
            self.sheet.set_column(place, place, slot.width, None, hidden)

    # ------------------------------------------------------------ above the table

    def _head(self) -> None:
        across = len(self.shown) - 1
        title = self.looks.title()
        self.sheet.merge_range(0, 0, 0, across, self.form.title, title)
        self.sheet.set_row(0, 30)
        middle = self._boundaries(2)[0]
        for line, (left, right) in enumerate(self.form.head, 1):
            self._merged(line, 0, middle, left, self.looks.line())
            self._merged(line, middle + 1, across, right, self.looks.line("right"))
            self.sheet.set_row(line, 19)

    def _boundaries(self, parts: int) -> list[int]:
        """Return the last column of each of so many parts of about the same width."""
        widths = [slot.width for slot in self.shown]
        found, done, whole = [], 0.0, sum(widths)
        for place, width in enumerate(widths):
            done += width
            left = len(widths) - place - 1
            if len(found) < parts - 1 and left >= parts - 1 - len(found):
                if done >= whole * (len(found) + 1) / parts - width / 2:
                    found.append(place)
        return [*found, len(widths) - 1]

    def _merged(self, row: int, start: int, end: int, text: str, look) -> None:
        if start < end:
            self.sheet.merge_range(row, start, row, end, "", look)
        self.sheet.write_string(row, start, text, look)

    def _headings(self) -> None:
        for place, slot in enumerate(self.slots):
            look = self.looks.heading(slot.open)
            self.sheet.write_string(self.heading_row, place, slot.heading, look)
        lines = max(looks.lines_of(s.heading, s.width) for s in self.shown)
        self.sheet.set_row(self.heading_row, lines * looks.LINE_HEIGHT + 8)

    # ------------------------------------------------------------------- the table

    def _row(self, number: int, row: FormRow) -> None:
        line, lines = self.first + number, 1
        for place, slot in enumerate(self.slots):
            content = number + 1 if slot.column is columns.NUMBER else slot.content(row)
            self._cell(line, place, slot, row, content)
            if isinstance(content, str) and not slot.hidden and slot.key != "domain":
                lines = max(lines, looks.lines_of(content, slot.width))
        self.sheet.set_row(line, max(lines * looks.FORM_LINE + 6, 24))

    def _cell(self, line: int, place: int, slot: Slot, row: FormRow, content) -> None:
        look = self._look(slot, row, content)
        if slot.key == "value" and self._is_computed(row):
            formula = self._rate(line, row)
            self.sheet.write_formula(line, place, formula, look, float(row.value))
        elif content is None or content == "":
            self.sheet.write_blank(line, place, None, look)
        elif isinstance(content, str):
            self.sheet.write_string(line, place, content, look)
        elif looks.is_exact(content):
            self.sheet.write_number(line, place, content, look)
        else:
            self.sheet.write_string(line, place, f"{content:f}", look)

    def _is_computed(self, row: FormRow) -> bool:
        """Whether this year's cell follows the two counts beside it."""
        return row.computed and self.form.counts and row.has_counts and not row.locked

    def _rate(self, line: int, row: FormRow) -> str:
        """Return the formula of the rate.

        Without a count it is an error on purpose, which the reader refuses: old
        formats keep an empty result as 0. Rows without a value yet have no formula
        for the same reason; their rate is computed when the form is uploaded.
        """
        places = {slot.key: place for place, slot in enumerate(self.slots)}
        over = f"{_letters(places['events'])}{line + 1}"
        under = f"{_letters(places['denominator'])}{line + 1}"
        return (
            f"=IF(AND(ISNUMBER({over}),N({under})>0),"
            f"ROUND({over}*{row.per or 1}/{under},8),NA())"
        )

    def _look(self, slot: Slot, row: FormRow, content):
        is_open = slot.open and not row.locked
        if slot.key in ("events", "denominator"):
            is_open = is_open and row.has_counts
        fill = looks.OPEN if is_open else looks.SHUT if row.locked else looks.LOCKED
        more = {}
        if slot.past is not None and isinstance(content, str):
            more = {"italic": True, "font_color": "#6B7280", "font_size": 9}
        if isinstance(content, str) and looks.looks_like_formula(content):
            more["quote_prefix"] = True
        if slot.key == "value":
            more["bold"] = True
        number = self._number_format(slot, row, content)
        return self.looks.cell(slot.align, fill, not is_open, number, **more)

    def _number_format(self, slot: Slot, row: FormRow, content) -> str:
        if slot.past is not None and isinstance(content, Decimal):
            return looks.grouped_format(row.decimals, content)
        if slot.key == "value":
            if row.computed:
                return looks.grouped_format(row.decimals)
            return looks.open_format(row.decimals)
        if slot.key in ("events", "denominator"):
            return "#,##0"
        return "@" if slot.key == "expected_on" else ""

    def _merge_domains(self) -> None:
        """Join the cells of rows of the same domain."""
        place = next((p for p, s in enumerate(self.slots) if s.key == "domain"), None)
        if place is None:
            return
        look = self.looks.cell("center")
        start = 0
        rows = self.form.rows
        for number in range(1, len(rows) + 1):
            if number == len(rows) or rows[number].domain != rows[start].domain:
                top, end = self.first + start, self.first + number - 1
                if top < end:
                    name = rows[start].domain
                    self.sheet.merge_range(top, place, end, place, name, look)
                start = number

    # ------------------------------------------------------------- below the table

    def _foot(self) -> None:
        line, across = self.last + 1, len(self.shown) - 1
        wide = sum(slot.width for slot in self.shown)
        for note in self.form.notes:
            self._merged(line, 0, across, note, self.looks.line())
            self.sheet.set_row(line, looks.lines_of(note, wide) * looks.FORM_LINE + 6)
            line += 1
        if not self.form.foot:
            return
        start = 0
        ends = self._boundaries(len(self.form.foot))
        look = self.looks.line(locked=False, wrap=False)
        for text, end in zip(self.form.foot, ends, strict=True):
            self._merged(line, start, end, text, look)
            start = end + 1
        self.sheet.set_row(line, 30)

    def _setup(self) -> None:
        """Set protection, panes and print: A4 landscape, headings on every page."""
        sheet, form = self.sheet, self.form
        name = next(p for p, s in enumerate(self.slots) if s.key == "name")
        sheet.protect("", ALLOWED)
        sheet.freeze_panes(self.first, name + 1)
        value = next(p for p, s in enumerate(self.slots) if s.key == "value")
        sheet.set_selection(self.first, value, self.first, value)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.45, right=0.45, top=0.5, bottom=0.55)
        sheet.center_horizontally()
        sheet.set_footer('&L&"宋体"&9&F&R&"宋体"&9第&P页，共&N页', {"margin": 0.25})
        one_page = form.kind == COLLECTION and len(form.rows) <= ON_ONE_PAGE
        sheet.fit_to_pages(1, 1 if one_page else 0)
        sheet.repeat_rows(self.heading_row)
        sheet.print_area(0, 0, self.last + len(form.notes) + 1, len(self.shown) - 1)
        cells = f"A{self.first + 1}:{_letters(len(self.slots) - 1)}{self.last + 1}"
        quiet = ("number_stored_as_text", "formula_unlocked", "empty_cell_reference")
        sheet.ignore_errors({kind: cells for kind in quiet})


def _letters(column: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    found, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found
