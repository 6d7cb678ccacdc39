"""A child must not outlive a parent that was killed: nobody would be left to stop it or to free its port."""

import ctypes
import os
import signal
import sys
import threading
import time

PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15
POLL_S = 0.5

# Loaded once at import, so that `die_with` does nothing but a system call between fork and exec.
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with(parent: int, *, by: signal.Signals = signal.SIGKILL) -> None:
    """Have this process receive the signal `by` as soon as the process `parent` has ended.

    On Linux the kernel sends it, also after an exec. Elsewhere a thread looks twice a second, which does not
    survive an exec. On Linux the parent's *thread* that made this process must live as long as the parent.
    """
    if _LIBC is None:
        threading.Thread(target=_watch, args=(parent, by), daemon=True).start()
    else:
        _LIBC.prctl(PR_SET_PDEATHSIG, by, 0, 0, 0)
    # The parent may have ended before the kernel was asked.
    if os.getppid() != parent:
        os.kill(os.getpid(), by)


def name_process(name: str) -> None:
    """Have `ps -o comm` and `top` show this name, of which Linux keeps 15 characters; nothing elsewhere."""
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_NAME, name.encode()[:15], 0, 0, 0)


def _watch(parent: int, by: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_S)
    os.kill(os.getpid(), by)
