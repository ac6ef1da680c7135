"""People and their roles: given within one's reach, with passwords of their own."""

import pytest
from django.urls import reverse

from regions import access
from regions.models import Department, Membership, User
from tests.conftest import PASSWORD
from tests.regions.conftest import DAZHOU, QUJING, TONGCHUAN, address, listed


def new_person(client, regions, name="li", code=TONGCHUAN, role="staff", **more):
    data = {
        "username": name,
        "password1": PASSWORD,
        "password2": PASSWORD,
        "memberships-TOTAL_FORMS": "1",
        "memberships-INITIAL_FORMS": "0",
        "memberships-0-region": regions[code].pk,
        "memberships-0-role": role,
    }
    return client.post(reverse("admin:regions_user_add"), data | more)


@pytest.fixture
def root(client, db):
    """The person who runs the program, at the desk."""
    client.force_login(User.objects.create_superuser("keeper", password=PASSWORD))
    return client


def test_people_and_departments_are_only_looked_at_here(desk, person, regions):
    """/people/ keeps them, with its rules and its log."""
    someone = person(access.STAFF, TONGCHUAN)
    school = Department.objects.create(region=regions[DAZHOU], name="市教育局")

    assert desk.get(address("change", someone)).status_code == 200
    assert new_person(desk, regions).status_code == 403
    for row in (someone, school):
        assert desk.post(address("change", row), {"name": "x"}).status_code == 403
        assert desk.post(address("delete", row), {"post": "yes"}).status_code == 403
    assert not User.objects.filter(username="li").exists()


def test_who_runs_the_program_may_repair_a_person(root, regions):
    answer = new_person(root, regions, role=access.ADMINISTRATOR)

    made = User.objects.get(username="li")
    assert answer.status_code == 302
    assert [g.region for g in made.grants] == [TONGCHUAN]
    assert made.must_change_password and made.is_staff


def test_a_role_names_a_department_of_its_own_region(root, regions):
    other = Department.objects.create(region=regions[DAZHOU], name="市教育局")

    page = new_person(root, regions, **{"memberships-0-department": other.pk})

    assert "这个部门不属于所选的地区" in page.content.decode()


def test_people_with_a_role_elsewhere_are_out_of_reach(desk, person, regions):
    own = person(access.STAFF, TONGCHUAN)
    both = person(access.STAFF, DAZHOU)
    Membership.objects.create(user=both, region=regions[QUJING], role="official")
    root = User.objects.create_superuser("root", password=PASSWORD)

    seen = listed(desk, User)

    assert own in seen and not seen & {both, root}
    assert desk.get(address("change", root)).status_code == 302
    assert desk.get(f"/admin/regions/user/{root.pk}/password/").status_code in (
        403,
        404,
    )


def test_a_password_set_for_someone_else_must_be_changed(root, person):
    someone = person(access.STAFF, TONGCHUAN)
    given = {"password1": "别人给的口令-2028", "password2": "别人给的口令-2028"}

    root.post(f"/admin/regions/user/{someone.pk}/password/", given)

    someone.refresh_from_db()
    assert someone.must_change_password and someone.check_password("别人给的口令-2028")
