"""Reads rows and calls the pure rules of indicators.rules.assessment.

The case comes from indicators.verdicts.cases; the pure modules know nothing of the
database. indicators.verdicts.refreshing stores what comes out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal

from django.db.models import Prefetch

from indicators.models import Assessment, Audience, Doubt, PlanIndicator, Target
from indicators.rules import assessment, disclosure, explain, shown
from indicators.rules.assessment import summary as partition
from indicators.rules.figure import Figure
from indicators.verdicts import series
from indicators.verdicts.cases import indicator_case, observation_case
from indicators.verdicts.series import JudgedSeries, reference_region
from regions.models import Region


@dataclass(frozen=True)
class Verdict:
    """One row's case and the result of the rules, before it is stored; `demo` are the
    years of demo values among its figures and its reference's."""

    row: PlanIndicator
    case: assessment.Case
    result: assessment.Result
    demo: frozenset[int]
    grade: str = ""  # how final the newest value judged is

    @property
    def has_demo(self) -> bool:
        return any(year <= self.case.as_of for year in self.demo)


def rows_to_assess(**filters):
    """Return plan rows with what a case needs: five queries whatever their number."""
    targets = Target.objects.select_related("reference").by_year()
    return (
        PlanIndicator.objects.assessable()
        .filter(**filters)
        .select_related("plan", "plan__region", "indicator")
        .prefetch_related(
            Prefetch("targets", targets), Prefetch("doubts", Doubt.objects.gating())
        )
        .order_by("plan", "order")
    )


# --------------------------------------------------------------- the verdicts


def _comparable(own, other, indicator) -> dict[int, Decimal]:
    """Return the reference's values by year, without years in which either side is
    an upper level's figure standing in, or one by a 口径 of its own: those are kept
    out of comparisons.

    Another region's rate as it is told: the difference would give the exact one.
    """
    apart = {o.year for o in [*own, *other] if not o.is_comparable}
    about = {"per": indicator.per, "counts": other is own}
    return {
        o.year: disclosure.told(o.value, indicator.decimals, **about)
        for o in other
        if o.value is not None and o.year not in apart
    }


def _verdict(row: PlanIndicator, own, other, as_of: int) -> Verdict | None:
    """Return the verdict of a row on `own` beside `other`; None if it has none."""
    indicator = indicator_case(row, _comparable(own, other, row.indicator))
    if indicator is None:
        return None
    observations = tuple(observation_case(o) for o in own)
    result = _unread(indicator, assessment.assess(indicator, observations, as_of))
    demo = frozenset(o.year for o in [*own, *other] if o.is_demo)
    case = assessment.Case(indicator, observations, as_of)
    return Verdict(row, case, result, demo, _grade(case, result, own))


def _grade(case, result, own) -> str:
    """Return how final the value judged is: of a record its own, else the newest's."""
    found = shown.of_case(case, result)
    year = found.year if found else result.latest_year
    return next((o.grade for o in own if o.year == year), "")


def _unread(indicator, result: assessment.Result) -> assessment.Result:
    """Return a verdict of nothing but words that says so, where nobody has answered
    yet whether they are only words: then it is their reading that is missing."""
    asked = any(m.confirmed is False for m in indicator.split)
    if asked and result.reason == "no_numeric_target":
        return replace(result, reason="unconfirmed_target")
    return result


def verdicts(rows: Iterable[PlanIndicator], as_of: int) -> Iterator[Verdict]:
    """Yield the verdict of each row that can be assessed, as the region's own people
    see it, in the rows' order."""
    rows = list(rows)
    figures = series.of_rows(rows)
    for row in rows:
        if found := judge(row, figures, Audience.OWN, as_of):
            yield found


def judge(
    row: PlanIndicator, figures: JudgedSeries, audience: str, as_of: int
) -> Verdict | None:
    """Return the verdict of a row as an audience has it; None if it has none."""
    own, other = figures.own(row, audience), figures.reference(row, audience)
    return _verdict(row, own, other, as_of)


def would_be(
    region: Region,
    figures: Mapping[int, Figure],
    as_of: int | None = None,
) -> dict[int, Verdict]:
    """Return plan row pk → the verdict if these figures were approved; stores nothing.

    `figures` maps indicator pk to the figure. Rows that cannot be assessed are absent.
    Four queries whatever their number; one more as series.of_rows.
    """
    as_of = as_of or assessment.current_year()
    asked = {"plan__retired_on": None, "indicator__in": figures}
    rows = list(rows_to_assess(plan__region=region, **asked))
    stored = series.of_rows(rows)
    found = {}
    for row in rows:
        given = figures[row.indicator_id]
        standing = stored.own(row, Audience.OWN)
        others = [o for o in standing if o.year != given.year]
        own = sorted([*others, given], key=lambda o: o.year)
        is_own_reference = reference_region(row) == region.pk
        beside = own if is_own_reference else stored.reference(row, Audience.OWN)
        if made := _verdict(row, own, beside, as_of):
            found[row.pk] = made
    return found


# ------------------------------------------------------------------ the store


def jsonable(value):
    """Return value with Decimals as floats and floats to six places, for JSON."""
    if isinstance(value, dict):
        return {str(k): jsonable(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(v) for v in value]
    if isinstance(value, Decimal | float):
        return round(float(value), 6)
    return value


def _path(verdict: Verdict) -> tuple:
    """Return the plan path a point a year, for sparklines and charts."""
    anchors, case = verdict.result.anchors, verdict.case
    if len(anchors) < 2 or verdict.result.scale != "value":
        return ()
    years = range(anchors[0][0], anchors[-1][0] + 1)
    points = assessment.path_points(
        case.indicator, case.observations, years, case.as_of
    )
    return tuple(points)


def to_row(verdict: Verdict, audience: str = Audience.BOTH) -> Assessment:
    """Return the unsaved Assessment of a verdict."""
    result = replace(verdict.result, path=_path(verdict))
    figures = jsonable(result.to_dict())
    return Assessment(
        plan_indicator=verdict.row,
        region=verdict.row.plan.region,
        audience=audience,
        code=result.status,
        reason=result.reason or "",
        flags=list(result.flags),
        severity=assessment.CATEGORIES[result.status].severity,
        path_value=jsonable(result.path_value),
        gap=jsonable(result.gap),
        figures=figures,
        sentence=explain.explain(verdict.case, result),
        as_of=verdict.case.as_of,
        parameters=assessment.DEFAULT.to_dict(),
        inputs=jsonable(verdict.case.to_dict()),
        has_demo=verdict.has_demo,
        closed=bool(result.closed),
        grade=verdict.grade,
        **asdict(partition.standing(result, verdict.case.as_of)),
        **_latest(verdict),
        **year_before(verdict),
        **_told(verdict),
    )


def year_before(verdict: Verdict) -> dict:
    """Return the verdict of the year before, by the plan and the rules as they stand:
    as of that year, on the figures and the reference up to the year before it."""
    case, last = verdict.case, verdict.case.as_of - 2
    known = {y: v for y, v in case.indicator.reference.items() if y <= last}
    observations = tuple(o for o in case.observations if o.year <= last)
    indicator = replace(case.indicator, reference=known)
    result = assessment.assess(indicator, observations, case.as_of - 1)
    result = _unread(indicator, result)
    return {
        "before_code": result.status,
        "before_reason": result.reason or "",
        "before_has_demo": any(year <= last for year in verdict.demo),
    }


def _told(verdict: Verdict) -> dict:
    """Return the verdict on a rate as it is told to who may not see counts."""
    if not disclosure.is_rate(verdict.row.indicator.per):
        return {}
    case = disclosure.told_case(verdict.case, verdict.result)
    result = disclosure.told_result(case, verdict.result)
    told = replace(verdict, case=case, result=result)
    return {
        "told_figures": jsonable(replace(result, path=_path(told)).to_dict()),
        "told_inputs": jsonable(case.to_dict()),
        "told_sentence": explain.explain(case, result),
    }


def _latest(verdict: Verdict) -> dict:
    """Return the latest year judged with the own value of that year, exact; where
    nothing could be judged, the newest there is up to as_of.

    On a difference series that is the latest common year, which an own newer value
    may outrun.
    """
    case, year = verdict.case, verdict.result.latest_year
    values = {o.year: o.value for o in case.observations if o.value is not None}
    if year is None:
        year = max((y for y in values if y <= case.as_of), default=None)
    return {"latest_year": year, "latest_value": values.get(year)}
