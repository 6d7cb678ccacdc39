"""What every test shares.

The database of the tests is started by `noren.run.pytest_plugin`, before settings are read.
"""

import os
from collections.abc import Generator

import pytest
from django.conf import settings


@pytest.fixture(scope="session", autouse=True)
def _own_home() -> None:
    """Tests write uploads and drafts; never into the home of a real deployment."""
    assert "noren-test-" in os.environ["NOREN_HOME"], "pytest runs without -p noren.run.pytest_plugin"


def pytest_configure() -> None:
    """Half a second of hashing for each sign-in is not what the tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--no-skips`: where everything a test needs is said to be there, a skipped test is a failed one."""
    parser.addoption("--no-skips", action="store_true", help="fail a test that is skipped")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn the skip of a test into a failure."""
    report = yield
    _refuse_skip(report, item.config)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn the skip of a whole module into a failure."""
    report = yield
    _refuse_skip(report, collector.config)
    return report


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport, config: pytest.Config) -> None:
    if report.skipped and config.getoption("--no-skips"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"skipped, and --no-skips is set: {reason}"
