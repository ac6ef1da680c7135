"""Downloads of the reporting: the year's form, the departments' sheets, templates."""

import re
import zipfile
from io import BytesIO

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from indicators.layouts.entry_form import write_form
from indicators.layouts.history_templates import write_template
from indicators.layouts.letter import write_letter
from indicators.pages import permissions, year_forms
from indicators.pages.downloads import history_form, letters, year_form
from indicators.pages.downloads.forms import TemplateQuery
from indicators.pages.grid import form_rows
from regions import access, permits

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
# No file system takes these; a name that is only these would be hidden or empty.
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
LONGEST_PART = 60


@never_cache
@require_safe
def form_file(request, code, year):
    """Send the year's form as a workbook: the rows one may read, or one
    department's."""
    region, forms = _readable(request, code, year)
    shown = _chosen(request, region, year, forms)
    made = year_form.entry_form(_year_rows(request, region, year, shown), shown)
    target = BytesIO()
    write_form(target, made)
    named = [shown[0].unit_name] if len(shown) == 1 else []
    return _sent(target, file_name(_("填报表"), region, year, *named) + ".xlsx", XLSX)


@never_cache
@require_safe
def collection_files(request, code, year):
    """Send the sheet of every data owner that one may read, all in one zip."""
    region, forms = _readable(request, code, year)
    made = year_form.collections(_year_rows(request, region, year, forms), forms)
    taken: set[str] = set()
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for form in made:
            content = BytesIO()
            write_form(content, form)
            name = file_name(_("数据采集表"), region, year, form.units[0])
            archive.writestr(f"{_free(name, taken)}.xlsx", content.getvalue())
    name = file_name(_("数据采集表"), region, year) + ".zip"
    return _sent(target, name, ZIP)


@never_cache
@require_safe
def letter_files(request, code, year):
    """Send a letter to each department without account that one may ask, with its
    sheet, all in one zip; back to the form where every department has one."""
    region, forms = _readable(request, code, year)
    asked = {form.unit_key: form for form in letters.without_account(region, forms)}
    of_year = _year_rows(request, region, year, list(asked.values()))
    sheets = year_form.collections(of_year, asked.values())
    if not sheets:
        messages.info(request, _("要填报的部门都有账号，没有商请函。"))
        return redirect("indicators:grid", region.code, year)
    target, taken = BytesIO(), set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in sheets:
            unit = sheet.units[0]
            paper, table = BytesIO(), BytesIO()
            write_letter(paper, letters.letter(of_year, asked[unit], sheet))
            write_form(table, sheet)
            for kind, content, end in (
                (_("商请函"), paper, "docx"),
                (_("数据采集表"), table, "xlsx"),
            ):
                name = _free(file_name(kind, region, year, unit), taken)
                archive.writestr(f"{name}.{end}", content.getvalue())
    return _sent(target, file_name(_("商请函"), region, year) + ".zip", ZIP)


@never_cache
@require_safe
def history_template(request, code):
    """Send an empty template for the region's history, of the layout asked for."""
    region = permissions.reachable(request, code)
    permissions.require_act(request, "import", region)
    query = TemplateQuery(request.GET)
    if not query.is_valid():
        return permissions.bad_query(request, query)
    layout, year = query.cleaned_data["layout"], query.cleaned_data["year"]
    made = history_form.template(region, layout, year, request.user.grants)
    target = BytesIO()
    write_template(target, made)
    return _sent(target, f"{safe_name(made.title)}.xlsx", XLSX)


def _readable(request, code, year):
    """Return (region, forms one may read); 404 outside one's reach, 403 for none."""
    region = permissions.reachable(request, code)
    forms = year_forms.readable(request, region, year)
    permissions.require(bool(forms), permits.sentence("download_forms", region))
    return region, forms


def _chosen(request, region, year, forms):
    """Return the one form that the address names, else all that one may read."""
    one = permissions.named_form(region, year, request.GET.get("department"))
    if one is None:
        return forms
    permissions.require_on(request, "download", one)
    return [one]


def _year_rows(request, region, year, shown):
    """Return what the forms shown are made of; counts for the region's own people."""
    cells = form_rows.entries_of(region, year).filter(submission__in=shown)
    counts = access.may_see_counts(request.user.grants, region.code)
    return year_form.year_rows(
        region, year, year_forms.forms_of(region, year), cells, counts
    )


def file_name(*parts) -> str:
    """Return a file's name without its ending: 填报表-达州市-2025-市教育局."""
    return "-".join(safe_name(str(part)) for part in parts)


def safe_name(text: str) -> str:
    """Return a text as part of a file's name on every system."""
    plain = UNSAFE.sub("_", text).strip(" .")
    return plain[:LONGEST_PART].strip(" .") or "_"


def _free(name: str, taken: set[str]) -> str:
    """Return the name, numbered where the archive has it already; remember it."""
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = _("%(name)s（%(number)s）") % {"name": name, "number": number}
    taken.add(found.casefold())
    return found


def _sent(target: BytesIO, name: str, content_type: str) -> FileResponse:
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=name, content_type=content_type
    )
