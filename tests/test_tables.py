"""One test over a table fails as many tests would: on every wrong row."""

import pytest

from tests.tables import every


@every("half, whole", [(1, 2), (2, 4)])
def test_all_rows_are_tried_with_the_tests_fixtures(half, whole, tmp_path):
    assert half * 2 == whole and tmp_path.exists()


@every("outer", "ab")
@every("inner", "cd")
def test_tables_multiply(outer, inner):
    assert outer + inner in {"ac", "ad", "bc", "bd"}


def test_each_wrong_row_is_told_whatever_goes_wrong():
    @every("number", [1, 0, 5, "x"], name=lambda number: f"the row of {number}")
    def trying(number):
        with pytest.raises(ZeroDivisionError):
            1 / (number - 1)
        assert number != 5

    with pytest.raises(pytest.fail.Exception) as failed:
        trying()

    told = str(failed.value)
    assert told.startswith("3 of 4 rows:\nthe row of 0\n    Failed: DID NOT RAISE")
    assert "the row of 5\n" in told and "the row of x\n    TypeError" in told
    assert "the row of 1\n" not in told


def test_a_table_without_rows_is_no_test():
    with pytest.raises(AssertionError, match="no rows"):
        every("number", [])
