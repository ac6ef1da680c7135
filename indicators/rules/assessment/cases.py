"""A case in its JSON form (assessment.md B3, B6.1) as typed, exact values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from .figures import number, whole

KINDS = (
    "value range relative points absolute multiply annual reference direction "
    "coverage text none compound"
).split()
BASED = {"relative", "points", "absolute", "multiply", "annual"}
WRITTEN_OP = {"value", "coverage", "reference"}
OPS = {">=", "<=", ">", "<", "=", "~"}
AT_LEAST, AT_MOST = {">=", ">"}, {"<=", "<"}


@dataclass(frozen=True, slots=True)
class Baseline:
    """Where the plan starts; `op` in < <= > >= says that only a bound is known."""

    year: int | None
    value: Decimal
    op: str | None = None

    @property
    def is_bound(self) -> bool:
        return self.op in AT_LEAST or self.op in AT_MOST


@dataclass(frozen=True, slots=True)
class Milestone:
    """What the plan asks in one year, as stated; figures in the indicator's unit."""

    year: int | None
    kind: str
    op: str | None = None
    value: Decimal | None = None
    change: Decimal | None = None
    base_year: int | None = None
    lo: Decimal | None = None
    hi: Decimal | None = None
    decimals: int | None = None
    effort: bool = False
    confirmed: bool = False

    @property
    def is_judged(self) -> bool:
        """Whether it can lead a verdict: a number is stated, or 持续改善."""
        if self.year is None:
            return False
        if self.kind in ("value", "coverage"):
            return self.value is not None
        if self.kind == "range":
            return self.lo is not None or self.hi is not None
        if self.kind == "annual":
            return self.change is not None and self.change > -100
        if self.kind in BASED or self.kind == "reference":
            return self.change is not None
        return self.kind == "direction"


@dataclass(frozen=True, slots=True)
class Observation:
    """One year's row; a row without value may say why (missing_reason)."""

    year: int
    value: Decimal | None
    missing_reason: str | None = None
    events: int | None = None
    denom: Decimal | None = None
    is_break: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a plan: the measure, its baseline and its milestones."""

    direction: str
    decimals: int
    bounds: tuple[Decimal | None, Decimal | None]
    period: int
    baseline: Baseline | None
    reference: dict[int, Decimal]
    milestones: tuple[Milestone, ...]
    se: Decimal
    per: Decimal | None

    @property
    def d(self) -> int:
        return 1 if self.direction == "up" else -1


def indicator(given: Mapping | Indicator) -> Indicator:
    """Return the indicator of a case; ValueError where it contradicts itself."""
    if isinstance(given, Indicator):
        return given
    direction, milestones = with_direction(
        given.get("direction"), milestones_of(given.get("milestones"))
    )
    problems = contradictions(direction, milestones)
    if problems:
        raise ValueError(problems[0])
    return Indicator(
        direction=direction,
        decimals=_decimals(given.get("decimals"), 1),
        bounds=bounds(given.get("bounds")),
        period=max(whole(given.get("period")) or 1, 1),
        baseline=baseline(given.get("baseline")),
        reference=reference(given.get("reference")),
        milestones=milestones,
        se=abs(number(given.get("se")) or Decimal(0)),
        per=number(given.get("per")),
    )


def observations(given) -> list[Observation]:
    """Return the rows by year; of two rows for one year the later one counts."""
    rows = {}
    for item in given or ():
        row = observation(item)
        if row is not None:
            rows[row.year] = row
    return [rows[y] for y in sorted(rows)]


def observation(given: Mapping | Observation) -> Observation | None:
    """Return one row, None if it has no year."""
    if isinstance(given, Observation):
        return given
    when = year(given.get("year"))
    if when is None:
        return None
    events = number(given.get("events"))
    if events is not None and (events < 0 or events != int(events)):
        events = None
    denom, reason = number(given.get("denom")), given.get("missing_reason")
    return Observation(
        year=when,
        value=number(given.get("value")),
        missing_reason=reason if isinstance(reason, str) else None,
        events=None if events is None else int(events),
        denom=denom if denom is not None and denom > 0 else None,
        is_break=bool(given.get("break")),
    )


def milestones_of(given) -> tuple[Milestone, ...]:
    """Return the milestones in their order, a compound as one for each part."""
    result = []
    for item in given or ():
        if item.get("kind") != "compound":
            result.append(milestone(item))
            continue
        shared = {k: item[k] for k in _SHARED_BY_PARTS if item.get(k) is not None}
        result += milestones_of([{**shared, **p} for p in item.get("parts") or ()])
    return tuple(result)


_SHARED_BY_PARTS = ("year", "effort", "confirmed", "decimals")


def milestone(given: Mapping) -> Milestone:
    """Return one milestone; a word without number keeps its kind."""
    kind = given.get("kind") or "text"
    if kind not in KINDS:
        raise ValueError(f"目标类型“{kind}”不在约定之内")
    op = given.get("op")
    if op is not None and op not in OPS:
        raise ValueError(f"目标的比较符“{op}”不在约定之内")
    return Milestone(
        year=year(given.get("year")),
        kind=kind,
        op=op,
        value=number(given.get("value")),
        change=number(given.get("change")),
        base_year=year(given.get("base_year")),
        lo=number(given.get("lo")),
        hi=number(given.get("hi")),
        decimals=_decimals(given.get("decimals"), None),
        effort=bool(given.get("effort")),
        confirmed=bool(given.get("confirmed")),
    )


def baseline(given: Mapping | None) -> Baseline | None:
    """Return the baseline, None where no value is stated."""
    if given is None:
        return None
    op = given.get("op")
    if op is not None and op not in OPS:
        raise ValueError(f"基期值的比较符“{op}”不在约定之内")
    value = number(given.get("value"))
    return None if value is None else Baseline(year(given.get("year")), value, op)


def bounds(given) -> tuple[Decimal | None, Decimal | None]:
    """Return the natural lower and upper limit, None where there is none."""
    if given is None:
        return None, None
    if not isinstance(given, list | tuple) or len(given) != 2:
        raise ValueError("上下限应为两个数，没有的一端写 null")
    return number(given[0]), number(given[1])


def reference(given: Mapping | None) -> dict[int, Decimal]:
    """Return the reference region's values by year."""
    series = {}
    for key, value in (given or {}).items():
        when = year(int(key) if isinstance(key, str) and key.isdecimal() else key)
        amount = number(value)
        if when is not None and amount is not None:
            series[when] = amount
    return series


def year(given) -> int | None:
    """Return a calendar year; ValueError for what cannot be one."""
    when = whole(given)
    if when is not None and not 1000 <= when <= 9999:
        raise ValueError(f"“{given}”不是年份")
    return when


def _decimals(given, default: int | None) -> int | None:
    digits = whole(given)
    if digits is not None and not -12 <= digits <= 12:
        raise ValueError(f"“{given}”不是小数位数")
    return default if digits is None else digits


def with_direction(
    given: str | None, stated: tuple[Milestone, ...]
) -> tuple[str, tuple[Milestone, ...]]:
    """Return the direction: as given, else as the first ≥ or ≤ states it.

    Where neither says it, only ranges can be judged: it is never guessed.
    """
    if given in ("up", "down"):
        return given, stated
    if given not in (None, "", "none"):
        raise ValueError(f"指标方向“{given}”应为 up 或 down")
    for m in stated:
        if m.kind in WRITTEN_OP and m.op in AT_LEAST | AT_MOST:
            return ("up" if m.op in AT_LEAST else "down"), stated
    return "up", tuple(m if m.kind == "range" else _unread(m) for m in stated)


def _unread(m: Milestone) -> Milestone:
    return replace(m, kind="text")


def contradictions(direction: str, stated: tuple[Milestone, ...]) -> list[str]:
    """Return what B3 rejects, a Chinese sentence each."""
    problems = []
    against, wanted = (
        (AT_MOST, "越高越好") if direction == "up" else (AT_LEAST, "越低越好")
    )
    for m in stated:
        if m.kind in WRITTEN_OP and m.op in against and not m.confirmed:
            problems.append(
                f"{m.year}年目标的比较符“{m.op}”与指标方向（{wanted}）相反，须先确认"
            )
    years = [m.year for m in stated if m.year is not None]
    for earlier, later in zip(years, years[1:], strict=False):
        if later < earlier:
            problems.append(f"目标年份应由先到后，{later}年却排在{earlier}年之后")
    return problems
