"""The rows of plans whose targets are words: what the plan says, and what people have
found of it."""

from collections import defaultdict
from collections.abc import Iterator

from django.db.models import F

from dashboards.queries.export import ExportScope
from dashboards.queries.plans import targets_in_words
from dashboards.rows import Source, full_name
from dashboards.workbook_lines import WordsLine
from indicators.models import MilestoneStatus, PlanIndicator
from indicators.models.target_years import UNDATED_LAST, said_year
from indicators.rules import states


def lines(asked: ExportScope) -> list[WordsLine]:
    """Return a line per target in words of the scope's plans, and one per row in words
    without any target, by region, plan and order. Three queries; none for a choice of
    indicators, which holds no rows in words."""
    if asked.indicators is not None:
        return []
    plans = [plan.pk for plan in asked.plans]
    found = PlanIndicator.objects.filter(plan__in=plans).select_related(
        "plan__region__parent"
    )
    place = ("region_code", "plan__code", "-in_table", "order")
    rows = found.annotate(region_code=F("plan__region__code")).order_by(*place)
    stated = _stated(plans)
    newest = _newest(plans)
    return [
        line
        for row in rows
        if row.indicator_id is None or row.pk in stated
        for line in _of_row(row, stated.get(row.pk, []), newest)
    ]


def _stated(plans) -> dict[int, list]:
    """Return plan row pk → its own targets in words in force, the undated last."""
    found = defaultdict(list)
    own = targets_in_words().filter(
        plan_indicator__plan__in=plans, issuer=F("plan_indicator__plan__region")
    )
    for target in own.order_by(UNDATED_LAST, "pk"):
        found[target.plan_indicator_id].append(target)
    return found


def _newest(plans) -> dict[int, MilestoneStatus]:
    """Return target pk → the state that was set last."""
    found = {}
    states_set = MilestoneStatus.objects.filter(target__plan_indicator__plan__in=plans)
    for status in states_set.select_related("by").order_by("at", "pk"):
        found[status.target_id] = status
    return found


def _of_row(row: PlanIndicator, targets, newest) -> Iterator[WordsLine]:
    about = {"place": full_name(row.plan.region), "plan": row.plan.title}
    about |= {"key": row.key, "label": row.label, "domain": row.domain_label}
    for target in targets or [None]:
        status = newest.get(target.pk) if target else None
        printed = target.sources if target else ()
        source = next(iter(printed or row.source_ref.splitlines()), "")
        found = states.MILESTONE[status.state] if status else states.UNSET
        yield WordsLine(
            **about,
            year=(target.year or said_year(None)) if target else None,
            aim=target.raw if target else "",
            state=str(found.label) if target else "",
            evidence=status.evidence if status else "",
            day=status.date if status else None,
            source=Source.read(source, row.plan.title).place,
            remark=(target.remark if target else "") or row.remark,
        )
