"""商请函 to the departments that have no account: what each is asked, by when, and to
whom the figures go."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.utils import dateformat
from django.utils.translation import gettext as _

from indicators.entry import owners
from indicators.layouts.form_sheet import FormSheet
from indicators.layouts.letter import Letter
from indicators.models import Submission
from indicators.pages.downloads.year_form import YearRows
from regions.models import Region


def without_account(region: Region, forms: Iterable[Submission]) -> list[Submission]:
    """Return the forms of departments that nobody can fill in here. One query."""
    filling = owners.departments_that_fill(region)
    return [
        form
        for form in forms
        if form.department_id and form.department_id not in filling
    ]


def letter(of_year: YearRows, form: Submission, sheet: FormSheet) -> Letter:
    """Return the letter that asks a department for the rows of its sheet. No query."""
    region, unit = of_year.region, form.unit_name
    return Letter(
        title=_("关于商请提供%(year)s年健康规划指标数据的函") % {"year": of_year.year},
        to=_("%(unit)s：") % {"unit": unit},
        paragraphs=_paragraphs(of_year, form, len(sheet.rows)),
        annex=sheet.title,
        annex_mark=_("附件"),
        signer=region.bureau_on_paper,
        date_room=_("　　年　　月　　日"),
        contact=_("（联系人：　　　　　联系电话：%(phone)s）")
        % {"phone": region.bureau_phone or _("　　　　　　　")},
        headings=_headings(sheet),
        rows=_rows(sheet),
        foot=[
            _("填报单位（盖章）：%(unit)s") % {"unit": unit},
            _("单位负责人：　　　　　　审核人：　　　　　　填表人："),
            _("联系电话：　　　　　　　报出日期：　　年　　月　　日"),
        ],
        author=str(settings.SITE_NAME),
    )


def _paragraphs(of_year: YearRows, form: Submission, n: int) -> list[str]:
    """Return what the letter says: why, what, by when, to whom."""
    due = min(
        row.entry.due_on for row in of_year.rows if row.entry.submission_id == form.pk
    )
    about = {
        "region": of_year.region.name_in_full,
        "year": of_year.year,
        "n": n,
        "day": in_full(due),
        "bureau": of_year.region.bureau_on_paper,
    }
    return [
        _(
            "为做好%(region)s健康规划实施情况监测，现开展%(year)s年健康规划指标数据"
            "采集工作。请贵单位提供附件所列%(n)s项指标的%(year)s年数据。"
        )
        % about,
        _(
            "请于%(day)s前（含当日），将填写完整并加盖公章的数据采集表反馈至%(bureau)s。"
            "暂无数据的，请注明原因和预计公布月份。"
        )
        % about,
        _("感谢对健康规划监测工作的支持。"),
    ]


def in_full(day: date) -> str:
    """Return a day as letters write it: 2026年3月31日."""
    return dateformat.format(day, _("Y年n月j日"))


def _headings(sheet: FormSheet) -> list[str]:
    last = sheet.years[-1] if sheet.years else sheet.year - 1
    return [
        _("序号"),
        _("指标"),
        _("单位"),
        _("%(year)s年") % {"year": last},
        _("%(year)s年") % {"year": sheet.year},
        _("数据来源"),
    ]


def _rows(sheet: FormSheet) -> list[list[str]]:
    """Return the rows of the annex: this year's value and source to be filled in."""
    return [
        [str(number), row.name, row.unit, _past(row), "", ""]
        for number, row in enumerate(sheet.rows, start=1)
    ]


def _past(row) -> str:
    """Return last year's value as it is read, in the indicator's decimals."""
    value = row.past[-1] if row.past else None
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:.{row.decimals}f}"
