"""分地区对比: one year's values of several regions side by side, with ranks. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dashboards.workbook_lines import Figures, SheetIndicator, SheetRegion, YearReading


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A value with its rank among the regions of its level; None where not ranked."""

    value: float
    rank: int | None = None
    demo: bool = False
    unfit: bool = False  # shown, and kept out of the ranks


@dataclass(frozen=True, slots=True)
class ComparedRegion:
    """A region of the sheet: chosen, or a level above that stands there to compare."""

    place: SheetRegion
    is_upper: bool
    cells: dict[str, ComparedCell] = field(default_factory=dict)
    notes: tuple[tuple[str, str, str], ...] = ()  # (indicator, kind, detail)


@dataclass(frozen=True, slots=True)
class YearSheet:
    """One year: indicators across, regions down, the highest level on top."""

    year: int
    concepts: tuple[SheetIndicator, ...]
    entries: tuple[ComparedRegion, ...]


def ranks(values: Mapping, direction: str) -> dict[str, int]:
    """Return the rank of each key, the best 1, equal values sharing one: 1, 2, 2, 4.

    Nothing where the indicator has no good direction or there is none to compare with.
    """
    if direction not in ("up", "down") or len(values) < 2:
        return {}
    ordered = sorted(values.values(), reverse=direction == "up")
    first = {}
    for place, value in enumerate(ordered, 1):
        first.setdefault(value, place)
    return {key: first[value] for key, value in values.items()}


@dataclass(frozen=True)
class Board:
    """Everything that is compared: chosen regions and levels above, by pk."""

    chosen: Mapping[int, SheetRegion]
    above: Mapping[int, SheetRegion]
    concepts: Mapping[int, SheetIndicator]
    seen: Figures
    upper: Figures

    def reading(self, region: int, concept: int, year: int) -> YearReading | None:
        side = self.seen if region in self.chosen else self.upper
        found = side.series.get((region, concept), ())
        return next((r for r in found if r.year == year), None)

    def is_old(self, region: int, concept: int, year: int) -> bool:
        """Say whether the region changed its definition after the year."""
        side = self.seen if region in self.chosen else self.upper
        found = side.series.get((region, concept), ())
        return any(r.breaks and r.year > year for r in found)


def sheets(board: Board, years: Iterable[int]) -> Iterator[YearSheet]:
    """Yield the years in which anything can be compared, the newest first."""
    for year in sorted(years, reverse=True):
        found = _sheet(board, year)
        if found.concepts:
            yield found


def _sheet(board: Board, year: int) -> YearSheet:
    cells: dict[int, dict[str, ComparedCell]] = {
        pk: {} for pk in (*board.above, *board.chosen)
    }
    notes: dict[int, list] = {pk: [] for pk in cells}
    compared = []
    for pk, concept in board.concepts.items():
        column = _column(board, pk, concept, year)
        if column is None:
            continue
        compared.append(concept)
        for region, (cell, kind, detail) in column.items():
            if cell:
                cells[region][concept.code] = cell
            if kind:
                notes[region].append((concept.name, kind, detail))
    return YearSheet(year, tuple(compared), _entries(board, cells, notes))


def _entries(board: Board, cells, notes) -> tuple[ComparedRegion, ...]:
    """Return the regions from the highest level down, in code order; a level above
    only where it has a value."""
    found = [
        ComparedRegion(place, pk in board.above, cells[pk], tuple(notes[pk]))
        for pk, place in (*board.above.items(), *board.chosen.items())
        if pk in board.chosen or cells[pk]
    ]
    return tuple(sorted(found, key=lambda e: (e.place.level, e.place.code)))


def _column(board: Board, pk: int, concept: SheetIndicator, year: int) -> dict | None:
    """Return region → (cell or None, kind of note, its detail) of one indicator; None
    where fewer than two values could stand side by side."""
    read = {
        region: found
        for region in (*board.above, *board.chosen)
        if (found := board.reading(region, pk, year))
    }
    valued = [region for region, found in read.items() if found.value is not None]
    old = {region for region in valued if board.is_old(region, pk, year)}
    if len(old) == len(valued):
        old = set()  # all before the change: of one definition again
    own = [r for r in valued if r in board.chosen and r not in old]
    if not own or len(own) + sum(r in board.above and r not in old for r in valued) < 2:
        return None
    placed = _ranked(board, read, [r for r in own if read[r].is_comparable], concept)
    return {
        region: _cell(found, region in old, placed.get(region))
        for region, found in read.items()
    }


def _ranked(board, read, fit: Sequence[int], concept: SheetIndicator) -> dict[int, int]:
    """Return the ranks, each level for itself."""
    found = {}
    for level in {board.chosen[region].level for region in fit}:
        same = {r: read[r].value for r in fit if board.chosen[r].level == level}
        found |= ranks(same, concept.direction)
    return found


def _cell(found: YearReading, is_old: bool, rank: int | None):
    if found.value is None:
        return None, "missing", found.reason
    if is_old:
        return None, "old", ""
    cell = ComparedCell(found.value, rank, found.demo, not found.is_comparable)
    if found.substitute:
        return cell, "substitute", found.substitute
    return cell, "own_definition" if found.own_definition else "", found.own_definition
