"""What a reader of spreadsheets must know beforehand; built from the database. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from indicators.layouts.figures import (
    COLLECTION,
    ENTRY_FORM,
    LONG,
    REGION_YEARS,
    REGIONS,
    SERIES,
)
from indicators.rules.measure import Measure

FORMS = (ENTRY_FORM, COLLECTION)
HISTORY = (SERIES, REGIONS, LONG, REGION_YEARS)


@dataclass(frozen=True)
class KnownAlias:
    """A name that leads to an indicator; with a unit only where the file prints it."""

    name: str
    code: str
    unit: str = ""


@dataclass(frozen=True)
class KnownNames:
    """What the page that takes the file fixes, and the names files may use.

    `region` and `year` hold for rows that do not say; "" and None where the file has
    to. `layouts` are those the page takes; `labels` what plans call an indicator.
    Words (尚未公布, 年报数, 来函) lead to the codes that indicators.entry.reading
    expects; `above` names levels whose figure may stand in (以上级数据代替). `aliases`
    are other names, the nearest office's first and the catalogue's last; `places` all
    regions there are, so that a foreign one is recognised; `answers` what a person
    said to the file's questions (figures.FileQuestion.key → answer).
    """

    region: str = ""
    year: int | None = None
    layouts: tuple[str, ...] = (*FORMS, *HISTORY)
    indicators: Mapping[str, Measure] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[tuple[KnownAlias, ...], ...] = ()
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    grades: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    above: Mapping[str, str] = field(default_factory=dict)

    def title(self, region: str) -> str:
        """Return a region's name, its code where it is not known."""
        names = self.regions.get(region) or self.places.get(region) or (region,)
        return names[0]
