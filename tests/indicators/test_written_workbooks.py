"""Every workbook that leaves the program opens, and calamine reads the same in it."""

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.cell_range import CellRange

from indicators.layouts.figures import LONG, REGIONS, SERIES
from indicators.spreadsheets import guard, opening
from tests import judge
from tests.indicators.conftest import YEAR

pytestmark = pytest.mark.django_db
FORM = f"/entry/511700/{YEAR}/"
TEMPLATES = [
    f"/entry/511700/history/template.xlsx?layout={layout}"
    for layout in (LONG, REGIONS, SERIES)
]


def written(client, address) -> dict[str, bytes]:
    """Return the workbooks of an answer by name: itself, or those packed in it."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if not address.endswith(".zip"):
        return {address: content}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_workbook_that_we_write_is_opened_as_it_reads(client, reporting):
    reporting.type("life-expectancy", value="77.5", source="年报", note="=1+1")
    client.force_login(reporting.people["reviewer"])
    addresses = [f"{FORM}form.xlsx", f"{FORM}collection.zip", *TEMPLATES]
    addresses.append("/data/workbook.xlsx?region=511700")
    files = {}
    for address in addresses:
        files |= written(client, address)

    differ = {}
    for name, data in files.items():
        with judge.left_to_us("compared here, for all files at once"):
            grids = opening.open_grids(data, guard.check(data, "表.xlsx"))
        if wrong := judge.differences(data, grids):
            differ[name] = wrong
    assert len(files) >= len(addresses) and differ == {}


def test_digits_kept_as_text_are_marked_as_no_error(client, reporting):
    """Else Excel puts a green corner at every code of a region."""
    client.force_login(reporting.people["reviewer"])
    seen = 0
    for address in (f"{FORM}form.xlsx", f"{FORM}collection.zip", *TEMPLATES):
        for name, data in written(client, address).items():
            book = openpyxl.load_workbook(io.BytesIO(data))
            for place, sheet in enumerate(book, 1):
                texts = [
                    cell
                    for row in sheet.iter_rows()
                    for cell in row
                    if isinstance(cell.value, str) and DIGITS.fullmatch(cell.value)
                ]
                if sheet.sheet_state != "visible" or not texts:
                    continue
                ranges = ignored(data, place)
                for cell in texts:
                    seen += 1
                    at = CellRange(cell.coordinate)
                    assert any(at.issubset(whole) for whole in ranges), (name, cell)
    assert seen


DIGITS = re.compile(r"\d+([.]\d+)?")


def ignored(data, place):
    """Return the ranges of a sheet in which digits as text are no error."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        xml = packed.read(f"xl/worksheets/sheet{place}.xml").decode()
    found = re.findall(r'<ignoredError sqref="([^"]+)" numberStoredAsText="1"', xml)
    return [CellRange(one) for part in found for one in part.split()]
