"""Cases and results as types: their JSON reads back as what was written."""

import json
from operator import itemgetter
from pathlib import Path

import pytest
from hypothesis import given, settings

from indicators.rules.assessment import Case, Result, assess
from tests.indicators.test_explain import cases
from tests.tables import every

EXAMPLES = json.loads(
    (Path(__file__).parents[1] / "data" / "assessment_examples.json").read_text("utf-8")
)["examples"]


@every("example", EXAMPLES, name=itemgetter("id"))
def test_a_result_writes_the_json_it_was_read_from(example):
    result = Result.from_dict(example["result"])

    assert result.to_dict() == example["result"]
    assert Result.from_dict(result.to_dict()) == result


@settings(max_examples=200, deadline=None)
@given(cases())
def test_what_is_written_reads_back(stated):
    case = Case.from_dict(stated)
    result = assess(case.indicator, case.observations, case.as_of)

    assert Case.from_dict(case.to_dict()) == case
    stored = json.loads(json.dumps(result.to_dict(), allow_nan=False))
    assert Result.from_dict(stored) == result


def test_rows_of_other_versions_read():
    newer = Result.from_dict({"status": "ahead", "brand_new": {"year": 2030}})

    assert newer == Result(status="ahead")
    assert Result.from_dict({}) == Result()
    assert Result.from_dict({"erosion": None}).to_dict()["erosion"] is None


def test_another_type_is_refused():
    with pytest.raises(ValueError, match="不是数"):
        Result.from_dict({"gap": "wide"})
