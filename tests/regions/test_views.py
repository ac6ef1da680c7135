"""Signing in and out, being locked out, choosing one's own password."""

import pytest
from django.conf import settings
from django.urls import reverse

from regions import access
from tests.conftest import PASSWORD

NEW = "另一个够长的口令-2027"


@pytest.fixture
def official(person):
    return person(access.OFFICIAL, "511700")


def sign_in(client, name, password=PASSWORD, **more):
    return client.post(
        reverse("login"), {"username": name, "password": password, **more}
    )


def change(client, old, new):
    return client.post(
        reverse("password_change"),
        {"old_password": old, "new_password1": new, "new_password2": new},
    )


def test_sign_in_page_warns_that_the_system_is_not_for_secrets(client, db):
    page = client.get(reverse("login")).content.decode()

    assert str(settings.NOTICE) in page
    assert "autofocus" in page and 'autocomplete="current-password"' in page


def test_a_page_asked_for_without_signing_in_opens_after_it(client, official):
    asked = client.get(reverse("password_change"))
    page = client.get(asked.url)
    answer = sign_in(client, official.username, next=page.context["next"])

    assert asked.url == "/login/?next=/password/"
    assert answer.url == "/password/"


def test_next_leads_to_no_other_host(client, official):
    answer = sign_in(client, official.username, next="https://elsewhere.example/")

    assert answer.url == reverse(settings.LOGIN_REDIRECT_URL)


def test_a_wrong_password_is_answered_in_chinese(client, official):
    page = sign_in(client, official.username, "错的口令", next="/password/")

    assert "用户名或密码不正确" in page.content.decode()
    assert page.context["next"] == "/password/"


def test_a_disabled_account_does_not_sign_in(client, person):
    gone = person(access.STAFF, "511700", is_active=False)

    assert sign_in(client, gone.username).status_code == 200


def test_too_many_wrong_passwords_lock_the_account_and_say_for_how_long(
    client, official
):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        page = sign_in(client, official.username, "错的口令")

    right = sign_in(client, official.username)

    assert page.status_code == right.status_code == 429
    text = right.content.decode()
    assert "请15分钟后再登录" in text and "请联系本地区管理员" in text
    assert "manage.py" not in text  # commands are for who runs the server


def test_signing_out_needs_a_post(client, official):
    client.force_login(official)

    assert client.get(reverse("logout")).status_code == 405
    assert client.post(reverse("logout")).url == reverse("login")
    assert "_auth_user_id" not in client.session


def test_a_password_given_by_someone_else_is_changed_first(client, person):
    new = person(access.OFFICIAL, "511700", must_change_password=True)
    client.force_login(new)

    before = client.get(reverse(settings.LOGIN_REDIRECT_URL))
    page = client.get(before.url)
    answer = change(client, PASSWORD, NEW)

    assert before.url == reverse("password_change")
    assert "您使用的是初始密码" in page.content.decode()
    assert answer.url == reverse(settings.LOGIN_REDIRECT_URL)
    new.refresh_from_db()
    assert not new.must_change_password and new.check_password(NEW)
    assert client.get(reverse("password_change")).status_code == 200


def test_who_must_change_the_password_may_still_sign_out(client, person):
    new = person(access.OFFICIAL, "511700", must_change_password=True)
    client.force_login(new)

    assert client.post(reverse("logout")).url == reverse("login")


@pytest.mark.parametrize(
    "old, new, sentence",
    [
        (PASSWORD, PASSWORD, "与现在的密码相同"),
        ("错的口令", NEW, "现在的密码不正确"),
        (PASSWORD, "12345678", "密码"),
    ],
)
def test_a_bad_new_password_is_refused_with_a_sentence(
    client, official, old, new, sentence
):
    client.force_login(official)

    page = change(client, old, new)

    errors = [e for errors in page.context["form"].errors.values() for e in errors]
    assert page.status_code == 200 and any(sentence in e for e in errors)
