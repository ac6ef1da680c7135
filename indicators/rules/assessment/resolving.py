"""What the plan asks, as numbers: F1 resolve_targets."""

from dataclasses import dataclass, replace
from decimal import Decimal

from . import cases
from .asked import BASED, Milestone
from .cases import AssessedIndicator, StatedBaseline
from .direction import resolved
from .figures import ZERO, half_unit, number, share
from .parameters import DEFAULT, Parameters
from .targets import REFERENCE, VALUE, TargetLimit, strictest

MISMATCH_YEARS = 2
NEUTRAL = {"range", "keep"}  # what can be asked where neither side is better
OF_ZERO = {"relative", "multiply"}  # of a zero base: zero


@dataclass(frozen=True, slots=True)
class Row:
    """The plan row that a milestone stands in; `earlier` are the targets before it."""

    ind: AssessedIndicator
    values: dict[int, Decimal]
    parameters: Parameters
    earlier: tuple[TargetLimit, ...]

    @property
    def own(self) -> StatedBaseline | None:
        """The baseline for all that needs its year."""
        base = self.ind.baseline
        return base if base and base.year is not None else None

    @property
    def is_neutral(self) -> bool:
        return self.ind.measure.direction == "none"


def resolve_targets(
    indicator, observations, parameters: Parameters = DEFAULT
) -> list[TargetLimit]:
    """Return a Target per milestone, in their order (F1)."""
    ind = resolved(indicator)
    values = {
        o.year: o.value for o in cases.observations(observations) if o.value is not None
    }
    found = []
    for m in ind.milestones:
        found.append(_target(m, Row(ind, values, parameters, tuple(found))))
    return found


def _target(m: Milestone, row: Row) -> TargetLimit:
    flags = ["effort"] if m.effort else []
    is_read = m.is_stated and (not row.is_neutral or m.kind in NEUTRAL)
    target = TargetLimit(
        m.year,
        m.kind,
        d=row.ind.d,
        since=row.own.year if row.own else None,
        is_judged=is_read and m.year is not None,
        is_doubted=m.confirmed is False,
        is_growth=m.is_growth,
    )
    if is_read:
        target = replace(target, **_asked(m, row, flags))
    elif m.is_stated:
        flags.append("no_direction")
    if m.year is None:
        flags.append("undated")
    if target.is_doubted:
        flags.append("unconfirmed")
    return replace(target, flags=tuple(flags))


def _asked(m: Milestone, row: Row, flags: list) -> dict:
    """Return the fields of the target that its kind decides."""
    usual = ">=" if row.ind.d > 0 else "<="
    if m.kind == "range":
        return {"value": ZERO, "op": "<=", "scale": ("range", m.lo, m.hi), "d": -1}
    if m.kind == "keep":
        return _keep(m, row, flags)
    if m.kind == "slow":
        return {"base_year": _year_to_slow_from(m, row)}
    if m.kind == "direction":
        return {}
    if m.kind == "cumulative" and row.ind.flow:
        return _total(m, row, flags) | {"op": usual}
    if m.kind in BASED:
        return _from_base(m, row, flags) | {"op": usual}
    op = usual if m.op in (None, "=") else m.op
    value, scale = m.value, {}
    if m.kind == "reference":
        value, scale = m.change, {"scale": REFERENCE}
    tol = _tolerance(m, value, row) if op == "~" else ZERO
    return {"value": value, "op": op, "tol": tol} | scale


def _tolerance(m: Milestone, value: Decimal, row: Row) -> Decimal:
    digits = row.ind.measure.decimals if m.decimals is None else m.decimals
    return max(half_unit(digits), share(row.parameters.about_rel) * abs(value))


def _from_base(m: Milestone, row: Row, flags: list) -> dict:
    """Return the number a change leads to, none without its base value."""
    base_year, base, since = _base(m, row, flags)
    if base is None:
        flags.append("no_base_value")
        return {}
    if base == 0 and (m.kind in OF_ZERO or m.is_growth):
        flags.append("zero_base")
        return {"value": ZERO, "since": since}
    if m.kind == "annual" and m.year is None:
        return {}
    return {"value": number(_changed(m, base, base_year)), "since": since}


def _changed(m: Milestone, base: Decimal, base_year: int) -> Decimal:
    if m.kind == "multiply":
        return base * m.change
    if m.kind == "relative":
        return base * (100 + m.change) / 100
    if m.is_growth:
        return base * (1 + m.change / 100) ** (m.year - base_year)
    if m.kind == "annual":
        return base + m.change * (m.year - base_year)
    return base + m.change


def _base(m: Milestone, row: Row, flags: list):
    """Return base year, base value and the value's own year by the search of F1."""
    own = row.own
    if m.base_year is None:
        flags.append("base_year_assumed")
        return (own.year, own.value, own.year) if own else (None, None, None)
    if own and own.year == m.base_year:
        return own.year, own.value, own.year
    if m.base_year in row.values:
        return m.base_year, row.values[m.base_year], m.base_year
    if own and abs(own.year - m.base_year) <= MISMATCH_YEARS:
        flags.append("base_year_mismatch")
        return m.base_year, own.value, own.year
    return m.base_year, None, None


def _total(m: Milestone, row: Row, flags: list) -> dict:
    """Return the limit of a running total; its base year has to be known only."""
    base_year = m.base_year
    if base_year is None:
        flags.append("base_year_assumed")
        base_year = row.own.year if row.own else None
    if base_year is None:
        flags.append("no_base_value")
        return {}
    return {"value": m.change, "scale": ("total", base_year), "since": base_year}


def _keep(m: Milestone, row: Row, flags: list) -> dict:
    """Return the band at the level to keep: one-sided, or to both sides of it where
    neither is better."""
    level, since = _level(m, row, flags)
    if level is None:
        flags.append("no_base_value")
        return {}
    tol = _tolerance(m, level, row)
    if row.is_neutral:
        scale = ("range", level - tol, level + tol)
        return {"value": ZERO, "op": "<=", "scale": scale, "d": -1, "since": since}
    return {"value": level, "op": "~", "tol": tol, "since": since}


def _level(m: Milestone, row: Row, flags: list):
    """Return the level to keep and the year of its definition (F1).

    A year that is named is never replaced by another number; none named, the latest
    earlier number of the row, unless one of its year is in doubt, else the baseline's.
    """
    if m.base_year is not None:
        return _base(m, row, flags)[1:]
    before = [t for t in row.earlier if _is_before(t, m)]
    numeric = [t for t in before if t.value is not None and t.scale == VALUE]
    if numeric:
        year = max(t.year for t in numeric)
        if any(t.is_doubted for t in before if t.year == year):
            return None, None
        level = strictest([t for t in numeric if t.year == year])
        return level.value, level.since
    return (row.own.value, row.own.year) if row.own else (None, None)


def _year_to_slow_from(m: Milestone, row: Row) -> int | None:
    if m.base_year is not None:
        return m.base_year
    if row.own:
        return row.own.year
    before = [t for t in row.earlier if _is_before(t, m) and not t.is_doubted]
    return max((t.year for t in before), default=None)


def _is_before(target: TargetLimit, m: Milestone) -> bool:
    return target.is_judged and m.year is not None and target.year < m.year
