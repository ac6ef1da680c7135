"""What must or should hold between two indicators of one region and year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from indicators.rules import numbers, units
from indicators.rules.checks.nouns import (
    ERROR,
    OTHER,
    WARNING,
    DeclaredRelation,
    Finding,
    places,
)
from indicators.rules.measure import Measure

Side = tuple[Measure, Decimal]
ROUNDING = Decimal("0.01")  # rounding may explain so much of a figure, not more


def check_relations(
    values: Mapping[str, Side], relations: Iterable[DeclaredRelation]
) -> dict[str, tuple[Finding, ...]]:
    """Return code → findings, each at both indicators of a relation that fails.

    Where one of the two is missing, or the units are of two kinds, nothing is said.
    """
    found: dict[str, list[Finding]] = defaultdict(list)
    for relation in relations:
        left, right = values.get(relation.left), values.get(relation.right)
        if left and right and _exceeds(left, right):
            finding = _finding(relation, left, right)
            found[relation.left].append(finding)
            found[relation.right].append(finding)
    return {code: tuple(findings) for code, findings in found.items()}


def _exceeds(left: Side, right: Side) -> bool:
    """Say whether left > right by more than the rounding of the coarser explains."""
    (here, small), (there, large) = left, right
    if small is None or large is None:
        return False
    try:
        factor = units.factor(here.unit, there.unit)
    except units.UnitError:
        return False
    step = max(factor.scaleb(-places(small)), Decimal(1).scaleb(-places(large)))
    return small * factor - large > min(step / 2, abs(large) * ROUNDING)


def _finding(relation: DeclaredRelation, left: Side, right: Side) -> Finding:
    reason = relation.reason.strip().rstrip("。")
    figures = "大于".join(_told(left, right))
    if relation.kind == "part":
        sentence = f"{figures}，而{reason}，请核对两个数值。"
        return Finding(ERROR, "part_of", sentence, OTHER)
    sentence = f"{figures}，而{reason}，请核实；情况属实的，在备注说明。"
    return Finding(WARNING, "contradicts", sentence, OTHER)


def _told(left: Side, right: Side) -> tuple[str, str]:
    """Return both with one decimal more than the indicators have, with more only where
    they would look the same."""
    own = max(left[0].decimals, right[0].decimals) + 1
    finest = max(places(left[1]), places(right[1]), own)
    for decimals in range(own, finest + 1):
        small, large = (
            numbers.plain(left[1], decimals),
            numbers.plain(right[1], decimals),
        )
        if small != large:
            break
    return _shown(left, decimals), _shown(right, decimals)


def _shown(side: Side, decimals: int) -> str:
    measure, value = side
    figure = numbers.trimmed(value, decimals) + numbers.shown_unit(measure.unit)
    return measure.name + figure
