"""What a region's own plan asks of an indicator by a data year: target and
value due."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from indicators.models import Assessment, Audience, Plan, PlanIndicator, Target
from indicators.models.target_years import said_year
from indicators.rules.assessment import Result
from indicators.verdicts.cases import current_targets
from indicators.verdicts.questions import IN_DOUBT, questions_of
from regions.models import Region


@dataclass(frozen=True)
class YearGoal:
    """The target that a data year works towards, as printed, and the value due."""

    year: int | None  # None where the plan prints none
    printed: str  # with its unit
    due: float | None  # 序时目标值 in the indicator's unit; None where there is none
    row: int  # pk of the plan indicator
    code: str = ""  # the present verdict
    result: Result | None = None  # with its figures
    questions: tuple[str, ...] = ()  # open, in sentences

    @property
    def when(self) -> str:
        """Its year in words."""
        return said_year(self.year)


def _rank(row: PlanIndicator, year: int) -> tuple:
    """Order plan rows: a plan in force that year, a formal one, its table first."""
    plan = row.plan
    in_force = (plan.period_start or 0) <= year <= plan.period_end
    return not in_force, plan.status != Plan.Status.FORMAL, not row.in_table, row.order


def goals(
    region: Region,
    year: int,
    indicators: Iterable[int],
    audience: str = Audience.OWN,
    *,
    counts: bool = False,
) -> dict[int, YearGoal]:
    """Return indicator pk → goal, for those that a plan of the region has. Three
    queries, one more where questions are open; the verdicts are those that the audience
    sees, and told to who may see the region's `counts` or may not."""
    targets = Target.objects.select_related("reference").by_year()
    rows = (
        PlanIndicator.objects.filter(
            plan__region=region, plan__retired_on=None, indicator__in=indicators
        )
        .select_related("plan", "indicator")
        .prefetch_related(Prefetch("targets", targets))
        .annotate(in_doubt=IN_DOUBT)
    )
    stored = Assessment.objects.filter(region=region).read_by(audience)
    verdicts = {
        a.plan_indicator_id: a.told_to(counts)
        for a in stored.defer("inputs", "told_inputs", "parameters")
    }
    asked = defaultdict(tuple)  # of every plan's row of the indicator
    open_now = questions_of(rows)
    for row in rows:
        asked[row.indicator_id] += tuple(open_now.get(row.pk, ()))
    found: dict[int, YearGoal] = {}
    for row in sorted(rows, key=lambda row: _rank(row, year)):
        goal = _goal(row, year, verdicts.get(row.pk), asked[row.indicator_id])
        if goal and row.indicator_id not in found:
            found[row.indicator_id] = goal
    return found


def _goal(
    row: PlanIndicator,
    year: int,
    verdict: Assessment | None,
    asked: tuple[str, ...] = (),
) -> YearGoal | None:
    """Return the row's nearest target from the year on, else its last one; an undated
    one where there is no other."""
    aims = current_targets(row)
    if not aims:
        return None
    dated = [t for t in aims if t.year is not None]
    ahead = [t for t in dated if t.year >= year]
    aim = (ahead[:1] or dated[-1:] or aims)[0]
    path = dict(verdict.result.path or ()) if _has_path(verdict) else {}
    return YearGoal(
        year=aim.year,
        printed=row.prints(aim.raw),
        due=path.get(year),
        row=row.pk,
        code=verdict.code if verdict else "",
        result=verdict.result if verdict else None,
        questions=asked,
    )


def _has_path(verdict: Assessment | None) -> bool:
    """Say whether a path is what is due: a limit to be kept has none (B6.6)."""
    return verdict is not None and "maintenance" not in verdict.flags
