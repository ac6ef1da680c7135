"""Takes back what a batch of history brought in, observation by observation."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from indicators.entry import publishing
from indicators.models import CauseKind, ImportBatch, Observation, ObservationChange
from indicators.models.observations import Origin
from indicators.verdicts import causes, refreshing
from indicators.verdicts.causes import Cause, Touched
from regions.models import Region

Key = tuple[int, int, int]
A_STATEMENT = 1000


def stored(keys: set[Key]) -> dict[Key, Observation]:
    """Return the observations of the keys, locked. One query."""
    rows = Observation.objects.select_for_update(of=("self",)).filter(**among(keys))
    found = {(o.region_id, o.indicator_id, o.year): o for o in rows}
    return {key: row for key, row in found.items() if key in keys}


def among(keys: set[Key]) -> dict:
    """Return the filter that keeps at least the keys, in terms a database likes."""
    regions, indicators, years = (set(part) for part in zip(*keys, strict=True))
    return {"region__in": regions, "indicator__in": indicators, "year__in": years}


def touched_since(batch: ImportBatch, now: Mapping[Key, Observation], keys: set[Key]):
    """Return what is no longer as the batch wrote it: (key, the later change or None).

    Two queries.
    """
    own = {
        (c.region_id, c.indicator_id, c.year): c
        for c in batch.changes.filter(**among(keys)).order_by("pk")
    }
    first = min(change.pk for change in own.values())
    later = (
        ObservationChange.objects.filter(**among(keys), pk__gt=first)
        .exclude(batch=batch)
        .exclude(batch__state=ImportBatch.State.UNDONE)  # came and went
        .select_related("by")
        .order_by("pk")
    )
    found = {}
    for change in later:
        key = change.region_id, change.indicator_id, change.year
        if key in keys:
            found.setdefault(key, change)
    for key in keys - found.keys():
        row, wrote = now.get(key), own.get(key)
        if row is None or wrote is None or not _is_as_written(row, wrote):
            found[key] = None
    return list(found.items())


def _is_as_written(row: Observation, wrote: ObservationChange) -> bool:
    written = wrote.new_value, wrote.new_reason
    return row.origin == Origin.IMPORT and (row.value, row.missing_reason) == written


def restore(
    batch: ImportBatch,
    earlier: Mapping[Key, Mapping | None],
    now: Mapping[Key, Observation],
    *,
    by,
    refresh: bool = True,
) -> int:
    """Put back what was stored before the batch, remove what was not there; how many.

    Every one leaves a line of history. About four queries, and the verdicts.
    """
    codes = {b.get("substitute_region") for b in earlier.values() if b} - {None}
    levels = {r.code: r for r in Region.objects.filter(code__in=codes)} if codes else {}
    history, gone, back = [], [], []
    touched: Touched = {}
    for key, before in earlier.items():
        row = now[key]
        causes.note(touched, key[:2], Cause(_kind(row, before), by))
        history.append(_line(batch, row, before, by))
        if before is None:
            gone.append(row.pk)
        else:
            back.append(_as_before(row, before, levels))
    for start in range(0, len(gone), A_STATEMENT):
        Observation.objects.filter(pk__in=gone[start : start + A_STATEMENT]).delete()
    publishing.store(back)
    ObservationChange.objects.bulk_create(history)
    if refresh:
        refreshing.refresh_series(touched)
    return len(history)


def _kind(row: Observation, before: Mapping | None) -> CauseKind:
    """Return what taking a figure back does to its series."""
    if (before or {}).get("definition_break", False) != row.definition_break:
        return CauseKind.DEFINITION
    return CauseKind.REVISED_VALUE


def _line(batch, row: Observation, before: Mapping | None, by) -> ObservationChange:
    before = before or {}
    value = before.get("value")
    return ObservationChange(
        region_id=row.region_id,
        indicator_id=row.indicator_id,
        year=row.year,
        old_value=row.value,
        new_value=row._meta.get_field("value").to_python(value),
        old_reason=row.missing_reason,
        new_reason=before.get("missing_reason", ""),
        origin=Origin.IMPORT,
        document=batch.name,
        reason=_("撤销导入"),
        batch=batch,
        by=by,
    )


def _as_before(row: Observation, before: Mapping, levels: Mapping[str, Region]):
    for name in publishing.STORED:
        field = row._meta.get_field(name)
        value = before.get(name)
        if name == "substitute_region":
            row.substitute_region = levels.get(value)
        elif value is None:
            setattr(row, name, None if field.null else field.get_default())
        else:
            setattr(row, name, field.to_python(value))
    row.origin = before["origin"]
    return row
