"""The keeper: the parent of the postmaster, and the only one who stops it.

`python -m noren.run.keeper HOME` is started by the first command that finds no server, in a session of its own, so
that neither Ctrl-C nor the end of that command reaches it. It waits until no command holds the lock of the home any
more, killed commands included, and then shuts the server down. When the keeper itself is killed, the server goes
with it (at once, and recovers at the next start): nobody would be left to stop it.
"""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import FrameType

from . import locks
from .binaries import usable_by
from .cluster import make_cluster, write_settings
from .errors import CannotStart
from .home import Home
from .lifeline import die_with
from .pidfile import disown_stale
from .server_user import ServerUser, find_server_user

# How a keeper ends: the server stopped as asked; it refused to start; we refused; another keeper is at work; the
# server was killed.
STOPPED, SERVER_REFUSED, WE_REFUSED, ANOTHER_KEEPS, SERVER_KILLED = range(5)
SCRATCH = "--scratch"
FAST_STOP_S = 120.0


def keep(home: Home, *, durable: bool) -> int:
    """Run the server of this home until nobody uses it; returns the status to end with."""
    with locks.hold(home.keeper_lock, shared=False, wait_s=0.5) as alone:
        if not alone:
            return ANOTHER_KEEPS
        try:
            postmaster = _start(home, durable=durable)
        except CannotStart as error:
            print(error, file=sys.stderr, flush=True)
            return WE_REFUSED
        ended = threading.Event()
        _stop_on_signal(postmaster)
        threading.Thread(target=_stop_when_unused, args=(home, postmaster, ended), daemon=True).start()
        status = postmaster.wait()
        ended.set()
        return SERVER_KILLED if status < 0 else STOPPED if status == 0 else SERVER_REFUSED


def command(home: Home, *, durable: bool) -> list[str]:
    """The command line that runs a keeper."""
    return [sys.executable, "-m", "noren.run.keeper", str(home.root), *([] if durable else [SCRATCH])]


def _start(home: Home, *, durable: bool) -> subprocess.Popen[bytes]:
    user = find_server_user(home)
    install = usable_by(user, home)
    make_cluster(home, install=install, user=user)
    write_settings(home, durable=durable)
    disown_stale(home)
    return _postmaster(home, install=install, user=user)


def _postmaster(home: Home, *, install: Path, user: ServerUser) -> subprocess.Popen[bytes]:
    keeper = os.getpid()
    return subprocess.Popen(
        [install / "bin" / "postgres", "-D", home.pg, "-c", f"config_file={home.settings}"],
        cwd="/",
        stdin=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        start_new_session=True,
        umask=0o077,
        # SIGQUIT is PostgreSQL's immediate shutdown: it needs nobody to wait for it.
        preexec_fn=lambda: die_with(keeper, by=signal.SIGQUIT),
        **user.run_as,
    )


def _stop_on_signal(postmaster: subprocess.Popen[bytes]) -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        postmaster.send_signal(signal.SIGINT)

    for asked in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(asked, stop)


def _stop_when_unused(home: Home, postmaster: subprocess.Popen[bytes], ended: threading.Event) -> None:
    """Wait for the end of the last command, then shut down; commands that come now wait for the lock."""
    locks.wait_alone(home.in_use_lock)
    postmaster.send_signal(signal.SIGINT)
    if not ended.wait(FAST_STOP_S):
        postmaster.send_signal(signal.SIGQUIT)


if __name__ == "__main__":
    sys.exit(keep(Home(Path(sys.argv[1])), durable=SCRATCH not in sys.argv[2:]))
