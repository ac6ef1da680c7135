"""三项统计 and what changed, on pages: what each number says, opens, and to whom."""

import datetime
import json
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dashboards import balances, changes, queries, summaries
from indicators import entry
from indicators.models import (
    Assessment,
    Decision,
    Entry,
    Observation,
    Plan,
    PlanIndicator,
    Submission,
    Summary,
    Target,
)
from indicators.models.observations import Origin
from indicators.rules import assessment
from indicators.verdicts import assessing, refreshing
from indicators.verdicts.causes import Cause
from tests.dashboards.conftest import YEAR, publish, row
from tests.pages import text
from tests.verdicts import assess_anew

BACKEND = "django.contrib.auth.backends.ModelBackend"
REGION, CHANGES = "/regions/511700/", "/regions/511700/changes/"
PLANS = [
    *("100000-national", "360202-changjiang", "445122-raoping"),
    *("511102-shizhongqu", "511700-dazhou", "530300-qujing"),
]
GOOD = {"achieved", "maintained", "ahead", "on_path"}
WATCH, BAD = {"behind", "at_risk"}, {"far_behind", "reversed", "breached", "not_met"}
LIKELY, UNLIKELY = {"likely", "possible", "lean_yes"}, {"unlikely", "lean_no"}


# ------------------------------------------- against the database, by another route


@pytest.fixture
def as_of_2026(plans_with_demo, db):
    """The six plans judged as of 2026, whatever the calendar says."""
    if assessment.current_year() != 2026:
        refreshing.refresh(assessing.rows_to_assess(), Cause("year", None), 2026)


def counted_by_hand(code):
    """Return the three balances of a plan from its rows as they lie in the database:
    the JSON of each verdict, read with no module of this program."""
    rows = PlanIndicator.objects.filter(plan__code=code, indicator__isnull=False)
    main = rows.filter(in_table=True)
    if not main:
        own = Target.objects.filter(issuer__plans__code=code)
        main = rows.filter(targets__in=own).distinct()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT plan_indicator_id, code, closed, figures "
            "FROM indicators_assessment WHERE audience IN ('both', 'own')"
        )
        stored = {pk: rest for pk, *rest in cursor.fetchall()}
    told = []
    for found in main:
        years = set(found.targets.values_list("year", flat=True)) - {None}
        status, closed, figures = stored.get(found.pk, ("no_data", False, "{}"))
        is_text = isinstance(figures, str)
        figures = json.loads(figures) if is_text else figures
        told.append((years, status, bool(closed), figures))
    return told


def by_hand(told):
    due_year = max((y for years, *_ in told for y in years if y < 2026), default=None)
    last = max((y for years, *_ in told for y in years), default=None)
    due, pace, ahead = Counter(), Counter(), Counter()
    for years, status, closed, figures in told:
        states = {
            m["state"] for m in figures.get("milestones", ()) if m["year"] == due_year
        }
        trends = [
            m
            for m in figures.get("milestones", ())
            if m["year"] == due_year and m["target"] is None and m["state"] == "met"
        ]
        below = figures.get("reason") == "below_earlier_milestone" and trends
        if due_year not in years:
            due["none"] += 1
        elif "not_met" in states or below:
            due["not_met"] += 1
        elif states == {"met"}:
            due["met"] += 1
        elif states == {"awaiting"}:
            due["awaiting"] += 1
        else:
            due["unverifiable"] += 1
        if closed:
            pace["over"] += 1
        elif status == "no_data":
            pace["none"] += 1
        elif status in GOOD and "stale" in figures["flags"]:
            pace["stale"] += 1
        else:
            place = [("good", GOOD), ("watch", WATCH), ("bad", BAD)]
            pace[next(name for name, codes in place if status in codes)] += 1
        final = figures.get("final") or {}
        word = (
            figures.get("outlook")
            if figures.get("focus_year") == last
            else final.get("outlook")
        )
        if last not in years:
            ahead["none"] += 1
        elif last < 2026:
            ahead["over"] += 1
        elif word in LIKELY:
            ahead["likely"] += 1
        elif word in UNLIKELY:
            ahead["unlikely"] += 1
        else:
            ahead["hard" if word == "uncertain" else "unknown"] += 1
    return {"due": due, "pace": pace, "ahead": ahead}


@pytest.mark.parametrize("code", PLANS)
def test_the_balances_are_those_counted_from_the_database_by_hand(as_of_2026, code):
    plan = Plan.objects.select_related("region").get(code=code)
    told = counted_by_hand(code)
    stored = Summary.objects.get(plan=plan).balances
    kinds = queries.row_kinds(plan)
    rows = queries.plan_rows(
        plan, (), table=kinds["table"] > 0, prose=not kinds["table"]
    )
    shown = balances.of_rows([r for r in rows if r.in_table or r.goals])

    for name, counts in by_hand(told).items():
        for found in (stored, shown):
            parts = {part: n for part, n in found[name].parts.items() if n}
            assert parts == counts, name
            assert found[name].total == len(told)


def test_达州_counts_what_its_verdicts_say(as_of_2026):
    found = Summary.objects.get(plan__code="511700-dazhou").balances

    parts = {
        name: {part: n for part, n in found[name].parts.items() if n} for name in found
    }
    # PM2.5 has improved and stands above the limit of 2020 all the same: not met (B6.5)
    assert parts["due"] == {"met": 17, "not_met": 7}
    assert parts["pace"] == {"good": 13, "watch": 8, "bad": 3}
    # three rows of 持续改善 have no number, one has too few events to be forecast
    assert parts["ahead"] == {"likely": 10, "unlikely": 10, "unknown": 4}
    assert (found["due"].year, found["ahead"].year) == (2025, 2030)


def test_what_was_due_is_what_the_values_say(as_of_2026):
    """Of plain numbers the value of the year beside the printed target decides."""
    tried = 0
    for target in Target.objects.filter(kind="value", year__lt=2026).select_related(
        "plan_indicator__plan", "plan_indicator__indicator"
    ):
        found = target.plan_indicator
        verdict = Assessment.objects.filter(plan_indicator=found).first()
        if verdict is None or verdict.due_year != target.year or found.factor != 1:
            continue
        value = Observation.objects.filter(
            region=found.plan.region_id, indicator=found.indicator_id, year=target.year
        ).first()
        several = found.targets.filter(year=target.year).count() > 1
        if value is None or value.value is None or several or target.op == "~":
            continue
        if verdict.due not in ("met", "not_met"):
            continue  # by another definition
        down = found.indicator.direction == "down"
        op = {"=": "<=" if down else ">="}.get(target.op, target.op)
        met = {
            ">=": value.value >= target.value,
            "<=": value.value <= target.value,
            ">": value.value > target.value,
            "<": value.value < target.value,
        }[op]
        assert verdict.due == ("met" if met else "not_met"), found
        tried += 1
    assert tried > 60


# -------------------------------------------------------------------- on the pages


def test_the_region_page_says_the_three_and_opens_their_rows(official, plan):
    page = text(official.get(REGION))

    assert f"{YEAR + 4}年目标趋势研判" in page and "供内部参考" in page
    assert 'href="?ahead=unknown#rows"' in page
    response = official.get(REGION + "?ahead=unknown")
    counted = {
        part.code: part.count
        for line in response.context["balances"]
        for part in line.parts
        if line.code == "ahead"
    }
    assert response.context["kept"] == counted["unknown"] > 0
    assert "趋势研判：无法预计。" in text(response)


@pytest.mark.parametrize("name", balances.TITLES)
def test_every_number_opens_as_many_rows_as_it_says(official, plan, name):
    publish(plan.region, plan.rows.get(key="3").indicator, {YEAR - 1: 90})
    Target.objects.filter(plan_indicator__key__in=["1", "4"]).update(year=YEAR - 1)
    assess_anew()
    lines = official.get(REGION).context["balances"]
    found = {part.code: part.count for x in lines if x.code == name for part in x.parts}
    assert found

    for part in balances.WORDS[name]:
        response = official.get(f"{REGION}?{name}={part}")
        assert response.context["kept"] == found.get(part, 0)
        assert [line.total for line in response.context["balances"]] == [4] * len(lines)


def test_a_number_keeps_plan_and_order_and_drops_other_filters(official, plan):
    page = text(official.get(REGION + "?sort=status&status=bad&pace=bad"))

    assert 'href="?sort=status&amp;ahead=unknown#rows"' in page
    assert '<a href="?sort=status#rows"' in " ".join(page.split())


def test_the_headline_ends_with_whom_to_ask_about_what(official, plan):
    publish(plan.region, plan.rows.get(key="1").indicator, {YEAR - 1: 70})

    page = text(official.get(REGION))

    assert "宜先过问：" in page
    lines = page.split("宜先过问：")[1].split("</p>")[0]
    assert "人均预期寿命" in lines and "牵头：市卫生健康委" in lines
    assert "较基期变差，差" in lines and "岁" in lines


def test_no_row_is_to_be_asked_about_where_all_go_well(official, plan):
    Assessment.objects.filter(plan_indicator__key="2").delete()

    assert "宜先过问" not in text(official.get(REGION))


def test_the_data_day_says_how_many_rows_have_come(official, plan, indicators):
    publish(plan.region, indicators["beds"], {YEAR - 2: 90})

    page = text(official.get(REGION))

    words = f"{YEAR - 1}年数据已到2/4项，其余按{YEAR - 2}年，1项无数据"
    assert words in page


def test_the_overview_counts_the_same_and_leads_to_the_region(official, plan):
    page = text(official.get("/"))

    assert "趋势研判" in page and f'href="{REGION}?ahead=unknown#rows"' in page
    region = official.get(REGION).context["balances"]
    assert official.get("/").context["balances"] == region


def test_numbers_of_several_regions_open_the_regions_that_have_them(
    official, plan, regions
):
    other = Plan.objects.create(
        code="qujing", region=regions["530300"], title="曲靖", status="formal",
        period_end=YEAR + 4,
    )  # fmt: skip
    row(other, "1", plan.rows.get(key="1").indicator, {YEAR - 1: 70})
    assess_anew()

    page = text(official.get("/"))
    assert 'href="?due=awaiting#by-region"' in page
    response = official.get("/?due=awaiting")

    assert response.context["kept"] == 1
    assert 'href="/regions/530300/?due=awaiting"' in text(response)
    assert "2个地区中的1个有这样的指标。" in text(response)


@pytest.mark.parametrize("address", ["/", REGION])
def test_a_part_that_is_none_is_refused(official, plan, address):
    assert official.get(f"{address}?due=x").status_code == 400


def test_counts_are_those_that_the_viewer_may_have(client, plan, person):
    life = plan.rows.get(key="1").indicator
    value = entry.NewValue(plan.region, life, YEAR - 1, Decimal("70"), source="年报")
    entry.publish([value], origin=Origin.ENTRY, held=True)

    def bad(code):
        client.force_login(person("official", code), backend=BACKEND)
        found = [client.get("/"), client.get(REGION)]
        return [
            part.count
            for response in found
            for line in response.context["balances"]
            for part in line.parts
            if (line.code, part.code) == ("pace", "bad")
        ]

    assert bad("511700") == [2, 2]
    assert bad("510000") == [1, 1]


# ------------------------------------------------------------------------ changes


@pytest.fixture
def moved(plan, person, regions):
    """A past value was revised, and with it a verdict; a target was revised."""
    who = person("reviewer", "511700")
    life = plan.rows.get(key="1").indicator
    value = entry.NewValue(
        plan.region, life, YEAR - 1, Decimal("70.5"), source="年报", note="更正"
    )
    entry.publish([value], origin=Origin.ENTRY, by=who)
    paper = Decision.objects.create(document="调整通知", number="1号", reason="调整")
    Target.objects.create(
        plan_indicator=plan.rows.get(key="3"), year=YEAR + 4, issuer=plan.region,
        revision=1, raw="120", kind="value", op="=", value=120, in_table=True,
        decision=paper,
    )  # fmt: skip
    assess_anew()
    return who


def test_pages_count_what_changed_and_lead_to_the_list(official, moved):
    words = "评价变差1项次，以往数值更正1次，目标值修订1个。"

    for address, listed in ((REGION, CHANGES), ("/", "/changes/")):
        page = text(official.get(address))
        assert words in page and f'href="{listed}"' in page


def test_the_list_says_from_to_why_and_who(official, moved):
    page = text(official.get(CHANGES))

    assert "达到序时进度" in page or "快于序时进度" in page
    for words in (
        "较基期变差",
        "以往数值更正",
        "79.2",
        "70.5",
        "100",
        "120",
        "调整通知",
    ):
        assert words in page
    assert str(moved) in page
    assert 'href="/regions/511700/life-expectancy/"' in page


def test_a_day_that_is_none_is_refused_and_an_earlier_one_taken(official, moved):
    day = timezone.localdate() + datetime.timedelta(days=1)

    for address in (CHANGES, "/changes/"):
        assert official.get(f"{address}?since={day}").status_code == 400
        assert official.get(f"{address}?since=x").status_code == 400
        assert official.get(f"{address}?since=1999-01-01").status_code == 400
        page = text(official.get(f"{address}?since=2001-01-01"))
        assert "自2001年1月1日以来" in page and "评价变差" in page


def test_what_changed_before_the_day_is_not_told(official, moved, monkeypatch):
    later = timezone.localdate() + datetime.timedelta(days=2)
    monkeypatch.setattr(
        "dashboards.pages.since_forms.timezone.localdate", lambda: later
    )

    page = text(official.get(f"{CHANGES}?since={later}"))

    assert "评价、以往数值和目标值均无变动。" in page and "评价变差" not in page


def test_a_plan_in_which_nothing_changed_says_so(official, plan):
    for address in (CHANGES, "/changes/", REGION, "/"):
        assert "评价、以往数值和目标值均无变动。" in text(official.get(address))


@pytest.mark.parametrize(
    "role, code, sees", [("official", "511700", True), ("official", "510000", False)]
)
def test_what_is_held_has_changed_for_own_people_alone(
    client, plan, person, role, code, sees
):
    life = plan.rows.get(key="1").indicator
    value = entry.NewValue(plan.region, life, YEAR - 1, Decimal("70.5"), source="年报")
    entry.publish([value], origin=Origin.ENTRY, held=True)
    client.force_login(person(role, code), backend=BACKEND)

    for address in (CHANGES, REGION, "/", "/changes/"):
        assert ("评价变差" in text(client.get(address))) == sees, address
    for address in (CHANGES, REGION):
        assert ("70.5" in text(client.get(address))) == sees, address


@pytest.fixture
def forms(plan, person):
    """A function that approves a value of a year through a form, reported or not."""
    clerk = person("staff", "511700")
    life = plan.rows.get(key="1").indicator
    form = Submission.objects.create(
        region=plan.region, year=YEAR - 1, opens_on=timezone.localdate()
    )

    def approve(figure, reported):
        cell = Entry.objects.create(
            submission=form, indicator=life, due_on=timezone.localdate(), value=figure,
            revision=Entry.objects.count(), current=False, entered_by=clerk,
            reported_at=timezone.now() if reported else None,
        )  # fmt: skip
        value = entry.NewValue(
            plan.region, life, YEAR - 1, Decimal(figure), source="年报", entry=cell.pk
        )
        entry.publish([value], origin=Origin.ENTRY, held=not reported)

    return approve


@pytest.mark.parametrize(
    "own, told",
    [
        ({"511700"}, [("70.1", "70.2"), ("79.2", "70.1")]),
        (set(), [("79.2", "70.2")]),
    ],
)
def test_what_was_corrected_before_its_report_is_told_to_own_people_alone(
    plan, forms, own, told
):
    forms("70.1", reported=False)
    forms("70.2", reported=True)
    since = datetime.date(YEAR, 1, 1)

    found = queries.revised_values(plan, own, (), since)

    assert [(f"{v.old:.1f}", f"{v.new:.1f}") for v in found] == told
    kinds = queries.row_kinds(plan, own, since)
    assert kinds["changed"].values == len(told)


def test_a_value_in_place_of_a_demo_one_revises_nothing(plan):
    infants = plan.rows.get(key="2").indicator
    publish(plan.region, infants, {YEAR - 1: 5})

    found = queries.revised_values(plan, {"511700"}, (), datetime.date(YEAR, 1, 1))

    assert found == []


def test_changes_are_within_reach_alone(client, plan, person):
    client.force_login(person("official", "530000"), backend=BACKEND)

    assert client.get(CHANGES).status_code == 404
    assert "达州" not in text(client.get("/changes/"))


def test_changes_ask_for_a_login(client, plan):
    for address in (CHANGES, "/changes/"):
        assert client.get(address).url.startswith(reverse("login"))


def test_changes_stay_within_their_queries(
    official, moved, django_assert_max_num_queries
):
    with django_assert_max_num_queries(18):
        official.get(CHANGES)
    with django_assert_max_num_queries(5):
        official.get("/changes/")


# ----------------------------------------------------------------- the year before


def test_the_year_before_stands_beside_this_one(official, plan):
    found = official.get(REGION).context["year_on_year"]

    assert sum(found.now.values()) == sum(found.before.values()) == 4
    page = text(official.get(CHANGES))
    assert "与上年比" in page and f"{YEAR - 1}年度评价" in page
    assert official.get("/").context["year_on_year"].now == found.now


def test_the_national_plan_a_year_ago_is_what_its_real_series_said_then(plans, db):
    """Judged on what there was a year ago: the later values taken away for real."""
    year = assessment.current_year()
    rows = {"plan__code": "100000-national"}
    now = {
        a.plan_indicator.key: (a.before_code, a.before_reason)
        for a in Assessment.objects.filter(
            plan_indicator__plan__code=rows["plan__code"]
        )
    }
    Observation.objects.filter(year__gte=year - 1).delete()
    refreshing.refresh(assessing.rows_to_assess(**rows), Cause("rule", None), year - 1)
    then = {
        a.plan_indicator.key: (a.code, a.reason)
        for a in Assessment.objects.filter(
            plan_indicator__plan__code=rows["plan__code"]
        )
    }

    assert now == then and len(now) == 13
    assert len({code for code, _reason in now.values()}) > 2


def test_a_plan_without_verdicts_has_no_year_before():
    assert changes.year_on_year([]) is None
    assert changes.year_on_year_of([]) is None
    assert summaries.data_years([]).year is None
