"""The migrations as an older database made them: step by step, without those that stand for many.

python -m tests.by_steps    # brings the empty database of DATABASE_URL up so
"""

import django
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader


def load_steps(of: BaseDatabaseWrapper | None = None) -> MigrationLoader:
    """The migrations; `replacements` names those that are left out, and what comes after them follows the steps."""
    loader = MigrationLoader(of, replace_migrations=False)
    for key, migration in loader.replacements.items():
        loader.graph.remove_replacement_node(key, migration.replaces)
    return loader


def main() -> None:
    """Make every step."""
    executor = MigrationExecutor(connection)
    executor.loader = load_steps(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


if __name__ == "__main__":
    django.setup()
    main()
