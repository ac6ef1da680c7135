"""Opening and previewing a round is set-based: as many queries for sixty regions as
for two."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators import entry
from indicators.entry import asked, opening
from indicators.models import DataOwner, Entry, FormEvent, Indicator, Round, Submission
from indicators.models.observations import Origin
from regions import access
from regions.models import Department, Membership, Region, User
from tests.indicators.conftest import YEAR

pytestmark = pytest.mark.django_db
MOST = 20


def counties(number: int) -> list[Region]:
    """Make counties of 达州, each with a department that supplies one indicator."""
    city = Region.objects.get(code="511700")
    made = Region.objects.bulk_create(
        Region(
            code=f"5117{30 + n}", name=f"试{n}县", short_name=f"试{n}", level=3,
            parent=city,
        )
        for n in range(number)
    )  # fmt: skip
    schools = Department.objects.bulk_create(
        Department(region=region, name="教育局") for region in made
    )
    supplied = Indicator.objects.get(name__startswith="中小学健康教育课开课率")
    DataOwner.objects.bulk_create(
        DataOwner(region=place.region, indicator=supplied, department=place)
        for place in schools
    )
    return made


def opened(regions, title):
    """Open a round in the regions and return (what was made, how many queries)."""
    chief = User.objects.get(username="administrator")
    today = timezone.localdate()
    call = Round(
        issuer=Region.objects.get(code="511700"),
        title=title,
        year=YEAR,
        opens_on=today,
        due_on=today + timedelta(days=20),
    )
    plans = [*call.issuer.plans.all()]
    wanted = [Indicator.objects.get(code="pm25")]
    with CaptureQueriesContext(connection) as seen:
        done = entry.open_round(call, regions, plans, wanted, by=chief)
    return done, sum("SAVEPOINT" not in query["sql"] for query in seen)


@pytest.fixture
def administered(people):
    """Sixty counties below 达州, whose administrator may ask them."""
    return counties(60)


def test_as_many_queries_for_sixty_regions_as_for_two(administered):
    few, queries = opened(administered[:2], "两个")
    many, more = opened(administered[2:], "其余")

    assert (few.forms, many.forms) == (4, 116)  # the bureau's and the schools'
    assert many.cells == few.cells * 29
    assert queries == more <= MOST


def test_joining_takes_no_more_queries_for_sixty_than_for_two(administered):
    opened(administered, "先发")

    few, queries = opened(administered[:2], "再发两个")
    many, more = opened(administered, "再发全部")

    assert few.cells == many.cells == 0 and many.joined == few.joined * 30
    assert queries == more <= MOST


def test_previewing_sixty_takes_the_queries_of_two(administered):
    plans = Region.objects.get(code="511700").plans.values_list("pk", flat=True)
    asks = asked.Catalogue(YEAR, True, False, frozenset(plans), frozenset())

    with CaptureQueriesContext(connection) as few:
        asked.previews(asks, administered[:2])
    with CaptureQueriesContext(connection) as many:
        parts = asked.previews(asks, administered)

    assert len(few) == len(many) <= MOST
    assert {part.unowned for part in parts} == {len(parts[0].asked) - 1}


def test_what_is_laid_out_and_not_revealed_is_seen_nowhere(reporting, client):
    """A round in work: no cell of it is current, no form of it is anybody's."""
    (region,) = counties(1)
    call = Round(
        issuer=reporting.region,
        title="未下发",
        year=YEAR,
        opens_on=timezone.localdate(),
        due_on=timezone.localdate(),
    )
    chief = reporting.people["administrator"]
    plans = [*reporting.region.plans.all()]
    before = set(Submission.objects.asked())
    shown = Entry.objects.current().count()

    both = [reporting.region, region]
    asks = opening.store(call, both, plans, [], by=chief, hidden=True)
    opening.lay_out(call, asks, both)

    assert Entry.objects.current().count() == shown
    assert set(Submission.objects.asked()) == before
    assert not Round.objects.filter(pk=call.pk).exists()
    cell = reporting.cell("life-expectancy")
    assert [one.title for one in cell.rounds.all()] == [reporting.round.title]

    opening.reveal(call, chief)

    assert Entry.objects.current().count() > shown
    assert call in reporting.cell("life-expectancy").rounds.all()
    events = FormEvent.objects.filter(kind="opened", submission__region=region)
    assert events.count() == 2


def test_a_cell_opened_meanwhile_is_joined_instead(reporting):
    (region,) = counties(1)
    chief = reporting.people["administrator"]
    plans = [*reporting.region.plans.all()]
    today = timezone.localdate()
    slow, quick = (
        Round(
            issuer=reporting.region, title=title, year=YEAR, opens_on=today,
            due_on=today + timedelta(days=days),
        )
        for title, days in (("慢", 5), ("快", 9))
    )  # fmt: skip
    asks = opening.store(slow, [region], plans, [], by=chief, hidden=True)
    opening.lay_out(slow, asks, [region])
    entry.open_round(quick, [region], plans, by=chief)

    opening.reveal(slow, chief)

    cells = Entry.objects.filter(submission__region=region)
    assert cells.count() == cells.current().count()
    assert {frozenset(r.title for r in c.rounds.all()) for c in cells} == {
        frozenset({"慢", "快"})
    }
    assert set(cells.values_list("due_on", flat=True)) == {today + timedelta(days=5)}


def test_a_plan_without_a_table_is_asked_for_its_prose(people):
    plan = Region.objects.get(code="511700").plans.get()
    plan.rows.update(in_table=False)

    opened_now, _queries = opened([plan.region], "正文")

    prose = plan.rows.filter(indicator__isnull=False, targets__isnull=False)
    wanted = set(prose.values_list("indicator", flat=True))
    assert opened_now.cells == len(wanted) > 0


def test_moving_the_days_takes_the_same_queries_for_all(administered):
    chief = User.objects.get(username="administrator")
    counts = []
    for title, regions in (("甲", administered[:2]), ("乙", administered[2:])):
        opened(regions, title)
        call = Round.objects.get(title=title)
        with CaptureQueriesContext(connection) as seen:
            entry.change_days(
                call, call.opens_on, call.due_on + timedelta(days=1), by=chief
            )
        counts.append(len(seen))

    assert counts[1] <= counts[0] + 5  # cells are written five hundred at a time


def test_a_member_below_may_not_ask_the_regions_beside(administered):
    below = User.objects.create_user("below")
    Membership.objects.create(
        user=below, region=administered[0], role=access.ADMINISTRATOR
    )
    call = Round(issuer=administered[0], title="x", year=YEAR)

    with pytest.raises(entry.NotAllowed):
        entry.open_round(call, administered, by=below)


def test_a_county_is_asked_what_is_measured_above_it_only_as_not_collected(people):
    """健康素养 and 体质 are surveyed for provinces: a county says 本级不统计 unless it
    ever had a figure of its own; a city is asked."""
    empty, surveyed = counties(2)
    city = Region.objects.get(code="511700")
    literacy = Indicator.objects.get(code="health-literacy")
    figure = entry.NewValue(surveyed, literacy, 2020, Decimal("21"), source="调查")
    entry.publish([figure], origin=Origin.IMPORT)

    opened([city, empty, surveyed], "三个")

    reasons = {
        region: set(
            Entry.objects.filter(
                submission__region=region, indicator=literacy
            ).values_list("missing_reason", flat=True)
        )
        for region in (city, empty, surveyed)
    }
    assert reasons == {city: {""}, empty: {"not_collected"}, surveyed: {""}}
    others = Entry.objects.filter(submission__region=empty, missing_reason="")
    assert "infant-mortality" in set(others.values_list("indicator__code", flat=True))
