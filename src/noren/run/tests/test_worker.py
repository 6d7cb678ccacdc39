"""The worker: its steps, its bell, its jobs, and what an error or a kill may cost."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django import app

from noren.timeline.wake import CHANNEL

from ..bell import Bell
from ..jobs import JobsThread
from ..signals import catch_signals
from ..step import Step
from ..steps import all_steps
from ..worker import work_until_stopped
from .processes import until


def _stop_this_process() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def _url() -> str:
    """The test database, as a URL for connections of our own."""
    return psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])


@pytest.fixture
def bell(transactional_db: None) -> Iterator[Bell]:
    """A bell on the test database."""
    hung = Bell(_url(), channel=CHANNEL)
    yield hung
    hung.close()


def _ring() -> None:
    with psycopg.connect(_url(), autocommit=True) as ringing:
        ringing.execute(f"NOTIFY {CHANNEL}")


def _in_a_moment(deed: Callable[[], None], *, until_true: Callable[[], bool]) -> threading.Thread:
    def wait_and_do() -> None:
        until(until_true)
        deed()

    thread = threading.Thread(target=wait_and_do)
    thread.start()
    return thread


def test_the_bell_ends_a_wait_at_once(bell: Bell) -> None:
    with catch_signals() as signals:
        bell.wait(signals, 0)
        _ring()
        started = time.monotonic()

        assert bell.wait(signals, 20)
        assert time.monotonic() - started < 5
        assert not bell.wait(signals, 0)


def test_a_bell_whose_connection_was_cut_is_hung_up_again(bell: Bell) -> None:
    with catch_signals() as signals:
        bell.wait(signals, 0)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%' "
                "AND datname = current_database()"
            )
        until(lambda: not bell.wait(signals, 0))
        bell.wait(signals, 0)
        _ring()

        assert bell.wait(signals, 20)


def test_a_signal_ends_a_wait_at_once(bell: Bell) -> None:
    with catch_signals() as signals:
        bell.wait(signals, 0)
        _stop_this_process()
        started = time.monotonic()

        assert not bell.wait(signals, 20)
        assert time.monotonic() - started < 5
        assert signals.asked_to_stop


def test_steps_are_called_in_turn_until_a_signal_and_the_rest_of_the_round_is_left_out(bell: Bell) -> None:
    calls: list[str] = []

    def first() -> int:
        calls.append("first")
        if len(calls) > 4:
            _stop_this_process()
        return 1

    def second() -> int:
        calls.append("second")
        return 0

    with catch_signals() as signals:
        work_until_stopped([Step("first", first), Step("second", second)], bell, signals)

    assert calls == ["first", "second", "first", "second", "first"]


def test_a_step_that_fails_rests_and_keeps_nobody_from_working(caplog: pytest.LogCaptureFixture) -> None:
    def fails() -> int:
        raise ValueError("a bad event")

    failing, working = Step("failing", fails), Step("working", lambda: 3)

    assert [failing.take_turn(), working.take_turn(), failing.take_turn()] == [0, 3, 0]
    assert caplog.text.count("ValueError: a bad event") == 1
    failing.rests_until = 0
    failing.take_turn()
    assert failing.rest_s == 4.0


def test_a_step_with_a_pause_is_not_asked_again_at_once_when_it_had_nothing_to_do() -> None:
    answers = [5, 0, 7]
    step = Step("step", lambda: answers.pop(0), pause_s=60)

    assert [step.take_turn() for _ in range(4)] == [5, 0, 0, 0]
    assert answers == [7]


def test_a_lost_database_is_one_line_and_the_step_goes_on_later(caplog: pytest.LogCaptureFixture) -> None:
    answers: list[Exception | int] = [OperationalError("server closed the connection"), 2]

    def work() -> int:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    step = Step("step", work)

    assert step.take_turn() == 0
    assert "the database does not answer (server closed the connection)" in caplog.text
    assert "Traceback" not in caplog.text
    step.rests_until = 0
    assert step.take_turn() == 2


def test_the_sequencer_comes_first_and_every_name_is_given_once() -> None:
    names = [step.name for step in all_steps()]

    assert names[0] == "timeline"
    assert len(set(names)) == len(names)


@pytest.fixture
def jobs(transactional_db: None) -> Iterator[JobsThread]:
    """A worker for jobs on the test database."""
    thread = JobsThread()
    yield thread
    if thread.is_alive():
        thread.stop()


def test_a_job_is_run_and_a_stop_ends_the_thread(jobs: JobsThread) -> None:
    ran = threading.Event()

    @app.task(name="noren.run.tests.ring")  # type: ignore[untyped-decorator]
    def ring() -> None:
        ran.set()

    ring.defer()
    jobs.start()

    assert ran.wait(30)
    jobs.stop()
    assert not jobs.is_alive()


def test_the_job_of_a_killed_worker_is_run_again(jobs: JobsThread) -> None:
    ran = threading.Event()

    @app.task(name="noren.run.tests.rescue")  # type: ignore[untyped-decorator]
    def rescue() -> None:
        ran.set()

    job = rescue.defer()
    long_ago = datetime.now(UTC) - timedelta(minutes=5)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s) RETURNING id", [long_ago])
        killed = cursor.fetchone()[0]
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [killed, job])

    jobs.start()

    assert ran.wait(30)
