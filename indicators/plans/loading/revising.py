"""Revises what a plan promises: a target or a baseline, by a decision of two people.

The printed words are read as a plan's table is read. What was printed before stays;
verdicts follow in the transaction in which the second person confirms.
"""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import EntryError, second_person
from indicators.models import (
    BaselineRevision,
    CauseKind,
    Decision,
    PlanIndicator,
    Proposal,
    Target,
)
from indicators.models.target_years import said_year
from indicators.plans import doubts
from indicators.plans.asking import DIRECTION
from indicators.plans.loading import targets
from indicators.plans.loading.plans import BASELINE
from indicators.plans.loading.targets import TargetReading
from indicators.rules import typed
from indicators.verdicts import assessing, cases, previewing, refreshing
from indicators.verdicts.causes import Cause
from regions import access

Kind = Proposal.Kind
CAUSES = {Kind.TARGET: CauseKind.TARGET, Kind.BASELINE: CauseKind.BASELINE}
LONGEST = {Kind.TARGET: 300, Kind.BASELINE: 60}  # of the columns


@dataclass(frozen=True)
class Wanted:
    """Printed words to be put in force: for a target of a milestone year, or as the
    baseline of a year (None where none is printed). `due` is the year that a decision
    gives a target without one."""

    kind: str
    year: int | None
    raw: str
    confirmed: bool = False  # against the indicator's direction, and meant
    due: int | None = None


@dataclass(frozen=True)
class RevisionPreview:
    """What a revision would do. `verdicts` holds audience → [before, after], each
    {"code", "sentence"} or None where nothing is judged; of a rate as the told series
    gives them, but for who may see counts."""

    before: str
    after: str
    reads_before: str
    reads_after: str
    questions: list[str]
    against: bool
    verdicts: dict[str, list[dict | None]]


def row_of(plan: str, key: str) -> PlanIndicator:
    """Return a plan row with plan, region and indicator; DoesNotExist. One query."""
    rows = PlanIndicator.objects.select_related("plan__region", "indicator")
    return rows.get(plan__code=plan, key=key)


def subject(row: PlanIndicator, wanted: Wanted) -> str:
    """Return what a revision changes, by public identifiers."""
    which = "baseline" if wanted.kind == Kind.BASELINE else wanted.year or "undated"
    return f"{row.plan.code}/{row.key}/{which}"


def title(row: PlanIndicator, wanted: Wanted) -> str:
    """Return what a revision changes, in words."""
    if wanted.kind == Kind.BASELINE:
        return _("%(name)s基期值") % {"name": row.label}
    if wanted.year is None:
        return _("%(name)s未注明年份的目标值") % {"name": row.label}
    return _("%(name)s%(year)s年目标值") % {"name": row.label, "year": wanted.year}


def unit_beside(row: PlanIndicator, raw: str) -> str:
    """Return the unit to print beside printed words: of a bare number alone."""
    return row.unit if typed.ORDINARY.fullmatch(raw) else ""


def target_in_force(row: PlanIndicator, year: int | None) -> Target:
    """Return the plan's own target of a year, or the undated one; EntryError where
    there is none."""
    found = {target.year: target for target in cases.current_targets(row)}
    if year not in found:
        raise EntryError(_("规划没有%(when)s的目标值。") % {"when": said_year(year)})
    return found[year]


def _require_free(row: PlanIndicator, wanted: Wanted) -> None:
    """Raise EntryError where the year that a target is to get has one already."""
    dated = {target.year for target in cases.current_targets(row)} - {None}
    if wanted.due in dated:
        raise EntryError(
            _(
                "规划已有%(year)s年的目标值，不能再定为%(year)s年，请直接修订该年目标值。"
            )
            % {"year": wanted.due}
        )


def _before(row: PlanIndicator, wanted: Wanted) -> dict:
    """Return what is in force, as it must still be when the second person confirms."""
    if wanted.kind == Kind.BASELINE:
        return {"raw": row.baseline_raw, "year": row.baseline_year}
    target = target_in_force(row, wanted.year)
    _require_free(row, wanted)
    return {"raw": target.raw, "revision": target.revision}


def _read(row: PlanIndicator, wanted: Wanted) -> TargetReading:
    """Return how the words read; EntryError for what cannot be printed there."""
    if wanted.kind == Kind.BASELINE:
        if row.indicator is None:
            raise EntryError(_("定性目标没有基期值。"))
        found = targets.read_baseline(row, wanted.raw, wanted.year)
    else:
        found = targets.read(row, wanted.due or wanted.year, wanted.raw)
    if found.problems:
        raise EntryError("".join(found.problems))
    return found


def _require_meant(found: TargetReading, wanted: Wanted) -> None:
    if found.against and not wanted.confirmed:
        raise EntryError(
            _(
                "修订后的目标与指标的方向相反。请核对文件原文；确认无误的，勾选“方向无误”。"
            )
        )


def _require_new(before: dict, wanted: Wanted) -> None:
    same_year = before["year"] == wanted.year if "year" in before else not wanted.due
    if before["raw"] == wanted.raw and same_year:
        raise EntryError(_("与现行的“%(raw)s”相同，无须修订。") % {"raw": wanted.raw})


# ---------------------------------------------------------------------- proposing


def preview(
    row: PlanIndicator, wanted: Wanted, *, counts: bool = False
) -> RevisionPreview:
    """Return what the revision would do: tried and taken back, nothing is stored.

    `counts`: for a reader who may see the region's event counts. Raises EntryError
    for words that are not read there or are in force already.
    """
    before = _before(row, wanted)
    _require_new(before, wanted)
    found = _read(row, wanted)
    standing = previewing.verdicts_of(row, counts=counts)
    with transaction.atomic():
        rests_on = Decision.objects.create(document="-")
        _put(row, wanted, found, rests_on)
        becoming = previewing.verdicts_of(row, counts=counts)
        transaction.set_rollback(True)
    unit = row.unit
    return RevisionPreview(
        before=before["raw"],
        after=wanted.raw,
        reads_before=targets.in_words(before["raw"], unit) if before["raw"] else "",
        reads_after=targets.in_words(wanted.raw, unit),
        questions=[q.sentence for q in found.asked if q.field != DIRECTION],
        against=found.against,
        verdicts={
            audience: [standing.get(audience), becoming.get(audience)]
            for audience in standing | becoming
        },
    )


@transaction.atomic
def propose(row: PlanIndicator, wanted: Wanted, about: second_person.GivenPaper, *, by):
    """Put the revision before a second person; return the proposal.

    Who may propose, the caller has asked. The verdicts kept with it are those for a
    reader without counts: who confirms may be one. Raises EntryError as preview does,
    for a target against the indicator's direction that is not confirmed, and while
    another revision of the same waits.
    """
    shown = preview(row, wanted)
    _require_meant(_read(row, wanted), wanted)
    about_row = {
        "plan": row.plan.code,
        "key": row.key,
        "indicator": row.indicator.code if row.indicator else "",
        "unit": unit_beside(row, wanted.raw),
    }
    return second_person.propose(
        wanted.kind,
        row.plan.region,
        subject(row, wanted),
        title(row, wanted),
        before=_before(row, wanted) | {"reads": shown.reads_before},
        after=asdict(wanted)
        | about_row
        | {
            "reads": shown.reads_after,
            "questions": shown.questions,
            "verdicts": shown.verdicts,
        },
        about=about,
        by=by,
    )


# ------------------------------------------------------------------------ landing


def _land(proposal: Proposal, by) -> None:
    """Put a confirmed revision in force; EntryError where what it was to replace has
    changed since."""
    after, before = proposal.after, proposal.before
    rows = PlanIndicator.objects.select_for_update(of=("self",))
    rows = rows.select_related("plan__region", "indicator")
    row = rows.get(plan__code=after["plan"], key=after["key"])
    stated = ("kind", "year", "raw", "confirmed")
    wanted = Wanted(*(after[name] for name in stated), due=after.get("due"))
    if row.plan.retired_on:
        raise EntryError(_("规划已停用，不再修订，请退回。"))
    now = _before(row, wanted)
    if any(before[name] != value for name, value in now.items()):
        raise EntryError(
            _(
                "提出之后，现行的已由“%(then)s”变为“%(now)s”，没有修订；"
                "请退回，由提出人核对后重新提出。"
            )
            % {"then": before["raw"], "now": now["raw"]}
        )
    found = _read(row, wanted)
    _require_meant(found, wanted)
    _put(row, wanted, found, second_person.decide(proposal, by))
    cause = Cause(CAUSES[wanted.kind], by)
    refreshing.refresh(assessing.rows_to_assess(pk=row.pk), cause)


def _put(row: PlanIndicator, wanted: Wanted, found: TargetReading, decision: Decision):
    """Write the revision beside what it replaces."""
    put = _put_baseline if wanted.kind == Kind.BASELINE else _put_target
    put(row, wanted, found, decision)


def _put_target(row, wanted, found, decision) -> None:
    replaced = target_in_force(row, wanted.year)
    put = Target.objects.create(
        plan_indicator=row,
        year=wanted.due or wanted.year,
        replaces=replaced if wanted.due else None,
        issuer=row.plan.region,
        raw=wanted.raw,
        in_table=replaced.in_table,
        source_ref=decision.cited,
        revision=replaced.revision + 1,
        decision=decision,
        **found.fields,
    )
    asked = found.asked
    if found.against:
        asked = doubts.about_direction(asked, row, put, is_meant=wanted.confirmed)
    doubts.ask_of_revision(row, replaced, put, asked, by=decision.by)


def _put_baseline(row, wanted, found, decision) -> None:
    """Keep the printed baseline as revision 0, and write the new one on the row too."""
    done = row.baselines.order_by("-revision").first()
    if done is None:
        printed = {name: getattr(row, column) for column, name in BASELINE.items()}
        done = BaselineRevision.objects.create(
            plan_indicator=row, revision=0, **printed
        )
    BaselineRevision.objects.create(
        plan_indicator=row,
        revision=done.revision + 1,
        decision=decision,
        **found.fields,
    )
    columns = {column: found.fields[name] for column, name in BASELINE.items()}
    PlanIndicator.objects.filter(pk=row.pk).update(**columns)
    doubts.ask_of_revision(row, None, None, found.asked, by=decision.by)


def may_confirm(proposal: Proposal, grants) -> bool:
    """Whether the grants may confirm a change of the region's plans."""
    return access.may_confirm_revision(grants, proposal.region.code)


for kind in (Kind.TARGET, Kind.BASELINE):
    second_person.register(second_person.DecisionKind(kind, may_confirm, _land))
