"""How the rows of a plan are counted: partitions that add up (assessment README B9).

Pure.
"""

from .balances import (
    ADVICE,
    AHEAD,
    BALANCES,
    DUE,
    PACE,
    Balance,
    Balances,
    CountedRow,
    RowStanding,
    balanced,
    balances,
    paced,
    places,
    standing,
    together,
    unjudged,
    years_of,
)
from .counts import summarise
from .states import by_year
from .tiles import CLOSED, INAPPLICABLE, ON_COURSE, TILES, tile

__all__ = [
    "ADVICE",
    "AHEAD",
    "BALANCES",
    "CLOSED",
    "DUE",
    "INAPPLICABLE",
    "ON_COURSE",
    "PACE",
    "TILES",
    "Balance",
    "Balances",
    "CountedRow",
    "RowStanding",
    "balanced",
    "balances",
    "by_year",
    "paced",
    "places",
    "standing",
    "summarise",
    "tile",
    "together",
    "unjudged",
    "years_of",
]
