"""A network printer for tests: takes bytes on a port, says how it is, runs out of paper, is slow, loses its power."""

import socket
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

# Well; paper out; cover open. By the question's number of DLE EOT.
WELL = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}
NO_PAPER = {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x72}
OPEN = {1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x12}


@dataclass
class FakePrinter:
    """What a test sets, and what came out.

    Attributes:
        state: how it answers.
        dies_after: the power goes after so many bytes of a job; None for never.
        stops_after: the paper ends after so many bytes of a job, until `refill`.
        pause_s: between two pieces of a job.
        is_mute: answers nothing.
    """

    state: dict[int, int] = field(default_factory=lambda: dict(WELL))
    dies_after: int | None = None
    stops_after: int | None = None
    pause_s: float = 0.0
    is_mute: bool = False
    jobs: list[bytes] = field(default_factory=list)
    got_stuck: threading.Event = field(default_factory=threading.Event)
    _refilled: threading.Event = field(default_factory=threading.Event)
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def address(self) -> str:
        return f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"

    def refill(self) -> None:
        """Somebody puts paper in."""
        self.state = dict(WELL)
        self.stops_after = None
        self._refilled.set()

    def serve(self) -> None:
        """One connection after the other, as such printers do."""
        while True:
            try:
                line, _address = self._listener.accept()
            except OSError:
                return
            with line:
                job = self._take(line)
            if job:
                self.jobs.append(job)

    def close(self) -> None:
        """Switch it off."""
        self._refilled.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _take(self, line: socket.socket) -> bytes:
        printed, unread = bytearray(), bytearray()
        while data := line.recv(256):
            unread += data
            while unread:
                if unread[:2] == b"\x10\x04" and len(unread) > 2:
                    self._say(line, self.state[unread[2]])
                    del unread[:3]
                elif unread[:3] == b"\x1dr\x01":
                    if self._is_out(printed):
                        self._answer_at_once(line, unread)
                        break
                    self._say(line, 0)
                    del unread[:3]
                elif bytes(unread) in {b"\x10", b"\x1d", b"\x1dr", b"\x10\x04"}:
                    break
                else:
                    printed.append(unread.pop(0))
                    if self.dies_after is not None and len(printed) >= self.dies_after:
                        return bytes(printed)
            time.sleep(self.pause_s)
        return bytes(printed)

    def _answer_at_once(self, line: socket.socket, unread: bytearray) -> None:
        """DLE EOT is answered when it comes in, even behind what cannot be printed now."""
        while (place := unread.find(b"\x10\x04")) >= 0 and len(unread) > place + 2:
            self._say(line, self.state[unread[place + 2]])
            del unread[place : place + 3]

    def _is_out(self, printed: bytearray) -> bool:
        """The end of the paper was reached in this job: real-time questions are answered, the rest is not."""
        if self.stops_after is None or len(printed) < self.stops_after:
            return False
        self.state = dict(NO_PAPER)
        self.got_stuck.set()
        return True

    def _say(self, line: socket.socket, byte: int) -> None:
        if not self.is_mute:
            line.sendall(bytes([byte]))


@contextmanager
def fake_printer(**set_up: object) -> Generator[FakePrinter, None, None]:
    """A printer that is switched on."""
    printer = FakePrinter(**set_up)  # type: ignore[arg-type]
    thread = threading.Thread(target=printer.serve, daemon=True)
    thread.start()
    try:
        yield printer
    finally:
        printer.close()
        thread.join(5)
