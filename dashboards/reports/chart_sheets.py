"""The sheets 图表 and 图表数据: native line charts of values against what was asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from dashboards.reports.book import ReportBook, printable, put
from dashboards.reports.chart_data import Drawing, drawings, span
from dashboards.reports.progress_columns import status
from dashboards.workbook_lines import PlanLine
from indicators.layouts import looks

MOST = 400  # charts; with more Excel opens for minutes
ABOUT = 5  # columns before the years of 图表数据
WIDE, HIGH = 460, 262  # pixels
ACROSS, DOWN, ROWS_EACH, COLUMN = 3, 3, 14, 68
TOP = 3  # rows above the charts


@dataclass(frozen=True)
class Charts:
    """What is drawn, and a sentence on what has no chart."""

    shown: Sequence[Drawing]
    note: str

    @property
    def years(self) -> range:
        return span(self.shown)


def choose(lines: Sequence[PlanLine], first: int | None, last: int | None) -> Charts:
    """Return the charts of the lines, at most MOST."""
    found, left = drawings(lines, first, last)
    shown = found[:MOST]
    return Charts(shown, _note(len(shown), len(left), len(found) - len(shown)))


def write(book: ReportBook, charts: Charts):
    """Write the charts in a grid, nine on a printed page."""
    sheet = book.sheet(_("图表"), tab=looks.ACCENT)
    sheet.set_column(0, 40, COLUMN / 7 - 0.7)
    put(sheet, 0, 0, _("图表"), book.style(bold=True, font_size=16))
    sheet.set_row(0, 28)
    put(sheet, 1, 0, charts.note, book.style(font_color=looks.INK2))
    if not charts.shown:
        return
    for place, drawing in enumerate(charts.shown):
        chart = _chart(book, _("图表数据"), drawing, place, charts.years)
        row = TOP + place // ACROSS * ROWS_EACH
        sheet.insert_chart(row, place % ACROSS * 7, chart, _corner(drawing, place))
    each = ACROSS * DOWN
    pages = range(each, len(charts.shown), each)
    sheet.set_h_pagebreaks([TOP + n // ACROSS * ROWS_EACH for n in pages])
    end = TOP + -(-len(charts.shown) // ACROSS) * ROWS_EACH
    sheet.print_area(0, 0, end, ACROSS * 7 - 1)


def _note(shown: int, left: int, more: int) -> str:
    parts = [
        _("%(n)s张图：实际值对照规划路径（或控制线）与目标值；数字在“图表数据”。")
        % {"n": shown}
    ]
    if left:
        parts.append(
            _("%(n)s项不作图：没有实际值、没有量化目标，或与主要指标为同一指标。")
            % {"n": left}
        )
    if more:
        parts.append(
            _("另有%(n)s项未作图（图数已达上限），请缩小地区或指标范围后重新导出。")
            % {"n": more}
        )
    return "".join(parts)


def _corner(drawing: Drawing, place: int) -> dict:
    about = _("%(place)s%(name)s：实际值与目标，数字见“图表数据”第%(row)s行")
    words = {
        "place": drawing.line.place.name,
        "name": drawing.line.row.label,
        "row": _first_row(place) + 1,
    }
    return {"x_offset": 4, "y_offset": 4, "description": printable(about % words)}


def _first_row(place: int) -> int:
    return 1 + place * 3


def write_data(book: ReportBook, charts: Charts):
    """Write the numbers of the charts, three rows each: actual, path or limit,
    target."""
    if not charts.shown:
        return
    shown, years = charts.shown, charts.years
    sheet = book.sheet(_("图表数据"), rows=0)
    heads = [_("地区"), _("指标"), _("计量单位"), _("状态"), _("系列")]
    for column, (text, width) in enumerate(
        zip(heads, [16, 30, 10, 15, 12], strict=True)
    ):
        sheet.set_column(column, column, width)
        put(sheet, 0, column, text, book.heading())
    sheet.set_column(ABOUT, ABOUT + len(years), 8)
    for column, year in enumerate(years, ABOUT):
        put(sheet, 0, column, year, book.heading(align="right", num_format="0"))
    for place, drawing in enumerate(shown):
        names = _series_names(drawing)
        series = (drawing.actual, drawing.path, drawing.targets)
        for row, (name, values) in enumerate(
            zip(names, series, strict=True), _first_row(place)
        ):
            _data_row(book, sheet, row, drawing, name, values, years, row % 3 == 0)
    sheet.autofilter(0, 0, _first_row(len(shown)) - 1, ABOUT + len(years) - 1)
    sheet.freeze_panes(1, ABOUT)
    sheet.repeat_rows(0)


def _data_row(book, sheet, row, drawing, name, values, years, is_last):
    line = drawing.line
    make = book.cell if is_last else book.style
    about = (line.place.name, line.row.label, line.concept.unit, status(line), name)
    for column, text in enumerate(about):
        put(sheet, row, column, text, make())
    places = line.concept.decimals if values is drawing.actual else line.row.places
    style = make(num_format=looks.number_format(places), align="right")
    for column, year in enumerate(years, ABOUT):
        put(sheet, row, column, values.get(year), style)


def _series_names(drawing: Drawing) -> tuple[str, str, str]:
    path = _("控制线") if drawing.is_limit else _("规划路径")
    actual = _("实际值（含演示数据）") if drawing.has_demo else _("实际值")
    return actual, path, _("目标值")


def _chart(book: ReportBook, data: str, drawing: Drawing, place: int, years: range):
    chart = book.book.add_chart({"type": "line"})
    start, end = drawing.years
    left, right = (ABOUT + year - years.start for year in (start, end))
    first = _first_row(place)
    looked = (_actual(drawing), _asked(drawing), _target())
    filled = (drawing.actual, drawing.path, drawing.targets)
    for row, (look, values) in enumerate(zip(looked, filled, strict=True), first):
        if values:
            chart.add_series(
                {
                    "name": [data, row, ABOUT - 1],
                    "categories": [data, 0, left, 0, right],
                    "values": [data, row, left, row, right],
                    **look,
                }
            )
    chart.show_blanks_as("span")
    chart.set_size({"width": WIDE, "height": HIGH})
    _dress(chart, drawing)
    return chart


def _actual(drawing: Drawing) -> dict:
    solid = {"color": looks.ACCENT, "width": 2.25}
    if drawing.has_demo:
        solid |= {"dash_type": "round_dot"}
    dot = {"fill": {"color": looks.ACCENT}, "border": {"color": "#FFFFFF"}}
    return {"line": solid, "marker": {"type": "circle", "size": 6} | dot}


def _asked(drawing: Drawing) -> dict:
    dash = "solid" if drawing.is_limit else "dash"
    return {"line": {"color": "#8A918C", "width": 1.25, "dash_type": dash}}


def _target() -> dict:
    fill = {"fill": {"color": looks.TONES["bad"][0]}, "border": {"none": True}}
    return {"line": {"none": True}, "marker": {"type": "diamond", "size": 8} | fill}


def _dress(chart, drawing: Drawing):
    """Give a chart its title, axes and legend."""
    line = drawing.line
    unit = f"（{line.concept.unit}）" if line.concept.unit else ""
    small = {"name": looks.YAHEI, "size": 8, "color": looks.INK2}
    title = f"{line.place.name} · {line.row.label}{unit} · {status(line)}"
    title = title.replace("!", "！")  # xlsxwriter takes x!A1 for a reference
    font = {"name": looks.YAHEI, "size": 10, "bold": True, "color": looks.INK}
    chart.set_title({"name": printable(title), "name_font": font, "overlay": False})
    low, high, step = drawing.axis
    places = max(line.concept.decimals, 0)
    if step == int(step):
        places = 0
    chart.set_y_axis(
        {
            "min": low,
            "max": high,
            "major_unit": step,
            "num_format": looks.number_format(places),
            "num_font": small,
            "line": {"none": True},
            "major_gridlines": {
                "visible": True,
                "line": {"color": looks.HAIRLINE, "width": 0.75},
            },
        }
    )
    start, end = drawing.years
    chart.set_x_axis(
        {
            "num_font": small,
            "line": {"color": "#8A918C"},
            "major_tick_mark": "none",
            "interval_unit": max(1, (end - start) // 9 + 1),
            "text_axis": True,
        }
    )
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"color": looks.HAIRLINE}})
