"""A light HTTP client: one thread, keep-alive sockets, requests made beforehand.

In a closed loop each connection sends its next request when it has its answer. At a fixed rate, requests fall due by
the clock whether or not the product keeps up, and one that had to wait for a connection counts from when it was due:
a slow answer must not hide the ones that queued behind it.
"""

import os
import select
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from .figures import BenchmarkFailed, Figures, percentile_ms

ANSWER_WITHIN_S = 30.0
_SEPARATOR = b"\r\n\r\n"


def http_request(
    method: str, path: str, *, headers: dict[str, str] | None = None, body: bytes = b"", host: str = "localhost"
) -> bytes:
    """The bytes of one HTTP/1.1 request on a connection that is kept open."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", "Accept: application/json"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + _SEPARATOR + body


def drive(
    address: tuple[str, int],
    requests: Iterator[bytes],
    *,
    connections: int,
    seconds: float,
    per_s: float | None = None,
    accepted: frozenset[int] = frozenset({200, 201}),
) -> Figures:
    """Load the product for `seconds`, or until the requests run out, and measure.

    Args:
        per_s: fixed rate in requests per second; None for as fast as the answers come.
        accepted: statuses of a right answer.

    Raises:
        BenchmarkFailed: another status came, a connection broke, or an answer took longer than 30 s.
    """
    driver = _Driver(requests, seconds=seconds, per_s=per_s, accepted=accepted)
    lines = [_Line(socket.create_connection(address, timeout=ANSWER_WITHIN_S)) for _ in range(connections)]
    for line in lines:
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        return driver.drive(lines)
    except OSError as error:
        raise BenchmarkFailed(f"the connection broke: {error}") from error
    finally:
        for line in lines:
            line.socket.close()


def answer_of(address: tuple[str, int], request: bytes) -> bytes:
    """The bytes of the answer to one request, headers included."""
    line = _Line(socket.create_connection(address, timeout=ANSWER_WITHIN_S))
    try:
        line.socket.sendall(request)
        while line.receive() is None:
            pass
        return bytes(line.received)
    finally:
        line.socket.close()


@dataclass(slots=True, eq=False)
class _Line:
    """One connection, when its request was due, and what of the answer has come."""

    socket: socket.socket
    counts_from: float = 0.0
    received: bytearray = field(default_factory=bytearray)

    def fileno(self) -> int:
        """For select()."""
        return self.socket.fileno()

    def receive(self) -> int | None:
        """Read what is there; the answer's status when it is whole."""
        part = self.socket.recv(262_144)
        if not part:
            raise BenchmarkFailed("the product closed the connection in the middle of an answer")
        self.received += part
        head_ends = self.received.find(_SEPARATOR)
        if head_ends < 0 or len(self.received) < head_ends + len(_SEPARATOR) + self._length(head_ends):
            return None
        return int(self.received[9:12])

    def _length(self, head_ends: int) -> int:
        head = bytes(self.received[:head_ends]).lower()
        if head[9:12] == b"204":
            return 0  # has no body, and says no length
        place = head.find(b"content-length:")
        if place < 0:
            raise BenchmarkFailed(f"an answer without Content-Length: {head!r}")
        return int(head[place + 15 : head.find(b"\r", place) if b"\r" in head[place:] else None])


class _Driver:
    """One run: which requests are due, which connections are free, and what came back."""

    def __init__(
        self, requests: Iterator[bytes], *, seconds: float, per_s: float | None, accepted: frozenset[int]
    ) -> None:
        self._requests = requests
        self._seconds = seconds
        self._pause = 0.0 if per_s is None else 1 / per_s
        self._accepted = accepted
        self._free: list[_Line] = []
        self._busy: set[_Line] = set()
        self._latencies: list[float] = []

    def drive(self, lines: list[_Line]) -> Figures:
        self._free = list(lines)
        cpu_before, began = time.process_time(), time.perf_counter()
        self._due, self._ends = began, began + self._seconds
        self._pending = next(self._requests, None)
        while self._pending is not None or self._busy:
            wait_s = self._send_due()
            for line in self._ready(wait_s):
                self._take(line)
        lasted = time.perf_counter() - began
        if not self._latencies:
            raise BenchmarkFailed("no request was sent")
        cpu = (time.process_time() - cpu_before) / (lasted * (os.cpu_count() or 1))
        return Figures(per_s=len(self._latencies) / lasted, p95_ms=percentile_ms(self._latencies), client_cpu=cpu)

    def _send_due(self) -> float | None:
        """Send what is due on free connections; seconds until the next is due, None when only answers can help."""
        while self._pending is not None:
            now = time.perf_counter()
            if now >= self._ends or self._due >= self._ends:
                self._pending = None
            elif not self._free:
                return None
            elif self._due > now:
                return self._due - now
            else:
                line = self._free.pop()
                line.counts_from = self._due if self._pause else now
                line.socket.sendall(self._pending)
                self._busy.add(line)
                self._due += self._pause
                self._pending = next(self._requests, None)
        return None

    def _ready(self, wait_s: float | None) -> list[_Line]:
        if wait_s is None and not self._busy:
            return []
        ready = select.select(list(self._busy), [], [], ANSWER_WITHIN_S if wait_s is None else wait_s)[0]
        if wait_s is None and not ready:
            raise BenchmarkFailed(f"no answer within {ANSWER_WITHIN_S:.0f} s")
        return ready

    def _take(self, line: _Line) -> None:
        status = line.receive()
        if status is None:
            return
        self._latencies.append(time.perf_counter() - line.counts_from)
        if status not in self._accepted:
            raise BenchmarkFailed(f"the product answered {status}: {bytes(line.received[:2000])!r}")
        line.received.clear()
        self._busy.remove(line)
        self._free.append(line)
