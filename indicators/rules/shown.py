"""What a row shows of its verdict: one value, one year, one basis, and the distance.

Every place that prints a value beside what is asked of it (lists, the review page,
the workbook, the API) takes both, their year and the distance from here, so that who
subtracts the printed numbers finds the printed distance. Pure.

A value is told with the indicator's decimals, one more only where they would hide on
which side it lies; a target as the plan prints it; a computed figure (path, resolved
target) with at most one decimal more than the indicator's (assessment README B8).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.rules import digits, numbers
from indicators.rules.assessment import Case, JudgedMilestone, Milestone, Result

NO_START = ("no_baseline", "baseline_undated")
KEPT = ("met", "within", "met_early")
TRENDS = ("direction", "slow")
STRICT = ("<", ">")
SCALE_KINDS = {"range": ("range", "keep"), "reference": ("reference",)}


@dataclass(frozen=True, slots=True)
class StatedAim:
    """What the milestone of a year asks, in the indicator's unit; `exact` is the
    number that the plan prints, `lo` and `hi` the ends of a range."""

    kind: str = ""
    op: str = ""
    exact: Decimal | None = None
    lo: float | None = None
    hi: float | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """Value and asked value on one basis, as printed, and the distance between them.

    `basis` is value, pooled (the rate of several years), reference (the difference to
    another region), range (the own value beside a range) or total (a running total
    since `since`). `asked_year` is the milestone's, None for a point of the path in
    the value's own year. `gap` is signed, better is +; None where nothing is a number.
    `later` is the newest (year, value) on the same basis where a record of an earlier
    year was judged, `later_gap` its distance.
    """

    year: int
    value: Decimal | None
    basis: str = "value"
    pooled_years: int | None = None
    since: int | None = None
    asked: Decimal | None = None
    ends: tuple[Decimal | None, Decimal | None] = (None, None)
    asked_year: int | None = None
    asked_kind: str = ""  # path, target, range, or a trend without a number
    op: str = ""
    reference: str = ""
    gap: Decimal | None = None
    is_tolerated: bool = False  # on the worse side, and within what is allowed
    is_finer: bool = False  # the value has a decimal more than the indicator
    is_excluded: bool = False  # equal to a target that leaves the number itself out
    later: tuple[int, Decimal] | None = None
    later_gap: Decimal | None = None
    is_made_up: bool = False  # the later values meet what the record missed

    @property
    def is_due_later(self) -> bool:
        """Whether the target is that of a year after the value's."""
        return self.asked_year is not None and self.asked_year > self.year


@dataclass(frozen=True, slots=True)
class _Row:
    """What shown() knows, with the questions it puts to it."""

    result: Result
    code: str
    sign: int
    decimals: int
    own: Mapping[int, Decimal]
    asked: Callable[[int | None], Sequence[StatedAim]]

    def rule(self, year: int | None, number: float | None) -> StatedAim:
        """Return what the milestone of a year asks on the scale judged; of several
        parts the one with the number."""
        parts = list(self.asked(year))
        kinds = SCALE_KINDS.get(self.result.scale)
        alike = [p for p in parts if p.kind in kinds] if kinds else parts
        same = [
            p for p in alike if p.exact is not None and digits.near(p.exact, number)
        ]
        return (same or alike or parts or [StatedAim()])[0]

    @property
    def focus(self) -> JudgedMilestone:
        """The milestone judged; of several of the year the one with its number."""
        year, target = self.result.focus_year, self.result.focus_target
        states = [m for m in self.result.milestones if m.year == year]
        same = (
            m for m in states if digits.near(m.target, target) or m.target is target
        )
        return next(same, states[0] if states else JudgedMilestone())

    @property
    def is_final(self) -> bool:
        """Whether the verdict is by the record of the due year (assessment README
        B6.3)."""
        if self.focus.value is None or self.result.focus_year is None:
            return False
        by_record = self.focus.state in KEPT[:1] and self.result.reason != "early"
        return self.code == "not_met" or (self.code == "achieved" and by_record)

    @property
    def side(self) -> int:
        """+1 where more is better on the scale judged, −1 where less is."""
        return -1 if self.result.scale == "range" else self.sign

    @property
    def is_measured(self) -> bool:
        """Whether value and target are beside one another at all."""
        result = self.result
        if None in (result.latest_year, result.latest):
            return False
        return self.code != "no_data" or result.reason in NO_START


def shown(
    result: Result,
    *,
    code: str,
    direction: str | None,
    decimals: int,
    own: Mapping[int, Decimal],
    asked: Callable[[int | None], Sequence[StatedAim]],
) -> Shown | None:
    """Return what a row shows of a result, None where nothing is measured.

    `own` are the region's values by year, `asked` tells what the milestone of a year
    asks (each part of a compound). The figures of the result are those that the reader
    may have.
    """
    sign = -1 if direction == "down" else 1
    row = _Row(result, code, sign, decimals, own, asked)
    if not row.is_measured:
        return None
    year, value, basis = _value(row)
    reference = row.rule(result.focus_year, result.focus_target).reference
    about = {"basis": basis, "reference": reference}
    if basis == "pooled":
        about["pooled_years"] = result.pooled.years
    if basis == "total" and result.anchors:
        about["since"] = result.anchors[0][0] + 1
    if basis == "range":
        return _beside_range(row, year, value, about)
    return _beside(row, year, value, about)


def of_case(case: Case, result: Result) -> Shown | None:
    """Return what a row shows of the result of a case."""
    stated = case.indicator.split
    measure = case.indicator.measure
    return shown(
        result,
        code=result.status,
        direction=measure.direction,
        decimals=measure.decimals,
        own={o.year: o.value for o in case.observations if o.value is not None},
        asked=lambda year: [stated_aim(m) for m in stated if m.year == year],
    )


def stated_aim(m: Milestone) -> StatedAim:
    """Return what a milestone of a case, or a part of one, asks."""
    exact = m.change if m.kind == "reference" else m.value
    lo, hi = (numbers.number(end) for end in (m.lo, m.hi))
    return StatedAim(m.kind, m.op or "", exact, lo, hi, m.reference or "")


def _value(row: _Row) -> tuple[int, float, str]:
    """Return the year and the number that were judged, and the basis they are on."""
    result, basis = row.result, row.result.scale
    if row.is_final:
        return result.record_year or _record_year(row), row.focus.value, basis
    pooled = result.pooled
    if pooled is None or pooled.rate is None or "maintenance" in result.flags:
        return result.latest_year, result.latest, basis
    return result.latest_year, pooled.rate, "pooled"


def _record_year(row: _Row) -> int:
    """Return the year of a record; a neighbour's where it stands in (assessment README
    B7)."""
    year = row.result.focus_year
    if "proxy_year" not in row.focus.flags or year in row.own:
        return year
    return next((y for y in (year - 1, year + 1) if y in row.own), year)


def _asked_for(row: _Row) -> tuple[str, int | None, float | None]:
    """Return what the value is measured against: kind, milestone year, number."""
    result = row.result
    if result.floor is not None and result.floor.target is not None:
        return "target", result.floor.year, result.floor.target
    if row.is_final:
        return "target", result.focus_year, result.focus_target
    if "maintenance" in result.flags:
        return "target", *_limit(row)
    if result.path_value is not None:
        return "path", None, result.path_value
    return "target", result.focus_year, result.focus_target


def _limit(row: _Row) -> tuple[int | None, float | None]:
    """Return year and number of the limit: that in force where it is broken, else
    the coming one."""
    result, limit = row.result, row.result.limit_in_force
    year = result.focus_year
    is_broken = limit is not None and row.side * (result.latest - limit) < 0
    if row.code != "breached" and not is_broken or limit is None:
        return year, result.focus_target
    due = (
        m.year
        for m in result.milestones
        if m.year is not None
        and m.year <= result.latest_year
        and digits.near(m.target, limit)
    )
    return max(due, default=year), limit


def _beside(row: _Row, year: int, value: float, about: dict) -> Shown:
    kind, asked_year, number = _asked_for(row)
    rule = row.rule(asked_year if kind == "target" else row.result.focus_year, number)
    if number is None:
        words = rule.kind if rule.kind in TRENDS else ""
        told = digits.told(value, row.decimals)
        about |= {"asked_kind": words or "trend", "asked_year": asked_year}
        return Shown(year, told, **about, **_later(row, year))
    asked = _printed(row, kind, number, rule)
    told, gap = _distance(row, value, number, asked, is_path=kind == "path")
    is_equal = abs(value - number) <= 1e-9
    return Shown(
        year,
        told,
        asked=asked,
        asked_year=asked_year,
        asked_kind=kind,
        op=_sign(row, kind, year, number, rule),
        gap=gap,
        is_finer=-told.as_tuple().exponent > row.decimals,
        is_tolerated=gap < 0 and _is_allowed(row, kind),
        is_excluded=is_equal and rule.op in STRICT and _is_missed(row, kind),
        **about,
        **_later(row, year, number, asked),
    )


def _sign(row: _Row, kind: str, year: int, number: float, rule: StatedAim) -> str:
    """Return the sign of what is asked: of a point of the path where it has come to a
    milestone that leaves the number itself out (>82), else of the target."""
    if kind != "path":
        return rule.op
    reached = (
        row.rule(m.year, m.target).op
        for m in row.result.milestones
        if m.year is not None and m.year <= year and digits.near(m.target, number)
    )
    return next((op for op in reached if op in STRICT), "")


def _is_allowed(row: _Row, kind: str) -> bool:
    """Say whether a value on the worse side is within what is tolerated."""
    gap, room = row.result.gap, row.result.tolerance
    if kind == "path":
        return None not in (gap, room) and 0 < -gap <= room + 1e-9
    return row.focus.state in KEPT and row.code not in ("breached", "not_met")


def _is_missed(row: _Row, kind: str) -> bool:
    return kind == "path" or row.code == "breached" or row.focus.state not in KEPT


def _later(row: _Row, year: int, number=None, asked=None) -> dict:
    """Return the newest value on the judged scale where the record is older."""
    result = row.result
    if not row.is_final or result.latest_year <= year:
        return {}
    told, gap = digits.told(result.latest, row.decimals), None
    if number is not None:
        told, gap = _distance(row, result.latest, number, asked, is_path=False)
    since = row.code == "not_met" and result.met_since is not None
    later = {"later": (result.latest_year, told), "later_gap": gap}
    return later | {"is_made_up": since}


def _beside_range(row: _Row, year: int, distance: float, about: dict) -> Shown:
    """Return the own value beside the ends of its range, and how far outside it is."""
    result, asked_year = row.result, row.result.focus_year
    if row.code == "breached" and result.limit_in_force is not None:
        asked_year = _limit(row)[0]
    rule, own = row.rule(asked_year, None), row.own.get(year)
    ends = tuple(
        None if end is None else digits.resolved(end, row.decimals)
        for end in (rule.lo, rule.hi)
    )
    told = None if own is None else digits.told(own, row.decimals)
    gap = -digits.told(distance, row.decimals)
    if told is not None and ends != (None, None):
        told, gap = _outside(row, own, ends, distance)
    return Shown(
        year,
        told,
        ends=ends,
        asked_year=asked_year,
        asked_kind="range",
        gap=gap,
        is_finer=told is not None and -told.as_tuple().exponent > row.decimals,
        **about,
        **_range_later(row, year),
    )


def _outside(row, own, ends, distance) -> tuple[Decimal, Decimal]:
    """Return the own value as printed and how far it is outside the printed range, by
    minus; a decimal more where the value would else print as inside."""
    low, high = ends
    for places in (row.decimals, row.decimals + 1):
        told = digits.told(own, places)
        below = low - told if low is not None else Decimal(0)
        above = told - high if high is not None else Decimal(0)
        gap = -digits.rounded(max(below, above, Decimal(0)), places)
        if bool(gap) == (distance > 1e-9):
            break
    return told, gap


def _range_later(row: _Row, year: int) -> dict:
    newest = row.result.latest_year
    if not row.is_final or newest <= year or newest not in row.own:
        return {}
    told, gap = digits.told(row.own[newest], row.decimals), row.result.latest
    since = row.code == "not_met" and row.result.met_since is not None
    later = {"later": (newest, told), "later_gap": -digits.told(gap, row.decimals)}
    return later | {"is_made_up": since}


# ------------------------------------------------------------- the printed numbers


def _printed(row: _Row, kind: str, number: float, rule: StatedAim) -> Decimal:
    """Return what is asked for as printed: a target with the plan's own digits."""
    if kind == "path":
        return digits.path_printed(number, row.decimals)
    if rule.exact is not None and digits.near(rule.exact, number):
        return digits.read(numbers.trimmed(rule.exact, 12))
    return digits.resolved(number, row.decimals)


def _distance(row, value, number, asked, *, is_path) -> tuple[Decimal, Decimal]:
    """Return the value as printed and how much better it is than what is asked.

    The difference of the printed numbers. Where it would hide the side on which the
    value lies, the value has one decimal more.
    """
    true = row.side * (float(value) - float(number))
    for places in (row.decimals, row.decimals + 1):
        told = digits.told(value, places)
        gap = row.side * (told - asked)
        if not is_path:
            gap = digits.rounded(gap, places)
        if abs(true) <= 1e-9 or gap and (gap > 0) == (true > 0):
            break
    return told, gap
