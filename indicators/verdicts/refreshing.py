"""Stores the verdicts of rows, and finds the rows whose verdicts a change touches."""

import copy
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from indicators.models import Assessment, Audience, PlanIndicator
from indicators.rules import assessment
from indicators.verdicts import series
from indicators.verdicts.assessing import judge, rows_to_assess, to_row
from indicators.verdicts.series import reference_region

BATCH = 500


def _for_both(rows: list[PlanIndicator], as_of: int) -> Iterator[Assessment]:
    """Yield each row's verdict for either audience; the second is a copy of the
    first unless something of the row's series is held."""
    figures = series.of_rows(rows)
    for row in rows:
        own = judge(row, figures, Audience.OWN, as_of)
        stored = own and to_row(own)
        if stored:
            yield stored
        if figures.differs(row):
            told = judge(row, figures, Audience.OTHERS, as_of)
            if told:
                yield to_row(told, Audience.OTHERS)
        elif stored:
            same = copy.copy(stored)
            same.audience = Audience.OTHERS
            yield same


@transaction.atomic
def refresh(rows, as_of: int | None = None) -> int:
    """Recompute and store the assessments of the rows; return of how many rows.

    Rows that are no longer assessable lose their old assessments.
    """
    rows = list(rows)
    made = list(_for_both(rows, as_of or assessment.current_year()))
    _forget(rows, made)
    names = [
        f.name
        for f in Assessment._meta.concrete_fields
        if f.name not in ("id", "plan_indicator", "audience")
    ]
    Assessment.objects.bulk_create(
        made,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["plan_indicator", "audience"],
        update_fields=names,
    )
    return len({a.plan_indicator_id for a in made})


def _forget(rows: list[PlanIndicator], made: list[Assessment]) -> None:
    """Delete the stored verdicts of the rows that were not made again."""
    done = {(a.plan_indicator_id, a.audience) for a in made}
    gone = Q(pk__in=[])
    for audience in Audience:
        lost = [row.pk for row in rows if (row.pk, audience) not in done]
        gone |= Q(audience=audience, plan_indicator__in=lost)
    Assessment.objects.filter(gone).delete()


def refresh_series(changed: set[tuple[int, int]], as_of: int | None = None) -> int:
    """Refresh the verdicts that use any of the (region pk, indicator pk) series.

    Own rows, and rows of other regions whose targets refer to the region.
    """
    if not changed:
        return 0
    indicators = {indicator for _, indicator in changed}
    regions = {region for region, _ in changed}
    touched = rows_to_assess(indicator__in=indicators).filter(
        Q(plan__region__in=regions) | Q(targets__reference__in=regions)
    )
    rows = {
        row.pk: row
        for row in touched
        if (row.plan.region_id, row.indicator_id) in changed
        or (reference_region(row), row.indicator_id) in changed
    }
    return refresh(rows.values(), as_of)
