"""Where the recent pace leads, and what is still required: F5 and F6."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .figures import NOISE, number, plain
from .parameters import DEFAULT, Parameters
from .result import Forecast, Required
from .scales import Scale
from .targets import TargetLimit, meets

# 80 % interval: upper 10 % point of Student's t for 1 to 6 degrees of freedom
T_80 = (3.078, 1.886, 1.638, 1.533, 1.476, 1.440)
NEAR_LIMIT = Decimal("0.1")
Points = Sequence[tuple[int, Decimal]]


@dataclass(frozen=True, slots=True)
class Projection:
    """A forecast for one year, with its 80 % interval where there are points enough."""

    method: str
    n: int
    point: float
    lo: float | None
    hi: float | None
    slope: float
    is_long_range: bool | None

    def told(self) -> Forecast:
        """Return the figures as a result tells them."""
        return Forecast(
            method=self.method,
            n=self.n,
            point=self.point,
            lo=self.lo,
            hi=self.hi,
            slope=self.slope,
            long_range=self.is_long_range,
        )


def window(scale: Scale, parameters: Parameters = DEFAULT) -> Points:
    """Return the points that tell the recent trend (B2).

    Those of the last six calendar years if there are four, else the last six
    within ten years of the latest.
    """
    points = scale.segment()
    if not points:
        return []
    last = points[-1][0]
    recent = [p for p in points if p[0] > last - parameters.recent_years]
    if len(recent) >= parameters.ols_min:
        return recent
    within = [p for p in points if p[0] >= last - parameters.window_years]
    return within[-parameters.window_points :]


def pace(points: Points) -> Decimal | None:
    """Return the mean yearly change over the points, None with fewer than two."""
    if len(points) < 2:
        return None
    (first_year, first), (last_year, last) = points[0], points[-1]
    return (last - first) / (last_year - first_year)


def project(
    scale: Scale,
    year: int,
    is_growth: bool = False,
    parameters: Parameters = DEFAULT,
) -> Projection | None:
    """Return the forecast for a year, None where it would be no more than a guess.

    Two or three points: mean change without interval, no farther than twice their
    span.  Four and more: least squares, on the logit scale for shares near a limit.
    Both on the log scale towards an annual growth rate.  A window that lies at a
    natural limit throughout stays there (F5).
    """
    points = window(scale, parameters)
    if len(points) < 2 or year <= points[-1][0]:
        return None
    limit = _held_limit(points, scale)
    if limit is not None:
        held = float(limit)
        return Projection("constant", len(points), held, held, held, 0.0, False)
    horizon, span = year - points[-1][0], points[-1][0] - points[0][0]
    on_log = is_growth and all(v > 0 for _, v in points)
    if len(points) < parameters.ols_min:
        if horizon > parameters.two_point_reach * span:
            return None
        mean = _mean_growth if on_log else _mean_change
        return mean(points, horizon, scale)
    is_long_range = horizon > parameters.ols_reach * span
    if on_log:
        return _on_log(points, year, scale, is_long_range)
    if _is_near_limit(scale):
        return _on_logit(points, year, scale, is_long_range)
    half_width_floor = float(max(scale.half, scale.se))
    fit = _least_squares([(y, float(v)) for y, v in points], year, half_width_floor)
    return _finished("ols", len(points), fit, scale, is_long_range)


def outlook(forecast: Projection | None, target: TargetLimit) -> str | None:
    """Return the forecast word for a target (F5), None without one."""
    if forecast is None or target.value is None:
        return None
    point = meets(_reached(forecast.point, target), target)
    if forecast.lo is None:
        return "lean_yes" if point else "lean_no"
    ends = [forecast.hi, forecast.lo] if target.d > 0 else [forecast.lo, forecast.hi]
    best, worst = (meets(_reached(end, target), target) for end in ends)
    if worst and point and best:
        return "possible" if forecast.is_long_range else "likely"
    if point:
        return "possible"
    return "uncertain" if best or forecast.is_long_range else "unlikely"


def required_change(
    value: Decimal, year: int, target: TargetLimit, recent_pace: Decimal | None
) -> Required | None:
    """Return the yearly change that still meets the target (F6).

    Already met: 0, and as slack the yearly worsening that can be afforded.
    None without target or time left.
    """
    if target.value is None or target.year <= year:
        return None
    years = target.year - year
    per_year, slack, speedup, percent = (target.value - value) / years, None, None, None
    if meets(value, target):
        per_year, slack = Decimal(0), per_year
    else:
        if recent_pace and per_year * recent_pace > 0:
            speedup = per_year / recent_pace
        if target.scale[0] == "value" and value > 0 and target.value > 0:
            percent = 100 * (float(target.value / value) ** (1 / years) - 1)
    return Required(
        per_year=plain(per_year),
        slack_per_year=plain(slack),
        pace=plain(recent_pace),
        speedup=plain(speedup),
        pct_per_year=plain(percent),
    )


def _reached(value: float, target: TargetLimit) -> Decimal:
    """Return a fitted figure to compare with a target, without the noise of fitting:
    growth exactly as ordered does reach what is ordered."""
    fitted = number(float(f"{value:.12g}"))
    noise = NOISE * max(abs(target.value), NOISE)
    return target.value if abs(fitted - target.value) <= noise else fitted


def _held_limit(points: Points, scale: Scale) -> Decimal | None:
    """Return the natural limit at which every point lies, None if none."""
    for limit in scale.bounds:
        if limit is not None and all(
            abs(v - limit) <= scale.half * (1 + NOISE) for _, v in points
        ):
            return limit
    return None


def _is_near_limit(scale: Scale) -> bool:
    lo, hi = scale.bounds
    if lo is None or lo != 0 or hi is None or hi <= 0:
        return False
    return scale.latest >= (1 - NEAR_LIMIT) * hi or scale.latest <= NEAR_LIMIT * hi


def _mean_change(points: Points, horizon: int, scale: Scale) -> Projection:
    slope = pace(points)
    point = _clip(points[-1][1] + slope * horizon, scale)
    return Projection(
        "two_point", len(points), float(point), None, None, float(slope), None
    )


def _mean_growth(points: Points, horizon: int, scale: Scale) -> Projection:
    (first_year, first), (last_year, last) = points[0], points[-1]
    slope = math.log(last / first) / (last_year - first_year)
    point = _clip(float(last) * _exp(slope * horizon), scale)
    return Projection(
        "two_point_log", len(points), float(point), None, None, slope, None
    )


def _least_squares(points, year: int, floor: float) -> tuple[float, float, float]:
    """Return point, half-width and slope of the regression line in a year."""
    n = len(points)
    middle, mean = sum(x for x, _ in points) / n, sum(y for _, y in points) / n
    sxx = sum((x - middle) ** 2 for x, _ in points)
    slope = sum((x - middle) * (y - mean) for x, y in points) / sxx
    squares = sum((y - mean - slope * (x - middle)) ** 2 for x, y in points)
    spread = max(math.sqrt(squares / (n - 2)), floor)
    quantile = T_80[min(n - 2, len(T_80)) - 1]
    width = quantile * spread * math.sqrt(1 + 1 / n + (year - middle) ** 2 / sxx)
    return mean + slope * (year - middle), width, slope


def _on_log(points: Points, year: int, scale: Scale, is_long_range) -> Projection:
    floor = float(max(scale.half, scale.se) / points[-1][1])
    logs = [(y, math.log(v)) for y, v in points]
    fit = _least_squares(logs, year, floor)
    return _finished("ols_log", len(points), fit, scale, is_long_range, _exp)


def _on_logit(points: Points, year: int, scale: Scale, is_long_range) -> Projection:
    """Fit a share near its limits; values at a limit stand half a unit inside it."""
    hi = float(scale.bounds[1])
    inside = min(float(scale.half), hi / 100)
    shares = [(y, min(max(float(v), inside), hi - inside)) for y, v in points]
    latest = shares[-1][1]
    floor = float(max(scale.half, scale.se)) * hi / (latest * (hi - latest))
    fit = _least_squares([(y, math.log(v / (hi - v))) for y, v in shares], year, floor)
    return _finished(
        "ols_logit",
        len(points),
        fit,
        scale,
        is_long_range,
        lambda z: hi / (1 + _exp(-z)),
    )


def _exp(z: float) -> float:
    return math.exp(min(max(z, -300.0), 300.0))


def _finished(method, n, fit, scale, is_long_range, back=lambda z: z) -> Projection:
    middle, width, slope = fit
    point, lo, hi = (
        _clip(back(z), scale) for z in (middle, middle - width, middle + width)
    )
    return Projection(
        method, n, float(point), float(lo), float(hi), slope, is_long_range
    )


def _clip(value, scale: Scale):
    """Return a forecast figure within the natural limits; within half a unit of one it
    counts as there, else a share of 100 % in every year would miss 100 %."""
    lo, hi = scale.bounds
    near = float(scale.half) * (1 + float(NOISE))
    if lo is not None and value <= float(lo) + near:
        return float(lo)
    return float(hi) if hi is not None and value >= float(hi) - near else value
