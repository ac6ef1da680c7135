"""The final verdict on the last milestone year, by its record alone (README B6.3)."""

from .milestones import DECIDED, OPEN, record_year
from .part import JudgedPart
from .scales import Scale
from .targets import TargetLimit, meets
from .trends import direction, is_below, limit_due, slowdown


def is_due_by_record(part: JudgedPart) -> bool:
    """Say whether the milestone is of the last year and has a value of it or a
    proxy."""
    if part.target.year != part.case.last_year:
        return False
    return record_year(part.target, part.case, part.scale)[0] is not None


def final(part: JudgedPart) -> JudgedPart:
    """Return the part closed by its record, by the matrix of B6.5 where that cannot
    tell of a movement.

    A later value never replaces the record; where all from some year on meet the
    target, `met_since` names it.
    """
    target, scale, case = part.target, part.scale, part.case
    state = case.state(target)
    year, proxy = record_year(target, case, scale)
    if target.kind == "direction" and _is_below_floor(part, year):
        return _closed(part, year, proxy, "not_met", "below_earlier_milestone")
    if state.state in DECIDED:
        if state.state == "met":
            return _closed(part, year, proxy, "achieved")
        since = _met_since(target, scale, year)
        if since is not None:
            part.note(met_since=since)
        return _closed(part, year, proxy, "not_met")
    if target.is_trend:
        return _by_matrix(part)
    for obstacle in OPEN:
        if obstacle in state.flags:
            part.flag_once(obstacle)
            return part.close("no_data", obstacle)
    return part.close("no_data", part.without_baseline("no_base_value"))


def _by_matrix(part: JudgedPart) -> JudgedPart:
    if part.scale.is_broken:
        part.flag("series_break")
    if part.target.kind == "slow":
        return part.close(*slowdown(part))
    return part.close(*direction(part, before=part.target.year))


def _closed(
    part: JudgedPart, year: int, proxy: tuple, status: str, reason=None
) -> JudgedPart:
    if part.target.year < part.case.as_of:
        part.note(closed=True)
    if proxy:
        part.note(record_year=year)
    return part.close(status, reason)


def _is_below_floor(part: JudgedPart, year: int) -> bool:
    """Say whether the record misses the latest number of an earlier year."""
    scale = part.scale
    floor = limit_due(part, part.target.year)
    if floor is None or not scale.follows(floor.since, year):
        return False
    return is_below(part, floor, scale.values[year])


def _met_since(target: TargetLimit, scale: Scale, record: int) -> int | None:
    """Return the later year from which on every value meets a target that was
    missed."""
    since = None
    later = [y for y in scale.values if y > max(record, target.year)]
    for year in sorted(later, reverse=True):
        if not scale.follows(target.since, year):
            return None
        if not meets(scale.values[year], target):
            break
        since = year
    return since
