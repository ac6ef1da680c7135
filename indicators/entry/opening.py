"""Opens rounds: a form per region and data owner, a cell per indicator due.

Laying out is set-based. A small round is laid out and revealed in one transaction; a
large one by a job (indicators/entry/jobs) in many, and then it is hidden until
`reveal`: cells of the revision STAGED are not current, a round that is not `laid_out`
is left out by its manager. So nobody sees half a round.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Case, DateField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Least
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indicators.entry import asked
from indicators.entry.access import require
from indicators.entry.problems import EntryError
from indicators.models import (
    DataOwner,
    Entry,
    FormEvent,
    Indicator,
    Observation,
    Round,
    Submission,
)
from indicators.models.observations import MissingReason
from regions.models import Region

NOTHING = gettext_lazy("所选地区本年没有应采集的指标：请先导入规划，或另加规划、指标。")


@dataclass
class Opened:
    """What opening a round made: cells asked, cells that were there already, forms
    (pks), regions of which nothing is asked; and the indicators that it asks for."""

    cells: int = 0
    joined: int = 0
    made: list[int] = field(default_factory=list)
    empty: list[Region] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)

    @property
    def forms(self) -> int:
        return len(self.made)


@transaction.atomic
def open_round(round: Round, regions, plans=(), indicators=(), *, by) -> Opened:
    """Store a new round and lay out its cells; all or nothing.

    `round` is unsaved; its code is given here. A region that already has a cell
    for an indicator and year keeps it: the round is added to who asks, and the
    earlier of the due days holds. Raises NotAllowed outside one's reach and
    EntryError when nothing at all would be asked, or the issuer has a round of
    that year and title already. At most 20 queries, whatever the number of regions.
    """
    regions = list(regions)
    asks = store(round, regions, plans, indicators, by=by)
    opened = lay_out(round, asks, regions, hidden=False)
    if not opened.cells + opened.joined:
        raise EntryError(str(NOTHING))
    _settle(round, opened, by)
    return opened


def store(
    round: Round, regions, plans, indicators, *, by, hidden: bool = False
) -> asked.Catalogue:
    """Store a round, return its 采集目录; with `hidden` nobody sees it until `reveal`.
    Refusals as in `open_round`."""
    for region in [round.issuer, *regions]:
        require("administer", region, by)
    one_at_a_time([round.issuer, *regions])
    round.code, round.by = _new_code(round), by
    round.laid_out = not hidden
    round.save()
    round.regions.add(*regions)
    round.plans.add(*plans)
    round.indicators.add(*indicators)
    return asked.Catalogue(
        round.year,
        round.own_plans,
        round.with_prose,
        frozenset(plan.pk for plan in plans),
        frozenset(indicator.pk for indicator in indicators),
    )


def one_at_a_time(regions: Iterable[Region]) -> None:
    """Let nobody else lay out forms of these regions before this transaction ends."""
    pks = {region.pk for region in regions}
    rows = Region.objects.filter(pk__in=pks).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _new_code(round: Round) -> str:
    """Return the next free code of a round: 2024-511700-1.

    Raises EntryError for a second round of the same name: a page posted twice.
    """
    there = dict(
        Round.everything.filter(issuer=round.issuer, year=round.year)
        .order_by()
        .values_list("code", "title")
    )
    if round.title in there.values():
        raise EntryError(
            _("%(year)s年已有名为“%(title)s”的填报任务，另发的请改用其他名称。")
            % {"year": round.year, "title": round.title}
        )
    stem = f"{round.year}-{round.issuer.code}-"
    taken = [int(code.removeprefix(stem)) for code in there if code.startswith(stem)]
    return f"{stem}{max(taken, default=0) + 1}"


@transaction.atomic
def extend_round(round: Round, *, by) -> Opened:
    """Lay out again what the round asks: rows and regions added since. Idempotent."""
    require("change_round", round.issuer, by)
    regions = list(round.regions.all())
    one_at_a_time(regions)
    opened = lay_out(round, asked.Catalogue.of(round), regions, hidden=False)
    _settle(round, opened, by)
    return opened


def lay_out(
    round: Round, asks: asked.Catalogue, regions: Iterable[Region], hidden: bool = True
) -> Opened:
    """Make the missing forms and cells of the regions, hidden until `reveal`; what is
    revealed in the same transaction need not be."""
    regions = list(regions)
    parts = asked.divided(asks, regions)
    wanted = {
        (region.pk, indicator.pk): indicator
        for region in regions
        for indicator in parts[region.pk][0]
    }
    cells = Entry.objects.current().filter(
        submission__region__in=regions, submission__year=round.year
    )
    there = {
        (region, indicator): pk
        for region, indicator, pk in cells.order_by().values_list(
            "submission__region", "indicator", "pk"
        )
    }
    fresh = {key: one for key, one in wanted.items() if key not in there}
    forms, made = _forms(round, regions, fresh)
    elsewhere, absent = _elsewhere(regions, fresh), MissingReason.NOT_COLLECTED
    staged = Entry.objects.bulk_create(
        Entry(
            submission_id=forms[key],
            indicator=indicator,
            due_on=indicator.due_day(round.due_on, round.year),
            missing_reason=absent if key in elsewhere else "",
            current=not hidden,
            revision=Entry.STAGED if hidden else 0,
        )
        for key, indicator in fresh.items()
    )
    joined = [there[key] for key in wanted if key in there]
    _link(round, [*(cell.pk for cell in staged), *joined])
    empty = [region for region in regions if not parts[region.pk][0]]
    known = {indicator.pk: indicator for indicator in wanted.values()}
    return Opened(len(staged), len(joined), made, empty, list(known.values()))


def _elsewhere(regions: Iterable[Region], fresh) -> set[tuple[int, int]]:
    """Return what counties are asked and do not measure themselves: there is such a
    figure of higher levels only, and the county never had one. One query at most."""
    counties = {r.pk for r in regions if r.level == Region.Level.COUNTY}
    found = {
        (region, pk)
        for (region, pk), indicator in fresh.items()
        if region in counties and not indicator.exists_at(Region.Level.COUNTY)
    }
    if not found:
        return found
    own = Observation.objects.real().filter(
        region__in=counties, indicator__in={pk for _r, pk in found}, value__isnull=False
    )
    return found - set(own.order_by().values_list("region", "indicator"))


def _link(round: Round, cells: Iterable[int]) -> None:
    """Add the round to who asks for the cells (pks)."""
    links = Entry.rounds.through
    links.objects.bulk_create(
        (links(entry_id=cell, round_id=round.pk) for cell in cells),
        ignore_conflicts=True,
    )


def _forms(round: Round, regions, fresh) -> tuple[dict, list[int]]:
    """Return (region pk, indicator pk) → pk of the form of its data owner, for what is
    to be laid out, and the forms that had to be made."""
    owners = {
        (region, indicator): department
        for region, indicator, department in DataOwner.objects.filter(
            region__in=regions
        ).values_list("region", "indicator", "department")
    }
    rows = Submission.objects.filter(region__in=regions, year=round.year)
    forms = {
        (region, department): pk
        for region, department, pk in rows.order_by().values_list(
            "region", "department", "pk"
        )
    }
    places = dict.fromkeys((key[0], owners.get(key)) for key in fresh)
    made = Submission.objects.bulk_create(
        Submission(
            region_id=region,
            year=round.year,
            department_id=department,
            opens_on=round.opens_on,
        )
        for region, department in places
        if (region, department) not in forms
    )
    forms |= {(form.region_id, form.department_id): form.pk for form in made}
    return {key: forms[key[0], owners.get(key)] for key in fresh}, [
        form.pk for form in made
    ]


def reveal(round: Round, by) -> None:
    """Show a round that is laid out, all of it at once; eight queries."""
    _give_way(round)
    round.entries.filter(revision=Entry.STAGED).update(current=True, revision=0)
    forms = Submission.objects.filter(pk__in=_form_pks(round))
    said = FormEvent.objects.filter(
        submission=OuterRef("pk"), kind=FormEvent.Kind.OPENED
    )
    asks = Indicator.objects.filter(
        pk__in=round.entries.order_by().values("indicator").distinct()
    )
    made = forms.filter(~Exists(said)).order_by().values_list("pk", flat=True)
    _settle(round, Opened(joined=1, made=list(made), indicators=list(asks)), by)
    round.laid_out = True
    round.save(update_fields=["laid_out"])


def _settle(round: Round, opened: Opened, by) -> None:
    """Give what is laid out the days that hold, and say on new forms that they are
    there. Three queries at most."""
    if opened.joined:
        _take_earlier_days(round, opened.indicators)
    FormEvent.objects.bulk_create(
        FormEvent(
            submission_id=form, kind=FormEvent.Kind.OPENED, text=round.title, by=by
        )
        for form in opened.made
    )


def _form_pks(round: Round) -> QuerySet:
    return round.entries.order_by().values("submission")


def _give_way(round: Round) -> None:
    """Drop staged cells that another round has opened since, and join those instead."""
    other = Entry.objects.current().filter(
        submission__region=OuterRef("submission__region"),
        submission__year=round.year,
        indicator=OuterRef("indicator"),
    )
    twice = dict(
        round.entries.filter(revision=Entry.STAGED)
        .annotate(other=other.order_by().values("pk")[:1])
        .filter(other__isnull=False)
        .order_by()
        .values_list("pk", "other")
    )
    if twice:
        Entry.objects.filter(pk__in=twice).delete()
        _link(round, twice.values())


def _take_earlier_days(round: Round, indicators: Iterable[Indicator]) -> None:
    """Let cells and forms that another round already asks for keep the earlier days."""
    later: dict[date, list[int]] = {}
    for indicator in indicators:
        day = indicator.due_day(round.due_on, round.year)
        if day != round.due_on:
            later.setdefault(day, []).append(indicator.pk)
    days = [When(indicator__in=pks, then=Value(day)) for day, pks in later.items()]
    day = Case(*days, default=Value(round.due_on), output_field=DateField())
    rows = round.entries.filter(current=True, due_on__gt=round.due_on)
    rows.update(due_on=Least(F("due_on"), day))
    forms = Submission.objects.filter(pk__in=_form_pks(round))
    forms.filter(opens_on__gt=round.opens_on).update(opens_on=round.opens_on)


def take_back(round: Round, codes: list[str]) -> None:
    """Remove what is laid out and not revealed in regions (codes): nobody saw it."""
    hidden = round.entries.filter(
        revision=Entry.STAGED, submission__region__code__in=codes
    )
    Entry.objects.filter(pk__in=list(hidden.values_list("pk", flat=True))).delete()
    if not round.laid_out:
        Entry.rounds.through.objects.filter(
            round_id=round.pk, entry__submission__region__code__in=codes
        ).delete()
    Submission.objects.filter(
        year=round.year,
        region__code__in=codes,
        entries=None,
        events=None,
        attachments=None,
    ).delete()
