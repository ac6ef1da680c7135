"""The columns of the grid's table: its head, its rows and its scripts go by
this list."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class GridColumn:
    """One column, or several that belong together: the years, the two counts.

    `name` is that of the partial that prints a row's cells: _column_NAME.html.
    """

    name: str
    headings: tuple[str, ...]
    width: str  # class of its <col>
    css: str = ""  # class of its heading
    fields: tuple[str, ...] = ()  # what is typed into it, one a heading

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Its headings, each with the field that is typed below it, "" for none."""
        return list(zip_longest(self.headings, self.fields, fillvalue=""))

    @property
    def template(self) -> str:
        return f"entry/_column_{self.name}.html"


@dataclass(frozen=True)
class Longest:
    """How many characters the longest figure of a column has, by column."""

    counts: int = 0
    value: int = 0
    years: int = 0


FEWEST, MOST = 6, 18  # characters: those that the plain width holds; a bigint's
# Letters that a column of figures is wide (grid.css): plain, and beside its digits.
WIDTHS = {"w-count": (5.7, 1.7), "w-value": (6.2, 1.7), "w-year": (4.1, 0.95)}
DIGIT = 0.61
STEP, WIDEST = 2, 40


def _fitting(width: str, characters: int) -> str:
    """Return the classes of a column of figures that shows all their characters: no
    digit is ever cut, and none stands on a second line."""
    if characters <= FEWEST:
        return width
    return f"{width} fits-{min(characters, MOST)}"


def columns(
    year: int, years: Sequence[int], has_counts: bool, longest: Longest | None = None
) -> list[GridColumn]:
    """Return the columns from left to right; `years` are the earlier ones shown."""
    longest = longest or Longest()
    counts = GridColumn(
        "counts",
        (_("分子"), _("分母")),
        _fitting("w-count", longest.counts),
        "n",
        ("events", "denominator"),
    )
    before = _fitting("w-year", longest.years)
    value = _fitting("w-value", longest.value)
    return [
        GridColumn("tick", ("",), "w-tick"),
        GridColumn("name", (_("指标"),), "w-name", "name"),
        GridColumn("years", tuple(map(str, years)), before, "n year"),
        GridColumn("goal", (_("目标"),), "w-goal"),
        *([counts] if has_counts else []),
        GridColumn("value", (str(year),), value, "n", ("value",)),
        GridColumn("grade", (_("数据性质"),), "w-grade", "", ("grade",)),
        GridColumn("reason", (_("无数据原因"),), "w-reason", "", ("missing_reason",)),
        GridColumn("source", (_("来源"),), "w-source", "", ("source",)),
        GridColumn("note", (_("备注"),), "w-note", "", ("note",)),
        GridColumn("files", (_("附件"),), "w-files"),
        GridColumn("state", (_("状态"),), "w-state"),
    ]


def width(columns: Sequence[GridColumn]) -> int:
    """Return how many cells a row has."""
    return sum(len(column.headings) for column in columns)


def wider(columns: Sequence[GridColumn]) -> int:
    """Return by how many letters the table is wider than with plain columns, in steps
    (grid.css), so that long figures leave the other columns their room."""
    more = 0.0
    for column in columns:
        plain, _fits, digits = column.width.partition(" fits-")
        if digits:
            before, beside = WIDTHS[plain]
            wide = int(digits) * DIGIT + beside
            more += max(wide - before, 0) * len(column.headings)
    return min(STEP * round(more / STEP), WIDEST)


def fields(columns: Sequence[GridColumn]) -> list[str]:
    """Return what is typed into the row, from left to right."""
    return [field for column in columns for field in column.fields]
