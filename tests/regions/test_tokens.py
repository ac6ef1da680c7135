"""Personal tokens: made once, shown once, stored hashed, gone when they should be."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import OperationalError
from django.utils import timezone

from regions import access
from regions.models import ApiToken, Membership, PersonLog, User
from regions.people import accounts, tokens
from regions.people.problems import PeopleError
from tests.pages import text

from .conftest import DAZHOU, NATION, QUJING
from .pages import act, page_of, said

pytestmark = pytest.mark.django_db
MINE = "/account/tokens/"
SHOWN = re.compile(r"hp_[0-9a-f]{8}_[\w-]{43}")
YEAR = timedelta(days=365)


def in_a_year():
    return timezone.localdate() + YEAR


@pytest.fixture
def clerk(person):
    return person(access.STAFF, DAZHOU, full_name="李娜")


@pytest.fixture
def made(clerk):
    """A token of the clerk and its text."""
    return tokens.make(clerk, "月报脚本", in_a_year())


# ---------------------------------------------------------------- what is stored


def test_a_token_is_found_by_its_text_and_kept_as_a_digest(clerk, made):
    token, text = made

    assert SHOWN.fullmatch(text) and tokens.owner(text) == clerk
    assert token.digest == hashlib.sha256(text.encode()).hexdigest()
    stored = [str(v) for v in ApiToken.objects.values().get().values()]
    assert not any(text[12:] in value for value in stored)


def test_two_tokens_have_nothing_in_common(clerk, made):
    _token, other = tokens.make(clerk, "另一个", in_a_year())

    assert other[3:11] != made[1][3:11] and other[12:] != made[1][12:]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[:-1],
        lambda text: text + "x",
        lambda text: text[:-1] + ("a" if text[-1] != "a" else "b"),
        lambda text: text.replace("hp_", "hp-"),
        lambda text: "hp_00000000" + text[11:],
        lambda text: text.upper(),
        lambda text: text + "\x00",
        lambda text: "\udcff" + text,
        lambda text: "’" * 4000,
    ],
)
def test_any_other_text_is_nobodys(made, spoil, django_assert_num_queries):
    with django_assert_num_queries(1):  # the same work for every wrong text
        assert tokens.owner(spoil(made[1])) is None


def test_the_digest_alone_does_not_open(made):
    token, _text = made

    assert tokens.owner(f"hp_{token.prefix}_{token.digest}") is None


# ------------------------------------------------------------------ when it ends


def test_a_token_lasts_through_its_last_day(made):
    token, text = made
    today = timezone.localdate()
    ApiToken.objects.update(expires_on=today)
    assert tokens.owner(text) is not None

    ApiToken.objects.update(expires_on=today - timedelta(days=1))
    assert tokens.owner(text) is None
    assert not ApiToken.objects.get().is_valid


def test_a_stopped_person_has_no_tokens_and_gets_none_back(boss, clerk, made):
    accounts.stop(clerk, by=boss)
    assert tokens.owner(made[1]) is None

    accounts.restart(clerk, by=boss)
    User.objects.update(must_change_password=False)
    assert tokens.owner(made[1]) is None
    line = clerk.log.get(kind=PersonLog.Kind.REVOKED)
    assert line.by == boss and "月报脚本" in line.text


def test_a_person_stopped_by_any_other_door_is_refused_too(clerk, made):
    User.objects.filter(pk=clerk.pk).update(is_active=False)

    assert tokens.owner(made[1]) is None


def test_a_password_still_to_be_changed_holds_the_token_back(clerk, made):
    User.objects.update(must_change_password=True)
    assert tokens.owner(made[1]) is None

    User.objects.update(must_change_password=False)
    assert tokens.owner(made[1]) == clerk


def test_a_revoked_token_is_revoked_once(clerk, made):
    tokens.revoke(made[0], by=clerk)

    assert tokens.owner(made[1]) is None
    with pytest.raises(PeopleError, match="已经撤销"):
        tokens.revoke(made[0], by=clerk)
    assert clerk.log.filter(kind=PersonLog.Kind.REVOKED).count() == 1


def test_the_day_of_use_is_written_once_a_day(made, django_assert_num_queries):
    token, text = made
    with django_assert_num_queries(2):
        tokens.owner(text)
    with django_assert_num_queries(1):
        tokens.owner(text)

    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


# ------------------------------------------------------------------ who makes one


def test_nobody_without_a_role_makes_one(db):
    nobody = User.objects.create_user("nobody")

    with pytest.raises(PeopleError, match="没有任何地区的权限"):
        tokens.make(nobody, "脚本", in_a_year())


def test_ten_at_a_time(clerk):
    for n in range(10):
        tokens.make(clerk, f"第{n}个", in_a_year())
    with pytest.raises(PeopleError, match="最多10个"):
        tokens.make(clerk, "再一个", in_a_year())

    tokens.revoke(clerk.tokens.first(), by=clerk)
    assert tokens.make(clerk, "再一个", in_a_year())


@pytest.mark.parametrize("name", ["", "  ", "月报脚本", " 月报脚本 "])
def test_a_name_is_needed_and_used_once(clerk, made, name):
    with pytest.raises(PeopleError, match="名称"):
        tokens.make(clerk, name, in_a_year())


@pytest.mark.parametrize("days", [-1, 0, 732, 90000])
def test_an_expiry_within_two_years(clerk, days):
    with pytest.raises(PeopleError, match="有效期"):
        tokens.make(clerk, "脚本", timezone.localdate() + timedelta(days=days))


def test_the_database_refuses_half_a_revocation(made):
    with pytest.raises(IntegrityError), transaction.atomic():
        ApiToken.objects.update(revoked_at=timezone.now())


def test_the_log_is_still_append_only(clerk, made):
    with pytest.raises((IntegrityError, OperationalError)), transaction.atomic():
        clerk.log.update(text="改写")

    assert clerk.log.get(kind=PersonLog.Kind.TOKEN).by == clerk


# ----------------------------------------------------------------- one's own page


@pytest.fixture
def own(client, clerk):
    client.force_login(clerk)
    return client


def test_a_new_token_is_shown_in_this_answer_and_never_again(own, clerk):
    answer = own.post(MINE, {"action": "make", "name": "月报", "days": "90"})

    (shown,) = SHOWN.findall(text(answer))
    assert tokens.owner(shown) == clerk
    assert "no-store" in answer["Cache-Control"]
    assert not SHOWN.search(text(own.get(MINE)))
    expected = timezone.localdate() + timedelta(days=90)
    assert clerk.tokens.get().expires_on == expected


@pytest.mark.parametrize(
    "data", [{"name": "", "days": "90"}, {"name": "x" * 61, "days": "90"},
             {"name": "月报", "days": "9000"}, {"name": "月报"}],
)  # fmt: skip
def test_a_wrong_form_makes_nothing(own, data):
    answer = own.post(MINE, {"action": "make"} | data)

    assert answer.status_code == 422 and "errorlist" in text(answer)
    assert not ApiToken.objects.exists()


def test_it_needs_a_form_of_this_site(clerk):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)

    answer = strict.post(MINE, {"action": "make", "name": "月报", "days": "90"})

    assert answer.status_code == 403 and not ApiToken.objects.exists()
    assert "页面已过期" in text(answer) and "Forbidden" not in text(answer)


def test_ones_own_is_revoked_on_the_page(own, made):
    token, secret = made

    answer = own.post(MINE, {"action": "revoke", "token": token.prefix}, follow=True)

    assert "已撤销“月报脚本”" in said(answer) and tokens.owner(secret) is None


def test_nobody_elses_is(client, person, made):
    client.force_login(person(access.STAFF, QUJING))

    answer = client.post(MINE, {"action": "revoke", "token": made[0].prefix})

    assert answer.status_code == 404 and tokens.owner(made[1])


def test_who_has_no_role_is_told_so(client):
    client.force_login(User.objects.create_user("nobody"))

    assert "没有任何地区的权限" in text(client.get(MINE))
    answer = client.post(MINE, {"action": "make", "name": "月报", "days": "90"})
    assert answer.status_code == 422


def test_the_page_asks_as_much_for_ten_as_for_one(own, clerk, made, django_assert_num_queries):  # fmt: skip
    for n in range(9):
        token, _text = tokens.make(clerk, f"第{n}个", in_a_year())
        if n % 2:
            tokens.revoke(token, by=clerk)

    # session, person, tokens; grants and waiting cells of the navigation
    with django_assert_num_queries(5):
        own.get(MINE)


# ------------------------------------------------------------- an administrator's


def of(person):
    return page_of(person) + "tokens/"


def test_an_administrator_sees_and_revokes(desk, clerk, made):
    assert of(clerk) in text(desk.get(page_of(clerk)))
    page = text(desk.get(of(clerk)))
    assert "月报脚本" in page and made[1] not in page

    desk.post(of(clerk), {"token": made[0].prefix})

    assert tokens.owner(made[1]) is None
    assert "访问令牌" in text(desk.get(page_of(clerk)))  # the log


def test_not_of_a_person_beyond_reach(desk, person):
    stranger = person(access.STAFF, QUJING)
    token, secret = tokens.make(stranger, "脚本", in_a_year())

    assert desk.get(of(stranger)).status_code == 404
    assert desk.post(of(stranger), {"token": token.prefix}).status_code == 404
    assert tokens.owner(secret)


def test_not_of_a_person_who_also_works_elsewhere(desk, clerk, made, regions):
    Membership.objects.create(user=clerk, region=regions[QUJING], role=access.STAFF)

    answer = desk.post(of(clerk), {"token": made[0].prefix}, follow=True)

    assert "其他地区" in said(answer) and tokens.owner(made[1])


def test_another_persons_prefix_is_not_revoked_there(desk, person, clerk, made):
    other = person(access.OFFICIAL, DAZHOU)

    assert desk.post(of(other), {"token": made[0].prefix}).status_code == 404
    assert tokens.owner(made[1])


def test_stopping_on_the_page_revokes(desk, clerk, made):
    act(desk, clerk, "stop")

    assert tokens.owner(made[1]) is None


def test_the_nations_administrator_reads_no_token_either(client, person, made):
    client.force_login(person(access.ADMINISTRATOR, NATION))

    assert made[1] not in text(client.get(of(made[0].user)))
