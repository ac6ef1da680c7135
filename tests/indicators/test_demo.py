"""Demo values: where they may stand, that they are always the same, that they go."""

import pytest
from django.core.management import call_command

from indicators import entry
from indicators.models import (
    Assessment,
    Observation,
    ObservationChange,
    PlanIndicator,
)
from indicators.models.observations import Origin
from indicators.plans import demo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans_with_demo")]


def demo_values():
    return Observation.objects.filter(origin=Origin.DEMO)


def test_no_demo_value_in_or_before_a_baseline_year_or_in_a_base_year():
    rows = PlanIndicator.objects.filter(indicator__isnull=False)
    for row in rows.select_related("plan").prefetch_related("targets"):
        years = set(
            demo_values()
            .filter(region=row.plan.region_id, indicator=row.indicator_id)
            .values_list("year", flat=True)
        )
        bases = {target.base_year for target in row.targets.all()}

        assert not years & bases
        assert not row.baseline_year or min(years, default=9999) > row.baseline_year


def test_demo_values_end_with_last_year_and_stay_out_of_the_nation():
    assert not demo_values().filter(year__gt=2025).exists()
    assert not demo_values().filter(region__code="100000").exists()
    assert demo_values().values("region").distinct().count() == 5


def test_every_demo_value_says_that_it_is_one():
    assert set(demo_values().values_list("source", flat=True)) == {demo.SOURCE}


def test_every_row_with_a_target_has_values():
    rows = PlanIndicator.objects.filter(
        plan__region__level__gt=0, indicator__isnull=False, factor__gt=0
    )
    series = set(demo_values().values_list("region", "indicator"))

    without = [
        row.label
        for row in rows.exclude(targets=None).select_related("plan")
        if row.targets.exclude(kind__in=["text", "none"])
        .filter(issuer=row.plan.region_id)
        .exists()
        and (row.plan.region_id, row.indicator_id) not in series
    ]

    assert without == []


def test_values_lie_within_bounds_and_carry_the_indicators_decimals():
    for value in demo_values().exclude(value=None).select_related("indicator"):
        indicator = value.indicator
        assert indicator.lower is None or value.value >= indicator.lower
        assert indicator.upper is None or value.value <= indicator.upper
        if value.events is None:
            assert value.value == round(value.value, indicator.decimals)


def test_counted_values_are_events_by_denominator():
    counted = demo_values().filter(events__isnull=False).select_related("indicator")

    assert counted
    for value in counted:
        exact = value.events * value.indicator.per / value.denominator
        assert float(value.value) == pytest.approx(exact, abs=1e-7)


def test_the_same_plans_give_the_same_values():
    again = demo.load(2025)

    assert (again.created, again.changed) == (0, 0)
    assert again.same == demo_values().count()


def test_many_kinds_of_verdicts_appear():
    codes = set(Assessment.objects.filter(has_demo=True).values_list("code", flat=True))

    assert {"achieved", "maintained", "ahead", "on_path", "behind"} <= codes
    assert {"far_behind", "at_risk", "not_met", "reversed"} <= codes


def test_some_series_have_gaps_and_some_values_are_missing_on_purpose():
    reasons = set(demo_values().values_list("missing_reason", flat=True))

    assert reasons >= {"", "not_published", "not_collected"}


def test_real_values_stay_and_replace_demo_values_without_a_trace():
    old = demo_values().filter(value__isnull=False).first()
    real = entry.NewValue(
        old.region, old.indicator, old.year, old.indicator.lower or 1, source="年报"
    )

    entry.publish([real], origin=Origin.ENTRY)
    demo.load(2025)

    old.refresh_from_db()
    assert (old.origin, old.source) == (Origin.ENTRY, "年报")
    change = ObservationChange.objects.filter(
        region=old.region, indicator=old.indicator, year=old.year, origin=Origin.ENTRY
    ).get()
    assert (change.old_value, change.details) == (None, {})


def test_remove_demo_leaves_nothing_synthetic():
    call_command("remove_demo", verbosity=0)

    assert not demo_values().exists()
    assert not ObservationChange.objects.filter(origin=Origin.DEMO).exists()
    assert not Assessment.objects.filter(has_demo=True).exists()
    assert Observation.objects.filter(origin=Origin.PLAN).exists()
