"""A case (README B3, B6.1): the plan row as stated and its series, typed.

Every figure is exact (Decimal) and in the indicator's unit. from_dict() reads the
JSON form, whatever is missing in it and whatever else stands there; to_dict()
writes it, figures still exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.rules.figure import Figure
from indicators.rules.measure import Measure

from .asked import AT_LEAST, AT_MOST, OPS, Milestone, milestone, saying
from .figures import number, whole
from .reading import bounds, decimals, direction, listing, mapping, words, year
from .result import Pooled


@dataclass(frozen=True, slots=True)
class StatedBaseline:
    """Where the plan starts; `op` in < <= > >= says that only a bound is known."""

    year: int | None
    value: Decimal
    op: str | None = None

    @property
    def is_bound(self) -> bool:
        return self.op in AT_LEAST or self.op in AT_MOST

    def to_dict(self) -> dict:
        return {"year": self.year, "value": self.value} | saying(op=self.op)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedIndicator:
    """One row of a plan: the measure, its baseline and its milestones.

    The measure's direction is None where nobody states it, "none" where neither side
    is better; the rules judge() it as resolved. `flow` says that a value is the amount
    of its year. The JSON form has the fields of the measure among those of the row.
    """

    measure: Measure = Measure()
    name_en: str = ""
    se: Decimal = Decimal(0)
    flow: bool = False
    baseline: StatedBaseline | None = None
    reference: Mapping[int, Decimal] = field(default_factory=dict)
    milestones: tuple[Milestone, ...] = ()

    @property
    def d(self) -> int:
        return 1 if self.measure.direction == "up" else -1

    @property
    def split(self) -> tuple[Milestone, ...]:
        """The milestones in their order, a compound as its parts."""
        return tuple(_split(self.milestones))

    def to_dict(self) -> dict:
        measure = self.measure
        return {
            "name": measure.name,
            "unit": measure.unit,
            "direction": measure.direction,
            "decimals": measure.decimals,
            "bounds": list(measure.bounds),
            "period": measure.period,
            "per": _whole(measure.per),
            "baseline": self.baseline and self.baseline.to_dict(),
            "milestones": [m.to_dict() for m in self.milestones],
        } | saying(
            name_en=self.name_en,
            se=self.se or None,
            flow=self.flow,
            reference=dict(self.reference),
        )

    @classmethod
    def from_dict(cls, given: Mapping | None) -> "AssessedIndicator":
        """Return the indicator as stated; ValueError for wrong types and words."""
        given = mapping(given)
        return cls(
            measure=measure(given),
            name_en=words(given.get("name_en")),
            se=abs(number(given.get("se")) or Decimal(0)),
            flow=bool(given.get("flow")),
            baseline=baseline(given.get("baseline")),
            reference=reference(given.get("reference")),
            milestones=tuple(milestone(m) for m in listing(given.get("milestones"))),
        )


@dataclass(frozen=True, slots=True)
class Case:
    """What is assessed: a plan row, its series in order of years, and the year of
    the assessment, None for the current one."""

    indicator: AssessedIndicator
    observations: tuple[Figure, ...] = ()
    as_of: int | None = None

    def to_dict(self) -> dict:
        return {
            "indicator": self.indicator.to_dict(),
            "observations": [observation_form(o) for o in self.observations],
            "as_of": self.as_of,
        }

    @classmethod
    def from_dict(cls, given: Mapping) -> "Case":
        """Return the case of its JSON form; ValueError for wrong types and words."""
        given = mapping(given)
        return cls(
            AssessedIndicator.from_dict(given.get("indicator")),
            tuple(observations(given.get("observations"))),
            year(given.get("as_of")),
        )


def observation_form(figure: Figure) -> dict:
    """Return what a case says of a year, for JSON: the value or why there is none, the
    counts, and what stands in where they are withheld."""
    return {"year": figure.year, "value": figure.value} | saying(
        missing_reason=figure.missing_reason,
        events=figure.events,
        denom=_whole(figure.denominator),
        pooled=figure.pooled.to_dict() if figure.pooled else None,
        **{"break": figure.definition_break},
    )


def _whole(value: Decimal | None) -> Decimal | int | None:
    return int(value) if value is not None and value == int(value) else value


# ------------------------------------------------------------------- reading


def measure(given: Mapping) -> Measure:
    """Return the measure of a row in JSON; it has no code there."""
    lower, upper = bounds(given.get("bounds"))
    return Measure(
        name=words(given.get("name")),
        unit=words(given.get("unit")),
        decimals=decimals(given.get("decimals"), 1),
        lower=lower,
        upper=upper,
        per=number(given.get("per")),
        period=max(whole(given.get("period")) or 1, 1),
        direction=direction(given.get("direction")),
    )


def observations(given) -> list[Figure]:
    """Return the rows by year; of two rows for one year the later one counts."""
    rows = {}
    for item in listing(given):
        row = observation(item)
        if row is not None:
            rows[row.year] = row
    return [rows[y] for y in sorted(rows)]


def observation(given: Mapping | Figure) -> Figure | None:
    """Return one row, None if it has no year."""
    if isinstance(given, Figure):
        return given
    given = mapping(given)
    when = year(given.get("year"))
    if when is None:
        return None
    events = number(given.get("events"))
    if events is not None and (events < 0 or events != int(events)):
        events = None
    denom, reason = number(given.get("denom")), given.get("missing_reason")
    return Figure(
        year=when,
        value=number(given.get("value")),
        missing_reason=reason if isinstance(reason, str) else "",
        events=None if events is None else int(events),
        denominator=denom if denom is not None and denom > 0 else None,
        definition_break=bool(given.get("break")),
        pooled=Pooled.from_dict(given["pooled"]) if given.get("pooled") else None,
    )


def _split(stated: Sequence[Milestone]) -> list[Milestone]:
    found = []
    for m in stated:
        found += _split(m.parts) if m.kind == "compound" else [m]
    return found


def baseline(given: Mapping | None) -> StatedBaseline | None:
    """Return the baseline, None where no value is stated."""
    if given is None:
        return None
    given = mapping(given)
    op = given.get("op")
    if op is not None and op not in OPS:
        raise ValueError(f"基期值的比较符“{op}”不在约定之内")
    value = number(given.get("value"))
    return None if value is None else StatedBaseline(year(given.get("year")), value, op)


def reference(given: Mapping | None) -> dict[int, Decimal]:
    """Return the reference region's values by year."""
    series = {}
    for key, value in mapping(given).items():
        when = year(int(key) if isinstance(key, str) and key.isdecimal() else key)
        amount = number(value)
        if when is not None and amount is not None:
            series[when] = amount
    return series
