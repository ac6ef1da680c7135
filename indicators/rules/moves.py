"""When a verdict counts as moved. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.rules import assessment


@dataclass(frozen=True, slots=True)
class Stood:
    """A verdict as one reader finds it: its code and reason (assessment README B5), the
    year it is of, and whether it rests on demo values."""

    code: str
    reason: str
    as_of: int
    has_demo: bool = False

    @property
    def words(self) -> tuple[str, str]:
        return self.code, self.reason


@dataclass(frozen=True, slots=True)
class Move:
    """What a reader finds moved; `after` None: there is no verdict any more."""

    reader: str
    before: Stood
    after: Stood | None


def moves(before: Mapping[str, Stood], after: Mapping[str, Stood]) -> Iterator[Move]:
    """Yield what moved, reader by reader, between verdicts of one row.

    Another code or another reason. A first verdict is no move, nor is one that rests
    on demo values before or after: nothing was found out about the region.
    """
    for reader, stood in before.items():
        stands = after.get(reader)
        if stands is None:
            if not stood.has_demo:
                yield Move(reader, stood, None)
        elif stands.words != stood.words and not (stood.has_demo or stands.has_demo):
            yield Move(reader, stood, stands)


GROUPS = ("bad", "watch", "good")


def step(before: str, after: str) -> int:
    """Return +1 where a verdict moved up, −1 where down: into another group, or within
    the bad ones by their order of severity.

    0 within the good and the watched ones: 已完成目标 becomes 快于序时进度 by the next
    milestone alone. 0 also where one of the two is no verdict ("" or no_data): that
    figures came, or ceased to be comparable, is neither better nor worse.
    """
    if not before or not after or "no_data" in (before, after):
        return 0
    old, new = _rank(before), _rank(after)
    return (new > old) - (new < old)


def _rank(code: str) -> tuple[int, int]:
    found = assessment.CATEGORIES[code]
    worse = found.severity if found.group == "bad" else 0
    return GROUPS.index(found.group), worse
