"""The result of an assessment: every figure that led to a verdict, typed (B6.1).

Figures are finite floats in the indicator's unit, unrounded; None where one has no
meaning. To add a figure, add a field where it is to stand in the JSON and note() it
on the part by the rule that finds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from .blocks import (
    Block,
    figure,
    flag,
    listed,
    pair,
    read,
    real,
    tally,
    text,
    whole,
    write,
)
from .reading import mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedMilestone(Block):
    """Q1 of one milestone; `value` is the one that decided it, else None."""

    year: int | None = figure(whole, always=True)
    target: float | None = figure(real, always=True)
    state: str = figure(text, always=True, default="")
    value: float | None = figure(real, always=True)
    flags: tuple[str, ...] = listed(text, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled(Block):
    """Counts of several years together; rate and its 95 % interval, three places."""

    years: int | None = figure(whole, always=True)
    events: int | None = figure(whole)  # counts are left out where withheld
    denom: int | float | None = figure(tally)
    rate: float | None = figure(real, always=True)
    lo: float | None = figure(real, always=True)
    hi: float | None = figure(real, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast(Block):
    """Q3: the forecast for one year, with its 80 % interval if points are enough."""

    method: str = figure(text, always=True, default="")
    n: int | None = figure(whole, always=True)
    point: float | None = figure(real, always=True)
    lo: float | None = figure(real, always=True)
    hi: float | None = figure(real, always=True)
    slope: float | None = figure(real, always=True)
    long_range: bool | None = figure(flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class Required(Block):
    """Q4: the yearly change that still meets a target, beside the recent pace.

    Where the target is met, 0 and as slack the yearly worsening it can bear.
    """

    per_year: float | None = figure(real, always=True)
    slack_per_year: float | None = figure(real, always=True)
    pace: float | None = figure(real, always=True)
    speedup: float | None = figure(real, always=True)
    pct_per_year: float | None = figure(real, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalYear(Block):
    """Forecast word and required change for the last year that has a number."""

    year: int | None = figure(whole, always=True)
    target: float | None = figure(real, always=True)
    outlook: str | None = figure(text, always=True)
    required: Required | None = figure(Required.from_dict, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionChange(Block):
    """What decides 持续改善: mean yearly change over the window, and the last one."""

    from_year: int | None = figure(whole, always=True)
    average: float | None = figure(real, always=True)
    last: float | None = figure(real, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor(Block):
    """The earlier milestone that a 持续改善 must not fall below."""

    year: int | None = figure(whole, always=True)
    target: float | None = figure(real, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartObserved(Block):
    """The value observed in the year of the milestone at which the path starts."""

    year: int | None = figure(whole, always=True)
    value: float | None = figure(real, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceChange(Block):
    """Signed yearly changes before and after the base year of 减缓, and the last."""

    base_year: int | None = figure(whole, always=True)
    before: float | None = figure(real, always=True)
    after: float | None = figure(real, always=True)
    last: float | None = figure(real, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartVerdict(Block):
    """The verdict on one of several milestones of the focus year."""

    target: float | None = figure(real, always=True)
    scale: str = figure(text, always=True, default="value")
    status: str = figure(text, always=True, default="no_data")
    reason: str | None = figure(text, always=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Block):
    """One verdict with every figure that led to it; of several parts the worst's.

    `schedule_status` is the verdict before the forecast was looked at. `path` (a
    point a year) is there only in a stored result. `empty` names the figures that a
    rule has looked for and not found: they are written as null, not left out.
    """

    status: str = figure(text, always=True, default="no_data")
    reason: str | None = figure(text, always=True)
    flags: tuple[str, ...] = listed(text, always=True)
    scale: str = figure(text, always=True, default="value")
    anchors: tuple[tuple[int, float], ...] = listed(pair, always=True)
    path_now: float | None = figure(real, always=True)
    milestones: tuple[JudgedMilestone, ...] = listed(
        JudgedMilestone.from_dict, always=True
    )
    latest_year: int | None = figure(whole)
    latest: float | None = figure(real)
    pooled: Pooled | None = figure(Pooled.from_dict)
    events: int | None = figure(whole)
    focus_year: int | None = figure(whole)
    focus_target: float | None = figure(real)
    final: FinalYear | None = figure(FinalYear.from_dict)
    projection: Forecast | None = figure(Forecast.from_dict)
    outlook: str | None = figure(text)
    required: Required | None = figure(Required.from_dict)
    event_budget: int | None = figure(whole)
    direction_change: DirectionChange | None = figure(DirectionChange.from_dict)
    pace_change: PaceChange | None = figure(PaceChange.from_dict)
    floor: Floor | None = figure(Floor.from_dict)
    start_observed: StartObserved | None = figure(StartObserved.from_dict)
    closed: bool | None = figure(flag)
    record_year: int | None = figure(whole)
    met_since: int | None = figure(whole)
    limit_in_force: float | None = figure(real)
    headroom: float | None = figure(real)
    erosion: float | None = figure(real)
    progress: float | None = figure(real)
    expected: float | None = figure(real)
    ratio: float | None = figure(real)
    path_value: float | None = figure(real)
    gap: float | None = figure(real)
    time_share: float | None = figure(real)
    tolerance: float | None = figure(real)
    progress_bound: str | None = figure(text)
    schedule_status: str | None = figure(text, always=True)
    parts: tuple[PartVerdict, ...] = listed(PartVerdict.from_dict)
    path: tuple[tuple[int, float], ...] | None = listed(pair, default=None)
    empty: frozenset[str] = frozenset()

    def to_dict(self) -> dict:
        """Return the JSON form that assess_case prints, keys in its order."""
        return write(self, self.empty)

    @classmethod
    def from_dict(cls, given: Mapping) -> "Result":
        """Return the result of its JSON form, whatever is missing in it.

        Raises ValueError only for a value of another type than the figure's.
        """
        values = read(cls, given)
        named = {name for name in _LEFT_OUT if mapping(given).get(name, "") is None}
        return cls(**values, empty=frozenset(named))


_LEFT_OUT = {f.name for f in fields(Result) if f.metadata.get("always") is False}
