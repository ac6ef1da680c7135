"""Builds from stored rows the case that the rules of indicators.rules.assessment read.

Every figure is in the indicator's unit (assessment README B3, B6.1).
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from indicators.models import Doubt, PlanIndicator, Target
from indicators.models.target_years import in_force
from indicators.rules import assessment, notation, printed
from indicators.rules.figure import Figure

WORDS = {"text", "none"}
NEUTRAL = {"range", "keep"}  # what can be judged where neither side is better
SHARES = {"relative", "multiply"}  # changes that a unit factor leaves alone


def current_targets(row: PlanIndicator) -> list[Target]:
    """Return the row's own targets in force: last revision of each year, by year, the
    undated last."""
    own = [t for t in row.targets.all() if t.issuer_id == row.plan.region_id]
    return in_force(own)


def _scaled(figure: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if figure is None else figure * factor


def milestone(
    target: Target,
    factor: Decimal,
    direction: str | None = None,
    doubts: Iterable[Doubt] = (),
) -> assessment.Milestone:
    """Return a stored target as a milestone of assessment README B3.

    A compound is split by reading its words again, each part for its own year where it
    names one; stored figures and parts alike are brought to the indicator's unit by
    `factor`. Of a range of changes the smaller is stored as `change`. What an open
    doubt of `doubts` is about is not confirmed; nor is what runs against the direction
    while nobody has said that it is meant.
    """
    about = [doubt for doubt in doubts if doubt.target_id == target.pk]
    confirmed = True if _is_meant(target, about) else None
    asked = {doubt.question for doubt in about if doubt.is_open}
    if target.kind != "compound":
        made = _asked(target, target, factor)
        return _gated(made, direction, confirmed, bool(asked))
    rule = notation.read(target.words, target.unit or None, direction)
    rule = rule.due(target.year)
    of_parts = {question for part in rule.parts for question in part.questions}
    is_doubted = bool(asked - of_parts)
    parts = [
        _gated(
            _asked(part, target, factor),
            direction,
            confirmed,
            is_doubted or not asked.isdisjoint(part.questions),
        )
        for part in rule.parts
    ]
    return assessment.Milestone(
        year=target.year,
        kind=target.kind,
        raw=target.raw,
        confirmed=False if is_doubted else None,
        parts=tuple(parts),
    )


def _is_meant(target: Target, about: Iterable[Doubt]) -> bool:
    """Return whether somebody has said that it is meant against the direction."""
    return any(
        not d.is_open and d.field == Doubt.Field.DIRECTION and d.raw == target.raw
        for d in about
    )


def _gated(
    made: assessment.Milestone,
    direction: str | None,
    confirmed: bool | None,
    is_doubted: bool,
) -> assessment.Milestone:
    """Return a milestone, in doubt or not: not confirmed, confirmed, or neither."""
    if is_doubted or (confirmed is None and assessment.is_against(direction, made)):
        confirmed = False
    if confirmed is False and made.kind in WORDS:
        # Perhaps only words, perhaps a number that nobody has read yet.
        made = replace(made, kind="value", value=None)
    return replace(made, confirmed=confirmed)


def _asked(said, target: Target, factor: Decimal) -> assessment.Milestone:
    """Return what `said`, the target itself or a part of its notation, asks."""
    is_range, value = said.kind == "range", _scaled(said.value, factor)
    is_stored = said is target
    counts = target.change_unit if is_stored else said.counts_in
    # Stored before changes had a unit, a yearly one is per cent, as where none is said.
    is_yearly_share = said.kind == "annual" and counts in ("", "percent")
    is_share = said.kind in SHARES or is_yearly_share
    change = said.change if is_share else _scaled(said.change, factor)
    by_region = is_stored or said.kind == "reference"
    return assessment.Milestone(
        year=target.year if is_stored else said.year or target.year,
        kind=said.kind,
        op=assessment.compared(said.kind, said.op or None, said.change),
        value=None if is_range else value,
        change=change,
        change_unit=counts if said.kind == "annual" else "",
        base_year=said.base_year,
        lo=value if is_range else None,
        hi=_scaled(said.high, factor) if is_range else None,
        decimals=notation.printed_decimals(target.words if is_stored else said.raw),
        effort=target.effort,
        raw=target.raw,
        reference=target.reference.name if by_region and target.reference else "",
    )


def _direction(row: PlanIndicator, milestones) -> str | None:
    """Return up, down or none; None where nobody has said which way is good.

    A range needs no direction: its gap is to fall to zero; nor does a level to keep.
    """
    stated = row.indicator.measure.direction
    if stated is not None:
        return stated
    kinds = {m.kind for m in milestones} - WORDS
    if not kinds or kinds - NEUTRAL:
        return None
    return "down" if kinds == {"range"} else "none"


def _by_year(milestones: list[assessment.Milestone]) -> tuple:
    """Return them by year, the undated last; a compound whose parts name years of
    their own as its parts."""
    found = []
    for each in milestones:
        apart = any(part.year != each.year for part in each.parts)
        found += each.parts if apart else [each]
    return tuple(sorted(found, key=lambda m: printed.place(m.year)))


def indicator_case(
    row: PlanIndicator, reference: dict[int, Decimal]
) -> assessment.AssessedIndicator | None:
    """Return the indicator of the case, or None where the row is not assessed.

    None: no factor (nobody can say the unit), an open doubt on the unit, or no
    direction of good. The row's `doubts` are those that gate (Doubt.objects.gating).
    """
    doubts = list(row.doubts.all())
    open_fields = {doubt.field for doubt in doubts if doubt.is_open}
    if row.factor is None or Doubt.Field.UNIT in open_fields:
        return None
    better = row.indicator.measure.direction
    milestones = _by_year(
        [milestone(t, row.factor, better, doubts) for t in current_targets(row)]
    )
    direction = _direction(row, milestones)
    if direction is None:
        return None
    baseline = None
    if row.baseline_value is not None and Doubt.Field.BASELINE not in open_fields:
        baseline = assessment.StatedBaseline(
            row.baseline_year,
            row.baseline_value * row.factor,
            row.baseline_op or None,
        )
    return assessment.AssessedIndicator(
        measure=replace(row.indicator.measure, direction=direction),
        flow=row.indicator.flow,
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
