"""另有数: what other offices say of values, as the viewer may know it.

For notes only: nothing that judges, draws or exports values asks here.
"""

from collections.abc import Collection, Iterable

from dashboards.queries.export import ExportScope
from dashboards.queries.values import told as told_value
from dashboards.values import OtherNote
from indicators.models import Indicator, OtherFigure
from indicators.models.others import Stage, told
from regions.models import Region

RELATED = ("region", "indicator", "by")


def others(
    region: Region,
    indicator: Indicator,
    own: Collection[str],
    counts: Collection[str] = (),
) -> list[OtherNote]:
    """Return what other offices say of the region's values of an indicator, the newest
    year first: beside values not yet reported to the region's own people alone. One
    query."""
    rows = OtherFigure.objects.filter(region=region, indicator=indicator)
    return _notes(rows.select_related(*RELATED), own, counts)


def others_of(asked: ExportScope) -> list[OtherNote]:
    """Return what other offices say of the values of a selection, by region, indicator
    and year. One query."""
    rows = asked.narrowed(OtherFigure.objects.select_related(*RELATED))
    return _notes(rows, asked.own, asked.counts)


def _notes(
    rows: Iterable[OtherFigure], own: Collection[str], counts: Collection[str]
) -> list[OtherNote]:
    found = []
    for row in rows:
        stage = Stage.APPROVED if row.region.code in own else Stage.REPORTED
        for one in told([row], stage):
            concept = row.indicator
            found.append(
                OtherNote(
                    place=row.region.name,
                    indicator=concept.name,
                    unit=concept.unit,
                    year=one.year,
                    value=told_value(one.value, concept, row.region.code in counts),
                    source=one.source,
                    definition=one.definition,
                    why=one.why,
                    by=one.by,
                    at=one.at,
                )
            )
    return found
