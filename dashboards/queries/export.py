"""What leaves the program as files: which regions, plans, indicators; every value.

`grants` None is an operator at the server's own command line, for whom every region
is its own. Everybody else takes away what § Access allows, and of other regions
than the own what was last reported.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from heapq import merge

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dashboards.selection import Selection
from indicators.layouts import columns
from indicators.models import Indicator, Observation, Plan, PlanIndicator
from indicators.models.observations import Grade, MissingReason, Origin
from indicators.rules import disclosure
from regions import access
from regions.models import Region

CHUNK = 2000
LONG_COLUMNS = [(column.key, column.heading) for column in columns.LONG]
FIELDS = (
    *("region_id", "indicator_id", "year", "value", "missing_reason", "grade"),
    *("source", "note", "origin", "substitute_region_id", "definition_break"),
    *("own_definition", "events", "denominator", "updated_at"),
)


class OutOfReach(LookupError):
    """A code that does not exist or is not the person's to take away."""


@dataclass(frozen=True)
class ExportScope:
    """A selection as it was found in the database, for one person.

    `plans` are the chosen plans, or every plan of the regions; `indicators` None means
    all, else those chosen; `by_plan` says that only indicators of the plans count.
    """

    regions: tuple[Region, ...]
    plans: tuple[Plan, ...]
    indicators: tuple[Indicator, ...] | None
    by_plan: bool
    first: int | None
    last: int | None
    own: frozenset[str]
    counts: frozenset[str]  # regions (codes) whose event counts may be shown

    def observations(self) -> QuerySet[Observation]:
        """Return the values of the selection, whoever may see them in what state."""
        return self.narrowed(Observation.objects.all())

    def narrowed(self, rows: QuerySet) -> QuerySet:
        """Return those rows of the selection, of a table by region, indicator, year."""
        found = rows.filter(region__in=[r.pk for r in self.regions])
        if self.indicators is not None:
            found = found.filter(indicator__in=[i.pk for i in self.indicators])
        if self.by_plan:
            wanted = Q(pk__in=[])
            for plan in self.plans:
                used = plan.rows.filter(indicator__isnull=False).values("indicator")
                wanted |= Q(region=plan.region_id, indicator__in=used)
            found = found.filter(wanted)
        if self.first is not None:
            found = found.filter(year__gte=self.first)
        if self.last is not None:
            found = found.filter(year__lte=self.last)
        return found

    def plan_rows(self) -> QuerySet[PlanIndicator]:
        """Return the plan rows of the selection that carry an indicator, table and
        prose."""
        found = PlanIndicator.objects.filter(
            plan__in=[plan.pk for plan in self.plans], indicator__isnull=False
        )
        if self.indicators is not None:
            found = found.filter(indicator__in=[i.pk for i in self.indicators])
        return found


def scope(selection: Selection, grants) -> ExportScope:
    """Return what the person may take away of a selection. Two or three queries.

    Chosen plans narrow the regions to theirs, even to none. Raises OutOfReach for a
    code that is unknown or not theirs.
    """
    within = Region.objects.all()
    if grants is not None:
        within = within.exportable_by(grants)
    regions = _named(within.order_by("code"), selection.regions, _("地区"))
    plans = Plan.objects.filter(region__in=within).select_related("region")
    if not selection.plans:  # a retired one only where it is named
        plans = plans.listed()
    chosen = _named(plans.order_by("region__code", "code"), selection.plans, _("规划"))
    wanted = {region.pk for region in regions}
    chosen = [plan for plan in chosen if plan.region_id in wanted]
    if selection.plans:
        planned = {plan.region_id for plan in chosen}
        regions = [region for region in regions if region.pk in planned]
    concepts = Indicator.objects.select_related("domain")
    return ExportScope(
        regions=tuple(regions),
        plans=tuple(chosen),
        indicators=tuple(_named(concepts, selection.indicators, _("指标")))
        if selection.indicators
        else None,
        by_plan=bool(selection.plans),
        first=selection.first,
        last=selection.last,
        own=frozenset(r.code for r in regions)
        if grants is None
        else access.own_regions(grants),
        counts=frozenset(
            r.code
            for r in regions
            if grants is None or access.may_see_counts(grants, r.code)
        ),
    )


def _named(rows: QuerySet, codes, noun: str) -> list:
    """Return the rows, of the codes where any are named. One query."""
    found = list(rows.filter(code__in=codes) if codes else rows)
    known = {row.code for row in found}
    if absent := [code for code in codes if code not in known]:
        raise OutOfReach(
            _("没有代码为“%(code)s”的%(noun)s，或不在您的导出范围之内。")
            % {"noun": noun, "code": absent[0]}
        )
    return found


def held_back(asked: ExportScope) -> Q:
    """Return the condition on values that the viewer has never been shown."""
    outside = Q(held_since__isnull=False) & ~Q(region__code__in=asked.own)
    return outside & Q(reported_as=None)


def long_rows(selection: Selection, grants) -> Iterator[tuple]:
    """Yield one row per value, in the order of LONG_COLUMNS, by region, indicator,
    year.

    See `rows_of`; raises OutOfReach at the call, before the first row is asked for.
    """
    return rows_of(scope(selection, grants))


def rows_of(asked: ExportScope) -> Iterator[tuple]:
    """Yield the values of a scope as tuples of LONG_COLUMNS, CHUNK rows in memory.

    value is a Decimal in the indicator's unit without closing zeros, or None;
    updated_at a text in local time; counts only where the viewer may see them.
    Three queries and one for snapshots that name a level standing in.
    """
    places = {r.pk: r for r in Region.objects.all()}
    concepts = {i.pk: i for i in Indicator.objects.select_related("domain")}
    order = {pk: n for n, pk in enumerate(sorted(places, key=lambda p: places[p].code))}
    found = asked.observations()
    open_rows = (
        found.open_to(asked.own)
        .order_by("region__code", "indicator_id", "year")
        .values_list(*FIELDS)
        .iterator(chunk_size=CHUNK)
    )
    held = found.filter(held_since__isnull=False).exclude(region__code__in=asked.own)
    snapshots = sorted(
        (tuple(getattr(row, name) for name in FIELDS) for row in held.seen(())),
        key=lambda row: (order[row[0]], *row[1:3]),
    )
    rows = merge(open_rows, snapshots, key=lambda row: (order[row[0]], *row[1:3]))
    words = _Words(places, concepts, asked.counts)
    return map(words.row, _once(rows))


def _once(rows: Iterable[tuple]) -> Iterator[tuple]:
    """Leave out a value that is reported while the file is being read: it would come
    as it was reported last, and as it is now."""
    before = None
    for row in rows:
        if row[:3] != before:
            yield row
        before = row[:3]


class _Words:
    """Turns stored tuples into rows of words; every name is looked up once."""

    def __init__(self, places, concepts, counts):
        self.places = {
            pk: ((r.code, r.name), r.code in counts) for pk, r in places.items()
        }
        self.levels = {None: ""} | {pk: r.name for pk, r in places.items()}
        self.concepts = {
            pk: (i.code, i.name, i.domain.name, i.unit) for pk, i in concepts.items()
        }
        self.rates = {
            pk: i.decimals for pk, i in concepts.items() if disclosure.is_rate(i.per)
        }
        self.reasons = {"": ""} | {c: str(w) for c, w in MissingReason.choices}
        self.grades = {"": ""} | {c: str(w) for c, w in Grade.choices}
        self.origins = {c: str(w) for c, w in Origin.choices}
        self.yes = _("是")
        self.zone = timezone.get_current_timezone()

    def row(self, stored: tuple) -> tuple:
        (region, indicator, year, value, reason, grade, source, note) = stored[:8]
        (origin, level, breaks, own, events, denominator, updated) = stored[8:]
        place, counted = self.places[region]
        if value is not None and not counted and indicator in self.rates:
            value = disclosure.rounded(value, self.rates[indicator])
        return (
            *place,
            *self.concepts[indicator],
            year,
            None if value is None else _short(value),
            self.reasons[reason],
            self.grades[grade],
            source,
            note,
            self.origins[origin],
            self.yes if origin == Origin.DEMO else "",
            self.levels[level],
            self.yes if breaks else "",
            own,
            events if counted else None,
            denominator if counted else None,
            _moment(updated, self.zone),
        )


def _short(value: Decimal) -> Decimal:
    """Return the number without the closing zeros of its column, without exponent."""
    short = value.normalize()
    return short if short.as_tuple().exponent <= 0 else short.quantize(Decimal(1))


def _moment(when: datetime | str | None, zone) -> str:
    if when is None:
        return ""
    if isinstance(when, str):
        when = datetime.fromisoformat(when)
    return when.astimezone(zone).isoformat(sep=" ", timespec="minutes")[:16]
