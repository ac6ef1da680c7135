"""Loads a plan: its line in plans.csv and its table of indicators and targets.

Loading again corrects what is printed (revision 0) and never touches revisions,
statuses set by people, or an answer about words that stayed the same. A row whose
baseline was revised keeps the revised one.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef

from indicators.models import (
    BaselineRevision,
    Indicator,
    LeadDepartment,
    MilestoneStatus,
    Note,
    Plan,
    PlanIndicator,
    SlipRow,
    Target,
)
from indicators.plans import (
    asking,
    doubts,
    leads,
    plan_cells,
    plan_checks,
    plan_table,
    rows,
)
from indicators.plans.loading.outcome import (
    LoadError,
    LoadingOutcome,
    Record,
    require,
    store,
)
from indicators.plans.plan_table import PlanTable, PlanTableRow, PlanTarget
from indicators.plans.rows import ReadSheet
from indicators.rules import printed
from regions.models import Department, Region

HEADER = (
    *("文件", "地区代码", "规划", "文号", "状态", "印发日期", "起始年", "终止年"),
    *("基期年", "监测安排", "原文文件", "备注"),
)
STATUSES = {"正式": "formal", "征求意见稿": "draft"}
COLUMNS = {
    "code": "文件",
    "title": "规划",
    "doc_number": "文号",
    "file": "原文文件",
    "monitoring": "监测安排",
}


# Column of the row → of a BaselineRevision.
BASELINE = {
    "baseline_raw": "raw",
    "baseline_op": "op",
    "baseline_value": "value",
    "baseline_year": "year",
}


@dataclass
class Stored:
    """What is stored of a plan: rows by key, printed targets, what people added."""

    rows: dict[str, PlanIndicator]
    targets: dict[tuple, Target]
    kept: set[tuple]  # keys of targets that carry a revision or a status
    revised: dict[str, BaselineRevision]  # row key → its printed baseline, replaced


@transaction.atomic
def load_plan(path, plans=None) -> LoadingOutcome:
    """Create or update one plan; `plans` is plans.csv, by default one folder up."""
    path = Path(path)
    plan, outcome = _plan(path, plans or path.parent.parent / "plans.csv")
    known = _known(plan)
    table = plan_table.parse(path, known)
    sheet = ReadSheet(table.file, problems=table.problems)
    found = plan_checks.check(table, known.catalogue, doubts.still_open(plan))
    asked = [*table.questions, *found.questions]
    asked = asking.answered(sheet, asked, table.answers)
    _reread(plan, sheet, table, known, asked)
    stored = _stored(plan)
    _check_removed(sheet, table, plan, stored)
    require(sheet)
    outcome += _write(plan, table, sheet, stored)
    outcome.questions += doubts.ask(plan, asked)
    outcome.notices += found.notices
    return outcome


def _reread(plan, sheet: ReadSheet, table: PlanTable, known, asked) -> None:
    """Read again, as the answers of people and of the file say, what they are about."""
    said = doubts.words_in_force(plan, asked)
    for row in table.rows:
        words = {
            key: said.get(("target", row.key, key, target.raw), "")
            for key, target in row.targets.items()
        }
        unit = said.get(("unit", row.key, None, row.unit_label), "")
        base = said.get(("baseline", row.key, None, row.baseline_raw), "")
        if unit or base or any(words.values()):
            plan_cells.reread(sheet, row, known, unit, base, words)


def _plan(path: Path, plans) -> tuple[Plan, LoadingOutcome]:
    """Return the plan of a file, stored from its line in plans.csv."""
    sheet = rows.read(plans, HEADER)
    sheet.once("文件")
    require(sheet)
    own = [row for row in sheet.rows if row["文件"] == path.name]
    if not own:
        sheet.complain(0, "文件", f"没有“{path.name}”这一行，请先补上规划的基本信息。")
        raise LoadError(sheet.problems)
    row, region = own[0], Region.objects.filter(code=own[0]["地区代码"]).first()
    fields = {
        "region": region,
        "title": sheet.text(row, "规划"),
        "doc_number": row["文号"],
        "status": sheet.choice(row, "状态", STATUSES),
        "issued_on": sheet.day(row, "印发日期"),
        "period_start": sheet.year(row, "起始年"),
        "period_end": sheet.year(row, "终止年"),
        "baseline_year": sheet.year(row, "基期年"),
        "monitoring": row["监测安排"],
        "file": row["原文文件"],
        "remark": row["备注"],
    }
    sheet.text(row, "终止年")
    if region is None:
        sheet.complain(row, "地区代码", f"没有代码为“{row['地区代码']}”的地区。")
    if (fields["period_start"] or 0) > (fields["period_end"] or 9999):
        sheet.complain(row, "起始年", "起始年不应晚于终止年。")
    require(sheet)
    code = path.stem
    outcome = LoadingOutcome(f"规划 {code}", code=code)
    record = Record(row, {"code": code}, fields, COLUMNS)
    within = Plan.objects.select_related("region").filter(code=code)
    return store(Plan, sheet, [record], outcome, within)[code,], outcome


def _known(plan: Plan) -> plan_table.PlanReferences:
    names = plan.region.departments.values_list("name", flat=True)
    return plan_table.PlanReferences(
        title=plan.title,
        region=plan.region.code,
        catalogue={i.code: i.measure for i in Indicator.objects.all()},
        regions=dict(Region.objects.values_list("code", "name")),
        departments=frozenset(names),
    )


def _stored(plan: Plan) -> Stored:
    own = PlanIndicator.objects.filter(plan=plan).prefetch_related("leads__department")
    judged = Exists(MilestoneStatus.objects.filter(target=OuterRef("pk")))
    targets = Target.objects.filter(plan_indicator__plan=plan).annotate(judged=judged)
    targets = targets.select_related("issuer", "plan_indicator")
    dated = {_key(t) for t in targets if t.replaces_id}
    first = {_key(target): target for target in targets if target.revision == 0}
    kept = {_printed_key(t, dated) for t in targets if t.revision or t.judged}
    replaced = BaselineRevision.objects.filter(plan_indicator__plan=plan, revision=0)
    revised = {
        r.plan_indicator.key: r for r in replaced.select_related("plan_indicator")
    }
    return Stored({row.key: row for row in own}, first, kept, revised)


def _key(target: Target) -> tuple[str, int | None, str]:
    return target.plan_indicator.key, target.year, target.issuer.code


def _printed_key(target: Target, dated: set[tuple]) -> tuple[str, int | None, str]:
    """Return the key under which the file has a target, a revision or not; `dated` are
    the keys of those that the file has without their year."""
    row, year, issuer = key = _key(target)
    return (row, None, issuer) if key in dated else key


def _check_removed(
    sheet: ReadSheet, table: PlanTable, plan: Plan, stored: Stored
) -> None:
    """Complain where the file drops a target that people have worked on."""
    present = {(row.key, *key) for row in table.rows for key in row.targets}
    for row, year, _issuer in sorted(stored.kept - present, key=str):
        when = printed.of_year(year)
        sheet.complain(
            0,
            "行号",
            f"行“{row}”的{when}目标已有修订或人工状态，文件中却没有了；请保留这一行。",
        )
    _check_worked_with(sheet, table, plan)
    for key in sorted(stored.revised.keys() - {row.key for row in table.rows}):
        sheet.complain(
            0, "行号", f"行“{key}”的基期值已有修订，文件中却没有了；请保留这一行。"
        )


def _check_worked_with(sheet: ReadSheet, table: PlanTable, plan: Plan) -> None:
    """Complain where the file drops a row that has notes, a 工作提示单, or a department
    that people have assigned. One query."""
    gone = plan.rows.exclude(key__in=[row.key for row in table.rows])
    papers = SlipRow.objects.filter(plan_indicator=OuterRef("pk"))
    assigned = LeadDepartment.objects.filter(plan_indicator=OuterRef("pk"))
    kept = (
        Exists(Note.objects.filter(plan_indicator=OuterRef("pk")))
        | Exists(papers)
        | Exists(assigned.filter(printed=False))
    )
    for key in gone.filter(kept).order_by("order").values_list("key", flat=True):
        sheet.complain(
            0,
            "行号",
            f"行“{key}”已填写原因、出具提示单或指定部门，文件中却没有了；请保留这一行。",
        )


# ------------------------------------------------------------------- writing


def _write(
    plan: Plan, table: PlanTable, sheet: ReadSheet, stored: Stored
) -> LoadingOutcome:
    outcome = LoadingOutcome("")
    outcome.removed += _remove(plan, table, stored)
    indicators = Indicator.objects.in_bulk(field_name="code")
    records = [
        Record(
            row.line,
            {"plan": plan, "key": row.key},
            _but_revised(
                _row_fields(row, order, indicators), stored.revised.get(row.key)
            ),
            {"label": "指标", "unit_label": "计量单位", "baseline_raw": "基期值"},
        )
        for order, row in enumerate(table.rows, start=1)
    ]
    own = PlanIndicator.objects.filter(plan=plan).select_related("plan", "indicator")
    found = store(PlanIndicator, sheet, records, outcome, own)
    _assign(plan, table, found, stored)
    _write_targets(plan, table, sheet, found, stored, outcome)
    return outcome


def _row_fields(row: PlanTableRow, order: int, indicators) -> dict:
    return {
        "indicator": indicators.get(row.indicator),
        "order": order,
        "in_table": row.in_table,
        "label": row.label,
        "domain_label": row.domain_label,
        "unit_label": row.unit_label,
        "unit_read": row.unit_read,
        "factor": row.factor,
        "nature": row.nature,
        "baseline_raw": row.baseline_raw,
        "baseline_op": row.baseline_op,
        "baseline_value": row.baseline_value,
        "baseline_year": row.baseline_year,
        "source_ref": row.source_ref,
        "remark": row.remark,
    }


def _but_revised(fields: dict, printed: BaselineRevision | None) -> dict:
    """Return the fields of a row; a baseline that was replaced is corrected where the
    printed one is kept, and not put back in force."""
    if printed is None:
        return fields
    for column, name in BASELINE.items():
        setattr(printed, name, fields.pop(column))
    printed.save()
    return fields


def _write_targets(plan, table, sheet, found, stored: Stored, outcome) -> None:
    regions = {region.code: region for region in Region.objects.all()}
    records = []
    for row in table.rows:
        item = found[plan, row.key]
        for target in row.targets.values():
            fields = _target_fields(row, target, regions)
            key = {
                "plan_indicator": item,
                "year": target.year,
                "issuer": regions[target.issuer],
                "revision": 0,
            }
            columns = dict.fromkeys(["raw", "value", "change"], target.column)
            records.append(Record(target.line, key, fields, columns))
    own = Target.objects.filter(plan_indicator__plan=plan, revision=0)
    own = own.select_related("plan_indicator__plan", "issuer", "reference")
    store(Target, sheet, records, outcome, own)


def _target_fields(row: PlanTableRow, target: PlanTarget, regions) -> dict:
    return reading_fields(row, target, regions) | {
        "raw": target.raw,
        "read_as": target.read_as,
        "in_table": target.in_table,
        "source_ref": "\n".join(target.sources),
        "remark": "\n".join(target.remarks),
    }


def reading_fields(row: PlanTableRow, target: PlanTarget, regions) -> dict:
    """Return how a target reads as fields of Target: the one home of this mapping."""
    rule = target.rule
    return {
        "kind": rule.kind,
        "op": rule.op or "",
        "value": target.value,
        "high": target.high,
        "change": target.change,
        "change_high": target.change_high,
        "change_unit": rule.counts_in,
        "unit": row.unit or rule.unit or "",
        "base_year": rule.base_year,
        "reference": regions.get(target.reference),
        "effort": rule.effort,
        "scope": rule.scope or "",
        "notes": "\n".join(rule.notes),
    }


def _remove(plan: Plan, table: PlanTable, stored: Stored) -> int:
    """Delete rows and printed targets that the file no longer has."""
    keys = {row.key for row in table.rows}
    present = {(row.key, *key) for row in table.rows for key in row.targets}
    rows_gone = [row.pk for key, row in stored.rows.items() if key not in keys]
    gone = [t.pk for key, t in stored.targets.items() if key not in present]
    Target.objects.filter(pk__in=gone).delete()
    PlanIndicator.objects.filter(pk__in=rows_gone).delete()
    return len(rows_gone) + len(gone)


def _assign(plan: Plan, table: PlanTable, found, stored: Stored) -> None:
    """Let the departments answer for each row that the file prints for it."""
    departments = {d.name: d for d in Department.objects.filter(region=plan.region)}
    for row in table.rows:
        before = stored.rows.get(row.key)
        stood = [one for one in before.leads.all() if one.printed] if before else []
        if {one.department.name for one in stood} != set(row.departments):
            named = [departments[name] for name in row.departments]
            leads.state_printed(plan, found[plan, row.key], named, plan.issued_on)
