"""From the clerk's keyboard to the province's 总览: one year of 曲靖市, four people."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from indicators import entry
from indicators.models import Assessment, Entry, Indicator, Observation, Round
from regions import access
from regions.models import Membership, Region, User
from tests.browser.conftest import PASSWORD

CODE, YEAR = "530300", 2025
ADDRESS = f"/entry/{CODE}/{YEAR}/"
LIFE, INFANTS = "life-expectancy", "infant-mortality"
CHILDREN, MOTHERS = "under5-mortality", "maternal-mortality"
TYPED = {LIFE: "70.1", INFANTS: "4.1", CHILDREN: "5.2", MOTHERS: "9.1"}
CAST = [
    ("tian", "田填", access.STAFF, CODE),
    ("shen", "沈审", access.REVIEWER, CODE),
    ("ling", "凌领", access.OFFICIAL, CODE),
    ("yun", "云省", access.REVIEWER, "530000"),
    ("gao", "高领", access.OFFICIAL, "530000"),
]


@pytest.fixture
def people(db):
    """A round of 曲靖 for four indicators, and who takes part in it."""
    region = Region.objects.get(code=CODE)
    for name, full_name, role, code in CAST:
        person = User.objects.create_user(name, password=PASSWORD, full_name=full_name)
        place = Region.objects.get(code=code)
        Membership.objects.create(user=person, region=place, role=role)
    chief = User.objects.create_user("chief-of-qujing")
    Membership.objects.create(user=chief, region=region, role=access.ADMINISTRATOR)
    day = timezone.localdate()
    call = Round(
        issuer=region,
        title="2025年度监测",
        year=YEAR,
        opens_on=day - timedelta(days=9),
        due_on=day + timedelta(days=9),
        own_plans=False,
    )
    wanted = Indicator.objects.filter(code__in=TYPED)
    entry.open_round(call, [region], indicators=wanted, by=chief)
    return region


def cell(code):
    rows = Entry.objects.current().filter(
        submission__region__code=CODE, submission__year=YEAR
    )
    return rows.get(indicator__code=code)


def stored(code):
    return Observation.objects.get(region__code=CODE, year=YEAR, indicator__code=code)


def at(visit, name, path="/"):
    """Open a browser signed in as that person, on the page."""
    person = visit()
    page = person.page
    page.goto(person.site + "/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(person.site + path)
    return person


def overview_row(person):
    """What 总览 says of 曲靖, as text."""
    person.page.goto(person.site + "/")
    row = person.page.locator("tr", has=person.page.get_by_text("曲靖")).first
    return re.sub(r"\s+", " ", row.inner_text())


def type_in(page, code, name, text):
    field = page.locator(f'[name="{name}-{code}"]')
    field.fill(text)
    field.press("Enter")
    page.locator('#saving[data-mark="saved"]').wait_for()


def sure(page, button):
    """Press a button and say yes to its question."""
    page.get_by_role("button", name=re.compile(button)).first.click()
    with page.expect_navigation():
        page.locator("dialog [data-yes]").click()


def test_a_year_from_the_keyboard_to_the_province_and_back(visit, people):
    clerk = at(visit, "tian", ADDRESS)
    official, province = at(visit, "ling"), at(visit, "gao")
    before = overview_row(official)
    assert overview_row(province) == before

    fill_and_submit(clerk.page)
    reviewer = at(visit, "shen", f"{ADDRESS}review/")
    return_two(reviewer.page)
    answer_both(clerk.page)
    approve_all(reviewer.page)

    # Approved: the city's own people see it, the province does not yet.
    assert stored(LIFE).held_since is not None
    assert overview_row(official) != before
    assert overview_row(province) == before

    sure(reviewer.page, "^报送4项")
    assert {cell(code).state for code in TYPED} == {"reported"}
    assert stored(LIFE).held_since is None
    assert overview_row(province) == overview_row(official) != before

    above = at(visit, "yun", f"{ADDRESS}review/")
    row = above.page.locator(f"#{LIFE}")
    row.locator("summary").click()
    row.locator("textarea").fill("与省里测算的不符")
    with above.page.expect_navigation():
        row.get_by_role("button", name="退回此项").click()
    assert (cell(LIFE).state, cell(LIFE).revision) == ("returned", 1)
    assert stored(LIFE).value == Decimal("70.1")  # stands until the correction

    clerk.page.reload()
    assert "与省里测算的不符" in clerk.page.locator(f"#says-{LIFE}").inner_text()
    for person in (clerk, reviewer, official, province, above):
        assert person.check().problems == []


def fill_and_submit(page):
    for code, value in TYPED.items():
        type_in(page, code, "value", value)
        type_in(page, code, "source", "妇幼卫生年报")
        type_in(page, code, "note", "已与统计局核实")
    page.get_by_role("button", name=re.compile("提交已填的")).click()
    page.get_by_text("已提交4项").wait_for()
    assert {cell(code).state for code in TYPED} == {"submitted"}


def return_two(page):
    page.reload()
    for code, remark, suggestion in [
        (INFANTS, "请用年报数", "4.12"),
        (CHILDREN, "来源写到表号", ""),
    ]:
        row = page.locator(f"#{code}")
        row.locator("summary").click()
        row.locator("textarea").fill(remark)
        if suggestion:
            row.locator('input[name^="suggest"]').fill(suggestion)
        with page.expect_navigation():
            row.get_by_role("button", name="退回此项").click()
    assert cell(INFANTS).suggested == Decimal("4.12")
    assert {cell(c).state for c in (INFANTS, CHILDREN)} == {"returned"}


def answer_both(page):
    page.reload()
    page.locator(f'[name="value-{INFANTS}"]').focus()
    page.keyboard.press("Control+Enter")  # takes the suggestion over
    page.locator('#saving[data-mark="saved"]').wait_for()
    type_in(page, CHILDREN, "source", "妇幼卫生年报 表3")
    page.get_by_role("button", name=re.compile("提交已填的")).click()
    page.get_by_text("已提交2项").wait_for()
    assert cell(INFANTS).value == Decimal("4.12")


def approve_all(page):
    page.goto(page.url.split("?")[0])
    sure(page, "审定全部")
    assert {cell(code).state for code in TYPED} == {"approved"}
    assert Assessment.objects.filter(
        region__code=CODE,
        audience="own",
        plan_indicator__indicator__code=LIFE,
        latest_value=Decimal("70.1"),
    ).exists()
