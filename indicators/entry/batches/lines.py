"""One line of a batch's difference: a cell of the file beside what is stored."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field, fields

from indicators.layouts.figures import FileFigure, UnreadCell
from indicators.rules.checks import NOTHING, Finding
from indicators.rules.checks.nouns import WARNING

NEW, CHANGED, SAME = "new", "changed", "same"
CONFLICT, REFUSED = "conflict", "refused"
OTHER = "other"  # kept beside what is stored (另有数)
A_LINE = 120  # bytes of keys and places
LONGEST_TEXT = 200  # of a cell that is kept as it stands
STATUSES = (
    REFUSED,
    CONFLICT,
    CHANGED,
    NEW,
    OTHER,
    SAME,
)  # in the order they are looked at


@dataclass(slots=True)
class BatchLine:
    """What one cell of a file would do, and why it does not.

    `old` and `new` are the figure, or why there is none, as words; `details` lists
    what else changed as [field, old, new], `warnings` what the checks say as the fields
    of a Finding. `fields` are the texts that the cell takes. `version` is the cell's
    that was compared to, after applying the one that was written; `before` holds what
    was stored, None where there was nothing; `after` is what a form's cell then held.
    `unknown` is a name that leads to no indicator, `unit` what is printed for it.
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
    unknown: str = ""
    unit: str = ""

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
    line = BatchLine(
        *(at.sheet, at.row, at.column, figure.text[:LONGEST_TEXT]),
        region=figure.region,
        indicator=figure.indicator,
        year=figure.year,
        fields=dict(figure.fields),
    )
    line.warn(Finding(WARNING, "reading", said, NOTHING) for said in figure.remarks)
    return line


def of_doubt(doubt: UnreadCell) -> BatchLine:
    """Return the refused line of a cell that the reader did not take."""
    at = doubt.at
    return BatchLine(
        *(at.sheet, at.row, at.column, doubt.text[:LONGEST_TEXT], REFUSED),
        region=doubt.region,
        indicator=doubt.indicator,
        sentence=doubt.sentence,
        unknown=doubt.unknown[:LONGEST_TEXT],
        unit=doubt.unit,
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


def size(line: BatchLine) -> int:
    """Return about how many bytes a line takes as JSON: what it says, and its keys."""
    texts = [line.sheet, line.text, line.old, line.new, line.sentence, line.unknown]
    texts += [str(text) for text in line.fields.values()]
    texts += [str(part) for one in (*line.details, *line.warnings) for part in one]
    texts += [
        str(text) for one in (line.before, line.after) for text in (one or {}).values()
    ]
    letters = sum(len(t) if t.isascii() else 3 * len(t) for t in texts)
    return A_LINE + letters


def loaded(rows: Iterable[dict]) -> list[BatchLine]:
    """Return the lines of what `stored` made."""
    return [BatchLine(**row) for row in rows]


def counts(lines: Iterable[BatchLine]) -> dict[str, int]:
    """Return how many lines there are of each status, every status named."""
    found = Counter(line.status for line in lines)
    return {status: found[status] for status in STATUSES}
