"""The floor of import_sales: COPY of the same rows into the same tables with their indexes and constraints.

Binary, from files, in pieces that two connections take in turn; tables that others refer to come first. Generated
columns are left to the server, as they are for the product.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue

import psycopg
from psycopg import sql

HANDS = 2
ROWS_AT_ONCE = 200_000
_BLOCK = 1 << 20

_TABLES = """
SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname ~ '^(stores|catalog|people|campaigns|coupons|stock|orders|timeline)_'
ORDER BY 1
"""  # noqa: E501 - one condition
_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum
"""
_REFERENCES = """
SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint
WHERE contype = 'f' AND conrelid <> confrelid
"""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one table in a file."""

    table: str
    columns: tuple[str, ...]
    file: Path
    rows: int


def tables_of(connection: psycopg.Connection) -> list[str]:
    """The tables that an import may fill."""
    return [name for (name,) in connection.execute(_TABLES)]


def dump(url: str, folder: Path) -> list[list[Piece]]:
    """Write what the tables hold into files; answer the pieces in rounds, each to be copied before the next."""
    with psycopg.connect(url, autocommit=True) as connection:
        heights = _heights(connection)
        rounds: defaultdict[int, list[Piece]] = defaultdict(list)
        for table in tables_of(connection):
            rounds[heights[table]] += _dump_table(connection, table, folder)
    return [rounds[height] for height in sorted(rounds)]


def copy_all(url: str, rounds: list[list[Piece]]) -> None:
    """Copy the pieces, round after round, the larger ones of a round first."""
    for pieces in rounds:
        queue: SimpleQueue[Piece] = SimpleQueue()
        for piece in sorted(pieces, key=lambda each: -each.rows):
            queue.put(piece)
        hands = [threading.Thread(target=_copy_in_turn, args=(url, queue)) for _ in range(HANDS)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()


def _heights(connection: psycopg.Connection) -> dict[str, int]:
    """How many references a table stands above those that refer to nothing."""
    heights = dict.fromkeys(tables_of(connection), 0)
    references = [pair for pair in connection.execute(_REFERENCES) if pair[0] in heights and pair[1] in heights]
    for _ in heights:
        for table, below in references:
            heights[table] = max(heights[table], heights[below] + 1)
    return heights


def _dump_table(connection: psycopg.Connection, table: str, folder: Path) -> Iterator[Piece]:
    columns = tuple(name for (name,) in connection.execute(_COLUMNS, [table]))
    least, most = connection.execute(
        sql.SQL("SELECT min(id), max(id) FROM {}").format(sql.Identifier(table))
    ).fetchone() or (None, None)
    if least is None:
        return
    for first in range(least, most + 1, ROWS_AT_ONCE):
        file = folder / f"{table}.{first}"
        query = sql.SQL(
            "COPY (SELECT {} FROM {} WHERE id BETWEEN {} AND {} ORDER BY id) TO STDOUT (FORMAT binary)"
        ).format(_names(columns), sql.Identifier(table), first, first + ROWS_AT_ONCE - 1)
        with connection.cursor() as cursor, file.open("wb") as out:
            with cursor.copy(query) as copy:
                out.writelines(copy)
            yield Piece(table, columns, file, cursor.rowcount)


def _copy_in_turn(url: str, queue: SimpleQueue[Piece]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        while True:
            try:
                piece = queue.get_nowait()
            except Empty:
                return
            statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(
                sql.Identifier(piece.table), _names(piece.columns)
            )
            with connection.cursor() as cursor, cursor.copy(statement) as copy, piece.file.open("rb") as file:
                while block := file.read(_BLOCK):
                    copy.write(block)


def _names(columns: tuple[str, ...]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
