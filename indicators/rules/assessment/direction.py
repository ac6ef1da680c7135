"""Which side is better, as the rules judge a row, and what contradicts it (B3)."""

from collections.abc import Mapping
from dataclasses import replace

from .cases import AT_LEAST, AT_MOST, AssessedIndicator, Milestone

WRITTEN_OP = {"value", "coverage", "reference"}


def resolved(given: Mapping | AssessedIndicator) -> AssessedIndicator:
    """Return the indicator as judged: compounds split, the direction resolved.

    Raises ValueError where it contradicts itself.
    """
    stated = (
        given
        if isinstance(given, AssessedIndicator)
        else AssessedIndicator.from_dict(given)
    )
    direction, milestones = with_direction(stated.measure.direction, stated.split)
    problems = contradictions(direction, milestones)
    if problems:
        raise ValueError(problems[0])
    measure = replace(stated.measure, direction=direction)
    return replace(stated, measure=measure, milestones=milestones)


def with_direction(
    given: str | None, stated: tuple[Milestone, ...]
) -> tuple[str, tuple[Milestone, ...]]:
    """Return the direction: as given, else as the first ≥ or ≤ states it.

    Where neither says it, only ranges can be judged: it is never guessed.
    """
    if given in ("up", "down"):
        return given, stated
    for m in stated:
        if m.kind in WRITTEN_OP and m.op in AT_LEAST | AT_MOST:
            return ("up" if m.op in AT_LEAST else "down"), stated
    return "up", tuple(m if m.kind == "range" else _unread(m) for m in stated)


def _unread(m: Milestone) -> Milestone:
    return replace(m, kind="text")


def contradictions(direction: str, stated: tuple[Milestone, ...]) -> list[str]:
    """Return what B3 rejects, a Chinese sentence each."""
    problems = []
    against, wanted = (
        (AT_MOST, "越高越好") if direction == "up" else (AT_LEAST, "越低越好")
    )
    for m in stated:
        if m.kind in WRITTEN_OP and m.op in against and not m.confirmed:
            problems.append(
                f"{m.year}年目标的比较符“{m.op}”与指标方向（{wanted}）相反，须先确认"
            )
    years = [m.year for m in stated if m.year is not None]
    for earlier, later in zip(years, years[1:], strict=False):
        if later < earlier:
            problems.append(f"目标年份应由先到后，{later}年却排在{earlier}年之后")
    return problems
