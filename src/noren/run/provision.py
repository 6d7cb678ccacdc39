"""The application's role and database in the embedded server."""

import psycopg
from psycopg import sql

ROLE = "noren"
LOCK = 0x6E6F72656E01  # "noren", 1: two commands that join a new server at once


def provision(superuser_url: str) -> None:
    """Create the role and the database where missing; safe to repeat and to race.

    The role owns its database, may create others (for tests) and see what the server does, and is no superuser.
    """
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        if _exists(connection):
            return
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        role, database = sql.Identifier(ROLE), sql.Identifier(ROLE)
        if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB IN ROLE pg_monitor").format(role))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [ROLE]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))


def _exists(connection: psycopg.Connection) -> bool:
    row = connection.execute(
        "SELECT 1 FROM pg_roles, pg_database WHERE rolname = %s AND datname = %s", [ROLE, ROLE]
    ).fetchone()
    return row is not None
