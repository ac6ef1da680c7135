"""Two people at the same moment: what one does, the other finds done, or is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.indicators.test_killed import database  # noqa: F401


@pytest.fixture
def races(database, tmp_path):  # noqa: F811
    environment = os.environ | {
        "DATABASE_URL": database,
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "only-for-this-test-0123456789-0123456789-0123456789",
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.indicators.raced"],
        cwd=Path(settings.BASE_DIR),
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_two_at_once(races):
    found = races["confirming"]
    assert found["said"][0] == "done" and "未重复执行" in found["said"][1]
    assert found["changes"] == 3

    found = races["confirming_and_cancelling"]
    assert found["said"][0] == "done" and "未重复执行" in found["said"][1]
    assert (found["state"], found["values"]) in [("applied", 2), ("cancelled", 0)]

    found = races["undoing"]
    assert found["said"][0] == "done" and "未重复执行" in found["said"][1]
    assert (found["values"], found["changes"]) == (0, 4)

    found = races["confirming_a_revision"]
    assert found["said"][0] == "done" and "未重复执行" in found["said"][1]
    assert found["revisions"] == [0, 1]

    found = races["proposing_the_same"]
    assert found["said"][0] == "done" and "已有一项待复核" in found["said"][1]
    assert found["waits"] == 1

    found = races["writing_two_years_of_a_series"]
    assert found["said"] == ["done", "done"]
    assert found["years"] == {"own": [1998, 1999], "others": [1999]}

    found = races["moving_two_rows_of_a_plan"]
    assert found == {"said": ["done", "done"], "wrong": 0}

    found = races["applying_while_somebody_types"]
    typed_first = {"said": ["done", ANY], "typed": "saved", "value": "66"}
    uploaded_first = {"said": ["done", "done"], "typed": "conflict", "value": "77"}
    expected = typed_first if found["typed"] == "saved" else uploaded_first
    assert found == expected | {"versions": 1}


class Anything:
    def __eq__(self, other):
        return isinstance(other, str)


ANY = Anything()
