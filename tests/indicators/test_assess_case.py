"""The command assess_case: JSON in, JSON out, a sentence where it cannot."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

DATA = Path(__file__).parents[1] / "data" / "assessment_examples.json"
CASE = {"indicator": {"direction": "up", "milestones": []}, "observations": []}


def run(file):
    out = io.StringIO()
    call_command("assess_case", file, stdout=out)
    return json.loads(out.getvalue())


def run_json(tmp_path, data):
    file = tmp_path / "case.json"
    text = data if isinstance(data, str) else json.dumps(data)
    file.write_text(text, encoding="utf-8")
    return run(str(file))


def test_assess_case_prints_the_examples_in_their_order():
    examples = json.loads(DATA.read_text(encoding="utf-8"))["examples"]

    found = run(str(DATA))

    assert [result["id"] for result in found] == [e["id"] for e in examples]
    assert found[0]["ratio"] == examples[0]["result"]["ratio"]


def test_assess_case_takes_one_case_or_a_list(tmp_path):
    (one,) = run_json(tmp_path, CASE)
    first, second = run_json(tmp_path, [CASE, {"id": "B", **CASE}])

    assert one == first and "id" not in one
    assert second == {"id": "B", **one}


def test_assess_case_reads_standard_input(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(CASE)))

    assert run("-")[0]["reason"] == "no_observation"


@pytest.mark.parametrize(
    "data, words",
    [
        ("{", "不是有效的JSON"),
        ("3", "应给出一个案例"),
        ({"examples": 3}, "examples"),
        ([CASE, {"id": "X"}], "案例2（X）.*缺少指标"),
        (CASE | {"observations": [{"year": 2020, "value": "8"}]}, "第1个实际值"),
        (CASE | {"as_of": "today"}, "评价年份"),
        ({"indicator": {"direction": "sideways"}}, "sideways"),
        ({"indicator": {"milestones": [{"kind": "guess"}]}}, "guess"),
        ({"indicator": {"bounds": 5, "baseline": [], "reference": 3}}, "上下限.*基期"),
        ({"indicator": {"milestones": [{"kind": "compound", "parts": [1]}]}}, "分目标"),
    ],
)
def test_assess_case_says_what_is_wrong(tmp_path, data, words):
    with pytest.raises(CommandError, match=words):
        run_json(tmp_path, data)


def test_assess_case_says_which_file_is_missing(tmp_path):
    with pytest.raises(CommandError, match="无法读取文件"):
        run(str(tmp_path / "absent.json"))
