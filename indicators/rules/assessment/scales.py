"""The scale a milestone is judged on: plain values, differences or distances.

Reference and range belong to a milestone, not to the indicator (README B3).
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from indicators.rules.figure import Figure

from .asked import AT_LEAST, AT_MOST
from .cases import AssessedIndicator, StatedBaseline
from .figures import NOISE, ZERO, half_unit


@dataclass(frozen=True, slots=True)
class Scale:
    """One scale's series, baseline and natural limits; `d` is +1 if higher is better.

    `values` is in order of years; `lags` says that the reference ends earlier than
    the own series; `breaks` are the years in which a new definition starts; `gaps` are
    the years whose amount a running total lacks.
    """

    name: str
    d: int
    values: dict[int, Decimal]
    baseline: StatedBaseline | None
    bounds: tuple[Decimal | None, Decimal | None]
    half: Decimal
    se: Decimal
    breaks: tuple[int, ...]
    lags: bool = False
    gaps: tuple[int, ...] = ()

    @property
    def latest_year(self) -> int | None:
        return max(self.values, default=None)

    @property
    def latest(self) -> Decimal | None:
        return self.values.get(self.latest_year)

    @property
    def noise(self) -> Decimal:
        """What a comparison of values allows for float noise (B4 F2)."""
        return 2 * self.half * NOISE

    @property
    def dated(self) -> StatedBaseline | None:
        """The baseline for everything but the proof of maintenance."""
        known = self.baseline is not None and self.baseline.year is not None
        return self.baseline if known else None

    @property
    def is_broken(self) -> bool:
        """Whether the definition changed after the baseline (B6.4)."""
        start = self.dated
        return any(
            start is None or year > start.year
            for year in self.breaks
            if year <= self.latest_year
        )

    def follows(self, since: int | None, year: int) -> bool:
        """Say whether a year's value has the definition of the year `since`, None for
        one from before every break (B6.4)."""
        return not any(b <= year for b in self.breaks if since is None or b > since)

    def follows_baseline(self) -> bool:
        """Say whether the latest value has the definition of the baseline, if any."""
        base = self.baseline
        return base is None or self.follows(base.year, self.latest_year)

    def is_incomplete(self, year: int | None) -> bool:
        """Say whether a total up to a year lacks the amount of one before it."""
        return year is not None and any(gap < year for gap in self.gaps)

    def until(self, year: int) -> "Scale":
        """Return the scale as it stood with the value of a year."""
        return replace(self, values={y: v for y, v in self.values.items() if y <= year})

    def segment(self) -> list[tuple[int, Decimal]]:
        """Return the points since the last break, the exact baseline's own included.

        An inequality or undated baseline never joins a regression (B4 F5).
        """
        last = self.latest_year
        since = max((y for y in self.breaks if y <= last), default=0)
        points = [(y, v) for y, v in self.values.items() if y >= since]
        start = self.dated
        if start and not start.is_bound and start.year not in self.values:
            if since <= start.year < last:
                points = sorted([*points, (start.year, start.value)])
        return points


def scale_of(key: tuple, ind: AssessedIndicator, rows: list[Figure]) -> Scale:
    """Return the scale of a target's key over the usable and the missing rows."""
    values = {o.year: o.value for o in rows if o.value is not None}
    base, limits, d, lags = ind.baseline, ind.measure.bounds, ind.d, False
    gaps = ()
    if key[0] == "reference":
        common = {
            y: v - ind.reference[y] for y, v in values.items() if y in ind.reference
        }
        lags = bool(common) and max(values) > max(common)
        values, limits = common, (None, None)
        base = _difference(base, ind.reference)
    elif key[0] == "range":
        values = {y: _distance(v, *key[1:]) for y, v in values.items()}
        limits, d = (ZERO, None), -1
        base = _range_baseline(base, *key[1:])
    elif key[0] == "total":
        values, gaps = _totals(values, *key[1:])
        base, limits = StatedBaseline(key[1], ZERO), (None, None)
    return Scale(
        name=key[0],
        d=d,
        values=values,
        baseline=base,
        bounds=limits,
        half=half_unit(ind.measure.decimals),
        se=ind.se,
        breaks=tuple(o.year for o in rows if o.definition_break),
        lags=lags,
        gaps=gaps,
    )


def _totals(values: dict, base_year: int) -> tuple[dict, tuple[int, ...]]:
    """Return the running totals of what came after the base year, and the years that
    they lack."""
    found, total = {}, ZERO
    for year in sorted(y for y in values if y > base_year):
        total += values[year]
        found[year] = total
    years = range(base_year + 1, max(found, default=base_year))
    return found, tuple(y for y in years if y not in found)


def _difference(base: StatedBaseline | None, reference: dict) -> StatedBaseline | None:
    if base is None or base.year not in reference:
        return None
    return StatedBaseline(base.year, base.value - reference[base.year], base.op)


def _distance(value: Decimal, lo: Decimal | None, hi: Decimal | None) -> Decimal:
    if hi is not None and value > hi:
        return value - hi
    return lo - value if lo is not None and value < lo else ZERO


def _range_baseline(base: StatedBaseline | None, lo, hi) -> StatedBaseline | None:
    """Return the baseline's distance; a bound is one only on its own side.

    “<5” above a range may lie nearer, every other bound may lie farther away.
    """
    if base is None:
        return None
    op = base.op
    if base.is_bound:
        nearer = (op in AT_MOST and hi is not None and base.value > hi) or (
            op in AT_LEAST and lo is not None and base.value < lo
        )
        op = "<" if nearer else ">"
    return StatedBaseline(base.year, _distance(base.value, lo, hi), op)
