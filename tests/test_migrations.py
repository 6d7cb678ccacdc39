"""A new database is made at once and an older one step by step, and both come to the same."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from noren.run.schema import pending_migrations

from .by_steps import load_steps

Key = tuple[str, str]

BY_STEPS = load_steps()
SQUASHED = BY_STEPS.replacements
STEPS: list[Key] = list(
    dict.fromkeys(key for leaf in BY_STEPS.graph.leaf_nodes() for key in BY_STEPS.graph.forwards_plan(leaf))
)

SCHEMA = """
SELECT 'column', attrelid::regclass::text || '.' || attname,
    concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, pg_get_expr(adbin, adrelid))
FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE attnum > 0 AND NOT attisdropped AND attrelid IN (
    SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')
UNION ALL SELECT 'constraint', conname, concat_ws(' ', conrelid::regclass, pg_get_constraintdef(oid), convalidated)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL SELECT 'index', indexrelid::regclass::text, concat_ws(' ', pg_get_indexdef(indexrelid), indisvalid)
FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relnamespace = 'public'::regnamespace
UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', oid::regprocedure::text, pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL SELECT 'sequence', sequencename,
    concat_ws(' ', data_type, start_value, min_value, max_value, increment_by, cycle)
FROM pg_sequences WHERE schemaname = 'public'
"""
# The first is the same, written otherwise since a column beside it got longer; a step named the other after its table.
OTHERWISE = {"orders_order_completed", "orders_receipt_token_f441c57b_uniq", "orders_receipt_token_key"}


def test_the_steps_and_what_stands_for_them_end_in_the_same_models() -> None:
    by_steps, at_once = BY_STEPS.project_state(), MigrationLoader(None).project_state()

    assert by_steps.models.keys() == at_once.models.keys()
    assert MigrationAutodetector(by_steps, at_once).changes(BY_STEPS.graph) == {}


@pytest.mark.parametrize("squashed", SQUASHED, ids=".".join)
def test_what_stands_for_steps_stands_for_all_from_the_first_to_the_one_it_names(squashed: Key) -> None:
    room, name = squashed
    last = (room, name.removeprefix("0001_squashed_"))

    steps = [key for key in BY_STEPS.graph.forwards_plan(last) if key[0] == room]

    assert SQUASHED[squashed].replaces == steps


@pytest.mark.django_db
@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_database_that_stopped_on_the_way_has_exactly_the_rest_before_it(tenths: int) -> None:
    done = STEPS[: len(STEPS) * tenths // 10]
    recorder = MigrationRecorder(connection)
    recorder.flush()
    for key in done:
        recorder.record_applied(*key)

    pending = [(room, name) for room, _, name in (said.partition(".") for said in pending_migrations())]

    rest = [step for key in pending for step in _stands_for(key)]
    assert sorted([*done, *rest]) == sorted(STEPS)


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_database_made_by_steps_has_the_same_schema(empty_url: str) -> None:
    subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.by_steps"],
        env={**os.environ, "DATABASE_URL": empty_url},
        check=True,
    )

    with psycopg.connect(empty_url) as of_steps, connection.cursor() as at_once:
        by_steps = _schema(of_steps.execute(SCHEMA).fetchall())
        at_once.execute(SCHEMA)
        assert by_steps == _schema(at_once.fetchall())


@pytest.fixture
def empty_url() -> Iterator[str]:
    """A database of its own on the server of the tests."""
    url = os.environ["DATABASE_URL"]
    name = f"by_steps_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _stands_for(key: Key) -> Sequence[Key]:
    return SQUASHED[key].replaces if key in SQUASHED else [key]


def _schema(rows: Sequence[tuple[str, ...]]) -> dict[tuple[str, str], set[str]]:
    """What there is by kind and name; two tables may have triggers of one name."""
    found: dict[tuple[str, str], set[str]] = {}
    for kind, name, words in rows:
        if name not in OTHERWISE:
            found.setdefault((kind, name), set()).add(words)
    return found
