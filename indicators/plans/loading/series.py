"""Loads dated facts of plans and reference series; both go through entry.publish.

A value that another document gave first stands; a different one is reported.
"""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from indicators import entry
from indicators.models import Indicator, Observation, ObservationChange, Plan
from indicators.models.observations import Origin
from indicators.plans import plan_cells, rows
from indicators.plans.loading.outcome import LoadingOutcome, require
from indicators.plans.rows import ReadSheet, RowProblem, SheetRow
from regions.models import Region

FACTS = (
    *("地区代码", "指标代码", "年份", "数值", "计量单位", "折算系数"),
    *("出处", "原文", "备注"),
)
REFERENCE = ("地区代码", "指标代码", "年份", "数值", "来源", "已核对", "备注")
# Columns that may be absent: a break of the series; by which 口径 the figure was made,
# where not the catalogue's.
BREAK, OWN = "口径变更", "口径"
OPTIONAL = (OWN,)
CHECKED = {"是": "已核对来源", "否": "未逐条核对", "": "未逐条核对"}


@dataclass(frozen=True)
class SeriesLine:
    """One value with the row it stands in."""

    row: SheetRow
    value: entry.NewValue


def load_facts(path, refresh: bool = True) -> LoadingOutcome:
    """Publish the dated facts of a plan's text; the file is named as the plan."""
    path = Path(path)
    sheet, outcome = (
        rows.read(path, FACTS, OPTIONAL),
        LoadingOutcome(f"规划所载实际值 {path.stem}"),
    )
    plan = Plan.objects.filter(code=path.stem).first()

    def about(row: SheetRow, indicator: Indicator) -> dict:
        place = sheet.text(row, "出处")
        quoted = f"“{row['原文']}”" if row["原文"] else ""
        return {
            "value": _converted(sheet, row, indicator),
            "source": f"《{plan.title}》{place}" if plan else place,
            "note": "\n".join(filter(None, [quoted, row["备注"]])),
        }

    return _publish(sheet, outcome, about, Origin.PLAN, refresh)


def load_reference(path, refresh: bool = True) -> LoadingOutcome:
    """Publish yearly reference series, each value with its source."""
    path = Path(path)
    sheet = rows.read(path, REFERENCE, optional=(BREAK, OWN))
    outcome = LoadingOutcome(f"参考序列 {path.stem}")

    def about(row: SheetRow, indicator: Indicator) -> dict:
        checked = sheet.choice(row, "已核对", CHECKED) or ""
        return {
            "value": sheet.decimal(row, "数值"),
            "source": sheet.text(row, "来源"),
            "note": "；".join(filter(None, [checked, row["备注"]])),
            "definition_break": sheet.choice(row, BREAK, {"": False, "是": True}),
        }

    return _publish(sheet, outcome, about, Origin.REFERENCE, refresh)


def _converted(sheet: ReadSheet, row: SheetRow, indicator: Indicator):
    """Return the printed figure times the stated factor, exact."""
    figure, factor = sheet.decimal(row, "数值"), sheet.decimal(row, "折算系数")
    if factor is None or factor <= 0:
        sheet.complain(row, "折算系数", "须填大于0的数；单位与目录相同时写1。")
        return None
    reason = plan_cells.contradiction(row["计量单位"], indicator.unit, factor)
    if reason:
        sheet.complain(row, "折算系数", reason)
    return None if figure is None else figure * factor


@transaction.atomic
def _publish(
    sheet: ReadSheet, outcome: LoadingOutcome, about, origin, refresh: bool
) -> LoadingOutcome:
    sheet.once("地区代码", "指标代码", "年份")
    regions = {region.code: region for region in Region.objects.all()}
    indicators = Indicator.objects.in_bulk(field_name="code")
    lines = []
    for row in sheet.rows:
        region, indicator = (
            regions.get(row["地区代码"]),
            indicators.get(row["指标代码"]),
        )
        if region is None:
            sheet.complain(row, "地区代码", f"没有代码为“{row['地区代码']}”的地区。")
        if indicator is None:
            sheet.complain(row, "指标代码", f"目录中没有“{row['指标代码']}”。")
        sheet.text(row, "年份")
        sheet.text(row, "数值")
        year = sheet.year(row, "年份")
        if region and indicator and year:
            told = about(row, indicator) | {"own_definition": row["口径"]}
            value = entry.NewValue(region, indicator, year, **told)
            _check(sheet, row, value)
            lines.append(SeriesLine(row, value))
    require(sheet)
    lines = _undisputed(sheet, outcome, lines)
    report = entry.publish(
        [line.value for line in lines],
        origin=origin,
        document=sheet.file,
        refresh=refresh,
    )
    outcome.touched = report.touched
    outcome.created, outcome.changed = report.created, report.changed
    outcome.same += report.same + report.kept
    return outcome


def _check(sheet: ReadSheet, row: SheetRow, value: entry.NewValue) -> None:
    if value.value is not None and (reason := entry.refusal(value)):
        sheet.complain(row, "数值", reason)
    if len(value.own_definition) > 100:
        sheet.complain(row, "口径", "过长，最多100字。")
    if len(value.source) > 300:
        sheet.complain(row, "来源" if row["来源"] else "出处", "过长，最多300字。")


def _undisputed(
    sheet: ReadSheet, outcome: LoadingOutcome, lines: list[SeriesLine]
) -> list[SeriesLine]:
    """Return the lines that no other document has given; report what differs."""
    keys = {line.value.key for line in lines}
    series = {"region__in": {k[0] for k in keys}, "indicator__in": {k[1] for k in keys}}
    stored = {
        (o.region_id, o.indicator_id, o.year): o
        for o in Observation.objects.real().filter(**series)
    }
    changes = ObservationChange.objects.filter(**series).order_by("at", "pk")
    documents = {(c.region_id, c.indicator_id, c.year): c.document for c in changes}
    own = []
    for line in lines:
        old = stored.get(line.value.key)
        if old is None or documents.get(line.value.key) == sheet.file:
            own.append(line)
            continue
        outcome.same += 1
        if old.value != line.value.value:
            outcome.questions.append(_dispute(sheet, line, old))
    return own


def _dispute(sheet: ReadSheet, line: SeriesLine, old: Observation) -> RowProblem:
    value = line.value
    return RowProblem(
        sheet.file,
        line.row.number,
        "数值",
        f"{value.region.name}{value.year}年“{value.indicator.name}”此处为"
        f"{value.value.normalize():f}{value.indicator.unit}，"
        f"已导入的是{_printed(old)}（{old.source}）；以已导入的为准。",
    )


def _printed(old: Observation) -> str:
    if old.value is None:
        return old.get_missing_reason_display()
    return f"{old.value.normalize():f}"
