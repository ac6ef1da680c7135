"""What is approved and not yet reported: rows, verdicts and the desk show it to the
region's own people and to nobody else (CONTRIBUTING § Workflow)."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from indicators import entry
from indicators.models import (
    Assessment,
    Domain,
    Indicator,
    Observation,
    ObservationChange,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.models.observations import Origin, reported
from indicators.rules import assessment
from indicators.rules.figure import Figure
from indicators.verdicts import assessing
from regions import access
from regions.models import Region
from tests.verdicts import assess_anew

BACKEND = "django.contrib.auth.backends.ModelBackend"
YEAR = assessment.current_year()
LAST = YEAR - 1
CITY, PROVINCE, NATION = "511700", "510000", "100000"


@dataclass
class Ground:
    """A city's plan on life expectancy and infant mortality."""

    city: Region
    life: Indicator
    infant: Indicator
    plan: Plan
    rows: dict = field(default_factory=dict)

    def row(self, key, indicator, **target):
        made = PlanIndicator.objects.create(
            plan=self.plan,
            key=key,
            order=len(self.rows) + 1,
            indicator=indicator,
            label=f"{indicator.name}{key}",
            factor=Decimal(1),
            in_table=True,
            baseline_raw="75",
            baseline_value=75,
            baseline_year=2015,
        )
        Target.objects.create(
            plan_indicator=made,
            year=YEAR + 4,
            issuer=self.city,
            raw="80",
            in_table=True,
            **({"kind": "value", "op": "=", "value": 80} | target),
        )
        self.rows[key] = made
        return made

    def publish(self, figures, region=None, indicator=None, held=False, **about):
        made = [
            entry.NewValue(
                region or self.city,
                indicator or self.life,
                year,
                Decimal(figure),
                **({"source": "年报"} | about),
            )
            for year, figure in figures.items()
        ]
        entry.publish(made, origin=Origin.ENTRY, held=held)

    def approve(self, figures, **about):
        self.publish(figures, held=True, **about)

    def report(self, *years):
        for year in years or (LAST,):
            entry.release(self.city, year, [self.life.pk, self.infant.pk])


@pytest.fixture
def ground(regions):
    domain = Domain.objects.create(code="level", name="健康水平", order=1)
    about = {"domain": domain, "decimals": 1}
    made = Ground(
        city=regions[CITY],
        life=Indicator.objects.create(
            code="life", name="预期寿命", unit="岁", direction="up", **about
        ),
        infant=Indicator.objects.create(
            code="infant", name="婴儿死亡率", unit="‰", direction="down", **about
        ),
        plan=Plan.objects.create(
            code="dazhou",
            region=regions[CITY],
            title="规划",
            status="formal",
            period_start=2016,
            period_end=YEAR + 4,
        ),
    )
    made.row("1", made.life)
    made.publish({LAST - 1: "79.0", LAST: "79.2"})
    return made


def verdict(row, audience):
    return row.assessments.read_by(audience).get()


def both(row):
    """The latest value by each reader's verdict."""
    return [verdict(row, reader).latest_value for reader in ("own", "others")]


def stored_for(row):
    return sorted(row.assessments.values_list("audience", flat=True))


# ------------------------------------------------------------------------ rows


def test_own_regions_are_those_of_a_grant_not_those_above_or_below():
    grants = [
        access.Grant(access.ADMINISTRATOR, PROVINCE),
        access.Grant(access.STAFF, CITY, 3),
    ]

    assert access.own_regions(grants) == {PROVINCE, CITY}
    assert access.own_regions([]) == frozenset()


def test_a_reported_row_is_everyones(ground, django_assert_num_queries):
    rows = list(Observation.objects.all())

    with django_assert_num_queries(0):
        assert reported(rows) == rows


def test_a_held_row_is_as_last_reported_for_others(ground):
    ground.publish({LAST: "79.33333333"}, grade="flash", events=7, denominator=900)
    ground.approve({LAST: "66.6"}, grade="annual", definition_break=True, note="改")

    own, others = (
        Observation.objects.filter(year=LAST).seen(mine) for mine in ({CITY}, {NATION})
    )

    (full,), (told,) = own, others
    assert (full.value, full.grade, full.is_held) == (Decimal("66.6"), "annual", True)
    assert (told.value, told.grade) == (Decimal("79.33333333"), "flash")
    assert (told.events, told.denominator, told.note) == (7, 900, "")
    assert not told.definition_break and not told.is_held and told.reported_as is None
    assert told.origin == Origin.ENTRY and told.pk == full.pk


@pytest.mark.parametrize("mine", [{CITY}, {NATION}, ()])
def test_tuples_are_what_is_seen(ground, regions, mine, django_assert_num_queries):
    province = regions[PROVINCE]
    ground.publish({LAST - 2: "78.9"}, substitute_region=province)
    ground.approve({LAST: "66.6"}, definition_break=True, note="改")
    ground.approve({LAST - 2: "78.8"})
    ground.approve({LAST - 5: "70"})
    names = ("region_id", "year", "value", "origin", "note", "substitute_region_id")
    rows = Observation.objects.order_by("year")

    with django_assert_num_queries(1 if CITY in mine else 2):
        found = rows.seen_tuples(mine, names)

    seen = rows.seen(mine)
    assert found == [tuple(getattr(row, name) for name in names) for row in seen]
    assert len(found) == (4 if CITY in mine else 3)
    replaced = province.pk, Decimal("78.9")
    assert ((found[-3][5], found[-3][2]) == replaced) == (CITY not in mine)


def test_a_row_never_reported_is_no_row_for_others(ground):
    ground.approve({LAST - 5: "70"})

    assert len(Observation.objects.filter(year=LAST - 5).seen({CITY})) == 1
    assert Observation.objects.filter(year=LAST - 5).seen(set()) == []


def test_a_missing_figure_that_is_corrected_stays_missing_for_others(ground):
    gap = entry.NewValue(
        ground.city, ground.life, LAST, missing_reason="not_published", source="年报"
    )
    entry.publish([gap], origin=Origin.ENTRY)
    ground.approve({LAST: "79.9"})

    (told,) = Observation.objects.filter(year=LAST).seen(set())

    assert (told.value, told.missing_reason) == (None, "not_published")
    assert not told.is_comparable


def test_a_level_that_stood_in_is_found_in_one_query_for_all(
    ground, regions, django_assert_num_queries
):
    years = range(2000, 2010)
    for year in years:
        ground.publish({year: "70"}, substitute_region=regions[PROVINCE])
    ground.approve({year: "71" for year in years})

    with django_assert_num_queries(2):
        told = Observation.objects.filter(year__in=years).seen(set())

    assert {row.substitute_region.code for row in told} == {PROVINCE}
    assert {row.substitute_region_id for row in told} == {regions[PROVINCE].pk}


def test_a_second_correction_keeps_what_was_last_reported(ground):
    ground.approve({LAST: "66.6"})
    ground.approve({LAST: "77.7"})

    (told,) = Observation.objects.filter(year=LAST).seen(set())

    assert told.value == Decimal("79.2")


# -------------------------------------------------------------------- verdicts


def test_a_held_figure_moves_the_verdict_of_own_people_alone(ground):
    row = ground.rows["1"]
    before = verdict(row, "others")

    ground.approve({LAST: "66.6"})

    own, others = verdict(row, "own"), verdict(row, "others")
    assert (own.code, own.latest_value) == ("reversed", Decimal("66.6"))
    told = ("code", "latest_value", "figures", "sentence", "inputs", "flags")
    assert all(getattr(others, f) == getattr(before, f) for f in told)
    assert "66.6" not in str(others.inputs) + str(others.figures) + others.sentence


def test_reporting_makes_both_verdicts_the_same(ground):
    ground.approve({LAST: "66.6"})

    assert stored_for(ground.rows["1"]) == ["others", "own"]

    ground.report()

    assert stored_for(ground.rows["1"]) == ["both"]
    assert both(ground.rows["1"]) == [Decimal("66.6")] * 2
    assert verdict(ground.rows["1"], "others").code == "reversed"


def test_a_first_figure_gives_others_a_verdict_without_it(ground):
    row = ground.row("2", ground.infant, value=5)
    ground.approve({LAST: "9"}, indicator=ground.infant)

    assert both(row) == [Decimal("9"), None]
    assert verdict(row, "others").code == "no_data"


def test_both_verdicts_are_stored_and_removed_together(ground):
    row = ground.rows["1"]
    ground.approve({LAST: "66.6"})
    row.factor = None
    row.save()

    assert assess_anew().rows == 0
    assert not Assessment.objects.exists()


def test_a_verdict_names_the_region_of_its_plan(ground, regions):
    ground.plan.region = regions["530300"]
    ground.plan.save()
    Target.objects.update(issuer=regions["530300"])

    assess_anew()

    assert set(Assessment.objects.values_list("region__code")) == {("530300",)}


def test_a_reference_is_judged_as_reported_by_either_audience(ground, regions):
    about = {"kind": "reference", "op": ">=", "value": None, "change": 0}
    row = ground.row("2", ground.life, reference=regions[PROVINCE], **about)
    ground.publish({LAST: "78.0"}, region=regions[PROVINCE])
    before = [verdict(row, audience).inputs for audience in ("own", "others")]

    ground.approve({LAST: "99.9"}, region=regions[PROVINCE])

    after = [verdict(row, audience).inputs for audience in ("own", "others")]
    assert after == before and before[0]["indicator"]["reference"] == {str(LAST): 78.0}
    entry.release(regions[PROVINCE], LAST, [ground.life.pk])
    (own, others) = (verdict(row, audience).inputs for audience in ("own", "others"))
    assert own["indicator"]["reference"] == others["indicator"]["reference"]
    assert own["indicator"]["reference"] == {str(LAST): 99.9}


def test_a_region_that_is_its_own_reference_sees_it_in_full(ground):
    about = {"kind": "reference", "op": ">=", "value": None, "change": 0}
    row = ground.row("2", ground.life, reference=ground.city, **about)

    ground.approve({LAST: "66.6"})

    own, others = (verdict(row, audience).inputs for audience in ("own", "others"))
    assert own["indicator"]["reference"][str(LAST)] == 66.6
    assert others["indicator"]["reference"][str(LAST)] == 79.2


@pytest.mark.parametrize("held", [False, True])
def test_refreshing_many_rows_asks_no_more_than_one(
    ground, held, django_assert_num_queries
):
    if held:
        ground.approve({LAST: "66.6"})
    # savepoint, rows, targets, doubts, series, stored, insert; then of the plans' counts
    # their lock, rows, verdicts, stored, insert; savepoint
    queries = 13
    with django_assert_num_queries(queries):
        assess_anew()
    for n in range(2, 20):
        ground.row(str(n), ground.life)

    with django_assert_num_queries(queries):
        assert assess_anew().rows == 19

    assert Assessment.objects.count() == (38 if held else 19)


@pytest.mark.parametrize(
    "held, audience",
    [
        *((False, audience) for audience in ("all", "both", "own", "others")),
        *((True, audience) for audience in ("both", "own", "others")),
    ],
)
def test_a_row_has_one_verdict_for_everybody_or_one_for_each_reader(
    ground, held, audience
):
    if held:
        ground.approve({LAST: "66.6"})
    kept = verdict(ground.rows["1"], "own")
    kept.pk = None
    kept.audience = audience

    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


def test_the_command_prints_what_own_people_see(ground, capsys):
    ground.approve({LAST: "66.6"})

    call_command("assess", "--region", CITY)

    said = capsys.readouterr().out
    assert "66.6" in said and "1个有评价，已保存。" in said
    assert both(ground.rows["1"]) == [Decimal("66.6"), Decimal("79.2")]


def test_the_command_says_how_many_verdicts_moved_and_why(ground, capsys):
    Assessment.objects.update(code="far_behind")

    call_command("assess")

    assert "已保存，其中变动1个（评价方法变化1个）。" in capsys.readouterr().out


# ------------------------------------------------------------------- would be


def test_would_be_is_the_verdict_that_approving_gives(ground):
    second = ground.row("2", ground.infant, value=5)
    wanted = {
        ground.life.pk: Figure(LAST, Decimal("66.6")),
        ground.infant.pk: Figure(LAST, 9),
    }
    stored = list(Assessment.objects.values_list("pk", "code", "computed_at"))

    foreseen = assessing.would_be(ground.city, wanted)

    assert stored == list(Assessment.objects.values_list("pk", "code", "computed_at"))
    ground.approve({LAST: "66.6"})
    ground.approve({LAST: "9"}, indicator=ground.infant)
    for row in (ground.rows["1"], second):
        made, found = verdict(row, "own"), assessing.to_row(foreseen[row.pk])
        assert (found.code, found.figures) == (made.code, made.figures)
        assert found.sentence == made.sentence


def test_would_be_puts_a_new_year_in_its_place(ground):
    wanted = {ground.life.pk: Figure(LAST - 3, Decimal("78"))}

    (found,) = assessing.would_be(ground.city, wanted).values()

    years = [o.year for o in found.case.observations]
    assert years == [LAST - 3, LAST - 1, LAST]


def test_would_be_reads_counts_and_reasons_too(ground):
    counted = Figure(LAST, Decimal("79.9"), events=7, denominator=900)
    missing = Figure(LAST, None, missing_reason="not_published")

    for figure, known in ((counted, "events"), (missing, "missing_reason")):
        (found,) = assessing.would_be(ground.city, {ground.life.pk: figure}).values()

        assert getattr(found.case.observations[-1], known) is not None


def test_would_be_asks_four_questions_whatever_the_number(
    ground, django_assert_num_queries
):
    for n in range(2, 12):
        ground.row(str(n), ground.life)
    ground.row("12", ground.infant, value=5)
    wanted = {ground.life.pk: Figure(LAST, 66), ground.infant.pk: Figure(LAST, 9)}

    with django_assert_num_queries(4):
        found = assessing.would_be(ground.city, wanted)

    assert len(found) == 12
    with django_assert_num_queries(0):
        assert assessing.would_be(ground.city, {}) == {}


# -------------------------------------------------------------------- the desk


@pytest.mark.parametrize("code, sees", [(CITY, True), (PROVINCE, False)])
def test_the_desk_shows_held_rows_to_own_administrators(
    client, ground, person, code, sees
):
    ground.publish({LAST: "79.2"}, events=7, denominator=98765)
    ground.approve({LAST: "66.6"})
    observation = Observation.objects.get(year=LAST)
    change = ObservationChange.objects.order_by("-pk").first()
    own, others = (verdict(ground.rows["1"], a) for a in ("own", "others"))
    client.force_login(person("administrator", code, is_staff=True), backend=BACKEND)

    def opens(row):
        name = f"admin:indicators_{row._meta.model_name}_change"
        return client.get(reverse(name, args=[row.pk]))

    assert (opens(observation).status_code == 200) == sees
    assert (opens(change).status_code == 200) == sees
    assert (opens(own).status_code == 200) == sees
    assert (opens(others).status_code == 200) != sees
    assert "98765" not in opens(observation).content.decode()
    for model in ("observation", "observationchange"):
        page = client.get(reverse(f"admin:indicators_{model}_changelist"))
        assert ("66.6" in page.content.decode()) == sees
    page = client.get(reverse("admin:indicators_assessment_changelist"))
    assert [a.audience for a in page.context["cl"].result_list] == [
        "own" if sees else "others"
    ]
    for shown in (page, opens(own if sees else others)):  # nor that there are two
        assert "地区人员" not in shown.content.decode()


def test_after_reporting_the_desk_above_shows_it(client, ground, person):
    ground.approve({LAST: "66.6"})
    ground.report()
    user = person("administrator", PROVINCE, is_staff=True)
    client.force_login(user, backend=BACKEND)

    page = client.get(reverse("admin:indicators_observation_changelist"))

    assert "66.6" in page.content.decode()
