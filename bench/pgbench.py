"""Floors as scripts for pgbench: prepared statements from a client in C, so that only PostgreSQL is measured."""

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from noren.run.binaries import installed

from .figures import BenchmarkFailed, Figures, percentile_ms

THREADS = 2
_LOG = "transactions"


def run_pgbench(
    url: str,
    script: Path,
    *,
    clients: int,
    seconds: float,
    per_s: float | None = None,
    variables: Mapping[str, int | float | str] | None = None,
) -> Figures:
    """Run a script of `bench/floors/` for `seconds` (whole, at least 1) and measure its transactions.

    Args:
        clients: connections, served by two threads.
        per_s: fixed rate; latency then counts from when a transaction was due.
        variables: `:name` places of the script.

    Raises:
        BenchmarkFailed: pgbench ended with an error, or a transaction failed.
    """
    with tempfile.TemporaryDirectory(prefix="noren-bench-") as folder:
        command = [str(installed() / "bin" / "pgbench"), "--no-vacuum", "--protocol=prepared", f"--file={script}"]
        command += [f"--client={clients}", f"--jobs={min(THREADS, clients)}", f"--time={max(1, round(seconds))}"]
        command += ["--log", f"--log-prefix={folder}/{_LOG}", "--exit-on-abort"]
        command += [f"--rate={per_s:g}"] if per_s else []
        command += [f"--define={name}={value}" for name, value in (variables or {}).items()]
        before, began = _children_cpu(), time.perf_counter()
        done = subprocess.run([*command, url], check=False, capture_output=True, text=True, cwd=folder)
        lasted = time.perf_counter() - began
        if done.returncode != 0:
            raise BenchmarkFailed(f"pgbench: {done.stderr.strip()}")
        latencies = _latencies(Path(folder))
    cpu = (_children_cpu() - before) / (lasted * (os.cpu_count() or 1))
    return Figures(per_s=len(latencies) / max(1, round(seconds)), p95_ms=percentile_ms(latencies), client_cpu=cpu)


def _latencies(folder: Path) -> list[float]:
    """Seconds of each transaction: the third column of pgbench's log, in microseconds."""
    latencies = []
    for log in folder.glob(f"{_LOG}.*"):
        for line in log.read_text().splitlines():
            took = line.split()[2]
            if not took.isdigit():
                raise BenchmarkFailed(f"a transaction of the floor failed: {line}")
            latencies.append(int(took) / 1_000_000)
    if not latencies:
        raise BenchmarkFailed("the floor finished no transaction")
    return latencies


def _children_cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system
