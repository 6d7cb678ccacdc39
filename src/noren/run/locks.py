"""Locks on files: held by an open file, so that the kernel lets go when a process is killed."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

POLL_S = 0.02


@contextmanager
def hold(path: Path, *, shared: bool, wait_s: float) -> Iterator[bool]:
    """Hold the lock for the block; yields False when it was not to be had within `wait_s` seconds."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield _take(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, deadline=time.monotonic() + wait_s)
    finally:
        os.close(handle)


def wait_alone(path: Path) -> int:
    """Wait, for ever if need be, until nobody holds the lock, then hold it alone; the open file is the lock."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def is_free(path: Path) -> bool:
    """Nobody holds the lock at this moment."""
    with hold(path, shared=False, wait_s=0) as got:
        return got


def is_held_alone(path: Path) -> bool:
    """Somebody holds the lock alone at this moment; any number may share it and the answer is no."""
    with hold(path, shared=True, wait_s=0) as got:
        return not got


def _take(handle: int, kind: int, *, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                return False
            time.sleep(POLL_S)
        else:
            return True
