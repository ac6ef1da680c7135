"""Tables of cases as one test: thousands of rows cost more to collect than to try."""

import functools
import inspect
from collections.abc import Callable, Iterable

import pytest

WIDTH = 200  # of a row, where it is told that it failed


def every(names: str, rows: Iterable, name: Callable | None = None):
    """Let one test try every row, and tell all that fail; as parametrize writes them.

    For pure functions only: the rows share the test's fixtures, and none may leave
    anything for the next. `name` tells a row where its text is long.
    """
    words = names.replace(",", " ").split()
    rows = [tuple(row) if len(words) > 1 else (row,) for row in rows]
    assert rows, f"no rows for {names}"

    def over_all(test):
        @functools.wraps(test)
        def trying(**fixtures):
            wrong = []
            for row in rows:
                try:
                    test(**fixtures, **dict(zip(words, row, strict=True)))
                except (Exception, pytest.fail.Exception) as why:
                    told = name(*row) if name else ", ".join(map(repr, row))
                    wrong.append(f"{told[:WIDTH]}\n    {type(why).__name__}: {why}")
            if wrong:
                listed = "\n".join(wrong)
                pytest.fail(f"{len(wrong)} of {len(rows)} rows:\n{listed}", False)

        signature = inspect.signature(test)
        others = [p for n, p in signature.parameters.items() if n not in words]
        trying.__signature__ = signature.replace(parameters=others)
        return trying

    return over_all
