"""Builds from stored rows the case that the rules of indicators.rules.assessment read.

Every figure is in the indicator's unit (assessment README B3, B6.1).
"""

from dataclasses import replace
from decimal import Decimal

from indicators.models import PlanIndicator, Target
from indicators.rules import assessment, notation
from indicators.rules.figure import Figure

WORDS = {"text", "none"}
SHARES = {"relative", "annual", "multiply"}  # changes that a unit factor leaves alone
CHANGES = {"relative", "points", "absolute", "multiply", "annual"}
MIRROR = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


def current_targets(row: PlanIndicator) -> list[Target]:
    """Return the row's own targets in force: last revision of each year, by year."""
    latest: dict[int, Target] = {}
    for target in row.targets.all():
        if target.issuer_id == row.plan.region_id:
            kept = latest.get(target.year)
            if kept is None or kept.revision < target.revision:
                latest[target.year] = target
    return [latest[year] for year in sorted(latest)]


def _scaled(figure: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if figure is None else figure * factor


def milestone(target: Target, factor: Decimal) -> assessment.Milestone:
    """Return a stored target as a milestone of assessment README B3.

    A compound is split by reading its printed words again; stored figures and
    parts alike are brought to the indicator's unit by `factor`.
    """
    if target.kind == "compound":
        rule = notation.read(target.raw, unit=target.unit or None)
        return assessment.Milestone(
            year=target.year,
            kind=target.kind,
            raw=target.raw,
            parts=tuple(_asked(part, target, factor) for part in rule.parts),
        )
    return _asked(target, target, factor)


def _asked(said, target: Target, factor: Decimal) -> assessment.Milestone:
    """Return what `said`, the target itself or a part of its notation, asks."""
    is_range, value = said.kind == "range", _scaled(said.value, factor)
    change = said.change if said.kind in SHARES else _scaled(said.change, factor)
    by_region = said is target or said.kind == "reference"
    return assessment.Milestone(
        year=target.year,
        kind=said.kind,
        op=_operator(said.kind, said.op or None, said.change),
        value=None if is_range else value,
        change=change,
        base_year=said.base_year,
        lo=value if is_range else None,
        hi=_scaled(said.high, factor) if is_range else None,
        decimals=notation.printed_decimals(target.raw),
        effort=target.effort,
        # Nobody having confirmed it is no doubt: only one against its direction is
        # not judged then.
        confirmed=target.confirmed or None,
        raw=target.raw,
        reference=target.reference.name if by_region and target.reference else "",
    )


def _operator(kind: str, op: str | None, change: Decimal | None) -> str | None:
    """Return the comparison that a milestone makes of its resolved value.

    The notation's sign of a change speaks of the printed magnitude (降低10%以上 is
    change −10, ≥), and the direction of good alone says which side meets the
    resolved value (assessment README F1). A difference to a reference is compared
    itself: 低于全国平均5个百分点以上 is difference ≤ −5.
    """
    if kind in CHANGES:
        return None
    if kind == "reference" and change is not None and change < 0:
        return MIRROR.get(op, op)
    return op


def _direction(row: PlanIndicator, milestones) -> str | None:
    """Return up or down; None where nobody has said which way is good.

    A range needs no direction: its gap is to fall to zero.
    """
    stated = row.indicator.measure.direction
    if stated is not None:
        return stated
    judged = [m for m in milestones if m.kind not in WORDS]
    return "down" if judged and all(m.kind == "range" for m in judged) else None


def indicator_case(
    row: PlanIndicator, reference: dict[int, Decimal]
) -> assessment.AssessedIndicator | None:
    """Return the indicator of the case, or None where the row is not assessed.

    None: no factor (nobody can say the unit) or no direction of good.
    """
    if row.factor is None:
        return None
    milestones = tuple(milestone(t, row.factor) for t in current_targets(row))
    direction = _direction(row, milestones)
    if direction is None:
        return None
    baseline = None
    if row.baseline_value is not None:
        baseline = assessment.StatedBaseline(
            row.baseline_year,
            row.baseline_value * row.factor,
            row.baseline_op or None,
        )
    return assessment.AssessedIndicator(
        measure=replace(row.indicator.measure, direction=direction),
        baseline=baseline,
        milestones=milestones,
        reference=reference,
    )


def observation_case(figure: Figure) -> Figure:
    """Return one year of a series as the rules of a case read it (B6.1)."""
    counted = figure.is_counted
    return Figure(
        year=figure.year,
        value=figure.value,
        missing_reason=figure.missing_reason,
        events=figure.events if counted else None,
        denominator=Decimal(figure.denominator) if counted else None,
        definition_break=figure.definition_break,
    )
