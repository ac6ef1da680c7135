"""Targets of a plan row as its plan prints them and its verdict judges them: Aim.

Only of_rows() asks the database, where targets, issuers and decisions are at hand.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.db.models import F

from dashboards.rows import Aim, Revised, Source
from indicators.models import Assessment, Decision, Doubt, PlanIndicator, Target
from indicators.models.target_years import in_force
from indicators.plans.loading.targets import in_words
from indicators.rules import notation
from indicators.rules.assessment import JudgedMilestone
from indicators.rules.assessment.summary import by_year
from indicators.rules.shown import StatedAim
from regions.models import Region

EXACT = {"value", "coverage"}  # targets whose stored value is the number asked for


States = dict[int | None, JudgedMilestone]


def judged(verdict: Assessment | None, direction: str) -> States:
    """Return year (None for an undated target) → the milestone as judged."""
    return by_year(verdict.result, direction) if verdict else {}


def of_rows(rows: Sequence[PlanIndicator]) -> dict[int, list]:
    """Return row pk → what goals() are made of; tuples, since models cost twice the
    query. One query."""
    found = defaultdict(list)
    names = ("pk", "plan_indicator_id", "issuer_id", "year", "revision", "replaces_id")
    names += ("raw", "read_as", "op", "effort")
    names += ("kind", "value", "high", "unit", "change")
    stated = Target.objects.filter(plan_indicator__in=rows).order_by()
    stated = stated.annotate(against=F("reference__short_name"))
    for target in stated.values_list(*names, "against", named=True):
        found[target.plan_indicator_id].append(target)
    return found


def goals(row: PlanIndicator, stated: Iterable, states: States) -> tuple[Aim, ...]:
    """Return the row's own targets in force with their attainment, by year, the
    undated last.

    `stated` are its targets (Target or of_rows()), `states` are judged().
    """
    return tuple(
        Aim(
            target.year,
            row.prints(target.raw),
            states[target.year].state if target.year in states else "",
            target.op,
            target.effort,
            kind=target.kind,
            asks=asks(target, _told(states.get(target.year), row), _against(target)),
        )
        for target in in_force(stated)
        if target.issuer_id == row.plan.region_id
    )


def aims(row: PlanIndicator, region: Region, states: States) -> tuple[Aim, ...]:
    """Return every target of a row of the region's plan by year, the undated last, the
    newest revision first (as they come). `states` are judged(). What is in doubt is
    printed, and no number of it told."""
    found, kept = [], {target.pk for target in in_force(row.targets.all())}
    for target in row.targets.all():
        is_own = target.issuer_id == region.pk
        superseded = target.pk not in kept
        state = states.get(target.year) if is_own and not superseded else None
        factor = _told(state, row)
        level = state.target if state and not _is_doubted(state) else None
        found.append(
            Aim(
                year=target.year,
                printed=row.prints(target.raw),
                state=state.state if state else "",
                op=target.op,
                effort=target.effort,
                read=_read(target),
                kind=target.kind,
                issuer="" if is_own else target.issuer.short_name,
                value=level if _is_plain(target, row) else None,
                sources=sources(target.source_ref, row.plan.title),
                asks=asks(target, factor, _against(target)),
                remark=target.remark,
                revision=target.revision,
                superseded=superseded,
                revised=revised(target.decision),
                **_figures(target, factor),
            )
        )
    return tuple(found)


def is_asked(row: PlanIndicator, field: str) -> bool:
    """Return whether a question on the row's unit or baseline is open (its `asked`)."""
    return any(doubt.field == field for doubt in getattr(row, "asked", ()))


def _is_doubted(state: JudgedMilestone | None) -> bool:
    return state is not None and state.state == "unconfirmed"


def _told(state: JudgedMilestone | None, row: PlanIndicator) -> Decimal | None:
    """Return the factor to the indicator's unit; None where no number may be told."""
    if _is_doubted(state) or is_asked(row, Doubt.Field.UNIT):
        return None
    return row.factor


def _read(target: Target) -> str:
    """Return how a target is read where its words do not say it themselves: as a
    person answered, or as the notation has it."""
    return target.read_as or in_words(target.raw, target.unit)


def _is_plain(target: Target, row: PlanIndicator) -> bool:
    """Return whether a target is judged by the value itself, not by its distance to a
    range or by a running total."""
    if target.kind == "cumulative":
        return not row.indicator.flow
    kept_to_both_sides = target.kind == "keep" and row.indicator.direction == "none"
    return target.kind != "range" and not kept_to_both_sides


def _against(target) -> str:
    """Return the name of a target's reference region (Target or of_rows())."""
    if not isinstance(target, Target):
        return target.against or ""
    return target.reference.short_name if target.reference else ""


def asks(target, factor: Decimal | None, against: str) -> tuple[StatedAim, ...]:
    """Return what a stored target asks in the indicator's unit, a compound by its
    parts; `against` is the name of its reference region."""
    if factor is None:
        return ()
    said = [target]
    if target.kind == "compound":
        words = target.read_as or target.raw
        said = notation.read(words, unit=target.unit or None).parts
    return tuple(_asked(part, factor, against) for part in said)


def _asked(said, factor: Decimal, against: str) -> StatedAim:
    lo = hi = exact = None
    if said.value is not None and said.kind == "range":
        lo, hi = float(said.value * factor), float(said.high * factor)
    elif said.value is not None and said.kind in EXACT:
        exact = said.value * factor
    elif said.change is not None and said.kind == "reference":
        exact = said.change * factor
    return StatedAim(said.kind, said.op or "", exact, lo, hi, against)


def _figures(target: Target, factor) -> dict:
    """Return the printed numbers of a target in the indicator's unit as fields of
    Aim."""
    if target.value is None or factor is None:
        return {}
    if target.kind == "range" and factor:
        return {
            "lo": float(target.value * factor),
            "hi": float(target.high * factor),
        }
    return {"exact": target.value * factor} if target.kind in EXACT else {}


def sources(text: str, title: str) -> tuple[Source, ...]:
    """Return provenance lines of the plan of that title, split."""
    return tuple(Source.read(line, title) for line in text.splitlines() if line)


def revised(decision: Decision | None) -> Revised | None:
    """Return what a revision rests on; None where nothing was revised."""
    if decision is None:
        return None
    return Revised(
        document=decision.cited,
        date=decision.date,
        reason=decision.reason,
        by=str(decision.by or ""),
        second=str(decision.second or ""),
    )
