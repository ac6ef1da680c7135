"""Empty workbooks for the history of a region: three layouts, ready to fill in. Pure.

指标×年份 (one region), 地区×指标 (one year), and a long list, a row a value. They
carry codes and names as columns.py heads them; nothing in them is protected.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators.layouts import columns, looks
from indicators.layouts.figures import LONG, REGIONS, SERIES

A4 = 9
NAMES = {SERIES: "指标×年份", REGIONS: "地区×指标", LONG: "长表"}
LONG_ROWS = 500  # rows of the long list that are ruled
LONG_COLUMNS = (
    *(columns.REGION_CODE, columns.REGION, columns.CODE, columns.NAME, columns.UNIT),
    *(columns.YEAR, columns.VALUE, columns.REASON, columns.GRADE, columns.SOURCE),
    columns.NOTE,
)
LONG_WIDTHS = (10, 12, 28, 30, 10, 8, 14, 14, 10, 30, 24)


@dataclass(frozen=True)
class Item:
    """An indicator or a region of a template: its code, its name, an
    indicator's unit."""

    code: str
    name: str
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True)
class Template:
    """What an empty template is made of; `years` are its columns, or its one year."""

    layout: str
    title: str
    region: Item
    regions: Sequence[Item]
    indicators: Sequence[Item]
    years: Sequence[int]
    notes: Sequence[str] = ()
    reasons: Sequence[str] = ()
    grades: Sequence[str] = ()
    author: str = ""
    made_at: datetime | None = None


def write_template(target, template: Template) -> None:
    """Write the template's workbook: the sheet to fill in, and how to fill it in."""
    import xlsxwriter

    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        made = {"created": template.made_at} if template.made_at else {}
        book.set_properties({"title": template.title, "author": template.author} | made)
        its_looks = looks.FormLooks(book)
        sheet = book.add_worksheet(NAMES[template.layout])
        WRITERS[template.layout](sheet, its_looks, template)
        sheet.set_landscape()
        sheet.set_paper(A4)
        if template.layout != REGIONS:  # too many columns for the width of a page
            sheet.fit_to_pages(1, 0)
        sheet.set_footer('&L&"宋体"&9&F&R&"宋体"&9第&P页，共&N页')
        help_sheet = book.add_worksheet("填写说明")
        _write_help(help_sheet, its_looks, template)
        _mark_codes(help_sheet)


def _mark_codes(sheet) -> None:
    """Say that digits in the first column are texts and meant so: codes. A figure that
    is typed as a text elsewhere is not."""
    sheet.ignore_errors({"number_stored_as_text": "A1:A1048576"})


def _write_title(sheet, its_looks, template: Template, across: int) -> None:
    sheet.merge_range(0, 0, 0, across, template.title, its_looks.title())
    sheet.set_row(0, 28)


def _write_headings(sheet, its_looks, headings: Sequence[tuple]) -> None:
    """Write (heading, width, is it filled in) as the second row."""
    for place, (heading, width, is_open) in enumerate(headings):
        sheet.set_column(place, place, width)
        sheet.write_string(1, place, heading, its_looks.heading(is_open))
    lines = max(looks.lines_of(heading, width) for heading, width, _open in headings)
    sheet.set_row(1, lines * looks.LINE_HEIGHT + 8)
    sheet.repeat_rows(1)


def _write_line(sheet, its_looks, line: int, told: Sequence[str], opens) -> None:
    """Write the told texts, then empty cells with the number formats `opens`."""
    for place, text in enumerate(told):
        sheet.write_string(line, place, text, its_looks.cell("left"))
    for place, number in enumerate(opens, len(told)):
        align = "right" if number else "left"
        look = its_looks.cell(align, looks.OPEN, False, number)
        sheet.write_blank(line, place, None, look)


def _write_series(sheet, its_looks, template: Template) -> None:
    """指标×年份: a row per indicator, a column per year."""
    told = [(columns.CODE.heading, 26, False), (columns.NAME.heading, 30, False)]
    told.append((columns.UNIT.heading, 10, False))
    years = [(f"{year}年", 11, True) for year in template.years]
    said = [(columns.SOURCE.heading, 28, True), (columns.NOTE.heading, 22, True)]
    headings = [*told, *years, *said]
    _write_title(sheet, its_looks, template, len(headings) - 1)
    _write_headings(sheet, its_looks, headings)
    for line, item in enumerate(template.indicators, 2):
        number = looks.open_format(item.decimals)
        opens = [*[number] * len(years), "", ""]
        _write_line(sheet, its_looks, line, (item.code, item.name, item.unit), opens)
        lines = max(looks.lines_of(item.name, 30), looks.lines_of(item.unit, 10))
        sheet.set_row(line, lines * looks.FORM_LINE + 5)
    sheet.set_column(0, 0, 26, None, {"hidden": True})
    sheet.freeze_panes(2, 3)


def _write_regions(sheet, its_looks, template: Template) -> None:
    """地区×指标: one year, a row per region, a column per indicator."""
    told = [(columns.REGION_CODE.heading, 10, False)]
    told.append((columns.REGION.heading, 14, False))
    asked = [
        (f"{i.name}（{i.unit}）" if i.unit else i.name, 13, True)
        for i in template.indicators
    ]
    # Not merged: over so many columns its middle would be far out of sight.
    sheet.write_string(0, 0, template.title, its_looks.get(bold=True, font_size=13))
    sheet.set_row(0, 28)
    _write_headings(sheet, its_looks, [*told, *asked])
    opens = [looks.open_format(item.decimals) for item in template.indicators]
    for line, item in enumerate(template.regions, 2):
        _write_line(sheet, its_looks, line, (item.code, item.name), opens)
        sheet.set_row(line, 22)
    _mark_codes(sheet)
    sheet.freeze_panes(2, 2)
    sheet.repeat_columns(0, 1)


def _write_long(sheet, its_looks, template: Template) -> None:
    """A row per value; indicators and regions are listed on the second sheet."""
    widths = zip(LONG_COLUMNS, LONG_WIDTHS, strict=True)
    headings = [
        ("数值" if c is columns.VALUE else c.heading, w, True) for c, w in widths
    ]
    for place, (heading, width, is_open) in enumerate(headings):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, heading, its_looks.heading(is_open))
    first, last = 1, LONG_ROWS
    for column, words in ((columns.REASON, "reasons"), (columns.GRADE, "grades")):
        place = LONG_COLUMNS.index(column)
        choices = {"validate": "list", "source": list(getattr(template, words))}
        sheet.data_validation(first, place, last, place, choices)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)


def _write_help(sheet, its_looks, template: Template) -> None:
    """Say how to fill the template in; list codes, names and units to copy."""
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 2, 12)
    look = its_looks.line()
    for line, note in enumerate(template.notes):
        sheet.merge_range(line, 0, line, 2, note, look)
        sheet.set_row(line, looks.lines_of(note, 78) * looks.FORM_LINE + 4)
    line = len(template.notes) + 1
    listed = [(i.code, i.name, i.unit) for i in template.indicators]
    listed += [(r.code, r.name, "") for r in template.regions]
    sheet.write_row(line, 0, ("代码", "名称", "单位"), its_looks.heading())
    for below, texts in enumerate(listed, line + 1):
        for place, text in enumerate(texts):
            sheet.write_string(below, place, text, its_looks.cell())


WRITERS = {SERIES: _write_series, REGIONS: _write_regions, LONG: _write_long}
