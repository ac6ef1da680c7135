"""The empty tables, as the last run on SQLite migrated them: nobody waits for that twice.

A file in pytest's cache, named by what the migrations and the models say, so that a
change of either begins from nothing. `migrate` still runs on it, and finds nothing
left. From nothing they are tried by test_quickstart on SQLite, and by every run on
PostgreSQL, which keeps nothing.
"""

import hashlib
import os
import sqlite3
from pathlib import Path

import django
from django.apps import apps
from django.db import connection

# What Django names the database that it makes in memory.
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"


def digest() -> str:
    """Return what tells two schemas apart: all that migrations are and build on."""
    found = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for part in ("migrations", "models"):
            for path in sorted(Path(app.path, part).rglob("*.py")):
                found.update(path.as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


class Migrated:
    """The file that holds the migrated tables, and the database in memory."""

    def __init__(self, folder: Path):
        self.file = folder / f"{digest()}.sqlite3"
        self.there = self.file.exists()

    def put(self):
        """Put the tables where Django will make the test database; stay connected,
        as what is in memory goes with its last connection."""
        self.held = sqlite3.connect(IN_MEMORY, uri=True)
        if self.there:
            with sqlite3.connect(self.file) as kept:
                kept.backup(self.held)
            kept.close()

    def keep(self):
        """Keep the tables for the next run, in place of those of other schemas."""
        if self.there:
            return
        for old in self.file.parent.glob("*.sqlite3"):
            old.unlink(missing_ok=True)
        made = self.file.with_suffix(f".{os.getpid()}")
        with sqlite3.connect(made) as file:
            connection.ensure_connection()
            connection.connection.backup(file)
        file.close()
        made.replace(self.file)
