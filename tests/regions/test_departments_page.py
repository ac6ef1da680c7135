"""/people/departments/: add, rename, close, delete."""

import pytest
from django.urls import reverse
from django.utils import timezone

from regions import access
from regions.models import Department, Membership
from regions.people import departments
from regions.people.problems import PeopleError
from tests.pages import text
from tests.regions.conftest import DAZHOU, TONGCHUAN
from tests.regions.pages import said


def press(client, action, code=DAZHOU, department=None, **data):
    query = f"?region={code}" + (f"&department={department}" if department else "")
    address = reverse("people_departments") + query
    return client.post(address, {"action": action} | data, follow=True)


def test_departments_are_added_and_renamed(desk, regions):
    press(desk, "add", name=" 市 教育局 ")
    press(desk, "rename", department="市 教育局", name="市教育和体育局")

    names = regions[DAZHOU].departments.values_list("name", flat=True)
    assert list(names) == ["市教育和体育局"]


@pytest.mark.parametrize(
    "name, sentence",
    [("教育部门", "指定继任部门"), ("汇总单位", "不列为部门"), ("a|b", "不用竖线")],
)
def test_a_name_that_cannot_be_used_is_refused(desk, schools, name, sentence):
    Department.objects.create(region=schools.region, name="体育部门")

    added = press(desk, "add", name=name)
    renamed = press(desk, "rename", department="体育部门", name=name)

    assert sentence in said(added) and sentence in said(renamed)
    assert schools.region.departments.count() == 2


def test_a_closed_department_stays_and_its_members_follow(desk, person, schools):
    heir = Department.objects.create(region=schools.region, name="教育体育部门")
    teacher = person(access.STAFF, DAZHOU)
    teacher.memberships.update(department=schools)

    page = press(
        desk,
        "dissolve",
        department="教育部门",
        valid_to="2024-03-01",
        successor="教育体育部门",
    )

    schools.refresh_from_db()
    assert str(schools.valid_to) == "2024-03-01" and schools.successor == heir
    assert teacher.memberships.get().department == heir
    assert "成员1人" in said(page) and "继任部门：教育体育部门" in text(page)
    assert "部门撤销" in teacher.log.get().text


def test_a_member_of_both_departments_keeps_one_role(desk, person, schools, boss):
    heir = Department.objects.create(region=schools.region, name="教育体育部门")
    teacher = person(access.STAFF, DAZHOU)
    teacher.memberships.update(department=schools)
    Membership.objects.create(
        user=teacher, region=schools.region, role="staff", department=heir
    )

    departments.dissolve(schools, timezone.localdate(), heir, by=boss)

    assert teacher.memberships.get().department == heir


@pytest.mark.parametrize(
    "data, sentence",
    [
        ({"valid_to": "2024-03-01"}, "请选择继任部门"),
        ({"valid_to": "2999-01-01", "successor": "体育部门"}, "不能晚于今天"),
    ],
)
def test_a_department_is_not_closed_over_its_members(
    desk, person, schools, data, sentence
):
    Department.objects.create(region=schools.region, name="体育部门")
    person(access.STAFF, DAZHOU).memberships.update(department=schools)

    page = press(desk, "dissolve", department="教育部门", **data)

    schools.refresh_from_db()
    assert sentence in said(page) and schools.is_present


def test_a_successor_is_a_present_department_of_the_region(boss, schools, regions):
    gone = Department.objects.create(
        region=schools.region, name="老部门", successor=schools
    )
    other = Department.objects.create(region=regions[TONGCHUAN], name="区教育局")
    today = timezone.localdate()

    for heir in (schools, gone, other):
        with pytest.raises(PeopleError):
            departments.dissolve(schools, today, heir, by=boss)


def test_a_department_in_use_is_not_deleted(desk, person, schools):
    person(access.STAFF, DAZHOU).memberships.update(department=schools)

    refused = press(desk, "delete", department="教育部门")
    press(desk, "add", name="空部门")
    press(desk, "delete", department="空部门")

    assert "用户权限 1" in said(refused)
    assert schools.region.departments.get() == schools


def test_a_department_of_another_region_is_404(desk, regions):
    Department.objects.create(region=regions[TONGCHUAN], name="区教育局")
    address = reverse("people_departments")

    answer = desk.get(address, {"region": DAZHOU, "department": "区教育局"})

    assert answer.status_code == 404


def test_queries_of_the_departments_do_not_grow(
    desk, regions, django_assert_num_queries
):
    for number in range(20):
        Department.objects.create(region=regions[DAZHOU], name=f"部门{number}")

    with django_assert_num_queries(6):
        desk.get(reverse("people_departments"))
