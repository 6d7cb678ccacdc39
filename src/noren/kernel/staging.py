"""Staging: tables that rows from outside pass through before they are published.

They are UNLOGGED: twice as fast to fill, and emptied when the database server crashes. So whoever fills one keeps
the count of its rows elsewhere, compares, and fills it again from the file when they differ.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg import sql

SqlValue = str | int | float | date | UUID | list[Any] | None
"""What may be bound to a place in a statement."""

# One statement over a whole file sorts and joins more than a page's queries do.
_WORK_MEM = "128MB"


@dataclass(frozen=True, slots=True)
class BadCell:
    """A staged value that cannot be published.

    Attributes:
        line: of the file; the header is line 1.
        column: name of the staged column, or empty for the row as a whole.
        code: the cause, stable; details: for its words.
    """

    line: int
    column: str
    value: str
    code: str
    details: Mapping[str, str | int] = field(default_factory=dict)


def with_tables(template: str, **tables: str) -> str:
    """The SQL template with each `{name}` replaced by a quoted table name."""
    names = {name: sql.Identifier(table) for name, table in tables.items()}
    return sql.SQL(template).format(**names).as_string(None)


def make_staging(table: str, columns: Mapping[str, str]) -> None:
    """Make the table anew, with columns of these names and SQL types; what had the name before is dropped."""
    parts = sql.SQL(", ").join(
        sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(kind)) for name, kind in columns.items()
    )
    create = sql.SQL("CREATE UNLOGGED TABLE {} ({})").format(sql.Identifier(table), parts)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(with_tables("DROP TABLE IF EXISTS {table}", table=table))
        cursor.execute(create.as_string(None))


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Append rows by COPY inside the caller's transaction; answer how many."""
    count = 0
    with connection.cursor() as cursor, cursor.copy(_copy_into(table, columns)) as copy:
        for row in rows:
            copy.write_row(row)
            count += 1
    return count


def copy_csv(table: str, columns: Sequence[str], blocks: Iterable[bytes]) -> None:
    """Append blocks of CSV without a header (an empty field is NULL) inside the caller's transaction."""
    with connection.cursor() as cursor, cursor.copy(_copy_into(table, columns) + " WITH (FORMAT csv)") as copy:
        for block in blocks:
            copy.write(block)


def count_rows(table: str) -> int | None:
    """How many rows the table has, or None when there is no such table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [sql.Identifier(table).as_string(None)])
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute(with_tables("SELECT count(*) FROM {table}", table=table))
        return int(cursor.fetchone()[0])


def analyze(*tables: str) -> None:
    """Tell the planner how full the tables are, after rows by the thousand came in.

    What it knew may be from a time when a table was empty, and then it walks through all of it for every row.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE " + ", ".join(sql.Identifier(table).as_string(None) for table in tables))


def drop_staging(*tables: str) -> None:
    """Drop the tables, those that exist."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(with_tables("DROP TABLE IF EXISTS {table}", table=table))


def work_in_bulk() -> None:
    """Settings for a transaction over a whole file: more memory to sort in, patience, no wait for the disk at its end.

    A commit that a crash of the server takes back is found missing and done again: nobody was told of it.

    Raises:
        RuntimeError: there is no transaction for the settings to end with.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("settings for bulk work end with a transaction, and there is none")
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL work_mem = '{_WORK_MEM}'")
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL lock_timeout = '30s'")


def _copy_into(table: str, columns: Sequence[str]) -> str:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names).as_string(None)
