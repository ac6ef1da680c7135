"""Writes many rows at the speed of the database driver.

bulk_create prepares every value of every column by itself, which is most of the time
of an import of ten thousand figures; here a column is prepared once.
"""

import gc
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache

from django.db import connection

MANY = 500  # from so many rows on it is worth it


@contextmanager
def many_objects():
    """Let no garbage be looked for while tens of thousands of rows are made: there is
    none, and looking for it is a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write(model, rows: Sequence[Mapping], unique: Iterable[str] = ()) -> None:
    """Insert rows, given as field name → value, or update what is there by its
    `unique` fields.

    Every row names the same fields; no default is filled in and no signal sent. One
    statement, on PostgreSQL three.
    """
    if not rows:
        return
    fields = [model._meta.get_field(name) for name in rows[0]]
    quote = connection.ops.quote_name
    columns = {field.attname: quote(field.column) for field in fields}
    keys = [quote(model._meta.get_field(name).column) for name in unique]
    prepare = [_preparer(field) for field in fields]
    values = [
        [
            v if p is None or v is None else p(v)
            for p, v in zip(prepare, row.values(), strict=True)
        ]
        for row in rows
    ]
    writer = _copy if connection.vendor == "postgresql" else _execute
    table = quote(model._meta.db_table)
    writer(table, list(columns.values()), _on_conflict(columns.values(), keys), values)


def _preparer(field) -> Callable | None:
    """Return what makes a value of a column one that the driver writes, None for what
    needs nothing."""
    if field.is_relation:
        return lambda value: getattr(value, "pk", value)
    kind = field.get_internal_type()
    if kind == "JSONField":
        return lambda value: field.get_db_prep_save(value, connection)
    if connection.vendor == "postgresql":
        return None
    if kind == "DecimalField":
        return lambda value: f"{value:f}"
    if kind == "DateTimeField":  # mostly one moment
        return lru_cache(8)(lambda value: field.get_db_prep_save(value, connection))
    return None


def _on_conflict(columns: Iterable[str], keys: list[str]) -> str:
    if not keys:
        return ""
    sets = ", ".join(f"{c} = EXCLUDED.{c}" for c in columns if c not in keys)
    return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"


def _execute(table: str, columns: list[str], conflict: str, values: list) -> None:
    marks = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}){conflict}"
    with connection.cursor() as cursor:
        cursor.executemany(sql, values)


def _copy(table: str, columns: list[str], conflict: str, values: list) -> None:
    """COPY into a table of this transaction's own, from there into the table."""
    named = ", ".join(columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE bulk_rows ON COMMIT DROP AS "
            f"SELECT {named} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY bulk_rows ({named}) FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} ({named}) SELECT {named} FROM bulk_rows{conflict}"
        )
        cursor.execute("DROP TABLE bulk_rows")
