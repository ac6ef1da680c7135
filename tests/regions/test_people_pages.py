"""/people/: who may come in, the list, new accounts (CONTRIBUTING § Access)."""

import pytest
from django.test import Client
from django.urls import reverse

from regions import access
from regions.models import Membership, PersonLog, User
from tests.pages import text
from tests.regions.conftest import DAZHOU, NATION, QUJING, TONGCHUAN
from tests.regions.pages import page_of

PROVINCE = "510000"
PAGES = ["people", "people_new", "people_paste", "people_departments", "people_bureau"]


def new_person(client, query=f"?region={TONGCHUAN}", **more):
    data = {"full_name": "李强", "username": "liqiang", "role": "staff"}
    return client.post(reverse("people_new") + query, data | more)


# ------------------------------------------------------------ who may come in


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", access.ROLES)
def test_only_administrators_open_the_pages(client, person, role, page):
    client.force_login(person(role, DAZHOU))

    expected = 200 if role == access.ADMINISTRATOR else 403
    assert client.get(reverse(page)).status_code == expected


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "code, status",
    [(DAZHOU, 200), (TONGCHUAN, 200), (PROVINCE, 403), (NATION, 403)]
    + [(QUJING, 404), ("511100", 404), ("999999", 404), ("x", 404)],
)
def test_a_region_out_of_sight_is_404_and_one_above_403(desk, page, code, status):
    assert desk.get(reverse(page), {"region": code}).status_code == status


@pytest.mark.parametrize(
    "code, status", [(DAZHOU, 200), (TONGCHUAN, 200), (PROVINCE, 404), (QUJING, 404)]
)
def test_a_person_out_of_reach_is_404(desk, person, code, status):
    assert desk.get(page_of(person(access.OFFICIAL, code))).status_code == status


@pytest.mark.parametrize("role", access.ROLES[:-1])
def test_other_roles_do_nothing_to_a_person(client, person, role):
    someone = person(access.STAFF, TONGCHUAN)
    client.force_login(person(role, DAZHOU))

    assert client.post(page_of(someone), {"action": "stop"}).status_code == 403
    someone.refresh_from_db()
    assert someone.is_active


# ------------------------------------------------------------------- the list


def test_the_list_shows_roles_within_reach_only(desk, person, regions):
    both = person(access.STAFF, DAZHOU, full_name="两地")
    Membership.objects.create(user=both, region=regions[QUJING], role="official")
    person(access.STAFF, QUJING, full_name="外地")

    page = text(desk.get(reverse("people")))

    assert "两地" in page and "外地" not in page and "曲靖" not in page


@pytest.mark.parametrize(
    "query, names",
    [
        ({}, {"王敏", "甲", "乙"}),
        ({"region": TONGCHUAN}, {"乙"}),
        ({"role": "staff"}, {"甲"}),
        ({"department": "教育部门"}, {"甲"}),
        ({"state": "stopped"}, {"丙"}),
        ({"state": "all"}, {"王敏", "甲", "乙", "丙"}),
        ({"q": "甲"}, {"甲"}),
        ({"q": "REVIEWER-511702"}, {"乙"}),
        ({"q": "没有这个人"}, set()),
    ],
)
def test_the_list_is_filtered(desk, person, schools, query, names):
    person(access.STAFF, DAZHOU, full_name="甲").memberships.update(department=schools)
    person(access.REVIEWER, TONGCHUAN, full_name="乙")
    person(access.OFFICIAL, DAZHOU, full_name="丙", is_active=False)

    found = desk.get(reverse("people"), query).context["page_of"].object_list

    assert {p.full_name for p in found} == names


@pytest.mark.parametrize(
    "query", [{"role": "king"}, {"state": "x"}, {"department": "x"}]
)
def test_a_filter_that_is_no_choice_is_400(desk, query):
    assert desk.get(reverse("people"), query).status_code == 400


def test_queries_of_the_list_do_not_grow_with_people(
    desk, person, regions, django_assert_num_queries
):
    person(access.STAFF, DAZHOU)
    for number in range(30):
        one = User.objects.create_user(f"p{number}")
        Membership.objects.create(user=one, region=regions[TONGCHUAN], role="staff")

    with django_assert_num_queries(9):
        desk.get(reverse("people"))


def test_queries_of_a_person_are_pinned(desk, person, django_assert_num_queries):
    someone = person(access.STAFF, TONGCHUAN)

    with django_assert_num_queries(12):
        desk.get(page_of(someone))


# --------------------------------------------------------------- new accounts


def test_a_new_person_gets_a_first_password_shown_once(desk, boss):
    page = new_person(desk)

    person = User.objects.get(username="liqiang")
    (slip,) = page.context["slips"]
    assert person.check_password(slip.password) and slip.password in text(page)
    assert person.must_change_password and "no-store" in page["Cache-Control"]
    assert [(g.role, g.region) for g in person.grants] == [("staff", TONGCHUAN)]
    assert slip.password not in text(desk.get(page_of(person)))
    kinds = person.log.values_list("kind", "by__full_name")
    assert set(kinds) == {("created", "王敏"), ("given", "王敏")}


def test_the_first_password_must_be_changed_at_the_first_sign_in(desk):
    (slip,) = new_person(desk).context["slips"]
    browser = Client()

    browser.post(reverse("login"), {"username": "liqiang", "password": slip.password})

    assert browser.get("/").url == reverse("password_change")


def test_a_first_password_may_be_typed(desk):
    new_person(desk, password="一个够长的口令-2030")

    assert User.objects.get(username="liqiang").check_password("一个够长的口令-2030")


@pytest.mark.parametrize(
    "wrong, sentence",
    [
        ({"username": "new"}, "系统网址用的词"),
        ({"username": "Handover"}, "系统网址用的词"),
        ({"username": "owners"}, "系统网址用的词"),
        ({"username": "departments"}, "系统网址用的词"),
        ({"username": "a/b"}, "不能作用户名"),
        ({"username": "a b"}, "不能作用户名"),
        ({"username": ".."}, "不能作用户名"),
        ({"username": "ADMINISTRATOR-511700"}, "已有人使用"),
        ({"username": ""}, "请填写用户名"),
        ({"full_name": ""}, "请填写姓名"),
        ({"email": "x"}, "电子邮箱格式应如"),
        ({"role": "king"}, "没有这个角色"),
        ({"department": "没有的部门"}, "没有这个部门"),
        ({"password": "12345678"}, "密码"),
    ],
)
def test_bad_input_makes_no_account(desk, wrong, sentence):
    before = User.objects.count()

    page = new_person(desk, **wrong)

    errors = [e for errors in page.context["form"].errors.values() for e in errors]
    assert any(sentence in error for error in errors)
    assert User.objects.count() == before and not PersonLog.objects.exists()


def test_a_role_is_given_in_a_department_of_the_region(desk, schools):
    new_person(desk, query=f"?region={DAZHOU}", department="教育部门")
    person = User.objects.get(username="liqiang")

    assert person.grants[0].department == schools.pk
