"""What a sentence needs from a case and its result, read once and read safely."""

from dataclasses import dataclass, field

from indicators.numbers import (
    gap_unit,
    is_zero,
    number,
    percent,
    plain,
    shown_unit,
    trimmed,
)

TOLERANCE = 1e-9
FORMULA_KINDS = ("relative", "points", "absolute", "multiply", "annual")


def mapping(value) -> dict:
    return value if isinstance(value, dict) else {}


def listing(value) -> list:
    return list(value) if isinstance(value, list | tuple) else []


def near(one, other, tolerance=1e-6) -> bool:
    """Say whether two numbers are both known and the same but for rounding."""
    one, other = number(one), number(other)
    if one is None or other is None:
        return False
    return abs(one - other) <= tolerance * max(1, abs(one), abs(other))


def year_of(value) -> int | None:
    read = number(value)
    return None if read is None else int(read)


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

    def value(self, key) -> float | None:
        return number(self.result.get(key))

    def block(self, key) -> dict:
        return mapping(self.result.get(key))

    @property
    def status(self) -> str:
        return str(self.result.get("status") or "no_data")

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
        return self.value("focus_target")

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
        """The distance to the path in the indicator's unit, signed as better is +.

        From the printed numbers where there is no pooling, so that sentence and
        arithmetic agree to the last digit.
        """
        path = self.value("path_value")
        if self.pooled or path is None or self.latest is None:
            return self.value("gap")
        return self.sign * (self.latest - path)

    @property
    def final(self) -> bool:
        """Whether the focus was judged by the value of its own year."""
        judged = self.state_row.get("state") in ("met", "not_met")
        return self.status == "not_met" or (self.status == "achieved" and judged)

    @property
    def final_value(self) -> float | None:
        own = number(self.state_row.get("value"))
        return self.latest if own is None else own

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
        """Who the value is compared with, short: 全国平均."""
        text = self.target_row.get("reference")
        return str(text) if text and isinstance(text, str) else "参照地区"

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

    def share(self, key) -> str:
        """Return a share as whole per cent, "at least" and "at most" left out."""
        return percent(self.value(key))

    def nothing(self, value, places) -> bool:
        return is_zero(plain(value, places))


def milestones(case) -> list[dict]:
    """Return the case's milestones, compounds split into their parts."""
    rows = []
    for row in map(mapping, listing(mapping(case.get("indicator")).get("milestones"))):
        parts = [mapping(part) for part in listing(row.get("parts"))]
        shared = {key: row.get(key) for key in ("year", "effort")}
        rows += [shared | part for part in parts] or [row]
    return rows


def paired(case, result) -> list[tuple[dict, dict]]:
    """Return (milestone of the case, its state in the result), in the plan's order."""
    stated = milestones(case)
    states = [mapping(row) for row in listing(result.get("milestones"))]
    if len(stated) != len(states):
        by_year = {year_of(row.get("year")): row for row in stated}
        return [(by_year.get(year_of(s.get("year")), {}), s) for s in states]
    return list(zip(stated, states, strict=True))


def _scale_of(row) -> str:
    return row.get("kind") if row.get("kind") in ("reference", "range") else "value"


def focus(case, result) -> tuple[dict, dict]:
    """Return the focus in the case and in the result, empty dicts where unknown."""
    year, target = result.get("focus_year"), number(result.get("focus_target"))
    if year is None:
        return {}, {}
    own = [pair for pair in paired(case, result) if pair[1].get("year") == year]
    scale = result.get("scale") or "value"
    exact = [
        (stated, state)
        for stated, state in own
        if near(state.get("target"), target) or (state.get("target") is target is None)
    ]
    alike = [pair for pair in exact if _scale_of(pair[0]) == scale]
    return (alike or exact or own or [({}, {})])[0]


def facts(case, result) -> Facts:
    """Return the facts of one assessment, whatever is missing in it."""
    case, result = mapping(case), mapping(result)
    indicator = mapping(case.get("indicator"))
    decimals = number(indicator.get("decimals"))
    stated, state = focus(case, result)
    if not stated and result.get("scale") == "reference":
        found = [m for m in milestones(case) if m.get("kind") == "reference"]
        stated = (found or [{}])[0]
    return Facts(
        name=str(indicator.get("name") or ""),
        name_en=str(indicator.get("name_en") or indicator.get("name") or ""),
        unit=str(indicator.get("unit") or ""),
        up=indicator.get("direction") != "down",
        decimals=1 if decimals is None else min(max(int(decimals), 0), 9),
        result=result,
        case=case,
        flags=frozenset(str(flag) for flag in listing(result.get("flags"))),
        target_row=stated,
        state_row=state,
    )
