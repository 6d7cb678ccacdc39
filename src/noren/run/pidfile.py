"""A pid file left by a killed server must not stop the next start, not even when its pid was given to another process.

PostgreSQL refuses to start when the pid in `postmaster.pid` is alive, whoever that is now. The caller holds the
keeper's lock, so that no other keeper is starting or running a server in this home.
"""

import os
import subprocess
import time
from pathlib import Path

from .home import SOCKET_NAME, Home

PROC = Path("/proc")
DYING_S = 20.0
POLL_S = 0.05


def disown_stale(home: Home) -> None:
    """Make a left-over pid file harmless.

    A server of ours that is still going down is waited for. Otherwise the pid becomes that of this process, the
    parent of the postmaster to come: PostgreSQL then takes the file for stale, but still refuses to start while a
    process of the killed server is attached to the shared memory that the file names. Deleting it would lose that.
    """
    file = home.pg / "postmaster.pid"
    if not file.exists():
        return
    deadline = time.monotonic() + DYING_S
    while (pid := _read_pid(file)) and _is_server(pid, home.pg):
        if time.monotonic() >= deadline:
            return  # it lives: PostgreSQL's own refusal is the right answer
        time.sleep(POLL_S)
    if pid:
        _replace_pid(file, os.getpid())
    else:
        file.unlink(missing_ok=True)  # cut short by a kill: PostgreSQL would not start over it
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (home.socket_folder / name).unlink(missing_ok=True)


def _read_pid(file: Path) -> int | None:
    try:
        return abs(int(file.read_text().split("\n", 1)[0]))  # a single-user server writes its pid negated
    except (FileNotFoundError, ValueError):
        return None


def _is_server(pid: int, data: Path) -> bool:
    """Whether the process is a postmaster of this data folder, in which a postmaster always works."""
    if (PROC / "self").exists():
        return os.path.realpath(PROC / str(pid) / "cwd") == os.path.realpath(data)
    shown = subprocess.run(["/bin/ps", "-o", "args=", "-p", str(pid)], check=False, capture_output=True, text=True)
    return str(data) in shown.stdout


def _replace_pid(file: Path, pid: int) -> None:
    handle = os.open(file, os.O_RDWR | os.O_NOFOLLOW)  # root does not follow a link in another user's folder
    try:
        rest = os.read(handle, 8192).split(b"\n", 1)[1:]
        os.ftruncate(handle, 0)
        os.pwrite(handle, b"\n".join([str(pid).encode(), *rest]), 0)
    finally:
        os.close(handle)
