"""The sheets 口径与备注 (what each indicator is), 规划备注 (what is to be asked) and
另有数 (what other offices say)."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.reports.book import ReportBook, put
from dashboards.values import OtherNote
from dashboards.workbook_lines import Remark, WordsLine
from indicators.layouts import looks
from indicators.models import Indicator


def _columns() -> list[tuple[str, float, object]]:
    """Return (heading, width, what it says of an indicator)."""
    return [
        (_("指标"), 26, lambda i: i.name),
        (_("领域"), 13, lambda i: i.domain.name),
        (_("计量单位"), 10, lambda i: i.unit),
        (_("方向"), 10, lambda i: i.get_direction_display()),
        (_("指标解释"), 42, lambda i: i.definition),
        (_("分子"), 26, lambda i: i.numerator),
        (_("分母"), 26, lambda i: i.denominator),
        (_("人口口径"), 13, lambda i: i.population),
        (_("统计年度"), 11, lambda i: i.statistical_year),
        (_("来源报表"), 26, lambda i: i.report),
        (_("公布时间"), 12, _published),
        (_("周期"), 10, _period),
        (_("合计量"), 9, lambda i: _("是") if i.additive else ""),
        (_("当年量"), 9, lambda i: _("是") if i.flow else ""),
        (_("备注"), 34, lambda i: i.remark),
        (_("指标代码"), 26, lambda i: i.code),
    ]


def _period(i: Indicator) -> str:
    return _("每年") if i.period == 1 else _("每%(n)s年") % {"n": i.period}


def _published(i: Indicator) -> str:
    if i.available_month is None:
        return ""
    text = _("当年%(month)s月") if i.available_same_year else _("次年%(month)s月")
    said = text % {"month": i.available_month}
    if not i.final_month:
        return said
    return _("%(first)s，定报次年%(month)s月") % {"first": said, "month": i.final_month}


def write(book: ReportBook, indicators: Sequence[Indicator]):
    """Write the definitions, one row an indicator."""
    columns = _columns()
    cells = [[say(i) for _heading, _width, say in columns] for i in indicators]
    heads = [(heading, width) for heading, width, _say in columns]
    _table(book, _("口径与备注"), heads, cells, "definitions")


def write_remarks(book: ReportBook, remarks: Sequence[Remark]):
    """Write what is remarked on the plans and still to be asked; nothing if nothing
    is."""
    if not remarks:
        return
    heads = [
        *((_("地区"), 16), (_("指标（原文）"), 30), (_("年份"), 7), (_("类别"), 12)),
        *((_("内容"), 70), (_("出处"), 34), (_("规划"), 34), (_("行号"), 7)),
    ]
    cells = [
        (r.place, r.indicator, r.year, r.kind, r.text, r.source, r.plan, r.key)
        for r in remarks
    ]
    _table(book, _("规划备注"), heads, cells, "remarks")


def write_others(book: ReportBook, notes: Sequence[OtherNote]):
    """Write what other offices say of values, apart from the values; nothing where
    nobody says anything else."""
    if not notes:
        return
    heads = [
        *((_("地区"), 16), (_("指标"), 30), (_("年份"), 7), (_("另有数"), 12)),
        *((_("计量单位"), 10), (_("来源"), 30), (_("口径"), 26)),
        *((_("未采用原因"), 40), (_("登记人"), 12), (_("登记时间"), 17)),
    ]
    cells = [
        (
            *(n.place, n.indicator, n.year, n.value, n.unit, n.source),
            *(n.definition, n.why, n.by),
            f"{timezone.localtime(n.at):%Y-%m-%d %H:%M}",
        )
        for n in notes
    ]
    _table(book, _("另有数"), heads, cells, "others")


def write_words(book: ReportBook, lines: Sequence[WordsLine]):
    """Write the targets in words, one row each; nothing where there are none."""
    if not lines:
        return
    heads = [
        *((_("地区"), 14), (_("行号"), 7), (_("定性目标（原文）"), 60)),
        *((_("年份"), 9), (_("年份目标（原文）"), 34), (_("完成情况"), 10)),
        *((_("依据"), 30), (_("认定日期"), 11), (_("出处"), 26)),
        *((_("备注"), 26), (_("领域"), 17), (_("规划"), 30)),
    ]
    cells = [
        (
            *(n.place, n.key, n.label, n.year, "" if n.aim == n.label else n.aim),
            *(n.state, n.evidence, f"{n.day:%Y-%m-%d}" if n.day else None),
            *(n.source, n.remark, n.domain, n.plan),
        )
        for n in lines
    ]
    _table(book, _("定性目标"), heads, cells, "words")


def _table(book: ReportBook, title: str, heads, rows, name: str):
    """Write one sheet of texts: headings with widths, rows, a table of them."""
    sheet = book.sheet(title, rows=len(rows), tab=looks.ACCENT)
    sheet.set_row(0, 24)
    widths = [width for _text, width in heads]
    for place, (text, width) in enumerate(heads):
        sheet.set_column(place, place, width)
        put(sheet, 0, place, text, book.heading())
    style = book.cell(text_wrap=True, valign="top", align="left")
    for row, cells in enumerate(rows, 1):
        sheet.set_row(row, looks.height_of(zip(cells, widths, strict=True)))
        for place, text in enumerate(cells):
            put(sheet, row, place, text, style)
    book.table(sheet, 0, len(rows), [text for text, _width in heads], name=name)
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
