"""The plan path and the progress along it: F3 and F4."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .cases import StatedBaseline
from .figures import ZERO
from .targets import TargetLimit, strictest


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point the plan path passes; reached geometrically if the plan says so."""

    year: int
    value: Decimal
    is_geometric: bool = False


@dataclass(frozen=True, slots=True)
class PathProgress:
    """Shares of the planned change (done, due), their ratio, and the path's value.

    `ratio` is None while nothing is due, `time_share` where the target's year is not
    after the start's.  `gap` is positive on the good side.
    """

    done: Decimal
    due: Decimal
    ratio: Decimal | None
    path_value: Decimal
    gap: Decimal
    time_share: Decimal | None


def path_anchors(
    baseline: StatedBaseline | None, targets: Iterable[TargetLimit], d: int
) -> list[Anchor]:
    """Return the anchors: dated baseline, then each strictly better milestone.

    Of several milestones of one year the strictest counts; looser ceilings drop
    out of the path and act only as limits (F3).
    """
    anchors = []
    if baseline is not None and baseline.year is not None:
        anchors.append(Anchor(baseline.year, baseline.value))
    by_year = {}
    for target in targets:
        if target.value is not None and target.year is not None:
            by_year.setdefault(target.year, []).append(target)
    for year in sorted(by_year):
        target = strictest(by_year[year])
        if anchors:
            last = anchors[-1]
            if year <= last.year or d * (target.value - last.value) <= 0:
                continue
        anchors.append(Anchor(year, target.value, target.is_growth))
    return anchors


def path_value(anchors: Sequence[Anchor], year: int) -> Decimal | None:
    """Return the plan's value for a year; the last anchor's after it (F3).

    None with fewer than two anchors or before the first.
    """
    if len(anchors) < 2 or year < anchors[0].year:
        return None
    for start, end in zip(anchors, anchors[1:], strict=False):
        if year == start.year:
            return start.value
        if year < end.year:
            return _between(start, end, year)
    return anchors[-1].value


def _between(start: Anchor, end: Anchor, year: int) -> Decimal:
    passed, span = year - start.year, end.year - start.year
    if end.is_geometric and start.value > 0 and end.value > 0:
        return start.value * (end.value / start.value) ** (Decimal(passed) / span)
    return start.value + (end.value - start.value) * passed / span


def progress(
    value: Decimal, year: int, anchors: Sequence[Anchor], target: TargetLimit
) -> PathProgress | None:
    """Return how far the value is on the way to the target (F4).

    None where the target asks no change or the path says nothing of the year.
    Where an earlier milestone asks more than the target, the path is cut to it.
    """
    if target.value is None or not anchors or year < anchors[0].year:
        return None
    d, start = target.d, anchors[0]
    planned = d * (target.value - start.value)
    if planned <= 0:
        return None
    span = target.year - start.year
    # A milestone not later than the start's year is no anchor: all of it is due.
    due_value = path_value(anchors, year) if span > 0 else target.value
    if due_value is None:
        return None
    if d * (due_value - target.value) > 0:
        due_value = target.value
    done = d * (value - start.value) / planned
    due = d * (due_value - start.value) / planned
    return PathProgress(
        done=done,
        due=due,
        ratio=done / due if due > ZERO else None,
        path_value=due_value,
        gap=d * (value - due_value),
        time_share=Decimal(year - start.year) / span if span > 0 else None,
    )
