"""/people/<username>/: what an administrator may do to whom (CONTRIBUTING § Access)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from regions import access
from regions.models import Membership, PersonLog, User
from regions.people import accounts, departments, roles
from regions.people.problems import PeopleError
from tests.conftest import PASSWORD
from tests.pages import text
from tests.regions.conftest import DAZHOU, NATION, QUJING, TONGCHUAN
from tests.regions.pages import act, page_of, said

BACKEND = "django.contrib.auth.backends.ModelBackend"


# ----------------------------------------------------------------- one person


def test_particulars_are_changed_and_logged(desk, person):
    someone = person(access.STAFF, TONGCHUAN, full_name="旧名")

    page = act(
        desk, someone, "details", full_name="新名", username="xin", email="a@b.cn"
    )

    someone.refresh_from_db()
    assert (someone.full_name, someone.username) == ("新名", "xin")
    assert page.redirect_chain[-1][0] == "/people/xin/"
    assert "姓名：旧名 → 新名" in someone.log.get().text


def test_roles_are_added_and_removed(desk, person, schools):
    someone = person(access.STAFF, TONGCHUAN)
    query = f"?region={DAZHOU}"

    desk.post(
        page_of(someone) + query,
        {"action": "add_role", "role": "staff", "department": "教育部门"},
    )
    act(desk, someone, "remove_role", role=f"staff|{TONGCHUAN}|")

    grant = access.Grant("staff", DAZHOU, schools.pk)
    assert User.objects.get(pk=someone.pk).grants == (grant,)
    assert list(someone.log.values_list("kind", flat=True)) == ["taken", "given"]


def test_a_new_administrator_may_open_the_admin_and_a_former_one_may_not(
    desk, person, regions
):
    someone = person(access.STAFF, TONGCHUAN)

    act(desk, someone, "add_role", role="administrator")
    someone.refresh_from_db()
    was = someone.is_staff
    act(desk, someone, "remove_role", role=f"administrator|{TONGCHUAN}|")

    someone.refresh_from_db()
    assert was and not someone.is_staff


def test_the_last_role_is_not_taken(desk, person):
    someone = person(access.STAFF, TONGCHUAN)

    page = act(desk, someone, "remove_role", role=f"staff|{TONGCHUAN}|")

    assert "仅有的权限" in said(page) and someone.memberships.count() == 1


def test_roles_elsewhere_are_neither_shown_nor_taken(desk, person, regions):
    both = person(access.STAFF, DAZHOU)
    Membership.objects.create(user=both, region=regions[QUJING], role="official")
    PersonLog.objects.create(
        person=both, region=regions[QUJING], kind="given", text="曲靖市 · 领导", by=both
    )

    page = text(desk.get(page_of(both)))
    refused = act(desk, both, "remove_role", role=f"official|{QUJING}|")

    assert "其他地区的权限由该地区管理员管理" in page and "曲靖" not in page
    assert "不由您管理" in said(refused) and both.memberships.count() == 2


def test_a_person_of_several_roles_is_one_person_to_the_nation(client, person, regions):
    client.force_login(person(access.ADMINISTRATOR, NATION))
    someone = person(access.STAFF, TONGCHUAN)
    roleless = User.objects.create_user("nobody", full_name="无角色")
    Membership.objects.create(user=someone, region=regions[DAZHOU], role=access.ANALYST)

    pages = [client.get(page_of(user)).status_code for user in (someone, roleless)]

    assert pages == [200, 200]


@pytest.mark.parametrize(
    "action, data",
    [
        ("details", {"full_name": "改名", "username": "gaiming"}),
        ("reset_password", {}),
        ("stop", {}),
    ],
)
def test_of_a_person_with_roles_elsewhere_only_the_roles_within_reach_change(
    desk, person, regions, action, data
):
    both = person(access.STAFF, DAZHOU, full_name="两地")
    Membership.objects.create(user=both, region=regions[QUJING], role="official")
    before = User.objects.values().get(pk=both.pk)

    page = act(desk, both, action, **data)
    act(desk, both, "add_role", role="analyst")

    assert "其他地区的权限" in said(page)
    assert User.objects.values().get(pk=both.pk) == before
    assert both.memberships.filter(role="analyst", region__code=DAZHOU).exists()


@pytest.mark.parametrize("action", ["details", "reset_password", "stop", "add_role"])
def test_superusers_are_untouchable_by_others(desk, person, regions, action):
    root = User.objects.create_superuser("root", password=PASSWORD, full_name="根")
    Membership.objects.create(user=root, region=regions[DAZHOU], role="official")

    page = act(
        desk, root, action, full_name="改", username="gai", role="staff", department=""
    )

    root.refresh_from_db()
    assert "只能由本人修改" in said(page)
    assert root.check_password(PASSWORD) and root.is_active and root.full_name == "根"
    assert root.memberships.count() == 1


@pytest.mark.parametrize(
    "action, data, sentence",
    [
        ("stop", {}, "不能停用自己"),
        ("remove_role", {"role": f"administrator|{DAZHOU}|"}, "不能取消自己的管理权限"),
        ("reset_password", {}, "修改密码"),
    ],
)
def test_nobody_stops_or_demotes_themself(desk, boss, action, data, sentence):
    page = act(desk, boss, action, **data)

    boss.refresh_from_db()
    assert sentence in said(page)
    assert boss.is_active and boss.memberships.count() == 1


def test_an_unknown_button_is_400(desk, person):
    someone = person(access.STAFF, TONGCHUAN)

    assert desk.post(page_of(someone), {"action": "x"}).status_code == 400


# --------------------------------------------------- passwords, stop, restart


def test_a_reset_password_ends_sessions_and_the_lock(desk, person):
    someone = person(access.STAFF, TONGCHUAN)
    browser = Client()
    browser.force_login(someone, backend=BACKEND)
    guesser = Client()
    for _ in range(8):
        guesser.post(reverse("login"), {"username": someone.username, "password": "错"})

    page = act(desk, someone, "reset_password")
    (slip,) = page.context["slips"]

    assert browser.get("/").status_code == 302
    answer = guesser.post(
        reverse("login"), {"username": someone.username, "password": slip.password}
    )
    assert answer.status_code == 302
    assert guesser.get("/").url == reverse("password_change")


def test_a_stopped_person_is_out_at_once_and_stays_out_after_a_restart(desk, person):
    someone = person(access.STAFF, TONGCHUAN)
    browser = Client()
    browser.force_login(someone, backend=BACKEND)

    act(desk, someone, "stop")
    stopped = browser.get("/").status_code
    (slip,) = act(desk, someone, "restart").context["slips"]

    someone.refresh_from_db()
    assert stopped == browser.get("/").status_code == 302
    assert someone.is_active and someone.must_change_password
    assert someone.check_password(slip.password)
    kinds = list(someone.log.values_list("kind", flat=True))
    assert kinds == ["restarted", "stopped"]


def test_a_stopped_person_has_no_password_to_reset(desk, person):
    someone = person(access.STAFF, TONGCHUAN, is_active=False)

    assert "请先恢复" in said(act(desk, someone, "reset_password"))


def test_the_last_administrator_of_a_region_with_people_stays(desk, person):
    last = person(access.ADMINISTRATOR, TONGCHUAN)
    person(access.STAFF, TONGCHUAN)
    act(desk, last, "add_role", role="staff")

    demoted = act(desk, last, "remove_role", role=f"administrator|{TONGCHUAN}|")
    stopped = act(desk, last, "stop")

    last.refresh_from_db()
    assert "仅有的管理员" in said(demoted) and "仅有的管理员" in said(stopped)
    assert last.is_active and last.memberships.count() == 2


def test_one_of_two_administrators_may_go(desk, person, regions):
    first = person(access.ADMINISTRATOR, TONGCHUAN)
    second = person(access.STAFF, TONGCHUAN)
    act(desk, second, "add_role", role="administrator")

    act(desk, first, "stop")

    first.refresh_from_db()
    assert not first.is_active


def test_a_region_where_nobody_works_may_lose_its_administrator(desk, person):
    last = person(access.ADMINISTRATOR, TONGCHUAN)

    act(desk, last, "stop")

    last.refresh_from_db()
    assert not last.is_active


def test_rules_hold_below_the_pages_too(person, regions):
    boss = person(access.ADMINISTRATOR, DAZHOU)
    someone = person(access.STAFF, QUJING)
    outside = roles.Role("staff", regions[QUJING])

    with pytest.raises(PeopleError):
        roles.give(someone, outside, by=boss)
    with pytest.raises(PeopleError):
        roles.take(someone, outside, by=boss)
    with pytest.raises(PeopleError):
        accounts.store(User(username="x"), [outside], by=boss)
    with pytest.raises(PeopleError):
        departments.add(regions[QUJING], "教育局", by=boss)
    assert not User.objects.filter(username="x").exists()


def test_the_log_is_not_rewritten(person, boss):
    line = PersonLog.objects.create(person=boss, kind="edited", by=boss)

    with pytest.raises(IntegrityError), transaction.atomic():
        PersonLog.objects.filter(pk=line.pk).update(text="改了")
