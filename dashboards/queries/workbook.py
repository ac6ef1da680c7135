"""What the analyst's workbook asks of the database, of one scope.

Every function runs the same number of queries whatever the number of rows.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from dashboards.queries.export import CHUNK, ExportScope
from dashboards.queries.plan_rows import rows_of_scope
from dashboards.rows import Source, full_name
from dashboards.workbook_lines import (
    Figures,
    PlanLine,
    Remark,
    SheetIndicator,
    SheetRegion,
    YearReading,
)
from indicators.models import Doubt, Indicator, Observation, PlanIndicator, Target
from indicators.models.observations import MissingReason, Origin
from indicators.models.target_years import UNDATED_LAST, said_year
from indicators.rules import disclosure, explain
from regions import codes
from regions.models import Region

FIELDS = (
    *("region_id", "indicator_id", "year", "value", "missing_reason", "origin"),
    *("substitute_region_id", "definition_break", "own_definition", "source"),
)


def concepts() -> dict[int, SheetIndicator]:
    """Return every indicator by pk. One query."""
    return {
        i.pk: SheetIndicator(
            i.code,
            i.name,
            i.unit,
            i.decimals,
            i.direction,
            i.domain.name,
            i.additive,
            i.period,
            i.per,
        )
        for i in Indicator.objects.select_related("domain")
    }


def places(asked: ExportScope) -> dict[int, SheetRegion]:
    """Return the regions of the scope by pk, in code order. One query."""
    regions = Region.objects.filter(pk__in=[r.pk for r in asked.regions])
    return {
        r.pk: SheetRegion(r.code, full_name(r), r.level)
        for r in regions.select_related("parent").order_by("code")
    }


def _stored(found, own) -> Iterator[tuple]:
    """Yield FIELDS of the values as the viewer sees them: held ones as last
    reported."""
    yield from (
        found.open_to(own).order_by().values_list(*FIELDS).iterator(chunk_size=CHUNK)
    )
    held = found.filter(held_since__isnull=False).exclude(region__code__in=own)
    for row in held.seen(()):
        yield tuple(getattr(row, name) for name in FIELDS)


def figures(asked: ExportScope, known: dict[int, SheetIndicator]) -> Figures:
    """Return every value of the scope's regions and indicators, of all years.
    `known` is concepts().

    Three queries, one more where a snapshot names a level standing in.
    """
    levels = dict(Region.objects.values_list("pk", "name"))
    every_year = replace(asked, first=None, last=None).observations()
    counted = {r.pk for r in asked.regions if r.code in asked.counts}
    rates = rates_of(known)
    return Figures(*_read(_stored(every_year, asked.own), levels, rates, counted))


def rates_of(known: dict[int, SheetIndicator]) -> dict[int, int]:
    """Return pk → decimals of the indicators whose exact values tell counts."""
    return {pk: c.decimals for pk, c in known.items() if disclosure.is_rate(c.per)}


def _read(rows, levels, rates, counted) -> tuple[dict, Counter]:
    """Return readings by (region pk, indicator pk) in order of years, and how many of
    each (source, origin). `rates` are told as printed but for `counted` regions."""
    reasons = {"": ""} | {code: str(words) for code, words in MissingReason.choices}
    found, sources, years = defaultdict(list), Counter(), {}
    for region, indicator, year, value, reason, origin, level, *more, source in rows:
        sources[source, origin] += 1
        if value is not None and indicator in rates and region not in counted:
            value = disclosure.rounded(value, rates[indicator])
        found[region, indicator].append(
            YearReading(
                years.setdefault(year, year),  # one object a year
                None if value is None else float(value),
                reasons[reason],
                origin == Origin.DEMO,
                levels[level] if level else "",
                *more,
            )
        )
    for key, readings in found.items():
        found[key] = tuple(sorted(readings, key=lambda r: r.year))
    return dict(found), sources


def with_plan_or_values(
    asked: ExportScope, where: dict, seen: Figures
) -> dict[int, SheetRegion]:
    """Return the regions that have a plan or any value, by pk. No query."""
    used = {plan.region_id for plan in asked.plans} | {
        region for region, _i in seen.series
    }
    return {pk: place for pk, place in where.items() if pk in used}


def upper_figures(
    asked: ExportScope, known: dict[int, SheetIndicator]
) -> tuple[dict[int, SheetRegion], Figures]:
    """Return the levels above the regions, themselves not chosen, and their real
    values that may stand beside others; never of totals. Four queries at most."""
    chosen = {r.code for r in asked.regions}
    above = {code for region in chosen for code in codes.ancestors(region)} - chosen
    levels = {
        r.pk: SheetRegion(r.code, full_name(r), r.level)
        for r in Region.objects.filter(code__in=above)
        .select_related("parent")
        .order_by("level", "code")
    }
    found = Observation.objects.filter(region__in=levels, indicator__additive=False)
    above_it = defaultdict(lambda: _("上级"))
    counted = {pk for pk, place in levels.items() if place.code in asked.counts}
    stored = _stored(found, asked.own)
    read, sources = _read(stored, above_it, rates_of(known), counted)
    fit = {
        key: tuple(r for r in rows if r.is_comparable and not r.demo)
        for key, rows in read.items()
    }
    return levels, Figures({k: v for k, v in fit.items() if v}, sources)


def lines(
    asked: ExportScope, known: dict, where: dict, seen: Figures
) -> list[PlanLine]:
    """Return one line per plan row that carries an indicator, by region and plan, its
    table before its prose, with the verdict that the viewer may see.

    `known`, `where` and `seen` are concepts(), places() and figures(). Five queries.
    """
    return [
        PlanLine(
            place=where[region],
            concept=known[concept],
            row=replace(row, case=None),
            series=seen.series.get((region, concept), ()),
            numbers=row.numbers,
            detail=explain.detail(row.case, row.result) if row.case else "",
            shown=row.shown,
        )
        for region, concept, row in rows_of_scope(asked)
    ]


def definitions(asked: ExportScope) -> list[Indicator]:
    """Return the indicators that the scope speaks of, by domain. One query."""
    if asked.indicators is not None:
        wanted = Q(pk__in=[i.pk for i in asked.indicators])
    else:
        values = asked.observations().filter(indicator=OuterRef("pk"))
        rows = asked.plan_rows().filter(indicator=OuterRef("pk"))
        wanted = Exists(values) | Exists(rows)
    return list(Indicator.objects.filter(wanted).select_related("domain"))


def remarks(asked: ExportScope) -> list[Remark]:
    """Return what is remarked on the plans' rows and targets, and the open questions on
    them; rows in words too. Three queries."""
    rows = PlanIndicator.objects.filter(plan__in=[p.pk for p in asked.plans])
    if asked.indicators is not None:
        rows = rows.filter(indicator__in=[i.pk for i in asked.indicators])
    targets = Target.objects.select_related("decision")
    asked = Doubt.objects.open().select_related(
        "target__issuer", "plan_indicator__plan"
    )
    rows = (
        rows.select_related("plan__region__parent", "indicator")
        .prefetch_related(
            Prefetch("targets", targets.order_by(UNDATED_LAST, "pk")),
            Prefetch("doubts", asked.order_by("target__year", "pk"), to_attr="asked"),
        )
        .annotate(region_code=F("plan__region__code"))
        .order_by("region_code", "plan__code", "-in_table", "order")
    )
    return [remark for row in rows for remark in _remarks(row)]


def _remarks(row: PlanIndicator) -> Iterator[Remark]:
    about = (full_name(row.plan.region), row.plan.title, row.key, row.label)
    place = _place(row.source_ref, row.plan.title)
    if row.remark:
        yield Remark(*about, None, _("规划行备注"), row.remark, place)
    for doubt in row.asked:
        year = doubt.target and doubt.target.year
        yield Remark(*about, year, _("待确认"), doubt.words, place)
    for target in row.targets.all():
        source = _place(target.source_ref, row.plan.title) or place
        when = target.year or said_year(None)
        if target.remark and target.remark != row.remark:
            yield Remark(*about, when, _("目标备注"), target.remark, source)
        if target.decision:
            yield Remark(*about, when, _("目标修订"), _revision(row, target), "")


def _revision(row: PlanIndicator, target: Target) -> str:
    """Return what a revised target was before, and what it rests on."""
    before = next(
        t
        for t in row.targets.all()
        if t.pk == target.replaces_id
        or target.replaces_id is None
        and (t.year, t.issuer_id) == (target.year, target.issuer_id)
        and t.revision == target.revision - 1
    )
    old = before.raw
    if target.replaces_id:
        old = _("%(old)s（未注明年份）") % {"old": old}
    words = {"old": old, "new": target.raw, "paper": target.decision.cited}
    return _("原为“%(old)s”，修订为“%(new)s”，依据%(paper)s。") % words


def _place(lines: str, title: str) -> str:
    """Return where the first provenance line says it stands, without its quotation."""
    first = next((line for line in lines.splitlines() if line), "")
    return Source.read(first, title).place
