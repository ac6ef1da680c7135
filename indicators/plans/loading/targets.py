"""Reads one target's printed words again, by the rules that read a plan's table."""

from dataclasses import dataclass, field

from indicators.models import PlanIndicator
from indicators.plans import plan_cells
from indicators.plans.loading.plans import reading_fields
from indicators.plans.plan_cells import Concept
from indicators.plans.plan_table import PlanRow, PlanTarget
from indicators.plans.rows import Row, Sheet
from regions.models import Region


@dataclass
class Reading:
    """What printed words mean for a stored row: fields of Target, and what to ask."""

    fields: dict
    questions: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    against: bool = False  # points against the indicator's direction


def read(item: PlanIndicator, year: int, raw: str) -> Reading:
    """Return the reading of `raw` as a target of a stored plan row."""
    concept = item.indicator
    catalogue = (
        {concept.code: Concept(concept.unit, concept.direction)} if concept else {}
    )
    line = Row(0, {})
    row = PlanRow(
        key=item.key,
        kind="",
        line=line,
        label=item.label,
        domain_label=item.domain_label,
        unit_label=item.unit_label,
        unit_read=item.unit_read,
        indicator=concept.code if concept else "",
    )
    target = PlanTarget(
        year=year,
        issuer=item.plan.region.code,
        raw=raw,
        rule=plan_cells.reading(row, raw, catalogue),
        in_table=item.in_table,
        sources=[],
        remarks=[],
        line=line,
        column="",
    )
    sheet, questions = Sheet(""), []
    regions = {region.code: region for region in Region.objects.all()}
    plan_cells.settle(sheet, questions, row, target, target.issuer, regions)
    return Reading(
        fields=reading_fields(row, target, regions),
        questions=[question.sentence for question in questions],
        problems=[problem.sentence for problem in sheet.problems],
        against=bool(concept) and plan_cells.against(target.rule, concept.direction),
    )
