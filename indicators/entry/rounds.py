"""Changes rounds that are open: their days, their words, whose form a cell is on."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from indicators.entry.access import require
from indicators.entry.problems import EntryError
from indicators.models import DataOwner, Entry, FormEvent, Round, Submission
from regions.models import Region

# What may be said otherwise about a round that is open.
WORDS = {
    *("title", "note"),
    *("form_number", "form_issuer", "form_approval", "form_valid_to"),
}


@transaction.atomic
def change_days(round: Round, opens_on: date, due_on: date, *, by) -> int:
    """Move a round's window; cells not yet submitted take the new day. How many."""
    require("change_round", round.issuer, by)
    if due_on < opens_on:
        raise EntryError(_("截止日期不应早于开始日期。"))
    round.opens_on, round.due_on = opens_on, due_on
    round.save(update_fields=["opens_on", "due_on"])
    rows = list(
        round.entries.filter(current=True, state__in=Entry.OPEN)
        .select_related("indicator")
        .prefetch_related("rounds")
    )
    for row in rows:
        days = [r.due_on for r in row.rounds.all()]
        row.due_on = row.indicator.due_day(min(days), round.year)
    Entry.objects.bulk_update(rows, ["due_on"], batch_size=500)
    asking = Round.objects.filter(entries__submission=OuterRef("pk"))
    first = asking.order_by("opens_on").values("opens_on")[:1]
    forms = round.entries.order_by().values("submission")
    Submission.objects.filter(pk__in=forms).update(opens_on=Subquery(first))
    return len(rows)


@transaction.atomic
def follow_owners(region: Region, *, by) -> int:
    """Move open cells to the forms of their present data owners; return how many.

    Called after an administrator has changed who supplies what. Cells submitted
    or approved stay where they were answered.
    """
    require("administer", region, by)
    rows = list(
        Entry.objects.current()
        .filter(submission__region=region, state__in=Entry.OPEN)
        .select_related("submission", "indicator")
    )
    owners = dict(
        DataOwner.objects.filter(region=region).values_list("indicator", "department")
    )
    moved = 0
    for row in rows:
        department = owners.get(row.indicator_id)
        if row.submission.department_id == department or row.submission.locked_at:
            continue
        form, _made = Submission.objects.get_or_create(
            region=region,
            year=row.submission.year,
            department_id=department,
            defaults={"opens_on": row.submission.opens_on},
        )
        _move(row, form, by)
        moved += 1
    return moved


def follow_owner(entries: Iterable[Entry], by) -> None:
    """Put cells that are open again on the forms of their present data owners.

    The owner may have changed, or the department been closed, since they were
    submitted. The cells need submission and indicator loaded; one query where
    nothing has changed.
    """
    entries = list(entries)
    regions = {entry.submission.region_id for entry in entries}
    owners = {
        (owner.region_id, owner.indicator_id): owner.department_id
        for owner in DataOwner.objects.filter(
            region__in=regions, indicator__in=[e.indicator_id for e in entries]
        )
    }
    for entry in entries:
        form = entry.submission
        department = owners.get((form.region_id, entry.indicator_id))
        if form.department_id == department:
            continue
        other, _made = Submission.objects.get_or_create(
            region=form.region,
            year=form.year,
            department_id=department,
            defaults={"opens_on": form.opens_on},
        )
        _move(entry, other, by)


def _move(row: Entry, form: Submission, by) -> None:
    """Put every revision of a cell on another form, and say so on both."""
    old = row.submission
    Entry.objects.filter(submission=old, indicator=row.indicator).update(
        submission=form, version=F("version") + 1
    )
    FormEvent.objects.bulk_create(
        FormEvent(
            submission=which,
            kind=FormEvent.Kind.MOVED,
            text=_("%(name)s由%(old)s改为%(new)s填报")
            % {"name": row.indicator, "old": old.unit_name, "new": form.unit_name},
            by=by,
        )
        for which in (old, form)
    )


def describe_round(round: Round, words: Mapping[str, object], *, by) -> None:
    """Change what a round says about itself: title, note, masthead. Asks
    nothing new."""
    require("change_round", round.issuer, by)
    for name in words.keys() & WORDS:
        setattr(round, name, words[name])
    round.save(update_fields=sorted(WORDS))
