"""What every test shares.

The database of the tests is started by `noren.run.pytest_plugin`, before settings are read.
"""

import os
from collections.abc import Generator

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

KEPT_TABLES = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session", autouse=True)
def _own_home() -> None:
    """Tests write uploads and drafts; never into the home of a real deployment."""
    assert "noren-test-" in os.environ["NOREN_HOME"], "pytest runs without -p noren.run.pytest_plugin"


def pytest_configure() -> None:
    """Spare every test what no test is about: half a second of hashing a sign-in, and of emptying tables."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[attr-defined]


def _empty_tables(_case: TransactionTestCase) -> None:
    """Empty the tables that a test filled; Django's own way cuts every table and fills the two of its own again."""
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT_TABLES
    quoted = {name: connection.ops.quote_name(name) for name in sorted(names)}
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {quoted[name]})" for name in quoted)
    # Foreign keys are checked at the end of the transaction, so that the order does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(filled)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quoted[name]}")


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
