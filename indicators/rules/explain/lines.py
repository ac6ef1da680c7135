"""One line of arithmetic, and how its numbers are written."""

from dataclasses import dataclass

from indicators.rules.explain.facts import Facts
from indicators.rules.explain.reading import near
from indicators.rules.numbers import MINUS, figure, number, plain


@dataclass(frozen=True)
class ExplainedLine:
    """A computed figure: what it is, how it comes about, what it is, what it means.

    `formula` may be empty (a figure without a formula); so may `result` (a remark).
    """

    title: str
    formula: str = ""
    result: str = ""
    note: str = ""


def minus(left: str, right: str) -> str:
    """Return "left − right", a negative right in brackets."""
    return f"{left} {MINUS} {bracket(right)}"


def bracket(text: str) -> str:
    return f"({text})" if text.startswith(MINUS) else text


def seen(f: Facts, value) -> str:
    """Return an observed value; up to two digits more where it carries just those."""
    for places in range(f.decimals, f.decimals + 3):
        if near(value, round(number(value) or 0, places), 1e-9):
            return plain(value, places)
    return plain(value, f.decimals)


def judged(f: Facts) -> str:
    """Return the judged number: the pooled rate has one decimal more."""
    return figure(f.judged, f.decimals + 1) if f.pooled else seen(f, f.judged)


def checked(formula: str, computed, expected, tolerance=1e-4) -> str:
    """Return the formula if it gives the result, else nothing: never a wrong sum.

    The tolerance is relative; results are stored with six decimals.
    """
    computed, expected = number(computed), number(expected)
    if None in (computed, expected):
        return ""
    room = tolerance * max(abs(computed), abs(expected)) + 2e-6
    return formula if abs(computed - expected) <= room else ""


def anchors(f: Facts) -> list[tuple[int, float]]:
    """Return the path's anchors as (year, value)."""
    return list(f.result.anchors)


def observed(f: Facts) -> dict[int, float]:
    """Return the own values by year, up to the year of assessment."""
    limit = f.case.as_of
    return {
        o.year: number(o.value)
        for o in f.case.observations
        if o.value is not None and (limit is None or o.year <= limit)
    }


def baseline(f: Facts) -> tuple[int | None, float | None]:
    """Return year and value of the baseline, None where not known."""
    base = f.case.indicator.baseline
    return (None, None) if base is None else (base.year, number(base.value))


def references(f: Facts) -> dict[int, float]:
    """Return the reference region's values by year."""
    return {y: number(value) for y, value in f.case.indicator.reference.items()}
