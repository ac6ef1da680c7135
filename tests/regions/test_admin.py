"""The administrator's desk ends at their own subtree (design.md §8)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from indicators import entry
from indicators.models import (
    Domain,
    Indicator,
    MilestoneStatus,
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


def form_data(client, url):
    """Return what a change page would post, untouched."""
    page = client.get(url)
    data = {}
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    return data


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


def test_a_row_cannot_be_moved_into_another_regions_plan(desk, rows):
    url = address("change", rows[DAZHOU])
    data = form_data(desk, url) | {"plan": rows[QUJING].plan.pk}

    page = desk.post(url, data)

    assert page.status_code == 200 and "plan" in page.context["adminform"].form.errors
    rows[DAZHOU].refresh_from_db()
    assert rows[DAZHOU].plan.region.code == DAZHOU


def test_the_catalogue_is_read_by_all_and_edited_by_the_nation(
    desk, rate, client, person
):
    read = desk.get(address("change", rate))
    nation = person(access.ADMINISTRATOR, NATION, is_staff=True)
    client.force_login(nation)
    edit = client.get(address("change", rate))

    assert read.status_code == edit.status_code == 200
    assert not read.context["has_change_permission"]
    assert edit.context["has_change_permission"]


def test_a_regions_code_is_not_for_its_own_administrator(desk, regions):
    page = desk.get(address("change", regions[DAZHOU]))

    assert set(page.context["adminform"].form.fields) == {
        *("name", "short_name", "name_en")
    }
    assert desk.get(reverse("admin:regions_region_add")).status_code == 403


def test_observations_are_read_only(desk, regions, rate):
    value = entry.Value(regions[DAZHOU], rate, 2020, Decimal("4.1"), source="年报")
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


@pytest.mark.parametrize("role", access.ROLES[:-1])
def test_other_roles_have_no_desk(client, person, role):
    client.force_login(person(role, DAZHOU))

    assert client.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("role", access.ROLES[:-1])
def test_a_staff_flag_alone_shows_nothing(client, person, role):
    client.force_login(person(role, DAZHOU, is_staff=True))

    assert client.get(reverse("admin:index")).context["app_list"] == []
    assert client.get(reverse("admin:indicators_plan_changelist")).status_code == 403


# ------------------------------------------------------------------- targets


def add_target(client, row, raw, year=2025, **more):
    data = {
        "plan_indicator": row.pk,
        "year": year,
        "issuer": row.plan.region_id,
        "raw": raw,
        "revision": 0,
    }
    return client.post(reverse("admin:indicators_target_add"), data | more, follow=True)


def test_a_target_is_read_from_its_words(desk, rows):
    add_target(desk, rows[DAZHOU], "控制在5.2以内")

    target = Target.objects.get()
    assert (target.kind, target.op, target.value) == ("value", "<=", Decimal("5.2"))
    rows[DAZHOU].refresh_from_db()
    verdict = rows[DAZHOU].assessments.get(audience="own")
    assert verdict.code == "no_data"  # refreshed with the target


def test_changed_words_are_read_again(desk, rows):
    add_target(desk, rows[DAZHOU], "控制在5.2以内")
    target = Target.objects.get()
    url = address("change", target)

    desk.post(url, form_data(desk, url) | {"raw": "较2015年下降10%"})

    target.refresh_from_db()
    read = (target.kind, target.value, target.change, target.base_year)
    assert read == ("relative", None, Decimal("-10"), 2015)


def test_what_the_words_leave_open_is_asked(desk, rows):
    page = add_target(desk, rows[DAZHOU], "在现有基础上下降10%")

    asked = [str(m) for m in page.context["messages"] if m.level_tag == "warning"]
    assert len(asked) == 1 and "请确认基期是哪一年" in asked[0]


def test_a_contradiction_needs_a_confirmation(desk, rows):
    refused = add_target(desk, rows[DAZHOU], "≥5.2")
    confirmed = add_target(desk, rows[DAZHOU], "≥5.2", confirmed="on")

    assert "confirmed" in refused.context["adminform"].form.errors
    assert confirmed.redirect_chain
    assert Target.objects.get().confirmed


def test_a_revision_names_its_document(desk, rows):
    add_target(desk, rows[DAZHOU], "≤5.2")

    refused = add_target(desk, rows[DAZHOU], "≤5.0", revision=1)
    adopted = add_target(
        desk, rows[DAZHOU], "≤5.0", revision=1, document="达市府发〔2021〕1号"
    )

    assert "修订目标须写明修订文件" in refused.content.decode()
    assert adopted.redirect_chain and Target.objects.count() == 2


def test_the_status_of_words_notes_who_set_it(desk, rows):
    add_target(desk, rows[DAZHOU], "县中医医院达到三级乙等")
    target = Target.objects.get()
    url = address("change", target)
    data = form_data(desk, url) | {
        "milestone_status-TOTAL_FORMS": "1",
        "milestone_status-0-target": target.pk,
        "milestone_status-0-state": "met",
        "milestone_status-0-evidence": "省卫生健康委批复",
        "milestone_status-0-date": date(2024, 5, 1).isoformat(),
    }

    answer = desk.post(url, data)

    assert answer.status_code == 302
    status = MilestoneStatus.objects.get()
    assert (status.state, status.by.full_name) == ("met", "王敏")


def test_a_row_is_deleted_with_its_verdict(desk, rows):
    add_target(desk, rows[DAZHOU], "≤5.2")

    desk.post(address("delete", rows[DAZHOU]), {"post": "yes"})

    assert not PlanIndicator.objects.filter(pk=rows[DAZHOU].pk).exists()


def test_a_row_that_a_target_left_is_judged_again(desk, rows):
    add_target(desk, rows[DAZHOU], "控制在5.2以内")
    url = address("change", Target.objects.get())
    verdict = rows[DAZHOU].assessments.get(audience="own")
    assert verdict.inputs["indicator"]["milestones"]

    desk.post(url, form_data(desk, url) | {"plan_indicator": rows[TONGCHUAN].pk})

    verdict.refresh_from_db()
    assert not verdict.inputs["indicator"]["milestones"]


def test_counts_of_events_are_not_for_administrators(desk, rows, regions, rate):
    about = {"region": regions[DAZHOU], "indicator": rate, "source": "年报"}
    first = entry.Value(year=2024, value=Decimal("4.37"), **about)
    counts = {"events": 4321, "denominator": 987654, "note": "更正"}
    entry.publish([first], origin=Origin.ENTRY)
    second = entry.Value(year=2024, value=Decimal("4.38"), **about, **counts)
    entry.publish([second], origin=Origin.ENTRY)

    pages = [
        desk.get(address("change", row)).content.decode()
        for row in (
            Observation.objects.get(year=2024),
            ObservationChange.objects.get(details__has_key="events"),
            rows[DAZHOU].assessments.get(audience="own"),
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
