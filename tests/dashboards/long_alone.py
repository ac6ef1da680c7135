"""The sheet 数据 in a workbook of its own, as tests and benchmarks look at it."""

from collections.abc import Iterable

from django.utils import timezone

from dashboards.reports import long_sheet
from dashboards.reports.book import TABLE_ROWS, writing


def write(target, rows: Iterable[tuple]) -> int:
    """Write a workbook of this one sheet, streamed; return the number of rows."""
    with writing(target, title="数据", by="", at=timezone.localtime()) as book:
        return long_sheet.write(book, rows, TABLE_ROWS + 1, {})
