"""Worlds: filled states of the test database, made once and put back in a moment.

Many tests begin with the same thing: all plans, a round in work. Such a state is a
world: a function that fills the database, on top of another world. It is filled when
a test first asks for it and kept for the session, on SQLite as a copy in memory, on
PostgreSQL as a database of its own. Tests run in transactions that are rolled back,
so mostly the world a test asks for is there already.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import connection, transaction

EMPTY = "empty"  # only what the migrations put there


@dataclass(frozen=True)
class World:
    """What fills a world, and the name of the world it is filled on."""

    on: str
    fill: Callable[[], None]


WORLDS: dict[str, World] = {}


def world(on=EMPTY):
    """Make the decorated function a world, and a fixture by which tests ask for it."""

    def register(fill):
        name = fill.__name__
        WORLDS[name] = World(on, fill)

        def asked():
            """Nothing left to do: `world_of_the_test` has put the world there."""

        asked.__doc__ = fill.__doc__
        return pytest.fixture(name=name)(asked)

    return register


def on_the_way(name) -> list[str]:
    """Return the names of a world and of those it stands on, from the bottom."""
    return [] if name == EMPTY else [*on_the_way(WORLDS[name].on), name]


def deepest(names) -> str:
    """Return the world that holds all the named ones; a ValueError without one."""
    names = [name for name in names if name in WORLDS]
    found = max(names, key=lambda name: len(on_the_way(name)), default=EMPTY)
    if not set(names) <= set(on_the_way(found)):
        raise ValueError(f"no world holds all of {sorted(names)}")
    return found


class Copies:
    """Keeps worlds of SQLite as copies in memory, written over the test database."""

    def __init__(self):
        self.kept = {}
        self.keep(EMPTY)

    def begin(self, name):
        """Nothing: a world is filled where it will be used."""

    def keep(self, name):
        connection.ensure_connection()
        self.kept[name] = sqlite3.connect(":memory:")
        connection.connection.backup(self.kept[name])

    def go(self, name):
        self.kept[name].backup(connection.connection)

    def spoiled(self, name):
        """Nothing: the copy is as it was."""

    def copy(self, name, target):
        """Write a world into a new database file."""
        with sqlite3.connect(target) as file:
            self.kept[name].backup(file)
        file.close()

    def close(self):
        self.go(EMPTY)
        for copy in self.kept.values():
            copy.close()


class Databases:
    """Keeps worlds of PostgreSQL as databases, which the connection moves between."""

    def __init__(self):
        self.empty = connection.settings_dict["NAME"]
        self.kept = {EMPTY}

    def database(self, name):
        return self.empty if name == EMPTY else f"{self.empty}_{name}"

    def run(self, *statements):
        """Run statements beside the test database, whose connection they end."""
        connection.close()
        with connection._nodb_cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def begin(self, name):
        on = connection.settings_dict["NAME"]
        self.copy_database(on, self.database(name))
        self.go(name)

    def copy_database(self, source, target):
        self.run(
            f'DROP DATABASE IF EXISTS "{target}"',
            f'CREATE DATABASE "{target}" TEMPLATE "{source}"',
        )

    def keep(self, name):
        self.kept.add(name)

    def go(self, name):
        connection.close()
        connection.settings_dict["NAME"] = self.database(name)

    def spoiled(self, name):
        """Forget a world that a test has changed; the empty one was flushed."""
        self.kept -= {name} - {EMPTY}

    def copy(self, name, target):
        """Make a new database like a world's."""
        self.copy_database(self.database(name), target)

    def close(self):
        self.go(EMPTY)
        made = (self.database(name) for name in WORLDS)
        self.run(*(f'DROP DATABASE IF EXISTS "{name}"' for name in made))


class Worlds:
    """The worlds of one session, of which one is in the test database."""

    def __init__(self):
        self.store = Copies() if connection.vendor == "sqlite" else Databases()
        self.here = EMPTY

    def put(self, name):
        """Put a world into the test database, filling it if it is the first time."""
        if name == self.here:
            return
        if name in self.store.kept:
            self.store.go(name)
        else:
            self.put(WORLDS[name].on)
            self.store.begin(name)
            self.here = None  # until it is filled
            with transaction.atomic():
                WORLDS[name].fill()
            self.store.keep(name)
        self.here = name

    def copy(self, name, target):
        """Make a database of one's own like a world: a file, or one of PostgreSQL."""
        self.put(name)
        self.store.copy(name, target)

    def spoiled(self):
        """Say that what the test database holds is no longer its world."""
        self.store.spoiled(self.here)
        self.here = None
