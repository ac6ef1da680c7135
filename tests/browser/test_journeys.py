"""Journeys through the site as its users make them, in a real browser."""

import pytest

LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]
OTHER_PAGES = [
    "/regions/510000/",  # a level without a plan of its own
    "/regions/511102/",  # a plan without a table
    "/regions/511700/milestones/",
    "/password/",
    "/nowhere/",
]


@pytest.mark.parametrize("width, scheme", LOOKS)
def test_from_sign_in_to_the_arithmetic_of_an_indicator(visit, width, scheme):
    person = visit(width, scheme)
    page = person.page

    person.open("/login/").sign_in().check()
    page.locator("main table a", has_text="达州市").first.click()
    page.wait_for_url("**/regions/511700/")
    person.check()
    page.locator("main tbody a", has_text="人均预期寿命").first.click()
    page.wait_for_url("**/regions/511700/life-expectancy/**")
    person.check()
    page.locator("nav a", has_text="评价方法").click()
    person.check()
    page.locator("nav a", has_text="帮助").click()
    person.check()

    assert person.problems == []
    assert page.url.endswith("/help/")


@pytest.mark.parametrize("width, scheme", [(1440, "light"), (390, "dark")])
def test_the_other_pages_are_quiet_and_accessible(visit, width, scheme):
    person = visit(width, scheme).sign_in()

    for path in OTHER_PAGES:
        person.open(path)

    wrong = [p for p in person.problems if "/nowhere/" not in p and "404" not in p]
    assert wrong == []


def test_the_keyboard_reaches_the_content_first(visit):
    person = visit().sign_in()
    page = person.page

    page.keyboard.press("Tab")
    skip = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert skip == "跳到正文"
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_wrong_password_is_said_where_it_is_read_aloud(visit):
    person = visit()
    person.page.goto(person.site + "/login/")
    person.page.locator("#id_username:focus").wait_for()

    person.page.keyboard.type("li")
    person.page.keyboard.press("Tab")
    person.page.keyboard.type("错的")
    person.page.keyboard.press("Enter")
    alert = person.page.get_by_role("alert")
    alert.wait_for()

    assert "用户名或密码不正确" in alert.inner_text()
    assert person.check().problems == []


@pytest.mark.parametrize("path", ["/", "/regions/511700/", "/method/", "/help/"])
def test_paper_carries_no_navigation_and_nothing_clipped(visit, path):
    person = visit().sign_in()
    page = person.page
    page.goto(person.site + path)
    page.set_viewport_size({"width": 1030, "height": 720})  # A4 across, in px

    page.emulate_media(media="print")

    hidden = page.locator("header.site, nav, button").all()
    assert hidden and not any(part.is_visible() for part in hidden)
    assert page.locator("h1").is_visible()
    assert page.locator("footer").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_signing_out_ends_the_visit(visit):
    person = visit().sign_in()

    person.page.get_by_role("button", name="退出").click()
    person.page.wait_for_url("**/login/**")
    person.page.goto(person.site + "/")

    assert "/login/?next=/" in person.page.url


def test_an_old_browser_is_told_what_to_switch_to(visit):
    agent = "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko"
    person = visit(user_agent=agent)

    person.open("/")
    told = person.page.inner_text("h1")
    person.page.get_by_text("仍要继续").click()
    person.page.wait_for_url("**/login/**")

    assert told == "请换用较新的浏览器"
    assert person.check().problems == []
