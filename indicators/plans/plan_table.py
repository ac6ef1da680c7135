"""Reads a plan's table (fixtures/README.md) into rows and targets. Pure.

Several lines with one 行号 are one plan indicator: the first states it, the others
add targets of further years, or repeat a target as a second source.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from indicators.plans import plan_cells, rows
from indicators.plans.asking import ANSWERS, FileAnswer, PlanQuestion, answers_of
from indicators.plans.rows import ReadSheet, RowProblem, SheetRow
from indicators.rules import printed
from indicators.rules.measure import Measure
from indicators.rules.notation import TargetRule

TABLE, PROSE, WORDS = "表", "正文", "文字"
KEYS = {TABLE: r"[1-9]\d*", PROSE: r"P[1-9]\d*", WORDS: r"M[1-9]\d*"}
NATURES = {"": "", "约束性": "binding", "预期性": "expected"}
# 2030年; 2030年@445100 for an upper level's; 未注明年份 where the plan prints no year.
YEAR = re.compile(rf"(?:((?:19|20)\d\d)年|{printed.UNDATED})(?:@([1-9]\d{{5}}))?")
COLUMNS = (
    *("行号", "领域", "指标", "计量单位", "性质", "基期值", "基期年份", "责任部门"),
    *("出处", "原文", "备注", "指标代码", "折算系数", "读作单位", "表/正文"),
)
# What the first line of a row states and a later line may repeat, never change.
STATED = (
    *("领域", "指标", "计量单位", "性质", "基期值", "基期年份"),
    *("指标代码", "折算系数", "读作单位"),
)


@dataclass(frozen=True)
class PlanReferences:
    """What a plan may refer to: the catalogue, regions, its region's departments."""

    title: str
    region: str
    catalogue: Mapping[str, Measure]
    regions: Mapping[str, str]
    departments: frozenset[str]


@dataclass
class PlanTarget:
    """One target as printed, its reading, and every place that prints it."""

    year: int | None
    issuer: str
    raw: str
    rule: TargetRule
    in_table: bool
    sources: list[str]
    remarks: list[str]
    line: SheetRow
    column: str
    value: Decimal | None = None
    high: Decimal | None = None
    change: Decimal | None = None
    change_high: Decimal | None = None
    reference: str | None = None
    read_as: str = ""  # the words that an answer puts in place of the printed ones


@dataclass
class PlanTableRow:
    """One plan indicator or milestone in words, with its targets."""

    key: str
    kind: str
    line: SheetRow
    label: str
    domain_label: str
    unit_label: str
    unit_read: str = ""
    indicator: str = ""
    factor: Decimal | None = None
    nature: str = ""
    baseline_raw: str = ""
    baseline_op: str = ""
    baseline_value: Decimal | None = None
    baseline_year: int | None = None
    departments: list[str] = field(default_factory=list)
    source_ref: str = ""
    remark: str = ""
    targets: dict[tuple[int | None, str], PlanTarget] = field(default_factory=dict)

    @property
    def in_table(self) -> bool:
        return self.kind == TABLE

    @property
    def unit(self) -> str:
        return self.unit_read or self.unit_label


@dataclass
class PlanTable:
    """All rows of one plan; nothing may be stored while there are problems.

    Questions do not stop the loading: what a person is to confirm, or the file has
    answered (asking.answered, once all are known).
    """

    file: str
    rows: list[PlanTableRow]
    problems: list[RowProblem]
    questions: list[PlanQuestion]
    answers: list[FileAnswer]


def parse(path, known: PlanReferences) -> PlanTable:
    """Return the plan table of a CSV file with its problems and questions."""
    sheet = rows.read(path, COLUMNS, optional=(ANSWERS,), pattern=YEAR.pattern)
    found: dict[str, PlanTableRow] = {}
    questions: list[PlanQuestion] = []
    years = [name for name in sheet.columns if YEAR.fullmatch(name)]
    for name in years:
        _check_issuer(sheet, name, known)
    for line in sheet.rows:
        key = line["行号"]
        if key in found:
            _check_repeat(sheet, found[key], line)
        else:
            found[key] = _first(sheet, questions, line, known)
        row = found[key]
        row.departments += [
            d for d in _departments(sheet, line, known) if d not in row.departments
        ]
        for name in years:
            if line[name]:
                _add_target(sheet, questions, row, line, name, known)
    for row in found.values():
        if not row.targets and not row.baseline_raw:
            sheet.complain(row.line, "行号", "这一行既没有目标值，也没有基期值。")
    answers = [answer for line in sheet.rows for answer in answers_of(line)]
    return PlanTable(
        sheet.file, list(found.values()), sheet.problems, questions, answers
    )


def _check_issuer(sheet: ReadSheet, name: str, known: PlanReferences) -> None:
    issuer = YEAR.fullmatch(name)[2]
    if issuer and issuer not in known.regions:
        sheet.complain(1, name, f"没有代码为{issuer}的地区，请先导入地区。")


# ------------------------------------------------------------------- the row


def _first(
    sheet: ReadSheet, questions, line: SheetRow, known: PlanReferences
) -> PlanTableRow:
    """Return the plan row that a key's first line states."""
    kind = sheet.choice(line, "表/正文", {name: name for name in KEYS})
    if kind and not re.fullmatch(KEYS[kind], line["行号"]):
        sheet.complain(
            line,
            "行号",
            f"“{line['行号']}”与“{kind}”不符：表行写 1、2…，正文写 P1…，文字写 M1…。",
        )
    row = PlanTableRow(
        key=line["行号"],
        kind=kind or TABLE,
        line=line,
        label=sheet.text(line, "指标"),
        domain_label=sheet.text(line, "领域"),
        unit_label=line["计量单位"],
        nature=sheet.choice(line, "性质", NATURES) or "",
        source_ref=provenance(line, known),
        remark=line["备注"],
    )
    sheet.text(line, "出处")
    if row.kind == PROSE and not line["原文"]:
        sheet.complain(line, "原文", "正文行须抄录原句。")
    if row.kind == WORDS:
        _check_words(sheet, line)
    else:
        plan_cells.concept(sheet, questions, row, known.catalogue)
        plan_cells.baseline(sheet, questions, row)
    return row


def _check_words(sheet: ReadSheet, line: SheetRow) -> None:
    for column in ("指标代码", "折算系数", "读作单位", "基期值", "基期年份"):
        if line[column]:
            sheet.complain(line, column, "定性目标没有此项，应为空。")


def _check_repeat(sheet: ReadSheet, row: PlanTableRow, line: SheetRow) -> None:
    """Check a later line of a row: it adds targets and changes nothing."""
    for column in STATED:
        if line[column] and line[column] != row.line[column]:
            sheet.complain(
                line,
                column,
                f"“{line[column]}”与同一行号的首行（第{row.line.number}行）"
                f"“{row.line[column]}”不同；不是同一指标的请另立行号。",
            )
    if line["表/正文"] not in ((TABLE, PROSE) if row.kind != WORDS else (WORDS, PROSE)):
        sheet.choice(line, "表/正文", {PROSE: PROSE})
    elif line["表/正文"] == TABLE and row.kind == TABLE:
        sheet.complain(line, "行号", "表中的一行只写一次，行号重复了。")


def _departments(sheet: ReadSheet, line: SheetRow, known: PlanReferences) -> list[str]:
    names = [name for name in re.split("[、，,]", line["责任部门"]) if name.strip()]
    for name in names:
        if name not in known.departments:
            sheet.complain(
                line,
                "责任部门",
                f"部门表中没有“{name}”（地区{known.region}），请先补到部门表。",
            )
    return names


def provenance(line: SheetRow, known: PlanReferences) -> str:
    """Return where a line is printed: document, place, and the sentence itself."""
    place = f"《{known.title}》{line['出处']}"
    quoted = "".join(line["原文"].split("\n"))
    return f"{place}：“{quoted}”" if quoted else place


# ---------------------------------------------------------------- the target


def _add_target(
    sheet, questions, row: PlanTableRow, line: SheetRow, name: str, known
) -> None:
    """Add the target in one year cell, or a source to the one already there."""
    year, issuer = YEAR.fullmatch(name).groups()
    key = int(year) if year else None, issuer or known.region
    target = PlanTarget(
        *key,
        raw=line[name],
        rule=plan_cells.reading(row, line[name], known.catalogue),
        in_table=line["表/正文"] == TABLE,
        sources=[provenance(line, known)],
        remarks=[line["备注"]] if line is not row.line and line["备注"] else [],
        line=line,
        column=name,
    )
    before = row.targets.get(key)
    if before is None:
        row.targets[key] = target
        plan_cells.settle(sheet, questions, row, target, known.region, known.regions)
    elif plan_cells.same(before.rule, target.rule):
        before.sources += [s for s in target.sources if s not in before.sources]
        before.remarks += target.remarks
        # 力争 may be printed in only one of the places.
        effort = before.rule.effort or target.rule.effort
        before.rule = replace(before.rule, effort=effort)
    else:
        where = "表中" if before.in_table else f"第{before.line.number}行的"
        sheet.complain(
            line,
            name,
            f"“{line[name]}”与{where}目标“{before.raw}”不一致，请另立一行（新的行号）。",
        )
