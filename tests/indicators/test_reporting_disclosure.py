"""Pages and files of the reporting tell a rate as printed to who may not see counts:
two worlds that differ below the printed decimals answer them alike."""

import io
import re
import zipfile
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from indicators import entry
from indicators.entry import batches
from indicators.models import Entry, ImportBatch, Observation
from indicators.verdicts import assessing
from regions import access
from regions.models import Membership, Region, User
from tests.indicators import spreadsheets
from tests.indicators.conftest import YEAR
from tests.verdicts import assess_anew

pytestmark = pytest.mark.django_db
MOTHERS, CHILDREN, LITERACY = (
    *("maternal-mortality", "under5-mortality", "health-literacy"),
)
CITY = "511700"
FORM = f"/entry/{CITY}/{YEAR}/"
# code → two values that print alike, with their counts where they are known
WORLDS = {
    MOTHERS: (("1.94639625", 1, 51377), ("1.94817845", 1, 51330)),
    CHILDREN: (("4.33188937", 13, 3001), ("4.33044637", 13, 3002)),
    LITERACY: (("31.2345678", None, None), ("31.2301234", None, None)),
}
READERS = ["administrator", "provincial"]
ADDRESSES = [
    *(FORM, f"{FORM}?by=owner", f"{FORM}?only=problems", f"{FORM}review/"),
    *(f"{FORM}review/?show=all", f"{FORM}sheet/", f"{FORM}log/"),
    *(f"{FORM}form.xlsx", f"{FORM}collection.zip", f"{FORM}base/history/"),
    *(f"/entry/{CITY}/history/", "/entry/"),
]
# Moments, and the check code of a sheet: of what is stored, whoever prints it.
NOISE = re.compile(
    r'csrfmiddlewaretoken" value="\w+"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*'
    r"|\b[2-9A-HJ-NP-Z]{8}\b"
)


def told(client, address: str) -> str:
    answer = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        return "\n".join(cells_of(content, address))
    return f"{answer.status_code} {NOISE.sub('', content.decode())}"


def cells_of(content: bytes, address: str):
    if address.endswith("zip"):
        archive = zipfile.ZipFile(io.BytesIO(content))
        for name in archive.namelist():
            yield from cells_of(archive.read(name), "")
        return
    for sheet in load_workbook(io.BytesIO(content)):
        if sheet.title.startswith("_"):  # the stamp: a moment and a digest of codes
            continue
        for cells in sheet.iter_rows():
            yield from (repr(c.value) for c in cells if c.value is not None)


def live_in(which: int) -> None:
    """Let the cells and the reported figures be those of a world."""
    for code, worlds in WORLDS.items():
        value, events, denominator = worlds[which]
        about = {"value": Decimal(value), "events": events, "denominator": denominator}
        Entry.objects.filter(indicator__code=code).update(**about)
        there = Observation.objects.filter(indicator__code=code, region__code=CITY)
        there.filter(year__gte=YEAR - 1).update(**about)
    assess_anew(plan__region__code=CITY)


@pytest.fixture
def state(reporting):
    """Three rates: reported, submitted, and typed; last year's of each known."""
    for code in WORLDS:
        reporting.known(code, YEAR - 1, "3.1")
    reporting.approved(MOTHERS, "1.95")
    entry.report(reporting.region, YEAR, by=reporting.people["reviewer"])
    reporting.submitted(CHILDREN, "4.33")
    reporting.filled(LITERACY, "31.23")
    return reporting


@pytest.mark.parametrize("name", READERS)
def test_two_worlds_alike_as_printed(client, state, name):
    client.force_login(state.people[name])
    found = []
    for which in (0, 1):
        live_in(which)
        found.append({address: told(client, address) for address in ADDRESSES})

    one, other = found
    assert [a for a in ADDRESSES if one[a] != other[a]] == []
    assert not any("51377" in text or "1.946" in text for text in one.values())
    shown = "".join(one.values())
    assert "1.95" in shown


def test_so_many_answers_are_compared():
    assert len(READERS) * len(ADDRESSES) >= 24


def test_the_regions_own_clerk_sees_what_is_typed(client, state):
    live_in(0)
    client.force_login(state.people["clerk"])

    page = told(client, FORM)

    assert "31.2345678" in page and "51377" in page


def test_the_check_code_of_a_sheet_is_the_same_whoever_prints_it(client, state):
    live_in(0)
    codes = []
    for name in ("reviewer", "administrator"):
        client.force_login(state.people[name])
        codes.append(client.get(f"{FORM}sheet/").context["sheet"].code)

    assert codes[0] == codes[1]


# ------------------------------------------------------------- an upper level's rate


def test_an_upper_levels_rate_is_taken_over_as_printed(reporting):
    """Its exact figure tells the province's count to the city's clerk."""
    province = Region.objects.get(code="510000")
    figure = entry.NewValue(
        *(province, reporting.cell(MOTHERS).indicator, YEAR, Decimal("1.94639625")),
        source="省年报",
        events=1,
        denominator=51377,
    )
    entry.publish([figure], origin="import")

    reporting.type(MOTHERS, substitute="510000")

    assert reporting.cell(MOTHERS).value == Decimal("1.95")


def test_an_upper_level_that_is_the_reference_is_judged_as_printed(reporting):
    """The difference to an exact reference would give it away."""
    province = Region.objects.get(code="510000")
    indicator = reporting.cell(MOTHERS).indicator
    row = next(
        iter(assessing.rows_to_assess(indicator=indicator, plan__region__code=CITY))
    )
    row.targets.update(kind="reference", op="<=", value=None, change=0)
    row.targets.update(reference=province)
    figure = entry.NewValue(
        province, indicator, YEAR, Decimal("1.94639625"), source="报"
    )
    entry.publish([figure], origin="import")
    reporting.known(MOTHERS, YEAR, "1.9")

    verdict = row.assessments.read_by("own").get()

    assert verdict.inputs["indicator"]["reference"][str(YEAR)] == 1.95


# ---------------------------------------------------- what an administrator imports


@pytest.fixture
def importer(reporting):
    """A known rate of an earlier year, and an administrator who brings in history."""
    indicator = reporting.cell(MOTHERS).indicator
    figure = entry.NewValue(
        *(reporting.region, indicator, 2019, Decimal("1.94639625")),
        source="年报",
        events=1,
        denominator=51377,
    )
    entry.publish([figure], origin="import")
    return reporting.people["administrator"]


@pytest.mark.parametrize("guess", ["1.94639625", "1.94639624", "1.95", "1.9462"])
def test_a_guess_at_the_exact_rate_is_not_confirmed(reporting, importer, guess):
    sheet = spreadsheets.long(["达州市", MOTHERS, 2019, float(guess), "年报"])

    batch = batches.receive(reporting.region, None, sheet, by=importer)

    (line,) = batches.loaded(batch.lines)
    assert line.status == "same"
    stored = Observation.objects.get(region__code=CITY, year=2019)
    assert (stored.events, stored.denominator) == (1, 51377)


def test_a_rate_that_prints_otherwise_is_a_change_told_as_printed(reporting, importer):
    sheet = spreadsheets.long(["达州市", MOTHERS, 2019, 2.06, "年报"])
    batch = batches.receive(reporting.region, None, sheet, by=importer)
    client = Client()
    client.force_login(importer)

    page = client.get(f"/entry/imports/{batch.token}/").content.decode()

    assert ImportBatch.objects.get().counts["changed"] == 1
    assert "1.95" in page and "1.94639625" not in page


def test_a_reviewer_still_corrects_the_digits_behind(reporting, importer):
    sheet = spreadsheets.long(["达州市", MOTHERS, 2019, 1.9462, "年报"])

    batch = batches.receive(
        reporting.region, None, sheet, by=reporting.people["reviewer"]
    )

    assert batch.counts["changed"] == 1


def test_who_left_the_citys_staff_no_longer_has_it_exactly(client, state):
    live_in(0)
    clerk = User.objects.get(username="clerk")
    Membership.objects.filter(user=clerk).update(role=access.ANALYST)
    client.force_login(clerk)

    found = client.get(f"/api/v1/observations?region={CITY}&indicator={MOTHERS}")

    newest = found.json()["items"][-1]
    assert (newest["value"], newest["events"]) == (1.95, None)
