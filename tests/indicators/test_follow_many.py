"""/rounds/<code>/ at any size: counted in the database, opened region by region, and
a reminder touches the form it is for."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.models import Entry, FormEvent, Round
from indicators.pages.rounds import counting, follow_up
from regions import codes
from regions.models import Region
from tests.indicators.test_opening_sets import counties, opened
from tests.indicators.test_rounds_views import BACKEND
from tests.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, people):
    """达州's administrator, with one round to two counties and one to sixty."""
    made = counties(60)
    opened(made[:2], "两个")
    opened(made, "六十个")
    client.force_login(people["administrator"], backend=BACKEND)
    return client


def address(title, tail=""):
    return f"/rounds/{Round.objects.get(title=title).code}/{tail}"


def queries(ask):
    with CaptureQueriesContext(connection) as seen:
        answer = ask()
    assert answer.status_code in (200, 302)
    return len([q for q in seen if "SAVEPOINT" not in q["sql"]])


def test_sixty_regions_take_the_queries_of_two(desk):
    few, many = (queries(lambda t=t: desk.get(address(t))) for t in ("两个", "六十个"))

    assert few == many <= 19


def test_a_reminder_reads_and_writes_its_form_alone(desk):
    def remind(title):
        data = {"unit": "511730:教育局", "level": ""}
        return queries(lambda: desk.post(address(title, "remind/"), data))

    few, many = remind("两个"), remind("六十个")

    assert few == many
    assert {e.submission.region.code for e in reminded()} == {"511730"}


def reminded():
    return FormEvent.objects.filter(kind="reminded")


def test_what_a_reminder_reads_does_not_grow_with_the_round(desk):
    call, regions = Round.objects.get(title="六十个"), Region.objects.all()
    keys = ["511730:教育局", "511731:"]

    found = counting.forms(call, regions, timezone.localdate(), keys)

    assert {(f.region.code, f.unit_key) for f in found} == {
        ("511730", "教育局"),
        ("511731", "汇总单位"),
    }


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(follow_up, "MANY", 3)


def test_many_regions_are_opened_level_by_level(desk, people, small_pages):
    chief = people["administrator"]
    chief.memberships.filter(role="administrator").update(
        region=Region.objects.get(code="510000")
    )
    call = Round.objects.get(title="六十个")
    call.regions.add(Region.objects.get(code="511102"))

    top = desk.get(address("六十个"))

    assert [line.region.code for line in top.context["rates"]] == ["511100", "511700"]
    assert "cards" not in top.context and "逐级打开" in text(top)

    city = desk.get(address("六十个", "?within=511700"))
    assert len(city.context["rates"]) == 60 and "cards" not in city.context
    assert "达州市" in text(city)

    county = desk.get(address("六十个", "?within=511730"))
    assert {c.line.form.region.code for c in county.context["cards"]} == {"511730"}
    assert "乐山" not in text(desk.get(address("六十个", "?within=511730")))


@pytest.mark.parametrize("within", ["530000", "x", "511702"])
def test_a_place_that_the_round_does_not_ask_is_400(desk, within):
    assert desk.get(address("两个", f"?within={within}")).status_code == 400


def test_the_rates_say_what_is_due_and_done_and_go_with_the_reminder(desk):
    cells = Entry.objects.filter(submission__region__code="511730")
    for cell in cells.filter(missing_reason="")[:5]:
        cell.state, cell.value = "submitted", 1
        cell.submitted_at = timezone.now()
        cell.save()
    late = timezone.localdate() - timedelta(days=2)
    Entry.objects.filter(submission__region__code="511731").update(due_on=late)

    page = desk.get(address("两个"))

    first, second = page.context["rates"]
    assert (first.asked, first.answered) == (cells.count(), 5)
    assert first.percent == 500 // cells.count()
    assert second.overdue == second.asked and second.percent == 0
    row = f"试0县\t{cells.count()}\t5\t{first.percent}"
    assert row in page.content.decode() and "上报率（截至" in text(page)


@pytest.mark.parametrize(
    "several, top",
    [
        (["511730", "511731"], "511700"),
        (["511700", "511731"], "511700"),
        (["511730", "511102"], "510000"),
        (["511730", "530300"], "100000"),
        (["511730"], "511730"),
        (["100000", "511730"], "100000"),
    ],
)
def test_the_lowest_place_that_holds_several(several, top):
    assert codes.common(several) == top


@pytest.mark.parametrize(
    "ancestor, code, group",
    [
        ("100000", "511730", "510000"),
        ("510000", "511730", "511700"),
        ("511700", "511730", "511730"),
        ("511700", "511700", "511700"),
        ("510000", "510000", "510000"),
    ],
)
def test_the_place_directly_below_another(ancestor, code, group):
    assert codes.below(ancestor, code) == group
