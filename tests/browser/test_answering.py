"""The pages on which a bureau and a department say who answers, and why it is behind."""

import pytest

from indicators.models import (
    LeadChange,
    LeadDepartment,
    Note,
    Plan,
    SlipEvent,
    WorkSlip,
)
from regions import access
from regions.models import Department

from .desks import user

CODE, PLAN = "360202", "360202-changjiang"
OFFICE = "区教体局（分工）"


@pytest.fixture
def at_work(site):
    """昌江区's administrator and clerk, and its new department, which has a clerk."""
    region = Plan.objects.select_related("region").get(code=PLAN).region
    made = Department.objects.create(region=region, name=OFFICE)
    user("lead-chief", access.ADMINISTRATOR, CODE)
    clerk = user("lead-office", access.STAFF, CODE, OFFICE)
    yield made
    rows = Plan.objects.get(code=PLAN).rows.all()
    SlipEvent.objects.filter(slip__plan__code=PLAN).delete()
    WorkSlip.objects.filter(plan__code=PLAN).delete()
    Note.objects.filter(plan_indicator__in=rows).delete()
    LeadChange.objects.filter(department=made).delete()
    LeadDepartment.objects.filter(department=made).delete()
    clerk.memberships.all().delete()
    clerk.delete()
    made.delete()


@pytest.mark.parametrize("width, scheme", [(1440, "light"), (390, "dark")])
def test_from_assigning_to_a_paper(visit, desk, at_work, width, scheme):
    chief, office = visit(width, scheme), visit(width, scheme)
    desk.sign_in(chief, "lead-chief")
    desk.sign_in(office, "lead-office")

    # the bureau pastes, looks, assigns
    chief.open(f"/plans/{PLAN}/leads/paste/")
    page = chief.page
    page.fill("textarea[name=text]", f"指标\t牵头部门\n1\t{OFFICE}\n2\t{OFFICE}")
    page.click("button[value=preview]")
    chief.check()
    page.click("button[value=apply]")
    page.wait_for_url("**/leads/")
    chief.check()
    assert "新指定2项" in page.inner_text("main")
    chief.open(f"/plans/{PLAN}/leads/tasks/")

    # the department confirms one and objects to the other
    office.open(f"/regions/{CODE}/departments/{OFFICE}/")
    theirs = office.page
    theirs.locator("input[name=lead]").nth(0).check()
    theirs.click("button[value=confirm]")
    theirs.wait_for_load_state("networkidle")
    office.check()
    theirs.locator("input[name=lead]").nth(1).check()
    theirs.fill("#objection", "应由区卫健委牵头")
    theirs.click("button[value=object]")
    theirs.wait_for_load_state("networkidle")
    office.check()
    chief.open(f"/plans/{PLAN}/leads/")
    said = page.inner_text("main")
    assert "部门已确认" in said and "应由区卫健委牵头" in said

    # why, what leaders settle, and a paper
    chief.open(f"/plans/{PLAN}/1/notes/2025/")
    page.fill("textarea[name=reason]", "监测点少")
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")
    chief.check()
    chief.open(f"/regions/{CODE}/onepage/matters/")
    chief.open(f"/regions/{CODE}/slips/new/?department={OFFICE}")
    page.locator("input[name=row]").first.check()
    page.select_option("select[name=department]", OFFICE)
    page.fill("input[name=origin]", "区政府常务会议")
    page.click("text=登记并编号")
    page.wait_for_url("**/slips/*-*/")
    chief.check()
    assert len(page.pdf(prefer_css_page_size=True)) > 1000
    page.select_option("select[name=state]", "done")
    page.fill("input[name=text]", "已办结")
    page.click("main form button[type=submit]")
    page.wait_for_load_state("networkidle")
    chief.open(f"/regions/{CODE}/slips/")

    assert "未办结0件" in page.inner_text("main")
    assert chief.problems == [] and office.problems == []
