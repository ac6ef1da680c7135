"""What the checks take and give: a cell, a finding, a relation. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from indicators.rules import numbers
from indicators.rules.figure import Figure
from indicators.rules.measure import Measure

ERROR, WARNING = "error", "warning"
# What a sentence tells beside the words of the cell itself, the most secret last.
NOTHING, SERIES, OTHER, COUNTS = "nothing", "series", "other", "counts"
REVEALS = (NOTHING, SERIES, OTHER, COUNTS)
PLACES = 8  # of FigureField


# What shows the usual size of a figure, the most trusted first.
YARDSTICKS = ("own", "baseline", "target", "upper", "others")


@dataclass(frozen=True, slots=True)
class Yardstick:
    """A known figure that shows the usual size of another; `kind` is of YARDSTICKS.

    `place` names the region of an upper level's. The value of "others" is never said:
    it is not for everybody who may type.
    """

    kind: str
    value: Decimal
    year: int | None = None
    place: str = ""

    def __post_init__(self):
        if self.kind not in YARDSTICKS:
            raise ValueError(f"a yardstick is one of {YARDSTICKS}: {self.kind!r}")


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """A figure to be checked, with what it is checked against.

    `given` is what was typed where the value was computed from the two counts.
    `series`: the real values of other years; values standing in, or made up for
    demonstration, are no yardstick. `yardsticks`: what beside the own series shows the
    usual size, in the order of YARDSTICKS.
    """

    measure: Measure
    figure: Figure
    given: Decimal | None = None
    series: Mapping[int, Decimal] = field(default_factory=dict)
    yardsticks: tuple[Yardstick, ...] = ()

    @property
    def typed(self) -> Decimal | None:
        """The value that a person wrote, None where it was computed from counts."""
        if self.given is not None:
            return self.given
        return None if self.figure.is_counted else self.figure.value

    def earlier(self) -> list[int]:
        """Return the earlier years that have a value, in order."""
        return sorted(year for year in self.series if year < self.figure.year)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one cell: level "error" or "warning", code, sentence.

    `reveals` is what the sentence tells, and so who may read it (see `readable`):
    "nothing" but that the cell lacks something; the figure beside its own "series";
    a figure of "other" cells; or the "counts" behind a rate. Whoever writes a check
    has to say it: a list of codes kept elsewhere forgets the next one. `suggested` is
    the figure that was probably meant, in the indicator's unit.
    """

    level: str
    code: str
    sentence: str
    reveals: str
    suggested: Decimal | None = None

    def __post_init__(self):
        if self.reveals not in REVEALS:
            raise ValueError(f"a finding reveals one of {REVEALS}: {self.reveals!r}")


def readable(
    findings: Iterable[Finding], *, inside: bool, counts: bool
) -> tuple[Finding, ...]:
    """Return the findings that a viewer may read, in their order.

    `inside`: reads the region's cells whatever their state; `counts`: sees events
    and denominators there (CONTRIBUTING § Access). People outside read what looks at
    nothing but the reported series.
    """
    hidden = {COUNTS} if inside and not counts else set()
    if not inside:
        hidden = {COUNTS, OTHER}
    return tuple(f for f in findings if f.reveals not in hidden)


@dataclass(frozen=True, slots=True)
class DeclaredRelation:
    """left ≤ right: "part" must hold by definition, "order" is what is expected."""

    kind: str
    left: str
    right: str
    reason: str


def rate(events, denominator, per) -> Decimal:
    """Return events ÷ denominator × per to eight places, half up.

    Without `per` it is the quotient itself. ZeroDivisionError if the denominator is 0.
    """
    if not denominator:
        raise ZeroDivisionError("the denominator of a rate is zero")
    exact = Decimal(events) * Decimal(per or 1) / Decimal(denominator)
    return exact.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_HALF_UP)


def places(value: Decimal) -> int:
    """Return how many decimals a number has, closing zeros not counted."""
    text = f"{value:f}"
    return len(text.rstrip("0").partition(".")[2]) if "." in text else 0


def printed(value: Decimal, unit: str = "") -> str:
    """Return a figure with all the decimals it has, and its unit: 16.1/10万."""
    return numbers.trimmed(value, PLACES) + numbers.shown_unit(unit)


def shown(value: Decimal, measure: Measure) -> str:
    """Return a figure as it was typed; one with more decimals than a hand types beyond
    the indicator's own is a computed one."""
    if places(value) > measure.decimals + 2:
        return computed(value, measure)
    return printed(value, measure.unit)


def computed(value: Decimal, measure: Measure) -> str:
    """Return a computed figure with one decimal more than the indicator's."""
    text = numbers.trimmed(value, min(measure.decimals + 1, PLACES))
    return text + numbers.shown_unit(measure.unit)
