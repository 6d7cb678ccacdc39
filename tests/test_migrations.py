"""A new database is made at once and an older one step by step, and both come to the same."""

from collections.abc import Sequence

import pytest
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from noren.run.schema import pending_migrations

Key = tuple[str, str]

BY_STEPS = MigrationLoader(None, replace_migrations=False)
SQUASHED = BY_STEPS.replacements
LEAVES = [key for key in BY_STEPS.graph.leaf_nodes() if key not in SQUASHED]


def _steps() -> list[Key]:
    """Every migration that is not squashed, in the order in which an older database made them."""
    return list(dict.fromkeys(key for leaf in LEAVES for key in BY_STEPS.graph.forwards_plan(leaf)))


def test_the_steps_and_what_stands_for_them_end_in_the_same_models() -> None:
    by_steps = BY_STEPS.project_state(LEAVES)
    at_once = MigrationLoader(None).project_state()

    assert by_steps.models.keys() == at_once.models.keys()
    assert MigrationAutodetector(by_steps, at_once).changes(BY_STEPS.graph) == {}


@pytest.mark.parametrize("squashed", SQUASHED, ids=".".join)
def test_what_stands_for_steps_stands_for_all_from_the_first_to_the_one_it_names(squashed: Key) -> None:
    room, name = squashed
    last = (room, name.removeprefix("0001_squashed_"))

    steps = [key for key in BY_STEPS.graph.forwards_plan(last) if key[0] == room]

    assert SQUASHED[squashed].replaces == steps


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(1, 10))
def test_a_database_that_stopped_on_the_way_has_exactly_the_rest_before_it(part: int) -> None:
    steps = _steps()
    done = steps[: len(steps) * part // 10]
    _say_done(done)

    pending = [(room, name) for room, _, name in (said.partition(".") for said in pending_migrations())]

    rest = [step for key in pending for step in _stands_for(key)]
    assert sorted([*done, *rest]) == sorted(steps)


def _say_done(done: Sequence[Key]) -> None:
    recorder = MigrationRecorder(connection)
    recorder.flush()
    for key in done:
        recorder.record_applied(*key)


def _stands_for(key: Key) -> Sequence[Key]:
    return SQUASHED[key].replaces if key in SQUASHED else [key]
