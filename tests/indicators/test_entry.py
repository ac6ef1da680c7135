"""entry.publish: history of every change, stronger doors, verdicts refreshed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from indicators import entry
from indicators.models import Assessment, Indicator, Observation, ObservationChange
from indicators.models.observations import Origin
from regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans")]


@pytest.fixture
def value():
    """A value of 曲靖 that no data file brought."""
    region = Region.objects.get(code="530300")
    indicator = Indicator.objects.get(code="infant-mortality")
    return entry.NewValue(region, indicator, 2024, Decimal("6.1"), source="年报")


def history(value):
    return ObservationChange.objects.filter(
        region=value.region, indicator=value.indicator, year=value.year
    ).order_by("pk")


def test_a_change_is_recorded_from_old_to_new(value):
    entry.publish([value], origin=Origin.ENTRY, document="填报表1")
    corrected = replace(value, value=Decimal("6.2"), grade="annual")

    report = entry.publish([corrected], origin=Origin.ENTRY, reason="更正")

    first, second = history(value)
    assert (first.old_value, first.new_value) == (None, Decimal("6.1"))
    assert (second.old_value, second.new_value) == (Decimal("6.1"), Decimal("6.2"))
    assert second.details == {"grade": ["", "annual"]}
    assert (report.changed, report.created) == (1, 0)


def test_the_same_value_twice_writes_nothing(value):
    entry.publish([value], origin=Origin.ENTRY)

    assert entry.publish([value], origin=Origin.ENTRY).same == 1
    assert history(value).count() == 1


def test_a_weaker_door_leaves_the_value_standing(value):
    entry.publish([value], origin=Origin.ENTRY)
    other = replace(value, value=Decimal("9"))

    for origin in (Origin.DEMO, Origin.REFERENCE, Origin.PLAN):
        assert entry.publish([other], origin=origin).kept == 1

    assert Observation.objects.get(**series(value)).value == Decimal("6.1")


def series(value):
    return {"region": value.region, "indicator": value.indicator, "year": value.year}


@pytest.mark.parametrize(
    "change, part",
    [
        ({"value": Decimal("-1")}, "上下限"),
        ({"value": None}, "须填数值或无数据原因"),
        ({"missing_reason": "suppressed"}, "须填数值或无数据原因"),
        ({"source": ""}, "没有注明来源"),
    ],
)
def test_what_cannot_stand_is_refused_and_nothing_is_written(value, change, part):
    fine = replace(value, year=2023)

    with pytest.raises(entry.PublishError, match=part):
        entry.publish([fine, replace(value, **change)], origin=Origin.ENTRY)

    assert not history(fine).exists()


def test_the_same_key_twice_is_refused(value):
    with pytest.raises(entry.PublishError, match="出现了两次"):
        entry.publish([value, value], origin=Origin.ENTRY)


def verdict(value):
    return Assessment.objects.get(
        plan_indicator__plan__region=value.region,
        plan_indicator__indicator=value.indicator,
    )


def test_the_verdict_follows_in_the_same_transaction(value):
    assert verdict(value).code == "no_data"

    entry.publish([value], origin=Origin.ENTRY)

    assert verdict(value).latest_value == Decimal("6.1")
    assert verdict(value).code != "no_data"
    assert not verdict(value).has_demo


def test_a_value_of_the_reference_region_refreshes_those_who_compare(value):
    literacy = Indicator.objects.get(code="health-literacy")
    county = Region.objects.get(code="445122")
    nation = Region.objects.get(code="100000")
    own = replace(value, region=county, indicator=literacy, year=2025)
    entry.publish([replace(own, value=Decimal(31))], origin=Origin.ENTRY)
    before = verdict(own).inputs["indicator"]["reference"]

    changed = replace(own, region=nation, value=Decimal(40))
    entry.publish([changed], origin=Origin.ENTRY)

    after = verdict(own).inputs["indicator"]["reference"]
    assert after == before | {"2025": 40.0}


def test_a_figure_that_stands_in_is_kept_out_of_comparisons(value):
    literacy = Indicator.objects.get(code="health-literacy")
    county = Region.objects.get(code="445122")
    own = replace(value, region=county, indicator=literacy, year=2024)
    own = replace(own, value=Decimal(31))
    entry.publish([own], origin=Origin.ENTRY)
    before = verdict(own).inputs["indicator"]["reference"]

    nation = Region.objects.get(code="100000")
    entry.publish([replace(own, substitute_region=nation)], origin=Origin.ENTRY)

    assert "2024" in before
    assert "2024" not in verdict(own).inputs["indicator"]["reference"]


def test_history_cannot_be_rewritten(value):
    entry.publish([value], origin=Origin.ENTRY)

    with pytest.raises(DatabaseError), transaction.atomic():
        history(value).update(new_value=0)
