"""What the plan asks, as numbers: F1 resolve_targets and F2 meets."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import cases
from .cases import AT_LEAST, AT_MOST, AssessedIndicator, Milestone, StatedBaseline
from .direction import resolved
from .figures import ZERO, half_unit, number, share
from .parameters import DEFAULT, Parameters

MISMATCH_YEARS = 2
VALUE, REFERENCE = ("value",), ("reference",)


@dataclass(frozen=True, slots=True)
class TargetLimit:
    """One milestone as a limit on its own scale.

    `scale` is ("value",), ("reference",) or ("range", lo, hi); `d` is +1 where
    higher is better on that scale.  `value` is None where no number is known.
    """

    year: int | None
    kind: str
    value: Decimal | None
    op: str | None
    tol: Decimal
    scale: tuple
    d: int
    flags: tuple[str, ...]
    is_judged: bool

    @property
    def is_direction(self) -> bool:
        return self.kind == "direction"


def resolve_targets(
    indicator, observations, parameters: Parameters = DEFAULT
) -> list[TargetLimit]:
    """Return a Target per milestone, in their order (F1)."""
    ind = resolved(indicator)
    values = {
        o.year: o.value for o in cases.observations(observations) if o.value is not None
    }
    return [_target(m, ind, values, parameters) for m in ind.milestones]


def meets(value, target: TargetLimit) -> bool | None:
    """Return whether a value satisfies a target, None where one is missing (F2).

    Full values are compared, never rounded ones.
    """
    v = number(value)
    if v is None or target.value is None:
        return None
    if target.op == "~":
        return target.d * (v - target.value) >= -target.tol
    if target.op == ">=":
        return v >= target.value
    if target.op == "<=":
        return v <= target.value
    return v > target.value if target.op == ">" else v < target.value


def is_borderline(value: Decimal, target: TargetLimit, half: Decimal) -> bool:
    """Return whether a missed target is missed by no more than half a unit (临界)."""
    return meets(value, target) is False and abs(value - target.value) <= half


def satisfied_by(baseline: StatedBaseline | None, target: TargetLimit) -> bool:
    """Return whether the baseline proves the target, a bound by its worst case."""
    if baseline is None or target.value is None:
        return False
    if not baseline.is_bound:
        return bool(meets(baseline.value, target))
    safe = AT_LEAST if target.d > 0 else AT_MOST
    if baseline.op not in safe:
        return False
    both_strict = baseline.op == target.op and baseline.value == target.value
    return both_strict or bool(meets(baseline.value, target))


def strictest(targets: Sequence[TargetLimit]) -> TargetLimit:
    """Return the hardest of several targets of one scale."""
    return max(targets, key=lambda t: (t.d * t.value, t.op in (">", "<"), t.op != "~"))


def _target(
    m: Milestone, ind: AssessedIndicator, values: dict, parameters
) -> TargetLimit:
    flags = ["effort"] if m.effort else []
    scale, d, op = VALUE, ind.d, ">=" if ind.d > 0 else "<="
    value = None
    if not m.is_judged or m.kind == "direction":
        op = None
    elif m.kind == "range":
        scale, d, op, value = ("range", m.lo, m.hi), -1, "<=", ZERO
    elif m.kind in cases.BASED:
        value = _from_base(m, ind, values, flags)
    else:
        op = op if m.op in (None, "=") else m.op
        value = m.change if m.kind == "reference" else m.value
        scale = REFERENCE if m.kind == "reference" else VALUE
    tol = _tolerance(m, ind, value, parameters) if op == "~" else ZERO
    return TargetLimit(
        m.year, m.kind, value, op, tol, scale, d, tuple(flags), m.is_judged
    )


def _tolerance(
    m: Milestone, ind: AssessedIndicator, value: Decimal, parameters
) -> Decimal:
    digits = ind.measure.decimals if m.decimals is None else m.decimals
    return max(half_unit(digits), share(parameters.about_rel) * abs(value))


def _from_base(m: Milestone, ind: AssessedIndicator, values: dict, flags: list):
    """Return the number a change leads to, None without its base value."""
    base_year, base = _base(m, ind, values, flags)
    if base is None:
        flags.append("no_base_value")
        return None
    if base == 0 and m.kind in ("relative", "multiply", "annual"):
        flags.append("zero_base")
        return ZERO
    if m.kind in ("points", "absolute"):
        return base + m.change
    if m.kind == "multiply":
        value = base * m.change
    elif m.kind == "relative":
        value = base * (100 + m.change) / 100
    else:
        value = base * (1 + m.change / 100) ** (m.year - base_year)
    return number(value)


def _base(m: Milestone, ind: AssessedIndicator, values: dict, flags: list):
    """Return base year and base value by the search of F1."""
    own = ind.baseline if ind.baseline and ind.baseline.year is not None else None
    if m.base_year is None:
        flags.append("base_year_assumed")
        return (own.year, own.value) if own else (None, None)
    if own and own.year == m.base_year:
        return own.year, own.value
    if m.base_year in values:
        return m.base_year, values[m.base_year]
    if own and abs(own.year - m.base_year) <= MISMATCH_YEARS:
        flags.append("base_year_mismatch")
        return m.base_year, own.value
    return m.base_year, None
