"""Open work of people and departments, told by other apps in their `open_work`.

regions knows nothing of indicators and forms, yet its pages must say what work a
person still holds, and a department's work must follow it to its successor. An
app above registers functions here in its own `open_work.py`, which RegionsConfig.ready
imports as Django imports admin modules.
"""

from collections.abc import Callable, Iterable

# person, codes of regions → sentences about work the person still holds there
_holdings: list[Callable] = []
# department → sentences about work tied to the department
_burdens: list[Callable] = []
# department, successor, by → sentences about what was moved
_successions: list[Callable] = []


def holding(function):
    """Register what tells a person's open work."""
    _holdings.append(function)
    return function


def burden(function):
    """Register what tells a department's open work."""
    _burdens.append(function)
    return function


def succession(function):
    """Register what moves a department's work to its successor."""
    _successions.append(function)
    return function


def held_by(person, regions: Iterable[str]) -> list[str]:
    """Return sentences about the open work of a person in the regions."""
    regions = list(regions)
    return [line for tell in _holdings for line in tell(person, regions)]


def burdens_of(department) -> list[str]:
    """Return sentences about the open work of a department."""
    return [line for tell in _burdens for line in tell(department)]


def succeed(department, successor, by) -> list[str]:
    """Move what is open to the successor; return sentences about what moved."""
    return [line for move in _successions for line in move(department, successor, by)]
