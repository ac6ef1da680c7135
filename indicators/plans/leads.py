"""Who answers for the rows of a plan: assigned by the bureau, answered by departments.

The only writer of LeadDepartment. What the plan's file prints is 文件明确 and follows the
file; the rest is assigned by a person, and never derived from who supplies the figure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import words
from indicators.entry.access import require
from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import LeadChange, LeadDepartment, Plan, PlanIndicator
from indicators.models.leads import HEIRS
from regions import access, permits
from regions.models import Department

SOURCE, OBJECTION = 300, 500
Kind, Role, State = LeadChange.Kind, LeadDepartment.Role, LeadDepartment.State


@dataclass(frozen=True)
class WantedLead:
    """One yes of a person: this department, in this role, for this row."""

    row: PlanIndicator
    department: Department
    role: str
    source: str = ""


@dataclass(frozen=True)
class LeadsAssigned:
    """What an assignment did: how many were new, changed, and left as they stood."""

    new: int = 0
    changed: int = 0
    same: int = 0


def heir(department: Department) -> Department:
    """Return under whom a department stands today: itself, or its last successor. No
    query where HEIRS was fetched."""
    for _step in range(3):
        if department.successor_id is None:
            break
        department = department.successor
    return department


def of_plan(plan: Plan, grants) -> list[LeadDepartment]:
    """Return who answers for the plan's rows, as the viewer may know it. One query."""
    found = LeadDepartment.objects.current().filter(plan_indicator__plan=plan)
    bureaus = access.bureaus(grants)
    return list(found.open_to(bureaus, access.departments(grants)).in_order())


@transaction.atomic
def assign(
    plan: Plan, wanted: Iterable[WantedLead], state: str, *, by
) -> LeadsAssigned:
    """Let departments answer for rows, from today on: 拟定, or 文件明确 with its source.

    What stands already in the same role stays, unless a document now says it. Raises
    EntryError for a retired plan, a foreign or dissolved department, and 文件明确
    without a document.
    """
    _require_assigning(plan, by)
    if state not in (State.PROPOSED, State.STATED):
        raise EntryError(_("请选择状态：拟定或文件明确。"))
    wanted = list(wanted)
    for one in wanted:
        _check(plan, one, state)
    known = {
        (lead.plan_indicator_id, lead.department_id): lead
        for lead in LeadDepartment.objects.select_for_update()
        .current()
        .filter(plan_indicator__in=[one.row.pk for one in wanted])
    }
    counts = {"new": 0, "changed": 0, "same": 0}
    for one in wanted:
        lead = known.get((one.row.pk, one.department.pk))
        counts[_assign(lead, one, state, by)] += 1
    return LeadsAssigned(**counts)


def _assign(lead: LeadDepartment | None, one: WantedLead, state: str, by) -> str:
    """Store one assignment; return which count it belongs to."""
    stays = lead and lead.role == one.role and lead.state != State.OBJECTED
    told = lead and lead.state == State.STATED and lead.source == one.source
    if stays and (told or state == State.PROPOSED):
        return "same"
    kind = Kind.CHANGED if lead else Kind.ASSIGNED
    lead = lead or LeadDepartment(
        plan_indicator=one.row, department=one.department, since=timezone.localdate()
    )
    lead.role, lead.state, lead.source = one.role, state, one.source
    lead.printed, lead.objection, lead.answered_on = False, "", None
    lead.save()
    _log(lead, kind, one.source, by)
    return "new" if kind == Kind.ASSIGNED else "changed"


def _check(plan: Plan, one: WantedLead, state: str) -> None:
    about = {"row": one.row.label, "name": one.department, "region": plan.region}
    if one.row.plan_id != plan.pk or one.department.region_id != plan.region_id:
        raise EntryError(_("“%(name)s”不是%(region)s的部门。") % about)
    if not one.department.is_present:
        raise EntryError(_("“%(name)s”已撤销，请选择现有的部门。") % about)
    if one.role not in Role.values:
        raise EntryError(_("%(row)s：请选择牵头、配合或责任。") % about)
    words.require_short(one.source, SOURCE)
    if state == State.STATED and not one.source.strip():
        raise EntryError(_("“文件明确”须填写依据：文件名称和文号。"))


@transaction.atomic
def end(plan: Plan, pks: Iterable[int], reason: str, *, by) -> int:
    """End assignments as of today, with the reason; return how many. What the plan's
    own file prints stays: EntryError."""
    _require_assigning(plan, by)
    text = words.sentence(reason, OBJECTION, _("请写明取消的原因。"))
    found = LeadDepartment.objects.select_for_update().current()
    found = list(found.filter(plan_indicator__plan=plan, pk__in=list(pks)))
    if not found:
        raise EntryError(_("请先勾选要取消的部门。"))
    if any(lead.printed for lead in found):
        raise EntryError(_("规划文件所列的责任部门不能取消，请改规划文件后重新导入。"))
    for lead in found:
        lead.until = timezone.localdate()
        lead.save(update_fields=["until"])
        _log(lead, Kind.ENDED, text, by)
    return len(found)


@transaction.atomic
def answer(
    department: Department, pks: Iterable[int], objection: str | None, *, by
) -> int:
    """Confirm what is proposed to a department, or object to it (`objection` not None);
    return how many. For people of the department alone, a successor's too."""
    require_answering(by.grants, department)
    text = ""
    if objection is not None:
        text = words.sentence(objection, OBJECTION, _("请写明异议的内容。"))
    found = LeadDepartment.objects.select_for_update(of=("self",)).current()
    found = found.filter(pk__in=list(pks), department__region=department.region_id)
    found = found.exclude(state=State.STATED).select_related(HEIRS)
    found = [lead for lead in found if heir(lead.department).pk == department.pk]
    if not found:
        raise EntryError(_("请先勾选要答复的指标。"))
    for lead in found:
        lead.state = State.CONFIRMED if objection is None else State.OBJECTED
        lead.objection, lead.answered_on = text, timezone.localdate()
        lead.save(update_fields=["state", "objection", "answered_on"])
        _log(lead, Kind.CONFIRMED if objection is None else Kind.OBJECTED, text, by)
    return len(found)


def require_answering(grants, department: Department | None = None) -> None:
    """Raise NotAllowed for who is not of the department, or of none at all."""
    mine = access.departments(grants)
    if not mine or (department and department.pk not in mine):
        name = department or _("该部门")
        raise NotAllowed(permits.on_rows("answer_lead", department=name))


def changes(plan: Plan, most: int) -> list[LeadChange]:
    """Return the last changes of who answers, the newest first. One query."""
    found = LeadChange.objects.filter(plan_indicator__plan=plan)
    return list(found.select_related("plan_indicator", "department", "by")[:most])


def state_printed(
    plan: Plan, row: PlanIndicator, departments: Iterable[Department], day: date | None
) -> None:
    """Make what the plan's file prints for a row stand there, and nothing else of it;
    what people have assigned stays."""
    wanted = {d.pk: d for d in departments}
    current = LeadDepartment.objects.current().filter(plan_indicator=row)
    current.filter(printed=True).exclude(department__in=wanted).delete()
    there = set(current.values_list("department_id", flat=True))
    place = row.source_ref.partition("：“")[0].partition("\n")[0]
    LeadDepartment.objects.bulk_create(
        LeadDepartment(
            plan_indicator=row,
            department=department,
            role=Role.NAMED,
            state=State.STATED,
            source=(place or f"《{plan.title}》")[:SOURCE],
            printed=True,
            since=day,
        )
        for pk, department in wanted.items()
        if pk not in there
    )


def _require_assigning(plan: Plan, by) -> None:
    require("assign_leads", plan.region, by)
    if plan.retired_on:
        raise EntryError(_("这一规划已停用，不再指定部门。"))


def _log(lead: LeadDepartment, kind: str, text: str, by) -> None:
    LeadChange.objects.create(
        plan_indicator_id=lead.plan_indicator_id,
        department_id=lead.department_id,
        kind=kind,
        role=lead.role,
        state=lead.state,
        text=text,
        by=by,
    )
