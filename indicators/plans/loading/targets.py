"""Reads the printed words of one target or baseline, as a plan's table is read."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from indicators.models import PlanIndicator
from indicators.plans import plan_cells
from indicators.plans.asking import DIRECTION, PlanQuestion
from indicators.plans.loading.plans import BASELINE, reading_fields
from indicators.plans.plan_table import PlanTableRow, PlanTarget
from indicators.plans.rows import ReadSheet, SheetRow
from indicators.rules import notation
from regions.models import Region


def in_words(raw: str, unit: str) -> str:
    """Return how printed words are read, in words; "" where they say it themselves."""
    rule = notation.read(raw, unit=unit or None)
    if rule.kind == "text":
        return _("定性目标，由人认定")
    if rule.kind == "none":
        return _("原文未列数值")
    words = notation.words(rule)
    return "" if words == raw else words


@dataclass
class TargetReading:
    """What printed words mean for a stored row: its fields, and what to ask."""

    fields: dict
    asked: list[PlanQuestion] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    against: bool = False  # points against the indicator's direction


def _row(item: PlanIndicator, cells: dict[str, str]) -> PlanTableRow:
    """Return a stored row as the reader of a plan's table has it."""
    return PlanTableRow(
        key=item.key,
        kind="",
        line=SheetRow(0, cells),
        label=item.label,
        domain_label=item.domain_label,
        unit_label=item.unit_label,
        unit_read=item.unit_read,
        indicator=item.indicator.code if item.indicator else "",
    )


def read_baseline(
    item: PlanIndicator, raw: str, year: int | None, read_as: str = ""
) -> TargetReading:
    """Return the reading of `raw` (or of `read_as` in its place) as the baseline of a
    stored plan row: columns of BaselineRevision."""
    row = _row(item, {"基期值": raw, "基期年份": str(year or "")})
    sheet, asked = ReadSheet(""), []
    plan_cells.baseline(sheet, asked, row, read_as)
    return TargetReading(
        fields={name: getattr(row, column) for column, name in BASELINE.items()},
        asked=asked,
        problems=[problem.sentence for problem in sheet.problems],
    )


def read(
    item: PlanIndicator, year: int | None, raw: str, read_as: str = ""
) -> TargetReading:
    """Return the reading of `raw` (or of `read_as` in its place) as a target of a
    stored plan row: columns of Target."""
    concept = item.indicator
    catalogue = {concept.code: concept.measure} if concept else {}
    row = _row(item, {})
    target = PlanTarget(
        year=year,
        issuer=item.plan.region.code,
        raw=raw,
        rule=plan_cells.reading(row, raw, catalogue),
        in_table=item.in_table,
        sources=[],
        remarks=[],
        line=row.line,
        column="",
    )
    sheet, asked = ReadSheet(""), []
    regions = {region.code: region for region in Region.objects.all()}
    plan_cells.settle(sheet, asked, row, target, target.issuer, regions)
    return TargetReading(
        fields=reading_fields(row, target, regions),
        asked=asked,
        problems=[problem.sentence for problem in sheet.problems],
        against=any(q.field == DIRECTION for q in asked)
        or bool(concept and plan_cells.against(target.rule, concept.direction)),
    )
