"""Reads a region's year into the plain rows of which forms are written as workbooks.

The workbooks themselves are written by indicators/layouts; nothing here knows Excel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC

from django.conf import settings
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from indicators.entry import stamp
from indicators.layouts.figures import COLLECTION, ENTRY_FORM
from indicators.layouts.form_sheet import FormSheet
from indicators.models import BaseFigure, Entry, Submission
from indicators.models.observations import Grade, MissingReason
from indicators.pages.downloads import workbook_rows
from indicators.pages.grid import form_rows
from indicators.pages.sheet import signed_sheet
from regions.models import Region
from regions.models.territory import BUREAU

YEARS_COLLECTED = 2  # earlier years on a collection sheet


@dataclass(frozen=True)
class YearRows:
    """What every form of a region's year shares."""

    region: Region
    year: int
    forms: Sequence[Submission]  # all of the region's year
    rows: Sequence[form_rows.EntryRow]
    counts: bool  # whether the reader may see event counts
    masthead: Sequence[tuple[str, str]]
    bases: dict[str, int]
    departments: tuple[str, ...]


def year_rows(
    region: Region,
    year: int,
    forms: Sequence[Submission],
    entries: Iterable[Entry],
    counts: bool,
) -> YearRows:
    """Return what forms are made of; `entries` are those of grid.entries_of.

    About fourteen queries whatever the number of rows and departments.
    """
    stored = BaseFigure.objects.filter(region=region, year=year)
    today = timezone.localdate()
    return YearRows(
        region=region,
        year=year,
        forms=forms,
        rows=form_rows.rows(region, year, entries, counts=counts),
        counts=counts,
        masthead=signed_sheet.masthead(region, year),
        bases=dict(stored.values_list("kind", "value")),
        departments=tuple(
            d.name
            for d in region.departments.all()
            if d.valid_to is None or d.valid_to > today
        ),
    )


def entry_form(of_year: YearRows, shown: Sequence[Submission]) -> FormSheet:
    """Return the year's form with the rows of the forms shown. No query."""
    units = [form.unit_key for form in shown]
    whole = len(shown) == len(of_year.forms)
    fills_for_others = any(form.department_id is None for form in shown)
    return _form(
        of_year,
        shown,
        kind=ENTRY_FORM,
        title=_("%(year)s年%(region)s健康规划指标填报表"),
        stamped=[] if whole else units,
        suppliers=of_year.departments if fills_for_others else (),
        years=form_rows.shown_years(of_year.year),
    )


def collections(of_year: YearRows, shown: Iterable[Submission]) -> list[FormSheet]:
    """Return a collection sheet for each data owner with rows. No query."""
    asked = {row.entry.submission_id for row in of_year.rows}
    return [
        _form(
            of_year,
            [form],
            kind=COLLECTION,
            title=_("%(year)s年%(region)s健康规划指标数据采集表"),
            stamped=[form.unit_key],
            suppliers=(),
            years=form_rows.shown_years(of_year.year)[-YEARS_COLLECTED:],
        )
        for form in shown
        if form.pk in asked
    ]


def _form(of_year, shown, *, kind, title, stamped, suppliers, years) -> FormSheet:
    kept = {form.pk for form in shown}
    rows = [row for row in of_year.rows if row.entry.submission_id in kept]
    counts = of_year.counts and any(row.indicator.has_counts for row in rows)
    now = timezone.localtime()
    codes = [row.indicator.code for row in rows]
    demo = kind != COLLECTION  # paper that departments seal holds no made-up value
    return FormSheet(
        kind=kind,
        title=title % {"year": of_year.year, "region": of_year.region.name_in_full},
        head=_head(of_year, rows, stamped),
        year=of_year.year,
        years=tuple(years),
        rows=tuple(
            workbook_rows.form_row(row, len(years), counts, of_year.bases, demo)
            for row in rows
        ),
        units=tuple(form.unit_key for form in shown),
        counts=counts,
        suppliers=suppliers,
        grades=tuple(map(str, Grade.labels)),
        reasons=tuple(map(str, MissingReason.labels)),
        notes=_notes(counts, any(row.indicator.base for row in rows)),
        foot=_foot(),
        stamp=stamp.make(kind, of_year.region, of_year.year, stamped, codes, now),
        author=settings.SITE_NAME,
        made_at=now.astimezone(UTC).replace(tzinfo=None),
    )


# ------------------------------------------------------------------ head and foot


def unit_of(region: Region, units: Sequence[str]) -> str:
    """Return who fills a form in, as printed: the departments, else the bureau."""
    named = [name for name in units if name != BUREAU]
    return _("、").join(named) if named else region.bureau_on_paper


def _head(of_year: YearRows, rows: Sequence[form_rows.EntryRow], units) -> tuple:
    unit = unit_of(of_year.region, units)
    left = _("填报单位（盖章）：%(unit)s") % {"unit": unit}
    place = _("地区：%(region)s（%(code)s）　数据年度：%(year)s年") % {
        "region": of_year.region.name_in_full,
        "code": of_year.region.code,
        "year": of_year.year,
    }
    printed = _("　").join(f"{label}：{text}" for label, text in of_year.masthead)
    return ((left, _due(rows)), (place, printed))


def _due(rows: Sequence[form_rows.EntryRow]) -> str:
    """Return 应报日期 of the rows: the earliest, and the latest where they differ."""
    days = sorted({row.entry.due_on for row in rows})
    if not days:
        return ""
    first, last = (
        dateformat.format(day, _("Y年n月j日")) for day in (days[0], days[-1])
    )
    if first == last:
        return _("应报日期：%(day)s") % {"day": first}
    return _("应报日期：%(first)s，数据公布晚的到%(last)s") % {
        "first": first,
        "last": last,
    }


def _notes(counts: bool, base: bool) -> tuple[str, ...]:
    """Return the lines under the rows: how to fill the form in, what it is not for."""
    filling = _(
        "填写：只填黄色单元格，灰色单元格已锁定。本年值只填数字；没有数据的留空，"
        "选择“无数据原因”，“%(reason)s”的另填预计公布月份。有数值的写明数据来源。"
    ) % {"reason": MissingReason.NOT_PUBLISHED.label}
    if counts:
        filling += _("已填分子、分母的，本年值可留空，上传后由系统计算。")
    if base:
        filling += _("常住人口、活产数等基础数据不在本表，请在系统的填报页填写。")
    return (
        filling,
        _("空白单元格不改变系统已有数据。") + str(settings.NOTICE),
    )


def _foot() -> tuple[str, ...]:
    return (
        _("单位负责人："),
        _("审核人："),
        _("填表人："),
        _("联系电话："),
        _("报出日期：　　年　　月　　日"),
    )
