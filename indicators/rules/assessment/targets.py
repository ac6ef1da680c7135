"""A milestone as a limit on its own scale, and F2 meets."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .asked import AT_LEAST, AT_MOST
from .cases import StatedBaseline
from .figures import ZERO, number

VALUE, REFERENCE = ("value",), ("reference",)


@dataclass(frozen=True, slots=True)
class TargetLimit:
    """One milestone as a limit on its own scale.

    `scale` is ("value",), ("reference",), ("range", lo, hi) or ("total", base year);
    `d` is +1 where higher is better on that scale.  `value` is None where no number is
    known.  `since` is the year whose definition the number follows, None for one from
    before every break (B6.4).  `base_year` is the one that a 减缓 is compared with.
    """

    year: int | None
    kind: str
    value: Decimal | None = None
    op: str | None = None
    tol: Decimal = ZERO
    scale: tuple = VALUE
    d: int = 1
    flags: tuple[str, ...] = ()
    is_judged: bool = False
    is_doubted: bool = False
    is_growth: bool = False
    since: int | None = None
    base_year: int | None = None

    @property
    def is_trend(self) -> bool:
        """Whether no number is asked, but a movement: 持续改善 or 减缓."""
        return self.kind in ("direction", "slow")

    @property
    def is_keep(self) -> bool:
        return self.kind == "keep"


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
    """Return whether the start proves the target, a bound by its worst case.

    A level to keep is proved by its own base value (B6.6).
    """
    if target.value is None:
        return False
    if target.is_keep:
        return True
    if baseline is None:
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
