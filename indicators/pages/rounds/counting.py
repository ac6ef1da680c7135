"""How far a round has come, counted in the database: its forms, and its regions from
the province down. Counts only; what a form lacks is read for the forms that are shown
(outstanding)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from indicators.models import Entry, Round, Submission
from regions import codes
from regions.models import Region

OPEN = Q(entries__state__in=Entry.OPEN)
ANSWERED = Q(entries__state__in=("submitted", *Entry.DONE))
WORST_FIRST = (
    *("-n_overdue", "-n_returned", "-n_open"),
    F("first_due").asc(nulls_last=True),
    "region__code",
    F("department__name").asc(nulls_first=True),
)
# What ChaseForm offers, as conditions on the counts of a form.
STATES = {
    "overdue": Q(n_overdue__gt=0),
    "open": Q(n_open__gt=0),
    "returned": Q(n_returned__gt=0),
    "waiting": Q(n_submitted__gt=0),
    "done": Q(n_open=0),
    "locked": Q(locked_at__isnull=False),
}


def forms(
    round: Round, regions: Iterable[Region], today: date, keys: Sequence[str] = ()
) -> QuerySet[Submission]:
    """Return the forms of a round in the regions with their counts, worst first; with
    `keys` (code:department) only those."""
    rows = Submission.objects.filter(
        region__in=[region.pk for region in regions],
        entries__rounds=round,
        entries__current=True,
    )
    if keys:
        rows = rows.filter(_named(keys))
    late = Q(entries__due_on__lt=today)
    return (
        rows.annotate(
            n_asked=Count("entries"),
            n_open=Count("entries", filter=OPEN),
            n_overdue=Count("entries", filter=OPEN & late),
            n_returned=Count("entries", filter=Q(entries__state="returned")),
            n_submitted=Count("entries", filter=Q(entries__state="submitted")),
            n_answered=Count("entries", filter=ANSWERED),
            n_due=Count("entries", filter=late),
            n_in_time=Count("entries", filter=ANSWERED & late & _given_in_time()),
            first_due=Min("entries__due_on", filter=OPEN),
        )
        .select_related("region__parent", "department", "locked_by")
        .order_by(*WORST_FIRST)
    )


def _given_in_time() -> Q:
    return Q(entries__submitted_at__date__lte=F("entries__due_on"))


def _named(keys: Sequence[str]) -> Q:
    wanted = Q(pk__in=[])
    for key in keys:
        code, _colon, name = key.partition(":")
        unit = Q(department__name=name) if name else Q(department=None)
        wanted |= Q(region__code=code) & unit
    return wanted


@dataclass(frozen=True)
class RoundCounts:
    """The counts of several forms together."""

    forms: int = 0
    open_forms: int = 0
    overdue_forms: int = 0
    asked: int = 0
    answered: int = 0
    overdue: int = 0
    returned: int = 0
    submitted: int = 0
    due: int = 0
    in_time: int = 0


def total(rows: QuerySet[Submission]) -> RoundCounts:
    """Return the counts of the forms together. One query."""
    summed = {f.name: Sum(f"n_{f.name}") for f in fields(RoundCounts)[3:]}
    found = rows.order_by().aggregate(
        forms=Count("pk"),
        open_forms=Count("pk", filter=Q(n_open__gt=0)),
        overdue_forms=Count("pk", filter=Q(n_overdue__gt=0)),
        **summed,
    )
    return RoundCounts(**{name: count or 0 for name, count in found.items()})


@dataclass
class RateLine:
    """上报率 of a region, or of all regions of the round in it."""

    region: Region
    regions: int = 0
    asked: int = 0
    answered: int = 0
    overdue: int = 0

    @property
    def percent(self) -> int | None:
        return share(self.answered, self.asked)

    @property
    def is_whole(self) -> bool:
        """Whether it stands for other regions too: there is something to open."""
        return self.regions > 1


def share(part: int, whole: int) -> int | None:
    """Return a share in whole percent, never 100 while something is missing."""
    return part * 100 // whole if whole else None


def rates(
    round: Round, regions: Sequence[Region], within: str, today: date
) -> list[RateLine]:
    """Return 上报率 of the regions, put together by the level below `within` (a code).
    Two queries."""
    counted = (
        round.entries.filter(
            current=True, submission__region__in=[region.pk for region in regions]
        )
        .order_by()
        .values_list("submission__region")
        .annotate(
            n_asked=Count("pk"),
            n_answered=Count("pk", filter=Q(state__in=("submitted", *Entry.DONE))),
            n_overdue=Count("pk", filter=Q(state__in=Entry.OPEN, due_on__lt=today)),
        )
    )
    counts = {region: numbers for region, *numbers in counted}
    groups = {codes.below(within, region.code) for region in regions}
    names = {r.code: r for r in Region.objects.filter(code__in=groups)}
    lines: dict[str, RateLine] = {}
    for region in regions:
        # A municipality's districts lie below no prefecture: they stand for themselves.
        group = names.get(codes.below(within, region.code), region)
        line = lines.setdefault(group.code, RateLine(group))
        asked, answered, overdue = counts.get(region.pk, (0, 0, 0))
        line.regions += 1
        line.asked += asked
        line.answered += answered
        line.overdue += overdue
    return [lines[code] for code in sorted(lines)]
