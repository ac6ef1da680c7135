"""The sheets 指标进展, to print and to compute with, and 指标明细, the rest: one row per
plan indicator in both."""

from collections.abc import Callable, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from dashboards.reports.book import (
    EVERYWHERE,
    PRINTABLE,
    PRINTABLE_DOWN,
    ReportBook,
    cell_name,
    columns_fit,
    put,
    status_colours,
)
from dashboards.reports.progress_columns import (
    FROZEN,
    LEFT,
    NUMBER,
    STATUS,
    WRAP,
    SheetColumn,
    format_of,
    more_columns,
    upper_aims,
)
from dashboards.reports.progress_main import live, main_columns
from dashboards.workbook_lines import PlanLine, YearReading
from indicators.layouts import looks
from indicators.rules import printed

HEAD = 1  # the row of headings, below the bands
BANDS_HEIGHT, HEAD_HEIGHT = 20, 48
LEAST_SCALE = 50  # percent: smaller print nobody reads
PAGES = 4  # of A4 that 指标进展 of one plan takes at most
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


def write(book: ReportBook, lines: Sequence[PlanLine]):
    """Write 指标进展: on paper one page wide, what is computed from beyond its edge."""
    found = main_columns(any(line.row.departments for line in lines))
    sheet, heights = _table(book, lines, found, _("指标进展"), "progress")
    # A column of formulas among which some figures stand as they are.
    sheet.ignore_errors(
        {
            "number_stored_as_text": EVERYWHERE,
            "formula_differs": EVERYWHERE,
            "calculated_column": EVERYWHERE,
        }
    )
    on_paper = [column for column in found if column.is_printed]
    sheet.print_area(0, 0, HEAD + max(len(lines), 1), len(on_paper) - 1)
    sheet.repeat_rows(0, HEAD)
    sheet.fit_to_pages(1, PAGES if _fits(on_paper, heights) else 0)


def write_more(book: ReportBook, lines: Sequence[PlanLine], values: Sequence[int]):
    """Write 指标明细; `values` are the years whose values get a column. On paper come
    the plan's words and the values; sentences and provenance are to be read here."""
    has_upper = any(upper_aims(line) for line in lines)
    found = more_columns(milestones(lines), values, has_upper)
    sheet, _heights = _table(book, lines, found, _("指标明细"), "details")
    _paper(sheet, lines, found)


def _table(book: ReportBook, lines, found, name: str, table: str):
    """Write a sheet of one row a line; return it and the heights of its rows."""
    columns_fit(len(found), name)
    sheet = book.sheet(name, rows=len(lines), tab=looks.ACCENT, fit=False)
    headings = [column.heading for column in found]
    for place, column in enumerate(found):
        sheet.set_column(place, place, column.width)
    _bands(book, sheet, found)
    sheet.set_row(HEAD, HEAD_HEIGHT)
    styles = []
    for place, column in enumerate(found):
        look = (
            {"align": "left", "indent": 1}
            if column.kind in LEFT
            else {"align": "right"}
        )
        styles.append(book.heading(**look))
        put(sheet, HEAD, place, column.heading, styles[-1])
    places = {c.name: n for n, c in enumerate(found) if c.name}
    heights = [
        _row(book, sheet, row, line, found, _cells(places, row))
        for row, line in enumerate(lines, HEAD + 1)
    ]
    last = HEAD + len(lines)
    book.table(sheet, HEAD, last, headings, name=table, styles=styles)
    states = next(n for n, column in enumerate(found) if column.kind == STATUS)
    status_colours(book, sheet, HEAD + 1, last, states)
    sheet.freeze_panes(HEAD + 1, FROZEN)
    return sheet, heights


def _cells(places: dict[str, int], row: int) -> Callable[[str], str]:
    """Return what names the cells of a row for its formulas."""
    return lambda name: cell_name(row, places[name])


def _bands(book: ReportBook, sheet, found: Sequence[SheetColumn]):
    """Write what groups of columns are about, above the headings."""
    fill = {"bg_color": looks.ACCENT_SOFT, "font_color": looks.INK2}
    sheet.set_row(0, BANDS_HEIGHT)
    start = 0
    for band, group in groupby(found, key=lambda column: column.band):
        for place in range(start, start := start + len(list(group))):
            is_first = band and found[place - 1].band != band
            edge = {"left": 1, "left_color": looks.ACCENT} if is_first else {}
            style = book.style(bold=True, indent=1, **fill, **edge)
            put(sheet, 0, place, band if is_first else None, style)


def _row(book: ReportBook, sheet, row: int, line: PlanLine, found, at) -> float:
    """Write a line; return the height of its row."""
    wrapped = []
    said = [
        row - HEAD if column.kind == NUMBER else column.say(line) for column in found
    ]
    for value, column in zip(said, found, strict=True):
        if column.kind == WRAP and column.is_printed and value:
            wrapped.append((value, column.width - 1.5))
    height = looks.height_of(wrapped)
    sheet.set_row(row, height)
    for place, (value, column) in enumerate(zip(said, found, strict=True)):
        style = format_of(column, line)
        if isinstance(value, YearReading):
            if value.demo or not value.is_comparable:
                style |= UNFIT
            value = value.value
        value = live(column, line, at) or value
        put(sheet, row, place, value, book.cell(valign="top", **style))
    return height


def _fits(found: Sequence[SheetColumn], heights: Sequence[float]) -> bool:
    """Say whether the rows are legible on PAGES pages, one page wide."""
    across = PRINTABLE / sum(_inches(column) for column in found)
    # each page has the headings, and may leave its last row to the next
    rows = sum(heights) / PAGES + max(heights, default=0)
    down = PRINTABLE_DOWN * 72 / (rows + BANDS_HEIGHT + HEAD_HEIGHT)
    return min(across, down) * 100 >= LEAST_SCALE


def _paper(sheet, lines, every: Sequence[SheetColumn]):
    """Print the bands on pages of their own, region and indicator on each: the scale
    is that in which the widest band fits a page."""
    found = [column for column in every if column.is_printed]
    sheet.print_area(0, 0, HEAD + max(len(lines), 1), len(found) - 1)
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
