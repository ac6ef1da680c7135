"""One line of a batch's difference: a cell of the file beside what is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field, fields

from indicators.layouts.figures import FileFigure, UnreadCell
from indicators.rules.checks import Finding

NEW, CHANGED, SAME = "new", "changed", "same"
CONFLICT, REFUSED = "conflict", "refused"
STATUSES = (REFUSED, CONFLICT, CHANGED, NEW, SAME)  # in the order they are looked at


@dataclass(slots=True)
class BatchLine:
    """What one cell of a file would do, and why it does not.

    `old` and `new` are the figure, or why there is none, as words; `details` lists
    what else changed as [field, old, new], `warnings` what the checks say as the fields
    of a Finding. `fields` are the texts that the cell takes. `version` is the cell's
    that was compared to, after applying the one that was written; `before` holds what
    was stored, None where there was nothing; `after` is what a form's cell then held.
    """

    sheet: str
    row: int
    column: str
    text: str = ""
    status: str = SAME
    region: str = ""
    indicator: str = ""
    year: int | None = None
    old: str = ""
    new: str = ""
    sentence: str = ""
    fields: dict = field(default_factory=dict)
    details: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    version: int | None = None
    before: dict | None = None
    after: dict | None = None

    @property
    def findings(self) -> list[Finding]:
        """What the checks say of it, as kept in `warnings`."""
        return [Finding(*each) for each in self.warnings]

    def warn(self, findings: Iterable[Finding]) -> None:
        """Add what the checks say, to be kept as JSON."""
        self.warnings += [[f.level, f.code, f.sentence, f.reveals] for f in findings]

    @property
    def place(self) -> str:
        return f"{self.column}{self.row}"

    @property
    def lands(self) -> bool:
        """Whether it writes something without anybody being asked again."""
        return self.status in (NEW, CHANGED)

    def refuse(self, sentence: str) -> "BatchLine":
        """Turn into a line that writes nothing; return itself."""
        self.status, self.sentence = REFUSED, sentence
        return self


DEFAULTS = {
    f.name: f.default if f.default is not MISSING else f.default_factory()
    for f in fields(BatchLine)
    if f.name not in ("sheet", "row", "column")
}


def of_figure(figure: FileFigure) -> BatchLine:
    """Return the line of a figure before it is compared with anything."""
    at = figure.at
    return BatchLine(
        *(at.sheet, at.row, at.column, figure.text),
        region=figure.region,
        indicator=figure.indicator,
        year=figure.year,
        fields=dict(figure.fields),
    )


def of_doubt(doubt: UnreadCell) -> BatchLine:
    """Return the refused line of a cell that the reader did not take."""
    at = doubt.at
    return BatchLine(
        *(at.sheet, at.row, at.column, doubt.text, REFUSED),
        indicator=doubt.indicator,
        sentence=doubt.sentence,
    )


def stored(lines: Iterable[BatchLine]) -> list[dict]:
    """Return the lines as JSON: what is as by default is left out."""
    found = []
    for line in lines:
        kept = {"sheet": line.sheet, "row": line.row, "column": line.column}
        for name, default in DEFAULTS.items():
            value = getattr(line, name)
            if value != default:
                kept[name] = value
        found.append(kept)
    return found


def loaded(rows: Iterable[dict]) -> list[BatchLine]:
    """Return the lines of what `stored` made."""
    return [BatchLine(**row) for row in rows]


def counts(lines: Iterable[BatchLine]) -> dict[str, int]:
    """Return how many lines there are of each status, every status named."""
    found = Counter(line.status for line in lines)
    return {status: found[status] for status in STATUSES}
