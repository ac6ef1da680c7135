"""数据体检: what looks odd among values side by side, as hints (提示). Pure.

A hint refuses nothing and judges nothing: it says with its figures what an analyst
would stop at. pandas over one frame of values as the reader is told them; it is
imported where it is used. Figures are counted in whole steps of the indicator's last
printed decimal, so that what is compared is what is printed.

No false alarms: a series is as exact as its most exact figure, and that rounding is
allowed; figures by another 口径, those of a level standing in, and groups whose 口径
changed in different years are not compared; regions below are compared only where all
of them have a figure.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from dashboards import checkup_words

RANGE, SUM, TARGET, STEP, COUNTS = "range", "sum", "target", "step", "counts"
KINDS = (RANGE, SUM, TARGET, STEP, COUNTS)
RUNNING = 3  # steps of the same size that are worth a look
LEAST_STEP = 2  # of the last decimal: smaller steps repeat by chance
LEAST_STEP_COUNT = 10  # of a number of things: one more a year is no wonder
LEAST_TARGET_COUNT = 100  # so few things are built exactly as planned
LARGEST = 10**15  # SQLite keeps so many digits; 64 bits hold sums of such steps
ROUNDED = set("百千万亿")  # units of which a whole number is rounded
RATES = {"%", "‰", "岁"}  # means by their unit, where there is no 每


@dataclass(frozen=True, slots=True)
class Place:
    """A region as the hints need it."""

    code: str
    name: str
    parent: str = ""  # its code


@dataclass(frozen=True, slots=True)
class CheckedIndicator:
    """An indicator as the hints need it."""

    code: str
    name: str
    unit: str
    decimals: int
    additive: bool = False
    per: int | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None

    @property
    def is_rate(self) -> bool:
        """Whether a whole lies between its parts: a rate or a mean, no total."""
        return not self.additive and bool(self.per or self.unit in RATES)

    @property
    def is_count(self) -> bool:
        return self.additive or not self.decimals

    @property
    def is_exact(self) -> bool:
        """Whether it counts single things, so that nothing is rounded."""
        return self.additive and not (self.decimals or set(self.unit) & ROUNDED)

    def printed(self, steps: int) -> Decimal:
        return Decimal(int(steps)).scaleb(-self.decimals)

    def steps(self, value: Decimal) -> int:
        """Return a value as steps of the last decimal, rounded as printed."""
        return int(value.scaleb(self.decimals).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class CheckedValue:
    """One value as its reader is told it; `apart` where it is of another 口径 or stands
    in for the region's own. Counts only where the reader may see them."""

    region: str
    indicator: str
    year: int
    value: Decimal
    breaks: bool = False
    apart: bool = False
    demo: bool = False
    events: int | None = None
    denominator: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedTarget:
    """A number that a region's plan asks in a year, in the indicator's unit."""

    region: str
    indicator: str
    year: int
    value: Decimal


@dataclass
class CheckedBoard:
    """All that is looked at: places and indicators by code, values, targets, and the
    (region, indicator, year) of changes of 口径 that lie outside the values."""

    places: dict[str, Place]
    indicators: dict[str, CheckedIndicator]
    values: list[CheckedValue]
    targets: list[CheckedTarget] = field(default_factory=list)
    breaks: set[tuple[str, str, int]] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Hint:
    """What looks odd at a value: a sentence with its figures. `demo` where any of them
    is a demo value."""

    kind: str
    region: str
    indicator: str
    year: int
    sentence: str
    demo: bool = False


def hints(board: CheckedBoard) -> list[Hint]:
    """Return every hint, by kind, region and indicator, the newest year first."""
    frame = _frame(board)
    if frame is None:
        return []
    fit = frame[~frame.apart]
    found = [
        *_across(board, fit),
        *_on_target(board, fit),
        *_same_steps(board, fit),
        *_against_counts(board, frame),
    ]
    return sorted(
        found, key=lambda h: (KINDS.index(h.kind), h.region, h.indicator, -h.year)
    )


def _frame(board: CheckedBoard):
    """Return the values by series and year as a frame, None for none.

    `steps` are the value in steps of the last decimal, `blur` twice what rounding may
    hide of it, `since` the year of the latest change of 口径.
    """
    import pandas

    rows = []
    for v in board.values:
        concept = board.indicators[v.indicator]
        steps = concept.steps(v.value)
        if abs(steps) < LARGEST:
            parent = board.places[v.region].parent
            rows.append(
                (v.region, parent, v.indicator, v.year, steps, concept.decimals)
                + (v.breaks, v.apart, v.demo, v.value, v.events, v.denominator)
            )
    if not rows:
        return None
    names = ["region", "parent", "indicator", "year", "steps", "decimals"]
    names += ["breaks", "apart", "demo", "value", "events", "denominator"]
    frame = pandas.DataFrame(rows, columns=names)
    frame = frame.sort_values(["region", "indicator", "year"], ignore_index=True)
    series = [frame.region, frame.indicator]
    zeros = sum(
        (frame.steps % 10**n == 0) & (frame.decimals >= n)
        for n in range(1, int(frame.decimals.max()) + 1)
    )
    zeros = zeros if hasattr(zeros, "groupby") else frame.decimals * 0
    frame["blur"] = 10 ** zeros.groupby(series).transform("min").astype("int64")
    exact = {code for code, concept in board.indicators.items() if concept.is_exact}
    frame["blur"] = frame.blur.where(~frame.indicator.isin(exact), 0)
    frame["since"] = _since(board, frame)
    return frame


def _since(board: CheckedBoard, frame):
    """Return the year of the latest change of 口径 up to each row, 0 for none."""
    changed = frame.year.where(frame.breaks)
    before = changed.groupby([frame.region, frame.indicator]).cummax()
    since = before.groupby([frame.region, frame.indicator]).ffill().fillna(0)
    if not board.breaks:
        return since.astype(int)
    outside: dict[tuple[str, str], list[int]] = {}
    for region, indicator, year in board.breaks:
        outside.setdefault((region, indicator), []).append(year)
    keys = zip(frame.region, frame.indicator, frame.year, since, strict=True)
    return [
        max([int(last), *(y for y in outside.get((r, i), ()) if y <= year)])
        for r, i, year, last in keys
    ]


# ------------------------------------------------------------- a region and those below


def _across(board: CheckedBoard, fit) -> Iterator[Hint]:
    """Yield where a whole lies outside its parts, or is not their sum."""
    below: dict[str, set[str]] = {}
    for place in board.places.values():
        below.setdefault(place.parent, set()).add(place.code)
    parts = fit[
        fit.parent.isin({code for code, those in below.items() if len(those) > 1})
    ]
    if parts.empty:
        return
    for row in _beside_parts(fit, parts).itertuples():
        if row.n < len(below[row.region]) or not row.first == row.last == row.since:
            continue
        concept = board.indicators[row.indicator]
        demo = bool(row.demo or row.part_demo)
        at = row.region, row.indicator, int(row.year)
        if concept.is_rate and _is_outside(row):
            yield Hint(RANGE, *at, _range_sentence(board, parts, row), demo)
        if concept.additive and abs(2 * (row.steps - row.total)) > row.blur + row.blurs:
            yield Hint(SUM, *at, _sum_sentence(board, row), demo)


def _beside_parts(fit, parts):
    """Return the values that have parts, each with what these are together: from
    where to where they may reach, their sum, which is the largest and smallest."""
    keys = ["parent", "indicator", "year"]
    parts = parts.assign(
        low=2 * parts.steps - parts.blur, high=2 * parts.steps + parts.blur
    )
    together = parts.groupby(keys).agg(
        n=("region", "nunique"),
        first=("since", "min"),
        last=("since", "max"),
        low=("low", "min"),
        high=("high", "max"),
        total=("steps", "sum"),
        blurs=("blur", "sum"),
        part_demo=("demo", "any"),
        top=("steps", "idxmax"),
        bottom=("steps", "idxmin"),
    )
    own = ["region", "indicator", "year"]
    names = ("", "_of_parts")
    return fit.merge(together.reset_index(), left_on=own, right_on=keys, suffixes=names)


def _is_outside(row) -> bool:
    """Whether a whole lies beyond all its parts by more than rounding hides."""
    return bool(
        2 * row.steps - row.blur > row.high or 2 * row.steps + row.blur < row.low
    )


def _range_sentence(board: CheckedBoard, parts, row) -> str:
    """Return the sentence with the part that is nearest to the whole."""
    above = 2 * row.steps > row.high
    nearest = parts.loc[row.top if above else row.bottom]
    concept = board.indicators[row.indicator]
    return checkup_words.outside(
        int(row.year),
        board.places[row.region].name,
        checkup_words.figure(concept.printed(row.steps), concept),
        int(row.n),
        board.places[nearest.region].name,
        checkup_words.figure(concept.printed(nearest.steps), concept),
        above=above,
    )


def _sum_sentence(board: CheckedBoard, row) -> str:
    concept = board.indicators[row.indicator]
    return checkup_words.not_the_sum(
        int(row.year),
        board.places[row.region].name,
        checkup_words.figure(concept.printed(row.steps), concept),
        int(row.n),
        checkup_words.figure(concept.printed(row.total), concept),
        checkup_words.figure(concept.printed(abs(row.steps - row.total)), concept),
    )


# ---------------------------------------------------------------------- one series


def _on_target(board: CheckedBoard, fit) -> Iterator[Hint]:
    """Yield values that are printed exactly as the next target of their region, the
    years of one target together, at the last."""
    import pandas

    asked = [
        (t.region, t.indicator, t.year, steps)
        for t in board.targets
        if (steps := _asked(t, board.indicators[t.indicator])) is not None
    ]
    if not asked:
        return
    aims = pandas.DataFrame(asked, columns=["region", "indicator", "due", "asked"])
    both = fit.merge(aims.drop_duplicates(), on=["region", "indicator"])
    both = both[both.due >= both.year]
    first = both.groupby(["region", "indicator", "year"]).due.transform("min")
    met = both[(both.due == first) & (both.steps == both.asked)]
    for (region, indicator, due), those in met.groupby(["region", "indicator", "due"]):
        concept = board.indicators[indicator]
        steps = int(those.steps.iloc[0])  # the same every year: that of the target
        printed = checkup_words.figure(concept.printed(steps), concept)
        years = sorted(map(int, those.year))
        said = checkup_words.on_target(years, printed, int(due))
        yield Hint(TARGET, region, indicator, years[-1], said, bool(those.demo.any()))


def _asked(target: CheckedTarget, concept: CheckedIndicator) -> int | None:
    """Return a target in steps; None where no printed value equals it, or where that
    would be no wonder: at the indicator's bounds, at a small number of things."""
    steps = concept.steps(target.value)
    if concept.printed(steps) != target.value or abs(steps) >= LARGEST:
        return None
    if target.value in (concept.lower, concept.upper):
        return None
    if concept.is_count and abs(target.value) < LEAST_TARGET_COUNT:
        return None
    return steps


def _same_steps(board: CheckedBoard, fit) -> Iterator[Hint]:
    """Yield each run of years that step alike, at its last year."""
    series = [fit.region, fit.indicator]
    step = fit.groupby(series).steps.diff()
    least = fit.indicator.map(
        {
            code: LEAST_STEP_COUNT if concept.is_count else LEAST_STEP
            for code, concept in board.indicators.items()
        }
    )
    # of a rate in steps of what its series prints
    enough = step.abs() >= least * fit.blur.where(least == LEAST_STEP, 1)
    valid = fit.groupby(series).year.diff().eq(1) & ~fit.breaks & enough
    again = valid & valid.groupby(series).shift(fill_value=False)
    again &= step.eq(step.groupby(series).shift())
    run = (~again).cumsum()
    length = run.groupby(run).transform("size")
    following = again.groupby(series).shift(-1, fill_value=False)
    ends = fit.assign(step=step, length=length, run=run)
    demos = fit.demo.groupby(run).transform("any")
    ends = ends.assign(demo=demos)[again & ~following & (length >= RUNNING)]
    for row in ends.itertuples():
        concept = board.indicators[row.indicator]
        last, n, each = int(row.year), int(row.length), int(row.step)
        first = row.steps - n * each
        said = checkup_words.same_steps(
            last - n,
            last,
            checkup_words.figure(concept.printed(abs(each)), concept, gap=True),
            checkup_words.figure(concept.printed(first), concept),
            checkup_words.figure(concept.printed(row.steps), concept),
            up=each > 0,
        )
        yield Hint(STEP, row.region, row.indicator, last, said, bool(row.demo))


def _against_counts(board: CheckedBoard, frame) -> Iterator[Hint]:
    """Yield rates that are not those of the counts beside them, by more than one in
    the last digit they are given with: rounded and cut off are both allowed."""
    counted = frame[frame.events.notna() & frame.denominator.notna()]
    for row in counted.itertuples():
        concept = board.indicators[row.indicator]
        if not (concept.per and row.denominator):
            continue
        events, people = int(row.events), int(row.denominator)
        exact = Decimal(events) * concept.per / people
        given = -min(row.value.normalize().as_tuple().exponent, 0)
        if abs(exact - row.value) <= Decimal(1).scaleb(-given):
            continue
        said = checkup_words.against_counts(
            int(row.year),
            checkup_words.figure(row.value, concept),
            f"{events}÷{people}",
            checkup_words.figure(concept.printed(concept.steps(exact)), concept),
        )
        yield Hint(
            COUNTS, row.region, row.indicator, int(row.year), said, bool(row.demo)
        )


def tally(found: Iterable[Hint]) -> dict[str, int]:
    """Return kind → how many, every kind named."""
    counts = dict.fromkeys(KINDS, 0)
    for hint in found:
        counts[hint.kind] += 1
    return counts
