"""What a sentence needs from a case and its result, read once and read safely."""

from dataclasses import dataclass, field

from indicators.rules.explain.reading import (
    TOLERANCE,
    focus,
    listing,
    mapping,
    milestones,
    near,
    year_of,
)
from indicators.rules.numbers import (
    MINUS,
    figure,
    gap_unit,
    is_zero,
    number,
    percent,
    plain,
    shown_unit,
    toward,
    trimmed,
)


@dataclass(frozen=True)
class Facts:
    """One assessment with the names of its case; every number a float or None."""

    name: str
    name_en: str
    unit: str
    up: bool
    decimals: int
    result: dict
    case: dict
    flags: frozenset = frozenset()
    target_row: dict = field(default_factory=dict)  # the focus in the case
    state_row: dict = field(default_factory=dict)  # the focus in the result

    @property
    def range_zh(self) -> str:
        """The target range without unit: 103～107, or its only end: 不高于107."""
        low, high = (number(self.target_row.get(end)) for end in ("lo", "hi"))
        if None not in (low, high):
            return f"{self.stated(low)}～{self.stated(high)}"
        return (
            f"不低于{self.stated(low)}"
            if high is None
            else f"不高于{self.stated(high)}"
        )

    def value(self, key) -> float | None:
        return number(self.result.get(key))

    def block(self, key) -> dict:
        return mapping(self.result.get(key))

    @property
    def status(self) -> str:
        return str(self.result.get("status") or "no_data")

    @property
    def schedule(self) -> str:
        """The status before the forecast was looked at."""
        return str(self.result.get("schedule_status") or self.status)

    @property
    def reason(self) -> str:
        return str(self.result.get("reason") or "")

    @property
    def scale(self) -> str:
        return str(self.result.get("scale") or "value")

    @property
    def sign(self) -> int:
        """+1 where more is better on the focus's scale, −1 where less is."""
        return 1 if self.up and self.scale != "range" else -1

    @property
    def year(self) -> int | None:
        return year_of(self.result.get("latest_year"))

    @property
    def focus_year(self) -> int | None:
        return year_of(self.result.get("focus_year"))

    @property
    def target(self) -> float | None:
        return None if self.focus_year is None else self.value("focus_target")

    @property
    def latest(self) -> float | None:
        return self.value("latest")

    @property
    def pooled(self) -> dict:
        """The pooled rate, where the result has one that can be printed."""
        block = self.block("pooled")
        return block if number(block.get("rate")) is not None else {}

    @property
    def judged(self) -> float | None:
        """The number the path rules judge: the pooled rate, else the latest value."""
        return number(self.pooled.get("rate")) if self.pooled else self.latest

    @property
    def gap(self) -> float | None:
        """The distance to the path as printed, signed as better is +.

        The difference of the printed numbers: who subtracts 序时目标值 from the value
        finds it to the last digit.
        """
        path = self.value("path_value")
        if path is None or self.judged is None:
            return self.value("gap")
        value, path = (
            float(figure(x, self.path_places).replace(MINUS, "-"))
            for x in (self.judged, path)
        )
        return self.sign * round(value - path, self.path_places)

    @property
    def tolerated(self) -> bool:
        """Whether the value lags behind the path by no more than the tolerance."""
        gap, tolerance = self.value("gap"), self.value("tolerance")
        return None not in (gap, tolerance) and 0 < -gap <= tolerance + TOLERANCE

    @property
    def final(self) -> bool:
        """Whether the focus was judged by the value of its own year."""
        if self.focus_year is None:
            return False
        judged = self.state_row.get("state") in ("met", "not_met")
        return self.status == "not_met" or (self.status == "achieved" and judged)

    @property
    def final_value(self) -> float | None:
        own = number(self.state_row.get("value"))
        return self.latest if own is None else own

    @property
    def final_year(self) -> int | None:
        """The year of the value that judged: the focus's, or the neighbour's used."""
        if "proxy_year" not in self.marks or self.focus_year is None:
            return self.focus_year
        rows = map(mapping, listing(self.case.get("observations")))
        have = {year_of(row.get("year")): number(row.get("value")) for row in rows}
        near_by = (self.focus_year - 1, self.focus_year + 1)
        return next((y for y in near_by if have.get(y) is not None), self.focus_year)

    @property
    def marks(self) -> frozenset:
        """The flags of the focus milestone itself."""
        return frozenset(str(flag) for flag in listing(self.state_row.get("flags")))

    @property
    def effort(self) -> bool:
        return "effort" in self.marks or bool(self.target_row.get("effort"))

    @property
    def strict(self) -> bool:
        return self.target_row.get("op") in ("<", ">")

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
        """Whether the unit alone would not tell what is meant (/10万, no unit)."""
        unit = self.gap_unit if self.scale != "value" else self.shown_unit
        return not unit or unit.startswith("/")

    @property
    def reference(self) -> str:
        """Whom the value is compared with: 全国平均, also where only 全国 is given."""
        text = self.target_row.get("reference")
        text = text if text and isinstance(text, str) else "参照地区"
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
        """Return a target or limit as a plan would print it."""
        return trimmed(value, self.decimals + 2)

    def distance(self, value) -> str:
        """Return how far a value is from a limit, with the indicator's decimals.

        More only where the distance would else read as nothing.
        """
        text = trimmed(value, self.decimals)
        return self.stated(value) if is_zero(text) else text

    def share(self, key) -> str:
        """Return a share in whole per cent; what is not all never prints as 100%."""
        share = self.value(key)
        text = percent(share)
        unfinished = text == "100%" and share < 1 - TOLERANCE
        return f"{toward(share * 100, 1)}%" if unfinished else text

    def nothing(self, value, places) -> bool:
        return is_zero(plain(value, places))


def _upward(indicator) -> bool:
    """Return whether more is better: as stated, else as the first ≥ or ≤ says."""
    stated = indicator.get("direction")
    if stated not in ("up", "down"):
        ops = [row.get("op") for row in milestones({"indicator": indicator})]
        stated = next((op for op in ops if op in (">=", ">", "<=", "<")), "up")
    return stated in ("up", ">=", ">")


def facts(case, result) -> Facts:
    """Return the facts of one assessment, whatever is missing in it."""
    case, result = mapping(case), mapping(result)
    indicator = mapping(case.get("indicator"))
    decimals = number(indicator.get("decimals"))
    stated, state = focus(case, result)
    if not stated and result.get("scale") in ("reference", "range"):
        found = [m for m in milestones(case) if m.get("kind") == result["scale"]]
        stated = (found or [{}])[0]
    return Facts(
        name=str(indicator.get("name") or ""),
        name_en=str(indicator.get("name_en") or indicator.get("name") or ""),
        unit=str(indicator.get("unit") or ""),
        up=_upward(indicator),
        decimals=1 if decimals is None else min(max(int(decimals), 0), 9),
        result=result,
        case=case,
        flags=frozenset(str(flag) for flag in listing(result.get("flags"))),
        target_row=stated,
        state_row=state,
    )
