"""更正历年值: a former year's figure is corrected like an approved cell of this year.

The correction is an entry of that year, on the form of who supplies the indicator now,
submitted at once; the approved figure stands until a reviewer has approved the new one.
Where that year was never asked for, as with imported history, the form is made for it.
"""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from indicators.entry import cells, events, filling, words
from indicators.entry.access import require_entering, require_unlocked, today
from indicators.entry.cells import CellChange
from indicators.entry.opening import one_at_a_time
from indicators.entry.problems import EntryError
from indicators.models import (
    DataOwner,
    Entry,
    FormEvent,
    Indicator,
    Observation,
    Submission,
)
from regions.models import Region


@transaction.atomic
def amend(
    region: Region,
    year: int,
    indicator: Indicator,
    fields: Mapping[str, str],
    why: str,
    *,
    by,
) -> Entry:
    """Submit another figure for a year that lies before today's; return its cell.

    Raises NotAllowed for who does not fill in the indicator's form; CellsRefused or
    EntryError, with nothing written, for a figure that cannot be read or submitted, one
    that changes nothing, no reason, a locked form, a cell that is being worked on.
    """
    why = words.sentence(why, events.LONGEST_REASON, _("请写明更正原因。"))
    if year >= today().year:
        raise EntryError(_("%(year)s年尚未结束，请在填报表中填写。") % {"year": year})
    one_at_a_time([region])
    form = form_of(region, year, indicator)
    require_entering(form, by)
    require_unlocked(form)
    entry = _opened(form, indicator, why, by)
    code = indicator.code
    (outcome,) = cells.save(
        region, year, [CellChange(code, entry.version, dict(fields))], by=by
    )
    if outcome.refused:
        sentences = dict.fromkeys(outcome.refused.values())
        raise filling.CellsRefused("".join(sentences), {code: list(sentences)})
    if outcome.status == cells.SAME:
        raise EntryError(_("与现有数据相同，未提交。"))
    if not outcome.entry.note:  # explains what the checks ask about
        version = outcome.entry.version
        cells.save(region, year, [CellChange(code, version, {"note": why})], by=by)
    (submitted,) = filling.submit(region, year, [code], by=by)
    return submitted


def form_of(region: Region, year: int, indicator: Indicator) -> Submission:
    """Return the form that holds the year's cell, or will: unsaved where there is none.
    Three queries at most."""
    forms = Submission.objects.select_related("region", "department", "locked_by")
    forms = forms.filter(region=region, year=year)
    holding = forms.filter(entries__indicator=indicator, entries__current=True)
    if found := holding.first():
        return found
    owner = DataOwner.objects.filter(region=region, indicator=indicator)
    owner = owner.select_related("department").first()
    department = owner.department if owner else None
    found = forms.filter(department=department).first()
    if found is None:
        found = Submission(region=region, year=year, department=department)
        found.opens_on = today()
    return found


def standing(region: Region, year: int, indicator: Indicator) -> Observation | None:
    """Return the real figure of the year, which stands until another is approved."""
    found = Observation.objects.real().filter(region=region, year=year)
    return found.filter(indicator=indicator).first()


def _opened(form: Submission, indicator: Indicator, why: str, by) -> Entry:
    """Return the cell opened for correcting: the approved one revised, or a new one
    that begins with the figure that stands."""
    region, year = form.region, form.year
    entry = cells.load(region, year, [indicator.code]).get(indicator.code)
    if entry is not None and entry.state in Entry.DONE:
        (entry,) = filling.correct(region, year, [indicator.code], why, by=by)
        return entry
    if entry is not None:
        raise EntryError(
            _("%(year)s年此项%(state)s，请在该年填报表中办理。")
            % {"year": year, "state": entry.get_state_display()}
        )
    if form.pk is None:
        form.save()
    made = Entry(submission=form, indicator=indicator, due_on=today(), why=why)
    if known := standing(region, year, indicator):
        made.revision = 1
        for name in (
            *("value", "missing_reason", "grade", "events", "denominator"),
            *("definition_break", "substitute_region", "source", "note"),
        ):
            setattr(made, name, getattr(known, name))
    made.save()
    events.note(FormEvent.Kind.CORRECTING, [made], by, why)
    return made
