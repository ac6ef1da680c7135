"""A target without a year: said as such wherever targets are said, judged nowhere."""

import io
import re
from datetime import UTC, datetime
from html import unescape

import openpyxl
import pytest
from django.utils.html import strip_tags

from dashboards import summaries
from dashboards.charts.target_marks import _mark
from dashboards.queries.plan_rows import in_full
from dashboards.reports import workbook
from dashboards.rows import Aim
from dashboards.selection import Selection
from indicators.entry import asked
from indicators.models import Assessment, Indicator, PlanIndicator, Target
from indicators.pages.downloads import workbook_rows
from indicators.rules import assessment, printed
from indicators.verdicts.goals import goals
from regions import access
from regions.models import Membership, Region, User

from .test_api_scope import get, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plans_with_demo")]
COUNTY, PLAN, CARIES = "511102", "511102-shizhongqu", "caries-12y"
WORDS = {"511700-dazhou": 6, "530300-qujing": 1, "360202-changjiang": 2}
FIGURES = {
    **{"511102-shizhongqu": 11, "511700-dazhou": 24},
    **{"530300-qujing": 2, "360202-changjiang": 2},
}


@pytest.fixture
def as_administrator(client):
    user = User.objects.create_user("undated")
    for code in (COUNTY, "511700"):
        Membership.objects.create(
            user=user, region=Region.objects.get(code=code), role=access.ADMINISTRATOR
        )
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def caries():
    return PlanIndicator.objects.select_related("plan__region", "indicator").get(
        plan__code=PLAN, indicator__code=CARIES
    )


def told(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    page = re.sub(r"<(script|style).*?</\1>", "", answer.content.decode(), flags=re.S)
    return " ".join(unescape(strip_tags(page)).split())


def test_every_undated_promise_is_stored_as_printed():
    found = Target.objects.filter(year=None)
    rows = found.values_list("plan_indicator__plan__code", "plan_indicator__indicator")
    plans = [plan for plan, concept in rows if concept]

    assert {plan: plans.count(plan) for plan in plans} == FIGURES
    assert {p: n for p in WORDS if (n := len([x for x in rows if x[0] == p]))} == {
        plan: words + FIGURES[plan] for plan, words in WORDS.items()
    }
    assert all(target.raw and target.source_ref for target in found)


def test_no_undated_target_is_judged():
    rows = PlanIndicator.objects.filter(targets__isnull=False, targets__year=None)
    undated = Assessment.objects.filter(plan_indicator__in=rows)

    assert {a.code for a in undated} == {"no_data"}
    without_values = {"no_observation", *assessment.MISSING_ON_PURPOSE}
    assert {a.reason for a in undated} <= {"undated_target", *without_values}
    assert any(a.sentence == "暂无法评价：目标未注明年份。" for a in undated)
    for verdict in undated:
        (state,) = verdict.result.milestones
        assert (state.year, state.state) == (None, "unverifiable")
        assert "undated" in state.flags


def test_the_pages_say_that_no_year_is_stated(as_administrator):
    region = told(as_administrator.get(f"/regions/{COUNTY}/"))
    page = told(as_administrator.get(f"/regions/{COUNTY}/{CARIES}/"))

    assert "目标未注明年份9项" in region
    assert "2025年目标 未注明年份目标" in region
    assert "暂无法评价：目标未注明年份。" in page
    assert "未注明年份的目标不在图上：控制在25%以内。" in page
    assert "规划期末为2025年，是否以此为目标年，由规划主管部门确定。" in page
    assert "未注明年份，不作评价" in page
    assert "None" not in region + page


def test_a_row_without_values_does_not_promise_that_values_would_do(as_administrator):
    page = told(as_administrator.get(f"/regions/{COUNTY}/township-physicians/"))

    assert "查明并补录目标的年份，并填报近年的数值后即可评价。" in page


def test_targets_in_words_without_a_year_come_last_and_are_set(as_administrator):
    page = told(as_administrator.get("/regions/511700/milestones/"))
    address = "/regions/511700/milestones/511700-dazhou/M39/undated/"
    one = told(as_administrator.get(address))
    set_state = {"state": "met", "evidence": "市卫生健康委文件", "day": "2026-03-01"}

    assert page.index("2030年 ") < page.index("未注明年份 免费婚前医学检查")
    assert "未注明年份定性目标" in one
    assert as_administrator.post(address, set_state)["location"] == address
    assert as_administrator.get(address.replace("M39", "M1")).status_code == 404


def test_the_plans_last_year_is_offered_and_not_assumed(as_administrator, caries):
    page = f"/plans/{PLAN}/{caries.key}/revise/"
    offered = as_administrator.get(f"{page}?what=undated")
    form = {
        **{"what": "undated", "raw": caries.targets.get().raw, "due": "2025"},
        **{"document": "通知", "dated": "2026-03-01", "reason": "明确"},
    }
    shown = told(as_administrator.post(page, form | {"step": "preview"}))
    same = as_administrator.post(page, form | {"step": "preview", "due": ""})

    assert "规划期末为2025年" in told(offered)
    assert offered.context["form"]["due"].value() == 2025
    assert "目标年份 未注明 → 2025" in shown
    assert "未如期完成2025年目标" in shown
    assert same.status_code == 422 and "无须修订" in same.content.decode()
    assert caries.targets.get().year is None


def test_what_has_no_year_is_never_overdue():
    counts = summaries.milestone_counts([(None, ""), (2020, ""), (2030, "")], 2026)

    assert (counts.unset, counts.unset_due) == (3, 1)


def test_milestone_years_put_the_undated_last(caries):
    row = in_full(caries, caries.plan.region)

    assert summaries.milestone_years([row], 2026) == [None]
    assert sorted([None, 2030, 2020], key=printed.place) == [2020, 2030, None]


@pytest.mark.parametrize(
    ("about", "level"),
    [
        ({"year": None, "kind": "value", "value": 25.0}, None),
        ({"year": 2025, "kind": "slow"}, None),
        ({"year": 2025, "kind": "keep"}, None),
        ({"year": 2025, "kind": "keep", "value": 25.0}, 25.0),
    ],
)
def test_what_has_no_place_in_a_chart_has_no_mark(caries, about, level):
    mark = _mark(in_full(caries, caries.plan.region), Aim(printed="25", **about))

    assert (mark.level if mark else None) == level


def test_the_form_shows_it_and_asks_every_year(caries):
    region, concept = caries.plan.region, caries.indicator
    goal = goals(region, 2025, [concept.pk])[concept.pk]
    Indicator.objects.filter(pk=concept.pk).update(period=5)
    every = asked.Catalogue(
        2024, True, True, frozenset(), frozenset()
    )  # two years after a value, of five
    wanted, _rest = asked.divided(every, [region])[region.pk]

    assert (goal.year, goal.printed, goal.due) == (None, "控制在25%以内", None)
    assert goal.when == "未注明年份"
    assert CARIES in {indicator.code for indicator in wanted}
    cell = type("Cell", (), {"goal": goal})
    assert workbook_rows._target(cell) == "未注明年份：控制在25%以内"


def test_the_interface_gives_no_year(as_administrator):
    head = token_of(User.objects.get(username="undated"))
    about = {"region": COUNTY, "page_size": 1000}
    found = get(as_administrator, "targets", head, **about).json()["items"]
    rows = [row for row in found if row["indicator"] == CARIES]
    dated = get(as_administrator, "targets", head, year=2025, **about).json()["items"]

    assert [row["year"] for row in rows] == [None]
    assert rows[0]["in_force"] and rows[0]["printed"] == "控制在25%以内"
    assert {row["year"] for row in dated} == {2025}


def test_the_workbook_has_a_column_for_them():
    target = io.BytesIO()
    at = datetime(2026, 3, 4, tzinfo=UTC)
    workbook.write(target, Selection(), None, by="王分析", at=at)
    book = openpyxl.load_workbook(io.BytesIO(target.getvalue()), read_only=True)
    rows = book["指标明细"].iter_rows(min_row=2, values_only=True)
    heads = list(next(rows))
    plan, key, raw, number = (
        heads.index(name)
        for name in ("规划", "指标代码", "未注明年份目标（原文）", "未注明年份目标")
    )

    assert raw > heads.index("2030年目标（原文）")
    (found,) = [r for r in rows if r[key] == CARIES and "市中区" in r[plan]]
    assert (found[raw], found[number]) == ("控制在25%以内", 25)
