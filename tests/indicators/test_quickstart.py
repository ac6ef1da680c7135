"""quickstart on databases of its own: from nothing, again, and where it refuses."""

import os
import re
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.db import connection

from regions import data_folder
from tests.worlds import EMPTY

ACCOUNT = re.compile(r"^([a-z-]+) +([a-z]{6}-[a-z]{6}-\d{4}) ", re.M)


def surroundings(folder):
    """Return the environment of a process on a data folder: SQLite, hasty hashes."""
    return os.environ | {
        "DATA_DIR": str(folder),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.hasty_settings",
        "PYTHONUTF8": "1",
    }


def manage(folder, *arguments, **more):
    """Run manage.py on a data folder; SQLite whatever the test run uses."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=surroundings(folder) | more,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


def count(folder, table, where="1"):
    with sqlite3.connect(folder / "healthplan.sqlite3") as database:
        query = f"select count(*) from {table} where {where}"  # noqa: S608
        return database.execute(query).fetchone()[0]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A folder that quickstart prepared, with what it printed."""
    folder = tmp_path_factory.mktemp("quickstart")
    run = manage(folder, "quickstart", "--no-server")
    assert run.returncode == 0, run.stderr
    return folder, run.stdout


@dataclass
class Again:
    """What a second run on the same folder printed, and the values before and after."""

    printed: str
    before: int
    after: int


@pytest.fixture(scope="module")
def again(prepared):
    folder, _ = prepared
    before = count(folder, "indicators_observation")
    run = manage(folder, "quickstart", "--no-server", "--port", "8123")
    assert run.returncode == 0, run.stderr
    return Again(run.stdout, before, count(folder, "indicators_observation"))


@pytest.fixture
def migrated(tmp_path, worlds, django_db_blocker):
    """A folder with a database in which there are tables and nothing else."""
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock():
            worlds.copy(EMPTY, tmp_path / "healthplan.sqlite3")
    else:
        assert manage(tmp_path, "migrate", "-v0").returncode == 0
    return tmp_path


def test_it_prints_the_address_and_one_account_per_role(prepared):
    _, printed = prepared

    assert "http://127.0.0.1:8000/" in printed
    assert len(ACCOUNT.findall(printed)) == 10
    for role in ("填报", "审核", "领导查看", "分析", "管理"):
        assert f"全国        {role}" in printed


def test_passwords_are_kept_for_the_owner_only(prepared):
    folder, _ = prepared

    assert stat.S_IMODE((folder / "quickstart.json").stat().st_mode) == 0o600


def test_a_second_run_goes_on_where_the_first_was(prepared, again):
    _, printed = prepared

    assert ACCOUNT.findall(again.printed) == ACCOUNT.findall(printed)
    assert "http://127.0.0.1:8123/" in again.printed
    assert again.after == again.before


def test_the_first_login_finds_work_to_do(prepared, again):
    folder, printed = prepared

    assert "已下发填报任务" in printed and "已下发填报任务" not in again.printed
    assert count(folder, "indicators_round") == 1
    assert count(folder, "indicators_entry") == 24
    assert count(folder, "indicators_submission") == 4  # the bureau, three departments


def test_no_demo_is_refused_where_demo_values_are(prepared):
    folder, _ = prepared

    run = manage(folder, "quickstart", "--no-server", "--no-demo")

    assert run.returncode == 1
    assert "remove_demo" in run.stderr
    assert count(folder, "indicators_observation", "origin = 'demo'") > 0


def test_a_port_in_use_is_one_sentence(prepared):
    folder, _ = prepared
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        run = manage(folder, "quickstart", "--port", str(port))

    assert run.returncode == 1
    assert f"端口{port}已被占用" in run.stderr


def test_the_server_answers(prepared):
    folder, _ = prepared
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "manage.py", "quickstart", "--port", str(port)],
        cwd=settings.BASE_DIR,
        env=surroundings(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert answers(f"http://127.0.0.1:{port}/login/") == 200
        assert workers(folder, 1) == 1
    finally:
        server.terminate()
        server.wait(20)
    assert workers(folder, 0) == 0  # it went with the server


def workers(folder, expected):
    """Return how many workers say they are there, once it is as expected."""
    for _ in range(100):
        if (found := count(folder, "indicators_jobworker")) == expected:
            break
        time.sleep(0.2)
    return found


def answers(address):
    """Return the status of the page once the server is up."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                return page.status
        except OSError:
            time.sleep(0.2)
    return None


def test_without_demo_nothing_synthetic_exists(migrated):
    quick = {"DEBUG": "true"}  # static files are not collected then

    run = manage(migrated, "quickstart", "--no-server", "--no-demo", **quick)

    assert run.returncode == 0, run.stderr
    assert count(migrated, "indicators_observation", "origin = 'demo'") == 0
    assert count(migrated, "indicators_assessment", "has_demo") == 0
    assert count(migrated, "indicators_plan") == 6

    again = manage(migrated, "quickstart", "--no-server", **quick)

    assert again.returncode == 0, again.stderr
    assert count(migrated, "indicators_observation", "origin = 'demo'") == 0


def test_it_refuses_a_database_that_holds_other_data(migrated):
    insert = """
        from regions.models import User
        User.objects.create_user("zhang", password="x")
    """
    manage(
        migrated, "shell", "-v0", "-c", "\n".join(map(str.strip, insert.splitlines()))
    )

    run = manage(migrated, "quickstart", "--no-server")

    assert run.returncode == 1
    assert "用户 zhang" in run.stderr and "未作改动" in run.stderr
    assert count(migrated, "regions_region") == 0
    assert not (migrated / "quickstart.json").exists()


def test_two_first_starts_at_once_are_one_after_the_other(tmp_path):
    with data_folder.preparing(tmp_path):
        run = manage(tmp_path, "quickstart", "--no-server")

    assert run.returncode == 1
    assert "另一个 quickstart 正在准备同一个数据目录" in run.stderr
    assert (tmp_path / data_folder.DATABASE).stat().st_size == 0


def test_it_refuses_the_database_of_another_program(tmp_path):
    with sqlite3.connect(tmp_path / "healthplan.sqlite3") as database:
        database.execute("create table other (id integer)")

    run = manage(tmp_path, "quickstart", "--no-server")

    assert run.returncode == 1
    assert "其他程序的表" in run.stderr
