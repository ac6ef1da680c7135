"""entry.rounds: what opening a round lays out, for whom, and what it leaves alone."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators import entry
from indicators.entry import asked
from indicators.models import (
    DataOwner,
    Entry,
    FormEvent,
    Indicator,
    Observation,
    Round,
    Submission,
)
from indicators.models.observations import Origin
from regions.models import Region
from tests.indicators.conftest import SCHOOLS, YEAR

pytestmark = pytest.mark.django_db


def another(region, year=YEAR, days=5, **fields):
    today = timezone.localdate()
    return Round(
        issuer=region,
        title="再来一次",
        year=year,
        opens_on=today,
        due_on=today + timedelta(days=days),
        **fields,
    )


def test_every_row_of_the_plans_table_is_asked_once(reporting):
    table = reporting.region.plans.get().rows.filter(
        in_table=True, indicator__isnull=False
    )

    asked_codes = Entry.objects.values_list("indicator__code", flat=True)

    assert sorted(asked_codes) == sorted(
        set(table.values_list("indicator__code", flat=True))
    )
    assert set(Entry.objects.values_list("state", flat=True)) == {"draft"}


def test_rows_go_to_the_form_of_their_data_owner(reporting):
    of_schools = Entry.objects.filter(submission__department__name=SCHOOLS)

    assert [e.indicator.name for e in of_schools] == ["中小学健康教育课开课率"]
    assert Submission.objects.count() == 2
    assert FormEvent.objects.filter(kind="opened").count() == 2


def test_a_second_round_joins_the_cells_and_the_earlier_day_holds(reporting):
    before = Entry.objects.count()
    call = another(reporting.region)

    opened = entry.open_round(
        call, [reporting.region], by=reporting.people["administrator"]
    )

    assert (opened.cells, opened.joined) == (0, before)
    cell = reporting.cell("life-expectancy")
    assert set(cell.rounds.all()) == {reporting.round, call}
    assert cell.due_on == call.due_on
    assert call.code == f"{YEAR}-511700-2"


def test_a_page_posted_twice_opens_one_round(reporting):
    by = reporting.people["administrator"]
    entry.open_round(another(reporting.region), [reporting.region], by=by)

    with pytest.raises(entry.EntryError, match="再来一次"):
        entry.open_round(another(reporting.region), [reporting.region], by=by)

    assert reporting.region.rounds.count() == 2


def test_an_off_year_is_not_asked_and_says_when_it_is(reporting):
    indicator = Indicator.objects.get(code="life-expectancy")
    indicator.period = 10
    indicator.save()
    figure = entry.NewValue(
        reporting.region, indicator, 2020, Decimal("76.1"), source="普查"
    )
    entry.publish([figure], origin=Origin.ENTRY)

    wanted, rest = asked.split(_saved(reporting.region, 2023), reporting.region)

    assert indicator not in wanted
    assert [(r.indicator, r.last, r.next) for r in rest] == [(indicator, 2020, 2030)]


def _saved(region, year):
    call = another(region, year)
    call.code = f"{year}-x"
    call.save()
    return call


def test_a_usual_month_later_than_the_round_moves_the_due_day(people):
    region = Region.objects.get(code="511700")
    Indicator.objects.filter(code="life-expectancy").update(available_month=12)
    call = another(region, timezone.localdate().year)

    entry.open_round(call, [region], by=people["administrator"])

    cell = Entry.objects.get(indicator__code="life-expectancy")
    assert (cell.due_on.month, cell.due_on.day) == (12, 31)
    assert cell.due_on.year == call.year + 1


def test_a_region_without_anything_to_ask_is_refused_and_nothing_is_left(people):
    region = Region.objects.get(code="511700")
    call = another(region, own_plans=False)

    with pytest.raises(entry.EntryError, match="没有应采集的指标"):
        entry.open_round(call, [region], by=people["administrator"])

    assert not Round.objects.exists()


@pytest.mark.parametrize("who", ["clerk", "reviewer", "official", "provincial"])
def test_only_an_administrator_of_the_region_opens_a_round(people, who):
    region = Region.objects.get(code="511700")

    with pytest.raises(entry.NotAllowed):
        entry.open_round(another(region), [region], by=people[who])


def test_open_cells_follow_their_data_owner_and_answered_ones_stay(reporting):
    reporting.submitted("life-expectancy", "77.1")
    park = reporting.region.departments.get(name="文体广新部门")
    for code in ("life-expectancy", "infant-mortality"):
        DataOwner.objects.create(
            region=reporting.region,
            indicator=Indicator.objects.get(code=code),
            department=park,
        )

    moved = entry.follow_owners(reporting.region, by=reporting.people["administrator"])

    assert moved == 1
    assert reporting.cell("infant-mortality").submission.department == park
    assert reporting.cell("life-expectancy").submission.department is None
    assert FormEvent.objects.filter(kind="moved").count() == 2


def test_cells_of_a_locked_form_follow_nobody(reporting):
    people = reporting.people
    entry.lock([reporting.form()], "已汇总", now=timezone.now(), by=people["reviewer"])
    DataOwner.objects.create(
        region=reporting.region,
        indicator=Indicator.objects.get(code="infant-mortality"),
        department=reporting.region.departments.get(name="文体广新部门"),
    )

    assert entry.follow_owners(reporting.region, by=people["administrator"]) == 0
    assert reporting.cell("infant-mortality").submission.department is None


def test_changing_the_days_moves_what_is_not_submitted(reporting):
    reporting.submitted("life-expectancy", "77.1")
    kept = reporting.cell("life-expectancy").due_on
    call = reporting.round

    entry.change_days(
        call,
        call.opens_on,
        call.due_on + timedelta(days=7),
        by=reporting.people["administrator"],
    )

    assert reporting.cell("infant-mortality").due_on == kept + timedelta(days=7)
    assert reporting.cell("life-expectancy").due_on == kept


def test_demo_values_are_never_proposed(reporting):
    indicator = Indicator.objects.get(code="infant-mortality")
    figure = entry.NewValue(
        reporting.region, indicator, YEAR, Decimal("4.1"), source="演示"
    )
    entry.publish([figure], origin=Origin.DEMO)

    assert indicator.pk not in asked.known(reporting.region, YEAR)
    assert Observation.objects.filter(origin=Origin.DEMO).exists()
