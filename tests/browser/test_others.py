"""另有数 from the grid to the indicator's page and the workbook, and into no verdict."""

from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from indicators import entry
from indicators.models import Assessment, Observation, OtherFigure
from regions.models import User
from tests.browser.desks import FIRST


def approved(desk, value):
    """Have the first cell filled in, submitted and approved."""
    desk.save(FIRST, value=value, source="公报", note="已核实")
    other = User.objects.get(username="grid-other")
    entry.submit(desk.region, desk.year, [FIRST], by=other)
    versions = {FIRST: desk.cell(FIRST).version}
    reviewer = User.objects.get(username="grid-reviewer")
    entry.approve(desk.region, desk.year, versions, by=reviewer)


def verdicts(desk):
    rows = Assessment.objects.filter(plan_indicator__plan__region=desk.region)
    return list(rows.order_by("pk").values())


@pytest.mark.parametrize("scripts", [True, False])
def test_it_is_recorded_from_the_grid_and_read_where_the_value_is(desk, scripts):
    approved(desk, "77.1")
    before = verdicts(desk)
    person = desk.sit(java_script_enabled=scripts)
    page = person.page

    page.get_by_role("link", name="人均预期寿命 另有数").click()
    page.wait_for_url("**/others/")
    look = person.check if scripts else lambda: None  # looking needs scripts itself
    look()
    page.get_by_label("数值").fill("76.83")
    page.get_by_label("来源").fill("市统计局年鉴")
    page.get_by_label("口径").fill("户籍人口")
    page.get_by_label("未采用原因").fill("口径不同")
    page.get_by_role("button", name="登记").click()
    page.get_by_text("只作备注，不参与评价。").first.wait_for()
    look()
    page.get_by_role("link", name="返回填报表").click()
    page.locator(f"#says-{FIRST}").get_by_text("76.83").wait_for()

    page.goto(f"{desk.site}/regions/511700/{FIRST}/")
    said = page.locator("ul.others li", has_text=f"{desk.year}年").inner_text()
    assert "76.83" in said and "户籍人口；未采用：口径不同" in said
    look()
    chosen = f"region=511700&indicator={FIRST}"
    sent = page.context.request.get(f"{desk.site}/data/workbook.xlsx?{chosen}")
    made = load_workbook(BytesIO(sent.body()))
    sheet = [[cell.value for cell in row] for row in made["另有数"]]
    assert [desk.year, 76.83] in [row[2:4] for row in sheet]

    assert verdicts(desk) == before
    assert desk.cell(FIRST).value == Decimal("77.1")
    assert not Observation.objects.filter(value=Decimal("76.83")).exists()
    assert OtherFigure.objects.get(year=desk.year).stage == "approved"
    assert person.problems == []


def test_the_hints_are_quiet_and_lead_to_their_rows(visit):
    for width, scheme in ((1440, "dark"), (390, "light")):
        person = visit(width, scheme).sign_in()
        person.open("/data/checkup/?region=511700")
        person.page.goto(person.site + "/data/")
        person.page.get_by_role("link", name="数据体检").click()
        person.page.wait_for_url("**/data/checkup/")
        person.check()
        assert person.problems == []
