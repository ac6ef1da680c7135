"""The page of one indicator in one region: what it says, to whom, in how many
queries."""

import json
import re
from decimal import Decimal

import pytest
from django.utils.html import escape

from indicators import entry
from indicators.models import Decision, Observation, Plan, PlanIndicator, Target
from indicators.models.observations import Origin
from tests.pages import text
from tests.verdicts import assess_anew

from .conftest import YEAR, publish, row

BACKEND = "django.contrib.auth.backends.ModelBackend"
LAST = YEAR - 1
PAGE = "/regions/511700/life-expectancy/"
QUERIES = 18


def words(response):
    """The page's text without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text(response)).split())


def figures(response):
    """The figures on the page as the script reads them."""
    found = re.findall(
        r'<script id="figure-[\w-]+" type="application/json">(.*?)</script>',
        text(response),
        re.S,
    )
    return [json.loads(figure) for figure in found]


def of_region(plan):
    return plan.region, plan.rows.get(key="1").indicator


# --------------------------------------------------------------- what it says


def test_the_verdict_its_arithmetic_and_its_chart_come_first(official, plan):
    response = official.get(PAGE)

    (shown,) = response.context["sections"]
    assert shown["row"].sentence and escape(shown["row"].sentence) in text(response)
    assert all(line.title in text(response) for line in shown["lines"])
    assert [len(f["data"]) > 0 for f in figures(response)] == [True]
    assert 'role="img"' in text(response)


def test_the_chart_holds_levels_above_and_the_table_their_values(official, plan):
    response = official.get(PAGE)

    (figure,) = figures(response)
    drawn = [t["name"] for t in figure["data"] if t["meta"] == "upper"]
    assert drawn == ["全国", "四川省"]
    headings = [str(c.header) for c in response.context["values"].columns]
    assert headings[:2] == ["年份", "实际值"] and {"全国", "四川省"} <= set(headings)


def test_the_caption_explains_what_is_drawn_and_nothing_else(official, plan):
    said = official.get(PAGE).context["sections"][0]["caption"]["shapes"]

    assert "方形为基期" in said and "灰色细线为上级数据" in said
    assert "阶梯线" not in said and "浅色方块" not in said


def test_values_come_newest_first_each_with_its_source(official, plan):
    table = official.get(PAGE).context["values"]

    assert [r.get_cell("year") for r in table.rows] == [LAST, LAST - 1]
    assert "年报" in str(table.rows[0].get_cell("source"))


def test_demo_values_are_marked_on_page_chart_and_table(official, plan):
    response = official.get("/regions/511700/infant-mortality/")

    assert "含演示数据" in words(response)
    assert f"{LAST}年为演示数据" in words(response)
    assert "演示" in str(response.context["values"].rows[0].get_cell("value"))


def test_demo_values_are_no_part_of_the_lines_of_levels_above(official, plan, regions):
    _, indicator = of_region(plan)
    publish(regions["510000"], indicator, {LAST - 1: 70.1}, origin=Origin.DEMO)

    response = official.get(PAGE)

    (figure,) = figures(response)
    (line,) = [t for t in figure["data"] if t.get("name") == "四川省"]
    assert line["x"] == [LAST] and line["y"] == [78.4]
    assert "70.1" not in words(response)


def test_a_year_without_a_value_says_why(official, plan):
    region, indicator = of_region(plan)
    gap = entry.NewValue(
        region, indicator, LAST - 2, missing_reason="not_collected", source="年报"
    )
    entry.publish([gap], origin=Origin.ENTRY)

    response = official.get(PAGE)

    assert f"没有数值的年份：{LAST - 2}年本级不统计" in words(response)
    assert "本级不统计" in str(response.context["values"].rows[-1].get_cell("value"))


def test_a_value_that_stands_in_is_marked(official, plan, regions):
    region, indicator = of_region(plan)
    publish(region, indicator, {2020: 78}, substitute_region=regions["510000"])

    table = official.get(PAGE).context["values"]

    assert "以四川省数据代替" in str(table.rows[-1].get_cell("value"))


def test_targets_show_print_reading_state_and_provenance(official, plan):
    (section,) = official.get(PAGE).context["sections"]

    (found,) = section["aims"].rows
    assert "80" in str(found.get_cell("printed")) and "未到期" in str(
        found.get_cell("state")
    )
    assert "第一章" in str(found.get_cell("source"))


def test_a_target_of_another_level_is_shown_and_not_judged(official, plan, regions):
    made = plan.rows.get(key="1")
    Target.objects.create(
        plan_indicator=made,
        year=YEAR + 4,
        issuer=regions["510000"],
        raw="81",
        kind="value",
        op="=",
        value=81,
        in_table=True,
    )

    response = official.get(PAGE)

    assert "只供参照，不作评价" in words(response)
    (figure,) = figures(response)
    names = [n["text"] for n in figure["layout"]["annotations"]]
    assert "80岁" in names and "81岁" not in names


def test_a_revised_target_stays_struck_out(official, plan):
    old = plan.rows.get(key="1").targets.get()
    Target.objects.create(
        plan_indicator=old.plan_indicator,
        year=old.year,
        issuer=old.issuer,
        raw="80.5",
        kind="value",
        op="=",
        value=Decimal("80.5"),
        in_table=True,
        revision=1,
        decision=Decision.objects.create(
            document="达府发〔2024〕1号", reason="中期调整"
        ),
    )
    assess_anew()

    response = official.get(PAGE)

    assert "达府发〔2024〕1号" in words(response)
    assert "<s>80岁</s>" in text(response) and "已修订，不再适用" in words(response)


def test_a_doubtful_unit_says_why_there_is_no_verdict(official, plan):
    response = official.get("/regions/511700/physicians/")

    assert "计量单位存疑，确认之前不作评价。" in words(response)


def test_the_table_row_comes_before_the_prose_row(official, plan):
    response = official.get("/regions/511700/beds/")

    shown = [s["row"] for s in response.context["sections"]]
    assert [s.key for s in shown] == ["3", "P1"]
    assert "原文为“文本床位”" in words(response)


def test_a_total_is_never_set_beside_another_levels(official, plan, regions):
    publish(regions["511700"], plan.rows.get(key="3").indicator, {LAST: 90})
    publish(regions["100000"], plan.rows.get(key="3").indicator, {LAST: 90000})

    response = official.get("/regions/511700/beds/")

    assert "90000" not in words(response) and "90,000" not in words(response)


def test_an_indicator_no_plan_names_shows_its_values_alone(official, plan):
    response = official.get("/regions/100000/life-expectancy/")

    assert response.context["sections"] == []
    assert len(figures(response)) == 1
    assert "不作评价" in words(response)


def test_neighbours_lead_through_the_plan_each_indicator_once(official, plan):
    seen, code = [], "life-expectancy"
    while code and len(seen) < 10:
        seen.append(code)
        after = official.get(f"/regions/511700/{code}/").context["after"]
        code = after and after["indicator__code"]

    assert seen == ["life-expectancy", "infant-mortality", "beds", "physicians"]


# ---------------------------------------------------------------- the history


def test_the_history_says_from_what_to_what_and_through_whom(official, plan, person):
    region, indicator = of_region(plan)
    value = entry.NewValue(region, indicator, LAST, Decimal("79.5"), source="更正")
    by = person("reviewer", "511700")
    entry.publish([value], origin=Origin.ENTRY, by=by, reason="复核")

    table = official.get(PAGE).context["changes"]

    first = table.rows[0]
    assert (first.get_cell("old"), first.get_cell("new")) == ("79.2", "79.5")
    assert first.get_cell("by") == "reviewer-511700"
    assert "复核" in str(first.get_cell("why"))


def test_a_long_history_is_cut_until_all_is_asked_for(official, plan):
    region, indicator = of_region(plan)
    publish(region, indicator, {year: 70 for year in range(1980, 2005)})

    cut, whole = official.get(PAGE), official.get(PAGE + "?history=all")

    assert len(cut.context["changes"].rows) == 20
    assert "?history=all" in text(cut) and "?history=all" not in text(whole)
    assert len(whole.context["changes"].rows) == 27


def test_a_bad_query_string_is_refused_with_a_sentence(official, plan):
    response = official.get(PAGE + "?history=some")

    assert response.status_code == 400
    assert "“some”" in text(response)


# ------------------------------------------------------------------ who sees it


@pytest.mark.parametrize(
    "path",
    [
        "/regions/511700/nothing/",  # no such indicator
        "/regions/999999/life-expectancy/",  # no such region
        "/regions/530000/life-expectancy/",  # neither row nor value
    ],
)
def test_what_is_not_there_is_absent(official, plan, path):
    assert official.get(path).status_code == 404


def test_a_region_out_of_reach_is_absent(client, plan, person):
    client.force_login(person("staff", "511702"), backend=BACKEND)

    assert client.get(PAGE).status_code == 200  # the level above
    client.force_login(person("official", "530000"), backend=BACKEND)
    assert client.get(PAGE).status_code == 404


@pytest.mark.parametrize(
    "role, code, sees",
    [
        ("staff", "511700", True),
        ("reviewer", "511700", True),
        ("official", "511700", False),
        ("official", "100000", False),
        ("staff", "511702", False),
    ],
)
def test_event_counts_are_for_the_regions_own_people(
    client, plan, person, role, code, sees
):
    region = plan.region
    indicator = plan.rows.get(key="2").indicator
    indicator.per = 1000
    indicator.save()
    counted = entry.NewValue(
        region,
        indicator,
        LAST,
        Decimal("1.25"),
        events=7,
        denominator=5613,
        source="年报",
    )
    entry.publish([counted], origin=Origin.ENTRY)
    client.force_login(person(role, code), backend=BACKEND)

    response = client.get("/regions/511700/infant-mortality/")

    assert ("5613" in text(response)) == sees
    assert ("事件数" in text(response)) == sees


# ------------------------------------------------------------------- its queries


def test_the_page_stays_within_its_queries(
    official, plan, regions, indicators, django_assert_max_num_queries
):
    with django_assert_max_num_queries(QUERIES):
        official.get(PAGE)
    region, indicator = of_region(plan)
    other = Plan.objects.create(
        code="second",
        region=region,
        title="又一个规划",
        status="formal",
        period_end=2040,
    )
    for n in range(5):
        row(other, f"P{n}", indicator, {YEAR + n: 80 + n}, in_table=False)
    publish(region, indicator, {year: 70 for year in range(1990, 2015)})
    assess_anew()
    assert PlanIndicator.objects.filter(assessments=None, plan=other).count() == 0
    assert Observation.objects.filter(region=region).count() > 20

    with django_assert_max_num_queries(QUERIES):
        response = official.get(PAGE)

    assert len(response.context["sections"]) == 6
