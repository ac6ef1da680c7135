"""总览, region and milestone pages: what they say, whom they answer, their queries."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from dashboards import queries
from dashboards.papers.texts import against
from indicators.models import (
    Assessment,
    Decision,
    Doubt,
    MilestoneStatus,
    Observation,
    Plan,
    Target,
)
from indicators.models.observations import Origin
from regions.models import Region, User
from tests.pages import text
from tests.verdicts import assess_anew

from .conftest import YEAR, publish, row

BACKEND = "django.contrib.auth.backends.ModelBackend"
REGION = "/regions/511700/"


# ------------------------------------------------------------------- 总览


def test_overview_counts_each_region_with_its_denominator(official, plan):
    response = official.get("/")

    (line,) = response.context["own"]
    assert (line.summary.total, line.summary.assessable) == (4, 2)
    assert (line.demo, line.latest) == (1, YEAR - 1)
    assert "征求意见稿" in text(response) and "含演示数据" in text(response)
    assert f'href="{REGION}?status=bad"' in text(response)


def test_the_same_indicators_have_one_name_on_overview_and_region_page(official, plan):
    named = "主要指标共"

    assert named in text(official.get("/")) and named in text(official.get(REGION))


def test_overview_lists_the_worst_first(official, plan):
    rows = official.get("/").context["attention"].data

    assert [r.label for r in rows] == ["婴儿死亡率"]


def test_overview_queries_do_not_grow_with_regions(
    official, plan, regions, django_assert_max_num_queries
):
    with django_assert_max_num_queries(10):
        official.get("/")
    for code in ("511702", "510000"):
        other = Plan.objects.create(
            code=f"p{code}",
            region=regions[code],
            title=code,
            status="formal",
            period_end=YEAR + 4,
        )
        row(other, "1", plan.rows.first().indicator, {YEAR + 4: 80})

    with django_assert_max_num_queries(10):
        response = official.get("/")

    assert len(response.context["own"]) == 3


def test_overview_comes_in_pages_for_a_large_province(official, plan, regions):
    counties = [
        Region(
            code=f"5105{n:02}",
            name=f"{n}县",
            short_name=f"{n}县",
            level=3,
            parent=regions["511700"],
        )
        for n in range(1, 61)
    ]
    Plan.objects.bulk_create(
        Plan(code=r.code, region=r, title=r.name, status="formal", period_end=2030)
        for r in Region.objects.bulk_create(counties)
    )

    first, second = official.get("/"), official.get("/?page=2&sort=-region")

    assert "第1页，共2页" in text(first)
    assert len(list(second.context["table"].paginated_rows)) == 11


def test_overview_keeps_levels_above_apart(client, plan, person, regions):
    Plan.objects.create(
        code="nation",
        region=regions["100000"],
        title="全国规划",
        status="formal",
        period_end=2030,
    )
    client.force_login(person("official", "511700"), backend=BACKEND)

    response = client.get("/")

    assert [line.region.code for line in response.context["own"]] == ["511700"]
    assert response.context["above"] is not None


def test_overview_without_any_role_says_so(client, plan):
    client.force_login(User.objects.create_user("new"), backend=BACKEND)

    assert "没有任何地区的权限" in text(client.get("/"))


def test_overview_without_plans_says_so(official):
    assert "尚未导入规划" in text(official.get("/"))


def test_overview_needs_a_login(client, db):
    assert client.get("/").url.startswith(reverse("login"))


# ------------------------------------------------------------------ region


def test_region_sentence_counts_the_plans_own_table(official, plan):
    response = official.get(REGION)

    found = response.context["summary"]
    assert (found.total, found.assessable, found.bad) == (4, 2, 1)
    assert "主要指标共4项：可评价2项——在期<b>2项</b>，其中" in text(response)
    assert "计量单位存疑，暂不评价1项" in text(response)


def test_region_prints_value_target_department_and_upper_level(official, plan):
    page = text(official.get(REGION))

    assert "79.2" in page and f"{YEAR + 4}年目标" in page and "市卫生健康委" in page
    assert "78.4" in page and "四川省" in page  # the nearest level, not 全国's 79.3
    assert "79.3" not in page


def test_a_value_not_final_and_by_a_definition_of_its_own_says_so_on_its_row(
    official, plan, indicators
):
    about = {"own_definition": "户籍人口", "grade": "flash"}
    publish(plan.region, indicators["life-expectancy"], {YEAR - 1: 79.2}, **about)

    page = text(official.get(REGION))
    own_page = text(official.get(f"{REGION}life-expectancy/"))

    assert (
        '<span class="tag">快报数</span> <span class="tag">口径：户籍人口</span>'
        in page
    )
    assert "评价用值含快报数1项。" in page
    assert "78.4" not in page  # no upper level beside it
    assert "口径：户籍人口" in own_page
    assert '<span class="tag">快报数</span>' in own_page.split('class="verdict"')[1]


def test_an_upper_level_stands_beside_the_latest_with_the_same_year_only(
    official, plan, regions, indicators
):
    """省's value is of the year that another row ends with: the nation's stands."""
    life, infants = indicators["life-expectancy"], indicators["infant-mortality"]
    last = YEAR - 1
    Observation.objects.filter(region=regions["510000"], indicator=life).delete()
    publish(regions["510000"], life, {last - 1: 70.1})
    Observation.objects.filter(region=plan.region, indicator=infants).delete()
    publish(plan.region, infants, {last - 1: 9.8})

    rows = official.get(REGION).context["table"].data

    (shown,) = [row for row in rows if row.indicator == "life-expectancy"]
    assert (shown.upper.name, shown.upper.value) == ("全国", Decimal("79.3"))


def test_without_the_latest_year_above_the_last_common_year_stands_with_its_year(
    official, plan, regions, indicators
):
    life, last = indicators["life-expectancy"], YEAR - 1
    above = Observation.objects.filter(indicator=life).exclude(region=plan.region)
    above.delete()
    publish(plan.region, life, {last - 2: 78.0})
    publish(regions["510000"], life, {last - 2: 77.1, last - 4: 70.1})
    publish(regions["100000"], life, {last - 4: 70.2})

    response = official.get(REGION)

    rows = response.context["table"].data
    (shown,) = [row for row in rows if row.indicator == "life-expectancy"]
    assert (shown.upper.value, shown.upper.year) == (Decimal("77.1"), last - 2)
    assert f"四川省{last - 2}年" in text(response)
    assert f"四川省77.1\n{last - 2}年" == against(shown)


def test_a_demo_value_of_an_upper_level_stands_beside_nothing(official, plan, regions):
    life = plan.rows.get(key="1").indicator
    Observation.objects.filter(region=regions["510000"], indicator=life).delete()
    publish(regions["510000"], life, {YEAR - 1: 70.1}, origin=Origin.DEMO)

    rows = official.get(REGION).context["table"].data

    (shown,) = [row for row in rows if row.indicator == "life-expectancy"]
    assert shown.upper.name == "全国"


def test_region_page_stays_within_its_queries(
    official, plan, django_assert_max_num_queries
):
    official.get(REGION)

    with django_assert_max_num_queries(15):
        official.get(REGION)
    with django_assert_max_num_queries(15):
        official.get(REGION + "?prose=1")


@pytest.mark.parametrize(
    "query, labels",
    [
        ("status=bad", ["婴儿死亡率"]),
        ("status=none", ["床位数", "单位不明的指标"]),
        ("status=reversed", []),
        ("domain=健康服务", ["床位数", "单位不明的指标"]),
        ("department=市卫生健康委", ["人均预期寿命"]),
        ("nature=binding", ["婴儿死亡率"]),
    ],
)
def test_region_filters_rows_and_keeps_the_counts(official, plan, query, labels):
    Assessment.objects.filter(plan_indicator__key="2").update(
        code="far_behind", severity=3
    )

    response = official.get(f"{REGION}?{query}")

    assert [r.label for r in response.context["table"].data] == labels
    assert response.context["summary"].total == 4


def test_region_sorts_by_status_the_worst_first(official, plan):
    response = official.get(REGION + "?sort=status")

    labels = [r.record.label for r in response.context["table"].rows]
    assert labels[0] == "婴儿死亡率"
    assert 'aria-sort="ascending"' in text(response)


@pytest.mark.parametrize("sort", ["-status", "latest", "-latest", "department", "name"])
def test_region_sorts_by_every_column_offered(official, plan, sort):
    response = official.get(f"{REGION}?sort={sort}")

    assert len(response.context["table"].rows) == 4


def test_region_shows_prose_rows_on_demand(official, plan):
    assert "文本床位" not in text(official.get(REGION))

    page = text(official.get(REGION + "?prose=1"))

    assert "文本床位" in page and "现状医师" in page and "<html" in page


def test_region_answers_htmx_with_the_prose_rows_alone(official, plan):
    page = text(official.get(REGION + "?prose=1", headers={"HX-Request": "true"}))

    assert "文本床位" in page and "<html" not in page and "人均预期寿命" not in page


def test_region_without_a_table_is_judged_by_its_prose(official, plan):
    Target.objects.filter(plan_indicator__in_table=True).delete()
    plan.rows.filter(in_table=True).delete()

    response = official.get(REGION)

    assert response.context["summary"].total == 1
    assert "没有统一的指标表" in text(response)


def test_region_without_a_plan_lists_those_below(official, plan):
    page = text(official.get("/regions/510000/"))

    assert "四川省本级尚未导入规划" in page and REGION in page


def test_region_offers_its_other_plans(official, plan):
    Plan.objects.create(
        code="older",
        region=plan.region,
        title="旧规划",
        status="formal",
        period_end=2015,
    )

    assert official.get(REGION).context["plan"] == plan
    assert official.get(REGION + "?plan=older").context["plan"].code == "older"


@pytest.mark.parametrize(
    "query",
    ["status=x", "domain=x", "department=x", "nature=x", "sort=x", "plan=x", "prose=x"],
)
def test_region_refuses_a_bad_query_with_a_sentence(official, plan, query):
    response = official.get(f"{REGION}?{query}")

    assert response.status_code == 400
    assert "网址中的“x”不是可选的" in text(response)


@pytest.mark.parametrize("query", ["sort=x", "sort=bad", "page=x", "page=0"])
def test_overview_refuses_a_bad_query(official, plan, query):
    assert official.get(f"/?{query}").status_code == 400


@pytest.mark.parametrize("path", ["", "milestones/"])
def test_out_of_reach_and_absent_answer_alike(client, plan, person, path):
    client.force_login(person("official", "530000"), backend=BACKEND)

    hidden, absent = client.get(REGION + path), client.get(f"/regions/999999/{path}")

    assert hidden.status_code == absent.status_code == 404
    token = r'name="csrfmiddlewaretoken" value="[^"]*"'
    assert re.sub(token, "", text(hidden)) == re.sub(token, "", text(absent))


def test_staff_see_their_region_and_above_but_not_below(client, plan, person):
    client.force_login(person("staff", "511700"), backend=BACKEND)

    assert client.get(REGION).status_code == 200
    assert client.get("/regions/510000/").status_code == 200
    assert client.get("/regions/511702/").status_code == 404


# -------------------------------------------------------------- milestones


def test_milestones_are_never_guessed(official, plan):
    page = text(official.get(REGION + "milestones/"))

    assert "建成县级医院" in page and "未认定" in page and "其中1项已到期" in page


def test_a_milestone_in_doubt_waits_for_its_answer(official, client, person, plan):
    target = Target.objects.get(raw="建成县级医院")
    Doubt.objects.create(
        plan_indicator=target.plan_indicator,
        target=target,
        field="target",
        raw=target.raw,
        question="哪一级的医院？",
        asked_by="checks",
    )

    page = text(official.get(REGION + "milestones/"))
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(person("administrator", "511700"), backend=backend)
    offered = client.get(REGION + "milestones/").content.decode()

    assert re.search("1项(</b>)? *待确认", page) and "哪一级的医院？" in page
    assert "尚未认定" not in page and "没有未认定的。" in page
    assert f"/plans/doubts/#{plan.code}-{target.plan_indicator.key}" in offered


def test_milestones_show_who_set_them_on_what_evidence(official, plan, person):
    MilestoneStatus.objects.create(
        target=Target.objects.get(raw="建成县级医院"),
        state="met",
        evidence="验收文件",
        date="2024-05-01",
        by=person("reviewer", "511700"),
    )

    page = text(official.get(REGION + "milestones/"))

    assert "验收文件" in page and "2024-05-01" in page and "reviewer-511700" in page
    assert "未认定" not in page.replace("没有未认定的", "")


def test_milestones_count_and_list_the_revision_in_force(official, plan):
    target = Target.objects.get(raw="建成县级医院")
    Target.objects.create(
        plan_indicator=target.plan_indicator,
        year=target.year,
        issuer=target.issuer,
        raw="建成三级医院",
        kind="text",
        revision=1,
        decision=Decision.objects.create(document="市政府文件"),
        in_table=False,
    )

    page = text(official.get(REGION + "milestones/"))

    assert "建成三级医院" in page and "建成县级医院" not in page
    assert queries.row_kinds(plan)["milestones"] == 1


def test_full_coverage_without_a_number_is_set_by_a_person(official, plan, indicators):
    covered = row(plan, "P9", indicators["beds"], {YEAR: "全覆盖"}, in_table=False)
    covered.targets.update(kind="coverage")

    assert "全覆盖" in text(official.get(REGION + "milestones/"))


def test_a_target_against_its_direction_says_so_until_confirmed(official, plan):
    Target.objects.filter(plan_indicator__key="1").update(op="<=")
    assess_anew()

    for address in (REGION, REGION + "life-expectancy/", "/"):
        assert "读法待确认" in text(official.get(address)), address


def test_milestones_of_a_region_without_a_plan_are_absent(official, plan):
    assert official.get("/regions/510000/milestones/").status_code == 404
