"""The administrator's desk ends at their own subtree (CONTRIBUTING § Access)."""

from decimal import Decimal

import pytest
from django.urls import reverse

from indicators import entry
from indicators.models import (
    Domain,
    Indicator,
    Observation,
    ObservationChange,
    Plan,
    PlanIndicator,
    Target,
)
from indicators.models.observations import Origin
from regions import access
from tests.regions.conftest import DAZHOU, NATION, QUJING, TONGCHUAN, address, listed


@pytest.fixture
def rate(db):
    domain = Domain.objects.create(code="health", name="健康水平", order=1)
    return Indicator.objects.create(
        code="infant-mortality",
        name="婴儿死亡率",
        domain=domain,
        unit="‰",
        direction="down",
        decimals=2,
    )


@pytest.fixture
def rows(regions, rate):
    """One plan row, 婴儿死亡率, for each of four regions, by code."""
    found = {}
    for code in (DAZHOU, TONGCHUAN, QUJING, NATION):
        region = regions[code]
        plan = Plan.objects.create(
            code=f"plan-{code}",
            region=region,
            title=f"健康{region.name}",
            status="formal",
            period_end=2030,
        )
        found[code] = PlanIndicator.objects.create(
            plan=plan,
            key="1",
            indicator=rate,
            order=1,
            in_table=True,
            label=f"{region.name}婴儿死亡率",
            unit_label="‰",
            factor=1,
            baseline_raw="4.36",
            baseline_value=Decimal("4.36"),
            baseline_year=2015,
        )
    return found


def test_lists_hold_own_region_and_below_only(desk, rows, regions):
    assert listed(desk, PlanIndicator) == {rows[DAZHOU], rows[TONGCHUAN]}
    assert listed(desk, Plan) == {rows[DAZHOU].plan, rows[TONGCHUAN].plan}
    assert {r.code for r in listed(desk, type(regions[DAZHOU]))} == {DAZHOU, TONGCHUAN}


@pytest.mark.parametrize(
    "code, status", [(DAZHOU, 200), (TONGCHUAN, 200), (QUJING, 302), (NATION, 302)]
)
def test_a_row_outside_the_subtree_does_not_open(desk, rows, code, status):
    answer = desk.get(address("change", rows[code]))

    assert answer.status_code == status
    if status == 302:  # Django's answer to an object that does not exist
        assert answer.url == reverse("admin:index")


def test_the_catalogue_is_read_by_all_and_says_where_it_changes(desk, rate):
    page = desk.get(address("change", rate))

    assert page.status_code == 200 and not page.context["has_change_permission"]
    assert "由运维人员导入数据文件更新" in page.content.decode()


def test_a_regions_code_is_not_for_its_own_administrator(desk, regions):
    page = desk.get(address("change", regions[DAZHOU]))

    assert set(page.context["adminform"].form.fields) == {
        *("name", "short_name", "name_en")
    }
    assert desk.get(reverse("admin:regions_region_add")).status_code == 403


def test_observations_are_read_only(desk, regions, rate):
    value = entry.NewValue(regions[DAZHOU], rate, 2020, Decimal("4.1"), source="年报")
    entry.publish([value], origin=Origin.ENTRY)
    stored = Observation.objects.get()
    url = address("change", stored)

    page = desk.get(url)
    answer = desk.post(url, {"value": "1"})
    gone = desk.post(address("delete", stored), {"post": "yes"})

    assert page.status_code == 200 and not page.context["has_change_permission"]
    assert answer.status_code == gone.status_code == 403
    assert Observation.objects.get().value == Decimal("4.1")


def test_the_desk_speaks_chinese(desk, rows):
    index = desk.get(reverse("admin:index")).content.decode()

    for word in ("规划指标", "目标值", "实际值", "用户", "部门", "地区、规划与指标"):
        assert word in index
    assert "Model name" not in index and "Add link" not in index


@pytest.mark.parametrize("role", access.ROLES[:-1])
def test_other_roles_have_no_desk(client, person, role):
    client.force_login(person(role, DAZHOU))

    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("role", access.ROLES[:-1])
def test_a_staff_flag_alone_shows_nothing(client, person, role):
    client.force_login(person(role, DAZHOU, is_staff=True))

    assert client.get(reverse("admin:index")).context["app_list"] == []
    assert client.get(reverse("admin:indicators_plan_changelist")).status_code == 403


def test_a_target_is_looked_at_and_the_page_says_how_it_is_revised(desk, rows):
    target = Target.objects.create(
        plan_indicator=rows[DAZHOU],
        year=2030,
        issuer=rows[DAZHOU].plan.region,
        raw="≤5.2",
        kind="value",
        op="<=",
        value=Decimal("5.2"),
        in_table=True,
    )

    page = desk.get(address("change", target))
    text = page.content.decode()

    assert page.status_code == 200 and "≤5.2" in text
    assert "由第二人复核后生效" in text
    assert 'name="_save"' not in text and "deletelink" not in text


def test_counts_of_events_are_not_for_administrators(desk, rows, regions, rate):
    about = {"region": regions[DAZHOU], "indicator": rate, "source": "年报"}
    first = entry.NewValue(year=2024, value=Decimal("4.37"), **about)
    counts = {"events": 4321, "denominator": 987654, "note": "更正"}
    entry.publish([first], origin=Origin.ENTRY)
    second = entry.NewValue(year=2024, value=Decimal("4.38"), **about, **counts)
    entry.publish([second], origin=Origin.ENTRY)

    pages = [
        desk.get(address("change", row)).content.decode()
        for row in (
            Observation.objects.get(year=2024),
            ObservationChange.objects.get(details__has_key="events"),
            rows[DAZHOU].assessments.read_by("own").get(),
        )
    ]

    assert "4.38" in pages[0] and "更正" in pages[1]
    assert not [page for page in pages if "4321" in page or "987654" in page]


def test_the_desk_lists_only_what_an_administrator_uses(client, person):
    client.force_login(person("administrator", "100000", is_staff=True))

    page = client.get("/admin/").content.decode()

    assert "目标值" in page
    assert "Access" not in page and "认证和授权" not in page


def test_the_root_icon_leads_to_the_icon(client, db):
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert "icon" in response["Location"]
