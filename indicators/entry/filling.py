"""What the filler does with cells: submit, withdraw, correct, supply later.

Every act is one transaction: all chosen cells move or none does.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.entry import checking, events, words
from indicators.entry.access import obstacle, require_entering, require_unlocked
from indicators.entry.problems import EntryError
from indicators.entry.rounds import follow_owner
from indicators.entry.transitions import CellsRefused, chosen, revise, stamp
from indicators.models import Entry, FormEvent
from indicators.rules import calendar
from regions.models import Region

State, Kind = Entry.State, FormEvent.Kind


@transaction.atomic
def submit(region: Region, year: int, codes: Iterable[str], *, by) -> list[Entry]:
    """Submit the chosen cells for review, errors and unexplained warnings refused.

    Raises Refused with the sentences per cell; then nothing is submitted.
    """
    entries = chosen(region, year, codes)
    found = checking.findings(region, year, entries)
    refused: dict[str, list[str]] = {}
    for entry in entries:
        require_entering(entry.submission, by)
        if why := _submit_refusals(entry, found[entry.pk]):
            refused[entry.indicator.code] = why
    if refused:
        raise CellsRefused(
            _("%(n)s项未通过检查，本次未提交：请改正，或取消勾选。")
            % {"n": len(refused)},
            refused,
        )
    for entry in entries:
        entry.source = checking.source_of(entry)
    Entry.objects.bulk_update(entries, ["source"])
    stamp(entries, state=State.SUBMITTED, submitted_by=by, submitted_at=timezone.now())
    events.note(Kind.SUBMITTED, entries, by)
    return entries


def _submit_refusals(entry: Entry, found) -> list[str]:
    """Return why one cell cannot be submitted, as sentences."""
    if why := obstacle(entry):
        return [why]
    if not entry.is_filled:
        return [_("尚未填写：请填数值，或选择无数据原因。")]
    if wrong := checking.errors(found):
        return [f.sentence for f in wrong]
    unexplained = checking.warnings(found) if not entry.note.strip() else []
    return [f.sentence for f in unexplained]  # each asks for a correction or a remark


@transaction.atomic
def withdraw(region: Region, year: int, codes: Iterable[str], *, by) -> list[Entry]:
    """Take back submitted cells that nobody has approved yet."""
    entries = chosen(region, year, codes)
    for entry in entries:
        require_entering(entry.submission, by)
        require_unlocked(entry.submission)
        if entry.state != State.SUBMITTED:
            raise EntryError(
                _("“%(name)s”不在待审核状态，不能撤回。") % {"name": entry.indicator}
            )
    stamp(entries, state=State.DRAFT, submitted_by=None, submitted_at=None)
    events.note(Kind.WITHDRAWN, entries, by)
    return entries


@transaction.atomic
def correct(region: Region, year: int, codes: Iterable[str], why: str, *, by):
    """Begin corrections of approved cells: a new revision each, with a reason.

    The approved figure stands until the new one is approved.
    """
    why = words.sentence(why, events.LONGEST_REASON, _("请写明更正原因。"))
    entries = chosen(region, year, codes)
    for entry in entries:
        require_entering(entry.submission, by)
        require_unlocked(entry.submission)
        if entry.state not in Entry.DONE:
            raise EntryError(
                _("“%(name)s”还没有审定，可以直接修改。") % {"name": entry.indicator}
            )
    made = revise(entries, state=State.DRAFT, why=why)
    events.note(Kind.CORRECTING, made, by, why)
    follow_owner(made, by)
    return made


@transaction.atomic
def supplement(region: Region, year: int, codes: Iterable[str], *, by) -> list[Entry]:
    """Reopen cells answered 尚未公布 so that the figure can be supplied (补报), and
    provisional ones so that the final can (定报).

    They are due by the end of the month they were expected in.
    """
    entries = chosen(region, year, codes)
    for entry in entries:
        require_entering(entry.submission, by)
        require_unlocked(entry.submission)
        expected = entry.expected_again
        if entry.state not in Entry.DONE or not expected:
            raise EntryError(
                _("“%(name)s”不是等待补报的指标。") % {"name": entry.indicator}
            )
        last_day = calendar.month_end(expected.year, expected.month)
        entry.due_on = max(entry.due_on, last_day)
    made = revise(entries, state=State.DRAFT, why=_("补报"))
    events.note(Kind.CORRECTING, made, by, _("补报"))
    follow_owner(made, by)
    return made
