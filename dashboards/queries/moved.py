"""What changed since a day, as the viewer may know it: verdicts that moved, past values
revised, targets revised.

`own` are everywhere the viewer's own regions: what is approved there and not yet
reported moved for them alone, and for the others on the day of its report.
"""

import datetime
from collections.abc import Collection

from django.db.models import (
    Case,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from dashboards.changes import MovedRow, RevisedTarget, RevisedValue, SinceCounts
from dashboards.queries.values import told
from indicators.models import (
    ObservationChange,
    Plan,
    PlanIndicator,
    Target,
    VerdictChange,
)
from indicators.models.assessments import for_viewer
from indicators.models.observations import Origin
from indicators.rules.disclosure import is_rate

LISTED = 200  # of a kind on a page; the newest


def _start(since: datetime.date) -> datetime.datetime:
    day = datetime.datetime.combine(since, datetime.time())
    return timezone.make_aware(day)


def _moved(mine: Collection[int], since: datetime.date) -> QuerySet[VerdictChange]:
    """Return what moved for a viewer, of whose own regions `mine` are the pks: plain
    ones, for a subquery costs more to build than to ask."""
    seen = VerdictChange.objects.filter(for_viewer(mine))
    return seen.filter(at__gte=_start(since))


def _revised(own: Collection[str], since: datetime.date) -> QuerySet[ObservationChange]:
    """Return the changes that replaced a real figure which the viewer knew (`known`)
    by another, and that they heard of since the day."""
    same = {name: OuterRef(name) for name in ("region", "indicator", "year")}
    before = (
        ObservationChange.objects.open_to(own)
        .filter(Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")))
        .filter(**same)
        .order_by("-at", "-pk")
        .values(real=Case(When(origin=Origin.DEMO, then=None), default="new_value"))
    )
    heard = Case(
        When(region__code__in=list(own), then=F("at")),
        default=Coalesce("entry__reported_at", "at"),
    )
    start = _start(since)
    # First the cheap conditions: a first figure replaces nothing, and most are first.
    return (
        ObservationChange.objects.open_to(own)
        .filter(Q(old_value__isnull=False) | ~Q(old_reason=""))
        .filter(Q(at__gte=start) | Q(entry__reported_at__gte=start))
        .exclude(origin=Origin.DEMO)
        .annotate(
            known=Subquery(before[:1]),
            heard=heard,
        )
        .filter(known__isnull=False, new_value__isnull=False)
        .filter(heard__gte=start)
        .exclude(known=F("new_value"))
    )


def _targets(since: datetime.date) -> QuerySet[Target]:
    return Target.objects.filter(
        revision__gt=0,
        decision__at__gte=_start(since),
        issuer=F("plan_indicator__plan__region"),
    )


def counted(
    plans: Collection[Plan], own: Collection[str], since: datetime.date, plan, region
) -> dict:
    """Return the counts of a plan since a day as annotations `up`, `down`, `values_`
    and `targets_`, for a query of these plans that is made anyway; `plan` and `region`
    name them there (OuterRef), or are pks."""
    moved = _moved(_mine(plans, own), since).filter(plan_indicator__plan=plan)
    figures = _revised(own, since).filter(
        region=region,
        indicator__in=PlanIndicator.objects.filter(
            plan=OuterRef(plan) if isinstance(plan, OuterRef) else plan
        ).values("indicator"),
    )
    aims = _targets(since).filter(plan_indicator__plan=plan)
    return {
        "up": _number(moved.filter(step=1)),
        "down": _number(moved.filter(step=-1)),
        "values_": _number(figures),
        "targets_": _number(aims),
    }


def _mine(plans: Collection[Plan], own: Collection[str]) -> set[int]:
    """Return the pks of the plans' regions that are the viewer's own."""
    return {plan.region_id for plan in plans if plan.region.code in own}


def _number(found: QuerySet) -> Subquery:
    """Return how many there are, as a column: an aggregate without groups, which costs
    half of one with them to build."""
    count = Func("pk", function="COUNT", output_field=IntegerField())
    return Subquery(found.order_by().values(n=count))


def since_counts(row) -> SinceCounts:
    """Return the counts of a stored row that was annotated with `counted`."""
    return SinceCounts(row.up, row.down, row.values_, row.targets_)


# ------------------------------------------------------------------- one plan's lists


def moved_rows(
    plan: Plan, own: Collection[str], since: datetime.date
) -> list[MovedRow]:
    """Return the verdicts of a plan that moved since the day, the newest first. One
    query."""
    found = (
        _moved(_mine([plan], own), since)
        .filter(plan_indicator__plan=plan)
        .select_related("plan_indicator__indicator", "by")
    )
    return [
        MovedRow(
            label=change.plan_indicator.label,
            indicator=change.plan_indicator.indicator.code,
            direction=change.plan_indicator.indicator.direction,
            before=(change.from_code, change.from_reason),
            after=(change.to_code, change.to_reason),
            step=change.step,
            cause=change.cause,
            by=str(change.by or ""),
            at=change.at,
        )
        for change in found[:LISTED]
    ]


def revised_values(
    plan: Plan,
    own: Collection[str],
    counts: Collection[str],
    since: datetime.date,
) -> list[RevisedValue]:
    """Return the past values of a plan's indicators that were revised since the day,
    the newest first, told as the viewer may have them. One query."""
    used = PlanIndicator.objects.filter(plan=plan).values("indicator")
    found = _revised(own, since).filter(region=plan.region_id, indicator__in=used)
    is_counted = plan.region.code in counts
    return [
        RevisedValue(
            label=change.indicator.name,
            indicator=change.indicator.code,
            unit=change.indicator.unit,
            decimals=change.indicator.decimals,
            year=change.year,
            old=told(change.known, change.indicator, is_counted),
            new=told(change.new_value, change.indicator, is_counted),
            why=change.reason,
            by=str(change.by or ""),
            at=change.heard,
            is_rate=is_rate(change.indicator.per),
        )
        for change in found.select_related("indicator", "by").order_by("-heard")[
            :LISTED
        ]
    ]


def revised_targets(plan: Plan, since: datetime.date) -> list[RevisedTarget]:
    """Return the targets of a plan that were revised since the day, the newest first.
    Two queries."""
    found = list(
        _targets(since)
        .filter(plan_indicator__plan=plan)
        .select_related("plan_indicator__indicator", "decision")
        .order_by("-decision__at", "plan_indicator__order", "year")[:LISTED]
    )
    rows = {target.plan_indicator_id for target in found}
    earlier = {}
    for target in Target.objects.filter(plan_indicator__in=rows).order_by("revision"):
        earlier[target.plan_indicator_id, target.year, target.revision] = target.raw
    return [
        RevisedTarget(
            label=target.plan_indicator.label,
            indicator=target.plan_indicator.indicator.code
            if target.plan_indicator.indicator
            else "",
            year=target.year,
            old=earlier.get(
                (target.plan_indicator_id, target.year, target.revision - 1), ""
            ),
            new=target.raw,
            document=target.decision.cited,
            at=target.decision.at,
        )
        for target in found
    ]
