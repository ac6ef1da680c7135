"""Brings the cells of a form to the pure checks, with what they are compared to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.entry import yardsticks
from indicators.models import Entry, Indicator, Observation, Relation
from indicators.models.observations import MissingReason
from indicators.rules import checks, disclosure
from regions.models import Region


def series(region: Region, indicators: Iterable[int]) -> dict[int, dict[int, Decimal]]:
    """Return indicator pk → year → real value of the region's own. One query.

    Neither demo values nor an upper level's figure standing in are a yardstick.
    """
    found = defaultdict(dict)
    rows = (
        Observation.objects.real()
        .comparable()
        .filter(region=region, indicator__in=indicators)
        .order_by("year")
        .values_list("indicator", "year", "value")
    )
    for indicator, year, value in rows:
        found[indicator][year] = value
    return found


def _partners(indicators: set[int]) -> list[Relation]:
    """Return the declared relations that touch any of the indicators. One query."""
    rows = Relation.objects.select_related("left", "right")
    return [r for r in rows if {r.left_id, r.right_id} & indicators]


def _relations(region, year, entries: list[Entry], past, counts) -> Mapping[str, tuple]:
    """Return indicator code → findings of the relations between indicators.

    A partner that is not among the entries counts with its own cell's value, or
    with what is known of that year. One to three queries.
    """
    relations = _partners({e.indicator_id for e in entries})
    if not relations:
        return {}
    sides = {i.pk: i for r in relations for i in (r.left, r.right)}
    values = {pk: past[pk][year] for pk in sides if year in past.get(pk, {})}
    others = set(sides) - {e.indicator_id for e in entries}
    if others:
        for pk, known in series(region, others).items():
            if year in known:
                values[pk] = known[year]
        typed = Entry.objects.current().of(region, year).filter(indicator__in=others)
        values |= dict(
            typed.filter(value__isnull=False).values_list("indicator", "value")
        )
    for entry in entries:
        values.pop(entry.indicator_id, None)
        if entry.value is not None:
            values[entry.indicator_id] = entry.value
    named = {
        sides[pk].code: (sides[pk].measure, _told(value, sides[pk], counts))
        for pk, value in values.items()
        if pk in sides
    }
    declared = [
        checks.DeclaredRelation(r.kind, r.left.code, r.right.code, r.reason)
        for r in relations
    ]
    return checks.check_relations(named, declared)


def _told(value: Decimal, indicator: Indicator, counts: bool) -> Decimal:
    about = {"per": indicator.per, "counts": counts}
    return disclosure.told(value, indicator.decimals, **about)


def findings(
    region: Region, year: int, entries: Iterable[Entry], past=None, counts=True
) -> dict[int, tuple[checks.Finding, ...]]:
    """Return entry pk → what the checks say of the cell, errors first.

    The entries need their indicator and submission's department loaded. `past` is
    what `series` returns, where the caller has it already. Without `counts` the reader
    may not see them: the entries are as told, and so are their partners. Four to ten
    queries, whatever the number of cells.
    """
    entries = list(entries)
    pks = {e.indicator_id for e in entries}
    past = series(region, pks) if past is None else past
    known = {pk for pk in pks if any(y < year for y in past.get(pk, ()))}
    concepts = {e.indicator_id: e.indicator for e in entries}
    sticks = yardsticks.of(region, year, concepts, known)
    between = _relations(region, year, entries, past, counts)
    found = {}
    for entry in entries:
        pk = entry.indicator_id
        own = _cell_findings(entry, year, past.get(pk, {}), sticks.get(pk, ()))
        all_of_them = [*own, *_required(entry)]
        if entry.value is not None:
            all_of_them += between.get(entry.indicator.code, ())
        found[entry.pk] = tuple(
            sorted(all_of_them, key=lambda finding: finding.level != "error")
        )
    return found


def _cell_findings(
    entry: Entry, year: int, past: Mapping[int, Decimal], sticks
) -> tuple[checks.Finding, ...]:
    """Return what the pure checks say of a cell's value; a stand-in is not compared."""
    if entry.value is None:
        return ()
    if entry.substitute_region_id or entry.definition_break:
        past, sticks = {}, ()
    series = {y: v for y, v in past.items() if y != year}
    measure = entry.indicator.measure
    cell = checks.CheckedFigure(measure, entry.figure, None, series, sticks)
    return checks.check_cell(cell)


def _required(entry: Entry) -> list[checks.Finding]:
    """Return what a filled cell still lacks before it may be submitted."""
    found = []
    if entry.value is not None and not source_of(entry):
        found.append(
            checks.Finding(
                "error",
                "source",
                _("请填写数据来源（报表、调查或单位）。"),
                checks.NOTHING,
            )
        )
    half = entry.denominator is not None and entry.events is None
    if entry.value is not None and half and not entry.indicator.base:
        found.append(
            checks.Finding(
                "warning",
                "counts",
                _("只填了分母，请补填分子，或清空分母。"),
                checks.COUNTS,
            )
        )
    if (
        entry.missing_reason == MissingReason.NOT_PUBLISHED
        and entry.expected_on is None
    ):
        found.append(
            checks.Finding(
                "error",
                "expected",
                _("%(reason)s：请填写预计公布月份，到时列为补报。")
                % {"reason": MissingReason.NOT_PUBLISHED.label},
                checks.NOTHING,
            )
        )
    return found


def source_of(entry: Entry) -> str:
    """Return the source of a cell: as typed, or who supplied it, or who fills it in."""
    if entry.source:
        return entry.source
    if entry.supplier_id:
        return supplier_words(entry)
    if entry.submission.department_id:
        return _("%(unit)s填报") % {"unit": entry.submission.department.name}
    if entry.missing_reason:
        return _("%(region)s填报") % {"region": entry.submission.region.name}
    return ""


def source_printed(entry: Entry) -> str:
    """Return the source of a cell as papers print it: who supplied it stands beside
    what was typed."""
    said = source_of(entry)
    if not entry.supplier_id or entry.supplier.name in said:
        return said
    return _("%(source)s；提供部门：%(supplier)s") % {
        "source": said,
        "supplier": supplier_words(entry),
    }


def supplier_words(entry: Entry) -> str:
    """Return who supplied the figure, how and when: 市医保局（来函，张三，2025-03-02）."""
    if not entry.supplier_id:
        return ""
    about = [
        entry.get_supply_channel_display() if entry.supply_channel else "",
        entry.supplier_contact,
        f"{entry.supplied_on:%Y-%m-%d}" if isinstance(entry.supplied_on, date) else "",
    ]
    said = "，".join(filter(None, map(str, about)))
    return f"{entry.supplier.name}（{said}）" if said else entry.supplier.name


def warnings(found: Iterable[checks.Finding]) -> list[checks.Finding]:
    return [f for f in found if f.level == "warning"]


def errors(found: Iterable[checks.Finding]) -> list[checks.Finding]:
    return [f for f in found if f.level == "error"]
