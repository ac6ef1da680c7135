"""The chart to take away: who may, what picture and CSV hold, how they are named."""

import csv
import io
from decimal import Decimal
from urllib.parse import unquote

import pytest

from dashboards.charts import picture
from indicators import entry
from indicators.models import Target
from indicators.models.observations import Origin
from tests.pages import text

from .conftest import YEAR, row

BACKEND = "django.contrib.auth.backends.ModelBackend"
CITY, PROVINCE, COUNTY, OTHER = "511700", "510000", "511702", "530300"
ROLES = ["staff", "reviewer", "official", "analyst", "administrator"]
BELOW = {"official", "analyst", "administrator"}
LAST = YEAR - 1
PAGE = f"/regions/{CITY}/life-expectancy/"
FILES = ["chart.png", "chart.csv"]
QUERIES = 15  # two of them for the ledger of what left the system


def signed_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def drawing(monkeypatch):
    """No picture is painted: what it would be painted from is kept."""
    asked = []

    def png(*given):
        asked.append(given)
        return b"\x89PNG"

    monkeypatch.setattr(picture, "png", png)
    return asked


def lines(response):
    plain = response.content.decode("utf-8")
    assert plain.startswith("\ufeff") and "\r\n" in plain
    return list(csv.DictReader(io.StringIO(plain[1:], newline="")))


# ---------------------------------------------------------------------- who may take


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("code", [CITY, COUNTY, PROVINCE, OTHER])
def test_who_may_take_the_chart_of_the_city(client, plan, person, drawing, role, code):
    signed_in(client, person(role, code))

    answers = {client.get(PAGE + name).status_code for name in FILES}

    allowed = code == CITY or (code == PROVINCE and role in BELOW)
    assert answers == {200 if allowed else 404}
    page = client.get(PAGE)
    offered = page.status_code == 200 and "chart.csv" in text(page)
    assert offered == allowed


def test_without_sign_in_nothing_leaves(client, plan):
    assert {client.get(PAGE + name).status_code for name in FILES} == {302}


@pytest.mark.parametrize("name", FILES)
def test_what_is_not_there_is_absent(official, plan, name):
    for path in (f"/regions/{CITY}/nothing/", "/regions/530000/life-expectancy/"):
        assert official.get(path + name).status_code == 404


@pytest.mark.parametrize("name", FILES)
def test_a_row_that_is_none_is_refused_with_a_sentence(official, plan, drawing, name):
    answer = official.get(PAGE + name, {"row": "dazhou/77"})

    assert answer.status_code == 400 and "“dazhou/77”" in text(answer)
    assert drawing == []


def test_what_is_not_reported_stays_with_its_own_people(client, plan, person, drawing):
    region, indicator = plan.region, plan.rows.get(key="1").indicator
    value = entry.NewValue(region, indicator, LAST, Decimal("66.6"), source="年报")
    entry.publish([value], origin=Origin.ENTRY, held=True)

    seen = {}
    for code in (CITY, PROVINCE):
        signed_in(client, person("official", code))
        client.get(PAGE + "chart.png")
        seen[code] = "66.6" in client.get(PAGE + "chart.csv").content.decode()
        assert ("66.6" in str(drawing[-1])) == seen[code]

    assert seen == {CITY: True, PROVINCE: False}


@pytest.mark.parametrize("name", FILES)
def test_a_file_stays_within_its_queries(
    official, plan, drawing, name, django_assert_max_num_queries
):
    with django_assert_max_num_queries(QUERIES):
        official.get(PAGE + name)


# ---------------------------------------------------------------------- what they hold


def test_the_picture_says_what_of_whom_from_where_and_when(official, plan, drawing):
    answer = official.get(PAGE + "chart.png")

    ((figure, title, subtitle, notes),) = drawing
    assert answer["Content-Type"] == "image/png"
    assert title == "达州市 人均预期寿命（岁）"
    assert subtitle == "健康达州规划 征求意见稿"
    assert figure["data"] and "数据来源：年报。" in notes
    assert any("制图" in note for note in notes)
    name = unquote(answer["Content-Disposition"])
    assert "人均预期寿命-达州市-" in name and name.endswith(".png")
    assert answer["Cache-Control"] == "private, no-store"


def test_the_picture_says_what_is_made_up(official, plan, drawing):
    official.get(f"/regions/{CITY}/infant-mortality/chart.png")

    assert f"{LAST}年为演示数据。" in drawing[0][-1]


def test_without_a_font_the_page_offers_no_picture_and_the_address_says_why(
    official, plan, monkeypatch
):
    monkeypatch.setattr(picture, "font", lambda: None)

    page, answer = official.get(PAGE), official.get(PAGE + "chart.png")

    assert "chart.png" not in text(page) and "chart.csv" in text(page)
    assert answer.status_code == 422 and "没有中文字体" in answer.content.decode()


def test_each_row_of_the_page_has_files_of_its_own(official, plan, drawing):
    page = official.get(f"/regions/{CITY}/beds/")

    assert "chart.csv?row=dazhou/3" in text(page)
    assert "chart.csv?row=dazhou/P1" in text(page)
    answer = official.get(f"/regions/{CITY}/beds/chart.csv", {"row": "dazhou/P1"})
    assert [line["数值"] for line in lines(answer)] == ["200"]


def test_the_csv_holds_every_series_of_the_chart(official, plan):
    found = lines(official.get(PAGE + "chart.csv"))

    told = {(r["系列"], r["年份"]): r for r in found if r["地区"] == "达州市"}
    above = {(r["地区"], r["年份"]): r for r in found if r["地区"] != "达州市"}
    assert told["实际值", str(LAST)]["数值"] == "79.2"
    assert above["四川省", str(LAST)]["数值"] == "78.4"
    assert told["目标", str(YEAR + 4)]["说明"] == "80岁"
    assert told["规划路径", "2015"]["数值"] == "75.00"
    assert {of for of, _year in above} == {"四川省", "全国"}
    assert {r["计量单位"] for r in found} == {"岁"}


def test_texts_that_excel_would_run_are_guarded(official, plan):
    hostile = row(
        plan, "P9", plan.rows.get(key="1").indicator, {YEAR + 4: 81}, label="=1+1"
    )
    Target.objects.filter(plan_indicator=hostile).update(raw="@SUM(A1)")

    found = lines(official.get(PAGE + "chart.csv", {"row": "dazhou/P9"}))

    assert {r["指标"] for r in found} == {"'=1+1"}
