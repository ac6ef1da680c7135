"""Writes what happened to a form; the thread and the log are read from here."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry import words
from indicators.entry.access import require, require_on
from indicators.entry.problems import EntryError
from indicators.models import Entry, FormEvent, Submission

LONGEST_REMARK = 2000
LONGEST_REASON = 300  # of the columns that keep one
MOMENT = timedelta(seconds=10)
NO_COMMAND = gettext_lazy("%(bureau)s对同级部门不用督办单，请改用工作提示单。")
LEVELS = {
    "remind": gettext_lazy("提醒"),
    "urge": gettext_lazy("催办"),
    "prompt": gettext_lazy("工作提示"),
    "supervise": gettext_lazy("督办"),
}


def note(kind: str, entries: Iterable[Entry], by, text: str = "", **details) -> None:
    """Write one event per form for an act on cells of several forms.

    Its details name the cells by indicator code.
    """
    forms: dict[int, list[str]] = {}
    for entry in entries:
        forms.setdefault(entry.submission_id, []).append(entry.indicator.code)
    FormEvent.objects.bulk_create(
        FormEvent(
            submission_id=form,
            kind=kind,
            text=text,
            details={"indicators": codes} | details,
            by=by,
        )
        for form, codes in forms.items()
    )


def remark(form: Submission, text: str, *, by) -> FormEvent:
    """Add a remark to a form's thread; raises EntryError for an empty one."""
    require_on("remark", form, by)
    text = words.sentence(text, LONGEST_REMARK, _("请填写留言。"))
    return _once(form, FormEvent.Kind.REMARK, text, {}, by)


def _once(form: Submission, kind: str, text: str, details: dict, by) -> FormEvent:
    """Write an event, unless the same person noted the very same a moment ago:
    a double click is one remark."""
    same = form.events.filter(kind=kind, text=text, by=by)
    recent = same.filter(at__gte=timezone.now() - MOMENT).first()
    if recent and recent.details == details:
        return recent
    return FormEvent.objects.create(
        submission=form, kind=kind, text=text, details=details, by=by
    )


@transaction.atomic
def lock(forms: Iterable[Submission], reason: str, *, now, by) -> int:
    """Lock forms that are not locked yet, with a reason; return how many."""
    reason = words.sentence(
        reason, LONGEST_REASON, _("请写明锁定原因，原因对填报人员可见。")
    )
    forms = list(forms)
    for form in forms:
        require("lock", form.region, by)
    open_forms = [form for form in forms if not form.locked_at]
    for form in open_forms:
        form.locked_at, form.locked_by, form.lock_reason = now, by, reason
        form.save(update_fields=["locked_at", "locked_by", "lock_reason"])
        FormEvent.objects.create(
            submission=form, kind=FormEvent.Kind.LOCKED, text=reason, by=by
        )
    return len(open_forms)


@transaction.atomic
def reopen(forms: Iterable[Submission], reason: str, *, by) -> int:
    """Unlock locked forms, with a reason; return how many."""
    reason = words.sentence(reason, LONGEST_REASON, _("请写明解锁原因。"))
    forms = list(forms)
    for form in forms:
        require("lock", form.region, by)
    locked = [form for form in forms if form.locked_at]
    for form in locked:
        form.locked_at, form.locked_by, form.lock_reason = None, None, ""
        form.save(update_fields=["locked_at", "locked_by", "lock_reason"])
        FormEvent.objects.create(
            submission=form, kind=FormEvent.Kind.REOPENED, text=reason, by=by
        )
    return len(locked)


def remind(
    form: Submission, level: str, text: str, missing: list[str], *, by, issuer=None
):
    """Note that a department was reminded: 提醒, 催办 or 督办, with what it lacked.

    `issuer` is the region whose bureau writes; the form's own without one.
    """
    require("follow", form.region, by)
    if level not in LEVELS:
        raise EntryError(_("催报分提醒、催办、督办（工作提示）三级。"))
    issuer = issuer or form.region
    if level == "supervise" and not issuer.commands(form.region):
        raise EntryError(NO_COMMAND % {"bureau": issuer.bureau_on_paper})
    details = {"level": level, "indicators": missing, "issuer": issuer.code}
    return _once(form, FormEvent.Kind.REMINDED, words.clean(text), details, by)
