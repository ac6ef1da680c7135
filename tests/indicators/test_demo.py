"""Demo values: where they may stand, that they are always the same, that they go."""

from collections import defaultdict
from decimal import Decimal

import pytest
from django.core.management import call_command

from indicators import entry
from indicators.models import (
    Assessment,
    Observation,
    ObservationChange,
    PlanIndicator,
    Relation,
)
from indicators.models.observations import Origin
from indicators.plans import demo
from indicators.rules import notation

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


# Targets without a figure (比2015年提高15%, 显著提升) of what nobody can say how high it
# is: no value is better than a made-up one.
WITHOUT = {
    # a change from a number that nothing prints; a standard without a direction
    "township-physicians",
    "village-doctor-college-share",
    "private-beds-per-1000",
    "anxiety-treatment",
    "dementia-treatment",
    "autism-treatment",
    "new-pneumoconiosis-short-exposure",
}


def test_every_row_with_a_target_and_a_yardstick_has_values():
    rows = PlanIndicator.objects.filter(
        plan__region__level__gt=0, indicator__isnull=False, factor__gt=0
    )
    series = set(demo_values().values_list("region", "indicator"))

    without = {
        row.indicator.code
        for row in rows.exclude(targets=None).select_related("plan", "indicator")
        if row.targets.exclude(kind__in=["text", "none"])
        .filter(issuer=row.plan.region_id)
        .exists()
        and (row.plan.region_id, row.indicator_id) not in series
    }

    assert without == WITHOUT


def yardsticks():
    """Return (region, indicator) → what the plan, real values and the catalogue say
    of its height, in the indicator's unit."""
    found = defaultdict(list)
    rows = PlanIndicator.objects.filter(factor__gt=0).select_related("plan")
    for row in rows.prefetch_related("targets"):
        own = [t for t in row.targets.all() if t.issuer_id == row.plan.region_id]
        figures = [row.baseline_value, *(f for t in own for f in (t.value, t.high))]
        for target in own:
            parts = notation.read(target.raw).parts
            figures += [p.value for p in parts if p.kind == "value"]
            if target.kind == "relative" and row.baseline_value is not None:
                figures.append(row.baseline_value * (1 + target.change / 100))
        key = row.plan.region_id, row.indicator_id
        found[key] += [f * row.factor for f in figures if f is not None]
    for value in Observation.objects.real().exclude(value=None):
        found[value.region_id, value.indicator_id].append(value.value)
    return found


def test_demo_values_are_plausible_beside_their_yardsticks():
    known, beyond = yardsticks(), []
    for value in demo_values().exclude(value=None).select_related("indicator"):
        about = list(known[value.region_id, value.indicator_id])
        about += [f for f in [value.indicator.typical] if f is not None]
        assert about, value.indicator
        low, high = min(about) * Decimal("0.6"), max(about) * Decimal("1.5")
        if value.events is not None:  # a few more or less are chance
            few = 3 * Decimal(value.indicator.per) / value.denominator
            low, high = low - few, high + few
        if not low <= value.value <= high:
            beyond.append((value.indicator.name, value.year, value.value, low, high))

    assert beyond == []


def test_a_part_is_never_more_than_its_whole():
    figures = {
        (o.region_id, o.indicator_id, o.year): o.value
        for o in demo_values().exclude(value=None)
    }
    pairs = [
        (figures[key], figures[key[0], relation.right_id, key[2]])
        for relation in Relation.objects.filter(kind=Relation.Kind.PART)
        for key in figures
        if key[1] == relation.left_id and (key[0], relation.right_id, key[2]) in figures
    ]

    assert len(pairs) > 20
    assert all(part <= whole for part, whole in pairs)


def test_all_rates_of_a_year_count_the_same_births():
    births = defaultdict(set)
    for value in demo_values().filter(denominator__isnull=False):
        births[value.region_id, value.year].add(value.denominator)

    assert {len(counted) for counted in births.values()} == {1}
    # 164,700 people, 11.53 births to 1,000 (plan of Changjiang, 2018): about 1,900
    own = demo_values().filter(region__code="360202", denominator__isnull=False)
    assert all(1_750 < n < 2_050 for n in own.values_list("denominator", flat=True))


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
