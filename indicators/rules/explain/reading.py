"""The milestones of a case beside their states in a result, and near numbers."""

from indicators.rules.assessment import Case, JudgedMilestone, Milestone, Result
from indicators.rules.numbers import number

TOLERANCE = 1e-9
FORMULA_KINDS = ("relative", "points", "absolute", "multiply", "annual", "cumulative")
SCALE_KINDS = {"range": ("range", "keep"), "total": ("cumulative",)}
NO_MILESTONE, NO_STATE = Milestone(None, "none"), JudgedMilestone()


def near(one, other, tolerance=1e-6) -> bool:
    """Say whether two numbers are both known and the same but for rounding."""
    one, other = number(one), number(other)
    if one is None or other is None:
        return False
    return abs(one - other) <= tolerance * max(1, abs(one), abs(other))


def paired(case: Case, result: Result) -> list[tuple[Milestone, JudgedMilestone]]:
    """Return (milestone of the case, its state in the result), in the plan's order."""
    stated, states = case.indicator.split, result.milestones
    if len(stated) != len(states):
        by_year = {m.year: m for m in stated}
        return [(by_year.get(s.year, NO_MILESTONE), s) for s in states]
    return list(zip(stated, states, strict=True))


def _stands_on(stated: Milestone, scale: str) -> bool:
    """Say whether a milestone can be judged on a scale (B3)."""
    if scale == "value":
        return stated.kind not in ("reference", "range")
    return stated.kind in SCALE_KINDS.get(scale, (scale,))


def focus(case: Case, result: Result) -> tuple[Milestone, JudgedMilestone]:
    """Return the focus in the case and in the result, empty ones where unknown."""
    year, target = result.focus_year, result.focus_target
    if year is None:
        return NO_MILESTONE, NO_STATE
    own = [pair for pair in paired(case, result) if pair[1].year == year]
    exact = [
        (stated, state)
        for stated, state in own
        if near(state.target, target) or (state.target is target is None)
    ]
    alike = [pair for pair in exact if _stands_on(pair[0], result.scale)]
    return (alike or exact or own or [(NO_MILESTONE, NO_STATE)])[0]
