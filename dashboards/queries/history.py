"""What was changed in a region's values of an indicator, as its viewers may know it."""

from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext

from dashboards.queries.values import told
from dashboards.values import ValueChange
from indicators.models import Indicator, ObservationChange
from indicators.models.observations import Origin
from regions.models import Region

HISTORY = 20


def changes(
    region: Region,
    indicator: Indicator,
    own: Collection[str],
    counts: Collection[str] = (),
    everything=False,
) -> list[ValueChange]:
    """Return the newest changes of the region's values that the viewer may know of,
    one more than shown unless everything is asked for. One query."""
    rows = (
        ObservationChange.objects.filter(region=region, indicator=indicator)
        .open_to(own)
        .select_related(
            *("by", "entry__entered_by", "entry__submission__department"),
            *("entry__submission__region", "batch__by"),
        )
        .defer("batch__lines", "batch__notes", "batch__counts")
    )
    if region.code in own:
        found = [_change(row) for row in (rows if everything else rows[: HISTORY + 1])]
    else:
        found = _as_seen(rows)
        found = found if everything else found[: HISTORY + 1]
    counted = region.code in counts
    return [
        replace(
            change,
            old=told(change.old, indicator, counted),
            new=told(change.new, indicator, counted),
        )
        for change in found
    ]


def _as_seen(rows) -> list[ValueChange]:
    """Return changes, the newest first, each from what others saw before it: of what
    was corrected before it was reported nothing is told."""
    found, last = [], {}
    for row in reversed(rows):
        change, before = _change(row), last.get(row.year)
        old, reason = (before.new, before.new_reason) if before else (None, "")
        if (change.old, change.old_reason) != (old, reason):
            change = replace(change, old=old, old_reason=reason, others=())
        last[row.year] = change
        found.append(change)
    return found[::-1]


def _change(row: ObservationChange) -> ValueChange:
    entry = row.entry
    return ValueChange(
        at=row.at,
        year=row.year,
        old=row.old_value,
        new=row.new_value,
        old_reason=row.get_old_reason_display() if row.old_reason else "",
        new_reason=row.get_new_reason_display() if row.new_reason else "",
        by=str(row.by) if row.by else "",
        entered_by=str(row.brought_by or ""),
        via=row.get_origin_display(),
        document=_form(entry.submission) if entry else row.document,
        why=row.reason,
        demo=row.origin == Origin.DEMO,
        others=tuple(row.others()),
    )


def _form(form) -> str:
    """Return a form's name on the page of its region: 2024年数据采集表 · 市教育局."""
    words = gettext("%(year)s年数据采集表 · %(unit)s")
    return words % {"year": form.year, "unit": form.unit_name}
