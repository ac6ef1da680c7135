"""Settings come from the environment and refuse nonsense with a sentence."""

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from healthplan import settings
from regions import data_folder


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


# --------------------------------------------------------------- the data folder


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_kept_is_its_owners_alone(tmp_path):
    folder = tmp_path / "kept"
    start(folder)

    assert rights(folder) == 0o700
    for name in (data_folder.DATABASE, data_folder.KEY):
        assert rights(folder / name) == 0o600
    assert settings.FILE_UPLOAD_PERMISSIONS == 0o600
    assert settings.FILE_UPLOAD_DIRECTORY_PERMISSIONS == 0o700


def test_what_an_older_version_left_open_is_closed(tmp_path):
    for name in (data_folder.DATABASE, data_folder.KEY):
        (tmp_path / name).write_text("k" * 50)
        (tmp_path / name).chmod(0o644)
    tmp_path.chmod(0o755)
    start(tmp_path)

    assert rights(tmp_path) == 0o700
    assert rights(tmp_path / data_folder.DATABASE) == 0o600
    assert rights(tmp_path / data_folder.KEY) == 0o600


def test_an_empty_key_stops_the_start_and_says_what_to_do(tmp_path):
    (tmp_path / "secret_key").write_text("\n")
    stopped = start(tmp_path)

    assert stopped.returncode != 0
    assert "是空的：请从备份恢复" in stopped.stderr
    assert (tmp_path / "secret_key").read_text() == "\n"


def test_starts_at_once_share_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: data_folder.key(tmp_path / "kept"), range(40)))

    assert len(keys) == 1 and len(keys.pop()) >= 50
    left = {path.name for path in (tmp_path / "kept").iterdir()}
    assert left == {data_folder.KEY}


def test_passwords_are_hashed_by_argon2_and_older_hashes_are_read():
    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        old = make_password("一个够长的口令", hasher="pbkdf2_sha256")

        assert make_password("一个够长的口令").startswith("argon2$argon2id$")
        assert check_password("一个够长的口令", old)
