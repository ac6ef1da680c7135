"""Frozen dataclasses that write themselves as JSON and read themselves back.

A field says in one line how its JSON is read: `year: int | None = figure(whole)`.
Nothing else has to be told for a new one. Reading takes what is missing or null as
the field's default and passes over keys it does not know, so that what an older or
newer version has stored still reads; a value of another type is a ValueError.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import field, fields
from functools import cache

from .figures import whole
from .reading import listing, mapping

__all__ = ["Block", "figure", "listed", "pair", "real", "text", "tally", "whole"]


def figure(read: Callable, *, always: bool = False, default=None):
    """Return a field read by `read`; written as null, where `always`, when None."""
    return field(default=default, metadata={"read": read, "always": always})


def listed(read: Callable, *, always: bool = False, default=()):
    """Return a field for a tuple of what `read` reads, without what is missing; left
    out, unless `always`, when it is the default."""

    def read_all(given) -> tuple:
        found = (read(item) for item in listing(given) if item is not None)
        return tuple(item for item in found if item is not None)

    return field(default=default, metadata={"read": read_all, "always": always})


class Block:
    """A part of a result; the order of its fields is that of its JSON."""

    __slots__ = ()

    def to_dict(self) -> dict:
        """Return the JSON form; what has no value is left out or null by its field."""
        return write(self)

    @classmethod
    def from_dict(cls, given: Mapping):
        """Return the block of a JSON form; ValueError for values of another type."""
        return cls(**read(cls, given))


def write(block: Block, nulls=frozenset()) -> dict:
    """Return the JSON form of a block, the fields in `nulls` as null if None."""
    found = {}
    for f in _figures(type(block)):
        value = getattr(block, f.name)
        if f.metadata["always"] or f.name in nulls or value != f.default:
            found[f.name] = _written(value)
    return found


def read(cls: type[Block], given: Mapping) -> dict:
    """Return the fields of a JSON form that have a value, typed."""
    given, found = mapping(given), {}
    for f in _figures(cls):
        if given.get(f.name) is not None:
            found[f.name] = f.metadata["read"](given[f.name])
    return found


@cache
def _figures(cls: type[Block]) -> list:
    return [f for f in fields(cls) if "read" in f.metadata]


def _written(value):
    if isinstance(value, Block):
        return value.to_dict()
    return [_written(v) for v in value] if isinstance(value, tuple) else value


# ------------------------------------------------------------------- readers


def text(given) -> str:
    if not isinstance(given, str):
        raise ValueError(f"“{given}”不是文字")
    return given


def real(given) -> float | None:
    """Return a finite float, None for NaN and infinity."""
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise ValueError(f"“{given}”不是数")
    return float(given) if math.isfinite(given) else None


def tally(given) -> int | float | None:
    """Return a count, whole where it is whole."""
    value = real(given)
    return int(value) if value is not None and value == int(value) else value


def flag(given) -> bool:
    return bool(given)


def pair(given) -> tuple[int, float] | None:
    """Return (year, value) of a path's point, None where either is missing."""
    when, value = (*listing(given), None, None)[:2]
    if when is None or value is None:
        return None
    year, value = whole(when), real(value)
    return None if None in (year, value) else (year, value)
