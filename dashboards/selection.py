"""What an analyst chose to take away: regions, plans, indicators, years. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Selection:
    """A choice for an export; an empty part means everything within reach.

    regions, plans and indicators are codes; years both ends included.
    """

    regions: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None

    def query(self) -> str:
        """Return the choice as a query string, as the page /data/ reads it."""
        parts: Mapping = {
            "region": self.regions,
            "plan": self.plans,
            "indicator": self.indicators,
            "first": self.first or (),
            "last": self.last or (),
        }
        return urlencode({k: v for k, v in parts.items() if v}, doseq=True)
