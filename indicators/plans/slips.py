"""工作提示单、督办单 about rows of a plan: issued with a number, followed to their end.

督办单 only where the bureau may command the units of its region (Region.commands). The
only writer of WorkSlip.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import words
from indicators.entry.access import require
from indicators.entry.problems import EntryError
from indicators.models import Plan, PlanIndicator, SlipEvent, SlipRow, WorkSlip
from regions.models import Department, Region

ORIGIN, DEMAND = 200, 500
State, Level = WorkSlip.State, WorkSlip.Level


@dataclass(frozen=True)
class SlipLine:
    """A chosen row and what stands there today, in words."""

    row: PlanIndicator
    verdict: str
    value: str
    asked: str
    distance: str


@dataclass(frozen=True)
class SlipOrder:
    """What a paper orders: of whom, why, what, by when."""

    department: Department
    level: str
    origin: str
    demand: str
    due_on: date


def levels(region: Region) -> list[str]:
    """Return the papers that the region's bureau may send its departments."""
    return [Level.PROMPT, *([Level.SUPERVISE] if region.commands(region) else [])]


@transaction.atomic
def issue(plan: Plan, order: SlipOrder, lines: Sequence[SlipLine], *, by) -> WorkSlip:
    """Register a paper under the next number of its kind and year. EntryError for a day
    past, no row, a department that is not of the region, or a 督办单 that is not the
    bureau's to send."""
    require("note", plan.region, by)
    _check(plan, order, lines)
    today = timezone.localdate()
    Region.objects.select_for_update().get(pk=plan.region_id)  # numbers one by one
    slip = WorkSlip.objects.create(
        region=plan.region,
        plan=plan,
        department=order.department,
        level=order.level,
        year=today.year,
        number=_next(plan.region, order.level, today.year),
        origin=words.sentence(order.origin, ORIGIN, _("请填写任务来源。")),
        demand=words.sentence(order.demand, DEMAND, _("请填写要求。")),
        due_on=order.due_on,
        by=by,
    )
    SlipRow.objects.bulk_create(
        SlipRow(
            slip=slip,
            plan_indicator=line.row,
            verdict=line.verdict,
            value=line.value,
            asked=line.asked,
            distance=line.distance,
        )
        for line in lines
    )
    return slip


def _check(plan: Plan, order: SlipOrder, lines: Sequence[SlipLine]) -> None:
    if plan.retired_on:
        raise EntryError(_("这一规划已停用，不再出具提示单。"))
    if order.level not in levels(plan.region):
        raise EntryError(
            _("%(bureau)s向同级部门出具工作提示单；督办单由政府或其授权的单位出具。")
            % {"bureau": plan.region.bureau_on_paper}
        )
    department = order.department
    if department.region_id != plan.region_id or not department.is_present:
        raise EntryError(
            _("“%(name)s”不是现有的部门，请重新选择。") % {"name": department}
        )
    if not lines:
        raise EntryError(_("请先勾选指标。"))
    if order.due_on < timezone.localdate():
        raise EntryError(_("完成时限已过，请填今天或以后的日期。"))


def _next(region: Region, level: str, year: int) -> int:
    own = WorkSlip.objects.filter(region=region, level=level, year=year)
    return (own.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def follow(
    slip: WorkSlip, state: str, text: str, due_on: date | None, seen: str, *, by
) -> None:
    """Note what became of a paper: 延期 with its reason and new day, 催办, 办结 with what
    was done. `seen` is the state it was noted over: EntryError where that has
    changed."""
    slip = WorkSlip.objects.select_for_update(of=("self",)).get(pk=slip.pk)
    require("note", slip.region, by)
    if slip.state != seen:
        raise EntryError(
            _("办理情况刚改为“%(state)s”，您填的未保存，请核对后重新登记。")
            % {"state": slip.get_state_display()}
        )
    if slip.state == State.DONE:
        raise EntryError(_("已办结，不再登记办理情况。"))
    if state not in State.values:
        raise EntryError(_("请选择办理情况。"))
    said = words.clean(text)
    words.require_short(said, DEMAND)
    if state == State.EXTENDED:
        if not said or due_on is None:
            raise EntryError(_("延期须写明原因和新的时限。"))
        if due_on <= slip.due_on:
            raise EntryError(_("新的时限应晚于原时限。"))
    if state == State.DONE and not said:
        raise EntryError(_("办结须写明办理结果。"))
    day = due_on if state == State.EXTENDED else None
    SlipEvent.objects.create(slip=slip, state=state, text=said, due_on=day, by=by)
    slip.state, slip.due_on = state, day or slip.due_on
    slip.save(update_fields=["state", "due_on"])


def number(slip: WorkSlip) -> str:
    """Return the number on paper: 机关代字, year, which of its kind that year."""
    return _("%(code)s〔%(year)s〕%(n)s号") % {
        "code": slip.region.document_code or _("　　　"),
        "year": slip.year,
        "n": slip.number,
    }


def of_plan(plan: Plan) -> list[WorkSlip]:
    """Return a plan's papers, open ones first by their day. Three queries."""
    found = plan.slips.select_related("department", "region", "by")
    found = found.prefetch_related("rows__plan_indicator", "events__by")
    return sorted(found, key=lambda slip: (slip.state == State.DONE, slip.due_on))


def former(
    plan: Plan, department: Department, before: WorkSlip | None = None
) -> WorkSlip | None:
    """Return the last paper that a department had about the plan, or the one before a
    paper. One query."""
    found = plan.slips.filter(department=department)
    return found.filter(pk__lt=before.pk).first() if before else found.first()
