"""A form's log: its thread of remarks and every state change, in sentences."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry.events import LEVELS
from indicators.models import FormEvent, Indicator, Submission

Kind = FormEvent.Kind
NAMED = 3  # so many indicators are named in the sentence, the rest below it

# What happened, with how many cells; {n} cells, {text} as written.
SAYS: dict[str, Promise] = {
    Kind.OPENED: gettext_lazy("下发填报表：%(text)s"),
    Kind.SUBMITTED: gettext_lazy("提交%(n)s项"),
    Kind.WITHDRAWN: gettext_lazy("撤回%(n)s项"),
    Kind.RETURNED: gettext_lazy("退回%(n)s项"),
    Kind.APPROVED: gettext_lazy("审定%(n)s项"),
    Kind.REPORTED: gettext_lazy("报送%(n)s项"),
    Kind.RETURNED_ABOVE: gettext_lazy("上级退回%(n)s项"),
    Kind.CORRECTING: gettext_lazy("发起更正%(n)s项：%(text)s"),
    Kind.LOCKED: gettext_lazy("锁定填报表：%(text)s"),
    Kind.REOPENED: gettext_lazy("解锁填报表：%(text)s"),
    Kind.ATTACHED: gettext_lazy("附件：%(text)s"),
    Kind.SIGNED: gettext_lazy("上传签批件：%(text)s（校验码%(code)s）"),
    Kind.REMINDED: gettext_lazy("%(level)s：还缺%(n)s项"),
    Kind.MOVED: gettext_lazy("%(text)s"),
    Kind.IMPORTED: gettext_lazy("%(text)s"),
}


@dataclass(frozen=True)
class Said:
    """One event: who did what when on which form, and on which indicators."""

    event: FormEvent
    unit: str
    sentence: str
    names: list[str]  # of the indicators, all of them
    remarks: list[tuple[str, str]]  # indicator name → the remark it was returned with
    text: str = ""  # a remark's own words, or the text sent to who was reminded

    @property
    def is_remark(self) -> bool:
        return self.event.kind == Kind.REMARK

    @property
    def first(self) -> list[str]:
        return self.names[:NAMED]

    @property
    def rest(self) -> list[str]:
        return self.names[NAMED:]


def of(forms: Iterable[Submission]) -> list[Said]:
    """Return what happened to the forms, the newest first. Two queries."""
    units = {form.pk: form.unit_name for form in forms}
    events = list(
        FormEvent.objects.filter(submission__in=units)
        .select_related("by")
        .order_by("-at", "-pk")
    )
    codes = {code for event in events for code in event.details.get("indicators", ())}
    names = dict(Indicator.objects.filter(code__in=codes).values_list("code", "name"))
    return [_said(event, units[event.submission_id], names) for event in events]


def _said(event: FormEvent, unit: str, names: dict[str, str]) -> Said:
    details = event.details
    codes = details.get("indicators", [])
    remarks = details.get("remarks", {})
    return Said(
        event=event,
        unit=unit,
        sentence=_sentence(event, len(codes)),
        names=[names.get(code, code) for code in codes],
        remarks=[(names.get(code, code), text) for code, text in remarks.items()],
        text=event.text if event.kind in (Kind.REMARK, Kind.REMINDED) else "",
    )


def _sentence(event: FormEvent, n: int) -> str:
    if event.kind == Kind.REMARK:
        return _("留言")
    about = {
        "n": n,
        "text": event.text,
        "code": event.details.get("code", ""),
        "level": LEVELS.get(event.details.get("level"), _("催报")),
    }
    return str(SAYS[event.kind]) % about
