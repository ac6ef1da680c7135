"""What the charts of the workbook draw: values, path, targets by year. Pure."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboards.workbook_lines import PlanLine

MAINTENANCE = "maintenance"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart: year → number of each series, None for none."""

    line: PlanLine
    actual: dict[int, float]
    path: dict[int, float]
    targets: dict[int, float]

    @property
    def years(self) -> tuple[int, int]:
        found = [*self.actual, *self.path, *self.targets]
        return min(found), max(found)

    @property
    def is_limit(self) -> bool:
        """Whether the line beside the values is a limit to be kept, not a path."""
        return MAINTENANCE in self.line.row.flags

    @property
    def has_demo(self) -> bool:
        return any(r.demo for r in self.line.series if r.year in self.actual)

    @property
    def axis(self) -> tuple[float, float, float]:
        """Return lower end, upper end and step of the axis of values: round numbers
        with some room around everything that is drawn."""
        drawn = [*self.actual.values(), *self.path.values(), *self.targets.values()]
        low, high = min(drawn), max(drawn)
        room = (high - low) or abs(high) or 1
        step = _round_step(room * 1.3 / 4)
        start = math.floor((low - room * 0.1) / step) * step
        if low >= 0:
            start = max(start, 0)
        end = math.ceil((high + room * 0.1) / step) * step
        if self.line.concept.unit == "%" and high <= 100:
            end = min(end, 100)
        return _clean(start), _clean(end), _clean(step)


def _round_step(rough: float) -> float:
    power = 10 ** math.floor(math.log10(rough))
    return next(n * power for n in (1, 2, 2.5, 5, 10) if n * power >= rough * 0.999)


def _clean(number: float) -> float:
    return float(f"{number:.10g}")


def drawings(
    lines: Iterable[PlanLine], first: int | None, last: int | None
) -> tuple[list[Drawing], list[PlanLine]]:
    """Return the charts, and the lines that have none because nothing is measured or
    is drawn already: an indicator whose table row has a chart needs none for prose."""
    made, left, drawn = [], [], set()
    for line in lines:
        found = _drawing(line, first, last)
        key = (line.place.code, line.concept.code)
        again = key in drawn and not line.row.in_table
        if found is None or again or (not found.targets and not found.path):
            left.append(line)
            continue
        drawn.add(key)
        made.append(found)
    return made, left


def _drawing(line: PlanLine, first, last) -> Drawing | None:
    actual = {
        r.year: r.value
        for r in line.series
        if r.value is not None and (first or r.year) <= r.year <= (last or r.year)
    }
    if not actual:
        return None
    targets = {
        year: float(found)
        for year, found in line.numbers.items()
        if None not in (year, found) and not isinstance(found, tuple)
    }
    return Drawing(line, actual, _path(line, min(actual), targets), targets)


def _path(line: PlanLine, start: int, targets: dict) -> dict[int, float]:
    """Return the plan's path a point a year, or a limit from year to year as a
    stair."""
    if MAINTENANCE in line.row.flags and targets:
        years = range(min(start, *targets), max(targets) + 1)
        return {year: _limit(year, targets) for year in years}
    return dict(line.row.result.path or ())


def _limit(year: int, targets: dict) -> float:
    """Return the limit in force: that of the next milestone year."""
    return targets[min(y for y in targets if y >= year)]


def span(found: Sequence[Drawing]) -> range:
    """Return the years of all charts."""
    ends = [year for drawing in found for year in drawing.years]
    return range(min(ends), max(ends) + 1)
