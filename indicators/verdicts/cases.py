"""Builds from stored rows the case that the rules of indicators.rules.assessment read.

The form is that of assessment.md B3 / B6.1, every figure in the indicator's unit.
"""

from decimal import Decimal
from typing import NamedTuple

from indicators.models import Observation, PlanIndicator, Target
from indicators.models.observations import Origin
from indicators.rules import notation

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


def milestone(target: Target, factor: Decimal) -> dict:
    """Return a stored target as a milestone of assessment.md B3.

    A compound is split by reading its printed words again; stored figures and
    parts alike are brought to the indicator's unit by `factor`.
    """
    if target.kind == "compound":
        rule = notation.read(target.raw, unit=target.unit or None)
        parts = [_from_rule(part, target, factor) for part in rule.parts]
        return {
            "year": target.year,
            "kind": "compound",
            "parts": parts,
            "raw": target.raw,
        }
    found = _figures(
        target.kind, target.value, target.high, target.change, factor
    ) | _about(target)
    found |= {
        "op": _operator(target.kind, target.op or None, target.change),
        "base_year": target.base_year,
    }
    if target.reference:
        found["reference"] = target.reference.name
    return found


def _from_rule(part, target: Target, factor: Decimal) -> dict:
    found = _figures(part.kind, part.value, part.high, part.change, factor)
    found |= _about(target) | {
        "op": _operator(part.kind, part.op, part.change),
        "base_year": part.base_year,
    }
    if part.kind == "reference" and target.reference:
        found["reference"] = target.reference.name
    return found


def _operator(kind: str, op: str | None, change: Decimal | None) -> str | None:
    """Return the comparison that a milestone makes of its resolved value.

    The notation's sign of a change speaks of the printed magnitude (降低10%以上 is
    change −10, ≥), and the direction of good alone says which side meets the
    resolved value (assessment.md F1). A difference to a reference is compared
    itself: 低于全国平均5个百分点以上 is difference ≤ −5.
    """
    if kind in CHANGES:
        return None
    if kind == "reference" and change is not None and change < 0:
        return MIRROR.get(op, op)
    return op


def _about(target: Target) -> dict:
    return {
        "year": target.year,
        "raw": target.raw,
        "effort": target.effort,
        "confirmed": target.confirmed,
        "decimals": notation.printed_decimals(target.raw),
    }


def _figures(kind, value, high, change, factor) -> dict:
    if kind == "range":
        return {
            "kind": kind,
            "lo": _scaled(value, factor),
            "hi": _scaled(high, factor),
        }
    found = {"kind": kind}
    if value is not None:
        found["value"] = _scaled(value, factor)
    if change is not None:
        found["change"] = change if kind in SHARES else _scaled(change, factor)
    return found


def _direction(row: PlanIndicator, milestones: list[dict]) -> str | None:
    """Return up or down; None where nobody has said which way is good.

    A range needs no direction: its gap is to fall to zero.
    """
    stated = row.indicator.direction
    if stated != "none":
        return stated
    judged = [m for m in milestones if m["kind"] not in WORDS]
    return "down" if judged and all(m["kind"] == "range" for m in judged) else None


def indicator_case(row: PlanIndicator, reference: dict[int, Decimal]) -> dict | None:
    """Return the indicator part of the case, or None where the row is not assessed.

    None: no factor (nobody can say the unit) or no direction of good.
    """
    if row.factor is None:
        return None
    milestones = [milestone(t, row.factor) for t in current_targets(row)]
    direction = _direction(row, milestones)
    if direction is None:
        return None
    concept = row.indicator
    baseline = None
    if row.baseline_value is not None:
        baseline = {
            "year": row.baseline_year,
            "value": row.baseline_value * row.factor,
        }
        if row.baseline_op:
            baseline["op"] = row.baseline_op
    case = {
        "name": concept.name,
        "unit": concept.unit,
        "direction": direction,
        "decimals": concept.decimals,
        "bounds": [concept.lower, concept.upper],
        "period": concept.period,
        "per": concept.per,
        "baseline": baseline,
        "milestones": milestones,
    }
    if reference:
        case["reference"] = reference
    return case


class Figure(NamedTuple):
    """A year's figure that is not stored, with what a case reads of an observation."""

    year: int
    value: Decimal | None
    events: int | None = None
    denominator: int | None = None
    missing_reason: str = ""
    definition_break: bool = False
    substitute_region_id: int | None = None
    origin: str = Origin.ENTRY


def observation_case(observation: Observation | Figure) -> dict:
    """Return one year of a series as the rules read it."""
    found = {"year": observation.year, "value": observation.value}
    if observation.missing_reason:
        found["missing_reason"] = observation.missing_reason
    if observation.events is not None and observation.denominator:
        found |= {"events": observation.events, "denom": observation.denominator}
    if observation.definition_break:
        found["break"] = True
    return found
