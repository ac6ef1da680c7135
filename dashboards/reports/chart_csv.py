"""The figures of one chart as CSV: UTF-8 with BOM, CRLF.

A line per year and series, as the page tells them to whoever asks.
"""

import csv
from decimal import Decimal
from io import StringIO

from django.utils.translation import gettext as _

from dashboards.charts.series import is_ahead
from dashboards.charts.target_marks import found_marks
from dashboards.reports.long_csv import BOM
from dashboards.rows import full_name
from indicators.rules import numbers
from indicators.spreadsheets.formula_guard import guard


def written(row, values, levels, concept, region) -> str:
    """Return the file: values, those of levels above, path, targets, forecast.

    Values are exact; what was computed is rounded as on the page. Texts that Excel
    would take for formulas are guarded.
    """
    buffer = StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow(_headings())
    name = row.label if row else concept.name
    place = full_name(region)
    lines = [(place, *line) for line in _values(values)] + [*_levels(levels)]
    if row is not None:
        own = [*_path(row), *_targets(row), *_forecast(row)]
        lines += [(place, *line) for line in own]
    for of, series, year, value, note, source in lines:
        texts = [of, name, series], [concept.unit, note, source]
        before, after = ([guard(text) for text in part] for part in texts)
        writer.writerow([*before, year, value, *after])
    return buffer.getvalue()


def _headings():
    return [
        *(_("地区"), _("指标"), _("系列"), _("年份")),
        *(_("数值"), _("计量单位"), _("说明"), _("来源")),
    ]


def _values(values):
    for v in values:
        marks = [
            v.missing,
            _("演示") if v.demo else "",
            _("以%(name)s数据代替") % {"name": v.substitute} if v.substitute else "",
            _("口径变更") if v.breaks else "",
            _("已审定、未报送") if v.held else "",
        ]
        note = _("；").join(filter(None, marks))
        yield _("实际值"), v.year, _number(v.value), note, v.source


def _levels(levels):
    for level in levels:
        for year, value in level.values:
            yield level.name, _("实际值"), year, _number(value), "", ""


def _path(row):
    if "maintenance" in row.flags or row.result.scale != "value":
        return
    for year, value in row.result.path or ():
        yield _("规划路径"), year, _figure(value, row), "", ""


def _targets(row):
    """Yield the dated targets in force: their level where they have one."""
    for mark in found_marks(row):
        levels = [mark.level] if mark.top is None else [mark.level, mark.top]
        for level in levels:
            yield _("目标"), mark.year, _trimmed(level, row), mark.words, ""


def _forecast(row):
    if is_ahead(row):
        ahead, year = row.result.projection, row.result.focus_year
        yield _("预计"), year, _figure(ahead.point, row), _("按近年趋势"), ""


def _number(value: Decimal | None) -> str:
    """Return a value exact and plain, nothing where there is none."""
    return "" if value is None else f"{value.normalize():f}"


def _trimmed(value, row) -> str:
    """Return the level of a target without closing zeros, with a sign that CSV
    reads."""
    text = "" if value is None else numbers.trimmed(value, row.decimals + 2)
    return text.replace(numbers.MINUS, "-")


def _figure(value, row) -> str:
    """Return a computed figure as the page rounds it, with a sign that CSV reads."""
    text = "" if value is None else numbers.figure(value, row.places)
    return text.replace(numbers.MINUS, "-")
