"""What is approved and not yet reported: seen by the region's own people, by nobody
else, on every page (CONTRIBUTING § Workflow, § Access)."""

import json
import re
from decimal import Decimal

import pytest
from django.utils import timezone

from dashboards import queries, summaries
from indicators import entry
from indicators.models import Entry, Plan, Submission
from indicators.models.observations import Origin
from regions.models import Department
from tests.pages import text
from tests.verdicts import assess_anew

from .conftest import YEAR, publish, row

BACKEND = "django.contrib.auth.backends.ModelBackend"
LAST = YEAR - 1
CITY, PROVINCE, COUNTY = "511700", "510000", "511702"
REGION, PAGE = f"/regions/{CITY}/", f"/regions/{CITY}/life-expectancy/"
HELD = "66.6"  # far from the path: the verdict differs too
OWN = [("staff", CITY), ("reviewer", CITY), ("official", CITY), ("administrator", CITY)]
OTHERS = [
    ("administrator", "100000"),
    ("official", PROVINCE),
    ("analyst", PROVINCE),
    ("administrator", PROVINCE),
    ("staff", COUNTY),
    ("reviewer", COUNTY),
]
EVERYONE = [(*who, True) for who in OWN] + [(*who, False) for who in OTHERS]


def approve(region, indicator, year, value, **about):
    """Approve a figure without reporting it."""
    made = entry.NewValue(
        region, indicator, year, Decimal(value), source="年报", **about
    )
    entry.publish([made], origin=Origin.ENTRY, held=True)


def told(response):
    """The page without its tags, whose coordinates may look like any figure."""
    return re.sub(r"<[^>]+>", " ", text(response))


def signed_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def life(indicators):
    return indicators["life-expectancy"]


@pytest.fixture
def held(plan, life):
    """The city's newest value, approved and not yet reported, in place of 79.2."""
    approve(plan.region, life, LAST, HELD)
    return plan


# ------------------------------------------------------------ the page of a region


@pytest.mark.parametrize("role, code, sees", EVERYONE)
def test_the_region_page_shows_value_verdict_and_mark(
    client, held, person, role, code, sees
):
    response = signed_in(client, person(role, code)).get(REGION)

    (found,) = [r for r in response.context["table"].data if r.key == "1"]
    assert found.latest_value == Decimal(HELD if sees else "79.2")
    assert (found.code == "reversed") == sees
    assert (HELD in text(response)) == sees
    assert ("1项已审定、未报送，上级看到的是上次报送的数值" in text(response)) == sees


def test_the_mark_counts_indicators_of_the_whole_plan_once(
    client, held, person, indicators
):
    approve(held.region, indicators["life-expectancy"], LAST - 1, "70.1")
    approve(held.region, indicators["physicians"], LAST, "3.3")  # prose: not shown

    page = signed_in(client, person("official", CITY)).get(REGION)

    assert page.context["held"] == 2


def test_nothing_is_marked_once_reported(client, held, person, life):
    entry.release(held.region, LAST, [life.pk])

    for role, code in (("official", CITY), ("official", PROVINCE)):
        response = signed_in(client, person(role, code)).get(REGION)

        assert "尚未报送" not in text(response)
        (found,) = [r for r in response.context["table"].data if r.key == "1"]
        assert (found.latest_value, found.code) == (Decimal(HELD), "reversed")


@pytest.mark.parametrize("role, code", [("official", CITY), ("official", PROVINCE)])
def test_the_region_page_asks_no_more_questions(
    client, held, person, role, code, django_assert_max_num_queries
):
    signed_in(client, person(role, code))

    with django_assert_max_num_queries(15):
        client.get(REGION)


# --------------------------------------------------------- the page of an indicator


@pytest.mark.parametrize("role, code, sees", EVERYONE)
def test_the_indicator_page_shows_values_chart_verdict_and_history(
    client, held, person, role, code, sees
):
    response = signed_in(client, person(role, code)).get(PAGE)

    assert (HELD in told(response)) == sees  # table, chart, arithmetic and history
    assert ("已审定、未报送" in text(response)) == sees
    newest = str(response.context["values"].rows[0].get_cell("value"))
    assert (HELD if sees else "79.2") in newest
    (section,) = response.context["sections"]
    assert (section["row"].code == "reversed") == sees
    changed = [r.get_cell("new") for r in response.context["changes"].rows]
    assert (HELD in changed) == sees and "79.2" in changed


def test_the_chart_holds_only_what_the_viewer_may_see(client, held, person):
    response = signed_in(client, person("official", PROVINCE)).get(PAGE)

    drawn = re.findall(
        r'<script id="figure-[\w-]+" type="application/json">(.*?)</script>',
        text(response),
        re.S,
    )
    assert drawn and all("66.6" not in json.dumps(json.loads(d)) for d in drawn)


def test_a_first_value_is_no_row_for_others(client, plan, person, indicators):
    approve(plan.region, indicators["beds"], LAST, "55")

    own = signed_in(client, person("official", CITY)).get(f"{REGION}beds/")
    others = signed_in(client, person("official", PROVINCE)).get(f"{REGION}beds/")

    assert len(own.context["values"].rows) == 1
    assert others.context["values"] is None and others.context["changes"] is None


def test_an_indicator_with_held_values_alone_is_absent_for_others(
    client, regions, plan, person, indicators
):
    approve(regions[PROVINCE], indicators["beds"], LAST, "55")
    path = f"/regions/{PROVINCE}/beds/"

    assert signed_in(client, person("official", PROVINCE)).get(path).status_code == 200
    assert signed_in(client, person("official", "100000")).get(path).status_code == 404
    assert signed_in(client, person("staff", CITY)).get(path).status_code == 404


def test_others_still_see_the_demo_value_that_a_held_one_replaced(
    client, plan, person, indicators
):
    approve(plan.region, indicators["infant-mortality"], LAST, "8.88")
    path = f"{REGION}infant-mortality/"

    others = signed_in(client, person("official", PROVINCE)).get(path)

    assert "演示" in text(others)
    assert "8.88" not in text(others)


def test_others_still_see_the_changes_before_the_held_one(client, plan, person, life):
    publish(plan.region, life, {LAST: 79.6})
    approve(plan.region, life, LAST, HELD)
    approve(plan.region, life, LAST, "77.7")

    own = signed_in(client, person("official", CITY)).get(PAGE)
    others = signed_in(client, person("official", PROVINCE)).get(PAGE)

    def news(response):
        return [r.get_cell("new") for r in response.context["changes"].rows]

    assert news(own)[:3] == ["77.7", HELD, "79.6"]
    assert news(others)[:2] == ["79.6", "79.2"]
    entry.release(plan.region, LAST, [life.pk])
    assert news(client.get(PAGE))[:3] == ["77.7", HELD, "79.6"]


@pytest.mark.parametrize("role, code", [("official", CITY), ("official", PROVINCE)])
def test_the_indicator_page_asks_no_more_questions(
    client, held, person, role, code, django_assert_max_num_queries
):
    signed_in(client, person(role, code))

    with django_assert_max_num_queries(18):
        client.get(PAGE)


# ---------------------------------------------------------------- levels above


@pytest.mark.parametrize(
    "role, code, sees",
    [
        ("official", PROVINCE, True),
        ("official", CITY, False),
        ("administrator", "100000", False),
    ],
)
def test_a_levels_held_value_stands_beside_no_other_regions(
    client, plan, regions, person, life, role, code, sees
):
    approve(regions[PROVINCE], life, LAST, "71.7")
    signed_in(client, person(role, code))

    (found,) = [
        r for r in client.get(REGION).context["table"].data if r.indicator == life.code
    ]
    levels = queries.levels_above(
        plan.region, life, {PROVINCE} if sees else {"100000", CITY}
    )

    assert found.upper.value == Decimal("71.7" if sees else "78.4")
    assert ("71.7" in told(client.get(PAGE))) == sees
    assert dict(levels[1].values)[LAST] == Decimal("71.7" if sees else "78.4")


def test_a_levels_value_that_was_comparable_before_still_is(plan, regions, life):
    approve(regions[PROVINCE], life, LAST, "71.7", substitute_region=regions["100000"])

    others = queries.levels_above(plan.region, life, set())
    own = queries.levels_above(plan.region, life, {PROVINCE})

    assert [(level.name, len(level.values)) for level in others] == [
        ("全国", 1),
        ("四川省", 1),
    ]
    assert [level.name for level in own] == ["全国"]


# ---------------------------------------------------------------------- 总览


@pytest.mark.parametrize("role, code, sees", EVERYONE)
def test_the_overview_counts_what_the_viewer_may_see(
    client, held, person, role, code, sees
):
    response = signed_in(client, person(role, code)).get("/")

    lines = [*response.context["own"], *(response.context["above"] or _no()).data]
    (line,) = [x for x in lines if x.region.code == CITY]
    assert line.summary.bad == (2 if sees else 1)
    assert (HELD in text(response)) == sees


class _no:
    data = ()


def test_the_worst_rows_are_the_worst_that_the_viewer_knows_of(held):
    own = queries.attention({held: True}, 8, {CITY})
    others = queries.attention({held: True}, 8, set())

    assert {r.label for r in own} == {"人均预期寿命", "婴儿死亡率"}
    assert {r.label for r in others} == {"婴儿死亡率"}


def test_a_viewer_of_two_regions_sees_either_in_full(plan, regions, life):
    other = Plan.objects.create(
        code="county",
        region=regions[COUNTY],
        title="通川区规划",
        status="formal",
        period_end=YEAR + 4,
    )
    base = {"baseline_value": 75, "baseline_year": 2015}
    row(other, "1", life, {YEAR + 4: 80}, **base)
    for region in (plan.region, regions[COUNTY]):
        approve(region, life, LAST, HELD)

    def bad(own):
        counted = queries.counts([plan, other], own).values()
        tallies = [summaries.Tally(*row) for c in counted for row in c.tallies]
        return sum(t.count for t in tallies if t.code == "reversed")

    # infant mortality's demo value makes one everywhere
    assert [bad(own) for own in ((), {CITY}, {COUNTY}, {CITY, COUNTY})] == [1, 2, 2, 3]


def test_a_level_without_a_plan_lists_what_the_viewer_may_see(client, held, person):
    response = signed_in(client, person("official", PROVINCE)).get(
        f"/regions/{PROVINCE}/"
    )

    (line,) = response.context["lines"]
    assert line.summary.bad == 1


# ------------------------------------------------------------- through which form


def test_the_history_names_form_clerk_and_reviewer(client, plan, person, life):
    bureau = Department.objects.create(region=plan.region, name="市教育局")
    clerk, reviewer = person("staff", CITY), person("reviewer", CITY)
    form = Submission.objects.create(
        region=plan.region,
        year=LAST,
        department=bureau,
        opens_on=timezone.localdate(),
    )
    cell = Entry.objects.create(
        submission=form,
        indicator=life,
        due_on=timezone.localdate(),
        value=Decimal("79.9"),
        entered_by=clerk,
        state=Entry.State.APPROVED,
    )
    value = entry.NewValue(
        plan.region,
        life,
        LAST,
        Decimal("79.9"),
        grade="annual",
        events=7,
        denominator=5613,
        source="教育年报",
        entry=cell.pk,
        why="口径核对后更正",
    )
    entry.publish([value], origin=Origin.ENTRY, by=reviewer, held=True)

    table = signed_in(client, clerk).get(PAGE).context["changes"]

    first = table.rows[0]
    assert f"{LAST}年数据采集表 · 市教育局" in str(first.get_cell("via"))
    said = str(first.get_cell("by"))
    assert "填报" in said and "staff-511700" in said
    assert "审定" in said and "reviewer-511700" in said
    why = str(first.get_cell("why"))
    assert "口径核对后更正" in why and "数据性质：空 → 年报数" in why
    assert "来源：年报 → 教育年报" in why
    assert "5613" not in why and "分母" not in why


def test_the_history_of_a_long_form_stays_within_its_queries(
    client, plan, person, life, django_assert_max_num_queries
):
    clerk = person("staff", CITY)
    form = Submission.objects.create(
        region=plan.region, year=LAST, opens_on=timezone.localdate()
    )
    for n in range(10):
        cell = Entry.objects.create(
            submission=form,
            indicator=life,
            due_on=timezone.localdate(),
            revision=n,
            current=False,
            value=70 + n,
            entered_by=clerk,
        )
        approve(plan.region, life, LAST, str(70 + n), entry=cell.pk)
    signed_in(client, clerk)

    with django_assert_max_num_queries(19):  # one for the navigation's numbers
        response = client.get(PAGE)

    assert "汇总单位" in str(response.context["changes"].rows[0].get_cell("via"))


def test_verdicts_are_stored_for_both_before_and_after(held):
    assess_anew()

    found = held.rows.get(key="1").assessments.values_list("audience", "code")
    assert dict(found)["own"] == "reversed" != dict(found)["others"]
