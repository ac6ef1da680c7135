"""The verdict on one milestone while it is worked out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from .figures import plain
from .path import Anchor
from .result import JudgedMilestone, PartVerdict, Result
from .scales import Scale
from .small_numbers import Pool
from .targets import TargetLimit


@dataclass
class JudgedPart:
    """One milestone of the focus year: its scale, its path, its growing result.

    `own` are the targets of its scale, dated and in no doubt; `figures` are fields of
    the Result as far as they are reached; `schedule_status` is the verdict before the
    forecast.
    """

    case: object
    target: TargetLimit | None
    scale: Scale
    own: list[TargetLimit]
    anchors: list[Anchor]
    path_now: Decimal | None = None
    flags: list[str] = field(default_factory=list)
    figures: dict = field(default_factory=dict)
    pool: Pool | None = None
    outlook: str | None = None
    status: str = "no_data"
    reason: str | None = None
    schedule_status: str = "no_data"

    def flag(self, code: str) -> None:
        self.flags.append(code)

    def flag_once(self, code: str) -> None:
        if code not in self.flags:
            self.flags.append(code)

    def note(self, **figures) -> None:
        """Keep figures for the result, by its fields' names; None where a rule looked
        for one and found none."""
        self.figures |= figures

    def close(self, status: str, reason: str | None = None) -> "JudgedPart":
        self.status = self.schedule_status = status
        self.reason = reason
        return self

    def binding(self) -> list[TargetLimit]:
        """Return the numbers of its scale that the latest value can be held to: those
        of its definition (B6.4)."""
        latest = self.scale.latest_year
        return [
            t
            for t in self.own
            if t.value is not None and self.scale.follows(t.since, latest)
        ]

    def without_baseline(self, reason: str) -> str:
        """Return the reason, or that the baseline is there but without a year."""
        base = self.case.indicator.baseline
        is_undated = base is not None and base.year is None
        return "baseline_undated" if is_undated else reason

    def result(self, milestones: Iterable[JudgedMilestone]) -> Result:
        """Return the result that this part leads, without the other parts."""
        return Result(
            status=self.status,
            reason=self.reason,
            flags=tuple(self.flags),
            scale=self.scale.name,
            anchors=tuple((a.year, plain(a.value)) for a in self.anchors),
            path_now=plain(self.path_now),
            milestones=tuple(milestones),
            **self.figures,
            empty=frozenset(k for k, v in self.figures.items() if v is None),
        )

    def summary(self) -> PartVerdict:
        return PartVerdict(
            target=plain(self.target.value),
            scale=self.scale.name,
            status=self.status,
            reason=self.reason,
        )
