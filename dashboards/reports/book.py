"""One workbook being written: sheets, formats, cells. Texts stay texts, always."""

import os
import re
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from dashboards.reports import TooLarge
from indicators.layouts import looks

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 1_048_576, 16_384, 32_767
TABLE_ROWS = 5_000  # above it a sheet is streamed and has a filter, no table
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
EVERYWHERE = "A1:XFD1048576"
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.75, "bottom": 0.6}
# Inches of A4 landscape that are safe to fill: without the font that the widths are
# counted in, columns come out a tenth wider.
PRINTABLE = (11.69 - 0.8) * 0.8
PRINTABLE_DOWN = (8.27 - 1.35) * 0.97
OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": looks.SHEET,
}


@contextmanager
def writing(target, *, title: str, by: str, at: datetime):
    """Give a Book to fill; it is written to the target at the end, or not at all."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "book.xlsx")
        book = ReportBook(path, folder, title=title, by=by, at=at)
        try:
            yield book
        except BaseException:
            book.abandon()
            raise
        book.close()
        if isinstance(target, str | os.PathLike):
            shutil.copyfile(path, target)
        else:
            with open(path, "rb") as whole:
                shutil.copyfileobj(whole, target)


class ReportBook:
    """A workbook over xlsxwriter; nothing reaches the target before `close`."""

    def __init__(self, path: str, folder: str, *, title: str, by: str, at: datetime):
        import xlsxwriter

        self.title, self.at, self.tables = title, at, 0
        self.book = xlsxwriter.Workbook(path, OPTIONS | {"tmpdir": folder})
        self.formats = looks.Formats(self.book, looks.SHEET)
        self.book.set_properties(
            {
                "title": printable(title),
                "subject": _("规划指标进展与数据"),
                "author": printable(by),
                "company": _("健康规划指标跟踪平台"),
                "comments": _("系统测算，供内部参考，以正式印发的监测评估报告为准。"),
                "created": at.astimezone(UTC).replace(tzinfo=None),
            }
        )
        self.book.set_calc_mode("auto")

    def close(self):
        """Write everything to the target. Raises OSError where that fails."""
        from xlsxwriter.exceptions import XlsxWriterException

        try:
            self.book.close()
        except XlsxWriterException as why:
            raise why.args[0] if isinstance(why.args[0], OSError) else why from None

    def abandon(self):
        """Let go of a workbook that will not be written, and of its open files."""
        for sheet in self.book.worksheets():
            if sheet.constant_memory:
                sheet.row_data_fh.close()

    def style(self, **properties):
        """Return the format with these properties, made once."""
        return self.formats.get(**properties)

    def cell(self, **properties):
        """Return the format of a cell of a table: a hairline below."""
        return self.style(bottom=1, bottom_color=looks.HAIRLINE, **properties)

    def heading(self, **properties):
        """Return the format of a heading of a table."""
        return self.style(
            **{
                "bold": True,
                "bg_color": looks.ACCENT_SOFT,
                "font_color": looks.ACCENT,
                "bottom": 2,
                "bottom_color": looks.ACCENT,
                "text_wrap": True,
            }
            | properties
        )

    def sheet(
        self,
        name: str,
        *,
        rows: int = 0,
        tab: str = "",
        fit: bool = True,
        streamed: bool = False,
    ):
        """Return a new sheet, ready to print: A4 landscape, page numbers, its name.

        One that is `streamed`, as every sheet of more than TABLE_ROWS rows is, takes
        no memory: write it row by row.
        """
        if rows >= MOST_ROWS:
            raise TooLarge(
                _(
                    "未生成文件：“%(sheet)s”有%(rows)s行，超过Excel的1048576行上限。"
                    "请缩小地区、指标或年份范围，或下载CSV。"
                )
                % {"sheet": name, "rows": rows}
            )
        self.book.constant_memory = streamed or rows > TABLE_ROWS
        made = self.book.add_worksheet(name)
        self.book.constant_memory = False
        made.hide_gridlines(2)
        # Codes are texts of digits, and meant so: no green corner at each of them.
        made.ignore_errors({"number_stored_as_text": EVERYWHERE})
        self._on_paper(made, name)
        if fit:
            made.fit_to_pages(1, 0)
        if tab:
            made.set_tab_color(tab)
        return made

    def _on_paper(self, sheet, name: str):
        """Set a sheet up for A4 landscape, with its name, its day, its pages."""
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(**MARGINS)
        font = f'&"{looks.YAHEI},Regular"'
        name, day = f"{_plain(self.title)} · {_plain(name)}", f"{self.at:%Y-%m-%d}"
        # a blank after the size: what follows may begin with a digit
        sheet.set_header(f"&L{font}&9 {name}&R{font}&9 {day}")
        note = _("系统测算，供内部参考，以正式印发的监测评估报告为准")
        sheet.set_footer(f"&L{font}&8 {note}&R{font}&9 {_('第&P页，共&N页')}")

    def table(self, sheet, first: int, last: int, headings, *, name: str, styles=()):
        """Make a real table of the rows first (headings) to last, or give them a
        filter where the sheet is streamed. Headings and `styles` are those of the
        cells."""
        columns = len(headings) - 1
        if sheet.constant_memory:
            sheet.autofilter(first, 0, last, columns)
            return
        self.tables += 1
        styles = styles or [self.heading()] * len(headings)
        sheet.add_table(
            first,
            0,
            max(last, first + 1),
            columns,
            {
                "name": f"{name}{self.tables}",
                "style": "Table Style Light 1",
                "banded_rows": False,
                "columns": [
                    {"header": heading, "header_format": style}
                    for heading, style in zip(headings, styles, strict=True)
                ],
            },
        )


def _plain(text: str) -> str:
    """Return a text for a page header, in which & is a sign."""
    return printable(text).replace("&", "&&")[:80]


def printable(text: str) -> str:
    """Return a text without what no XML file holds: line breaks of Word, bells.

    Cells need it not (the writer escapes them); names of charts and sheets do.
    """
    return CONTROL.sub(" ", text)


def columns_fit(count: int, name: str):
    """Refuse more columns than a sheet of Excel has."""
    if count > MOST_COLUMNS:
        raise TooLarge(
            _(
                "未生成文件：“%(sheet)s”有%(n)s列，超过Excel的16384列上限。"
                "请缩小指标或年份范围，或下载CSV。"
            )
            % {"sheet": name, "n": count}
        )


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell: (0, 0) is A1."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


@dataclass(frozen=True, slots=True)
class LiveFigure:
    """A figure that the sheet computes itself: its formula, made of cells and numbers
    only, and what it comes to."""

    formula: str
    value: float


def put(sheet, row: int, column: int, value, style=None):
    """Write a value as what it is: a text as text, a number as number, None as blank.

    Raises TooLarge for a text that Excel would cut.
    """
    if value is None or value == "":
        if style:
            sheet.write_blank(row, column, None, style)
    elif isinstance(value, LiveFigure):
        sheet.write_formula(row, column, value.formula, style, value.value)
    elif isinstance(value, Decimal | int | float):
        sheet.write_number(row, column, looks.shown(value), style)
    else:
        sheet.write_string(row, column, fitting(str(value)), style)


def fitting(text: str) -> str:
    """Return the text, or refuse one that no cell of Excel holds."""
    if len(text) > MOST_CHARACTERS:
        raise TooLarge(
            _(
                "未生成文件：有一个单元格%(n)s字（“%(start)s…”），超过Excel的32767字上限。"
                "请下载CSV。"
            )
            % {"n": len(text), "start": text[:20]}
        )
    return text


def status_colours(book: ReportBook, sheet, first: int, last: int, column: int):
    """Colour the words of a status column, each with its tone."""
    for word, tone in looks.status_words().items():
        ink, paper = looks.TONES[tone]
        sheet.conditional_format(
            first,
            column,
            max(last, first),
            column,
            {
                "type": "cell",
                "criteria": "==",
                "value": f'"{word}"',
                "format": book.book.add_format({"font_color": ink, "bg_color": paper}),
            },
        )
