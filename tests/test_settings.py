"""Settings come from the environment and refuse nonsense with a sentence."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from healthplan import settings


def start(tmp_path, **environment):
    """Import the settings in a fresh process with this environment only."""
    return subprocess.run(
        [sys.executable, "-c", "from healthplan import settings as s; print(s.DEBUG)"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    "text, expected",
    [("true", True), ("1", True), (" False ", False), ("0", False), ("", True)],
)
def test_a_switch_reads_true_and_false(monkeypatch, text, expected):
    monkeypatch.setenv("SWITCH", text)

    assert settings.env_bool("SWITCH", True) is expected


@pytest.mark.parametrize("text", ["yes", "on", "是", "2"])
def test_a_switch_refuses_anything_else(monkeypatch, text):
    monkeypatch.setenv("SWITCH", text)

    with pytest.raises(ImproperlyConfigured, match="SWITCH"):
        settings.env_bool("SWITCH", False)


def test_a_list_is_split_at_commas(monkeypatch):
    monkeypatch.setenv("NAMES", "10.1.2.3, plan.local,,")

    assert settings.env_list("NAMES", []) == ["10.1.2.3", "plan.local"]
    assert settings.env_list("NO_NAMES", ["localhost"]) == ["localhost"]


def test_no_environment_is_enough_and_the_key_is_kept(tmp_path):
    first = start(tmp_path)
    key = (tmp_path / "secret_key").read_text()

    second = start(tmp_path)

    assert first.returncode == second.returncode == 0, first.stderr + second.stderr
    assert first.stdout.strip() == "False"
    assert len(key) >= 50 and (tmp_path / "secret_key").read_text() == key
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_a_shared_database_needs_a_key_of_its_own(tmp_path):
    url = "postgres://plan:plan@db.local/plan"

    refused = start(tmp_path, DATABASE_URL=url)
    started = start(tmp_path, DATABASE_URL=url, SECRET_KEY="k" * 50)

    assert refused.returncode != 0 and "SECRET_KEY" in refused.stderr
    assert not (tmp_path / "secret_key").exists()
    assert started.returncode == 0, started.stderr


def test_nonsense_stops_the_start(tmp_path):
    stopped = start(tmp_path, DEBUG="maybe")

    assert stopped.returncode != 0 and "DEBUG" in stopped.stderr


def test_a_mail_server_is_read_and_nonsense_refused(tmp_path):
    found = settings.mail_settings("smtp+tls://user:geheim%40@mail.local:587")

    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.local", 587)
    assert found["EMAIL_HOST_PASSWORD"] == "geheim@" and found["EMAIL_USE_TLS"]
    stopped = start(tmp_path, EMAIL_URL="mail.local")
    assert stopped.returncode != 0 and "EMAIL_URL" in stopped.stderr
