"""Why verdicts are refreshed, and by whom: said by the act, never guessed."""

from dataclasses import dataclass

from indicators.models import CauseKind
from indicators.models.observations import Origin
from indicators.rules import causes
from regions.models import User

Series = tuple[int, int]  # region pk, indicator pk


@dataclass(frozen=True)
class Cause:
    """What an act did that verdicts rest on, and who acted; None: an operator at the
    server's command line, or the calendar."""

    kind: CauseKind
    by: User | None

    def __post_init__(self):
        object.__setattr__(self, "kind", CauseKind(self.kind))


Touched = dict[Series, Cause]  # what an act did to which series


def of_writing(was, now, origin: str, by: User | None) -> Cause:
    """Return what writing the year's figure `now` over `was` does to its series.

    Both say value, definition_break (`was` its origin too) as Observation does; None:
    nothing was known of the year, as with a demo value.
    """
    if origin == Origin.DEMO:
        kind = CauseKind.DEMO
    elif was is None or was.origin == Origin.DEMO:
        kind = CauseKind.NEW_VALUE
    elif was.definition_break != now.definition_break:
        kind = CauseKind.DEFINITION
    elif was.value is None and now.value is not None:
        kind = CauseKind.NEW_VALUE
    else:
        kind = CauseKind.REVISED_VALUE
    return Cause(kind, by)


def note(touched: Touched, series: Series, cause: Cause) -> None:
    """Add a cause; of several to one series the weightiest stays."""
    known = touched.setdefault(series, cause)
    if causes.first((known.kind, cause.kind)) != known.kind:
        touched[series] = cause


def note_writing(touched: Touched, was, now, origin: str, by: User | None) -> None:
    """Add what writing a figure of Observation's key does to its series."""
    note(touched, now.key[:2], of_writing(was, now, origin, by))


def note_all(touched: Touched, more: Touched) -> None:
    """Add all that another act touched."""
    for series, cause in more.items():
        note(touched, series, cause)


def by_reference(cause: Cause) -> Cause:
    """Return why a row moves whose targets refer to a series that this touched."""
    if cause.kind == CauseKind.DEMO:
        return cause
    return Cause(CauseKind.REFERENCE, cause.by)
