"""What one assessment looks at: the row as resolved, and nothing after as_of."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from indicators.rules.figure import Figure

from . import cases
from .cases import AssessedIndicator
from .direction import resolved
from .milestones import state_of
from .parameters import DEFAULT, Parameters
from .reading import year as year_of
from .resolving import resolve_targets
from .result import JudgedMilestone
from .scales import Scale, scale_of
from .targets import VALUE, TargetLimit
from .vocabulary import MISSING_ON_PURPOSE

CHINA = ZoneInfo("Asia/Shanghai")


def current_year() -> int:
    """Return the calendar year in China."""
    return datetime.now(CHINA).year


@dataclass
class Evidence:
    """What one assessment looks at: nothing after `as_of`."""

    indicator: AssessedIndicator
    rows: list[Figure]
    as_of: int
    parameters: Parameters
    _scales: dict = field(default_factory=dict)

    @cached_property
    def usable(self) -> list[Figure]:
        return [o for o in self.rows if o.value is not None]

    @cached_property
    def targets(self) -> list[TargetLimit]:
        return resolve_targets(self.indicator, self.usable, self.parameters)

    @cached_property
    def states(self) -> list[JudgedMilestone]:
        return [state_of(t, self) for t in self.targets]

    @property
    def has_doubt(self) -> bool:
        """Whether the words of a milestone have an open question."""
        return any(t.is_doubted for t in self.targets)

    @property
    def last_year(self) -> int | None:
        """The last year for which something is asked that is in no doubt."""
        judged = (t.year for t in self.targets if t.is_judged and not t.is_doubted)
        return max(judged, default=None)

    def focus(self) -> list[TargetLimit]:
        """Return the milestones to judge, all of one year (B6.3), those in doubt too.

        The first year with a milestone later than the latest value of its own series;
        there none, the last year.  In the last year those already observed count too.
        """
        stated = [t for t in self.targets if t.is_judged]
        if not stated:
            return []
        ahead = [t for t in stated if self._is_ahead(t)]
        last = max(t.year for t in stated)
        year = min((t.year for t in ahead), default=last)
        return [t for t in stated if t.year == year and (t in ahead or year == last)]

    def _is_ahead(self, target: TargetLimit) -> bool:
        latest = self.scale(target.scale).latest_year
        if latest is None:
            latest = self.scale(VALUE).latest_year
        return latest is None or target.year > latest

    def state(self, target: TargetLimit) -> JudgedMilestone:
        """Return the state (Q1) of one of the targets."""
        position = next(i for i, t in enumerate(self.targets) if t is target)
        return self.states[position]

    def scale(self, key: tuple) -> Scale:
        if key not in self._scales:
            self._scales[key] = scale_of(key, self.indicator, self.rows)
        return self._scales[key]

    def missing_reason(self) -> str | None:
        """Return why the newest row has no value, None where it says nothing."""
        if self.rows and self.rows[-1].value is None:
            reason = self.rows[-1].missing_reason
            return reason if reason in MISSING_ON_PURPOSE else None
        return None


def evidence(indicator, observations, as_of, parameters=DEFAULT) -> Evidence:
    """Return the case as the rules see it: resolved, and nothing after as_of."""
    ind = resolved(indicator)
    year = year_of(as_of)
    year = current_year() if year is None else year
    rows = [o for o in cases.observations(observations) if o.year <= year]
    return Evidence(ind, rows, year, parameters)
