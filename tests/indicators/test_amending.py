"""更正历年值: another figure for a former year is submitted, reviewed, and then stands."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from indicators import entry
from indicators.models import Entry, Indicator, Observation, Submission
from tests.indicators.conftest import SCHOOLS, YEAR

pytestmark = pytest.mark.django_db
LIFE, INFANTS = "life-expectancy", "infant-mortality"
LAST = YEAR - 1


@pytest.fixture
def known(reporting):
    """Last year's figures as imported: no form of that year exists."""
    reporting.known(LIFE, LAST, "77.1")
    reporting.known(INFANTS, LAST, "4.2")
    return reporting


def ask(reporting, name, code=LIFE, year=LAST, **typed):
    client = Client()
    client.force_login(reporting.people[name])
    path = f"/entry/511700/{year}/cells/{code}/amend/?from={YEAR}"
    return client.post(path, typed) if typed else client.get(path)


def amend(reporting, code=LIFE, year=LAST, by="clerk", why="公报修订", **fields):
    indicator = Indicator.objects.get(code=code)
    place = (reporting.region, year, indicator)
    return entry.amend(*place, fields, why, by=reporting.people[by])


def stored(code=LIFE, year=LAST):
    own = Observation.objects.filter(region__code="511700")
    return own.get(indicator__code=code, year=year)


def test_a_correction_waits_for_a_reviewer_and_then_stands(known):
    answer = ask(known, "clerk", value="77.4", source="公报", why="年报修订")

    assert answer.url == f"/entry/511700/{YEAR}/"
    cell = Entry.objects.get(submission__year=LAST)
    assert (cell.state, cell.value, cell.why) == (
        "submitted",
        Decimal("77.4"),
        "年报修订",
    )
    assert stored().value == Decimal("77.1")

    versions = {LIFE: cell.version}
    entry.approve(known.region, LAST, versions, by=known.people["reviewer"])
    assert (stored().value, stored().source) == (Decimal("77.4"), "公报")


def test_the_page_begins_with_the_figure_that_stands(known):
    html = ask(known, "clerk").content.decode()

    assert "现有数据" in html and 'value="77.10"' in html and "统计公报" in html


def test_a_year_without_a_figure_is_supplied_the_same_way(reporting):
    assert "尚无数据" in ask(reporting, "clerk").content.decode()
    cell = amend(reporting, value="77.4", source="年鉴")

    by = reporting.people["reviewer"]
    entry.approve(reporting.region, LAST, {LIFE: cell.version}, by=by)

    assert (cell.revision, stored().value) == (0, Decimal("77.4"))


def test_nobody_approves_the_correction_they_made(known):
    cell = amend(known, value="77.4")
    cell.entered_by = known.people["reviewer"]
    cell.save()

    with pytest.raises(entry.CellsRefused):
        entry.approve(
            known.region, LAST, {LIFE: cell.version}, by=known.people["reviewer"]
        )


def test_an_approved_cell_of_that_year_is_revised_and_its_row_stays(known):
    first = amend(known, value="77.4")
    by = known.people["reviewer"]
    entry.approve(known.region, LAST, {LIFE: first.version}, by=by)

    second = amend(known, value="77.5", why="再次核实")

    assert second.revision == first.revision + 1
    assert Entry.objects.get(pk=first.pk).current is False
    assert Submission.objects.filter(year=LAST).count() == 1


@pytest.mark.parametrize(
    "fields, why, said",
    [
        ({"value": "77.4"}, " ", "请写明更正原因"),
        ({"value": "77.1"}, "修订", "与现有数据相同"),
        ({"value": "约77"}, "修订", "约77"),
        ({"value": "775"}, "修订", "未通过检查"),
    ],
)
def test_what_cannot_be_submitted_leaves_nothing_behind(known, fields, why, said):
    with pytest.raises(entry.EntryError, match=said):
        amend(known, why=why, **fields)

    assert not Submission.objects.filter(year=LAST).exists()


def test_a_cell_in_work_a_locked_form_and_this_year_are_refused(known):
    amend(known, value="77.4")
    with pytest.raises(entry.EntryError, match="待审核"):
        amend(known, value="77.5")

    form = Submission.objects.get(year=LAST)
    by = known.people["reviewer"]
    entry.lock([form], "已上报", now=timezone.now(), by=by)
    with pytest.raises(entry.EntryError, match="锁定"):
        amend(known, INFANTS, value="4.4")

    with pytest.raises(entry.EntryError, match="尚未结束"):
        amend(known, year=2099, value="77.5")


@pytest.mark.parametrize(
    "name, status",
    [
        *(("clerk", 200), ("reviewer", 403), ("administrator", 403)),
        *(("teacher", 403), ("official", 403), ("neighbour", 404)),
    ],
)
def test_who_fills_in_the_indicator_corrects_it(known, name, status):
    assert ask(known, name).status_code == status


def test_a_departments_row_is_corrected_on_its_own_form(known):
    code = "school-health-class-rate"
    known.known(code, LAST, "95")

    cell = amend(known, code, by="teacher", value="96", source="教育年报")

    assert cell.submission.department.name == SCHOOLS


def test_counts_of_a_former_year_are_corrected_by_counts(known):
    answer = ask(
        known,
        "clerk",
        INFANTS,
        events="13",
        denominator="3001",
        source="年报",
        why="补录",
    )

    assert answer.status_code == 302
    cell = Entry.objects.get(submission__year=LAST)
    assert cell.value == Decimal("4.33188937")


def test_the_years_of_the_grid_lead_there_for_who_fills_in(known):
    place = f"/entry/511700/{LAST}/cells/{LIFE}/amend/?from={YEAR}"

    for name, leads in (("clerk", True), ("reviewer", False)):
        client = Client()
        client.force_login(known.people[name])
        html = client.get(f"/entry/511700/{YEAR}/").content.decode()
        assert (place in html) is leads
