"""The kinds of change that need a second person, each told by the module that
makes it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from indicators.models import Proposal
from regions import access


@dataclass(frozen=True)
class DecisionKind:
    """What the door must know of one kind of change.

    `may_confirm` is asked of everybody but the author. `land` makes the change and
    raises EntryError where what it was proposed for is no longer so; `drop` is called
    when the proposal closes in another way.
    """

    name: str
    may_confirm: Callable[[Proposal, Iterable[access.Grant]], bool]
    land: Callable[..., None]  # proposal, by
    drop: Callable[[Proposal], None] = field(default=lambda proposal: None)


_kinds: dict[str, DecisionKind] = {}


def register(kind: DecisionKind) -> DecisionKind:
    """Let the door handle a kind of change; called once by the module that makes it."""
    _kinds[kind.name] = kind
    return kind


def of(proposal: Proposal) -> DecisionKind:
    """Return the kind of a proposal."""
    return _kinds[proposal.kind]
