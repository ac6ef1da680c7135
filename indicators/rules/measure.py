"""What the rules need to know of an indicator. Pure."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator as checks and verdicts know it; made by Indicator.measure.

    `decimals` are those printed, `per` the base of a rate (100000 of 1/10万), `period`
    how many years lie between two figures. `direction` is up or down, None where
    nobody states which way is good.
    """

    code: str = ""
    name: str = ""
    unit: str = ""
    decimals: int = 1
    lower: Decimal | None = None
    upper: Decimal | None = None
    per: int | Decimal | None = None
    period: int = 1
    direction: str | None = None
    typical: Decimal | None = None
    spread: Decimal | None = None

    @property
    def bounds(self) -> tuple[Decimal | None, Decimal | None]:
        return self.lower, self.upper

    @property
    def is_part(self) -> bool:
        """Whether the events are some of the denominator: a share, or a rate ≤ 1."""
        return self.per is not None and (self.per == 100 or self.upper == self.per)

    @property
    def is_percentage(self) -> bool:
        return self.unit in ("%", "％")

    @property
    def is_signed(self) -> bool:
        """Whether it may cross zero, where a ratio to last year says nothing."""
        return self.lower is not None and self.lower < 0
