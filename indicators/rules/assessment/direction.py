"""Which side is better, as the rules judge a row, and what contradicts it (B3)."""

from collections.abc import Mapping
from dataclasses import replace

from .asked import AT_LEAST, AT_MOST, Milestone
from .cases import AssessedIndicator

WRITTEN_OP = {"value", "coverage", "reference"}
AGAINST = {"up": (AT_MOST, "越高越好"), "down": (AT_LEAST, "越低越好")}


def resolved(given: Mapping | AssessedIndicator) -> AssessedIndicator:
    """Return the indicator as judged: compounds split, the direction resolved.

    Raises ValueError where it contradicts itself.
    """
    stated = (
        given
        if isinstance(given, AssessedIndicator)
        else AssessedIndicator.from_dict(given)
    )
    milestones = stated.split
    direction = stated_direction(stated.measure.direction, milestones)
    problems = contradictions(direction, milestones)
    if problems:
        raise ValueError(problems[0])
    measure = replace(stated.measure, direction=direction)
    return replace(stated, measure=measure, milestones=milestones)


def stated_direction(given: str | None, stated: tuple[Milestone, ...]) -> str:
    """Return the direction: as given, else as the first ≥ or ≤ in no doubt states it.

    "none" where neither says it: it is never guessed.
    """
    if given is not None:
        return given
    for m in stated:
        if m.kind in WRITTEN_OP and m.op in AT_LEAST | AT_MOST:
            if m.confirmed is not False:
                return "up" if m.op in AT_LEAST else "down"
    return "none"


def is_against(direction: str | None, m: Milestone) -> bool:
    """Return whether a milestone's comparison runs against the direction (B3)."""
    return m.kind in WRITTEN_OP and m.op in AGAINST.get(direction, ((), ""))[0]


def contradictions(direction: str, stated: tuple[Milestone, ...]) -> list[str]:
    """Return what B3 rejects, a Chinese sentence each.

    A milestone in doubt contradicts nothing, it is not judged; one that is expressly
    confirmed is judged as it stands.
    """
    problems = []
    wanted = AGAINST.get(direction, ((), ""))[1]
    for m in stated:
        if is_against(direction, m) and m.confirmed is None:
            problems.append(
                f"{m.year}年目标的比较符“{m.op}”与指标方向（{wanted}）相反，须先确认"
            )
    years = [m.year for m in stated if m.year is not None]
    for earlier, later in zip(years, years[1:], strict=False):
        if later < earlier:
            problems.append(f"目标年份应由先到后，{later}年却排在{earlier}年之后")
    return problems
