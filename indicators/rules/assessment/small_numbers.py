"""Small counts: F7 poisson_ci, pool, event_budget and F8 trend_chi2."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from functools import lru_cache

from indicators.rules.figure import Figure

from . import cases
from .figures import count, number
from .parameters import DEFAULT, Parameters
from .result import Pooled
from .targets import TargetLimit

EXACT_BELOW = 10
Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Pool:
    """Counts of several years together; rate and its 95 % interval per `per`."""

    years: int
    events: int | None  # None where the counts are withheld
    denom: Decimal | None
    rate: Decimal
    lo: float
    hi: float

    def told(self) -> Pooled:
        """Return the figures as a result tells them."""
        return Pooled(
            years=self.years,
            events=self.events,
            denom=None if self.denom is None else count(self.denom),
            rate=round(float(self.rate), 3),
            lo=round(self.lo, 3),
            hi=round(self.hi, 3),
        )


@lru_cache(maxsize=1024)
def poisson_ci(events: int) -> tuple[float, float]:
    """Return the 95 % interval of a count: exact below ten, Byar's from there."""
    if events >= EXACT_BELOW:
        return _byar(events, -Z_95), _byar(events + 1, Z_95)
    lower = 0.0 if events == 0 else _solve(lambda m: 1 - _up_to(events - 1, m), 0.025)
    return lower, _solve(lambda m: -_up_to(events, m), -0.025)


def _byar(k: int, z: float) -> float:
    return k * (1 - 1 / (9 * k) + z / (3 * math.sqrt(k))) ** 3


def _up_to(k: int, mean: float) -> float:
    term = total = math.exp(-mean)
    for i in range(1, k + 1):
        term *= mean / i
        total += term
    return total


def _solve(increasing, wanted: float) -> float:
    low, high = 0.0, 100.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if increasing(middle) < wanted else (low, middle)
    return (low + high) / 2


def is_small(row: Figure, per, parameters: Parameters = DEFAULT) -> bool:
    """Return whether a year's counts are known and too few to stand alone (B7)."""
    if row.events is None or row.denominator is None or not per or per <= 0:
        return False
    return row.events < parameters.small_events


def pool(
    observations,
    per,
    period: int = 1,
    since: int | None = None,
    parameters: Parameters = DEFAULT,
) -> Pool | None:
    """Return the latest year's counts with those before it (F7).

    Years are added backwards until the earlier ones alone hold twenty events, five
    are pooled, or one lacks counts (or lies before `since`, a change of definition):
    the window does not depend on the latest count.  None without latest counts.
    """
    rows = [o for o in cases.observations(observations) if o.value is not None]
    if not rows or rows[-1].events is None or rows[-1].denominator is None:
        return None
    latest, events, denom, years = rows[-1], 0, Decimal(0), 1
    follower = latest.year
    for row in reversed(rows[:-1]):
        is_known = row.events is not None and row.denominator is not None
        if not is_known or row.year < follower - period:
            break
        if years == parameters.pool_max or events >= parameters.small_events:
            break
        if since is not None and row.year < since:
            break
        events, denom, years = events + row.events, denom + row.denominator, years + 1
        follower = row.year
    events, denom = events + latest.events, denom + latest.denominator
    lo, hi = poisson_ci(events)
    scale = float(per / denom)
    return Pool(years, events, denom, events * per / denom, lo * scale, hi * scale)


def withheld_pool(row: Figure) -> Pool | None:
    """Return the pooled rate that stands with a year instead of its counts.

    None without rate and interval; where nobody says of how many years, it is of one,
    too few for praise.
    """
    told = row.pooled
    if told is None or None in (told.rate, told.lo, told.hi):
        return None
    return Pool(told.years or 1, None, None, number(told.rate), told.lo, told.hi)


def event_budget(target: TargetLimit, denom: Decimal, per: Decimal) -> int | None:
    """Return the largest yearly count that satisfies a ceiling, None if none does."""
    if target.value is None or target.d > 0:
        return None
    limit = target.value + (target.tol if target.op == "~" else 0)
    most = limit * denom / per
    events = int(most.to_integral_value(ROUND_FLOOR))
    if target.op == "<" and events == most:
        events -= 1
    return events if events >= 0 else None


def trend_chi2(
    events: Sequence[int], denoms: Sequence[float], parameters: Parameters = DEFAULT
) -> dict:
    """Return the χ² for trend of yearly counts and whether it is stable (F8).

    Source: OHID Fingertips: the trend counts if χ² exceeds the critical value and
    its sign survives leaving out any one year.
    """
    pairs = list(zip(events, denoms, strict=True))
    chi2, sign = _chi2(list(enumerate(pairs)))
    signs = {
        _chi2([p for p in enumerate(pairs) if p[0] != i])[1] for i in range(len(pairs))
    }
    is_stable = sign != 0 and signs == {sign}
    trend = "no_significant_change"
    if is_stable and chi2 > parameters.chi2_crit:
        trend = "up" if sign > 0 else "down"
    return {"chi2": chi2, "stable": is_stable, "trend": trend}


def _chi2(points) -> tuple[float, int]:
    """Return the Cochran–Armitage χ² and the sign of the trend."""
    total = sum(float(n) for _, (_, n) in points)
    if total <= 0:
        return 0.0, 0
    share = sum(float(e) for _, (e, _) in points) / total
    excess = sum(x * (float(e) - float(n) * share) for x, (e, n) in points)
    squares = sum(float(n) * x * x for x, (_, n) in points)
    spread = squares - sum(float(n) * x for x, (_, n) in points) ** 2 / total
    variance = share * (1 - share) * spread
    if variance <= 0:
        return 0.0, 0
    return excess**2 / variance, (excess > 0) - (excess < 0)
