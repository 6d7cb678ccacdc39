"""Merging: staged rows become rows of a table, those that differ are changed, and all others are left alone.

For masters (stores, products, members). Rows that stay the same are neither written nor locked, and a change of columns
that no foreign key names lets orders that refer to the row go on being placed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import connection
from psycopg import sql

from noren.kernel.staging import SqlValue

NEW_UID = """
encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1),
    'hex')::uuid
"""
"""SQL for a UUIDv7; PostgreSQL has a function of its own only from version 18 on."""

_UPDATE = """
UPDATE {table} AS old SET ({set}) = ROW({kept}) FROM ({source}) AS new
WHERE old.{key} = new.{key} AND ({old}) IS DISTINCT FROM ({kept})
RETURNING old.{key}
"""
_INSERT = """
INSERT INTO {table} ({key}, {columns})
SELECT new.{key}, {filled} FROM ({source}) AS new
WHERE NOT EXISTS (SELECT 1 FROM {table} AS old WHERE old.{key} = new.{key})
ORDER BY new.place
ON CONFLICT ({key}) DO NOTHING
RETURNING {key}
"""


@dataclass(frozen=True, slots=True)
class Merge:
    """How staged rows fit a table.

    Attributes:
        key: the unique column that rows are known by.
        columns: what is merged, with the SQL value that a new row gets where nothing is given. Null in the source
            means "as it was".
        own: columns that only new rows get, with their SQL value.
        source: a query with `key`, every column, and `place`, which new rows are inserted in order of.
    """

    table: str
    key: str
    columns: Mapping[str, str]
    source: str
    own: Mapping[str, str] = field(default_factory=lambda: {"uid": NEW_UID})


@dataclass(frozen=True, slots=True)
class Merged:
    """The keys of the rows that were added and changed."""

    added: frozenset[str]
    changed: frozenset[str]

    @property
    def touched(self) -> frozenset[str]:
        """Both together."""
        return self.added | self.changed


def merge(plan: Merge, values: Mapping[str, SqlValue] | None = None) -> Merged:
    """Change and add rows in the caller's transaction. A repeat with the same rows changes nothing.

    Args:
        values: named parameters of the source.
    """
    with connection.cursor() as cursor:
        cursor.execute(_filled_in(_UPDATE, plan), values)
        changed = frozenset(key for (key,) in cursor.fetchall())
        cursor.execute(_filled_in(_INSERT, plan), values)
        added = frozenset(key for (key,) in cursor.fetchall())
    return Merged(added=added, changed=changed)


def _filled_in(template: str, plan: Merge) -> str:
    names = {name: sql.Identifier(name).as_string(None) for name in plan.columns}
    filled = [f"coalesce(new.{names[name]}, {default})" for name, default in plan.columns.items()]
    parts = {
        "{table}": sql.Identifier(plan.table).as_string(None),
        "{key}": sql.Identifier(plan.key).as_string(None),
        "{old}": ", ".join(f"old.{name}" for name in names.values()),
        "{kept}": ", ".join(f"coalesce(new.{name}, old.{name})" for name in names.values()),
        "{set}": ", ".join(names.values()),
        "{columns}": ", ".join([*names.values(), *plan.own]),
        "{filled}": ", ".join([*filled, *plan.own.values()]),
        "{source}": plan.source,
    }
    for place, part in parts.items():
        template = template.replace(place, part)
    return template
