"""A short chaos run with three browsers against a real `noren serve`; `make chaos` plays three minutes."""

import os
import re
import subprocess
import sys

import pytest

SECONDS = 15


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.thorough
def test_nothing_is_lost_or_doubled_while_everything_breaks() -> None:
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "NOREN_HOME"}}

    played = subprocess.run(
        [sys.executable, "-m", "tests.chaos", f"--seconds={SECONDS}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    print(played.stdout, played.stderr)
    assert played.returncode == 0
    assert "nothing is wrong" in played.stdout
    sales, orders = re.search(r"(\d+) kept", played.stdout), re.search(r"(\d+) orders placed", played.stdout)
    assert sales is not None
    assert orders is not None
    assert int(sales[1]) > 0
    assert int(orders[1]) > 0
