"""The analyst's workbook: a selection as one Excel file that a colleague can use."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from dashboards import summaries
from dashboards.queries import choices, in_words, workbook
from dashboards.queries.export import ExportScope, rows_of, scope
from dashboards.queries.others import others_of
from dashboards.reports import (
    chart_sheets,
    compare_sheets,
    comparison,
    cover_sheet,
    definitions_sheet,
    long_sheet,
    overview_sheet,
    progress_sheet,
)
from dashboards.reports.book import ReportBook, writing
from dashboards.selection import Selection
from dashboards.workbook_lines import UNSET, PlanLine
from indicators.layouts import looks

Rows = Iterable[tuple]  # of LONG_COLUMNS


def write(
    target,
    selection: Selection,
    grants,
    *,
    by: str,
    at: datetime,
    through: Callable[[Rows], Rows] = iter,
) -> None:
    """Write the workbook of what the person may take away of a selection; its values
    go `through` a function that may note them.

    `target` is a path or a binary file; nothing is written to it before everything is
    known to fit. `grants` None is an operator on the server, for whom every region is
    its own. At most 26 queries, however much is chosen.

    Raises reports.TooLarge beyond Excel's limits, queries.OutOfReach for a code that
    is unknown or not theirs.
    """
    asked = scope(selection, grants)
    with writing(target, title=_title(asked), by=by, at=at) as book:
        _fill(book, asked, by, at, through)


def _title(asked: ExportScope) -> str:
    if len(asked.regions) == 1:
        place = asked.regions[0].name_in_full
        return _("%(place)s健康规划指标分析") % {"place": place}
    return _("%(n)s个地区健康规划指标分析") % {"n": len(asked.regions)}


def _fill(book: ReportBook, asked: ExportScope, by: str, at: datetime, through):
    held = choices.holds(asked)
    known, where = workbook.concepts(), workbook.places(asked)
    seen = workbook.figures(asked, known)
    lines = workbook.lines(asked, known, where, seen)
    cover = book.sheet(_("说明"), tab=looks.ACCENT)
    overview_sheet.write(book, lines, _notes(lines))
    progress_sheet.write(book, lines)
    words = in_words.lines(asked)
    definitions_sheet.write_words(book, words)
    charts = chart_sheets.choose(lines, asked.first, asked.last)
    chart_sheets.write(book, charts)
    compared = _compare(book, asked, known, where, seen)
    definitions = workbook.definitions(asked)
    remarks = workbook.remarks(asked)
    definitions_sheet.write(book, definitions)
    definitions_sheet.write_remarks(book, remarks)
    notes = others_of(asked)
    definitions_sheet.write_others(book, notes)
    years = progress_sheet.years(lines, asked.first, asked.last)
    progress_sheet.write_more(book, lines, years)
    written = _values(book, asked, known, held.values, through)
    chart_sheets.write_data(book, charts)
    about = cover_sheet.Cover(
        asked=asked,
        by=by,
        at=at,
        values=written,
        missing=held.missing,
        demo=held.demo,
        lines=len(lines),
        in_words=len(words),
        sources=seen.sources.most_common(),
        sheets=_contents(
            lines, words, written, charts, compared, definitions, remarks, notes
        ),
        summary=_read_out(lines),
    )
    cover_sheet.write(book, cover, about)


def _compare(book: ReportBook, asked: ExportScope, known, where, seen) -> list[str]:
    """Write a sheet for each year in which anything can be compared; return names."""
    above, upper = workbook.upper_figures(asked, known)
    used = {concept for _region, concept in seen.series}
    concepts = {pk: concept for pk, concept in known.items() if pk in used}
    shown = workbook.with_plan_or_values(asked, where, seen)
    board = comparison.Board(shown, above, concepts, seen, upper)
    years = {
        reading.year
        for readings in seen.series.values()
        for reading in readings
        if (asked.first or 0) <= reading.year <= (asked.last or reading.year)
    }
    return [
        compare_sheets.write(book, year) for year in comparison.sheets(board, years)
    ]


def _read_out(lines: Sequence[PlanLine]) -> str:
    """Return the counts of all lines with a target in the sentence of the pages."""
    rows = [n.row for n in lines if n.state != UNSET]
    counted = {"summary": summaries.summary(summaries.tallies(rows))}
    said = counted | {"what": _("规划指标（含正文）")}
    return strip_tags(render_to_string("dashboards/_sentence.html", said)).strip()


def _notes(lines: Sequence[PlanLine]) -> list[str]:
    """Return what is said above the counts."""
    as_of = sorted({n.row.as_of for n in lines if n.row.as_of})
    found = [
        _("一行一个规划的一处（指标表或正文），合计与“指标进展”的行数相等；单位：项。")
    ]
    if as_of:
        found.append(_("评价年度：%(year)s。") % {"year": "、".join(map(str, as_of))})
    if demo := sum(bool(n.row.has_demo) for n in lines):
        words = _("其中%(n)s项的评价用到演示数据，不反映实际。")
        found[-1] += words % {"n": demo}
    return found


def _values(book: ReportBook, asked: ExportScope, known, held: int, through) -> int:
    """Write the sheet of single values; return how many there are."""
    decimals = {c.code: c.decimals for c in known.values()}
    return long_sheet.write(book, through(rows_of(asked)), held, decimals)


def _contents(lines, words, written, charts, compared, definitions, remarks, notes):
    """Return (sheet, what it holds) in order: those to print, then those to analyse."""
    found = [
        (_("总览"), _("各地区三项统计和按状态计数，行列可加")),
        (_("指标进展"), _("一行一个规划指标，共%(n)s行；供打印") % {"n": len(lines)}),
    ]
    if words:
        text = _("用文字表述的目标，共%(n)s项") % {"n": len(words)}
        found.append((_("定性目标"), text))
    found.append((_("图表"), charts.note))
    found += [(name, _("同一年各地区的数值、位次，上级为对照")) for name in compared]
    text = _("%(n)s项指标的定义、分子分母、来源报表") % {"n": len(definitions)}
    found.append((_("口径与备注"), text))
    if remarks:
        text = _("规划中的备注与待确认的问题，共%(n)s条") % {"n": len(remarks)}
        found.append((_("规划备注"), text))
    if notes:
        text = _("其他单位的同一数值，共%(n)s个，只作备注，不参与评价") % {
            "n": len(notes)
        }
        found.append((_("另有数"), text))
    more = _("历年值、各年目标、评价语、预测、出处；序号与指标进展相同")
    found.append((_("指标明细"), more))
    text = _("一行一个数值，共%(n)s行；可原样导入本系统") % {"n": written}
    found.append((_("数据"), text))
    if charts.shown:
        found.append((_("图表数据"), _("图的数字，每图三行")))
    return found
