"""Peak memory of a command and its children, PostgreSQL apart."""

import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_S = 0.05
_KIB_PER_PAGE = 4


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that was watched to its end."""

    status: int
    seconds: float
    peak_mib: float


def run_watched(command: Sequence[str | Path], *, environment: Mapping[str, str] | None = None) -> Finished:
    """Run a command to its end; the sum of the resident memory of its process tree is looked at 20 times a second."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=environment)
    peak_kib = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal peak_kib
        while not ended.wait(LOOK_EVERY_S):
            peak_kib = max(peak_kib, _tree_kib(process.pid))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    status = process.wait()
    seconds = time.perf_counter() - began
    ended.set()
    watcher.join()
    return Finished(status, seconds, peak_kib / 1024)


def _tree_kib(root: int) -> int:
    total, left = 0, [root]
    while left:
        pid = left.pop()
        try:
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            children = [
                int(child)
                for task in Path(f"/proc/{pid}/task").iterdir()
                for child in (task / "children").read_text().split()
            ]
            if name != "postgres":
                total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _KIB_PER_PAGE
        except OSError:  # it ended while we looked
            continue
        left += children
    return total
