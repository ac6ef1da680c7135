"""The pages of the help on a screen, a phone and paper: each is one look."""

import re

import pytest

from dashboards import guide

PAGES = ["/help/", *(f"/help/{slug}/" for slug in guide.TOPICS)]
SCREEN = 900  # px: what a page may be high at a width of 1440
SHEET = re.compile(rb"/Type\s*/Page[^s]")


def test_every_page_is_one_screen_and_one_sheet(visit):
    page = visit().sign_in().page
    too_long = {}

    for path in PAGES:
        page.goto(page.url.split("/help/")[0].rstrip("/") + path)
        height = page.evaluate("document.documentElement.scrollHeight")
        sheets = len(SHEET.findall(page.pdf(prefer_css_page_size=True)))
        if height > SCREEN or sheets != 1:
            too_long[path] = height, sheets

    assert too_long == {}


@pytest.mark.parametrize("width, scheme", [(1440, "light"), (390, "dark")])
def test_help_is_quiet_and_accessible(visit, width, scheme):
    person = visit(width, scheme).sign_in()

    for path in ("/help/", "/help/fill/", "/help/reading/", "/help/contact/"):
        person.open(path)

    assert person.problems == []


def test_a_page_leads_to_its_help_and_a_picture_to_its_full_size(visit):
    person = visit(390).sign_in()
    page = person.page

    page.get_by_role("link", name="本页帮助：看懂总览和指标页").click()
    page.locator("h1", has_text="看懂总览和指标页").wait_for()
    page.locator(".shot a").click()
    page.wait_for_url("**/help/reading*.webp")

    assert person.problems == []
