"""What the page /data/ offers to choose from, and how much a choice holds."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from dashboards.queries.export import ExportScope, held_back
from dashboards.selection import Selection
from indicators.models import Indicator, Observation, Plan, PlanIndicator
from indicators.models.observations import Origin
from regions import codes
from regions.models import Region

SHEET_ROWS = 2**20
CSV_ROW = 200  # bytes, about


@dataclass(frozen=True)
class Held:
    """How much a choice holds: regions, plan rows with an indicator, rows of the long
    list (`values`), of them those that only say why there is no figure, and demo
    ones."""

    regions: int
    plan_rows: int
    values: int
    missing: int
    demo: int

    @property
    def figures(self) -> int:
        """Return how many rows of the long list have a number."""
        return self.values - self.missing

    @property
    def is_empty(self) -> bool:
        return not self.plan_rows and not self.values

    @property
    def too_many(self) -> bool:
        """Whether a sheet of Excel cannot hold the values below a heading."""
        return self.values >= SHEET_ROWS

    @property
    def csv_bytes(self) -> int:
        """Return the size of the CSV, about."""
        return self.values * CSV_ROW


@dataclass(frozen=True)
class Offered:
    """Regions with whether they have a plan, their plans, the indicators in use."""

    regions: tuple[tuple[Region, bool], ...]
    plans: tuple[Plan, ...]
    indicators: tuple[Indicator, ...]

    @property
    def top(self) -> int:
        """Return the highest level that is offered: trees are indented from there."""
        return min((codes.level(r.code) for r, _planned in self.regions), default=0)


def holds(asked: ExportScope) -> Held:
    """Return how much the scope holds for its viewer. Two queries."""
    shown = asked.observations().exclude(held_back(asked))
    demo = Q(origin=Origin.DEMO, value__isnull=False)
    found = shown.aggregate(
        values=Count("pk"),
        missing=Count("pk", filter=Q(value=None)),
        demo=Count("pk", filter=demo),
    )
    return Held(
        regions=len(asked.regions),
        plan_rows=asked.plan_rows().count(),
        **found,
    )


def offered(grants, chosen: Selection) -> Offered:
    """Return what the person may choose from: regions that have a plan or values,
    what leads to them and what was chosen; indicators that any of them uses.
    Three queries."""
    within = Region.objects.exportable_by(grants)
    planned = Exists(Plan.objects.listed().filter(region=OuterRef("pk")))
    valued = Exists(Observation.objects.filter(region=OuterRef("pk")))
    regions = within.annotate(planned=planned, valued=valued).order_by("code")
    used = {r.code for r in regions if r.planned or r.valued}
    shown = used.union(chosen.regions, *map(codes.ancestors, used))
    rows = PlanIndicator.objects.filter(indicator=OuterRef("pk"))
    values = Observation.objects.filter(indicator=OuterRef("pk"))
    return Offered(
        regions=tuple((r, r.planned) for r in regions if r.code in shown),
        plans=tuple(
            Plan.objects.listed()
            .filter(region__in=within)
            .select_related("region")
            .order_by("region__code", "code")
        ),
        indicators=tuple(
            Indicator.objects.filter(
                Exists(rows.filter(plan__region__in=within))
                | Exists(values.filter(region__in=within))
                | Q(code__in=chosen.indicators)
            ).select_related("domain")
        ),
    )
