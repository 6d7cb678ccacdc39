"""What every test shares.

The database of the tests is started by `noren.run.pytest_plugin`, before settings are read.
"""

import gc
import os
from collections.abc import Generator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase
from django.utils import translation
from pytest_django import DjangoDbBlocker
from whitenoise.middleware import WhiteNoiseMiddleware

from noren.run import locks
from noren.run.pytest_plugin import TEMPLATE
from tests import depth

KEPT_TABLES = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session", autouse=True)
def _own_home() -> None:
    """Tests write uploads and drafts; never into the home of a real deployment."""
    assert "noren-test-" in os.environ["NOREN_HOME"], "pytest runs without -p noren.run.pytest_plugin"


def pytest_configure() -> None:
    """Spare every test what no test is about: hashing a sign-in, emptying tables, reading the static files' folders."""
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)  # else every test client warns that it is not there
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[attr-defined]
    _find_static_files_once()
    hypothesis.settings.register_profile(
        "noren", hypothesis.settings(), max_examples=depth.examples(100), deadline=None
    )
    hypothesis.settings.load_profile("noren")


def _find_static_files_once() -> None:
    """Every test client loads the middleware anew, which reads all static files: a tenth of a second each time."""
    find = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[str, object] = {}

    def add_files_from_finders(whitenoise: WhiteNoiseMiddleware) -> None:
        if not found:
            find(whitenoise)
            found.update(whitenoise.files)
        whitenoise.files.update(found)

    WhiteNoiseMiddleware.add_files_from_finders = add_files_from_finders


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to thorough runs what is theirs; begin with a test that needs a database, then those that do not.

    So one worker migrates while the others have work. Then come the longest ones: at the very end one of them would
    keep one worker alone.
    """
    depth.is_named = any("::" in asked for asked in config.args)
    if not depth.IS_THOROUGH and not depth.is_named:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("thorough")])
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    first = next(filter(_needs_database, items), None)
    items.sort(key=lambda item: (item is not first, *_turn(item)))


def _turn(item: pytest.Item) -> tuple[bool, bool]:
    is_of_run = "noren/run/tests" in item.nodeid and not _needs_database(item)
    is_long = item.nodeid.startswith(("tests/soak", "tests/races", "tests/browser/test_whole_loop"))
    return not is_of_run, not is_long


def _needs_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return bool(item.get_closest_marker("django_db")) or "db" in fixtures or "transactional_db" in fixtures


def pytest_collection_finish() -> None:
    """Spare the collector of garbage the hundred thousand objects that stay for the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Migrate once for all workers: the first one makes a template, and every worker's database is a copy of it."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    home = Path(os.environ["NOREN_HOME"]).parent
    made, names = home / "template-made", connection.settings_dict["TEST"]
    with locks.hold(home / "template.lock", shared=False, wait_s=300) as got:
        assert got, "the worker that migrates does not come to an end"
        if not made.exists():
            own, names["NAME"] = names["NAME"], TEMPLATE
            before = connection.settings_dict["NAME"]
            with django_db_blocker.unblock():
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            connection.close()
            names["NAME"] = own
            settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = before
            made.touch()
    names["TEMPLATE"] = TEMPLATE


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A test begins in the language of the settings, whatever the one before it left."""
    translation.deactivate()


def _empty_tables(_case: TransactionTestCase) -> None:
    """Empty the tables that a test filled; Django's own way cuts every table and fills the two of its own again."""
    names = set(connection.introspection.django_table_names(only_existing=True)) - KEPT_TABLES
    quoted = {name: connection.ops.quote_name(name) for name in sorted(names)}
    filled = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {quoted[name]})" for name in quoted)
    # Foreign keys are checked at the end of the transaction, so that the order does not matter.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL noren.erasing = 'on'")
        cursor.execute(filled)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {quoted[name]}")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Workers of `-n auto`: one more than processors, as a browser's test waits now and then; at most four."""
    return min((os.cpu_count() or 1) + 1, 4)


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
