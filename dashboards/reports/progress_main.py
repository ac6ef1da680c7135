"""The columns of 指标进展: what one prints of a plan's rows, and what its formulas are
made of."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from dashboards.reports import progress_formulas
from dashboards.reports.book import LiveFigure
from dashboards.reports.progress_columns import (
    EXACT,
    FIGURE,
    GAP,
    SHARE,
    VALUE,
    WHOLE,
    WRAP,
    SheetColumn,
    aims,
    asked,
    asked_basis,
    asked_now,
    basis,
    judged,
    shown,
    who,
)
from dashboards.workbook_lines import PlanLine

LIVE = ("due", "gap", "done", "expected")


def main_columns(has_departments: bool = True) -> list[SheetColumn]:
    """Return the columns of 指标进展, those last that are not printed: what the due
    value, the distance and the shares are computed from.

    `has_departments` says that somebody answers for any of the lines.
    """
    answers = _answers() if has_departments else []
    return [*who(), *_asked_of(), *_standing(), *answers, *_computed_from()]


def aim_year(line: PlanLine) -> int | None:
    """Return the milestone that a line is judged by, else its next, else its last."""
    years = [aim.year for aim in line.row.goals]
    judged_by = line.row.result.focus_year
    if judged_by in years:
        return judged_by
    dated = sorted(year for year in years if year is not None)
    as_of = line.row.as_of or 0
    return next((year for year in dated if year >= as_of), dated[-1] if dated else None)


def target(line: PlanLine):
    """Return the target of that milestone as a number, two ends or None."""
    return line.numbers.get(aim_year(line))


def target_printed(line: PlanLine) -> str:
    return aims(line, aim_year(line))


def target_shown(line: PlanLine):
    return asked(line, aim_year(line))


def _asked_of() -> list[SheetColumn]:
    band = _("规划目标")
    return [
        SheetColumn(_("基期年份"), 7, lambda n: n.row.baseline_year, WHOLE, band),
        SheetColumn(_("基期值"), 8, lambda n: n.row.baseline_value, VALUE, band),
        SheetColumn(_("目标年份"), 7, aim_year, WHOLE, band),
        SheetColumn(_("目标（原文）"), 15, target_printed, WRAP, band),
        SheetColumn(_("目标值"), 8, target_shown, VALUE, band, name="target"),
    ]


def _standing() -> list[SheetColumn]:
    band = _("目前进展")
    return [
        SheetColumn(_("最新年份"), 7, lambda n: n.last and n.last.year, WHOLE, band),
        SheetColumn(_("最新值"), 8, lambda n: n.last, VALUE, band),
        SheetColumn(
            _("评价用值"), 8, shown(lambda s: s.value), FIGURE, band, name="value"
        ),
        SheetColumn(_("评价用值是"), 11, basis, WRAP, band),
        SheetColumn(_("应达到"), 9, asked_now, FIGURE, band, name="due"),
        SheetColumn(_("应达到值是"), 16, asked_basis, WRAP, band),
        SheetColumn(
            _("差距（优为正）"), 9, shown(lambda s: s.gap), GAP, band, name="gap"
        ),
        SheetColumn(
            _("实际进度"), 7, lambda n: judged(n).progress, SHARE, band, name="done"
        ),
        SheetColumn(
            _("序时进度"), 7, lambda n: judged(n).expected, SHARE, band, name="expected"
        ),
    ]


def _answers() -> list[SheetColumn]:
    return [SheetColumn(_("责任部门"), 16, department, WRAP, _("责任"))]


def department(line: PlanLine) -> str:
    return "、".join(line.row.departments)


def worked(read: Callable[[progress_formulas.Working], object]):
    """Return a question for what the figures are computed from."""

    def say(line: PlanLine):
        found = progress_formulas.working(line, judged(line))
        return None if found is None else read(found)

    return say


def _computed_from() -> list[SheetColumn]:
    band = _("算式所用（不打印）")
    parts = [
        ("sign", _("方向（越高越好为1）"), WHOLE, lambda w: w.sign),
        ("year", _("评价用值年份"), WHOLE, lambda w: w.year),
        ("exact", _("评价用值（未舍入）"), EXACT, lambda w: w.exact),
        ("path_year", _("路径起点年份"), WHOLE, lambda w: w.start and w.start[0]),
        ("path_value", _("路径起点值"), EXACT, lambda w: w.start and w.start[1]),
        ("until_year", _("路径终点年份"), WHOLE, lambda w: w.end and w.end[0]),
        ("until_value", _("路径终点值"), EXACT, lambda w: w.end and w.end[1]),
        ("first", _("进度起点值"), EXACT, lambda w: w.first),
        ("last", _("进度终点值"), EXACT, lambda w: w.last),
    ]
    return [
        SheetColumn(heading, 10, worked(read), kind, band, name=name, is_printed=False)
        for name, heading, kind, read in parts
    ]


def live(column: SheetColumn, line: PlanLine, at) -> LiveFigure | None:
    """Return the formula of a cell, None where it holds a text or a number as it is.
    `at` names the cells of the line."""
    if column.name not in LIVE:
        return None
    result = judged(line)
    found = progress_formulas.working(line, result)
    if column.name == "due":
        return progress_formulas.due(line, found, at, target(line))
    if column.name == "gap":
        return progress_formulas.gap(line, found, at)
    if column.name == "done":
        return progress_formulas.done(result.progress, found, at)
    return progress_formulas.expected(result.expected, found, at)
