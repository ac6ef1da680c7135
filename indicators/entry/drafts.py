"""The history of what is typed: every save leaves what stood in the cell before it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.utils import timezone

from indicators.models import Entry, EntryChange

How = EntryChange.How
STORED = [
    *("value", "missing_reason", "expected_on", "grade", "events", "denominator"),
    *("definition_break", "own_definition", "substitute_region_id", "source", "note"),
    *("supplier_id", "supplier_contact", "supply_channel", "supplied_on"),
]
# What a page may say of its own saves; the others are said by who does them.
SAID_BY_PAGES = {
    *(How.TYPED, How.PASTED, How.CLEARED, How.FILLED_DOWN, How.TAKEN),
    *(How.SUPPLIED, How.UNDONE, How.REDONE, How.RESTORED),
}


def state_of(entry: Entry) -> dict:
    """Return column → value of all that is typed into a cell or computed of it."""
    return {name: getattr(entry, name) for name in STORED}


def plain(value):
    """Return a stored value as JSON holds it."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def unplain(kept: Mapping) -> dict:
    """Return column → value of what `plain` made of each."""
    found = {}
    for name, value in kept.items():
        field = Entry._meta.get_field(name.removesuffix("_id"))
        found[name] = value if field.is_relation else field.to_python(value)
    return found


def change(entry: Entry, before: Mapping, how: str, by) -> EntryChange | None:
    """Return the line of what a cell was before (column → value) and is now, not
    stored yet; None where nothing differs."""
    now = state_of(entry)
    touched = [name for name in STORED if before[name] != now[name]]
    if not touched:
        return None
    return EntryChange(
        entry=entry,
        version=entry.version,
        before={name: plain(before[name]) for name in touched},
        after={name: plain(now[name]) for name in touched},
        how=how,
        by=by,
    )


def keep(changes: Iterable[EntryChange | None]) -> None:
    """Store the lines of one act, all of one moment. One query."""
    lines, at = [line for line in changes if line is not None], timezone.now()
    for line in lines:
        line.at = at
    EntryChange.objects.bulk_create(lines)


def before(entry: Entry, lines: Iterable[EntryChange], version: int) -> dict:
    """Return column → value of the cell as it was before the save of that version.

    `lines` are the cell's, the newest first.
    """
    found = state_of(entry)
    for line in lines:
        if line.version < version:
            break
        found |= unplain(line.before)
    return found
