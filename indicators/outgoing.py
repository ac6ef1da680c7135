"""出数台账: keeps what left the system, and finds what differs since.

The ledger is a bureau's own: a file stands in that of the person who took it, whatever
regions it is about, and is shown there alone.
"""

import hashlib
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.models import Indicator, Observation, Outgoing
from indicators.models.outgoings import Key
from indicators.rules import disclosure
from regions import access, codes
from regions.models import Region, User

MOST_KEPT = 50_000  # values of one file; of a larger one the digest alone is kept


class Heard:
    """Notes the figures that go by, on their way into a file."""

    def __init__(self):
        self.lines: list[str] = []

    def note(self, region: str, indicator: str, year: int, value: Decimal | None):
        """Note one figure; a reason why there is none is no figure."""
        if value is not None:
            self.lines.append(f"{region}\t{indicator}\t{year}\t{value:f}")

    def through(self, rows: Iterable[tuple], places: Sequence[int]) -> Iterator[tuple]:
        """Yield the rows, noting of each what stands at the places of region,
        indicator, year and value."""
        region, indicator, year, value = places
        for row in rows:
            self.note(row[region], row[indicator], row[year], row[value])
            yield row


def keep(
    heard: Heard,
    user: User,
    kind: Outgoing.Kind,
    *,
    title: str,
    scope: dict,
    regions: Collection[str],
    purpose: str = "",
) -> Outgoing | None:
    """Keep that the person took away these figures of the regions (codes); nothing for
    who belongs to no region. Two queries."""
    home = home_of(user.grants, regions)
    if home is None:
        return None
    text = "\n".join(sorted(heard.lines))
    fits = len(heard.lines) <= MOST_KEPT
    return Outgoing.objects.create(
        region=Region.objects.get(code=home),
        by=user,
        kind=kind,
        title=title[:200],
        purpose=purpose,
        scope=scope,
        number=len(heard.lines),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        figures=zlib.compress(text.encode()) if fits else None,
    )


def home_of(grants: Iterable, regions: Collection[str]) -> str | None:
    """Return the region (code) in whose ledger a file of these regions stands: of the
    own ones one that the file is about, else one above those, else the first."""
    own = sorted(access.own_regions(grants))
    about = [code for code in own if code in regions]
    above = [c for c in own if any(codes.contains(c, found) for found in regions)]
    return next(iter(about or above or own), None)


# ------------------------------------------------------------------ what differs since


@dataclass(frozen=True, slots=True)
class Differing:
    """A figure that is another now than in a file; `new` None: there is none now;
    `is_home`: it is of the region whose ledger this is."""

    place: str
    label: str
    unit: str
    decimals: int
    year: int
    old: Decimal
    new: Decimal | None
    is_home: bool = False


@dataclass(frozen=True)
class LedgerLine:
    """One line of the ledger, with what differs since in the order of the file."""

    outgoing: Outgoing
    differing: tuple[Differing, ...] = field(default=())


def lines(found: Sequence[Outgoing], own: Collection[str]) -> list[LedgerLine]:
    """Return the files with what differs since, as viewers of `own` regions (codes)
    know the figures now. A rate is compared and told with its indicator's decimals, to
    all alike. Three queries, whatever the number of files; one more for snapshots that
    name a level standing in."""
    values = {outgoing.pk: outgoing.values() for outgoing in found}
    keys = {key for held in values.values() for key in held}
    concepts = {
        i.code: i for i in Indicator.objects.filter(code__in={k[1] for k in keys})
    }
    places = {r.code: r for r in Region.objects.filter(code__in={k[0] for k in keys})}
    now = _now(places, concepts, {year for _p, _c, year in keys}, own)
    return [
        LedgerLine(
            outgoing,
            tuple(_differing(outgoing, values[outgoing.pk], now, concepts, places)),
        )
        for outgoing in found
    ]


def _now(places, concepts, years, own: Collection[str]) -> dict[Key, Decimal]:
    """Return the values of the series as the viewer knows them now. One query."""
    rows = Observation.objects.filter(
        region__in=[r.pk for r in places.values()],
        indicator__in=[i.pk for i in concepts.values()],
        year__in=years,
    )
    place = {r.pk: code for code, r in places.items()}
    concept = {i.pk: code for code, i in concepts.items()}
    columns = ("region_id", "indicator_id", "year", "value")
    return {
        (place[region], concept[indicator], year): value
        for region, indicator, year, value in rows.seen_tuples(own, columns)
        if value is not None
    }


def _differing(outgoing, held, now, concepts, places) -> Iterator[Differing]:
    for (place, code, year), old in held.items():
        concept, new = concepts.get(code), now.get((place, code, year))
        if concept is None or place not in places:
            continue
        if disclosure.is_rate(concept.per):
            old = disclosure.rounded(old, concept.decimals)
            new = None if new is None else disclosure.rounded(new, concept.decimals)
        if old != new:
            about = (places[place].name, concept.name, concept.unit, concept.decimals)
            home = places[place].pk == outgoing.region_id
            yield Differing(*about, year, old, new, home)
