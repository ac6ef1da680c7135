"""What must or should hold between two indicators of one region and year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from indicators.rules import numbers, units
from indicators.rules.checks.nouns import (
    ERROR,
    OTHER,
    WARNING,
    Finding,
    Relation,
    places,
)

Figure = tuple[str, str, Decimal]  # name, unit, value
ROUNDING = Decimal("0.01")  # rounding may explain so much of a figure, not more


def check_relations(
    values: Mapping[str, Figure], relations: Iterable[Relation]
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


def _exceeds(left: Figure, right: Figure) -> bool:
    """Say whether left > right by more than the rounding of the coarser explains."""
    (_, here, small), (_, there, large) = left, right
    if small is None or large is None:
        return False
    try:
        factor = units.factor(here, there)
    except units.UnitError:
        return False
    step = max(factor.scaleb(-places(small)), Decimal(1).scaleb(-places(large)))
    return small * factor - large > min(step / 2, abs(large) * ROUNDING)


def _finding(relation: Relation, left: Figure, right: Figure) -> Finding:
    reason = relation.reason.strip().rstrip("。")
    shown = max(min(places(left[2]), places(right[2])) + 1, 2)  # of a computed rate
    figures = f"{_shown(left, shown)}大于{_shown(right, shown)}"
    if relation.kind == "part":
        sentence = f"{figures}，而{reason}，请核对这两个数。"
        return Finding(ERROR, "part_of", sentence, OTHER)
    sentence = f"{figures}，而{reason}，请核对；属实请在备注说明。"
    return Finding(WARNING, "contradicts", sentence, OTHER)


def _shown(figure: Figure, decimals: int) -> str:
    name, unit, value = figure
    return name + numbers.trimmed(value, decimals) + numbers.shown_unit(unit)
