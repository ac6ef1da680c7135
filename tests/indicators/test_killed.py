"""A process killed at any moment leaves all of what it did or none: a server that
approves, a worker that opens a round by a job."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

NAME = f"healthplan_killed_{os.getpid()}"


@pytest.fixture
def database(tmp_path, worlds, django_db_blocker):
    """The address of a database of its own that holds the plans, as the tests' kind."""
    if connection.vendor == "sqlite":
        path = tmp_path / "killed.sqlite3"
        with django_db_blocker.unblock():
            worlds.copy("plans", path)
        yield f"sqlite:///{path}"
        return
    about = connection.settings_dict
    with django_db_blocker.unblock():
        worlds.copy("plans", NAME)
    who = f"{about['USER']}:{about['PASSWORD']}" if about["PASSWORD"] else about["USER"]
    yield f"postgres://{who}@{about['HOST']}:{about['PORT'] or 5432}/{NAME}"
    with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NAME} WITH (FORCE)")


def run(module, database, tmp_path):
    """Return what a module of ours prints when run on the database."""
    environment = os.environ | {
        "DATABASE_URL": database,
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "only-for-this-test-0123456789-0123456789-0123456789",
    }

    done = subprocess.run(
        [sys.executable, "-m", module],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_killed_approval_leaves_all_or_nothing(database, tmp_path):
    said = run("tests.indicators.killed", database, tmp_path)

    *killed, last = said["runs"]
    nothing = {
        "approved": 0,
        "observations": 0,
        "changes": 0,
        "verdicts": False,
        "events": 0,
        "killed": True,
    }
    assert len(killed) >= 10  # killed before each of its statements in turn
    assert all(run == nothing for run in killed)
    assert (last["killed"], last["approved"]) == (False, said["cells"])
    assert last["observations"] == last["changes"] == said["cells"]
    assert last["verdicts"]


def test_a_killed_job_is_resumed_or_taken_back_and_never_done_twice(database, tmp_path):
    runs = run("tests.indicators.killed_jobs", database, tmp_path)

    *killed, last = runs
    nothing = dict.fromkeys(("rounds", "cells", "forms", "events"), 0)
    whole = last["shown"]
    assert not last["killed"] and whole["rounds"] == 1 and whole["cells"] > 0
    assert len(killed) >= 40 and {one["step"] for one in killed} >= {0, 1, 2, 3}
    for one in killed:
        assert one["shown"] in (nothing, whole)  # never a part
        after = one["after"]
        if one["state"] == "done":
            assert after["shown"] == whole
            assert after["stored"] == whole | {"links": whole["cells"]}
        else:
            assert one["state"] == "cancelled"
            assert after["stored"] == nothing | {"links": 0}
    assert {one["state"] for one in killed} == {"done", "cancelled"}
