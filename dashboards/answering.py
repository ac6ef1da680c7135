"""Who answers for a plan row, why it is behind and what comes next. Pure."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lead:
    """A department that answers for a row, as it is called today.

    `role` and `state` are codes of indicators.models.leads; `printed_as` is the
    document's name for it where it was dissolved since.
    """

    name: str
    role: str = "named"
    state: str = "stated"
    source: str = ""
    printed_as: str = ""
    objection: str = ""
    answered_on: datetime.date | None = None
    pk: int = 0


@dataclass(frozen=True, slots=True)
class RowNote:
    """Why a row is behind and what comes next, as noted for a year on a day."""

    year: int
    reason: str
    measure: str = ""
    deadline: str = ""
    office: str = ""
    day: datetime.date | None = None
