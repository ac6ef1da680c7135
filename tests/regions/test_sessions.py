"""How long one stays signed in, and what a page or a script is told afterwards."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regions import access, sessions
from regions.people import accounts, tokens
from tests.conftest import PASSWORD

HOME = "/password/"
IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
WHOLE = timedelta(hours=settings.SESSION_HOURS)
SECOND = timedelta(seconds=1)
JSON = {"content_type": "application/json"}


@pytest.fixture
def clock(monkeypatch):
    """A function that lets so much time pass for the rules under test."""
    passed = timedelta()
    real = sessions._now

    def let(time):
        nonlocal passed
        passed += time

    monkeypatch.setattr(sessions, "_now", lambda: real() + int(passed.total_seconds()))
    return let


@pytest.fixture
def clerk(client, person):
    found = person(access.STAFF, "511700")
    client.post(reverse("login"), {"username": found.username, "password": PASSWORD})
    return found


def is_in(client, **headers) -> bool:
    return client.get(HOME, headers=headers).status_code == 200


def test_a_session_lives_while_something_is_done(client, clerk, clock):
    for _ in range(4):
        clock(IDLE - SECOND * 5)
        assert is_in(client)


def test_an_idle_session_ends_and_the_sign_in_page_says_why(client, clerk, clock):
    clock(IDLE)
    sent_on = client.get(HOME)
    page = client.get(sent_on.url).content.decode()

    assert sent_on.url == "/login/?next=/password/&over=idle"
    assert "30分钟没有操作，已自动退出，请重新登录。" in page
    assert not is_in(client)  # for good, not for this answer


def test_after_signing_in_again_one_is_where_one_was(client, clerk, clock):
    clock(IDLE)
    page = client.get(client.get("/password/?from=here").url)
    form = {"username": clerk.username, "password": PASSWORD}
    answer = client.post(reverse("login"), form | {"next": page.context["next"]})

    assert answer.url == "/password/?from=here" and is_in(client)


def test_a_busy_session_ends_too(client, clerk, clock):
    step = IDLE - SECOND * 5
    for _ in range(WHOLE // step):
        clock(step)
        assert is_in(client)
    clock(step)

    assert client.get(HOME).url.endswith("&over=old")


def test_what_a_page_asks_by_itself_does_not_keep_it_open(client, clerk, clock):
    clock(IDLE / 2)
    assert is_in(client, X_Unattended="1")
    clock(IDLE / 2)

    assert not is_in(client)


def test_activity_is_written_once_a_minute(client, clerk, clock):
    with CaptureQueriesContext(connection) as before:
        assert is_in(client)
    clock(timedelta(minutes=1))
    with CaptureQueriesContext(connection) as noted:
        assert is_in(client)
    with CaptureQueriesContext(connection) as after:
        assert is_in(client)

    written = [q for q in noted if q["sql"].startswith("UPDATE")]
    assert len(written) == 1 and "django_session" in written[0]["sql"]
    assert len(before) == len(after) and not any(
        q["sql"].startswith("UPDATE") for q in [*before, *after]
    )


def test_a_session_from_before_the_rule_begins_now(client, clerk):
    session = client.session
    del session[sessions.BEGAN], session[sessions.SEEN]
    session.save()

    assert is_in(client)
    assert abs(client.session[sessions.SEEN] - timezone.now().timestamp()) < 60


def test_a_script_is_told_and_a_part_of_a_page_leads_to_signing_in(
    client, clerk, clock
):
    clock(IDLE)
    saved = client.post("/entry/511700/2025/cells/", json.dumps({}), **JSON)
    part = client.get(
        "/data/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/data/?q=1"},
    )

    assert saved.status_code == 401
    assert saved.json()["error"] == "30分钟没有操作，已自动退出，请重新登录。"
    assert part["HX-Redirect"] == "/login/?next=/data/%3Fq%3D1"


def test_nobody_is_told_only_to_sign_in(client, db):
    answer = client.post("/entry/511700/2025/cells/", "{}", **JSON)

    assert (answer.status_code, answer.json()["error"]) == (401, "请先登录。")


# ------------------------------------------------- signing in again over a page


def test_a_script_signs_in(client, clerk, clock):
    clock(IDLE)
    form = {"username": clerk.username, "password": "错的口令"}
    headers = {"Accept": "application/json"}
    wrong = client.post(reverse("login"), form, headers=headers)
    empty = client.post(reverse("login"), form | {"password": ""}, headers=headers)
    right = client.post(
        reverse("login"), form | {"password": PASSWORD}, headers=headers
    )

    assert wrong.status_code == empty.status_code == 400
    assert "密码不正确" in wrong.json()["error"]
    assert right.status_code == 200 and right.json() == {} and is_in(client)


def test_no_word_in_the_address_is_printed(client, db):
    page = client.get("/login/?over=请致电骗子").content.decode()

    assert "骗子" not in page


# ------------------------------------------------- a password ends what it opened


def in_a_year():
    return timezone.localdate() + timedelta(days=365)


def test_changing_the_password_ends_tokens_and_other_sessions(client, clerk):
    text = tokens.make(clerk, "月报脚本", in_a_year())[1]
    elsewhere = client.__class__()
    elsewhere.force_login(clerk)
    new = "另一个够长的口令-2027"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    page = client.post(reverse("password_change"), fields, follow=True)

    assert tokens.owner(text) is None
    assert not is_in(elsewhere) and is_in(client)
    assert "1个访问令牌已撤销" in page.content.decode()


def test_a_password_given_anew_ends_tokens_for_good(clerk, person):
    text = tokens.make(clerk, "月报脚本", in_a_year())[1]
    accounts.reset_password(clerk, by=person(access.ADMINISTRATOR, "511700"))
    clerk.must_change_password = False
    clerk.save()

    assert tokens.owner(text) is None
