"""Reviewing in a real browser: by keyboard alone, without scripts, and on paper."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from indicators import entry
from indicators.models import Entry, Round
from regions import access
from regions.models import Membership, Region, User
from tests.browser.conftest import PASSWORD

YEAR = 1917  # no other journey's year
ADDRESS = f"/entry/511700/{YEAR}/"
LIFE, INFANTS = "life-expectancy", "infant-mortality"
CAST = [
    ("he", "何填", access.STAFF, "511700"),
    ("lu", "陆审", access.REVIEWER, "511700"),
    ("xu", "徐省", access.REVIEWER, "510000"),
]


@pytest.fixture(scope="module")
def form(db, django_db_blocker):
    """A form of 达州 with its table's rows, every one submitted."""
    with django_db_blocker.unblock():
        people = {}
        for name, full_name, role, code in CAST:
            people[name] = User.objects.create_user(
                name, password=PASSWORD, full_name=full_name
            )
            region = Region.objects.get(code=code)
            Membership.objects.create(user=people[name], region=region, role=role)
        region = Region.objects.get(code="511700")
        chief = User.objects.create_user("chief-of-1917")
        Membership.objects.create(user=chief, region=region, role=access.ADMINISTRATOR)
        day = timezone.localdate()
        call = Round(
            issuer=region,
            title="1917年度监测",
            year=YEAR,
            opens_on=day - timedelta(days=9),
            due_on=day + timedelta(days=9),
        )
        entry.open_round(call, [region], by=chief)
        _submit_all(region, people["he"])
    return people


def cells():
    return Entry.objects.current().filter(submission__year=YEAR)


def _submit_all(region, clerk):
    changes = [
        entry.CellChange(
            cell.indicator.code,
            cell.version,
            {
                "value": str(min(cell.indicator.upper or 50, 50)),
                "source": "达州市卫生健康统计年报（1917年）第12页",
                "note": "已核实",
                "grade": "annual",
            },
        )
        for cell in cells().select_related("indicator")
    ]
    saved = entry.save(region, YEAR, changes, by=clerk)
    assert {outcome.status for outcome in saved} == {"saved"}
    entry.submit(region, YEAR, [c.indicator for c in changes], by=clerk)


def enter(person, name, path):
    page = person.page
    page.goto(person.site + "/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.goto(person.site + path)
    return page


def states(*codes):
    return [cells().get(indicator__code=code).state for code in codes]


def test_two_are_returned_and_the_rest_approved_by_keyboard_alone(visit, form):
    """Also 报送 and the 退回 of the level above: one journey, in the form's order."""
    person = visit()
    page = enter(person, "lu", f"{ADDRESS}review/")
    person.check()
    keys = page.keyboard

    first, second = cells_on(page)[:2]
    keys.press("x")
    keys.press("j")
    keys.press("x")
    assert page.locator("[data-chosen]").inner_text() == "已选2项"
    keys.press("r")
    focused = page.locator(f"#remark-{second}")
    focused.wait_for()
    keys.type("j x a 与公报不符")  # keys are letters while one types
    keys.press("Tab")
    keys.type("50.1")
    assert page.locator("[data-chosen]").inner_text() == "已选2项"
    page.fill("#remark", "请核对来源")
    page.get_by_role("button", name="退回所选").focus()
    keys.press("Enter")
    page.locator("dialog[open]").wait_for()
    assert "退回所选的2项？" in page.locator("dialog").inner_text()
    with page.expect_navigation():
        keys.press("Enter")

    assert states(first, second) == ["returned", "returned"]
    returned = cells().get(indicator__code=second)
    assert (
        returned.remark == "j x a 与公报不符" and str(returned.suggested)[:4] == "50.1"
    )
    assert cells().get(indicator__code=first).remark == "请核对来源"

    third = cells_on(page)[0]
    keys.press("x")
    keys.press("a")
    dialog = page.locator("dialog[open]")
    dialog.wait_for()
    assert "审定所选的1项？" in dialog.inner_text()
    keys.press("Escape")
    dialog.wait_for(state="hidden")  # under load it is still closing
    assert states(third) == ["submitted"]
    keys.press("a")
    dialog.wait_for()
    with page.expect_navigation():
        keys.press("Enter")
    assert states(third) == ["approved"]

    page.get_by_role("button", name=re.compile("审定全部")).click()
    with page.expect_navigation():
        page.locator("dialog [data-yes]").click()
    left = cells().filter(state="approved").count()
    assert left == cells().count() - 2
    page.get_by_role("button", name=f"报送{left}项").click()
    with page.expect_navigation():
        page.locator("dialog [data-yes]").click()
    assert cells().filter(state="reported").count() == left
    person.check()
    assert person.problems == []

    above = visit()
    page = enter(above, "xu", f"{ADDRESS}review/")
    assert third in cells_on(page) and first not in cells_on(page)
    row = page.locator(f"#{third}")
    row.locator("summary").click()
    row.locator("textarea").fill("与省里的数不符")
    with page.expect_navigation():
        row.get_by_role("button", name="退回此项").click()
    assert states(third) == ["returned"]
    above.check()
    assert above.problems == []


def cells_on(page):
    return page.locator("tr[data-line]").evaluate_all("rows => rows.map(r => r.id)")


@pytest.mark.parametrize("width, scheme", [(1440, "dark"), (390, "light")])
@pytest.mark.parametrize("tail", ["review/?show=all", "sheet/", "log/"])
def test_the_pages_are_sound_in_both_themes_and_on_a_phone(
    visit, form, width, scheme, tail
):
    person = visit(width, scheme)
    enter(person, "lu", ADDRESS + tail)

    person.check()

    assert person.problems == []


def test_without_scripts_the_question_is_a_page_of_its_own(visit, form):
    person = visit(java_script_enabled=False)
    page = enter(person, "lu", f"{ADDRESS}review/?show=all")
    assert page.locator("[data-keys]").is_hidden()

    page.fill("#reason", "汇总完毕")
    page.get_by_role("button", name="锁定", exact=True).click()

    assert "由陆审锁定（汇总完毕）" in page.locator("#lock + form").inner_text()
    page.fill("#reason", "继续")
    page.get_by_role("button", name="解锁", exact=True).click()
    assert "未锁定" in page.locator("#lock + form").inner_text()


def pages_of(page):
    """Return how many sheets of paper the page prints on."""
    return len(
        re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))
    )


def test_twenty_four_rows_fit_on_one_sheet_of_paper_and_more_repeat_the_head(
    visit, form
):
    person = visit()
    page = enter(person, "he", f"{ADDRESS}sheet/")
    assert page.locator(".a4 tbody tr").count() == 24

    assert pages_of(page) == 1

    page.evaluate(
        "const body = document.querySelector('.a4 tbody');"
        "for (const row of [...body.rows]) body.append(row.cloneNode(true))"
    )
    assert pages_of(page) == 2
    page.emulate_media(media="print")
    head = "getComputedStyle(document.querySelector('.a4 thead')).display"
    assert page.evaluate(head) == "table-header-group"
    running = page.locator(".a4 .running").inner_text()
    assert page.locator(".a4 .by .code").inner_text() in running
    day = timezone.localdate()
    assert f"{day.year}年{day.month}月{day.day}日" in running
