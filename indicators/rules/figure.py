"""What is known of one indicator for one year: a value, or why there is none. Pure."""

from dataclasses import dataclass
from decimal import Decimal

DEMO = "demo"  # the origin of values made up for demonstration


@dataclass(frozen=True, slots=True)
class Figure:
    """A year's value or reason with all that is said of it, in the indicator's unit.

    The one shape in which a figure travels; its fields are called as the models call
    them, `origin` is a code of models.observations.Origin. A property of each model
    makes it (Observation.figure, Entry.figure); of a case's JSON,
    rules.assessment.cases.observation does. Other things, on purpose:
    layouts.figures.FileFigure holds texts of a file that nobody has read as numbers
    yet, batches.known.HistoryCell is what they are read into, and
    entry.publishing.NewValue says to whom and why a figure is written.
    """

    year: int
    value: Decimal | None = None
    missing_reason: str = ""
    grade: str = ""
    events: int | Decimal | None = None
    denominator: int | Decimal | None = None
    definition_break: bool = False
    own_definition: str = ""  # the 口径 it was made by, where not the catalogue's
    source: str = ""
    note: str = ""
    substitute_region_id: int | None = None  # of the level whose figure stands in
    origin: str = ""
    pooled: object | None = None  # a rules.assessment Pooled, where counts are withheld

    @property
    def is_demo(self) -> bool:
        return self.origin == DEMO

    @property
    def is_comparable(self) -> bool:
        """Whether there is a value, of the region's own, by the catalogue's 口径."""
        return self._is_own and not self.own_definition

    @property
    def _is_own(self) -> bool:
        return self.value is not None and self.substitute_region_id is None

    @property
    def is_yardstick(self) -> bool:
        """Whether other years are measured against it: real, and the region's own,
        whatever its 口径: a region keeps its own over the years."""
        return self._is_own and not self.is_demo

    @property
    def is_counted(self) -> bool:
        """Whether both counts are known, of which the value is the rate."""
        return self.events is not None and bool(self.denominator)
