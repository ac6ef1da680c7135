"""What the sheet 指标进展 computes itself: due value, distance, the two shares. Pure.

A figure is a formula only where the cells of its row come to the very figure that the
verdict rests on; where they do not (a path of compound growth, a range, a share cut at
100%), it stands as a number. Who changes a value, a target or a year in the sheet sees
what becomes of the rest.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dashboards.reports.book import LiveFigure
from dashboards.workbook_lines import PlanLine
from indicators.rules import digits
from indicators.rules.assessment import Result

NEAR = 1e-6  # shares are stored with six decimals


@dataclass(frozen=True, slots=True)
class Working:
    """What the figures of one line are computed from; None where a line has none.

    `sign` is +1 where higher is better. `start` and `end` are the points of the path
    between which the value's year lies, `first` and `last` the ends of the planned
    change, each (year, value); `exact` is the value before rounding.
    """

    sign: int
    year: int
    exact: float | None = None
    start: tuple[int, float] | None = None
    end: tuple[int, float] | None = None
    first: float | None = None
    last: float | None = None

    @property
    def share_of_time(self) -> float:
        (begin, _low), (until, _high) = self.start, self.end
        return min(1, (self.year - begin) / (until - begin))

    @property
    def due(self) -> float:
        """The point of the path in the value's year, before rounding."""
        return self.start[1] + (self.end[1] - self.start[1]) * self.share_of_time


def working(line: PlanLine, result: Result) -> Working | None:
    """Return what the line's figures are computed from."""
    shown = line.shown
    if shown is None:
        return None
    sign = -1 if shown.basis == "range" else line.row.sign
    pooled = result.pooled.rate if shown.basis == "pooled" else None
    exact = result.latest if pooled is None else pooled
    points = _segment(result, shown.year) if shown.asked_kind == "path" else None
    first, last = _change(result, shown.year)
    return Working(sign, shown.year, exact, *(points or (None, None)), first, last)


def _change(result: Result, year: int) -> tuple[float | None, float | None]:
    """Return the ends of the planned change, of which the shares are parts."""
    anchors, last = result.anchors, result.focus_target
    if not anchors or anchors[0][0] > year or last in (None, anchors[0][1]):
        return None, None
    return anchors[0][1], last


def _segment(result: Result, year: int):
    """Return the two points of the path between which a year lies; None before it."""
    anchors = result.anchors
    if len(anchors) < 2 or year < anchors[0][0]:
        return None
    for start, end in zip(anchors, anchors[1:], strict=False):
        if year < end[0]:
            return start, end
    return anchors[-2], anchors[-1]


# ------------------------------------------------------------------- the formulas


def due(line: PlanLine, found: Working | None, at, target) -> LiveFigure | None:
    """Return the due value as a formula, None where it is none. `at` names the cells of
    the line by what stands in them, `target` is the number printed beside them."""
    asked = line.shown and line.shown.asked
    if asked is None:
        return None
    if line.shown.asked_kind == "path" and found.start is not None:
        places = digits.path_places(line.concept.decimals)
        if not _is_rounded(found.due, places, asked):
            return None
        path = (
            f"{at('path_value')}+({at('until_value')}-{at('path_value')})*{_passed(at)}"
        )
        return LiveFigure(f"=ROUND({path},{places})", float(asked))
    if isinstance(target, tuple) or target is None or float(target) != float(asked):
        return None
    return LiveFigure(f"={at('target')}", float(asked))


def _passed(at) -> str:
    """Return the share of the segment's years that have passed, at most all."""
    begin = at("path_year")
    return f"MIN(1,({at('year')}-{begin})/({at('until_year')}-{begin}))"


def gap(line: PlanLine, found: Working | None, at) -> LiveFigure | None:
    """Return the distance, better is +, between the two printed figures."""
    shown = line.shown
    if shown is None or None in (shown.gap, shown.asked, shown.value):
        return None
    better = found.sign * (shown.value - shown.asked)
    places = max(-shown.gap.as_tuple().exponent, 0)
    if not _is_rounded(better, places, shown.gap):
        return None
    formula = f"=ROUND({at('sign')}*({at('value')}-{at('due')}),{places})"
    return LiveFigure(formula, float(shown.gap))


def done(share: float | None, found: Working | None, at) -> LiveFigure | None:
    """Return the share of the planned change that is done."""
    if found is None or None in (found.first, found.exact, share):
        return None
    change = f"({at('exact')}-{at('first')})/({at('last')}-{at('first')})"
    came_to = (found.exact - found.first) / (found.last - found.first)
    if _near(came_to, share):
        return LiveFigure(f"={change}", came_to)
    if _near(min(1, came_to), share):
        return LiveFigure(f"=MIN(1,{change})", min(1, came_to))
    return None


def expected(share: float | None, found: Working | None, at) -> LiveFigure | None:
    """Return the share of the planned change that is due."""
    if found is None or None in (found.start, found.first, share):
        return None
    came_to = (found.due - found.first) / (found.last - found.first)
    if not _near(came_to, share):
        return None
    path = f"{at('path_value')}+({at('until_value')}-{at('path_value')})*{_passed(at)}"
    span = f"({at('last')}-{at('first')})"
    return LiveFigure(f"=({path}-{at('first')})/{span}", came_to)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= NEAR * max(1, abs(other))


def _is_rounded(number: float | Decimal, places: int, printed: Decimal) -> bool:
    """Say whether a number rounds to what is printed, and not by a hair: a spreadsheet
    rounds a tie its own way."""
    unit = Decimal(1).scaleb(-places)
    exact = number if isinstance(number, Decimal) else Decimal(f"{number:.15g}")
    if exact.quantize(unit, ROUND_HALF_UP) != printed:
        return False
    rest = abs(exact - printed) / unit
    return abs(rest - Decimal("0.5")) > Decimal("1e-6")
