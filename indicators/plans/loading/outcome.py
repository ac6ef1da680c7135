"""What loading did, and the one way of writing rows by their natural key."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from indicators.plans.rows import ReadSheet, RowProblem, SheetRow
from indicators.verdicts.causes import Touched


class LoadError(Exception):
    """Problems that stopped a loading; nothing was stored."""

    def __init__(self, problems: Iterable[RowProblem]):
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class DefinitionChange:
    """One column of a stored definition that a file has otherwise, in words."""

    code: str
    name: str
    column: str
    old: str
    new: str

    def __str__(self):
        old, new = (f"“{value}”" if value else "空" for value in (self.old, self.new))
        return f"{self.code} {self.name}“{self.column}”：{old} → {new}"


@dataclass
class LoadingOutcome:
    """Counts of one loading, what a person should look at, and what verdicts rest on.

    `questions` wait for an answer, `notices` are only said. `definitions` are the
    changes of stored definitions, none of them made where they are `refused`. Verdicts
    rest on keys of rows that are not as they were, codes of such indicators, and what
    was done to which series.
    """

    name: str
    created: int = 0
    changed: int = 0
    same: int = 0
    removed: int = 0
    questions: list[RowProblem] = field(default_factory=list)
    notices: list[RowProblem] = field(default_factory=list)
    definitions: list[DefinitionChange] = field(default_factory=list)
    refused: bool = False
    code: str = ""
    altered: set[tuple] = field(default_factory=set)
    indicators: set[str] = field(default_factory=set)
    touched: Touched = field(default_factory=dict)

    def __str__(self):
        text = f"{self.name}：新增{self.created}，更新{self.changed}，不变{self.same}"
        return f"{text}，删除{self.removed}" if self.removed else text

    @property
    def is_other(self) -> bool:
        """Whether anything is not as it was before."""
        return bool(self.created or self.changed or self.removed)

    def __iadd__(self, other: "LoadingOutcome") -> "LoadingOutcome":
        for name in ("created", "changed", "same", "removed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.questions += other.questions
        self.notices += other.notices
        return self

    def count(self, stored, differs: bool) -> None:
        """Count one row: no stored one, a different one, or the same."""
        if stored is None:
            self.created += 1
        elif differs:
            self.changed += 1
        else:
            self.same += 1


@dataclass(frozen=True)
class Record:
    """One object to store: its key, its other fields, and where they are printed."""

    line: SheetRow
    key: Mapping
    fields: Mapping
    columns: Mapping[str, str] = field(default_factory=dict)


def require(*sheets: ReadSheet) -> None:
    """Raise LoadError where any of the sheets has a problem."""
    if problems := [p for sheet in sheets for p in sheet.problems]:
        raise LoadError(problems)


SWAPPED = "有几行互换了不可重复的名称或次序：请先改为其他名称，导入后再改一次。"


def store(
    model,
    sheet: ReadSheet,
    records: Iterable[Record],
    outcome: LoadingOutcome,
    within=None,
):
    """Create or update a row per record; return {key values: object}.

    `within` is the queryset of rows that may be meant. Every column of the model is
    validated; a violation becomes a problem of the sheet, and nothing is written.
    """
    records = list(records)
    names = list(records[0].key) if records else []
    rows = model.objects.all() if within is None else within
    stored = {tuple(getattr(o, n) for n in names): o for o in rows}
    found, new, old = {}, [], []
    for record in records:
        key = tuple(record.key.values())
        item = stored.get(key)
        differs = item is None or update(item, record.fields)
        outcome.count(item, differs)
        if item is not None and differs:
            outcome.altered.add(key)
        if item is None:
            item = model(**record.key, **record.fields)
        found[key] = item
        if differs:
            check(item, sheet, record)
            (new if item.pk is None else old).append(item)
    check_unique(model, sheet, records, stored | found)
    require(sheet)
    changed = {name for record in records for name in record.fields}
    try:
        _write(model, new, old, changed)
    except IntegrityError:
        sheet.complain(0, "", SWAPPED)
        require(sheet)
    return found


@transaction.atomic
def _write(model, new: list, old: list, changed: Iterable[str]) -> None:
    if old:
        model.objects.bulk_update(old, sorted(changed), batch_size=200)
    model.objects.bulk_create(new)


def update(item, fields: Mapping) -> bool:
    """Set the fields on an object; return whether any differed."""
    differing = {n: v for n, v in fields.items() if getattr(item, n) != v}
    for name, value in differing.items():
        setattr(item, name, value)
    return bool(differing)


def check_unique(model, sheet: ReadSheet, records: Iterable[Record], rows: Mapping):
    """Add a problem for every value that another row of the model already has.

    `rows` are all rows by key, as they will be; keys themselves are not asked about.
    """
    for column in model._meta.fields:
        if not column.unique or column.primary_key:
            continue
        name = column.name
        uses = Counter(getattr(row, name) for row in rows.values())
        for record in records:
            value = record.fields.get(name)
            if value is not None and uses[value] > 1:
                label = record.columns.get(name, str(column.verbose_name))
                sentence = f"“{value}”已用于另一行，不可重复。"
                sheet.complain(record.line, label, sentence)


def check(item, sheet: ReadSheet, record: Record) -> None:
    """Add a problem for every field that the model refuses."""
    relations = [f.name for f in item._meta.concrete_fields if f.is_relation]
    try:
        item.clean_fields(exclude=["id", *relations])
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            label = str(item._meta.get_field(name).verbose_name)
            for message in messages:
                column = record.columns.get(name, label)
                sheet.complain(record.line, column, message)
