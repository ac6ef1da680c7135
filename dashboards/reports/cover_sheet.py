"""The sheet 说明: what this is, of what, by whom, and how to read it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from dashboards import method
from dashboards.queries.export import ExportScope
from dashboards.reports.book import ReportBook, put
from dashboards.rows import full_name
from indicators.layouts import looks
from indicators.models.observations import Origin
from indicators.rules import assessment

NAMES = 30  # named one by one; what is more is counted
WIDTHS = (34, 22, 62, 26)


@dataclass(frozen=True)
class Cover:
    """What the sheet says beyond the scope; `sheets` are (name, what it holds).
    `values` are the rows of 数据, of them `missing` without a figure."""

    asked: ExportScope
    by: str
    at: datetime
    values: int
    missing: int
    demo: int
    lines: int
    in_words: int  # targets in words, which have no figures
    sources: Sequence[tuple[tuple[str, str], int]]
    sheets: list[tuple[str, str]] = field(default_factory=list)
    summary: str = ""  # the counts as the pages read them out


def write(book: ReportBook, sheet, cover: Cover):
    """Write the cover onto the sheet that stands first."""
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    put(sheet, 0, 0, book.title, book.style(bold=True, font_size=20))
    sheet.set_row(0, 36)
    row = _facts(book, sheet, 1, cover)
    row = _sheets(book, sheet, row + 1, cover)
    row = _legend(book, sheet, row + 1)
    row = _method(book, sheet, row + 1)
    row = _plans(book, sheet, row + 1, cover)
    _sources(book, sheet, row + 1, cover)


def _facts(book: ReportBook, sheet, row: int, cover: Cover) -> int:
    asked = cover.asked
    made = _("%(at)s，%(by)s") % {"at": f"{cover.at:%Y-%m-%d %H:%M}", "by": cover.by}
    facts = [
        (_("生成"), made),
        (_("地区"), _listed([r.name for r in asked.regions], _("个地区"))),
        (_("规划"), _of_plans(asked)),
        (_("指标"), _of_indicators(asked)),
        (_("年份"), _of_years(asked)),
        (
            _("数量"),
            _("%(lines)s个规划指标，%(values)s个数值，无数据%(none)s个")
            % {
                "lines": cover.lines,
                "values": cover.values - cover.missing,
                "none": cover.missing,
            },
        ),
        *([(_("定性目标"), _in_words(cover))] if cover.in_words else []),
        *([(_("概况"), cover.summary)] if cover.summary else []),
        (_("数据范围"), _audience(asked)),
        (_("声明"), _("系统测算，供内部参考，以正式印发的监测评估报告为准。")),
    ]
    for name, text in facts:
        row = _fact(book, sheet, row, name, text)
    if cover.demo:
        words = _(
            "含%(n)s个演示数值：仅供演示，不是统计数据，不得引用。各表中以“演示数据”列、"
            "斜体或图例注明。"
        )
        text = words % {"n": cover.demo}
        row = _fact(book, sheet, row, _("演示数据"), text, tone="watch")
    return row


def _fact(
    book: ReportBook, sheet, row: int, name: str, text: str, tone: str = ""
) -> int:
    look = {}
    if tone:
        ink, paper = looks.TONES[tone]
        look = {"font_color": ink, "bg_color": paper}
    label = book.style(font_color=looks.INK2, valign="top")
    style = book.style(text_wrap=True, valign="top", **look)
    put(sheet, row, 0, name, label)
    sheet.merge_range(row, 1, row, 3, "", style)
    put(sheet, row, 1, text, style)
    sheet.set_row(row, looks.height_of([(text, sum(WIDTHS[1:]))]))
    return row + 1


def _listed(names: Sequence[str], noun: str) -> str:
    """Return names one by one, with how many there are where not all are named."""
    text = "、".join(names[:NAMES])
    if len(names) <= NAMES:
        return text
    return _("%(names)s等%(n)s%(noun)s（各表中都有，此处只列前%(shown)s）") % {
        "names": text,
        "n": len(names),
        "noun": noun,
        "shown": NAMES,
    }


def _of_plans(asked: ExportScope) -> str:
    if not asked.plans:
        return _("所选地区没有规划")
    listed = _listed([f"《{p.title}》" for p in asked.plans], _("个规划"))
    return (
        listed
        if asked.by_plan
        else _("所选地区的全部规划：%(list)s") % {"list": listed}
    )


def _of_indicators(asked: ExportScope) -> str:
    if asked.indicators is not None:
        return _listed([i.name for i in asked.indicators], _("项指标"))
    return _("所选规划的全部指标") if asked.by_plan else _("全部指标")


def _of_years(asked: ExportScope) -> str:
    first, last = asked.first, asked.last
    if first and last:
        words = _("%(first)s年至%(last)s年") if first < last else _("%(first)s年")
    elif first or last:
        words = _("%(first)s年及以后") if first else _("%(last)s年及以前")
    else:
        return _("全部年份")
    limits = words % {"first": first, "last": last}
    return _("%(years)s（限历年值、数据、图表和分地区对比；目标与评价不受影响）") % {
        "years": limits
    }


def _in_words(cover: Cover) -> str:
    text = _("另有定性目标%(n)s项，列在“定性目标”表。")
    return text % {"n": cover.in_words}


def _audience(asked: ExportScope) -> str:
    if all(r.code in asked.own for r in asked.regions):
        return _("含本地区已审定、尚未报送的数值，对外使用前请核对报送情况。")
    return _("其他地区为最近一次报送的数值；本地区含已审定、尚未报送的数值。")


def _title(book: ReportBook, sheet, row: int, text: str) -> int:
    sheet.set_row(row, 26)
    style = book.style(
        bold=True, font_size=13, font_color=looks.ACCENT, valign="bottom"
    )
    put(sheet, row, 0, text, style)
    return row + 1


def _heads(book: ReportBook, sheet, row: int, *texts: str) -> int:
    for column in range(len(WIDTHS)):
        put(
            sheet,
            row,
            column,
            texts[column] if column < len(texts) else None,
            book.heading(),
        )
    return row + 1


def _rows(book: ReportBook, sheet, row: int, rows) -> int:
    style = book.cell(text_wrap=True, valign="top", align="left")
    for cells in rows:
        cells = [*cells, *[None] * (len(WIDTHS) - len(cells))]
        sheet.set_row(row, looks.height_of(zip(cells, WIDTHS, strict=True)))
        for column, text in enumerate(cells):
            put(sheet, row, column, text, style)
        row += 1
    return row


def _sheets(book: ReportBook, sheet, row: int, cover: Cover) -> int:
    row = _title(book, sheet, row, _("各表"))
    link = book.style(font_color=looks.ACCENT, underline=1, valign="top")
    for name, text in cover.sheets:
        sheet.write_url(row, 0, f"internal:'{name}'!A1", link, name)
        put(sheet, row, 1, text, book.style())
        sheet.set_row(row, looks.ROW)
        row += 1
    return row


def _legend(book: ReportBook, sheet, row: int) -> int:
    row = _title(book, sheet, row, _("状态"))
    row = _heads(
        book, sheet, row, _("状态"), _("评估用语"), _("什么情况"), _("总览计入")
    )
    for found in method.category_rows():
        category = assessment.CATEGORIES[found["code"]]
        ink, paper = looks.TONES[category.group]
        cells = (
            _(category.dispatch),
            found["evaluation"],
            str(found["rule"]),
            str(found["counted"]),
        )
        _rows(book, sheet, row, [cells])
        status = book.cell(bold=True, font_color=ink, bg_color=paper, valign="top")
        put(sheet, row, 0, cells[0], status)
        row += 1
    said = _(
        "“超过控制目标”在下限指标上写作“%(floor)s”。未列基期值的，“较基期变差”写作"
        "“%(start)s”。结论较好而数值偏旧的，总览另计。"
    )
    text = said % {
        "floor": _(assessment.BREACHED_FLOOR),
        "start": _(assessment.MOVED_FROM_START),
    }
    put(sheet, row, 0, text, book.style(font_color=looks.INK2))
    return row + 1


def _method(book: ReportBook, sheet, row: int) -> int:
    row = _title(book, sheet, row, _("方法要点"))
    points = {
        _("序时目标值"): _(
            "从基期值到各目标年连成规划路径，取最新数据年份在路径上的值。"
            "控制目标没有路径，看是否守住现行控制目标。"
        ),
        _("实际进度与序时进度"): _(
            "实际进度=（最新值−起点）÷（目标−起点）。序时进度=（序时目标值−起点）÷"
            "（目标−起点）。"
        ),
        _("指标进展中的公式"): _(
            "应达到、差距和两项进度由同一行的数算得。所用的起点、终点在打印区右侧，可改数试算。"
            "按增长率的路径、范围目标等不能这样算的，仍是数值。"
        ),
        _("预测与所需变化"): _("按近年趋势外推，列出区间；数据较少的只列方向。"),
        _("发生数较少的指标"): _("看多年合并率，并与随机波动范围比较。"),
        _("暂无法评价"): _("写明原因，不作推断，不计作零。"),
    }
    for name, text in points.items():
        row = _fact(book, sheet, row, name, text)
    row = _heads(book, sheet, row, _("参数"), _("取值"), _("理由"), _("由来"))
    rows = (
        (str(p["title"]), p["value"], str(p["reason"]), str(p["origin"]))
        for p in method.parameter_rows()
    )
    return _rows(book, sheet, row, rows)


def _plans(book: ReportBook, sheet, row: int, cover: Cover) -> int:
    if not cover.asked.plans:
        return row
    row = _title(book, sheet, row, _("规划文件"))
    row = _heads(book, sheet, row, _("地区"), _("文号"), _("规划"), _("状态与印发日期"))
    rows = (
        (
            full_name(plan.region),
            plan.doc_number,
            plan.title,
            " ".join(
                part
                for part in (
                    plan.get_status_display(),
                    f"{plan.issued_on:%Y-%m-%d}" if plan.issued_on else "",
                )
                if part
            ),
        )
        for plan in cover.asked.plans
    )
    return _rows(book, sheet, row, rows)


def _sources(book: ReportBook, sheet, row: int, cover: Cover):
    row = _title(book, sheet, row, _("数据来源（数值个数；所选地区的全部年份）"))
    row = _heads(book, sheet, row, _("数值个数"), _("数据途径"), _("来源"))
    ways = {code: str(words) for code, words in Origin.choices}
    rows = ((f"{n}", ways[origin], text) for (text, origin), n in cover.sources)
    _rows(book, sheet, row, rows)
