"""Hostile and mistaken files: one sentence each, soon, and in little memory."""

import subprocess
import sys
from functools import cache

import pytest

from indicators.layouts import recognising
from indicators.layouts.known import KnownNames
from indicators.spreadsheets import guard
from indicators.spreadsheets.refusal import FileRefused
from tests.indicators import hostile_files as hostile

SECONDS, MEGABYTES = 2, 250
CHILD = """
import sys, time
from indicators.layouts import recognising
from indicators.spreadsheets.refusal import FileRefused
from indicators.layouts.known import KnownNames
data = open(sys.argv[1], "rb").read()
start = time.process_time()
try:
    recognising.read(data, sys.argv[2], KnownNames())
except FileRefused as why:
    print(time.process_time() - start)
    lines = open("/proc/self/status").read().splitlines()
    print(next(line.split()[1] for line in lines if line.startswith("VmHWM")))
    print(why)
"""


@cache
def made(case) -> bytes:
    """Return a hostile file, built once for both tests of it."""
    _name, make, _said = hostile.FILES[case]
    return make()


@pytest.mark.parametrize("case", hostile.FILES)
def test_a_hostile_file_is_refused_with_one_sentence(case):
    name, _, said = hostile.FILES[case]

    with pytest.raises(FileRefused) as refused:
        recognising.read(made(case), name, KnownNames())

    sentence = str(refused.value)
    assert said in sentence
    assert sentence.endswith("。") and "\n" not in sentence


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("case", hostile.FILES)
def test_a_refusal_takes_two_seconds_of_work_and_250_mb_at_most(case, tmp_path):
    name, _, _ = hostile.FILES[case]
    file = tmp_path / "file"
    file.write_bytes(made(case))
    command = [sys.executable, "-c", CHILD, str(file), name]

    run = subprocess.run(command, capture_output=True, text=True, timeout=20)

    seconds, kilobytes, sentence = run.stdout.strip().split("\n")
    print(f"{case}: {float(seconds):.2f} s, {int(kilobytes) / 1024:.0f} MB: {sentence}")
    assert float(seconds) <= SECONDS
    assert int(kilobytes) <= MEGABYTES * 1024


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("表.xlsx", hostile.xlsx(), "xlsx"),
        ("表.xls", hostile.xlsx(), "xlsx"),  # the content tells, as Excel does it
        ("表.et", hostile.xls(), "xls"),  # WPS names the same format so
        ("表.ods", hostile.ods(""), "ods"),
        ("表.csv", "指标,值\n".encode(), "csv"),
        ("表.CSV", "指标,值\n".encode("utf-16"), "csv"),
        ("../../表.txt", "指标\t值\n".encode("gb18030"), "csv"),
    ],
)
def test_what_a_file_is_is_told_by_its_content(name, data, kind):
    assert guard.check(data, name) == kind


def test_a_large_file_is_refused_by_its_size_alone():
    with pytest.raises(FileRefused, match="50MB，最多10MB"):
        guard.require_size(50 * 2**20, "表.xlsx")
