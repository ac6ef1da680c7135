"""A target is revised by two people, and every place that prints it follows."""

import io
import json

import pytest
from openpyxl import load_workbook

from indicators.models import Assessment, Target
from regions import access
from regions.models import Membership, Region, User
from tests.browser.conftest import PASSWORD

CITY, PLAN = "511700", "511700-dazhou"
PAGE = f"/regions/{CITY}/life-expectancy/"
PEOPLE = {"zhou": ("周宁", access.ADMINISTRATOR), "wu": ("吴越", access.REVIEWER)}
PEOPLE |= {"zheng": ("郑平", access.ANALYST)}


@pytest.fixture
def people(db):
    """An administrator, a reviewer and an analyst of 达州."""
    city = Region.objects.get(code=CITY)
    for name, (full, role) in PEOPLE.items():
        user, made = User.objects.get_or_create(
            username=name, defaults={"full_name": full, "is_staff": name == "zhou"}
        )
        if made:
            user.set_password(PASSWORD)
            user.save()
            Membership.objects.create(user=user, region=city, role=role)


@pytest.fixture
def as_(visit, people):
    """A function that opens the site as one of them."""

    def sign_in(name, **window):
        person = visit(**window)
        person.page.goto(person.site + "/login/")
        person.page.fill("#id_username", name)
        person.page.fill("#id_password", PASSWORD)
        person.page.keyboard.press("Enter")
        person.page.wait_for_url(lambda url: "/login/" not in url)
        return person

    return sign_in


def verdict():
    rows = Assessment.objects.read_by("own").filter(
        plan_indicator__plan__code=PLAN, plan_indicator__key="1"
    )
    return rows.values_list("inputs", flat=True).get()["indicator"]["milestones"]


def workbook(person):
    answer = person.page.request.get(
        person.site + f"/data/workbook.xlsx?region={CITY}&indicator=life-expectancy"
    )
    assert answer.ok
    book = load_workbook(io.BytesIO(answer.body()), read_only=True)
    return {
        str(c) for sheet in book for row in sheet.values for c in row if c is not None
    }


@pytest.mark.parametrize("width", [1440, 390])
def test_the_revision_pages_are_quiet_and_accessible(as_, width):
    person = as_("zhou", width=width)

    person.open(PAGE)
    person.open(f"/plans/{PLAN}/1/revise/?what=2030")
    person.open(f"/plans/{PLAN}/retire/")
    person.open(f"/regions/{CITY}/milestones/")
    person.page.locator("a.set").first.click()
    person.check()

    assert person.problems == []


def test_a_target_is_revised_by_two_people_and_all_follow(as_):
    author = as_("zhou")
    page = author.page

    author.open(PAGE)
    page.get_by_role("link", name="修订目标值或基期值").click()
    page.get_by_label("2030年目标值").check()
    page.get_by_label("修订为").fill("79.5")
    page.get_by_label("依据文件").fill("关于调整健康达州2030规划部分目标的通知")
    page.get_by_label("文号").fill("达市府发〔2026〕9号")
    page.get_by_label("文件日期").fill("2026-03-01")
    page.get_by_label("原因").fill("第七次人口普查后重新测算")
    page.get_by_role("button", name="预览").click()
    page.get_by_text("修订后的评价").wait_for()
    author.check()
    page.get_by_role("button", name="提交复核").click()
    page.wait_for_url("**/proposals/*/")
    author.check()
    address = page.url
    assert page.get_by_role("button", name="复核通过").count() == 0
    # Whoever else may confirm is named too: other journeys left their people there.
    assert "可由达州市的审核人员或管理员复核：" in page.inner_text("main")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    refused = page.request.post(
        address + "confirm/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": address},
    )
    assert refused.status == 403 and "须由他人复核" in refused.text()
    assert [m["raw"] for m in verdict()][-1] == "79"

    second = as_("wu", width=390)
    second.open("/entry/")
    second.page.get_by_role("link", name="2030年目标值").click()
    second.check()
    second.page.get_by_role("button", name="复核通过").click()
    second.page.get_by_text("修订生效").wait_for()
    second.check()

    assert [m["raw"] for m in verdict()][-1] == "79.5"
    reader = as_("zheng")
    reader.open(PAGE)
    aims = reader.page.locator("table.aims").first
    assert aims.locator("s").inner_text() == "79岁"
    assert (
        "达市府发〔2026〕9号" in aims.inner_text() and "吴越复核" in aims.inner_text()
    )
    cells = workbook(reader)
    assert "79.5" in cells or 79.5 in cells
    assert any("原为“79”，修订为“79.5”" in cell for cell in cells)
    answer = reader.page.request.get(
        reader.site + f"/api/v1/targets?region={CITY}&indicator=life-expectancy"
    )
    found = [
        (t["raw"], t["revision"], t["in_force"])
        for t in json.loads(answer.text())["items"]
        if t["year"] == 2030 and t["issuer"] == CITY
    ]
    assert ("79", 0, False) in found and ("79.5", 1, True) in found

    target = Target.objects.get(
        plan_indicator__plan__code=PLAN, plan_indicator__key="1", year=2030, revision=1
    )
    assert author.problems == [] and second.problems == []
    page.goto(author.site + f"/admin/indicators/target/{target.pk}/change/")
    assert "由第二人复核后生效" in page.inner_text("body")
    assert page.locator("input[name=_save], .deletelink").count() == 0


def test_without_script_on_a_phone_a_state_is_set(as_):
    person = as_("zhou", width=390, java_script_enabled=False)
    page = person.page

    page.goto(person.site + f"/regions/{CITY}/milestones/")
    page.locator("a.set").first.click()
    page.get_by_label("基本完成").check()
    page.get_by_label("依据").fill("市政府常务会议通报")
    page.get_by_role("button", name="认定").click()

    assert "已认定" in page.inner_text("main") and "周宁" in page.inner_text("main")
