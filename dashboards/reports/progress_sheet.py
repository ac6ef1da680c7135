"""The sheet 指标进展: one row per plan indicator, everything that is known of it."""

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from dashboards.reports.book import (
    PRINTABLE,
    ReportBook,
    columns_fit,
    put,
    status_colours,
)
from dashboards.reports.progress_columns import (
    FROZEN,
    LEFT,
    STATUS,
    WRAP,
    SheetColumn,
    columns,
    format_of,
    upper_aims,
)
from dashboards.workbook_lines import PlanLine, YearReading
from indicators.layouts import looks
from indicators.rules import printed

HEAD = 1  # the row of headings, below the bands
LEAST_SCALE = 50  # percent: smaller print nobody reads
UNFIT = {"align": "right", "italic": True, "font_color": looks.INK2}


def milestones(lines: Sequence[PlanLine]) -> list[int | None]:
    """Return every year for which any line states a target of its own; None last, for
    targets without a year."""
    found = {aim.year for line in lines for aim in line.row.goals}
    return sorted(found, key=printed.place)


def years(lines: Sequence[PlanLine], first: int | None, last: int | None) -> list[int]:
    """Return the years with a value of any line, within the years chosen."""
    found = {r.year for line in lines for r in line.series if r.value is not None}
    return sorted(y for y in found if (first or y) <= y <= (last or y))


def write(book: ReportBook, lines: Sequence[PlanLine], values: Sequence[int]):
    """Write the lines; `values` are the years whose values get a column."""
    found = columns(milestones(lines), values, any(upper_aims(n) for n in lines))
    columns_fit(len(found), _("指标进展"))
    sheet = book.sheet(_("指标进展"), rows=len(lines), tab=looks.ACCENT, fit=False)
    headings = [column.heading for column in found]
    for place, column in enumerate(found):
        sheet.set_column(place, place, column.width)
    _bands(book, sheet, found)
    sheet.set_row(HEAD, 48)
    styles = []
    for place, column in enumerate(found):
        look = (
            {"align": "left", "indent": 1}
            if column.kind in LEFT
            else {"align": "right"}
        )
        styles.append(book.heading(**look))
        put(sheet, HEAD, place, column.heading, styles[-1])
    for row, line in enumerate(lines, HEAD + 1):
        _row(book, sheet, row, line, found)
    last = HEAD + len(lines)
    book.table(sheet, HEAD, last, headings, name="progress", styles=styles)
    states = next(n for n, column in enumerate(found) if column.kind == STATUS)
    status_colours(book, sheet, HEAD + 1, last, states)
    sheet.freeze_panes(HEAD + 1, FROZEN)
    _paper(sheet, found)


def _bands(book: ReportBook, sheet, found: Sequence[SheetColumn]):
    """Write what groups of columns are about, above the headings."""
    fill = {"bg_color": looks.ACCENT_SOFT, "font_color": looks.INK2}
    sheet.set_row(0, 20)
    start = 0
    for band, group in groupby(found, key=lambda column: column.band):
        for place in range(start, start := start + len(list(group))):
            is_first = band and found[place - 1].band != band
            edge = {"left": 1, "left_color": looks.ACCENT} if is_first else {}
            style = book.style(bold=True, indent=1, **fill, **edge)
            put(sheet, 0, place, band if is_first else None, style)


def _row(
    book: ReportBook, sheet, row: int, line: PlanLine, found: Sequence[SheetColumn]
):
    wrapped = []
    said = [column.say(line) for column in found]
    for value, column in zip(said, found, strict=True):
        if column.kind == WRAP and value:
            wrapped.append((value, column.width - 1.5))
    sheet.set_row(row, looks.height_of(wrapped))
    for place, (value, column) in enumerate(zip(said, found, strict=True)):
        style = format_of(column, line)
        if isinstance(value, YearReading):
            if value.demo or not value.is_comparable:
                style |= UNFIT
            value = value.value
        put(sheet, row, place, value, book.cell(valign="top", **style))


def _paper(sheet, found: Sequence[SheetColumn]):
    """Print the bands on pages of their own, region and indicator on each: the scale
    is that in which the widest band fits a page."""
    sheet.repeat_rows(0, HEAD)
    sheet.repeat_columns(0, FROZEN - 1)
    kept = sum(_inches(column) for column in found[:FROZEN])
    pages, used, breaks = [kept], kept, []
    for place, column in enumerate(found[FROZEN:], FROZEN):
        new_band = place > FROZEN and column.band != found[place - 1].band
        room = PRINTABLE / (LEAST_SCALE / 100)
        if (new_band and used > room / 2) or used + _inches(column) > room:
            breaks.append(place)
            used = kept
            pages.append(used)
        used += _inches(column)
        pages[-1] = used
    sheet.set_v_pagebreaks(breaks)
    sheet.print_across()
    sheet.set_print_scale(max(min(int(PRINTABLE / max(pages) * 100), 90), 10))


def _inches(column: SheetColumn) -> float:
    return (column.width * 7 + 5) / 96
