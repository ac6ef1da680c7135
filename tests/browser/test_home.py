"""The clerk's and the reviewer's day in a real browser: from signing in to the answer."""

import pytest

from indicators import entry
from regions.models import User
from tests.browser.conftest import PASSWORD
from tests.browser.desks import FIRST, SECOND, field, saved

IN_VIEW = """node => { const box = node.getBoundingClientRect();
  return box.width > 0 && box.top >= 0 && box.bottom <= innerHeight
    && box.left >= 0 && box.right <= innerWidth + 1; }"""
PLAIN = {"value": "78", "source": "统计年报", "note": "已核实", "grade": "annual"}


def sign_in(desk, name, width):
    """Sign in as everyone does: at the site's own address."""
    person = User.objects.get(username=name)
    person.set_password(PASSWORD)
    person.save()
    visitor = desk.visit(width)
    page = visitor.page
    page.goto(desk.site + "/")
    page.fill("#id_username", name)
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(desk.site + "/entry/")
    return visitor


def in_view(locator):
    """Whether it is seen without scrolling, once the page has come to rest."""
    locator.wait_for()
    for _try in range(10):
        if locator.evaluate(IN_VIEW):
            return True
        locator.page.wait_for_timeout(200)
    raise AssertionError(locator.bounding_box())


@pytest.mark.parametrize("width", [1440, 390])
def test_from_signing_in_to_the_first_empty_cell_and_the_answer(desk, width):
    visitor = sign_in(desk, "grid-clerk", width)
    page = visitor.page
    visitor.check()
    assert "待填" in page.locator("nav.site-nav").inner_text()

    task = page.locator("article.task", has_text=f"{desk.year}年")
    task.locator("a.button").click()
    page.locator("html.scripted").wait_for()
    field(page, FIRST).and_(page.locator(":focus")).wait_for()
    page.keyboard.type("78")
    page.keyboard.press("Enter")
    saved(page)
    page.locator('button[value="submit-all"]').click()

    answer = page.locator("#acts-says")
    answer.filter(has_text="未提交").wait_for()
    assert in_view(answer) and answer.get_attribute("role") == "alert"
    said = page.locator(f"#says-{FIRST} li.error").first
    assert said.inner_text().lstrip("✕ ").startswith("未提交")
    assert in_view(said)
    assert "未保存" not in page.locator("#grid").inner_text()

    page.fill(f'[name="source-{FIRST}"]', "统计年报")
    page.fill(f'[name="note-{FIRST}"]', "已核实")
    page.keyboard.press("Tab")
    saved(page)
    with page.expect_navigation():
        page.locator('button[value="submit-all"]').click()
    done = page.locator("#acts .messages li")
    assert "已提交1项" in done.inner_text() and in_view(done)
    assert desk.cell(FIRST).state == "submitted"
    # said again, once the page stands: else a reader of the screen hears nothing
    page.wait_for_timeout(600)
    assert page.locator('#acts [role="status"] li').count() == 1
    visitor.check()
    refused = f"422: {desk.site}{desk.path}submit/"
    assert [p for p in visitor.problems if not p.startswith("console")] == [refused]


@pytest.mark.parametrize("width", [1440, 390])
def test_a_stale_approval_offers_a_link_and_the_answers_are_in_view(desk, width):
    clerk = User.objects.get(username="grid-clerk")
    for code, value in ((FIRST, "78"), (SECOND, "3.9")):
        desk.save(code, by="grid-clerk", **(PLAIN | {"value": value}))
    entry.submit(desk.region, desk.year, [FIRST, SECOND], by=clerk)
    visitor = sign_in(desk, "grid-reviewer", width)
    page = visitor.page
    assert "待审" in page.locator("nav.site-nav").inner_text()
    page.locator("article.task", has_text=f"{desk.year}年").locator("a.button").click()
    page.locator(f"#{FIRST}").wait_for()

    entry.withdraw(desk.region, desk.year, [FIRST], by=clerk)
    desk.save(FIRST, by="grid-clerk", value="78.1")
    entry.submit(desk.region, desk.year, [FIRST], by=clerk)
    approve_all(page)
    refusal = page.locator("#refusal")
    assert in_view(refusal) and refusal.get_attribute("role") == "alert"
    assert "您查看之后有改动，未审定" in page.locator(f"#{FIRST}").inner_text()
    assert desk.cell(FIRST).state == "submitted"

    with page.expect_navigation() as fresh:
        refusal.get_by_role("link", name="查看最新数值").click()
    assert fresh.value.request.method == "GET" and fresh.value.ok
    approve_all(page)
    done = page.locator("main .messages li")
    assert "已审定2项" in done.inner_text() and in_view(done)

    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.get_by_role("button", name="报送2项").click()
    with page.expect_navigation():
        page.locator("dialog [data-yes]").click()
    done = page.locator("main .messages li")
    assert "已报送2项" in done.inner_text() and in_view(done)
    assert desk.cell(FIRST).state == "reported"


def approve_all(page):
    page.locator('button[data-ask="all"]').click()
    with page.expect_navigation():
        page.locator("dialog [data-yes]").click()


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("scripts", [True, False])
def test_no_digit_of_a_long_number_is_cut(desk, width, scripts):
    counts = {"events": "123456", "denominator": "538460012345"}
    desk.save(SECOND, by="grid-clerk", **counts)
    visitor = desk.sit(width=width, java_script_enabled=scripts)
    for name, text in counts.items():
        cell = field(visitor.page, SECOND, name)
        assert cell.input_value() == text
        assert shown_whole(cell), name
    if scripts:
        cell = field(visitor.page, SECOND, "denominator")
        cell.fill("5384600123456")
        assert shown_whole(cell)
        visitor.page.locator("a[data-large]").click()
        assert shown_whole(cell)


def shown_whole(cell):
    """Whether the browser shows all of a cell's text: as wide as it is, with script or
    without, measured by a copy of it."""
    handle = cell.bounding_box()
    style = cell.page.context.new_cdp_session(cell.page)
    found = style.send("DOM.getDocument")["root"]["nodeId"]
    name = cell.get_attribute("name")
    node = style.send(
        "DOM.querySelector", {"nodeId": found, "selector": f'[name="{name}"]'}
    )
    computed = style.send("CSS.enable") or style.send(
        "CSS.getComputedStyleForNode", {"nodeId": node["nodeId"]}
    )
    props = {p["name"]: p["value"] for p in computed["computedStyle"]}
    room = handle["width"] - sum(
        float(props[side].removesuffix("px"))
        for side in (
            "padding-left",
            "padding-right",
            "border-left-width",
            "border-right-width",
        )
    )
    digits = len(cell.input_value())
    return room >= digits * 0.55 * float(props["font-size"].removesuffix("px"))


def test_what_follows_a_plain_form_is_never_sent_again(desk):
    """Enter before the scripts are there posts the form; later acts bring the page
    again, and not by the post."""
    desk.save(FIRST, by="grid-clerk", **PLAIN)
    visitor = desk.sit("grid-clerk")
    page = visitor.page
    posts = []
    page.on("request", lambda r: r.method == "POST" and posts.append(r.url))
    with page.expect_navigation():
        page.evaluate("document.getElementById('grid').submit()")
    page.locator("html.scripted").wait_for()
    with page.expect_navigation():
        page.locator('button[value="submit-all"]').click()

    page.locator("#acts .messages li", has_text="已提交1项").wait_for()
    assert posts == [desk.site + desk.path, f"{desk.site}{desk.path}submit/"]
