"""What a page shows of one plan row, as plain values. Pure."""

import datetime
from dataclasses import dataclass
from decimal import Decimal

from dashboards.answering import Lead, RowNote
from indicators.rules import assessment, digits, shown
from indicators.rules.assessment import Case, Parameters, Result
from indicators.rules.assessment import summary as partition
from indicators.rules.shown import Shown, StatedAim


def full_name(region) -> str:
    """Return a county's name behind its city's (乐山市市中区), others' as they are."""
    return f"{region.parent.name}{region.name}" if region.level == 3 else region.name


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a series in the indicator's unit; value None says a gap on
    purpose."""

    year: int
    value: Decimal | None
    demo: bool = False
    substitute: bool = False
    breaks: bool = False
    own_definition: str = ""  # its 口径, where not the catalogue's
    grade: str = ""  # how final it is (models.observations.Grade)

    @property
    def is_comparable(self) -> bool:
        """Whether it may stand beside another region's value."""
        return (
            self.value is not None and not self.substitute and not self.own_definition
        )


@dataclass(frozen=True, slots=True)
class Source:
    """Where a target is printed, and the sentence quoted from there."""

    place: str
    quote: str = ""

    @classmethod
    def read(cls, line: str, title: str = "") -> "Source":
        """Split a provenance line; the title of the plan at hand need not be said."""
        place, mark, quote = line.removeprefix(f"《{title}》").partition("：“")
        return cls(place, f"“{quote}" if mark else "")


@dataclass(frozen=True, slots=True)
class Revised:
    """What a revision rests on: the document as cited, its day, why, by whom."""

    document: str
    date: datetime.date | None
    reason: str
    by: str
    second: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline that was replaced, or the one in force, as printed."""

    raw: str
    year: int | None
    revised: Revised | None


@dataclass(frozen=True, slots=True)
class Aim:
    """One target: as printed with its unit (indicators/rules/printed.py), how it is
    read, where it is printed.

    `year` is None where the plan prints none. `state` is the attainment of assessment
    README B5 (met, not_met, awaiting …), "" for the figures of other levels, which are
    shown and never judged. `value`, `lo`, `hi` and `exact` are in the indicator's unit,
    None where the words have no number: `value` as the verdict resolved it, `exact` as
    the plan prints it. A list of rows fills what it shows: the first five.
    """

    year: int | None
    printed: str
    state: str = ""
    op: str = ""
    effort: bool = False
    read: str = ""
    kind: str = ""
    issuer: str = ""
    value: float | None = None
    lo: float | None = None
    hi: float | None = None
    exact: Decimal | None = None
    asks: tuple[StatedAim, ...] = ()  # in the indicator's unit, each part of a compound
    sources: tuple[Source, ...] = ()
    remark: str = ""
    revision: int = 0
    superseded: bool = False
    revised: Revised | None = None


@dataclass(frozen=True, slots=True)
class Upper:
    """An upper level's value of the last year that both levels have."""

    name: str
    value: Decimal
    year: int


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan with its stored verdict; figures in the indicator's unit.

    A list of rows knows the targets in force of the plan's own region and the series;
    in full (queries/plan_rows.py) a row has every target, where all is printed, and
    the case that was judged. `direction` is then the one judged by: a range has one
    where the indicator has none. `foreign_unit` is the row's unit where its printed
    figures are not in the indicator's own.
    """

    region_code: str
    region_name: str
    key: str
    order: int
    indicator: str
    label: str
    unit: str
    decimals: int
    direction: str
    domain: str
    in_table: bool
    nature: str = ""
    baseline: str = ""  # as printed, with its unit
    leads: tuple[Lead, ...] = ()  # who answers for it, 牵头 first
    note: RowNote | None = None  # why it is behind and what comes next, the newest
    pk: int = 0
    aims: tuple[Aim, ...] = ()
    code: str = ""
    reason: str = ""
    flags: tuple[str, ...] = ()
    latest_year: int | None = None
    latest_value: Decimal | None = None
    result: Result = Result()
    sentence: str = ""
    as_of: int | None = None
    has_demo: bool = False
    before_code: str = ""  # the verdict of the year before, "" where none was made
    before_reason: str = ""
    before_has_demo: bool = False
    grade: str = ""  # how final the value judged is (models.observations.Grade)
    period: int = 1
    series: tuple[Point, ...] = ()
    upper: Upper | None = None
    questions: tuple[str, ...] = ()  # open: what they concern is not judged
    # In full:
    plan: str = ""
    plan_code: str = ""
    plan_end: int | None = None
    is_draft: bool = False
    retired: datetime.date | None = None  # the day its plan was
    unit_label: str = ""
    unit_read: str = ""
    foreign_unit: str = ""
    baseline_raw: str = ""
    baseline_year: int | None = None
    baseline_value: float | None = None
    baselines: tuple[Baseline, ...] = ()  # the newest first; none where never revised
    sources: tuple[Source, ...] = ()
    remark: str = ""
    case: Case | None = None
    parameters: Parameters = assessment.DEFAULT

    @property
    def standing(self) -> partition.RowStanding:
        """Where it stands at its latest due year and at its last."""
        if self.code and self.as_of:
            return partition.standing(self.result, self.as_of)
        years = {goal.year for goal in self.goals} - {None}
        return partition.unjudged(years, assessment.current_year())

    @property
    def counted(self) -> partition.CountedRow:
        """What the three balances count of it."""
        about = (self.status, self.reason, self.is_stale, self.is_closed)
        return partition.CountedRow(*about, self.standing)

    @property
    def status(self) -> str:
        """The category; a row that nobody could judge counts as no_data."""
        return self.code or "no_data"

    @property
    def severity(self) -> int:
        return assessment.CATEGORIES[self.status].severity

    @property
    def urgency(self) -> tuple:
        """Sorts the worst first, a binding row before an expected one."""
        return self.severity, self.nature != "binding", self.order

    @property
    def group(self) -> str:
        return assessment.CATEGORIES[self.status].group

    @property
    def is_stale(self) -> bool:
        return "stale" in self.flags

    @property
    def is_closed(self) -> bool:
        """Whether the verdict is final, on a year that is over (B9)."""
        return bool(self.result.closed)

    @property
    def grade_words(self) -> str:
        """预计数, 快报数 or 初步数 where the value judged is not final yet, else ""."""
        return assessment.PROVISIONAL.get(self.grade, "")

    @property
    def is_effort(self) -> bool:
        """Whether the milestone judged is one the plan only strives for (力争)."""
        year, states = self.result.focus_year, self.result.milestones
        return year is not None and any(
            "effort" in m.flags for m in states if m.year == year
        )

    @property
    def tone(self) -> str:
        """The hue: that of the group, softer where a 力争 target is missed."""
        return "watch" if self.group == "bad" and self.is_effort else self.group

    @property
    def judged_year(self) -> int | None:
        """The year that notes are about: of the value judged, else of the newest."""
        return self.shown.year if self.shown else self.latest_year

    @property
    def sign(self) -> int:
        """+1 where more is better, −1 where less is."""
        return -1 if self.direction == "down" else 1

    @property
    def places(self) -> int:
        """Decimals of a computed path, forecast or pace."""
        return digits.path_places(self.decimals)

    @property
    def shown(self) -> Shown | None:
        """Value, asked value and distance on one basis; None where nothing is
        measured."""
        return shown.shown(
            self.result,
            code=self.status,
            direction=self.direction,
            decimals=self.decimals,
            own={p.year: p.value for p in self._values if p.value is not None},
            asked=self.asks,
        )

    @property
    def _values(self) -> tuple:
        """The series in a list, what was judged in full."""
        return self.series or (self.case.observations if self.case else ())

    def asks(self, year: int | None) -> tuple[StatedAim, ...]:
        """Return what the target of a year asks, each part of a compound."""
        found = self.goal(year)
        return found.asks if found else ()

    @property
    def departments(self) -> tuple[str, ...]:
        """The names of who answers for the row, each once."""
        return tuple(dict.fromkeys(lead.name for lead in self.leads))

    @property
    def department(self) -> str:
        return "、".join(self.departments)

    @property
    def goals(self) -> tuple[Aim, ...]:
        """The targets in force of the plan's own region, by year, the undated last."""
        return tuple(a for a in self.aims if not a.issuer and not a.superseded)

    def goal(self, year: int | None) -> Aim | None:
        return next((g for g in self.goals if g.year == year), None)

    @property
    def numbers(self) -> dict:
        """Milestone year (None for an undated target) → the target in the indicator's
        unit: exact where the plan prints it, else as the verdict resolved it; a pair
        for a range."""
        plain = self.result.scale == "value"  # else of a difference
        found = {}
        for aim in self.goals:
            if aim.exact is not None:
                found[aim.year] = aim.exact
            elif aim.lo is not None:
                found[aim.year] = aim.lo, aim.hi
            elif plain and aim.value is not None:
                found[aim.year] = aim.value
        return found

    @property
    def steps(self) -> list[tuple[int, float]]:
        """The line to draw beside the values: the plan's path, or a limit in steps."""
        if self.result.path and "maintenance" not in self.flags:
            return list(self.result.path)
        if self.result.scale != "value":
            return []
        return self._limit_steps() if "maintenance" in self.flags else []

    def _limit_steps(self) -> list[tuple[int, float]]:
        """Return the limits in force, from the first year shown: a stair."""
        marks = [
            (m.year, m.target)
            for m in self.result.milestones
            if None not in (m.year, m.target) and m.state != "unconfirmed"
        ]
        if not marks:
            return []
        start = min([marks[0][0], *(p.year for p in self.series)])
        found = [(start, marks[0][1])]
        for year, target in marks:
            found += [(year, found[-1][1]), (year, target)]
        return found


@dataclass(frozen=True, slots=True)
class SetState:
    """A state that a person has set of a target in words, and on what evidence.

    `token` addresses the file, "" where the evidence is words alone.
    """

    state: str
    evidence: str
    date: datetime.date
    by: str
    token: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One target in words with the states set, the newest first; none until then.

    `year` is None where the plan prints none.

    `earlier` are the states of the words that it replaced, newest first; `questions`
    what nobody has answered about the words: until then no state is set.
    """

    year: int | None
    raw: str
    label: str
    sources: tuple[Source, ...]
    key: str = ""
    remark: str = ""
    indicator: str = ""
    region_code: str = ""
    states: tuple[SetState, ...] = ()
    earlier: tuple[SetState, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def now(self) -> SetState | None:
        return self.states[0] if self.states else None

    @property
    def state(self) -> str:
        """The state in force, "" until a person has set one."""
        return self.states[0].state if self.states else ""
