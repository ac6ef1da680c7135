"""One state for each milestone year, of however many parts. Pure."""

from dataclasses import replace

from ..result import JudgedMilestone, Result
from ..vocabulary import ATTAINMENTS

WORST = list(ATTAINMENTS)  # attainment of parts: the first speaks for all


def by_year(result: Result, direction: str = "up") -> dict[int | None, JudgedMilestone]:
    """Return year (None for an undated target) → the milestone as judged; of several
    parts the strictest number with the state of the part that is furthest from met."""
    strictest = min if direction == "down" else max
    found: dict[int | None, JudgedMilestone] = {}
    for part in result.milestones:
        kept = found.get(part.year)
        if kept is None:
            found[part.year] = part
            continue
        numbers = [t for t in (kept.target, part.target) if t is not None]
        found[part.year] = replace(
            kept,
            target=strictest(numbers, default=None),
            state=min(kept.state, part.state, key=WORST.index),
        )
    if result.reason == "below_earlier_milestone":
        return {year: _below_the_floor(part) for year, part in found.items()}
    return found


def _below_the_floor(part: JudgedMilestone) -> JudgedMilestone:
    """Return 持续改善 that has improved and still is below an earlier floor as not met
    (assessment README B6.5)."""
    is_trend = part.target is None and part.state in ("met", "met_early")
    return replace(part, state="not_met") if is_trend else part
