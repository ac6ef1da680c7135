"""What a sentence needs from a case and its result, read once."""

from dataclasses import dataclass

from indicators.rules.assessment import (
    AssessedIndicator,
    Case,
    JudgedMilestone,
    Milestone,
    Pooled,
    Result,
)
from indicators.rules.assessment.cases import AT_LEAST, AT_MOST
from indicators.rules.explain.reading import NO_MILESTONE, TOLERANCE, focus, near
from indicators.rules.numbers import (
    MINUS,
    figure,
    gap_unit,
    is_zero,
    number,
    percent,
    plain,
    shown_unit,
    small_places,
    toward,
    trimmed,
)


@dataclass(frozen=True)
class Facts:
    """One assessment with the names of its case and its focus in both."""

    name: str
    name_en: str
    unit: str
    up: bool
    decimals: int
    result: Result
    case: Case
    asked: Milestone  # the focus in the case
    state: JudgedMilestone  # the focus in the result

    @property
    def range_zh(self) -> str:
        """The target range without unit: 103～107, or its only end: 不高于107."""
        low, high = self.ends
        if None not in (low, high):
            return f"{self.stated(low)}～{self.stated(high)}"
        return (
            f"不低于{self.stated(low)}"
            if high is None
            else f"不高于{self.stated(high)}"
        )

    @property
    def ends(self) -> tuple[float | None, float | None]:
        """The ends of the target range."""
        return number(self.asked.lo), number(self.asked.hi)

    @property
    def flags(self) -> tuple[str, ...]:
        return self.result.flags

    @property
    def status(self) -> str:
        return self.result.status

    @property
    def schedule(self) -> str:
        """The status before the forecast was looked at."""
        return self.result.schedule_status or self.status

    @property
    def reason(self) -> str:
        return self.result.reason or ""

    @property
    def scale(self) -> str:
        return self.result.scale

    @property
    def direction(self) -> str:
        """Which way is better: up or down, on the indicator's own values."""
        return "up" if self.up else "down"

    @property
    def sign(self) -> int:
        """+1 where more is better on the focus's scale, −1 where less is."""
        return 1 if self.up and self.scale != "range" else -1

    @property
    def year(self) -> int | None:
        return self.result.latest_year

    @property
    def focus_year(self) -> int | None:
        return self.result.focus_year

    @property
    def target(self) -> float | None:
        return None if self.focus_year is None else self.result.focus_target

    @property
    def latest(self) -> float | None:
        return self.result.latest

    @property
    def pooled(self) -> Pooled | None:
        """The pooled rate, where the result has one that can be printed."""
        block = self.result.pooled
        return None if block is None or block.rate is None else block

    @property
    def judged(self) -> float | None:
        """The number the path rules judge: the pooled rate, else the latest value."""
        return self.pooled.rate if self.pooled else self.latest

    @property
    def gap(self) -> float | None:
        """The distance to the path as printed, signed as better is +.

        The difference of the printed numbers: who subtracts 序时目标值 from the value
        finds it to the last digit.
        """
        path = self.result.path_value
        if path is None or self.judged is None:
            return self.result.gap
        value, path = _read(self.told), _read(figure(path, self.path_places))
        return self.sign * round(value - path, self.path_places)

    @property
    def told(self) -> str:
        """The judged value as printed beside the path: with the indicator's decimals,
        more only where they would hide on which side of the path it lies."""
        path, text = self.result.path_value, self.own(self.judged)
        true, shown = self.judged - path, _read(text) - path
        is_told = abs(shown) > TOLERANCE and (shown > 0) == (true > 0)
        if is_told and abs(true) > TOLERANCE and not self.pooled:
            return text
        return figure(self.judged, self.path_places)

    @property
    def told_places(self) -> int:
        """The decimals of `told`; on the path itself the indicator's own."""
        is_on_path = abs(self.judged - self.result.path_value) <= TOLERANCE
        return self.decimals if is_on_path else len(self.told.partition(".")[2])

    @property
    def tolerated(self) -> bool:
        """Whether the value lags behind the path by no more than the tolerance."""
        gap, tolerance = self.result.gap, self.result.tolerance
        return None not in (gap, tolerance) and 0 < -gap <= tolerance + TOLERANCE

    @property
    def final(self) -> bool:
        """Whether the focus was judged by the value of its own year."""
        if self.focus_year is None:
            return False
        judged = self.state.state in ("met", "not_met") and self.reason != "early"
        return self.status == "not_met" or (self.status == "achieved" and judged)

    @property
    def final_value(self) -> float | None:
        return self.latest if self.state.value is None else self.state.value

    @property
    def final_year(self) -> int | None:
        """The year of the value that judged: the focus's, or the neighbour's used."""
        if self.result.record_year is not None:
            return self.result.record_year
        if "proxy_year" not in self.marks or self.focus_year is None:
            return self.focus_year
        have = {o.year for o in self.case.observations if o.value is not None}
        near_by = (self.focus_year - 1, self.focus_year + 1)
        return next((y for y in near_by if y in have), self.focus_year)

    @property
    def marks(self) -> tuple[str, ...]:
        """The flags of the focus milestone itself."""
        return self.state.flags

    @property
    def effort(self) -> bool:
        return "effort" in self.marks or self.asked.effort

    @property
    def strict(self) -> bool:
        return self.asked.op in ("<", ">")

    @property
    def path_places(self) -> int:
        """Decimals of path, gap and yearly change in a sentence: two at least."""
        return max(self.decimals, min(self.decimals + 1, 2))

    @property
    def gap_unit(self) -> str:
        return gap_unit(self.unit)

    @property
    def shown_unit(self) -> str:
        return shown_unit(self.unit)

    @property
    def named(self) -> bool:
        """Whether the unit alone would not tell what is meant (/10万, no unit).

        A distance to a range is no value of the indicator, whatever its unit.
        """
        if self.scale == "range":
            return True
        unit = self.gap_unit if self.scale != "value" else self.shown_unit
        return not unit or unit.startswith("/")

    @property
    def reference(self) -> str:
        """Whom the value is compared with: 全国平均, also where only 全国 is given."""
        text = self.asked.reference or "参照地区"
        return text if "平均" in text else f"{text}平均"

    def places(self, value, other) -> int:
        """Return the decimals that keep a value apart from an unequal limit."""
        if near(value, other, TOLERANCE):
            return self.decimals + ("borderline" in self.marks)
        for places in range(self.decimals, self.decimals + 4):
            if plain(value, places) != plain(other, places):
                return places
        return self.decimals

    def own(self, value) -> str:
        """Return an observed value with the indicator's decimals."""
        return plain(value, self.decimals)

    def stated(self, value) -> str:
        """Return a target or limit as the plan prints it; a computed one with one
        decimal more than the indicator's, and no more where that shows it."""
        printed = trimmed(value, self.decimals + 2)
        text = trimmed(value, self.decimals + 1)
        if is_zero(text) or any(near(value, own) for own in self._printed()):
            return printed
        return text

    def _printed(self) -> list:
        """Return the numbers that stand in the plan, without changes."""
        base = self.case.indicator.baseline
        own = [base.value] if base is not None else []
        for m in self.case.indicator.split:
            own += [v for v in (m.value, m.lo, m.hi) if v is not None]
        return own

    def short_of(self, limit) -> str:
        """Return how far the judged value, as printed, falls short of a limit.

        With two digits, but one decimal more than the indicator's at most.
        """
        printed = figure(self.judged, self.decimals)
        if not self.pooled:
            printed = self.own(self.judged)
        away = round(abs(_read(printed) - limit), 9) or abs(self.judged - limit)
        places = min(small_places(away, self.decimals), self.decimals + 1)
        text = figure(away, places)
        if places > 2 and text.endswith("0"):  # 0.090 tells no more than 0.09
            text = text[:-1]
        return self.stated(away) if is_zero(text) else text

    def change_places(self, change) -> int:
        """Return the decimals of a yearly change: two digits, and two decimals.

        A count has one decimal only.
        """
        return small_places(change, min(2, self.decimals + 1))

    def slack(self, slack) -> str:
        """Return the yearly room, "" where there is none."""
        text = toward(abs(slack), self.path_places)
        text = toward(abs(slack), small_places(slack)) if is_zero(text) else text
        return "" if is_zero(text) else text

    def distance(self, value) -> str:
        """Return how far a value is from a limit, with the indicator's decimals.

        More only where the distance would else read as nothing.
        """
        text = trimmed(value, self.decimals)
        return self.stated(value) if is_zero(text) else text

    def share(self, share: float) -> str:
        """Return a share in whole per cent; what is not all never prints as 100%."""
        text = percent(share)
        unfinished = text == "100%" and share < 1 - TOLERANCE
        return f"{toward(share * 100, 1)}%" if unfinished else text

    def nothing(self, value, places) -> bool:
        return is_zero(plain(value, places))


def _read(printed: str) -> float:
    """Return the number that was printed."""
    return float(printed.replace(MINUS, "-"))


def _upward(indicator: AssessedIndicator) -> bool:
    """Return whether more is better: as stated, else as the first ≥ or ≤ says."""
    if indicator.measure.direction is not None:
        return indicator.measure.direction == "up"
    ops = (m.op for m in indicator.split if m.op in AT_LEAST | AT_MOST)
    return next(ops, ">=") in AT_LEAST


def facts(case: Case, result: Result) -> Facts:
    """Return the facts of one assessment, whatever is missing in it."""
    indicator, measure = case.indicator, case.indicator.measure
    stated, state = focus(case, result)
    if stated is NO_MILESTONE and result.scale in ("reference", "range"):
        found = (m for m in indicator.split if m.kind == result.scale)
        stated = next(found, NO_MILESTONE)
    return Facts(
        name=measure.name,
        name_en=indicator.name_en or measure.name,
        unit=measure.unit,
        up=_upward(indicator),
        decimals=min(max(measure.decimals, 0), 9),
        result=result,
        case=case,
        asked=stated,
        state=state,
    )
