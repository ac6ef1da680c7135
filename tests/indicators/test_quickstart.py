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

import pytest
from django.conf import settings

ACCOUNT = re.compile(r"^([a-z-]+) +([a-z]{6}-[a-z]{6}-\d{4}) ", re.M)


def manage(folder, *arguments, **more):
    """Run manage.py on a data folder; SQLite whatever the test run uses."""
    surroundings = os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": ""}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=surroundings | {"PYTHONUTF8": "1"} | more,
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
    began = time.monotonic()
    run = manage(folder, "quickstart", "--no-server")
    assert run.returncode == 0, run.stderr
    assert time.monotonic() - began < 60
    return folder, run.stdout


def test_it_prints_the_address_and_one_account_per_role(prepared):
    _, printed = prepared

    assert "http://127.0.0.1:8000/" in printed
    assert len(ACCOUNT.findall(printed)) == 10
    for role in ("填报", "审核", "领导查看", "分析", "管理"):
        assert f"全国        {role}" in printed


def test_passwords_are_kept_for_the_owner_only(prepared):
    folder, _ = prepared

    assert stat.S_IMODE((folder / "quickstart.json").stat().st_mode) == 0o600


def test_a_second_run_goes_on_where_the_first_was(prepared):
    folder, printed = prepared
    values = count(folder, "indicators_observation")
    began = time.monotonic()

    run = manage(folder, "quickstart", "--no-server", "--port", "8123")

    assert run.returncode == 0, run.stderr
    assert time.monotonic() - began < 15
    assert ACCOUNT.findall(run.stdout) == ACCOUNT.findall(printed)
    assert "http://127.0.0.1:8123/" in run.stdout
    assert count(folder, "indicators_observation") == values


def test_the_first_login_finds_work_to_do(prepared):
    folder, printed = prepared

    assert "已下发填报任务" in printed
    assert count(folder, "indicators_round") == 1
    assert count(folder, "indicators_entry") == 24
    assert count(folder, "indicators_submission") == 4  # the bureau, three departments

    again = manage(folder, "quickstart", "--no-server")

    assert "已下发填报任务" not in again.stdout
    assert count(folder, "indicators_round") == 1


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
        env=os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": ""},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert answers(f"http://127.0.0.1:{port}/login/") == 200
    finally:
        server.terminate()
        server.wait(20)


def answers(address):
    """Return the status of the page once the server is up."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=5) as page:
                return page.status
        except OSError:
            time.sleep(0.2)
    return None


def test_without_demo_nothing_synthetic_exists(tmp_path):
    quick = {"DEBUG": "true"}  # static files are not collected then

    run = manage(tmp_path, "quickstart", "--no-server", "--no-demo", **quick)

    assert run.returncode == 0, run.stderr
    assert count(tmp_path, "indicators_observation", "origin = 'demo'") == 0
    assert count(tmp_path, "indicators_assessment", "has_demo") == 0
    assert count(tmp_path, "indicators_plan") == 6

    again = manage(tmp_path, "quickstart", "--no-server", **quick)

    assert again.returncode == 0, again.stderr
    assert count(tmp_path, "indicators_observation", "origin = 'demo'") == 0


def test_it_refuses_a_database_that_holds_other_data(tmp_path):
    assert manage(tmp_path, "migrate", "-v0").returncode == 0
    insert = """
        from regions.models import User
        User.objects.create_user("zhang", password="x")
    """
    manage(
        tmp_path, "shell", "-v0", "-c", "\n".join(map(str.strip, insert.splitlines()))
    )

    run = manage(tmp_path, "quickstart", "--no-server")

    assert run.returncode == 1
    assert "用户 zhang" in run.stderr and "什么都没有改" in run.stderr
    assert count(tmp_path, "regions_region") == 0
    assert not (tmp_path / "quickstart.json").exists()


def test_it_refuses_the_database_of_another_program(tmp_path):
    with sqlite3.connect(tmp_path / "healthplan.sqlite3") as database:
        database.execute("create table other (id integer)")

    run = manage(tmp_path, "quickstart", "--no-server")

    assert run.returncode == 1
    assert "其他程序的表" in run.stderr
