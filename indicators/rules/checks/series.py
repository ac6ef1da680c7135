"""How a figure compares with the earlier years of its own series.

One cause is said once: a slip of the unit before an outlier, an outlier (it knows
what is usual here) before a jump, a jump before nothing.
"""

from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from indicators.rules import numbers
from indicators.rules.checks.nouns import (
    SERIES,
    WARNING,
    CheckedFigure,
    Finding,
    computed,
    places,
    shown,
)
from indicators.rules.checks.parameters import CheckParameters
from indicators.rules.checks.slips import unit_slip
from indicators.rules.measure import Measure

NORMAL = Decimal("1.4826")  # median deviation → standard deviation of a normal


class YearStep(NamedTuple):
    """A change from one year that has a figure to the next."""

    years: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        return self.after - self.before

    @property
    def yearly(self) -> Decimal:
        return self.change / self.years

    @property
    def relative(self) -> Decimal | None:
        """The change as a fraction of the figure before it, None where that is 0."""
        return abs(self.change / self.before) if self.before else None


def against_series(cell: CheckedFigure, parameters: CheckParameters) -> list[Finding]:
    """Return the warnings of a figure against the nearest earlier years, and the slip
    of the unit against whatever is known: one at most."""
    finding, years = unit_slip(cell, parameters), cell.earlier()
    if not years:
        return [finding] if finding else []
    last = years[-1]
    step = YearStep(cell.figure.year - last, cell.series[last], cell.figure.value)
    past = _steps(cell, years)
    if finding is None and not _is_chance(cell, step.before, parameters):
        finding = _outlier(cell, last, step, past, parameters)
        finding = finding or _jump(cell, last, step, past, parameters)
    finding = finding or _unchanged(cell, years)
    return [finding] if finding else []


def _steps(cell: CheckedFigure, years: list[int]) -> list[YearStep]:
    series = cell.series
    return [YearStep(b - a, series[a], series[b]) for a, b in pairwise(years)]


def _is_chance(
    cell: CheckedFigure, before: Decimal, parameters: CheckParameters
) -> bool:
    """Say whether so few events are counted that the rate goes up and down by
    itself."""
    if not cell.figure.is_counted:
        return False
    expected = before * cell.figure.denominator / (cell.measure.per or 1)
    return max(Decimal(cell.figure.events), expected) < parameters.few_events


def _outlier(
    cell: CheckedFigure,
    last: int,
    step: YearStep,
    past: list[YearStep],
    parameters: CheckParameters,
) -> Finding | None:
    """Compare this year's change with the median of the earlier ones."""
    if len(past) + 1 < parameters.outlier_values:
        return None
    usual = median(p.yearly for p in past)
    deviation = NORMAL * median(abs(p.yearly - usual) for p in past)
    deviation = max(deviation, parameters.outlier_floor * abs(step.before))
    if abs(step.yearly - usual) <= parameters.outlier_spread * deviation:
        return None
    unit = numbers.gap_unit(cell.measure.unit)
    sentence = (
        f"{_compared(cell.measure, last, step)}，"
        f"而以往{len(past)}次每年变化约{numbers.signed(usual, _shown(usual, cell.measure))}{unit}"
        "，本次明显偏离，请核实；情况属实的，在备注说明。"
    )
    return Finding(WARNING, "outlier", sentence, SERIES)


def _jump(
    cell: CheckedFigure,
    last: int,
    step: YearStep,
    past: list[YearStep],
    parameters: CheckParameters,
) -> Finding | None:
    """Compare this year's change with the thresholds; a used-to change is no jump."""
    measure, longer = cell.measure, min(step.years, parameters.jump_years)
    relative, change = step.relative, abs(step.change)
    if measure.is_percentage:
        enough = change >= parameters.jump_least_points
        large = change >= parameters.jump_points * longer
    else:
        enough, large = not measure.is_signed, False
    if relative is not None and enough:
        large = large or relative >= parameters.jump_relative * longer
    if not large or _is_usual(step, past, parameters):
        return None
    sentence = (
        f"{_compared(measure, last, step)}，变化较大，请核实；情况属实的，在备注说明。"
    )
    return Finding(WARNING, "jump", sentence, SERIES)


def _is_usual(
    step: YearStep, past: list[YearStep], parameters: CheckParameters
) -> bool:
    """Say whether a long enough series has changed as much in a year before."""
    if len(past) + 1 < parameters.outlier_values:
        return False
    return abs(step.yearly) <= max(abs(p.yearly) for p in past)


def _unchanged(cell: CheckedFigure, years: list[int]) -> Finding | None:
    """Ask about a figure that is the same to the last digit for the third time.

    Not about whole numbers, nor about a figure at its bound (100% stays 100%).
    """
    measure, value = cell.measure, cell.figure.value
    if len(years) < 2 or not measure.decimals or not places(value):
        return None
    if value in (measure.lower, measure.upper):
        return None
    earlier, last = years[-2:]
    if not cell.series[earlier] == cell.series[last] == value:
        return None
    sentence = (
        f"{shown(value, measure)}与{earlier}年、{last}年完全相同，"
        "请核实是否沿用往年数值；情况属实的，在备注说明。"
    )
    return Finding(WARNING, "unchanged", sentence, SERIES)


def _compared(measure: Measure, last: int, step: YearStep) -> str:
    """Return “比2023年的16.1/10万上升5.2/10万（32.3%）”."""
    word = "上升" if step.change > 0 else "下降"
    by = numbers.trimmed(abs(step.change), _shown(step.change, measure))
    share = step.relative
    percent = "" if share is None else f"（{numbers.percent(share)}）"
    before = computed(step.before, measure)
    gap = numbers.gap_unit(measure.unit)
    return f"比{last}年的{before}{word}{by}{gap}{percent}"


def _shown(change: Decimal, measure: Measure) -> int:
    """Return with how many decimals a change is said: the indicator's, more only where
    those would show nothing."""
    if numbers.is_zero(numbers.plain(change, measure.decimals)):
        return numbers.small_places(change, measure.decimals)
    return measure.decimals
