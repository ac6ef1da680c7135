"""Yearly demo values for local plans, so that every page has something to show.

A series walks from the baseline toward the targets at a pace of its own; where the
plan prints neither, it begins at what the catalogue calls typical; where that is not
known, nothing is made up. Nothing is random: the same region, indicator and year
always give the same figure. Rules: CONTRIBUTING § Demo values.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from indicators import entry
from indicators.models import Indicator, Observation, PlanIndicator
from indicators.models.observations import MissingReason, Origin
from indicators.rules import assessment
from indicators.verdicts import assessing, cases
from regions.codes import NATION
from regions.models import Region

SOURCE = "演示数据（系统生成，非真实统计）"
# Share of the planned way that a series covers, and how often that is so.
PACES = ((0.22, 1.3), (0.62, 1.04), (0.80, 0.8), (0.92, 0.45), (0.97, 0.1), (1, -0.2))
BREACHED, NEARLY, GAP, UNPUBLISHED, UNCOLLECTED = 0.05, 0.14, 0.15, 0.06, 0.03
BIRTHS = {1: 400_000, 2: 42_000, 3: 5_200}  # a year, by level of the region
VALUED = ("value", "coverage", "range")
DRIFT = 0.012  # what 持续改善 brings in a year, as a share, where no spread is known


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

    def chance(self, *about) -> float:
        """Return a number from 0 to 1 that is always the same for the same words."""
        words = "|".join(map(str, (self.region.code, self.indicator.code, *about)))
        return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8]) / 2**64

    @property
    def up(self) -> bool:
        return self.case.d > 0

    @property
    def aims(self) -> list[assessment.Milestone]:
        return _aims(self.case)

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


def load(last: int | None = None) -> entry.Report:
    """Publish the demo values up to last calendar year, and refresh the verdicts.

    Where a demo value has lost its place (a plan was corrected), all are made anew.
    """
    made = values(last)
    stored = Observation.objects.filter(origin=Origin.DEMO)
    keys = stored.values_list("region_id", "indicator_id", "year")
    if set(keys) - {value.key for value in made}:
        entry.remove_demo()
    return entry.publish(made, origin=Origin.DEMO, reason="演示")


def values(last: int | None = None) -> list[entry.NewValue]:
    """Return the demo values of every local plan row that has a target to walk to and
    a yardstick: baseline, target or typical value."""
    last = last or assessment.current_year() - 1
    rows = assessing.rows_to_assess(factor__isnull=False)
    grouped = defaultdict(list)
    for row in rows.exclude(plan__region__code=NATION):
        grouped[row.plan.region, row.indicator].append(row)
    real, found = _real(), []
    births = _births(real)
    for (region, indicator), own in grouped.items():
        known = real.get((region.pk, indicator.pk), {})
        series = _series(region, indicator, own, known, births[region.pk], last)
        if series and series.years:
            found += _made_up(series)
    return found


# ------------------------------------------------------- what a series must keep


def _series(region, indicator, rows, real, births, last) -> DemoSeries | None:
    """Return what to make up for a region's indicator, None without a target."""
    asked = [(row, cases.indicator_case(row, {})) for row in rows]
    followed = [(row, case) for row, case in asked if case and _aims(case)]
    if not followed:
        return None
    row, case = followed[0]
    baselines = [row.baseline_year for row in rows if row.baseline_year]
    bases = {t.base_year for row in rows for t in row.targets.all() if t.base_year}
    due = _aims(case)[0].year
    first = max([_first(row, due), *(year + 1 for year in [*baselines, *bases])])
    taken = frozenset(bases)
    return DemoSeries(region, indicator, case, first, last, taken, real, births)


def _aims(case: assessment.AssessedIndicator) -> list[assessment.Milestone]:
    """Return the milestones a series can walk to."""
    return [m for m in case.milestones if m.kind not in cases.WORDS]


def _first(row: PlanIndicator, due: int) -> int:
    """Return the first year of a series by what the plan says of its beginning."""
    plan = row.plan
    began = row.baseline_year or plan.period_start or plan.baseline_year
    if began:
        return began + 1
    return min(due - 5, plan.issued_on.year + 1 if plan.issued_on else due - 5)


def _real() -> dict[tuple[int, int], dict[int, float]]:
    found = defaultdict(dict)
    for o in Observation.objects.real():
        value = None if o.value is None else float(o.value)
        found[o.region_id, o.indicator_id][o.year] = value
    return found


def _births(real) -> dict[int, int]:
    """Return births a year by region: population by birth rate where both are known,
    else as many as a region of its level has."""
    codes = "total-population", "birth-rate"
    people, rate = (Indicator.objects.filter(code=code).first() for code in codes)
    found = {}
    for pk, level in Region.objects.values_list("pk", "level"):
        known = [real.get((pk, concept.pk)) for concept in (people, rate) if concept]
        counted = [max(years.items())[1] for years in known if years]
        found[pk] = BIRTHS.get(level, BIRTHS[3])
        if len(counted) == 2 and all(counted):
            found[pk] = round(counted[0] * 10_000 * counted[1] / 1000)
    return found


# ------------------------------------------------------------------- the walk


def _made_up(series: DemoSeries) -> Iterable[entry.NewValue]:
    """Return the values of one series, with a gap or a missing year now and then."""
    years, anchors = series.years, _anchors(series)
    if not anchors:
        return []
    if series.chance("uncollected") < UNCOLLECTED and not series.real:
        return [_missing(series, years[-1], MissingReason.NOT_COLLECTED)]
    gap = None
    if len(years) > 4 and series.chance("gap") < GAP:
        gap = years[1 + int(series.chance("gap year") * (len(years) - 3))]
    found = [_value(series, y, _at(series, anchors, y)) for y in years if y != gap]
    if years[-1] == series.last and series.chance("unpublished") < UNPUBLISHED:
        found[-1] = _missing(series, years[-1], MissingReason.NOT_PUBLISHED)
    return found


def _anchors(series: DemoSeries) -> list[tuple[int, float]]:
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
    return None if target.value is None else float(target.value)


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


def _at(series: DemoSeries, anchors: list[tuple[int, float]], year: int) -> float:
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


def _value(series: DemoSeries, year: int, figure: float) -> entry.NewValue:
    """Return the figure as the indicator prints it, within its bounds."""
    indicator = series.indicator
    value = Decimal(repr(figure))
    if indicator.lower is not None:
        value = max(value, indicator.lower)
    if indicator.upper is not None:
        value = min(value, indicator.upper)
    unit = Decimal(1).scaleb(-indicator.decimals)
    made = entry.NewValue(
        series.region,
        indicator,
        year,
        value.quantize(unit, ROUND_HALF_UP),
        source=SOURCE,
    )
    if indicator.per and indicator.base == Indicator.Base.BIRTHS:
        return _counted(series, made)
    return made


def _counted(series: DemoSeries, made: entry.NewValue) -> entry.NewValue:
    """Return the value as a count of events over about as many births."""
    spread = 0.95 + 0.1 * series.chance("births", made.year)
    births = round(series.births * spread)
    exact = made.value * births / made.indicator.per
    events = int(exact + Decimal(repr(series.chance("events", made.year))))
    value = Decimal(events) * made.indicator.per / births
    value = value.quantize(Decimal("1e-8"), ROUND_HALF_UP)
    return replace(made, value=value, events=events, denominator=births)


def _missing(series: DemoSeries, year: int, reason: str) -> entry.NewValue:
    return entry.NewValue(
        series.region, series.indicator, year, missing_reason=reason, source=SOURCE
    )
