"""The sheets 分地区对比, one a year: regions down, indicators across, value and 位次.

Columns that would be empty everywhere are left out: 位次 where no two regions of a
level stand beside each other, 备注 where nothing is to be noted.
"""

import math
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.reports.book import PRINTABLE, ReportBook, columns_fit, put
from dashboards.reports.comparison import ComparedCell, ComparedRegion, YearSheet
from indicators.layouts import looks

ABOUT = 3  # columns before the indicators
HEAD = 4  # the row of 数值 and 位次; the indicators' names stand above it
VALUE_WIDTH, RANK_WIDTH, NOTE_WIDTH = 11, 6, 60
ALONE_WIDTH = 13  # of a value without a rank beside it
ABOUT_WIDTHS = (10, 20, 8)


SCALE = 0.65


@dataclass(frozen=True)
class CompareColumns:
    """Which columns an indicator has on one sheet, and where."""

    count: int  # indicators
    ranks: bool
    notes: bool

    @property
    def each(self) -> int:
        """How many columns an indicator has."""
        return 2 if self.ranks else 1

    @property
    def last(self) -> int:
        """The column behind the indicators: that of the notes, where there are any."""
        return ABOUT + self.each * self.count

    @property
    def end(self) -> int:
        return self.last if self.notes else self.last - 1

    @property
    def value_width(self) -> int:
        return VALUE_WIDTH if self.ranks else ALONE_WIDTH

    def of(self, n: int) -> int:
        """Return the column of the value of the n-th indicator."""
        return ABOUT + self.each * n


def columns_of(found: YearSheet) -> CompareColumns:
    """Return the columns that one year needs."""
    cells = [cell for entry in found.entries for cell in entry.cells.values()]
    ranks = any(cell.rank is not None for cell in cells)
    notes = any(entry.notes for entry in found.entries)
    return CompareColumns(len(found.concepts), ranks, notes)


def level_name(level: int) -> str:
    """Return the name of a level of regions."""
    return [_("全国"), _("省级"), _("市级"), _("县级")][level]


def write(book: ReportBook, found: YearSheet) -> str:
    """Write one year; return the name of its sheet."""
    name = _("分地区对比%(year)s") % {"year": found.year}
    has = columns_of(found)
    columns_fit(has.end + 1, name)
    sheet = book.sheet(name, rows=len(found.entries) + HEAD, fit=False, streamed=True)
    for column, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(column, column, width)
    for n in range(has.count):
        sheet.set_column(has.of(n), has.of(n), has.value_width)
        if has.ranks:
            sheet.set_column(has.of(n) + 1, has.of(n) + 1, RANK_WIDTH)
    if has.notes:
        sheet.set_column(has.last, has.last, NOTE_WIDTH)
    _titles(book, sheet, found, has)
    _heads(book, sheet, found, has)
    for row, entry in enumerate(found.entries, HEAD + 1):
        _row(book, sheet, row, entry, found, has)
    sheet.autofilter(HEAD, 0, HEAD + len(found.entries), has.end)
    sheet.freeze_panes(HEAD + 1, ABOUT)
    _paper(sheet, has)
    return name


def _titles(book: ReportBook, sheet, found: YearSheet, has: CompareColumns):
    title = _("%(year)s年分地区对比") % {"year": found.year}
    put(sheet, 0, 0, title, book.style(bold=True, font_size=16))
    sheet.set_row(0, 28)
    ranked = _(
        "同级地区按数值排位次，1为最好，数值相同的并列（1、2、2、4）；上级不排位次。"
        "口径不同的留空，以上级数据代替的（灰色）不排位次，原因见备注。"
        "斜体为演示数据。"
    )
    alone = _("同级地区不足两个，不排位次。斜体为演示数据。")
    # beside the columns that every page repeats, so that it stands on the first only
    note = ranked if has.ranks else alone
    put(sheet, 1, ABOUT, note, book.style(font_color=looks.INK2))


def _heads(book: ReportBook, sheet, found: YearSheet, has: CompareColumns):
    name = {"align": "center", "bottom": 0, "left": 1, "left_color": looks.HAIRLINE}
    good = name | {"bold": False, "font_size": 9}
    width = VALUE_WIDTH + RANK_WIDTH if has.ranks else ALONE_WIDTH
    lines = [looks.lines_of(c.name, width) for c in found.concepts]
    sheet.set_row(HEAD - 2, max([2, *lines]) * looks.LINE_HEIGHT + 6)
    beside = [*range(ABOUT), *([has.last] if has.notes else [])]
    for row in (HEAD - 2, HEAD - 1):
        for column in beside:
            put(sheet, row, column, None, book.heading(bottom=0))
        for n, concept in enumerate(found.concepts):
            text = concept.name if row == HEAD - 2 else _about(concept)
            style = book.heading(**(name if row == HEAD - 2 else good))
            column = has.of(n)
            if has.ranks:
                sheet.merge_range(row, column, row, column + 1, "", style)
            put(sheet, row, column, text, style)
    of_one = [_("数值"), _("位次")][: has.each]
    heads = [_("地区代码"), _("地区"), _("层级"), *of_one * has.count]
    heads += [_("备注")] * has.notes
    for column, text in enumerate(heads):
        is_number = ABOUT <= column < has.last
        style = book.heading(align="right" if is_number else "left")
        put(sheet, HEAD, column, text, style)


def _about(concept) -> str:
    """Return the unit and which way is good."""
    ways = {"up": _("越高越好"), "down": _("越低越好"), "none": _("不排位次")}
    return " · ".join(part for part in (concept.unit, ways[concept.direction]) if part)


def _row(
    book: ReportBook,
    sheet,
    row: int,
    entry: ComparedRegion,
    found: YearSheet,
    has: CompareColumns,
):
    fill = {"bg_color": looks.RAISED} if entry.is_upper else {}
    about = (entry.place.code, entry.place.name, level_name(entry.place.level))
    notes = "；".join(_note(*note) for note in entry.notes)
    sheet.set_row(row, looks.height_of([(notes, NOTE_WIDTH), (entry.place.name, 20)]))
    for column, text in enumerate(about):
        put(sheet, row, column, text, book.cell(text_wrap=True, **fill))
    for n, concept in enumerate(found.concepts):
        cell = entry.cells.get(concept.code)
        style = {"num_format": looks.number_format(concept.decimals), "align": "right"}
        style |= fill | _mark(cell)
        column = has.of(n)
        put(sheet, row, column, cell and cell.value, book.cell(**style))
        if has.ranks:
            rank = book.cell(align="right", font_color=looks.INK2, **fill)
            put(sheet, row, column + 1, cell and cell.rank, rank)
    if has.notes:
        put(sheet, row, has.last, notes, book.cell(text_wrap=True, **fill))


def _mark(cell: ComparedCell | None) -> dict:
    if cell is None:
        return {}
    grey = {"font_color": looks.INK2} if cell.unfit else {}
    return grey | ({"italic": True} if cell.demo else {})


def _note(indicator: str, kind: str, detail: str) -> str:
    words = {
        "missing": _("%(name)s：%(detail)s"),
        "old": _("%(name)s：此后口径变更，与其他地区口径不同，留空"),
        "own_definition": _("%(name)s：口径为%(detail)s，不排位次"),
        "substitute": _("%(name)s：以%(detail)s数据代替，不排位次"),
    }
    return words[kind] % {"name": indicator, "detail": detail}


def _paper(sheet, has: CompareColumns):
    """Print as many whole indicators on a page as stay legible, regions on each; every
    page about as full as the next: none has a last indicator alone."""
    sheet.repeat_rows(HEAD - 2, HEAD)
    sheet.repeat_columns(0, ABOUT - 1)
    sheet.set_v_pagebreaks(pages(has))
    sheet.print_across()
    sheet.set_print_scale(int(SCALE * 100))


def pages(has: CompareColumns) -> list[int]:
    """Return before which columns new pages begin."""
    most, beside = room(has)
    last = min(has.count, most - beside)
    if has.count - last == 1:  # rather one fewer beside the notes
        last -= 1
    before = has.count - last
    sizes = [*split(before, math.ceil(before / most)), last] if before else [last]
    ends = [sum(sizes[:n]) for n in range(1, len(sizes))]
    return [has.of(n) for n in ends]


def room(has: CompareColumns) -> tuple[int, int]:
    """Return how many indicators fit a page, and the room of how many notes take."""
    kept = sum(_inches(width) for width in ABOUT_WIDTHS)
    one = _inches(has.value_width) + (_inches(RANK_WIDTH) if has.ranks else 0)
    notes = math.ceil(_inches(NOTE_WIDTH) / one) if has.notes else 0
    return int((PRINTABLE / SCALE - kept) / one), notes


def split(count: int, parts: int) -> list[int]:
    """Return a number as so many parts that differ by one at most."""
    each, rest = divmod(count, parts)
    return [each + (n < rest) for n in range(parts)]


def _inches(width: float) -> float:
    return (width * 7 + 5) / 96
