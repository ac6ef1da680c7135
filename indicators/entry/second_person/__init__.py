"""The second-person door: proposed by one person, confirmed by another, or not at all.

History imports, revisions of what a plan promises and the retiring of a plan go
through it (CONTRIBUTING § Access); each is a Kind that says who may confirm it and what
then happens. A proposal closes once: confirmed, withdrawn, returned with a reason, or
expired. Landing and closing are one transaction under a lock on the proposal.
"""

from indicators.entry.second_person.acts import (
    GivenPaper,
    already,
    confirm,
    decide,
    paper,
    propose,
    send_back,
    withdraw,
)
from indicators.entry.second_person.kinds import DecisionKind, register
from indicators.entry.second_person.waiting import of_subject, proposed, waiting
from indicators.entry.second_person.who import (
    confirmers,
    may_confirm,
    may_look,
    require_confirming,
    who_confirms,
)

__all__ = [
    "DecisionKind",
    "GivenPaper",
    "already",
    "confirm",
    "confirmers",
    "decide",
    "may_confirm",
    "may_look",
    "of_subject",
    "paper",
    "propose",
    "proposed",
    "register",
    "require_confirming",
    "send_back",
    "waiting",
    "who_confirms",
    "withdraw",
]
