"""Children by fork: their status, their signals, and whose end they share."""

import os
import signal
import sys
from pathlib import Path

import pytest

from ..children import SUPERVISOR, fork_child, run_in_child, supervisor_pid
from ..signals import catch_signals
from .processes import is_running, until


def _fails() -> None:
    raise ValueError("no such thing")


@pytest.mark.parametrize(
    ("run", "status"),
    [
        (lambda: None, 0),
        (lambda: sys.exit(), 0),
        (lambda: sys.exit(3), 3),
        (lambda: sys.exit("words"), 1),
        (_fails, 1),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), -signal.SIGKILL),
    ],
)
def test_the_status_says_how_a_child_ended(run: object, status: int) -> None:
    assert callable(run)
    assert run_in_child(run, name="noren test") == status


def test_a_child_that_fails_prints_why(capfd: pytest.CaptureFixture[str]) -> None:
    run_in_child(_fails, name="noren test")

    assert "ValueError: no such thing" in capfd.readouterr().err


def test_a_child_is_named_and_answers_signals_for_itself_not_for_its_parent() -> None:
    with catch_signals() as signals:
        child = fork_child(signal.pause, name="noren test", own_session=True)
        until(lambda: Path(f"/proc/{child}/comm").read_text() == "noren test\n")
        until(lambda: os.getsid(child) == child)

        os.kill(child, signal.SIGTERM)

        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGTERM
        assert not signals.asked_to_stop


def test_a_child_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    told = tmp_path / "pid"

    def parent() -> None:
        told.write_text(str(fork_child(signal.pause, name="noren test", own_session=True)))
        os.kill(os.getpid(), signal.SIGKILL)

    run_in_child(parent, name="noren test")

    grandchild = int(told.read_text())
    until(lambda: not is_running(grandchild))


def test_whom_to_follow_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SUPERVISOR, "4711")

    assert supervisor_pid() == 4711
    assert supervisor_pid() is None
