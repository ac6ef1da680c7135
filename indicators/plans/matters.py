"""需市领导协调的事项 of a plan's 一页纸: typed by the bureau, three at most. The only
writer of Matter."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import words
from indicators.entry.access import require
from indicators.entry.problems import EntryError
from indicators.models import Matter, Plan

LONGEST = 60


@dataclass(frozen=True)
class MatterWords:
    """One line: what, which departments, what is asked for."""

    text: str
    departments: str
    request: str

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.departments or self.request)


def of_plan(plan: Plan) -> list[Matter]:
    """Return what the bureau brings before the leaders. One query."""
    return list(plan.matters.all())


@transaction.atomic
def write(plan: Plan, lines: Sequence[MatterWords], *, by) -> None:
    """Let these lines stand; empty ones are left out. EntryError for more than three,
    and for a line without its matter or request."""
    require("note", plan.region, by)
    kept = [line for line in lines if not line.is_empty]
    if len(kept) > Matter.MOST:
        raise EntryError(_("最多%(n)s条。") % {"n": Matter.MOST})
    for line in kept:
        if not line.text or not line.request:
            raise EntryError(_("每条须写明事项和请求。"))
        for text in (line.text, line.departments, line.request):
            words.require_short(words.clean(text), LONGEST)
    plan.matters.all().delete()
    Matter.objects.bulk_create(
        Matter(
            plan=plan,
            order=number,
            text=words.clean(line.text),
            departments=words.clean(line.departments),
            request=words.clean(line.request),
            by=by,
        )
        for number, line in enumerate(kept, start=1)
    )
