"""Reading a case and a result that may lack anything, without raising."""

from indicators.rules.numbers import number

TOLERANCE = 1e-9
FORMULA_KINDS = ("relative", "points", "absolute", "multiply", "annual")


def mapping(value) -> dict:
    return value if isinstance(value, dict) else {}


def listing(value) -> list:
    return list(value) if isinstance(value, list | tuple) else []


def near(one, other, tolerance=1e-6) -> bool:
    """Say whether two numbers are both known and the same but for rounding."""
    one, other = number(one), number(other)
    if one is None or other is None:
        return False
    return abs(one - other) <= tolerance * max(1, abs(one), abs(other))


def year_of(value) -> int | None:
    read = number(value)
    return None if read is None else int(read)


def milestones(case) -> list[dict]:
    """Return the case's milestones, compounds split into their parts."""
    rows = []
    for row in map(mapping, listing(mapping(case.get("indicator")).get("milestones"))):
        parts = [mapping(part) for part in listing(row.get("parts"))]
        shared = {key: row.get(key) for key in ("year", "effort")}
        rows += [shared | part for part in parts] or [row]
    return rows


def paired(case, result) -> list[tuple[dict, dict]]:
    """Return (milestone of the case, its state in the result), in the plan's order."""
    stated = milestones(case)
    states = [mapping(row) for row in listing(result.get("milestones"))]
    if len(stated) != len(states):
        by_year = {year_of(row.get("year")): row for row in stated}
        return [(by_year.get(year_of(s.get("year")), {}), s) for s in states]
    return list(zip(stated, states, strict=True))


def _scale_of(row) -> str:
    return row.get("kind") if row.get("kind") in ("reference", "range") else "value"


def focus(case, result) -> tuple[dict, dict]:
    """Return the focus in the case and in the result, empty dicts where unknown."""
    year, target = result.get("focus_year"), number(result.get("focus_target"))
    if year is None:
        return {}, {}
    own = [pair for pair in paired(case, result) if pair[1].get("year") == year]
    scale = result.get("scale") or "value"
    exact = [
        (stated, state)
        for stated, state in own
        if near(state.get("target"), target) or (state.get("target") is target is None)
    ]
    alike = [pair for pair in exact if _scale_of(pair[0]) == scale]
    return (alike or exact or own or [({}, {})])[0]
