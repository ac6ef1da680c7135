"""The frame of the chart: its span in years and figures, its axes. Pure."""

import math
from dataclasses import dataclass

from dashboards.charts.references import asked

INK, INK2, LINE = "var(--ink)", "var(--ink-2)", "var(--line)"
ACCENT, SURFACE, WATCH = "var(--accent)", "var(--surface)", "var(--watch)"


@dataclass(frozen=True, slots=True)
class Frame:
    """The span of the chart in years and in the indicator's unit."""

    first: int
    last: int
    low: float
    high: float
    step: float
    decimals: int = 1

    @classmethod
    def around(cls, row, points, levels, decimals):
        """Return the frame that holds everything drawn, None with nothing to draw."""
        years, figures = _extent(row, points, levels)
        if not figures or not years:
            return None
        low, high = min(figures), max(figures)
        least = 10.0**-decimals
        if high - low < least * 2:
            middle = (low + high) / 2
            low, high = middle - least * 2, middle + least * 2
        room = (high - low) * 0.14
        floor, ceiling = _bounds(row)
        low = _not_past(low - room, floor, min(figures), -room * 0.6)
        high = _not_past(high + room, ceiling, max(figures), room * 0.6)
        step = max(_step(high - low), least)
        return cls(min(years), max(years), low, high, step, decimals)

    @property
    def left(self) -> float:
        return self.first - self._margin

    @property
    def right(self) -> float:
        return self.last + self._margin * 1.2

    @property
    def ticks(self) -> list[float]:
        """The levels of the gridlines."""
        first = math.ceil(self.low / self.step - 1e-9)
        last = math.floor(self.high / self.step + 1e-9)
        return [n * self.step for n in range(first, last + 1)]

    @property
    def _margin(self) -> float:
        return max(0.35, (self.last - self.first) * 0.045)


def _bounds(row):
    if row is None or row.case is None:
        return [None, None]
    ends = row.case.indicator.measure.bounds
    return [None if end is None else float(end) for end in ends]


def _years(span: float, per_year: float, letter: float) -> int:
    """Return how many years apart the named ones stand: never so that the milestone
    years of five are left out."""
    room = 3.1 * letter
    steps = (1, 2) if span <= 6 else (1, 5, 10)
    return next((n for n in steps if n * per_year >= room), steps[-1])


def at_bound(row, figure: float) -> bool:
    """Whether a figure lies at or past a natural bound of its indicator, such as
    100 %."""
    low, high = _bounds(row)
    least = low is not None and figure <= low + 1e-9
    return least or (high is not None and figure >= high - 1e-9)


def _not_past(edge, bound, extreme, room):
    """Return the axis end, held near a natural bound that no figure passes."""
    if bound is None or (extreme - bound) * room > 0:
        return edge
    return bound + room if (edge - bound) * room > 0 else edge


def _extent(row, points, levels):
    years = [p.year for p in points]
    figures = [float(p.value) for p in points]
    if row is not None:
        more_years, more_figures = _asked_for(row)
        years, figures = years + more_years, figures + more_figures
        if row.as_of and years:
            years.append(min(row.as_of, max(years) + 1))
    if years:
        first = min(years)
        figures += [float(v) for s in levels for y, v in s.values if y >= first]
    else:
        years = [y for s in levels for y, _ in s.values]
        figures = [float(v) for s in levels for _, v in s.values]
    return years, figures


def _asked_for(row):
    """Return the years and figures of targets, baseline and forecast."""
    years, figures = [], []
    for aim in row.goals:
        if aim.year is None:  # has no mark, so needs no room
            continue
        years.append(aim.year)
        if aim.kind not in ("reference", "text", "none", "direction"):
            figures += [v for v in (aim.value, aim.lo, aim.hi) if v is not None]
    if row.baseline_value is not None and row.baseline_year:
        years.append(row.baseline_year)
        figures.append(row.baseline_value)
    ahead = row.result.projection
    if row.result.scale == "value" and ahead is not None:
        ends = (ahead.lo, ahead.point, ahead.hi)
        figures += [v for v in ends if v is not None]
    figures += [v for line in asked(row) for _, v in line.points]
    return years, figures


def _step(span: float) -> float:
    """Return the distance of gridlines that gives four to seven of them."""
    rough = span / 7
    magnitude = 10 ** math.floor(math.log10(rough))
    return next(m * magnitude for m in (1, 2, 5, 10) if m * magnitude >= rough)


def axes(frame: Frame, per_year: float, letter: float) -> dict:
    """Return both axes: years without a grid, few gridlines, nothing to drag.

    `per_year` and `letter` in pixels: as many years are named as have room.
    """
    still = {"zeroline": False, "fixedrange": True, "ticklabelstandoff": 5}
    return {
        "xaxis": still
        | {
            "range": [frame.left, frame.right],
            "tick0": 2000,
            "dtick": _years(frame.last - frame.first, per_year, letter),
            "tickformat": "d",
            "hoverformat": "d",
            "showgrid": False,
        },
        "yaxis": still
        | {
            "range": [frame.low, frame.high],
            "dtick": frame.step,
            "gridcolor": LINE,
            "tickformat": f",.{places(frame.step)}f",
            "hoverformat": f",.{frame.decimals}f",
        },
    }


def tick_texts(frame: Frame) -> list[str]:
    """Return the figures at the gridlines, from the lowest."""
    return [tick(level, frame.step) for level in frame.ticks]


def tick(level: float, step: float) -> str:
    """Return the figure at a gridline: 1,200, −0.5."""
    text = f"{level:,.{places(step)}f}"
    return text.replace("-", "" if float(text.replace(",", "")) == 0 else "−")


def places(step: float) -> int:
    """Return how many decimals the ticks of a step need."""
    return max(0, -math.floor(math.log10(step) + 1e-9))
