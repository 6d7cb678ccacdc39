"""Random deeds against the model: 300 as ever and 100 new in `make test`, 10,000 in `make soak`, which tells them."""

import ast
import os
import time
import tokenize
from collections import Counter
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.soak.rules_of_changes import ChangeRules
from tests.soak.rules_of_counts import CountRules
from tests.soak.rules_of_money import MoneyRules
from tests.soak.rules_of_orders import BasketRules
from tests.soak.rules_of_returns import ReturnRules
from tests.soak.rules_of_routing import RoutingRules
from tests.soak.rules_of_shifts import ShiftRules
from tests.soak.world import World

IS_SOAKING = "NOREN_SOAK_STEPS" in os.environ
STEPS = int(os.environ.get("NOREN_SOAK_STEPS", "100"))
STEPS_OF_A_RUN = 50 if IS_SOAKING else 40
# Hypothesis begins with runs that end after a few steps.
FEWEST_RUNS = 14
MOST_LINES_OF_A_PART, MOST_LINES = 160, 490
# The fewest steps that still fail are worth minutes of trying to who soaks, but not to who runs all tests.
_PHASES = (Phase.reuse, Phase.generate, *((Phase.shrink,) if IS_SOAKING else ()))


class Soak(CountRules, BasketRules, RoutingRules, ChangeRules, MoneyRules, ReturnRules, ShiftRules):
    """All deeds together."""


@pytest.mark.slow
@pytest.mark.django_db
def test_the_same_deeds_as_ever_leave_every_figure_as_the_model_says() -> None:
    told = _soak(1, settings(derandomize=True))

    assert sum(told.values()) >= 300


@pytest.mark.slow
@pytest.mark.django_db
def test_deeds_in_a_new_order_leave_every_figure_as_the_model_says(capsys: pytest.CaptureFixture[str]) -> None:
    began = time.monotonic()

    # Where CI is set, Hypothesis would draw the same few runs again and again, and they may all be short.
    told = _soak(STEPS, settings(print_blob=True, derandomize=False), fewest_runs=1)

    assert sum(told.values()) >= STEPS
    if IS_SOAKING:
        with capsys.disabled():
            print(f"\n{sum(told.values()):,} steps in {time.monotonic() - began:.0f} s")
            print("\n".join(f"{count:7} {deed}" for deed, count in sorted(told.items())))


def test_the_model_stays_tiny() -> None:
    """It is to be read in one go by who doubts it: that counts all of it together, however it is split."""
    parts = {path.name: _lines_of_code(path) for path in sorted(Path(__file__).parent.glob("model*.py"))}

    assert max(parts.values()) <= MOST_LINES_OF_A_PART, parts
    assert sum(parts.values()) <= MOST_LINES, parts


def _lines_of_code(path: Path) -> int:
    """Lines that are neither empty nor comments nor docstrings."""
    with path.open("rb") as file:
        tokens = list(tokenize.tokenize(file.readline))
    telling = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING}
    lines = {line for each in tokens if each.type not in telling for line in range(each.start[0], each.end[0] + 1)}
    tree = ast.parse(path.read_text())
    documented = (node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    docstrings = {node.body[0].lineno for node in documented if ast.get_docstring(node)}
    return len(lines - docstrings)


def _soak(steps: int, base: settings, *, fewest_runs: int = FEWEST_RUNS) -> Counter[str]:
    """Play runs until there were so many steps; how often each deed was done, or refused for what."""
    Soak.world, Soak.told = World(), Counter()
    chosen = settings(
        base,
        max_examples=max(fewest_runs, steps // STEPS_OF_A_RUN),
        stateful_step_count=STEPS_OF_A_RUN,
        deadline=None,
        phases=_PHASES,
        suppress_health_check=list(HealthCheck),
    )
    with override_settings(PAY_BY=["at_store", "test", "bank_transfer"]):
        while sum(Soak.told.values()) < steps:
            run_state_machine_as_test(Soak, settings=chosen)
    return Soak.told
