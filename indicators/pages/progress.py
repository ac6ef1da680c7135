"""How far the reporting has come: counts per form, for tasks and the chaser's page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from indicators.models import Entry
from indicators.rules import calendar

State = Entry.State


@dataclass
class FormProgress:
    """The counts of one form (or of several added up); every cell is in one state."""

    asked: int = 0
    filled: int = 0  # has a value or a reason, in whatever state
    draft: int = 0
    submitted: int = 0
    returned: int = 0
    approved: int = 0
    reported: int = 0
    overdue: int = 0  # not submitted and past its day
    late: int = 0  # submitted after its day
    returns: int = 0  # how often cells were returned
    missing: int = 0  # answered with a reason instead of a value
    supplements: list[str] = field(default_factory=list)  # due now (补报, 定报), codes
    later: list[tuple[date, str]] = field(default_factory=list)  # expected, code
    due_on: date | None = None  # the earliest day among what is not submitted
    open: list[str] = field(default_factory=list)  # codes of what is not submitted

    @property
    def answered(self) -> int:
        """How many cells have been submitted at least."""
        return self.submitted + self.approved + self.reported

    @property
    def approved_or_more(self) -> int:
        return self.approved + self.reported

    def add(self, entry: Entry, today: date) -> None:
        """Count one cell; the entry needs its indicator and submission loaded."""
        self.asked += 1
        self.filled += entry.is_filled
        self.missing += bool(entry.missing_reason)
        self.returns += entry.returns
        setattr(self, entry.state, getattr(self, entry.state) + 1)
        code = entry.indicator.code
        if entry.is_open:
            self.open.append(code)
            self.overdue += entry.due_on < today
            self.due_on = min(filter(None, [self.due_on, entry.due_on]))
        elif entry.submitted_at:
            day = timezone.localdate(entry.submitted_at)
            self.late += calendar.is_late(entry.due_on, day, today)
        if not entry.is_open:
            self._count_expected(entry, code, today)

    def _count_expected(self, entry: Entry, code: str, today: date) -> None:
        again = entry.expected_again
        if calendar.has_come(again, today):
            self.supplements.append(code)
        elif again:
            self.later.append((again, code))


def added(parts: Iterable[FormProgress]) -> FormProgress:
    """Return the counts of several forms together; the earliest due day of all."""
    total = FormProgress()
    for part in parts:
        for name, value in vars(part).items():
            if name == "due_on":
                days = [d for d in (total.due_on, value) if d]
                total.due_on = min(days, default=None)
            else:
                setattr(total, name, getattr(total, name) + value)
    return total


def state_of(progress: FormProgress) -> str:
    """Return the state of a form from its cells, one word of CONTRIBUTING § Workflow.

    Returned cells come first, then what is still to be filled in; a form is
    reported when everything asked is.
    """
    if progress.returned:
        return State.RETURNED
    if progress.draft:
        return State.DRAFT
    if progress.submitted:
        return State.SUBMITTED
    return State.APPROVED if progress.approved else State.REPORTED
