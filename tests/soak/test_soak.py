"""Random deeds against the models: some hundred in `make test`, 10,000 for each model in `make soak`, told by deed."""

import os
import time
from collections import Counter
from pathlib import Path

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.depth import IS_THOROUGH
from tests.soak.more_deliveries import FEE, FREE_FROM
from tests.soak.more_rules_of_bringing import BringingRules
from tests.soak.more_rules_of_counts import MoreCountRules
from tests.soak.more_rules_of_parcels import ParcelRules
from tests.soak.more_rules_of_returns import MoreReturnRules
from tests.soak.more_rules_of_shifts import ShiftRules
from tests.soak.more_world import MoreWorld
from tests.soak.play import Play
from tests.soak.rules_of_baskets import BasketRules
from tests.soak.rules_of_counts import CountRules
from tests.soak.rules_of_orders import OrderRules
from tests.soak.rules_of_returns import ReturnRules
from tests.soak.rules_of_transfers import TransferRules

IS_SOAKING = "NOREN_SOAK_STEPS" in os.environ
IS_DEEP = IS_THOROUGH or IS_SOAKING
STEPS = int(os.environ.get("NOREN_SOAK_STEPS", "50"))
STEPS_OF_A_RUN = 50 if IS_SOAKING else 40
MOST_LINES, MOST_LINES_OF_AN_EXTENSION = 200, 120
# The fewest steps that still fail are worth minutes of trying to who soaks, but not to who runs all tests.
_PHASES = (Phase.reuse, Phase.generate, *((Phase.shrink,) if IS_SOAKING else ()))


class Core(TransferRules, OrderRules, ReturnRules, CountRules, BasketRules):
    """The deeds of `model.py`."""


class Whole(ShiftRules, ParcelRules, BringingRules, MoreReturnRules, MoreCountRules, Core):
    """All deeds together, against `more_….py`."""

    world_type = MoreWorld


# Of several runs the first is the shortest there is, and those after it are short: one alone would play nothing.
# Runs that are the same as ever, and how many steps they are at least. A part of the whole is left to a thorough run.
AS_EVER = [
    pytest.param(Core, 9, 300, id="core"),
    pytest.param(Whole, *((12, 300) if IS_DEEP else (8, 120)), id="whole"),
]
MACHINES = [pytest.param(Core, id="core"), pytest.param(Whole, id="whole")]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(("machine", "runs", "steps"), AS_EVER)
def test_the_same_deeds_as_ever_leave_every_figure_as_the_model_says(
    machine: type[Play], runs: int, steps: int
) -> None:
    told = _soak(machine, 1, settings(derandomize=True), fewest_runs=runs)

    assert sum(told.values()) >= steps, told.total()


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("machine", MACHINES)
def test_deeds_in_a_new_order_leave_every_figure_as_the_model_says(
    machine: type[Play], capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.monotonic()

    # Where CI is set, Hypothesis would draw the same few runs again and again, and they may all be short.
    told = _soak(machine, STEPS, settings(print_blob=True, derandomize=False), fewest_runs=2)

    assert sum(told.values()) >= STEPS
    if IS_SOAKING:
        with capsys.disabled():
            print(f"\n{machine.__name__}: {sum(told.values()):,} steps in {time.monotonic() - began:.0f} s")
            print("\n".join(f"{count:7} {deed}" for deed, count in sorted(told.items())))


def test_the_model_stays_tiny() -> None:
    """It is to be read in one go by who doubts it: that counts every line."""
    here = Path(__file__).parent
    extensions = [path for path in here.glob("more_*.py") if "rules" not in path.name]

    assert _lines(here / "model.py") <= MOST_LINES
    assert max(_lines(path) for path in extensions) <= MOST_LINES_OF_AN_EXTENSION


def _lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def _soak(machine: type[Play], steps: int, base: settings, *, fewest_runs: int) -> Counter[str]:
    """Play runs until there were so many steps; how often each deed was done, or refused for what."""
    machine.world, machine.told = machine.world_type(), Counter()
    chosen = settings(
        base,
        max_examples=max(fewest_runs, steps // STEPS_OF_A_RUN),
        stateful_step_count=STEPS_OF_A_RUN,
        deadline=None,
        phases=_PHASES,
        suppress_health_check=list(HealthCheck),
    )
    with override_settings(
        PAY_BY=["at_store", "test", "bank_transfer"], DELIVERY_FEE_MINOR=FEE, DELIVERY_FREE_FROM_MINOR=FREE_FROM
    ):
        while sum(machine.told.values()) < steps:
            run_state_machine_as_test(machine, settings=chosen)
    return machine.told
