"""Stores the verdicts of rows, and tells which moved, why and by whom."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet

from indicators.models import Assessment, Audience, CauseKind, Plan, PlanIndicator
from indicators.models.assessments import READERS
from indicators.rules import assessment
from indicators.rules.moves import Move, Stood, moves
from indicators.verdicts import changes, series, summaries
from indicators.verdicts.assessing import judge, rows_to_assess, to_row
from indicators.verdicts.causes import Cause, Series
from indicators.verdicts.series import JudgedSeries
from indicators.verdicts.using import using

BATCH = 500


@dataclass(frozen=True)
class VerdictMove:
    """A stored verdict that moved for one reader (Audience): from, to, why, by whom."""

    row: PlanIndicator
    move: Move
    cause: Cause


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: of how many rows it stored verdicts, and which moved."""

    rows: int = 0
    moved: tuple[VerdictMove, ...] = ()


@dataclass(frozen=True)
class StoredVerdicts:
    """The verdicts stored of one row: pk and words by audience."""

    pks: Mapping[str, int]
    words: Mapping[str, Stood]


# ------------------------------------------------------------------ all of some rows


def refresh(
    rows: QuerySet[PlanIndicator], cause: Cause, as_of: int | None = None
) -> Refreshed:
    """Recompute and store the verdicts of the rows (rows_to_assess), for one cause.

    Rows that are no longer assessable lose their old verdicts.
    """
    return refresh_each(rows, lambda row: cause, as_of)


@transaction.atomic
def refresh_each(
    rows: QuerySet[PlanIndicator],
    why: Callable[[PlanIndicator], Cause],
    as_of: int | None = None,
) -> Refreshed:
    """Refresh the rows, each for a cause of its own.

    The rows are locked before their series are read: of two refreshes of one row the
    later knows what the earlier wrote. At last their plans are locked, in one order
    and always behind rows: the counts of a plan (Summary) are made of all its verdicts,
    whoever wrote some of them. A move that the turn of the year alone makes is said to
    be its doing, whatever the refresh was for. What moved is kept (VerdictChange).
    Queries: see tests/indicators/test_refreshing.py; an INSERT more for every BATCH of
    verdicts.
    """
    as_of = as_of or assessment.current_year()
    rows = list(rows.select_for_update(of=("self",), no_key=True))
    figures, before = series.of_rows(rows), _standing(rows)
    made = list(_judged(rows, figures, as_of))
    _store(before, made)
    after = _words(made)
    moved = tuple(
        VerdictMove(row, move, _cause(row, figures, move, why))
        for row in rows
        for move in moves(
            _by_reader(before[row.pk].words), _by_reader(after.get(row.pk, {}))
        )
    )
    changes.keep(moved)
    summaries.write(_locked_plans(rows), as_of)
    return Refreshed(len(after), moved)


def _locked_plans(rows: list[PlanIndicator]) -> list[int]:
    """Return the pks of the rows' plans, locked. One query."""
    plans = Plan.objects.filter(pk__in={row.plan_id for row in rows}).order_by("pk")
    return list(plans.select_for_update(no_key=True).values_list("pk", flat=True))


def _standing(rows: list[PlanIndicator]) -> dict[int, StoredVerdicts]:
    """Return row pk → what is stored of it, of every row. One query."""
    found = {row.pk: StoredVerdicts({}, {}) for row in rows}
    names = ("pk", "plan_indicator_id", "audience")
    words = ("code", "reason", "as_of", "has_demo")
    stored = Assessment.objects.filter(plan_indicator__in=found).order_by()
    for pk, row, audience, *stood in stored.values_list(*names, *words):
        found[row].pks[audience] = pk
        found[row].words[audience] = Stood(*stood)
    return found


def _words(made: Iterable[Assessment]) -> dict[int, dict[str, Stood]]:
    """Return row pk → audience → the verdict in words."""
    found: dict[int, dict[str, Stood]] = defaultdict(dict)
    for a in made:
        stood = Stood(a.code, a.reason, a.as_of, a.has_demo)
        found[a.plan_indicator_id][a.audience] = stood
    return found


def _by_reader(words: Mapping[str, Stood]) -> dict[str, Stood]:
    """Return reader → the verdict that they have, of those by audience."""
    found = {reader: words.get(Audience.BOTH, words.get(reader)) for reader in READERS}
    return {reader: stood for reader, stood in found.items() if stood is not None}


def _cause(
    row: PlanIndicator,
    figures: JudgedSeries,
    move: Move,
    why: Callable[[PlanIndicator], Cause],
) -> Cause:
    """Return why a verdict moved: the turn of the year where, judged as of the year it
    stood in, it would by today's figures and rules stand as it did; else the cause
    that the act gives."""
    before, after = move.before, move.after
    if after is not None and before.as_of < after.as_of:
        then = judge(row, figures, move.reader, before.as_of)
        if then and (then.result.status, then.result.reason or "") == before.words:
            return Cause(CauseKind.YEAR, None)
    return why(row)


def _judged(
    rows: list[PlanIndicator], figures: JudgedSeries, as_of: int
) -> Iterator[Assessment]:
    """Yield each row's verdict for everybody; where something of its series is held,
    one for each reader."""
    for row in rows:
        for audience in READERS if figures.differs(row) else (Audience.BOTH,):
            if verdict := judge(row, figures, audience, as_of):
                yield to_row(verdict, audience)


def _store(before: Mapping[int, StoredVerdicts], made: list[Assessment]) -> None:
    """Write the verdicts over those that stood; delete what was not made again."""
    done = {(a.plan_indicator_id, a.audience) for a in made}
    gone = [
        pk
        for row, standing in before.items()
        for audience, pk in standing.pks.items()
        if (row, audience) not in done
    ]
    if gone:
        Assessment.objects.filter(pk__in=gone).delete()
    names = [
        f.name
        for f in Assessment._meta.concrete_fields
        if f.name not in ("id", "plan_indicator", "audience")
    ]
    Assessment.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["plan_indicator", "audience"],
        update_fields=names,
    )


# ------------------------------------------------------------ the rows of some series


@transaction.atomic
def refresh_series(
    changed: Mapping[Series, Cause], *, held: bool = False, as_of: int | None = None
) -> Refreshed:
    """Refresh the verdicts that use any of the series, each for what was done to it.

    `held`: what changed is approved and not yet reported (verdicts/using.py).
    """
    found = using(changed, held=held)
    if not found:
        return Refreshed()
    rows = rows_to_assess(pk__in=found)
    return refresh_each(rows, lambda row: found[row.pk], as_of)
