"""The walk of one series of demo values: from where it starts, toward its targets.

Nothing is random: the same words always give the same chance.
"""

import hashlib
from dataclasses import dataclass, replace

from indicators.models import Indicator
from indicators.rules import assessment
from indicators.verdicts import cases
from regions.models import Region

# Share of the planned way that a series covers, and how often that is so.
PACES = ((0.22, 1.3), (0.62, 1.04), (0.80, 0.8), (0.92, 0.45), (0.97, 0.1), (1, -0.2))
BREACHED, NEARLY = 0.05, 0.14
VALUED = ("value", "coverage", "range")
DRIFT = 0.012  # what 持续改善 brings in a year, as a share, where no spread is known


def chance(*about) -> float:
    """Return a number from 0 to 1 that is always the same for the same words."""
    words = "|".join(map(str, about))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8]) / 2**64


@dataclass(frozen=True)
class DemoSeries:
    """One series to make up: the plan row it follows, as the rules read it, and what
    it must not touch."""

    region: Region
    indicator: Indicator
    case: assessment.AssessedIndicator
    first: int
    last: int
    forbidden: frozenset[int]
    real: dict[int, float]
    births: int  # a year, about
    end: int  # of the plan

    def chance(self, *about) -> float:
        """Return the chance of these words in this series."""
        return chance(self.region.code, self.indicator.code, *about)

    @property
    def up(self) -> bool:
        return self.case.d > 0

    @property
    def aims(self) -> list[assessment.Milestone]:
        return aims_of(self.case, self.end)

    @property
    def usual(self) -> float | None:
        """About what the indicator is here, by the catalogue; None if unknown."""
        typical, spread = self.indicator.typical, self.indicator.spread
        if typical is None:
            return None
        return float(typical) + float(spread) * (4 * self.chance("usual") - 2)

    @property
    def drift(self) -> float:
        """What an improvement brings in a year, as a share of the value."""
        if self.indicator.typical:
            share = float(self.indicator.spread / self.indicator.typical)
            return share * (0.3 + 0.7 * self.chance("drift"))
        return DRIFT * (0.6 + self.chance("drift"))

    @property
    def years(self) -> list[int]:
        taken = self.forbidden | set(self.real)
        return [y for y in range(self.first, self.last + 1) if y not in taken]


def aims_of(case: assessment.AssessedIndicator, end: int) -> list[assessment.Milestone]:
    """Return the milestones a series can walk to; an undated one, which is never
    judged, at the end of its plan."""
    dated = [m if m.year else replace(m, year=end) for m in case.milestones]
    return [m for m in dated if m.kind not in cases.WORDS]


def anchors_of(series: DemoSeries) -> list[tuple[int, float]]:
    """Return the points the series walks through: start, real values, aims; none
    where nobody can say where it starts."""
    first, start = series.first - 1, _start(series)
    if start is None:
        return []
    points, stood = [(first, start)], start
    for aim in series.aims:
        goal = _goal(series, aim, start)
        if goal is None:
            goal = _improved(series, stood, aim.year - points[-1][0])
        if aim.year > points[-1][0]:
            points.append((aim.year, _aim(series, points[-1], stood, goal, aim.year)))
        stood = goal
    fixed = {year: value for year, value in series.real.items() if value is not None}
    return sorted((dict(points) | fixed).items())


def _start(series: DemoSeries) -> float | None:
    """Return where the walk begins: the baseline, a little short of the target, at
    most as short as is usual, or what is usual; None where nothing says it."""
    if series.case.baseline is not None:
        return float(series.case.baseline.value)
    named = (aim for aim in map(_one, series.aims) if aim.kind in VALUED)
    goals = (_goal(series, aim) for aim in named)
    goal, usual = next((goal for goal in goals if goal is not None), None), series.usual
    if goal is None:
        return usual
    share = 0.03 + 0.09 * series.chance("start")
    if usual is not None and (usual < goal if series.up else usual > goal):
        return goal + (usual - goal) * (0.7 + 0.3 * series.chance("start"))
    return goal * (1 - share if series.up else 1 + share)


def _one(aim: assessment.Milestone) -> assessment.Milestone:
    """Return the part of a compound that names a level, the milestone of any other."""
    return next((part for part in aim.parts if part.kind in VALUED), aim)


def _goal(
    series: DemoSeries, aim: assessment.Milestone, start: float | None = None
) -> float | None:
    """Return the figure a milestone asks for, None for 持续改善 and comparisons.

    The rules resolve it. What they look for and the plan does not print, a baseline
    or the value of a base year, is where the walk starts.
    """
    aim = _one(aim)
    if aim.kind in ("reference", "compound"):  # name no one level to walk to
        return None
    if aim.kind == "range":
        ends = [float(end) for end in (aim.lo, aim.hi) if end is not None]
        return sum(ends) / len(ends) if ends else None
    asked = replace(series.case, milestones=(aim,), baseline=_begun(series, start))
    known = series.real if start is None else {aim.base_year: start} | series.real
    seen = [{"year": year, "value": value} for year, value in known.items()]
    try:
        (target,) = assessment.resolve_targets(asked, seen)
    except ValueError:  # against its direction: as little judged as it is walked to
        return None
    return _level(target)


def _level(target: assessment.TargetLimit) -> float | None:
    """Return the yearly figure of a resolved target: amid a level kept to both sides,
    an even share of a running total; None where nothing resolves it."""
    if target.value is None:
        return None
    if target.scale[0] == "range":
        return float(sum(target.scale[1:])) / 2
    if target.scale[0] == "total":
        return float(target.value) / max(target.year - target.scale[1], 1)
    return float(target.value)


def _begun(series: DemoSeries, start: float | None) -> assessment.StatedBaseline | None:
    """Return the baseline with a year, the start of the walk where none is printed."""
    stated, first = series.case.baseline, series.first - 1
    if stated is not None:
        return replace(stated, year=first) if stated.year is None else stated
    return assessment.baseline({"year": first, "value": start})


def _improved(series: DemoSeries, value: float, years: int) -> float:
    share = series.drift * max(years, 1)
    return value * (1 + share if series.up else 1 - min(share, 0.9))


def _aim(series: DemoSeries, since: tuple[int, float], stood, goal, year) -> float:
    """Return where the series is in a target's year, at the pace it has."""
    satisfied = stood >= goal if series.up else stood <= goal
    luck = series.chance("pace")
    if not satisfied:
        pace = next(pace for limit, pace in PACES if luck <= limit)
        due = [aim.year for aim in series.aims]
        if year == due[0] != due[-1] and series.case.baseline is None:
            pace = max(pace, PACES[1][1])  # the path starts at this target
        return since[1] + (goal - stood) * pace
    if luck < BREACHED:
        return goal * (0.97 if series.up else 1.05)
    if luck < NEARLY:
        return stood + (goal - stood) * 0.85
    return _improved(series, since[1], (year - since[0]) / 2)


def figure_at(series: DemoSeries, anchors: list[tuple[int, float]], year: int) -> float:
    """Return the walk's figure in a year: straight between anchors, then steady."""
    before = [point for point in anchors if point[0] <= year] or anchors[:1]
    after = [point for point in anchors if point[0] > year]
    (y0, v0) = before[-1]
    if not after:
        return _improved(series, v0, (year - y0) / 2) if year > y0 else v0
    (y1, v1) = after[0]
    figure = v0 + (v1 - v0) * (year - y0) / (y1 - y0) if year > y0 else v0
    if series.indicator.decimals:
        width = abs(v1 - v0) * 0.12 / max(y1 - y0, 1) + abs(figure) * 0.001
        figure += width * (2 * series.chance("noise", year) - 1)
    return figure
