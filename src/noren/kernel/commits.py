"""Commits that need not reach the disk one by one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def lazy_commits() -> Iterator[None]:
    """Let the commits of the block return before they are on the disk, for work that is repeated when it is lost.

    A crash of the database may take the commits of its last 0.6 s (`wal_writer_delay` times three) with it, as a whole
    and in their order; one of the client takes none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
