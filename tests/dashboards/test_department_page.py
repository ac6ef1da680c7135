"""What a department answers for, and who is told before it has left the bureau."""

import pytest
from django.urls import reverse

from indicators.models import LeadDepartment
from regions.models import Department, Membership
from tests.pages import text

BACKEND = "django.contrib.auth.backends.ModelBackend"
REGION = "/regions/511700/"


@pytest.fixture
def office(plan):
    return Department.objects.get(region=plan.region, name="市卫生健康委")


@pytest.fixture
def others(plan):
    """市教育局, proposed as 牵头 of the second row and 有异议 on the third."""
    made = Department.objects.create(region=plan.region, name="市教育局")
    for key, state, more in (
        ("2", "proposed", {}),
        ("3", "objected", {"objection": "应由市发改委牵头"}),
    ):
        LeadDepartment.objects.create(
            plan_indicator=plan.rows.get(key=key),
            department=made,
            role="lead",
            state=state,
            **more,
        )
    return made


@pytest.fixture
def seen_by(client, person, plan):
    def sign_in(role, code="511700", department=None):
        user = person(role, code)
        if department:
            Membership.objects.filter(user=user).update(department=department)
        client.force_login(user, backend=BACKEND)
        return client

    return sign_in


def address(department):
    return reverse("dashboards:department", args=["511700", department.name])


def test_the_page_lists_its_rows_counts_them_and_says_what_for(official, office):
    response = official.get(address(office))
    page = text(response)

    assert [row.label for row in response.context["rows"]] == ["人均预期寿命"]
    assert response.context["summary"].total == 1
    assert "供考核单位参考" in page and "《健康达州规划》附件" in page


def test_the_departments_balances_each_add_up_to_its_rows(official, office):
    response = official.get(address(office))
    lines = response.context["balances"]

    assert {"pace", "ahead"} <= {line.code for line in lines}
    for line in lines:
        assert line.total == sum(part.count for part in line.parts) == 1
    assert "趋势研判" in text(response) and "供内部参考" in text(response)


def test_the_region_page_leads_there(official, plan, office):
    assert f'href="{address(office)}"' in text(official.get(REGION))


@pytest.mark.parametrize(
    "role, code, knows",
    [
        ("official", "511700", True),
        ("administrator", "511700", True),
        ("staff", "511700", True),
        ("official", "510000", False),
        ("administrator", "510000", False),
        ("analyst", "100000", False),
        ("staff", "511702", False),
    ],
)
def test_proposals_and_objections_do_not_leave_the_bureau(
    seen_by, others, regions, role, code, knows
):
    client = seen_by(role, code)
    pages = [
        text(client.get(where))
        for where in (REGION, address(others), f"{REGION}infant-mortality/")
    ]

    assert ("市教育局" in pages[0]) is knows
    assert ("婴儿死亡率" in pages[1]) is knows
    assert ("市教育局" in pages[2]) is knows
    assert ("项未明确由哪个部门负责" in pages[0]) is knows
    overview = text(client.get("/"))
    assert "市教育局" not in overview or knows


def test_another_departments_clerk_is_not_told(seen_by, others, office):
    client = seen_by("staff", department=office)

    assert "市教育局" not in text(client.get(REGION))
    assert "婴儿死亡率" not in text(client.get(address(others)))


def test_the_department_itself_sees_and_answers(seen_by, others, plan):
    client = seen_by("staff", department=others)

    page = text(client.get(address(others)))
    assert "请确认或提出异议" in page and "婴儿死亡率" in page
    pk = LeadDepartment.objects.get(plan_indicator__key="2", state="proposed").pk
    posted = {"plan": plan.code, "department": others.name, "lead": pk}
    client.post("/regions/511700/leads/answer/", posted | {"act": "confirm"})

    assert LeadDepartment.objects.get(pk=pk).state == "confirmed"
    objection = {"act": "object", "objection": ""}
    answer = client.post(
        "/regions/511700/leads/answer/", posted | objection, follow=True
    )
    assert "请写明异议的内容" in text(answer)


def test_files_and_interface_tell_what_has_left_the_bureau(
    seen_by, others, plan, office
):
    from dashboards import queries
    from dashboards.queries.plan_rows import rows_of_scope
    from dashboards.selection import Selection

    client = seen_by("administrator")
    scope = queries.scope(Selection(regions=("511700",)), None)
    told = {name for *_, row in rows_of_scope(scope) for name in row.departments}

    assert told == {"市卫生健康委"}
    assert client.get("/data/").status_code == 200


def test_a_dissolved_department_stands_under_its_successor(official, office, plan):
    heir = Department.objects.create(region=plan.region, name="市卫生健康局")
    Department.objects.filter(pk=office.pk).update(successor=heir)

    answer = official.get(address(office))
    page = text(official.get(address(heir)))

    assert answer.status_code == 302 and answer.url == address(heir)
    assert "人均预期寿命" in page and "原为市卫生健康委" in page
    assert "市卫生健康局" in text(official.get(REGION))
    assert "市卫生健康局" in text(official.get(f"{REGION}?department=市卫生健康局"))


def test_a_department_without_rows_says_so(official, plan):
    made = Department.objects.create(region=plan.region, name="市气象局")

    assert "没有已明确由市气象局牵头" in text(official.get(address(made)))


def test_unknown_departments_and_regions_out_of_reach_are_not_found(
    client, person, office, regions
):
    client.force_login(person("official", "511100"), backend=BACKEND)
    assert client.get(address(office)).status_code == 404
    client.force_login(person("analyst", "511700"), backend=BACKEND)
    assert client.get(f"{REGION}departments/无此局/").status_code == 404


def test_the_page_stays_within_its_queries(
    official, office, django_assert_max_num_queries
):
    official.get(address(office))

    with django_assert_max_num_queries(14):
        official.get(address(office))
