"""A database that is away, busy or too slow is said, and the answer may be kept."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.test import Client

from regions import access

BREAKS = "indicators.pages.tasks.views.render"


@pytest.fixture
def visitor(person):
    found = Client(raise_request_exception=False)
    found.force_login(person(access.STAFF, "511700"))
    return found


def breaking(monkeypatch, error):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(BREAKS, fail)


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_an_outage_is_503_and_says_when_to_come_again(visitor, monkeypatch, kind):
    breaking(monkeypatch, kind("canceling statement due to lock timeout"))
    answer = visitor.get("/entry/")
    asked = visitor.get("/entry/", headers={"Accept": "application/json"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    page = answer.content.decode()
    assert "数据库暂时没有响应" in page and "lock timeout" not in page
    assert asked.status_code == 503
    assert "未保存，请稍后再试" in json.loads(asked.content)["error"]


def test_another_error_is_500_without_its_trace(visitor, monkeypatch):
    breaking(monkeypatch, RuntimeError("secret 31.77"))
    answer = visitor.get("/entry/")

    assert answer.status_code == 500 and "Retry-After" not in answer
    assert "系统出错" in answer.content.decode() and b"31.77" not in answer.content


def test_a_signed_in_page_is_kept_by_nobody_unasked(visitor, client, db):
    assert visitor.get("/method/")["Cache-Control"] == "private, no-cache"
    assert "no-store" in visitor.get("/account/tokens/")["Cache-Control"]
    assert "Cache-Control" in client.get("/login/")


# ------------------------------------------------------------------ time limits


def options_of(**environment):
    code = "from healthplan import settings as s; print(s.DATABASES['default'])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "SECRET_KEY": "k" * 50, **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return run.stdout


def test_pages_wait_for_no_lock_for_long_and_commands_may(tmp_path):
    url = {"DATABASE_URL": "postgres://db.local/plan", "DATA_DIR": str(tmp_path)}

    assert "lock_timeout=5s" in options_of(SERVES_PAGES="true", **url)
    assert "statement_timeout" not in options_of(**url)


# -------------------------------------------------------------- an old page


@pytest.fixture
def strict(person):
    found = Client(enforce_csrf_checks=True)
    found.force_login(person(access.STAFF, "511700"))
    return found


def test_a_page_from_before_another_sign_in_leads_on(strict):
    answer = strict.post("/account/tokens/", {"name": "月报"})
    page = answer.content.decode()

    assert answer.status_code == 403
    assert "页面已过期" in page and 'href="/account/tokens/"' in page


def test_a_script_on_such_a_page_asks_for_the_password(strict):
    answer = strict.post(
        "/entry/511700/2024/cells/", "{}", content_type="application/json"
    )

    assert answer.status_code == 401 and "重新登录" in answer.json()["error"]


def test_signing_in_on_an_old_sign_in_page_leads_to_a_new_one(db):
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/?next=/data/", {"username": "a", "password": "b"})

    assert answer.status_code == 403 and 'href="/login/"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/entry/", "/method/", "/data/", "/help/"])
def test_head_is_answered_as_get_is_without_its_body(visitor, path):
    asked, got = visitor.head(path), visitor.get(path)

    assert asked.status_code == got.status_code == 200 and asked.content == b""
