"""Ratios and medians, and the client that measures."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import repeat

import pytest

from bench.figures import BenchmarkFailed, Figures, percentile_ms, ratio, summary
from bench.harness import named_benchmarks
from bench.load import drive, http_request
from bench.memory import run_watched


@pytest.mark.parametrize(
    ("figure", "product", "floor", "expected"),
    [("per_s", 50.0, 200.0, 0.25), ("seconds", 40.0, 10.0, 0.25), ("p95_ms", 8.0, 2.0, 0.25)],
)
def test_a_ratio_of_one_is_as_fast_as_the_floor(figure: str, product: float, floor: float, expected: float) -> None:
    assert ratio(Figures(extras={figure: product}), Figures(extras={figure: floor}), of=figure) == expected


def test_the_median_of_the_rounds_counts() -> None:
    rounds = [(Figures(per_s=ours), Figures(per_s=100.0)) for ours in (10.0, 90.0, 20.0)]

    line = summary("place_order", rounds, of="per_s")

    assert line == {
        "name": "place_order",
        "rounds": 3,
        "ratio": 0.2,
        "ratio_of": "per_s",
        "per_s": 20.0,
        "floor_per_s": 100.0,
    }
    assert json.loads(json.dumps(line)) == line


def test_p95_leaves_out_the_slowest_twentieth() -> None:
    assert percentile_ms([0.001] * 95 + [1.0] * 5) == 1_000.0
    assert percentile_ms([0.001] * 96 + [1.0] * 4) == 1.0


@contextmanager
def web_that_answers(answer: bytes) -> Iterator[tuple[str, int]]:
    """A web of one connection after another that gives the same answer to each request, in two parts."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            while connection.recv(65_536):
                connection.sendall(answer[:30])
                connection.sendall(answer[30:])

    def accept() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield server.getsockname()
    finally:
        server.close()


OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"


def test_a_fixed_rate_is_kept() -> None:
    with web_that_answers(OK) as address:
        figures = drive(address, repeat(http_request("GET", "/")), connections=2, seconds=0.5, per_s=100)

    assert figures.per_s == pytest.approx(100, rel=0.2)


def test_a_closed_loop_ends_when_the_requests_run_out() -> None:
    with web_that_answers(OK) as address:
        figures = drive(address, iter([http_request("GET", "/")] * 25), connections=4, seconds=30)

    assert figures.per_s
    assert figures.p95_ms


def test_a_wrong_answer_fails_the_benchmark() -> None:
    refusal = OK.replace(b"200 OK", b"409 No")

    with web_that_answers(refusal) as address, pytest.raises(BenchmarkFailed, match="409"):
        drive(address, repeat(http_request("GET", "/")), connections=1, seconds=1)


def test_memory_of_children_is_seen() -> None:
    grow = "import time; held = bytearray(64 * 1024 * 1024); time.sleep(0.3)"
    finished = run_watched(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grow!r}])"]
    )

    assert finished.status == 0
    assert 64 < finished.peak_mib < 256


def test_benchmarks_are_listed_with_what_they_measure() -> None:
    listed = subprocess.run([sys.executable, "-m", "bench", "list"], check=True, capture_output=True, text=True)

    assert all(name in listed.stdout and about for name, about in named_benchmarks().items())
