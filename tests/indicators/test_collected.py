"""A department's collection sheet, sent in by the bureau's clerk: 代填 says who supplied."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from indicators.entry import batches
from tests.indicators.conftest import SCHOOLS, YEAR
from tests.indicators.test_collection import ADDRESS, body, got

pytestmark = pytest.mark.django_db
SCHOOL = "school-health-class-rate"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def filled(client, reporting, value):
    """Return the schools' sheet of the zip with a value typed in, as an upload."""
    archive = zipfile.ZipFile(
        io.BytesIO(body(got(client, reporting, "clerk", ADDRESS)))
    )
    (name,) = [name for name in archive.namelist() if SCHOOLS in name]
    book = load_workbook(io.BytesIO(archive.read(name)))
    sheet = book.worksheets[0]
    (heads,) = [r for r in sheet.iter_rows() if r[0].value == "序号"]
    at = {str(c.value).split("\n")[0]: c.column for c in heads if c.value}
    (row,) = [
        r for r in range(1, sheet.max_row + 1)
        if sheet.cell(r, at["指标代码"]).value == SCHOOL
    ]  # fmt: skip
    sheet.cell(row, at["本年值"], value)
    target = io.BytesIO()
    book.save(target)
    return SimpleUploadedFile(name, target.getvalue())


def test_the_department_is_noted_as_who_supplied_it(client, reporting):
    clerk = reporting.people["clerk"]
    file = filled(client, reporting, 97.5)

    batch = batches.receive(reporting.region, YEAR, file, by=clerk)

    (line,) = batches.loaded(batch.lines)
    assert batch.layout == "collection" and line.status == "new"
    assert ["supplier_id", "", SCHOOLS] in line.details
    batches.apply(batch, clerk)
    cell = reporting.cell(SCHOOL)
    assert (cell.supplier.name, cell.supply_channel) == (SCHOOLS, "table")
    batches.undo(batch, clerk)
    cell = reporting.cell(SCHOOL)
    assert (cell.value, cell.supplier, cell.supply_channel) == (None, None, "")


def test_the_same_figure_once_more_changes_nothing(client, reporting):
    reporting.type(SCHOOL, value="97.5", source="年报")
    clerk = reporting.people["clerk"]

    file = filled(client, reporting, 97.5)
    batch = batches.receive(reporting.region, YEAR, file, by=clerk)

    assert {line.status for line in batches.loaded(batch.lines)} == {"same"}


def test_a_departments_own_clerk_supplies_for_nobody(client, reporting):
    teacher = reporting.people["teacher"]
    file = filled(client, reporting, 97.5)

    batch = batches.receive(reporting.region, YEAR, file, by=teacher)
    batches.apply(batch, teacher)

    assert reporting.cell(SCHOOL).supplier is None
