"""Loads a plan's annex of tasks and responsible departments, as printed."""

from pathlib import Path

from django.db import transaction

from indicators.models import Plan, PlanTask
from indicators.plans import rows
from indicators.plans.loading.outcome import (
    LoadError,
    LoadingOutcome,
    Record,
    require,
    store,
)

COLUMNS = ("次序", "任务组", "任务", "责任部门")


@transaction.atomic
def load_tasks(path) -> LoadingOutcome:
    """Make the tasks of a plan those of the file (named by plan or region code)."""
    path = Path(path)
    sheet, outcome = rows.read(path, COLUMNS), LoadingOutcome(f"任务分工 {path.stem}")
    sheet.once("次序")
    plan = Plan.objects.filter(code=path.stem).first()
    if plan is None:
        own = list(Plan.objects.filter(region__code=path.stem))
        if len(own) != 1:
            reason = "没有这个代码的规划" if not own else "这个地区有几个规划"
            sheet.complain(0, "", f"{reason}，请用规划代码作文件名。")
            raise LoadError(sheet.problems)
        plan = own[0]
    records = [
        Record(
            row,
            {"plan": plan, "order": sheet.integer(row, "次序")},
            {
                "group": sheet.text(row, "任务组"),
                "text": row["任务"],
                "departments": row["责任部门"],
            },
            {"group": "任务组", "order": "次序"},
        )
        for row in sheet.rows
        if sheet.text(row, "次序")
    ]
    require(sheet)
    gone = plan.tasks.exclude(order__in=[r.key["order"] for r in records])
    outcome.removed = gone.count()
    gone.delete()
    within = PlanTask.objects.filter(plan=plan).select_related("plan")
    store(PlanTask, sheet, records, outcome, within)
    return outcome
