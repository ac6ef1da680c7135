"""Opens rounds: a form per region and data owner, a cell per indicator due."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from indicators.entry import asked
from indicators.entry.access import require
from indicators.entry.problems import EntryError
from indicators.models import DataOwner, Entry, FormEvent, Round, Submission
from indicators.rules import calendar
from regions.models import Region

# What may be said otherwise about a round that is open.
WORDS = {
    *("title", "note"),
    *("form_number", "form_issuer", "form_approval", "form_valid_to"),
}


@dataclass
class Opened:
    """What opening a round made, per region: cells asked, cells already there."""

    cells: int = 0
    joined: int = 0
    forms: int = 0
    empty: list[Region] = field(default_factory=list)


def new_code(year: int, issuer: Region) -> str:
    """Return the next free code of a round: 2024-511700-1."""
    stem = f"{year}-{issuer.code}-"
    taken = Round.objects.filter(code__startswith=stem).values_list("code", flat=True)
    numbers = [int(code.removeprefix(stem)) for code in taken]
    return f"{stem}{max(numbers, default=0) + 1}"


@transaction.atomic
def open_round(round: Round, regions, plans=(), indicators=(), *, by) -> Opened:
    """Store a new round and lay out its cells; all or nothing.

    `round` is unsaved; its code is given here. A region that already has a cell
    for an indicator and year keeps it: the round is added to who asks, and the
    earlier of the due days holds. Raises NotAllowed outside one's reach and
    EntryError when nothing at all would be asked, or the issuer has a round of
    that year and title already.
    """
    regions = list(regions)
    for region in [round.issuer, *regions]:
        require("administer", region, by)
    one_at_a_time([round.issuer, *regions])
    _require_new(round)
    round.code, round.by = new_code(round.year, round.issuer), by
    round.save()
    round.regions.set(regions)
    round.plans.set(plans)
    round.indicators.set(indicators)
    opened = Opened()
    for region in regions:
        _lay_out(round, region, by, opened)
    if not opened.cells + opened.joined:
        raise EntryError(
            _(
                "所选地区这一年没有要采集的指标：请先录入规划，或在采集目录中另加规划或指标。"
            )
        )
    return opened


def one_at_a_time(regions: Iterable[Region]) -> None:
    """Let nobody else lay out forms of these regions before this transaction ends."""
    pks = {region.pk for region in regions}
    rows = Region.objects.filter(pk__in=pks).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _require_new(round: Round) -> None:
    """Raise EntryError for a second round of the same name: a page posted twice."""
    there = Round.objects.filter(
        issuer=round.issuer, year=round.year, title=round.title
    )
    if there.exists():
        raise EntryError(
            _("%(year)s年已有名为“%(title)s”的填报任务：要另发一个，请换个名称。")
            % {"year": round.year, "title": round.title}
        )


@transaction.atomic
def extend_round(round: Round, *, by) -> Opened:
    """Lay out again what the round asks: rows and regions added since. Idempotent."""
    require("change_round", round.issuer, by)
    regions = list(round.regions.all())
    one_at_a_time(regions)
    opened = Opened()
    for region in regions:
        _lay_out(round, region, by, opened)
    return opened


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
        month = row.indicator.available_month
        row.due_on = min(
            calendar.due_day(r.due_on, round.year, month) for r in row.rounds.all()
        )
    Entry.objects.bulk_update(rows, ["due_on"], batch_size=500)
    for form in Submission.objects.filter(entries__rounds=round).distinct():
        asking = Round.objects.filter(entries__submission=form)
        form.opens_on = min(asking.values_list("opens_on", flat=True))
        form.save(update_fields=["opens_on"])
    return len(rows)


def _lay_out(round: Round, region: Region, by, opened: Opened) -> None:
    """Make the missing forms and cells of one region."""
    wanted, _rest = asked.split(round, region)
    if not wanted:
        opened.empty.append(region)
        return
    there = {
        entry.indicator_id: entry
        for entry in Entry.objects.current()
        .of(region, round.year)
        .select_related("submission", "indicator")
    }
    fresh = [i for i in wanted if i.pk not in there]
    forms = _forms(round, region, fresh, by, opened)
    made = Entry.objects.bulk_create(
        Entry(
            submission=forms[i.pk],
            indicator=i,
            due_on=calendar.due_day(round.due_on, round.year, i.available_month),
        )
        for i in fresh
    )
    joined = [there[i.pk] for i in wanted if i.pk in there]
    _join(round, joined)
    links = Entry.rounds.through
    links.objects.bulk_create(
        (links(entry=entry, round=round) for entry in [*made, *joined]),
        ignore_conflicts=True,
    )
    opened.cells += len(made)
    opened.joined += len(joined)


def _join(round: Round, entries: list[Entry]) -> None:
    """Let cells that another round already asks for keep the earlier due day."""
    for entry in entries:
        day = calendar.due_day(
            round.due_on, round.year, entry.indicator.available_month
        )
        entry.due_on = min(entry.due_on, day)
    Entry.objects.bulk_update(entries, ["due_on"], batch_size=500)
    forms = {entry.submission_id for entry in entries}
    Submission.objects.filter(pk__in=forms, opens_on__gt=round.opens_on).update(
        opens_on=round.opens_on
    )


def _forms(round, region, indicators, by, opened) -> dict[int, Submission]:
    """Return indicator pk → the form of its data owner, making what is missing."""
    owners = dict(
        DataOwner.objects.filter(region=region, indicator__in=indicators).values_list(
            "indicator", "department"
        )
    )
    forms = {
        form.department_id: form
        for form in Submission.objects.filter(region=region, year=round.year)
    }
    events = []
    for department in {owners.get(i.pk) for i in indicators} - set(forms):
        form = Submission.objects.create(
            region=region,
            year=round.year,
            department_id=department,
            opens_on=round.opens_on,
        )
        forms[department] = form
        events.append(
            FormEvent(
                submission=form, kind=FormEvent.Kind.OPENED, text=round.title, by=by
            )
        )
    FormEvent.objects.bulk_create(events)
    opened.forms += len(events)
    return {i.pk: forms[owners.get(i.pk)] for i in indicators}


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
