"""Keeps what moved: one VerdictChange for each move that a refresh found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from indicators.models import Audience, VerdictChange
from indicators.models.assessments import READERS
from indicators.rules import moves

BATCH = 500


def keep(moved: Iterable) -> None:
    """Append the moves of a refresh (refreshing.VerdictMove). One INSERT for each
    BATCH, no query where nothing moved."""
    VerdictChange.objects.bulk_create(list(_changes(moved)), batch_size=BATCH)


def _changes(moved: Iterable) -> Iterator[VerdictChange]:
    """Yield them, what both readers saw alike as one for everybody."""
    by_row = defaultdict(dict)
    for found in moved:
        by_row[found.row.pk][found.move.reader] = found
    for seen in by_row.values():
        alike = {(f.move.before.words, _to(f.move), f.cause) for f in seen.values()}
        if len(seen) == len(READERS) and len(alike) == 1:
            yield _change(next(iter(seen.values())), Audience.BOTH)
        else:
            yield from (_change(found, reader) for reader, found in seen.items())


def _to(move: moves.Move) -> tuple[str, str]:
    return move.after.words if move.after else ("", "")


def _change(found, audience: str) -> VerdictChange:
    move, (code, reason) = found.move, _to(found.move)
    return VerdictChange(
        plan_indicator=found.row,
        region_id=found.row.plan.region_id,
        audience=audience,
        as_of=move.after.as_of if move.after else move.before.as_of,
        from_code=move.before.code,
        from_reason=move.before.reason,
        to_code=code,
        to_reason=reason,
        step=moves.step(move.before.code, code),
        cause=found.cause.kind,
        by=found.cause.by,
    )
