"""Which rows a change refreshes, how they are found, why and by whom; what stood a year
before."""

from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from indicators import entry
from indicators.models import (
    Assessment,
    CauseKind,
    Indicator,
    Observation,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.models.observations import Origin
from indicators.plans.loading import LoadingOutcome, everything
from indicators.verdicts import assessing, refreshing, using
from indicators.verdicts.causes import Cause
from regions.models import Region
from tests.indicators.test_audience import CITY, LAST, PROVINCE, YEAR, ground
from tests.verdicts import assess_anew

__all__ = ["ground"]  # a fixture
Kind = CauseKind
REFERENCE = {"kind": "reference", "op": ">=", "value": None, "change": 0}


def compared(ground, region, key="2"):
    """A row of the city whose target is to be no worse than the region."""
    return ground.row(key, ground.life, reference=region, **REFERENCE)


def value(ground, year=LAST, figure="66.6", **about):
    about = {"source": "年报", "region": ground.city, "indicator": ground.life} | about
    return entry.NewValue(year=year, value=Decimal(figure), **about)


# ---------------------------------------------------------------- why, and by whom


@pytest.mark.parametrize(
    "before, now, kind",
    [
        ({}, {"year": LAST - 3}, Kind.NEW_VALUE),
        ({}, {}, Kind.REVISED_VALUE),
        ({}, {"figure": "79.2", "note": "复核"}, Kind.REVISED_VALUE),
        ({}, {"figure": "79.2", "definition_break": True}, Kind.DEFINITION),
        ({"definition_break": True}, {"figure": "79.3"}, Kind.DEFINITION),
    ],
)
def test_a_value_is_new_or_revised_or_its_definition_is(
    ground, person, refreshes, before, now, kind
):
    if before:
        entry.publish([value(ground, figure="79.2", **before)], origin=Origin.ENTRY)
    who = person("reviewer", CITY)

    entry.publish([value(ground, **now)], origin=Origin.ENTRY, by=who)

    assert refreshes.said == {"1": (kind, who)}


def test_a_value_in_place_of_a_reason_is_new(ground, refreshes):
    gap = replace(value(ground), value=None, missing_reason="not_published")
    other = replace(gap, missing_reason="not_collected")
    for figure, kind in (
        (gap, Kind.REVISED_VALUE),  # there was a value
        (other, Kind.REVISED_VALUE),
        (value(ground), Kind.NEW_VALUE),
    ):
        entry.publish([figure], origin=Origin.ENTRY)

        assert refreshes.said == {"1": (kind, None)}


def test_demo_values_are_their_own_cause_and_move_nothing(ground, refreshes):
    row = ground.row("2", ground.infant, value=5)
    made = value(ground, indicator=ground.infant, figure="9")
    assess_anew(pk=row.pk)  # 无数据, that a demo value takes the place of
    refreshes.moved.clear()

    entry.publish([made], origin=Origin.DEMO)
    assert refreshes.said == {"2": (Kind.DEMO, None)}
    entry.publish([replace(made, value=Decimal(8))], origin=Origin.ENTRY)
    assert refreshes.said == {"2": (Kind.NEW_VALUE, None)}
    entry.publish([replace(made, year=LAST - 1)], origin=Origin.DEMO)
    entry.remove_demo()

    assert refreshes.said == {"2": (Kind.DEMO, None)}
    assert refreshes.moves == set()


def test_what_is_held_moves_for_own_people_then_for_others(
    ground, person, regions, refreshes
):
    reviewer, second = person("reviewer", CITY), person("administrator", CITY)

    entry.publish([value(ground)], origin=Origin.ENTRY, by=reviewer, held=True)
    assert refreshes.moves == {("1", "own", Kind.REVISED_VALUE, reviewer)}
    entry.release(ground.city, LAST, [ground.life.pk], by=second)

    assert refreshes.moves == {("1", "others", Kind.REVISED_VALUE, second)}


def test_a_first_report_is_a_new_value(ground, refreshes):
    entry.publish([value(ground, LAST - 3)], origin=Origin.ENTRY, held=True)
    refreshes.causes.clear()

    ground.report(LAST - 3)

    assert refreshes.said == {"1": (Kind.NEW_VALUE, None)}


def test_rows_move_by_their_reference(ground, regions, person, refreshes):
    compared(ground, regions[PROVINCE])
    who, where = person("reviewer", PROVINCE), {"region": regions[PROVINCE]}
    entry.publish([value(ground, figure="70", **where)], origin=Origin.ENTRY)
    refreshes.causes.clear(), refreshes.moved.clear()
    figure = value(ground, figure="99", **where)

    entry.publish([figure], origin=Origin.ENTRY, by=who, held=True)
    assert refreshes.causes == []  # judged by what is reported
    entry.release(regions[PROVINCE], LAST, [ground.life.pk], by=who)

    assert refreshes.said == {"2": (Kind.REFERENCE, who)}
    assert {move[2:] for move in refreshes.moves} == {(Kind.REFERENCE, who)}


def test_a_replaced_reference_touches_nothing(ground, regions, refreshes):
    row = compared(ground, regions[PROVINCE])
    Target.objects.filter(plan_indicator=row).update(issuer=regions[PROVINCE])

    where = {"region": regions[PROVINCE]}
    entry.publish([value(ground, **where)], origin=Origin.ENTRY)

    assert refreshes.causes == []


def test_one_act_names_a_cause_for_each_row(ground, refreshes):
    ground.row("2", ground.infant, value=5)
    made = [value(ground, indicator=ground.infant), value(ground)]
    made += [value(ground, LAST - 3)]  # new, and weighs less than what is revised

    entry.publish(made, origin=Origin.ENTRY)

    revised, new = (Kind.REVISED_VALUE, None), (Kind.NEW_VALUE, None)
    assert refreshes.said == {"1": revised, "2": new}


def test_the_rules_move_what_nobody_changed(ground):
    Assessment.objects.update(code="far_behind", as_of=YEAR - 1)

    (own, others) = assess_anew().moved

    assert (own.move.before.code, own.cause) == ("far_behind", Cause("rule", None))
    assert own.move.after.code == others.move.after.code != "far_behind"


def test_the_turn_of_the_year_is_named_where_it_alone_moves(ground, person):
    by = Cause(Kind.NEW_VALUE, person("reviewer", CITY))
    late = YEAR + 10  # nothing since: no longer judged

    (own, others) = refreshing.refresh(assessing.rows_to_assess(), by, late).moved

    assert own.cause == others.cause == Cause(Kind.YEAR, None)
    assert (own.move.before.as_of, own.move.after.as_of) == (YEAR, late)
    assert own.move.after.code == "no_data"


def test_loading_a_folder_says_of_each_row_what_was_loaded_otherwise(ground, regions):
    ground.row("2", ground.infant, value=5)
    compared(ground, regions[PROVINCE], "3")
    rows = PlanIndicator.objects.select_related("plan", "indicator")
    province = (regions[PROVINCE].pk, ground.life.pk)

    def said(*outcomes):
        why = everything.why([LoadingOutcome("", changed=1), *outcomes])
        return {row.key: why(row).kind.value for row in rows}

    life = LoadingOutcome("", touched={province: Cause("revised_value", None)})
    infant = LoadingOutcome("", indicators={"infant"})
    plan = LoadingOutcome("", code="dazhou", changed=1)

    assert said() == {"1": "rule", "2": "rule", "3": "rule"}
    assert said(replace(plan, changed=0)) == said()
    assert said(life, infant) == {"1": "rule", "2": "definition", "3": "reference"}
    assert set(said(life, infant, plan).values()) == {"plan"}


# ------------------------------------------------------------------ finding the rows

COUNTIES, CONCEPTS = 60, 50


@pytest.fixture
def crowd(ground, regions):
    """Sixty counties with a plan of fifty rows each, one of them compared with 全国."""
    like = {f.attname: getattr(ground.life, f.attname) for f in Indicator._meta.fields}
    about = {k: v for k, v in like.items() if k not in ("id", "code", "name")}
    concepts = Indicator.objects.bulk_create(
        Indicator(code=f"c{n}", name=f"指标{n}", **about) for n in range(CONCEPTS)
    )
    codes = [f"{511703 + n}" for n in range(COUNTIES)]
    counties = Region.objects.bulk_create(
        Region(code=c, name=c, short_name=c, level=3, parent=regions[CITY])
        for c in codes
    )
    plans = Plan.objects.bulk_create(
        Plan(code=f"p{c.code}", region=c, title="规划", status="formal",
             period_end=YEAR + 4)
        for c in counties
    )  # fmt: skip
    rows = PlanIndicator.objects.bulk_create(
        PlanIndicator(plan=plan, key=str(n), order=n, indicator=concept, label="行",
                      factor=1, in_table=True)
        for plan in plans
        for n, concept in enumerate(concepts)
    )  # fmt: skip
    Target.objects.bulk_create(
        Target(plan_indicator=row, year=YEAR + 4, issuer_id=row.plan.region_id, raw="80",
               in_table=True,
               **(REFERENCE | {"reference": regions["100000"]} if row.key == "7"
                  else {"kind": "value", "op": "=", "value": 80}))
        for row in rows
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return SimpleNamespace(counties=counties, concepts=concepts, rows=rows)


def scanned(queryset):
    """Return the tables that the query reads from end to end."""
    plan = queryset.explain()
    word = "SCAN " if connection.vendor == "sqlite" else "Seq Scan on "
    lines = [line.partition(word)[2] for line in plan.splitlines() if word in line]
    return {line.split()[0] for line in lines}


def test_rows_are_found_by_index(crowd, regions):
    county, concept = crowd.counties[5], crowd.concepts[7]
    one = {(county.pk, concept.pk): None}
    nation = {(regions["100000"].pk, concept.pk): None}
    unaided = PlanIndicator.objects.filter(label="行").order_by()
    assert scanned(unaided) == {"indicators_planindicator"}  # what is looked for

    rows = using.following(one).values_list(*using.FOLLOWED)
    targets = using.referring(nation).values_list(*using.REFERRED)

    assert len(rows) == 1 and len(targets) == COUNTIES
    big = {"indicators_planindicator", "indicators_target"}
    assert not scanned(rows) & big and not scanned(targets) & big


def test_many_series_ask_no_more_than_one(crowd, django_assert_num_queries):
    cause = Cause(Kind.NEW_VALUE, None)
    pairs = [(c.pk, i.pk) for c in crowd.counties[:4] for i in crowd.concepts[:9]]

    # two savepoints, two that find the rows, then as for any rows; six keep the counts
    # of the plans: their lock, rows, verdicts, targets of rows without one, twice theirs
    with django_assert_num_queries(8 + 4 + 6):
        done = refreshing.refresh_series({pairs[0]: cause})
    assert done.rows == 1
    with django_assert_num_queries(8 + 4 + 6):
        done = refreshing.refresh_series(dict.fromkeys(pairs, cause))

    assert done.rows == len(pairs)
    assert Assessment.objects.exclude(region__code=CITY).count() == len(pairs)
    stray = {(crowd.counties[0].pk, crowd.concepts[0].pk): cause} | {
        (crowd.counties[1].pk, crowd.concepts[1].pk): cause
    }
    assert len(using.using(stray)) == 2  # not the four of either's
    every = {(c.pk, i.pk): cause for c in crowd.counties for i in crowd.concepts}
    with django_assert_num_queries(2):
        assert len(using.using(every)) == COUNTIES * CONCEPTS


# ---------------------------------------------------------------- the year before


def test_the_year_before_is_what_would_have_been_said_then(ground):
    Observation.objects.filter(year=LAST).delete()
    ground.publish({LAST - 1: "66.6"})
    assess_anew_as_of(LAST)
    then = ground.rows["1"].assessments.get()

    ground.publish({LAST: "79.9"})
    now = ground.rows["1"].assessments.get()

    assert (now.before_code, now.before_reason) == (then.code, then.reason)
    assert then.as_of == now.as_of - 1 and then.code != now.code
    assert then.before_code == "no_data" and then.before_reason == "no_observation"


def assess_anew_as_of(year):
    refreshing.refresh(assessing.rows_to_assess(), Cause("rule", None), year)


def test_a_held_past_value_moves_the_year_before_for_own_people_alone(ground):
    known = ground.rows["1"].assessments.get().before_code

    ground.approve({LAST - 1: "66.6"})

    own, others = (
        ground.rows["1"].assessments.read_by(reader).get()
        for reader in ("own", "others")
    )

    assert own.before_code != others.before_code == known


def test_the_year_before_knows_the_reference_of_then_only(ground, regions):
    row = compared(ground, regions[PROVINCE])
    ground.publish({LAST: "78.0"}, region=regions[PROVINCE])
    assert row.assessments.get().before_reason == "no_reference"

    ground.publish({LAST - 1: "78.0"}, region=regions[PROVINCE])

    assert row.assessments.get().before_code not in ("", "no_data")


@pytest.mark.parametrize("year, then", [(LAST, False), (LAST - 3, True)])
def test_demo_values_mark_the_year_before_if_they_were_there(ground, year, then):
    entry.publish([value(ground, LAST - 3)], origin=Origin.ENTRY)
    Observation.objects.filter(year=year).update(origin=Origin.DEMO)

    assess_anew()

    found = ground.rows["1"].assessments.get()
    assert (found.has_demo, found.before_has_demo) == (True, then)


# ------------------------------------------------------------------ the migration


def test_verdicts_that_are_the_same_become_one_and_back(ground):
    migration = import_module("indicators.migrations.0017_refresh_finds_its_rows")
    second = ground.row("2", ground.infant, value=5)
    ground.approve({LAST: "9"}, indicator=ground.infant)
    editor = SimpleNamespace(connection=connection, execute=settle)

    def stored(row):
        names = ("audience", "code", "before_code")
        return sorted(row.assessments.values_list(*names))

    (one,), held = stored(ground.rows["1"]), stored(second)
    migration.part(apps, editor)
    assert stored(ground.rows["1"]) == [(who, *one[1:]) for who in ("others", "own")]
    assert stored(second) == held and len(held) == 2

    migration.join(apps, editor)

    assert stored(ground.rows["1"]) == [one] and stored(second) == held


def settle(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
