"""The lines of the page: each row of the plan with who answers for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from indicators.models import LeadDepartment, Plan, PlanIndicator, PlanTask, Target
from indicators.plans import leads, leads_pasted
from regions.models import Department


@dataclass(frozen=True)
class AnsweredLine:
    """A row of the plan and who answers for it."""

    row: PlanIndicator
    leads: tuple[LeadDepartment, ...]


def rows_of(plan: Plan) -> QuerySet[PlanIndicator]:
    """Return the rows that somebody has to answer for: those of the plan's table, and
    those of its prose that have a target."""
    aims = Exists(Target.objects.filter(plan_indicator=OuterRef("pk")))
    found = plan.rows.assessable().select_related("indicator")
    return found.filter(Q(in_table=True) | Q(aims)).order_by("-in_table", "order")


def lines(
    rows: Iterable[PlanIndicator], current: Iterable[LeadDepartment]
) -> list[tuple[str, list[AnsweredLine]]]:
    """Return [(domain, lines)] in the plan's order. No query."""
    mine: dict[int, list] = {}
    for lead in current:
        lead.today = leads.heir(lead.department)
        mine.setdefault(lead.plan_indicator_id, []).append(lead)
    found: dict[str, list] = {}
    for row in rows:
        line = AnsweredLine(row, tuple(mine.get(row.pk, ())))
        found.setdefault(row.domain_label, []).append(line)
    return list(found.items())


def unclear(rows: Iterable[PlanIndicator], current: Iterable[LeadDepartment]) -> int:
    """Return for how many rows it is 未明确 who answers."""
    named = {lead.plan_indicator_id for lead in current}
    return sum(row.pk not in named for row in rows)


@dataclass(frozen=True)
class AnnexGroup:
    """A task group of the annex with its departments, as they are called today."""

    task: PlanTask
    departments: tuple[Department, ...]
    unknown: tuple[str, ...]  # printed, and no department of the region


def groups(plan: Plan, departments: Iterable[Department]) -> list[AnnexGroup]:
    """Return the annex's groups with the departments found by name. One query."""
    by_name = {d.name: d for d in departments}
    found = []
    for task in plan.tasks.all():
        printed = leads_pasted.split_printed(task.departments)
        known = [leads.heir(by_name[name]) for name in printed if name in by_name]
        unknown = tuple(name for name in printed if name not in by_name)
        found.append(AnnexGroup(task, tuple(dict.fromkeys(known)), unknown))
    return found


@dataclass(frozen=True)
class Box:
    """One yes that a person may give: this department for this row."""

    department: Department
    value: str
    stands: bool  # it is assigned already
    ticked: bool


def matrix(
    rows: Iterable[PlanIndicator],
    group: AnnexGroup,
    current: Iterable[LeadDepartment],
    ticked: Iterable[str],
) -> list[tuple[PlanIndicator, list[Box]]]:
    """Return the rows with a box for each department of the group. No query."""
    stands = {(x.plan_indicator_id, leads.heir(x.department).pk) for x in current}
    ticked = set(ticked)
    return [
        (row, [_box(row, d, stands, ticked) for d in group.departments]) for row in rows
    ]


def _box(row, department, stands, ticked) -> Box:
    value = f"{row.key}|{department.pk}"
    is_there = (row.pk, department.pk) in stands
    return Box(department, value, is_there, value in ticked)
