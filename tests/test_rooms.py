"""What every room keeps to, so that a reader who knows one knows all."""

import ast
import importlib
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import AppConfig, apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

import noren

PACKAGE = Path(noren.__file__).parent
ROOMS: list[AppConfig] = [app for app in apps.get_app_configs() if app.name.startswith("noren.")]


@cache
def _modules(room: AppConfig) -> list[tuple[Path, ast.Module]]:
    paths = [path for path in Path(room.path).rglob("*.py") if not {"migrations", "tests"} & set(path.parts)]
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(paths)]


def _tables_said(room: AppConfig) -> set[str]:
    words = importlib.import_module(room.name).__doc__ or ""
    return set(re.findall(rf"`({room.label}_\w+)`", words))


def _tables(room: AppConfig) -> set[str]:
    return {model._meta.db_table for model in room.get_models(include_auto_created=True) if model._meta.managed}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_a_room_says_what_it_owns_and_what_always_holds(room: AppConfig) -> None:
    words = importlib.import_module(room.name).__doc__ or ""

    assert len(words.splitlines()) > 2, "what it owns, its words, its invariants"
    assert "Invariants:" in words or "Invariant:" in words or not _tables(room)


@pytest.mark.django_db
@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_the_tables_that_a_room_names_are_those_it_has(room: AppConfig) -> None:
    of_models, there = _tables(room) - {"people_account_groups", "people_account_user_permissions"}, set()
    there.update(connection.introspection.table_names())

    assert of_models <= _tables_said(room), "a table that the docstring does not name"
    assert _tables_said(room) <= there, "the docstring names a table that does not exist"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_the_migrations_of_a_room_are_one_chain_that_can_be_undone(room: AppConfig) -> None:
    graph = MigrationLoader(None).graph

    assert len(graph.leaf_nodes(room.label)) <= 1
    for key, migration in MigrationLoader(None).disk_migrations.items():
        if key[0] == room.label:
            for operation in migration.operations:
                assert operation.reversible, f"{key[1]}: {operation}"


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.label)
def test_nothing_happens_behind_the_back_of_a_verb(room: AppConfig) -> None:
    """No Django signals, no `save` or `delete` of our own: what a deed does stands in the deed."""
    found = []
    for path, module in _modules(room):
        for node in ast.walk(module):
            if (
                isinstance(node, ast.ImportFrom)
                and "signals" in (node.module or "")
                and "django" in (node.module or "")
            ):
                found.append(f"{path.name}: {node.module}")
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"} and path.name == "models.py":
                found.append(f"{path.name}: def {node.name}")

    assert found == []
