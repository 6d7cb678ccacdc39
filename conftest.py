"""What every test shares.

The database of the tests is started by `noren.run.pytest_plugin`, before settings are read.
"""

import os

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_home() -> None:
    """Tests write uploads and drafts; never into the home of a real deployment."""
    assert "noren-test-" in os.environ["NOREN_HOME"], "pytest runs without -p noren.run.pytest_plugin"
