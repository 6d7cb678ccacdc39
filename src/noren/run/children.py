"""Children that begin where we stand: with everything imported, so that they start at once and share its memory.

Forked, not executed anew, on Linux. Elsewhere a child that is to live long replaces itself by a fresh Python, because
there the system's own libraries do not bear a fork.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import NoReturn

from .lifeline import die_with, name_process

SUPERVISOR = "NOREN_SUPERVISOR"
FORKS_WELL = sys.platform == "linux"
INTERRUPTED = 128 + signal.SIGINT
_HANDLED = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)


def fork_child(run: Callable[[], object], *, name: str, own_session: bool) -> int:
    """Run something in a child that does not outlive us, and answer its pid.

    Its status is 0, what `run` left with by SystemExit, or 1 after an error, whose traceback it prints.

    Args:
        name: what `ps` and `top` show.
        own_session: Ctrl-C in our terminal does not reach it.
    """
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    # A signal that arrives between the fork and the child's own handlers would be answered by ours.
    signal.pthread_sigmask(signal.SIG_BLOCK, _HANDLED)
    pid = os.fork()
    if pid == 0:
        _be_child(run, parent=parent, name=name, own_session=own_session)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
    return pid


def run_in_child(run: Callable[[], object], *, name: str) -> int:
    """Run something in a child and wait for it; what it imported and opened is gone with it. Answers its status."""
    pid = fork_child(run, name=name, own_session=False)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
            os.waitpid(pid, 0)
        raise


def replaced_by(words: Sequence[str]) -> Callable[[], object]:
    """What a child runs to become a fresh `noren` command, which knows whose end it must not outlive."""

    def become() -> None:
        os.environ[SUPERVISOR] = str(os.getppid())
        os.execv(sys.executable, [sys.executable, "-m", "noren.run.cli", *words])  # noqa: S606 - our own program

    return become


def supervisor_pid() -> int | None:
    """The process that supervises this command, if any; told once, so that our own children do not follow it."""
    with suppress(ValueError):
        return int(os.environ.pop(SUPERVISOR, ""))
    return None


def _be_child(run: Callable[[], object], *, parent: int, name: str, own_session: bool) -> NoReturn:
    status = 1
    try:
        die_with(parent)
        name_process(name)
        if own_session:
            os.setsid()
        _forget_the_parents_signals()
        run()
        status = 0
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else int(left.code is not None)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _forget_the_parents_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in _HANDLED:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _HANDLED)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
