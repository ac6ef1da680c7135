"""Regions, plan documents and what hangs on them; counts over many plans.

`own` are everywhere the viewer's own regions (access.own_regions): what is approved
there and not yet reported is shown to them alone.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import (
    Count,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)

from dashboards.changes import SinceCounts
from dashboards.queries import moved
from dashboards.rows import MilestoneRow, SetState, Source
from indicators.models import (
    Doubt,
    MilestoneStatus,
    Observation,
    Plan,
    PlanIndicator,
    PlanTask,
    Summary,
    Target,
)
from indicators.models.assessments import for_viewer
from indicators.models.target_years import UNDATED_LAST
from regions.models import Region


def ancestors(region: Region) -> list[Region]:
    """Return the levels above a region, the nation first. One query."""
    return list(Region.objects.above(region))


def plans(region: Region) -> list[Plan]:
    """Return the plan documents of a region, retired ones too. One query."""
    return list(region.plans.select_related("retirement"))


def tasks(plan: Plan) -> list[PlanTask]:
    """Return the task groups of a plan's annex. One query."""
    return list(plan.tasks.all())


def neighbours(plan: Plan, code: str) -> tuple[dict | None, dict | None]:
    """Return the indicators before and after one in its plan, each indicator once
    however many rows it has. One query."""
    rows = (
        plan.rows.assessable()
        .order_by("-in_table", "order")
        .values("label", "indicator__code")
    )
    once = {}
    for row in rows:
        once.setdefault(row["indicator__code"], row)
    if code not in once:
        return None, None
    found = list(once.values())
    place = list(once).index(code)
    before = found[place - 1] if place else None
    return before, found[place + 1] if place + 1 < len(found) else None


def plans_below(region: Region, grants) -> list[Region]:
    """Return the visible regions below that have a plan. One query."""
    below = Region.objects.within(region).exclude(pk=region.pk).visible_to(grants)
    listed = Plan.objects.listed().filter(region=OuterRef("pk"))
    return list(below.filter(Exists(listed)))


def visible_plans(grants, within: Region | None = None) -> list[Plan]:
    """Return the plans of the regions within reach, with their regions. One query."""
    regions = Region.objects.visible_to(grants)
    if within is not None:
        regions = regions.within(within)
    return list(
        Plan.objects.listed()
        .filter(region__in=regions)
        .select_related("region__parent")
        .order_by("region__code", "code")
    )


def rows_with_targets() -> QuerySet[PlanIndicator]:
    """Return the rows that carry an indicator and a target of the plan's own."""
    own = Target.objects.filter(
        plan_indicator=OuterRef("pk"), issuer=OuterRef("plan__region")
    )
    return PlanIndicator.objects.assessable().filter(Exists(own))


def with_verdict(
    rows: QuerySet[PlanIndicator], regions: Iterable[Region], own: Collection[str]
) -> QuerySet[PlanIndicator]:
    """Add `verdict`, the stored one that the viewer may see; `regions` are those of
    the rows."""
    mine = {region.pk for region in regions if region.code in own}
    seen = FilteredRelation("assessments", condition=for_viewer(mine, "assessments__"))
    return rows.annotate(verdict=seen)


def counts(
    plan_list: Sequence[Plan],
    own: Collection[str],
    since: datetime.date | None = None,
) -> dict[int, Summary]:
    """Return plan pk → its stored counts as the viewer has them, with what changed
    since a day where one is given (moved.counted); a plan without rows to judge is
    absent. One query."""
    mine = {plan.region_id for plan in plan_list if plan.region.code in own}
    found = Summary.objects.filter(for_viewer(mine), plan__in=plan_list)
    if since:
        place = OuterRef("plan"), OuterRef("region")
        found = found.annotate(**moved.counted(plan_list, own, since, *place))
    return {counted.plan_id: counted for counted in found}


def row_kinds(
    plan: Plan, own: Collection[str] = (), since: datetime.date | None = None
) -> dict:
    """Return how many rows the plan has: table, prose (with targets), current
    (prose without targets), milestones (targets in words); and held: indicators
    with a value that is approved and not yet reported, for the region's own viewers;
    and what changed `since` a day (SinceCounts), where one is given. One query."""
    holds = Value(False)
    if plan.region.code in own:
        held = Observation.objects.filter(
            region=plan.region_id,
            indicator=OuterRef("indicator"),
            held_since__isnull=False,
        )
        holds = Exists(held)
    has_target = Exists(Target.objects.filter(plan_indicator=OuterRef("pk")))
    stated = _in_words(plan).filter(plan_indicator=OuterRef("pk")).order_by()
    words = stated.values("plan_indicator").annotate(n=Count("pk")).values("n")
    told = "indicator", "in_table", has_target, Subquery(words), holds
    rows = plan.rows.order_by().values_list(*told)
    changed = SinceCounts()
    if since:
        rows = rows.annotate(
            **moved.counted([plan], own, since, plan.pk, plan.region_id)
        )
    kinds = dict.fromkeys(("table", "prose", "current", "milestones"), 0)
    waiting = set()
    for indicator, in_table, aims, in_words, is_held, *since_then in rows:
        changed = SinceCounts(*since_then)
        kinds["milestones"] += in_words or 0
        if indicator is None:
            continue
        kinds["table" if in_table else "prose" if aims else "current"] += 1
        if is_held:
            waiting.add(indicator)
    return kinds | {"held": len(waiting), "changed": changed}


def targets_in_words() -> QuerySet[Target]:
    """Return the targets in force that only a person can judge, of whatever issuer."""
    words = Q(kind="text") | Q(kind="coverage", value=None)
    return Target.objects.in_force().filter(words | Q(plan_indicator__indicator=None))


def _in_words(plan: Plan) -> QuerySet[Target]:
    """Return the plan's own targets in force that only a person can judge."""
    return targets_in_words().filter(plan_indicator__plan=plan, issuer=plan.region_id)


def milestones(plan: Plan) -> list[MilestoneRow]:
    """Return the plan's targets in words with the states set, by year, the undated
    last. Two queries, one more where questions are open."""
    states = _states(plan)
    found = _in_words(plan).select_related("plan_indicator__indicator")
    found = found.annotate(
        in_doubt=Exists(Doubt.objects.open().filter(target=OuterRef("pk")))
    )
    found = list(found.order_by(UNDATED_LAST, "plan_indicator__order"))
    asked = _asked_of([target for target in found if target.in_doubt])
    return [
        _milestone(
            plan,
            target,
            states[target.plan_indicator_id, target.year],
            tuple(asked[target.pk]),
        )
        for target in found
    ]


def _asked_of(targets: Sequence[Target]) -> dict[int, list[str]]:
    """Return target pk → its open questions in sentences. One query, none without
    targets."""
    found = defaultdict(list)
    if targets:
        doubts = Doubt.objects.open().filter(target__in=targets)
        related = doubts.select_related("target__issuer", "plan_indicator__plan")
        for doubt in related.order_by("pk"):
            found[doubt.target_id].append(doubt.words)
    return found


def _states(plan: Plan) -> dict[tuple[int, int | None], list[MilestoneStatus]]:
    """Return (plan row pk, year) → every state of its targets, replaced ones too, the
    newest first; of what was given its year later, under that. One query."""
    found = defaultdict(list)
    own = MilestoneStatus.objects.filter(
        target__plan_indicator__plan=plan, target__issuer=plan.region_id
    )
    for status in own.select_related("by", "target").with_year():
        found[status.target.plan_indicator_id, status.year].append(status)
    return found


def _state(status: MilestoneStatus) -> SetState:
    return SetState(
        state=status.state,
        evidence=status.evidence,
        date=status.date,
        by=str(status.by),
        token=str(status.token) if status.file else "",
        file=status.name,
    )


def _milestone(
    plan: Plan,
    target: Target,
    states: list[MilestoneStatus],
    questions: tuple[str, ...],
) -> MilestoneRow:
    row = target.plan_indicator
    return MilestoneRow(
        key=row.key,
        year=target.year,
        raw=target.raw,
        label=row.label,
        sources=tuple(
            Source.read(line, plan.title)
            for line in target.sources or row.source_ref.splitlines()
        ),
        remark=target.remark or row.remark,
        indicator=row.indicator.code if row.indicator else "",
        states=tuple(_state(s) for s in states if s.target_id == target.pk),
        earlier=tuple(_state(s) for s in states if s.target_id != target.pk),
        questions=questions,
    )
