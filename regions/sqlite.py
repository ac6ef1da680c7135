"""SQLite takes as many values in one statement as it was built for.

Django 5 still counts with 999, what SQLite took before 2020, and so writes forty
times as many statements as needed; later releases ask the library, as here.
"""

import sqlite3

from django.db.backends.signals import connection_created


def ask_for_its_limit(connection, **signal) -> None:
    if connection.vendor == "sqlite":
        limit = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = limit


def listen() -> None:
    connection_created.connect(ask_for_its_limit, dispatch_uid="sqlite_limit")
