"""原因和措施: why a row is behind and what comes next, kept version by version.

Asked of the 牵头部门 once a figure is approved, never of the clerk who fills it in, and
nothing waits for it. The only writer of Note.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import words
from indicators.entry.problems import EntryError, NotAllowed
from indicators.models import LeadDepartment, Note, PlanIndicator
from indicators.models.leads import ANSWERING
from regions import access, permits

LONGEST = {"reason": 500, "measure": 500, "deadline": 60, "office": 60}


@dataclass(frozen=True)
class NoteWords:
    """What a note says."""

    reason: str
    measure: str = ""
    deadline: str = ""
    office: str = ""


def may_write(grants, row: PlanIndicator) -> bool:
    """Return whether one writes the row's notes: its bureau's people, and those of a
    department that leads it or answers for it undivided. One query for the latter."""
    if access.may_note(grants, row.plan.region.code):
        return True
    mine = access.departments(grants)
    return bool(mine) and _leads_of(mine).filter(plan_indicator=row).exists()


def _leads_of(departments):
    """Return what departments, or those they succeeded, lead: not 配合, and not what
    they object to."""
    found = LeadDepartment.objects.none()
    for path in ANSWERING:
        found = found | LeadDepartment.objects.filter(**{f"{path}__in": departments})
    roles = (LeadDepartment.Role.LEAD, LeadDepartment.Role.NAMED)
    return found.filter(until=None, role__in=roles).exclude(
        state=LeadDepartment.State.OBJECTED
    )


def require_writing(row: PlanIndicator, by) -> None:
    """Raise NotAllowed for who writes no notes of the row."""
    if not may_write(by.grants, row):
        raise NotAllowed(permits.on_rows("note_row", region=row.plan.region))


def versions(row: PlanIndicator, year: int) -> list[Note]:
    """Return the notes of a row for a year, the newest first. One query."""
    return list(row.notes.filter(year=year).select_related("by"))


@transaction.atomic
def write(row: PlanIndicator, year: int, said: NoteWords, seen: int, *, by) -> Note:
    """Keep a new version of a note; `seen` is the version it was written over, 0 for
    none. EntryError where somebody has written another meanwhile."""
    require_writing(row, by)
    if row.plan.retired_on:
        raise EntryError(_("这一规划已停用，不再填写原因和措施。"))
    list(PlanIndicator.objects.select_for_update().filter(pk=row.pk))
    newest = row.notes.filter(year=year).select_related("by").first()
    if (newest.version if newest else 0) != seen:
        raise EntryError(
            _("%(who)s刚修改了原因和措施，您填的未保存，请核对后重新保存。")
            % {"who": newest.by if newest else ""}
        )
    fields = {name: words.clean(getattr(said, name)) for name in LONGEST}
    words.sentence(fields["reason"], LONGEST["reason"], _("请填写原因。"))
    for name, most in LONGEST.items():
        words.require_short(fields[name], most)
    return Note.objects.create(
        plan_indicator=row, year=year, version=seen + 1, by=by, **fields
    )
