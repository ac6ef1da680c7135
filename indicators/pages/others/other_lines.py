"""Other offices' figures as pages of the yearly reporting print them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from indicators.models import Indicator, OtherChange, OtherFigure
from indicators.models.others import ToldOther, told
from indicators.rules import disclosure, numbers
from regions.models import Region

HEADINGS = ("value", "source", "definition", "why")
PLACES = 8  # of a figure that is told as it was given


@dataclass(frozen=True)
class OtherLine:
    """One figure in words: what it is, who says so, how, why it stands aside."""

    figure: ToldOther
    value: str
    about: str


def of_year(region: Region, year: int, indicators: Iterable[int]):
    """Return what stands or stood beside the cells of a year (pks of their
    indicators): some who do not read them yet may still be told of what was removed.
    One query."""
    rows = OtherFigure.objects.filter(region=region, year=year)
    return rows.filter(indicator__in=list(indicators)).select_related("by")


def lines(
    rows: Iterable[OtherFigure],
    stage: str,
    concepts: Mapping[int, Indicator],
    *,
    counts: bool,
) -> dict[int, list[OtherLine]]:
    """Return indicator pk → the figures beside its cell as an audience is told them,
    rates as printed for who may not see `counts`. `concepts` are the indicators."""
    found: dict[int, list[OtherLine]] = {}
    for one in told(rows, stage):
        concept = concepts[one.indicator]
        value = printed(one.value, concept, counts)
        value += numbers.shown_unit(concept.unit)
        found.setdefault(one.indicator, []).append(OtherLine(one, value, about(one)))
    return found


def printed(value: Decimal, concept: Indicator, counts: bool) -> str:
    """Return a figure as it was given, a rate as exactly as the reader may have it."""
    exact = disclosure.told(value, concept.decimals, per=concept.per, counts=counts)
    return numbers.trimmed(exact, PLACES)


def about(one: ToldOther) -> str:
    """Return who says it, by which 口径, and why it was not taken."""
    parts = [one.source]
    if one.definition:
        parts.append(_("口径：%(text)s") % {"text": one.definition})
    parts.append(_("未采用：%(why)s") % {"why": one.why})
    return _("；").join(parts)


def history(
    region: Region, year: int, concept: Indicator, *, counts: bool
) -> list[tuple[OtherChange, str]]:
    """Return every act on the figures of a cell, the newest first, with what it did in
    words. One query."""
    rows = OtherChange.objects.filter(
        other__region=region, other__year=year, other__indicator=concept
    ).select_related("by")
    return [(row, _did(row, concept, counts)) for row in rows]


def _did(row: OtherChange, concept: Indicator, counts: bool) -> str:
    before, after = (_texts(s, concept, counts) for s in (row.before, row.after))
    headings = {n: str(OtherFigure._meta.get_field(n).verbose_name) for n in HEADINGS}
    if row.kind == OtherChange.Kind.EDITED:
        changed = [n for n in HEADINGS if before[n] != after[n]]
        said = [
            f"{headings[n]} {before[n] or _('空')} → {after[n] or _('空')}"
            for n in changed
        ]
    else:
        said = [f"{headings[n]} {after[n]}" for n in HEADINGS if after[n]]
    return _("；").join(said)


def _texts(state: Mapping, concept: Indicator, counts: bool) -> dict[str, str]:
    if not state:
        return dict.fromkeys(HEADINGS, "")
    value = printed(Decimal(state["value"]), concept, counts)
    return {name: state[name] for name in HEADINGS} | {"value": value}
