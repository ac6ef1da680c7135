"""Answers doubts: the region's administrator says how printed words are read.

What was printed stays; only its reading changes. The verdict follows in the same
transaction. An answer stays too: another one is a doubt of its own, answered.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import EntryError, NotAllowed
from indicators.models import CauseKind, Doubt, PlanIndicator, Target
from indicators.plans import plan_cells
from indicators.plans.asking import AS_PRINTED
from indicators.plans.loading import targets
from indicators.plans.loading.plans import BASELINE
from indicators.rules import units
from indicators.verdicts import assessing, refreshing
from indicators.verdicts.causes import Cause
from regions import permits

Field = Doubt.Field
WORDS = {Field.BASELINE: 60, Field.UNIT: 30}  # longest reading; of a target 300


@dataclass(frozen=True)
class GivenAnswer:
    """What a person says: the words to read in place of the printed ones, "" to keep
    the reading that is stored; and what that rests on."""

    read_as: str = ""
    note: str = ""


def allowed(doubt: Doubt, by) -> str:
    """Return why the person may not answer, "" where they may."""
    plan = doubt.plan_indicator.plan
    if refused := permits.refusal("answer_doubt", by.grants, plan.region):
        return refused
    return _("这一规划已停用，不再答复。") if plan.retired_on else ""


@transaction.atomic
def answer(pk: int, given: GivenAnswer, *, by, revises: bool = False) -> Doubt:
    """Answer a doubt, or give an answered one another answer (`revises`); return the
    answered doubt. The row's verdict follows.

    Raises NotAllowed, and EntryError where somebody has answered meanwhile, where the
    words are not asked about any more, and where the given ones leave something to ask.
    """
    doubt = _locked(pk)
    if refused := allowed(doubt, by):
        raise NotAllowed(refused)
    newest = _newest(doubt)
    if not newest.is_open and (not revises or newest.pk != doubt.pk):
        raise EntryError(_taken(newest))
    _read(doubt, given)
    done = _closed(_another(doubt) if revises else doubt, given, by)
    if given.read_as:  # the words that the other questions are about are not read now
        for other in _others(doubt):
            _closed(other, given, by)
    rows = assessing.rows_to_assess(pk=doubt.plan_indicator_id)
    refreshing.refresh(rows, Cause(CauseKind.DOUBT, by))
    return done


def gone() -> str:
    return _("这一问题已不存在：规划重新导入或修订后，原文或问题已变。")


def why_gone(pk: int, by) -> str:
    """Return why a doubt is not in the list it was answered from: somebody has answered
    it, or its words are not asked about any more."""
    found = Doubt.objects.answered().select_related(
        "plan_indicator__plan__region", "answered_by"
    )
    doubt = found.filter(pk=pk).first()
    if doubt is None or allowed(doubt, by):
        return gone()
    return _taken(_newest(doubt))


def _taken(doubt: Doubt) -> str:
    return _("%(who)s已答复为“%(answer)s”，您的答复未保存，请核对。") % {
        "who": doubt.answered_by or _("规划文件"),
        "answer": doubt.answer,
    }


def _locked(pk: int) -> Doubt:
    rows = Doubt.objects.select_for_update(of=("self",)).select_related(
        "plan_indicator__plan__region", "plan_indicator__indicator", "target__issuer"
    )
    try:
        return rows.get(pk=pk)
    except Doubt.DoesNotExist:
        raise EntryError(gone()) from None


def _same(doubt: Doubt):
    """Return the doubts on the words that the doubt is about."""
    fields = {Field.TARGET, Field.DIRECTION} if doubt.target_id else {doubt.field}
    return Doubt.objects.filter(
        plan_indicator=doubt.plan_indicator_id,
        target=doubt.target_id,
        field__in=fields,
        raw=doubt.raw,
    )


def _newest(doubt: Doubt) -> Doubt:
    asked = _same(doubt).filter(field=doubt.field, question=doubt.question)
    return asked.select_related("answered_by").order_by("-pk")[0]


def _others(doubt: Doubt):
    return _same(doubt).open().exclude(pk=doubt.pk)


def _another(doubt: Doubt) -> Doubt:
    """Return a doubt that asks the same once more."""
    same = ("plan_indicator", "target", "field", "raw", "question", "readings")
    about = {name: getattr(doubt, name) for name in same}
    return Doubt(asked_by=Doubt.AskedBy.PERSON, **about)


def _closed(doubt: Doubt, given: GivenAnswer, by) -> Doubt:
    doubt.answer, doubt.read_as = given.read_as or AS_PRINTED, given.read_as
    doubt.note, doubt.answered_by = given.note, by
    doubt.answered_at = timezone.now()
    doubt.save()
    return doubt


# -------------------------------------------------------------- what is read now


def _read(doubt: Doubt, given: GivenAnswer) -> None:
    """Write the reading of an answer where the reading of the words is stored."""
    longest = WORDS.get(doubt.field, 300)
    if len(given.read_as) > longest:
        raise EntryError(_("最多%(limit)s个字。") % {"limit": longest})
    row = doubt.plan_indicator
    if doubt.target is not None:
        if given.read_as or doubt.target.read_as:
            _read_target(row, doubt.target, given.read_as, asks=True)
    elif doubt.field == Field.BASELINE:
        if given.read_as or doubt.read_as:
            _read_baseline(row, given.read_as, asks=True)
    elif given.read_as or doubt.read_as:
        _read_unit(row, doubt, given.read_as)


def _require_clear(found: targets.TargetReading, words: str) -> None:
    """Raise for words that cannot be read, or leave something to ask themselves."""
    if found.problems:
        raise EntryError("".join(found.problems))
    if words and found.asked:
        raise EntryError(
            _("您填的%(asked)s请改写得更明确。")
            % {"asked": "".join(question.sentence for question in found.asked)}
        )


def _read_target(row, target: Target, words: str, *, asks: bool) -> None:
    found = targets.read(row, target.year, words or target.raw)
    if asks:
        _require_clear(found, words)
    Target.objects.filter(pk=target.pk).update(read_as=words, **found.fields)


def _read_baseline(row: PlanIndicator, words: str, *, asks: bool) -> None:
    found = targets.read_baseline(row, row.baseline_raw, row.baseline_year, words)
    if asks:
        _require_clear(found, words)
    columns = {c: found.fields[name] for c, name in BASELINE.items()}
    PlanIndicator.objects.filter(pk=row.pk).update(**columns)


def _read_unit(row: PlanIndicator, doubt: Doubt, unit: str) -> None:
    """Read the row in another unit, and with it every figure that is printed in one."""
    if not unit and doubt.readings[:1] != [plan_cells.NOT_READ]:
        raise EntryError(_("恢复文件中的单位，请重新导入规划。"))
    try:
        factor = plan_cells.factor_to(unit, row.indicator.unit) if unit else None
    except units.UnitError as why:
        raise EntryError(str(why)) from why
    row.unit_read, row.factor = unit, factor
    PlanIndicator.objects.filter(pk=row.pk).update(unit_read=unit, factor=factor)
    for target in row.targets.all():
        _read_target(row, target, target.read_as, asks=False)
    if row.baseline_value is not None:
        _read_baseline(row, _baseline_words(row), asks=False)


def _baseline_words(row: PlanIndicator) -> str:
    """Return the words that an answer put in place of the printed baseline."""
    asked = row.doubts.answered().filter(field=Field.BASELINE, raw=row.baseline_raw)
    newest = asked.order_by("-pk").first()
    return newest.read_as if newest else ""
