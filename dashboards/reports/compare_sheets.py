"""The sheets 分地区对比, one a year: regions down, indicators across, value and 位次."""

from django.utils.translation import gettext as _

from dashboards.reports.book import PRINTABLE, ReportBook, columns_fit, put
from dashboards.reports.comparison import ComparedCell, ComparedRegion, YearSheet
from indicators.layouts import looks

ABOUT = 3  # columns before the indicators
HEAD = 4  # the row of 数值 and 位次; the indicators' names stand above it
VALUE_WIDTH, RANK_WIDTH, NOTE_WIDTH = 11, 6, 60
ABOUT_WIDTHS = (10, 20, 8)


def level_name(level: int) -> str:
    """Return the name of a level of regions."""
    return [_("全国"), _("省级"), _("市级"), _("县级")][level]


def write(book: ReportBook, found: YearSheet) -> str:
    """Write one year; return the name of its sheet."""
    name = _("分地区对比%(year)s") % {"year": found.year}
    last = ABOUT + 2 * len(found.concepts)
    columns_fit(last + 1, name)
    sheet = book.sheet(name, rows=len(found.entries) + HEAD, fit=False, streamed=True)
    for column, width in enumerate(ABOUT_WIDTHS):
        sheet.set_column(column, column, width)
    for column in range(ABOUT, last, 2):
        sheet.set_column(column, column, VALUE_WIDTH)
        sheet.set_column(column + 1, column + 1, RANK_WIDTH)
    sheet.set_column(last, last, NOTE_WIDTH)
    _titles(book, sheet, found)
    _heads(book, sheet, found, last)
    for row, entry in enumerate(found.entries, HEAD + 1):
        _row(book, sheet, row, entry, found, last)
    sheet.autofilter(HEAD, 0, HEAD + len(found.entries), last)
    sheet.freeze_panes(HEAD + 1, ABOUT)
    _paper(sheet, found, last)
    return name


def _titles(book: ReportBook, sheet, found: YearSheet):
    title = _("%(year)s年分地区对比") % {"year": found.year}
    put(sheet, 0, 0, title, book.style(bold=True, font_size=16))
    sheet.set_row(0, 28)
    note = _(
        "同级地区按数值排位次，1为最好，数值相同的并列（1、2、2、4）；上级不排位次。"
        "口径不同的留空，以上级数据代替的（灰色）不排位次，原因见备注。"
        "斜体为演示数据。"
    )
    put(sheet, 1, 0, note, book.style(font_color=looks.INK2))


def _heads(book: ReportBook, sheet, found: YearSheet, last: int):
    name = book.heading(align="center", bottom=0, left=1, left_color=looks.HAIRLINE)
    good = book.heading(
        **{"align": "center", "bottom": 0, "bold": False, "font_size": 9},
        **{"left": 1, "left_color": looks.HAIRLINE},
    )
    lines = [looks.lines_of(c.name, VALUE_WIDTH + RANK_WIDTH) for c in found.concepts]
    sheet.set_row(HEAD - 2, max([2, *lines]) * looks.LINE_HEIGHT + 6)
    for row in (HEAD - 2, HEAD - 1):
        for column in (*range(ABOUT), last):
            put(sheet, row, column, None, book.heading(bottom=0))
        for n, concept in enumerate(found.concepts):
            column = ABOUT + 2 * n
            text = concept.name if row == HEAD - 2 else _about(concept)
            style = name if row == HEAD - 2 else good
            sheet.merge_range(row, column, row, column + 1, "", style)
            put(sheet, row, column, text, style)
    heads = [_("地区代码"), _("地区"), _("层级")]
    heads += [_("数值"), _("位次")] * len(found.concepts) + [_("备注")]
    for column, text in enumerate(heads):
        is_number = ABOUT <= column < last
        put(
            sheet,
            HEAD,
            column,
            text,
            book.heading(align="right" if is_number else "left"),
        )


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
    last: int,
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
        column = ABOUT + 2 * n
        put(sheet, row, column, cell and cell.value, book.cell(**style))
        rank = book.cell(align="right", font_color=looks.INK2, **fill)
        put(sheet, row, column + 1, cell and cell.rank, rank)
    put(sheet, row, last, notes, book.cell(text_wrap=True, **fill))


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


def _paper(sheet, found: YearSheet, last: int):
    """Print as many whole indicators on a page as stay legible, regions on each."""
    sheet.repeat_rows(HEAD - 2, HEAD)
    sheet.repeat_columns(0, ABOUT - 1)
    kept = sum(_inches(width) for width in ABOUT_WIDTHS)
    pair = _inches(VALUE_WIDTH) + _inches(RANK_WIDTH)
    scale = 0.65
    each = max(int((PRINTABLE / scale - kept) / pair), 1)
    breaks = [ABOUT + 2 * n for n in range(each, len(found.concepts), each)]
    room = PRINTABLE / scale - kept - len(found.concepts) % each * pair
    if found.concepts and room < _inches(NOTE_WIDTH):
        breaks.append(last)
    sheet.set_v_pagebreaks(breaks)
    sheet.print_across()
    sheet.set_print_scale(int(scale * 100))


def _inches(width: float) -> float:
    return (width * 7 + 5) / 96
