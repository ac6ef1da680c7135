"""Stores the questions on a plan as doubts, and keeps their answers (assessment README
B3).

How to raise one from a check of your own: make a PlanQuestion (indicators/plans/
asking.py) of the row's key, the field, the printed words, the question and, for a
target, its year (None where none is printed) and issuer; then

- while a plan is loaded, add it to the table's questions before the file's answers are
  matched (loading/plans.py), so that the column 确认 answers it too; or
- call ask(plan, questions, asked_by) with an asker of your own (Doubt.AskedBy): a call
  stands for all that this asker has to ask of the plan now.
"""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from indicators.models import BaselineRevision, Doubt, Plan, PlanIndicator, Target
from indicators.plans import plan_cells
from indicators.plans.asking import AS_PRINTED, BASELINE, DIRECTION, PlanQuestion
from indicators.plans.plan_cells import AGAINST
from indicators.rules import notation
from indicators.rules.notation import TargetRule

AskedBy = Doubt.AskedBy


def ask(
    plan: Plan, asked: Iterable[PlanQuestion], asked_by: str = AskedBy.LOADING
) -> list[PlanQuestion]:
    """Store the questions on the plan's rows and printed targets, with the answers that
    the file gives; return those that nobody has answered.

    An answer to the same question on the same words stands, a person's also against the
    file's. Open doubts of the asker that are not asked any more are taken back. What a
    revision has replaced is not asked about. Four queries, and two to write.
    """
    rows, targets, replaced = _printed(plan)
    stored = _newest(Doubt.objects.filter(plan_indicator__plan=plan))
    wanted, still_open = set(), []
    for question in asked:
        row = rows[question.key]
        target = targets.get((row, question.year, question.issuer))
        if target in replaced or (question.field == BASELINE and row in replaced):
            continue
        key = row, target and target.pk, question.field, question.raw, question.question
        if key in wanted:
            continue
        wanted.add(key)
        done = _keep(stored.get(key), question, row, target, asked_by)
        if done.is_open:
            still_open.append(question)
    lost = [d.pk for k, d in stored.items() if d.is_open and k not in wanted]
    Doubt.objects.open().filter(pk__in=lost, asked_by=asked_by).delete()
    return still_open


def _printed(plan: Plan):
    """Return row key → pk, (row pk, year, issuer) → printed target, and what a revision
    has replaced: targets, and pks of rows for their baselines."""
    rows = dict(plan.rows.values_list("key", "pk"))
    targets, replaced = {}, set()
    found = Target.objects.filter(plan_indicator__plan=plan).select_related("issuer")
    for target in found.order_by("revision"):
        key = target.plan_indicator_id, target.year, target.issuer.code
        if target.revision:
            replaced.add(targets.get(key))
        else:
            targets[key] = target
    revised = BaselineRevision.objects.filter(plan_indicator__plan=plan)
    replaced.update(revised.values_list("plan_indicator", flat=True))
    return rows, targets, replaced - {None}


def _newest(doubts) -> dict[tuple, Doubt]:
    """Return each question's newest doubt, by what it is about."""
    return {
        (d.plan_indicator_id, d.target_id, d.field, d.raw, d.question): d
        for d in doubts.order_by("pk")
    }


def _keep(
    known: Doubt | None,
    question: PlanQuestion,
    row: int,
    target: Target | None,
    asked_by: str,
    by=None,
) -> Doubt:
    """Return the doubt that stands for a question, stored anew where it must be."""
    if known is not None and not known.is_open:
        is_the_files = known.answered_by_id is None
        if not (is_the_files and question.answer and question.answer != known.answer):
            return known
        known = None
    if known is not None and not question.answer:
        return known
    doubt = known or Doubt(
        plan_indicator_id=row,
        target=target,
        field=question.field,
        raw=question.raw,
        question=question.question,
        readings=list(question.readings),
        asked_by=asked_by,
    )
    if question.answer:
        doubt.answer, doubt.read_as = question.answer, question.read_as
        doubt.note, doubt.answered_at = question.note, timezone.now()
        doubt.answered_by = by
    doubt.save()
    return doubt


# ------------------------------------------------------------------- revisions


def about_direction(
    asked: list[PlanQuestion], row: PlanIndicator, target: Target, *, is_meant: bool
) -> list[PlanQuestion]:
    """Return the questions on a target that runs against its direction, that on the
    direction among them; answered where it is meant so."""
    others = [q for q in asked if q.field != DIRECTION]
    question = notation.opposed(row.indicator.direction)
    said = f"“{target.raw}”：{question}"
    contradiction = PlanQuestion(
        *("", 0, "", said),
        key=row.key,
        field=DIRECTION,
        raw=target.raw,
        question=question,
        year=target.year,
        issuer=target.issuer.code,
        readings=tuple(r for q in asked for r in q.readings)[:1],
        answer=AS_PRINTED if is_meant else "",
    )
    return [*others, contradiction]


def ask_about_directions() -> int:
    """Ask about every target in force that runs against its indicator's direction and
    that nobody has been asked about; take back what no longer does. For a catalogue
    whose directions changed; returns how many are new. Three queries, and the writing.
    """
    same = {name: OuterRef(name) for name in ("plan_indicator", "issuer", "year")}
    newer = Target.objects.filter(revision__gt=OuterRef("revision"), **same)
    own = {"issuer": F("plan_indicator__plan__region")}  # no other is judged
    found = Target.objects.filter(~Exists(newer), **own).exclude(
        plan_indicator__indicator=None
    )
    about = Doubt.objects.filter(field=DIRECTION)
    asked = set(about.values_list("target", flat=True))
    against, fresh = set(), []
    for target in found.select_related("plan_indicator__indicator"):
        better = target.plan_indicator.indicator.direction
        rule = notation.read(target.words, target.unit or None, better)
        if not (plan_cells.against(rule, better) or _is_opposed(rule, better)):
            continue
        against.add(target.pk)
        if target.pk not in asked:
            fresh.append(_on_direction(target, rule, better))
    Doubt.objects.bulk_create(fresh)
    left = about.open().filter(asked_by=AskedBy.CATALOGUE)
    left.exclude(target__in=against).delete()
    return len(fresh)


def _is_opposed(rule: TargetRule, better: str) -> bool:
    return better in AGAINST and notation.opposed(better) in rule.questions


def _on_direction(target: Target, rule: TargetRule, better: str) -> Doubt:
    return Doubt(
        plan_indicator_id=target.plan_indicator_id,
        target=target,
        field=DIRECTION,
        raw=target.raw,
        question=notation.opposed(better),
        readings=[notation.words(rule)],
        asked_by=AskedBy.CATALOGUE,
    )


def ask_of_revision(
    row: PlanIndicator, replaced: Target | None, target: Target | None, asked, *, by
) -> None:
    """Store the questions on a revised target, or on a revised baseline (None); what
    was still asked about the words it replaces is taken back. The answers among them
    are those of who revised."""
    left = row.doubts.open().filter(target=replaced)
    (left if replaced else left.filter(field=BASELINE)).delete()
    for question in asked:
        _keep(None, question, row.pk, target, AskedBy.REVISING, by)


def still_open(plan: Plan) -> set[tuple]:
    """Return (row key, field, year, issuer) of what nobody has answered of the plan,
    year and issuer None for a row. One query."""
    return set(
        Doubt.objects.open()
        .filter(plan_indicator__plan=plan)
        .values_list(
            "plan_indicator__key", "field", "target__year", "target__issuer__code"
        )
    )


def words_in_force(plan: Plan, asked: Iterable[PlanQuestion] = ()) -> dict[tuple, str]:
    """Return (target|baseline|unit, row key, (year, issuer) or None, printed words) →
    the words to read in their place, "" for the printed ones: of each the newest
    answer, a person's before the file's. One query.
    """
    by_file = {_about(q): q.read_as for q in asked if q.answer}
    given = Doubt.objects.filter(plan_indicator__plan=plan).answered().order_by("pk")
    found, people = {}, set()
    for doubt in given.select_related("plan_indicator", "target__issuer"):
        key = about(doubt)
        found[key] = doubt.read_as
        (people.add if doubt.answered_by_id else people.discard)(key)
    return found | {k: words for k, words in by_file.items() if k not in people}


def _about(question: PlanQuestion) -> tuple:
    which = None
    if question.issuer is not None:
        which = question.year, question.issuer
    return _kind(question.field), question.key, which, question.raw


def about(doubt: Doubt) -> tuple:
    """Return what a doubt is about, as words_in_force names it."""
    which = doubt.target and (doubt.target.year, doubt.target.issuer.code)
    return _kind(doubt.field), doubt.plan_indicator.key, which, doubt.raw


def _kind(field: str) -> str:
    """A doubt on the direction is about the target's words too."""
    return "target" if field == Doubt.Field.DIRECTION else str(field)
