"""Hostile and mistaken files: one sentence each, soon, and in little memory."""

import json
import subprocess
import sys

import pytest

from indicators.spreadsheets import guard
from indicators.spreadsheets.refusal import FileRefused
from tests.indicators import hostile_files as hostile

SECONDS, MEGABYTES = 2, 250
# Reads each file that stdin names in a child of its own, which has read nothing before.
READER = """
import json, os, sys, time
from indicators.layouts import recognising
from indicators.spreadsheets.refusal import FileRefused
from indicators.layouts.known import KnownNames

def memory(which):
    lines = open("/proc/self/status").read().splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(which)))

def answer(path, name, resident):
    unmapped = resident - memory("VmRSS")  # of the interpreter, until it is used
    data = open(path, "rb").read()
    start = time.process_time()
    try:
        recognising.read(data, name, KnownNames())
    except FileRefused as why:
        seconds = time.process_time() - start
        peak = memory("VmHWM") + unmapped
        print(json.dumps([seconds, peak, str(why)]), flush=True)
        return 0
    return 1

for line in sys.stdin:
    resident = memory("VmRSS")
    child = os.fork()
    if not child:
        os._exit(answer(*json.loads(line), resident))
    if os.waitpid(child, 0)[1]:
        print("null", flush=True)
"""


@pytest.fixture(scope="module")
def reader():
    """A process that reads files as told, each in a child."""
    command = [sys.executable, "-c", READER]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, encoding="utf-8", **pipes) as process:
        yield process
        process.stdin.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, forks")
@pytest.mark.parametrize("case", hostile.FILES)
def test_a_hostile_file_is_refused_with_one_sentence_within_bounds(
    case, reader, tmp_path
):
    name, make, said = hostile.FILES[case]
    file = tmp_path / "file"
    file.write_bytes(make())

    print(json.dumps([str(file), name]), file=reader.stdin, flush=True)
    answer = json.loads(reader.stdout.readline())

    assert answer, "not refused"
    seconds, kilobytes, sentence = answer
    assert said in sentence
    assert sentence.endswith("。") and "\n" not in sentence
    assert seconds <= SECONDS
    assert kilobytes <= MEGABYTES * 1024


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
