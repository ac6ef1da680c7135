"""The sheet 数据: one row per value, with the headings that our import reads back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from django.utils.translation import gettext as _

from dashboards.queries.export import LONG_COLUMNS
from dashboards.reports import TooLarge
from dashboards.reports.book import MOST_ROWS, ReportBook, fitting
from indicators.layouts import looks

WIDTHS = {
    **{"region_code": 10, "region": 14, "code": 24, "name": 30, "domain": 14},
    **{"unit": 10, "year": 7, "value": 12, "missing_reason": 14, "grade": 9},
    **{"source": 34, "note": 30, "origin": 10, "demo": 9, "substitute": 12},
    **{
        "definition_break": 9,
        "own_definition": 14,
        "events": 10,
        "denominator": 12,
        "updated": 16,
    },
}
KEYS = [key for key, _heading in LONG_COLUMNS]
CODE, VALUE, UPDATED = (KEYS.index(key) for key in ("code", "value", "updated"))
WRAPPED = {"source", "note"}


def write(
    book: ReportBook, rows: Iterable[tuple], count: int, decimals: Mapping
) -> int:
    """Write rows of LONG_COLUMNS; `decimals` maps an indicator's code to its own.

    `count` is how many are expected, more only make the sheet longer. Returns how
    many were written. Raises TooLarge where a sheet is full.
    """
    sheet = book.sheet(_("数据"), rows=count, tab=looks.ACCENT)
    headings = [heading for _key, heading in LONG_COLUMNS]
    for column, (key, heading) in enumerate(LONG_COLUMNS):
        sheet.set_column(column, column, WIDTHS.get(key, 12))
        sheet.write_string(0, column, heading, book.heading())
    sheet.freeze_panes(1, 4)
    sheet.repeat_rows(0)
    written = _Cells(book, sheet, decimals).fill(rows)
    book.table(sheet, 0, written, headings, name="data")
    return written


class _Cells:
    """Writes rows of cells; the loop that a large export spends its time in."""

    def __init__(self, book: ReportBook, sheet, decimals: Mapping):
        self.sheet = sheet
        self.formats = {
            code: book.style(num_format=looks.number_format(places))
            for code, places in decimals.items()
        }
        self.other = book.style(num_format="0.########")
        self.moment = book.style(num_format="yyyy-mm-dd hh:mm", align="left")

    def fill(self, rows: Iterable[tuple]) -> int:
        number = 0
        for number, row in enumerate(islice(rows, MOST_ROWS), 1):
            if number == MOST_ROWS:
                raise TooLarge(
                    _(
                        "未生成文件：数值超过1048575个，超出Excel上限。请缩小地区、指标"
                        "或年份范围，或下载CSV。"
                    )
                )
            self.write(number, row)
        return number

    def write(self, number: int, row: tuple):
        text, figure = self.sheet.write_string, self.sheet.write_number
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            kind = type(value)
            if kind is str:
                if column == UPDATED:
                    figure(number, column, _serial(value), self.moment)
                else:
                    text(number, column, fitting(value))
            elif kind is Decimal:
                style = self.formats.get(row[CODE], self.other)
                figure(number, column, float(value), style)
            else:
                figure(number, column, value)


EPOCH = datetime(1899, 12, 30)


@lru_cache(8192)
def _serial(moment: str) -> float:
    """Return a moment as the number of days that a spreadsheet counts."""
    passed = datetime.fromisoformat(moment) - EPOCH
    return passed.days + passed.seconds / 86400
