"""A form's log: its thread of remarks, every state change and every save of a cell, in
sentences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry.events import LEVELS
from indicators.models import EntryChange, FormEvent, Indicator, Submission
from indicators.pages import draft_lines
from indicators.pages.draft_lines import DraftLine

Kind = FormEvent.Kind
MOST_SAVES = 300  # of the newest; older ones stand with their cells
NAMED = 3  # so many indicators are named in the sentence, the rest below it

# What happened, with how many cells; {n} cells, {text} as written.
SAYS: dict[str, Promise] = {
    Kind.OPENED: gettext_lazy("发出填报表：%(text)s"),
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
    Kind.OTHER: gettext_lazy("%(text)s"),
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

    at = property(lambda self: self.event.at)
    by = property(lambda self: self.event.by)


@dataclass(frozen=True)
class SavedCells:
    """What one person saved on one form within an hour, cell by cell."""

    unit: str
    lines: list[DraftLine]

    at = property(lambda self: self.lines[0].change.at)
    by = property(lambda self: self.lines[0].change.by)

    @property
    def sentence(self) -> str:
        """How many cells were saved, in which ways: 填写、粘贴24次，涉及20项."""
        ways = dict.fromkeys(str(o.change.get_how_display()) for o in self.lines)
        about = {
            "ways": _("、").join(ways),
            "n": len(self.lines),
            "m": len({line.change.entry_id for line in self.lines}),
        }
        return _("%(ways)s%(n)s次，涉及%(m)s项") % about


def of(forms: Iterable[Submission], *, counts: bool) -> list[Said | SavedCells]:
    """Return what happened to the forms and was saved on them, the newest first;
    figures as they are told to who may or may not see `counts`. Six queries."""
    forms = list(forms)
    found = [*_events(forms), *_saves(forms, counts)]
    return sorted(found, key=lambda said: said.at, reverse=True)


def _saves(forms: list[Submission], counts: bool) -> list[SavedCells]:
    """Return the newest saves of the forms' cells, an hour of one person together."""
    units = {form.pk: form.unit_name for form in forms}
    changes = (
        EntryChange.objects.filter(entry__submission__in=units)
        .select_related("by", "entry__indicator", "entry__submission")
        .order_by("-at", "-pk")[:MOST_SAVES]
    )
    told = draft_lines.lines(changes, counts=counts)
    told.sort(key=_belongs, reverse=True)
    groups = groupby(told, _belongs)
    return [SavedCells(units[key[1]], list(group)) for key, group in groups]


def _belongs(line: DraftLine) -> tuple[datetime, int, int]:
    """Return what the saves of one group share: hour, form, person."""
    hour = timezone.localtime(line.change.at).replace(minute=0, second=0, microsecond=0)
    return hour, line.change.entry.submission_id, line.change.by_id or 0


def _events(forms: list[Submission]) -> list[Said]:
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
