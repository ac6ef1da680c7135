"""Every workbook that leaves the program opens, and calamine reads the same in it."""

import io
import zipfile

import pytest

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
