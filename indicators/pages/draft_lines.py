"""The history of typed cells as pages say it: what stood there, what came over it."""

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from indicators.entry import drafts, texts
from indicators.entry.batches import words
from indicators.models import Entry, EntryChange
from indicators.pages.grid import grid_words
from indicators.pages.grid.form_rows import told
from regions.models import Department, Region

LISTED = ("grade", "missing_reason", "supply_channel")


@dataclass(frozen=True)
class DraftLine:
    """One save of one cell: column by column what it changed, and the texts before."""

    change: EntryChange
    pairs: list[tuple[str, str, str]]  # heading, before, after
    before: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.change.entry.indicator.name

    @property
    def summary(self) -> str:
        """What changed in one phrase: 数值 77.10 → 77.20；来源 空 → 年报."""
        said = [f"{heading} {old} → {new}" for heading, old, new in self.pairs]
        return _("；").join(said)


def lines(changes: Iterable[EntryChange], *, counts: bool) -> list[DraftLine]:
    """Return the saves, the newest first, as they are told to who may or may not see
    `counts`; what changed nothing that may be told is left out. Two queries.

    The changes come newest first, every later one of a cell included, with their
    entry and its indicator loaded.
    """
    changes = list(changes)
    others = _Others(changes)
    states: dict[int, dict] = {}
    found = []
    for change in changes:
        entry = change.entry
        after = states.get(entry.pk) or drafts.state_of(entry)
        before = after | drafts.unplain(change.before)
        states[entry.pk] = before
        old, new = (others.said(entry, state, counts) for state in (before, after))
        if pairs := list(_pairs(old, new, others.regions)):
            found.append(DraftLine(change, pairs, old))
    return found


class _Others:
    """The departments and regions that stand in the lines, fetched once."""

    def __init__(self, changes: Iterable[EntryChange]):
        states = [{}, *(s for c in changes for s in (c.before, c.after))]
        states += [drafts.state_of(c.entry) for c in changes]
        pks = {name: {s.get(name) for s in states} - {None} for name in RELATED}
        self.departments = Department.objects.in_bulk(pks["supplier_id"])
        stood_in = Region.objects.in_bulk(pks["substitute_region_id"])
        self.by_pk = stood_in
        self.regions = {region.code: str(region) for region in stood_in.values()}

    def said(self, entry: Entry, state: Mapping, counts: bool) -> dict[str, str]:
        """Return the texts of a cell in a state that it was in."""
        shown = copy.copy(entry)
        for name, value in state.items():
            if name not in RELATED:
                setattr(shown, name, value)
        shown.supplier = self.departments.get(state["supplier_id"])
        shown.substitute_region = self.by_pk.get(state["substitute_region_id"])
        return texts.whole(shown if counts else told(shown))


RELATED = ("supplier_id", "substitute_region_id")


def _pairs(old, new, regions) -> Iterator[tuple[str, str, str]]:
    """Yield (heading, before, after) of the texts that differ, as people read them."""
    for name, heading in grid_words.columns().items():
        if old[name] != new[name]:
            both = (_shown(name, said[name], regions) for said in (old, new))
            yield (heading, *both)


def _shown(name: str, text: str, regions: Mapping[str, str]) -> str:
    if not text:
        return _("空")
    if name in LISTED:
        return words.listed(name, text)
    if name == "definition_break":
        return _("是")
    return regions.get(text, text) if name == "substitute" else text


def of_cell(entry: Entry):
    """Return the saves of a cell, of all its revisions, the newest first. One query."""
    return (
        EntryChange.objects.filter(
            entry__submission=entry.submission_id, entry__indicator=entry.indicator_id
        )
        .select_related("by", "entry__indicator", "entry__submission")
        .order_by("-version", "-pk")
    )
