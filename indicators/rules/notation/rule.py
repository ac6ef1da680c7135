"""What a printed target means, as data."""

import re
from dataclasses import dataclass, fields, replace
from decimal import Decimal

KINDS = (
    *("value", "range", "relative", "points", "absolute", "multiply", "annual"),
    *("cumulative", "keep", "slow", "reference", "direction", "coverage"),
    *("text", "none", "compound"),
)
POINTS = {"百分点": "%", "千分点": "‰"}  # and the unit they are points of
LAST_YEAR = re.compile("上一?年|去年|同比")
CHANGES = ("relative", "points", "absolute", "annual")
ANNUAL = ("annual", "%")


@dataclass(frozen=True)
class TargetRule:
    """The meaning of one printed target; the fields are those of `explain_target
    --json`.

    Numbers are Decimal, exactly as printed. `change` is signed and in `change_unit`:
    % (relative, annual), 百分点 or 千分点 (points), 倍 (multiply), else the own unit.
    Of a range of changes `change` is the smaller, which decides. `scope` says of what
    part a number is meant (乡镇卫生院, 以县为单位); `notes` are printed words and
    marks that stand beside the number and change nothing in it (*, 约束性, 基本).
    `join` is 且 or 或 for a compound, None for several milestones.
    """

    raw: str
    kind: str
    op: str | None = None
    value: Decimal | None = None
    high: Decimal | None = None
    change: Decimal | None = None
    change_high: Decimal | None = None
    change_unit: str | None = None
    unit: str | None = None
    per_year: bool = False
    base_year: int | None = None
    measured_year: int | None = None
    price_base: int | None = None
    year: int | None = None
    reference: str | None = None
    effort: bool = False
    scope: str | None = None
    notes: tuple[str, ...] = ()
    parts: tuple["TargetRule", ...] = ()
    join: str | None = None
    certain: bool = True
    questions: tuple[str, ...] = ()

    @property
    def is_from_last_year(self) -> bool:
        """Whether it is a change from the year before, which has no number until the
        target's own year is known."""
        counted = self.change is not None and not self.per_year
        said = any(LAST_YEAR.search(note) for note in self.notes)
        return counted and said and self.base_year is None

    @property
    def counts_in(self) -> str:
        """What a change counts in: percent, points or own (assessment README B6.1);
        "" where there is none, or a multiple."""
        if self.change is None or self.kind == "multiply":
            return ""
        if self.change_unit in POINTS:
            return "points"
        is_share = self.kind == "relative" or (self.kind, self.change_unit) == ANNUAL
        return "percent" if is_share else "own"

    def due(self, year: int | None) -> "TargetRule":
        """Return the rule as a target of a year: 比上年 counts from the year before.

        A part that names a year of its own keeps it.
        """
        year = self.year or year
        if self.parts:
            return replace(self, parts=tuple(part.due(year) for part in self.parts))
        if year is None or not self.is_from_last_year:
            return self
        return replace(self, base_year=year - 1)

    def asking(self, *questions: str) -> "TargetRule":
        """Return the rule with more questions, hence uncertain."""
        if not questions:
            return self
        fresh = dict.fromkeys((*self.questions, *questions))
        return replace(self, certain=False, questions=tuple(fresh))

    def as_json(self) -> dict:
        """Return the rule as JSON types: integral numbers int, others float."""
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}


def plain(item):
    """Return one field's content as JSON types."""
    if isinstance(item, Decimal):
        return int(item) if item == item.to_integral_value() else float(item)
    if isinstance(item, TargetRule):
        return item.as_json()
    return [plain(part) for part in item] if isinstance(item, tuple) else item
