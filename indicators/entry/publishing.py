"""Writes observations and their history; every door of the program comes here."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import UTC
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from indicators.entry import bulk
from indicators.models import (
    CauseKind,
    ImportBatch,
    Indicator,
    Observation,
    ObservationChange,
)
from indicators.models.observations import Origin, reported
from indicators.rules.figure import Figure
from indicators.verdicts import causes, refreshing
from indicators.verdicts.causes import Cause, Touched
from regions.models import Region

# A door never overwrites what came through a stronger one: a demo value gives
# way to everything, a plan's or yearbook's figure to what the region reported.
STRENGTH = {
    Origin.DEMO: 0,
    Origin.REFERENCE: 1,
    Origin.PLAN: 1,
    Origin.IMPORT: 2,
    Origin.ENTRY: 2,
}


class PublishError(ValueError):
    """A value that cannot stand; says in Chinese what, where and what to do."""


@dataclass(frozen=True)
class NewValue:
    """One figure to publish, in the indicator's unit, or a reason there is none.

    A row to be written rather than a figure that is read: it names its region, its
    indicator and the level that stands in as rows of the database, column for column
    as Observation stores them, and why it is written.
    """

    region: Region
    indicator: Indicator
    year: int
    value: Decimal | None = None
    missing_reason: str = ""
    grade: str = ""
    events: int | None = None
    denominator: int | None = None
    definition_break: bool = False
    source: str = ""
    note: str = ""
    substitute_region: Region | None = None
    own_definition: str = ""  # its 口径 where not the catalogue's
    entry: int | None = None  # pk of the cell it comes from
    why: str = ""  # of this value alone; else the reason given for all

    @property
    def key(self) -> tuple[int, int, int]:
        return self.region.pk, self.indicator.pk, self.year

    @property
    def figure(self) -> Figure:
        """What the checks read of it before it is written."""
        return Figure(
            year=self.year,
            value=self.value,
            missing_reason=self.missing_reason,
            grade=self.grade,
            events=self.events,
            denominator=self.denominator,
            definition_break=self.definition_break,
            own_definition=self.own_definition,
            source=self.source,
            note=self.note,
            substitute_region_id=self.substitute_region and self.substitute_region.pk,
        )


ABOUT = {"region", "indicator", "year", "entry", "why"}
STORED = [f.name for f in fields(NewValue) if f.name not in ABOUT]


@dataclass
class Report:
    """What a publish did: counts, what a stronger door kept from changing, and what it
    did to which series."""

    created: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0
    touched: Touched = field(default_factory=dict)


def refusal(value: NewValue) -> str:
    """Return why a value cannot stand, as one sentence, or ""."""
    indicator, figure = value.indicator, value.value
    where = f"{value.region.name} {value.year}年“{indicator.name}”"
    if (figure is None) == (value.missing_reason == ""):
        return f"{where}须填数值或无数据原因，两者取一。"
    if not value.source:
        return f"{where}没有注明来源。"
    if figure is None:
        return ""
    low, high = indicator.lower, indicator.upper
    if (low is not None and figure < low) or (high is not None and figure > high):
        return (
            f"{where}为{figure.normalize():f}{indicator.unit}，"
            "超出该指标的上下限，请核对数值和单位。"
        )
    return ""


def _existing(values: list[NewValue]) -> dict[tuple, Observation]:
    """Return the stored rows of the values' series by key: one query."""
    rows = Observation.objects.select_for_update(of=("self",)).filter(
        region__in={v.region.pk for v in values},
        indicator__in={v.indicator.pk for v in values},
        year__in={v.year for v in values},
    )
    return {(o.region_id, o.indicator_id, o.year): o for o in rows}


def _differences(old: Observation, new: NewValue, origin: str) -> dict[str, list]:
    """Return field → [old, new] as JSON-able values for the fields that differ."""
    found = {}
    for name in STORED:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found[name] = [_plain(before), _plain(after)]
    if old.origin != origin:
        found["origin"] = [old.origin, origin]
    return found


def _plain(value):
    if isinstance(value, Decimal):
        return str(value.normalize())
    return value.code if isinstance(value, Region) else value


def _change(
    value: NewValue, old: Observation | None, details: dict, about: dict
) -> dict:
    """Return the line of history; a demo value that gives way leaves no trace."""
    if old and old.origin == Origin.DEMO and about["origin"] != Origin.DEMO:
        old, details = None, {}
    shown = ("value", "missing_reason")
    said = about | ({"reason": value.why} if value.why else {})
    return said | {
        "region": value.region,
        "indicator": value.indicator,
        "year": value.year,
        "old_value": old.value if old else None,
        "new_value": value.value,
        "old_reason": old.missing_reason if old else "",
        "new_reason": value.missing_reason,
        "details": {name: both for name, both in details.items() if name not in shown},
        "entry_id": value.entry,
    }


@transaction.atomic
def publish(
    values: Iterable[NewValue],
    *,
    origin: str,
    by=None,
    reason: str = "",
    document: str = "",
    batch: ImportBatch | None = None,
    refresh: bool = True,
    held: bool = False,
) -> Report:
    """Write the values with their history and refresh the verdicts they touch.

    All or nothing. A value equal to the stored one writes nothing (twice = once);
    a weaker door (STRENGTH) leaves the stored value standing and counts it as
    kept. Raises PublishError for a value outside the indicator's bounds, without
    source, or given twice. `refresh=False` only where the caller refreshes what the
    report says it touched, once at the end. `held` values are approved and not yet
    reported: what was last reported stays beside them for everyone but the region's
    own people.
    """
    values = _once(values)
    about = {"origin": origin, "by": by, "reason": reason}
    about |= {"document": document, "batch": batch}
    report, rows, history = Report(), [], []
    stored = _existing(values)
    for value in values:
        if sentence := refusal(value):
            raise PublishError(sentence)
        old = stored.get(value.key)
        details = _differences(old, value, origin) if old else {}
        if _stands(old, details, origin, report):
            continue
        history.append(_change(value, old, details, about))
        rows.append(_row(value, origin) | _held(old, held))
        causes.note_writing(report.touched, old, value, origin, by)
    _write(rows, history)
    if refresh:
        refreshing.refresh_series(report.touched, held=held)
    return report


def _once(values: Iterable[NewValue]) -> list[NewValue]:
    """Return the values; PublishError where a figure is given twice."""
    values = list(values)
    if len({v.key for v in values}) < len(values):
        raise PublishError("同一地区、指标、年份的数值出现了两次，请删去重复的行。")
    return values


def _stands(old: Observation | None, details: dict, origin: str, report) -> bool:
    """Count the value in the report; return whether what is stored stays."""
    if old is None:
        report.created += 1
    elif STRENGTH[origin] < STRENGTH[old.origin]:
        report.kept += 1
        return True
    elif not details:
        report.same += 1
        return True
    else:
        report.changed += 1
    return False


def _held(old: Observation | None, held: bool) -> dict:
    """Return how the row is held, its last reported state kept with it."""
    if not held:
        return {"held_since": None, "reported_as": None}
    if old is not None and old.held_since is not None:
        return {"held_since": old.held_since, "reported_as": old.reported_as}
    reported_as = snapshot(old) if old else None
    return {"held_since": timezone.now(), "reported_as": reported_as}


def snapshot(row: Observation) -> dict:
    """Return the stored fields of a row as JSON, a demo value's mark with them, and
    when they came to be: what others see has not changed since."""
    when = row.updated_at.astimezone(UTC).isoformat(timespec="microseconds")
    stored = {name: _plain(getattr(row, name)) for name in [*STORED, "origin"]}
    return stored | {"updated_at": when}


def _row(value: NewValue, origin: str) -> dict:
    stored = {name: getattr(value, name) for name in STORED}
    about = {"region": value.region, "indicator": value.indicator, "year": value.year}
    return about | stored | {"origin": origin}


KEY = ["region", "indicator", "year"]


def _write(rows: list[dict], history: list[dict]) -> None:
    """Store rows of observations and their lines of history, many at once quickly."""
    if len(rows) >= bulk.MANY:
        now = timezone.now()
        bulk.write(Observation, [row | {"updated_at": now} for row in rows], KEY)
        bulk.write(ObservationChange, [line | {"at": now} for line in history])
        return
    store([Observation(**row) for row in rows])
    ObservationChange.objects.bulk_create(ObservationChange(**line) for line in history)


def store(rows: list[Observation]) -> None:
    """Store observations, new or changed; who calls it writes their history too."""
    Observation.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=[*STORED, "origin", "held_since", "reported_as", "updated_at"],
    )


@transaction.atomic
def release(region: Region, year: int, indicators: Iterable[int], *, by=None) -> int:
    """Show held values of a region and year to everyone: `by` reports them now.

    `indicators` are pks; refreshes the verdicts; returns how many values.
    """
    rows = list(
        Observation.objects.select_for_update(of=("self",)).filter(
            region=region, year=year, indicator__in=indicators, held_since__isnull=False
        )
    )
    touched, told = {}, {row.pk: row for row in reported(rows)}
    for row in rows:
        cause = causes.of_writing(told.get(row.pk), row, row.origin, by)
        causes.note(touched, (row.region_id, row.indicator_id), cause)
        row.held_since = row.reported_as = None
        row.updated_at = timezone.now()  # for others it changes now
    Observation.objects.bulk_update(rows, ["held_since", "reported_as", "updated_at"])
    refreshing.refresh_series(touched)
    return len(rows)


@transaction.atomic
def remove_demo(*, by=None) -> int:
    """Delete every demo value with its history; return how many values went.

    The only deletion there is. History never copies a demo value into the line of
    a real one (_change), so afterwards nothing synthetic is left anywhere.
    """
    rows = Observation.objects.filter(origin=Origin.DEMO)
    series = set(rows.values_list("region_id", "indicator_id"))
    count = rows.count()
    rows.delete()
    shown = Observation.objects.filter(reported_as__origin=Origin.DEMO)
    series |= set(shown.values_list("region_id", "indicator_id"))
    count += shown.update(reported_as=None)
    ObservationChange.objects.filter(origin=Origin.DEMO).delete()
    refreshing.refresh_series(dict.fromkeys(series, Cause(CauseKind.DEMO, by)))
    return count
