"""From 总览 to 一页纸 and its Word file; one sheet for every plan, and for sixty rows."""

import re
from dataclasses import replace

import pytest

from dashboards.pages import onepage
from indicators.models import LeadDepartment, Plan
from regions.models import Department

SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")
CODE, OFFICE = "445122", "县卫健局（一页纸）"


@pytest.fixture
def office(site):
    """饶平县's 县卫健局, by document 牵头 of all rows of the plan's table."""
    plan = Plan.objects.get(region__code=CODE)
    made = Department.objects.create(region=plan.region, name=OFFICE)
    LeadDepartment.objects.bulk_create(
        LeadDepartment(
            plan_indicator=row,
            department=made,
            role="lead",
            state="stated",
            source="任务分工",
        )
        for row in plan.rows.filter(in_table=True)
    )
    yield made
    made.leads.all().delete()
    made.delete()


@pytest.mark.parametrize("width, scheme", [(1440, "light"), (390, "dark")])
def test_an_official_takes_the_sheet_in_five_clicks(visit, office, width, scheme):
    person = visit(width, scheme).sign_in()
    page, clicks = person.page, 0

    for link, where in (
        ("main table a:has-text('饶平县')", f"**/regions/{CODE}/**"),
        (f"main tbody a:has-text('{OFFICE}')", "**/departments/**"),
        ("main a:has-text('一页纸')", "**/onepage/**"),
    ):
        page.locator(link).first.click()
        page.wait_for_url(where)
        clicks += 1
        person.check()
    with page.expect_download() as taken:
        page.locator("a:has-text('下载Word文档')").click()
        clicks += 1

    assert taken.value.suggested_filename.endswith(".docx")
    assert clicks <= 5 and person.problems == []


def sheets_of(page):
    return len(SHEET.findall(page.pdf(prefer_css_page_size=True)))


def test_the_sheet_of_every_plan_prints_on_one_page(visit):
    person = visit().sign_in()
    printed = {}

    for code in Plan.objects.values_list("region__code", flat=True):
        person.open(f"/regions/{code}/onepage/")
        printed[code] = sheets_of(person.page)

    assert printed == dict.fromkeys(printed, 1) and len(printed) >= 6
    assert person.problems == []


def test_sixty_rows_print_on_one_page_without_script(visit, monkeypatch):
    """The server runs in this process: sixty rows of 达州's, all far behind."""
    through = onepage.plan_rows

    def sixty(*about):
        rows = through(*about)["main"]
        many = [replace(row, code="far_behind") for row in (rows * 3)[:60]]
        return {"main": many}

    monkeypatch.setattr(onepage, "plan_rows", sixty)
    person = visit(java_script_enabled=True).sign_in()
    person.open("/regions/511700/onepage/")

    assert "另有" in person.page.locator("main").inner_text()
    assert sheets_of(person.page) == 1
    height = "document.querySelector('.onepage').getBoundingClientRect().height"
    person.page.emulate_media(media="print")
    person.page.set_viewport_size({"width": 794, "height": 1123})
    assert person.page.evaluate(height) > 700  # the sheet is used, not half empty
