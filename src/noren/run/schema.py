"""The tables: brought up to the code by one process at a time."""

import os

import psycopg
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from .database import VARIABLE

LOCK = 0x6E6F72656E02  # "noren", 2


def pending_migrations() -> list[str]:
    """Migrations that the code has and the database has not, such as `stock.0002_levels`, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def migrate() -> int:
    """Apply what is pending and answer how many; safe to repeat, and two starts at once wait for each other."""
    with psycopg.connect(os.environ[VARIABLE], autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        pending = pending_migrations()
        if pending:
            call_command("migrate", interactive=False, verbosity=0)
        else:
            # The database may have done step by step what one migration now stands for: it is to know this one too.
            MigrationExecutor(connection).check_replacements()
        return len(pending)
