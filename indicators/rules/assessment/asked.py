"""What a plan asks in one year, as stated (README B3): a milestone and its JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from .figures import number
from .reading import decimals, listing, mapping, words, year

KINDS = (
    "value range relative points absolute multiply annual cumulative reference "
    "direction keep slow coverage text none compound"
).split()
BASED = {"relative", "points", "absolute", "multiply", "annual", "cumulative"}
OPS = (">=", "<=", ">", "<", "=", "~")
CHANGE_UNITS = ("percent", "points", "own")
AT_LEAST, AT_MOST = {">=", ">"}, {"<=", "<"}
MIRROR = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


def compared(kind: str, op: str | None, change: Decimal | None) -> str | None:
    """Return the comparison that a milestone makes of its resolved value.

    The notation's sign of a change speaks of the printed magnitude (降低10%以上 is
    change −10, ≥), and the direction of good alone says which side meets the
    resolved value (assessment README F1). A difference to a reference is compared
    itself: 低于全国平均5个百分点以上 is difference ≤ −5.
    """
    if kind in BASED or kind in ("keep", "slow"):
        return None
    if kind == "reference" and change is not None and change < 0:
        return MIRROR.get(op, op)
    return op


@dataclass(frozen=True, slots=True)
class Milestone:
    """What the plan asks in one year, as stated; figures in the indicator's unit.

    `raw` are the printed words, `reference` names the region of kind reference;
    `change_unit` says what a yearly change counts in (percent where it says nothing);
    `confirmed` is False while a question on the words is open, None where nobody says
    anything: judged like True, but refused where it contradicts the direction.
    `parts` are those of a compound, each with the year and marks of the whole.
    """

    year: int | None
    kind: str
    op: str | None = None
    value: Decimal | None = None
    change: Decimal | None = None
    change_unit: str = ""
    base_year: int | None = None
    lo: Decimal | None = None
    hi: Decimal | None = None
    decimals: int | None = None
    effort: bool = False
    confirmed: bool | None = None
    raw: str = ""
    reference: str = ""
    parts: tuple["Milestone", ...] = ()

    @property
    def is_growth(self) -> bool:
        """Whether it asks a yearly change in per cent, so that its path bends."""
        return self.kind == "annual" and self.change_unit in ("", "percent")

    @property
    def is_stated(self) -> bool:
        """Whether it says what its kind needs: a number, or 持续改善, 保持, 减缓."""
        if self.kind in ("value", "coverage"):
            return self.value is not None
        if self.kind == "range":
            return self.lo is not None or self.hi is not None
        if self.is_growth:
            return self.change is not None and self.change > -100
        if self.kind in BASED or self.kind == "reference":
            return self.change is not None
        return self.kind in ("direction", "keep", "slow")

    @property
    def is_judged(self) -> bool:
        """Whether it can lead a verdict: stated, and for a year."""
        return self.year is not None and self.is_stated

    def to_dict(self) -> dict:
        """Return its JSON form; what says nothing is left out."""
        about = {"year": self.year, "kind": self.kind, "raw": self.raw}
        marks = {"effort": self.effort} if self.effort else {}
        if self.confirmed is not None:
            marks["confirmed"] = self.confirmed
        if self.kind == "compound":
            parts = [part.to_dict() for part in self.parts]
            return about | {"parts": parts} | saying(decimals=self.decimals) | marks
        ends = {"lo": self.lo, "hi": self.hi}
        figures = saying(
            value=self.value, change=self.change, change_unit=self.change_unit
        )
        figures |= ends if self.kind == "range" else saying(**ends)
        read = {"decimals": self.decimals, "op": self.op, "base_year": self.base_year}
        return about | figures | marks | read | saying(reference=self.reference)


def saying(**given) -> dict:
    """Return those of the given that say something; zero does, False does not."""
    return {k: v for k, v in given.items() if v or v == 0 and v is not False}


_SHARED_BY_PARTS = ("year", "effort", "decimals")


def milestone(given: Mapping) -> Milestone:
    """Return one milestone; a word without number keeps its kind.

    Raises ValueError for values of another type and words outside the convention.
    """
    given = mapping(given)
    kind = _one_of(given.get("kind") or "text", KINDS, "目标类型")
    parts = listing(given.get("parts")) if kind == "compound" else ()
    return Milestone(
        year=year(given.get("year")),
        kind=kind,
        op=_one_of(given.get("op"), OPS, "目标的比较符"),
        value=number(given.get("value")),
        change=number(given.get("change")),
        change_unit=_one_of(given.get("change_unit"), CHANGE_UNITS, "变化量的单位")
        or "",
        base_year=year(given.get("base_year")),
        lo=number(given.get("lo")),
        hi=number(given.get("hi")),
        decimals=decimals(given.get("decimals"), None),
        effort=bool(given.get("effort")),
        confirmed=_confirmed(given),
        raw=words(given.get("raw")),
        reference=words(given.get("reference")),
        parts=tuple(milestone(_part(part, given)) for part in parts),
    )


def _part(part: Mapping, whole: Mapping) -> dict:
    """Return a part with what it leaves to the whole; a doubt on this is its own
    too."""
    own = {k: v for k, v in mapping(part).items() if v is not None}
    shared = {k: whole[k] for k in _SHARED_BY_PARTS if whole.get(k) is not None}
    found = shared | own
    said = _confirmed(whole)
    if said is False or (said and "confirmed" not in own):
        found["confirmed"] = said
    return found


def _confirmed(given: Mapping) -> bool | None:
    said = given.get("confirmed")
    return None if said is None else bool(said)


def _one_of(word: str | None, known, name: str) -> str | None:
    if word is not None and word not in known:
        raise ValueError(f"{name}“{word}”不在约定之内")
    return word
