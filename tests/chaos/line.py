"""A line to the server that breaks as it is told: everything a till or a shopper says and hears passes through it.

A proxy with an address of its own, which stays the same through the whole run, as a browser keeps a device's data by
address. Faults are armed one by one; each is met by the next deed on the line that no other fault met. What only reads
passes as it is, unless the whole line is down.
"""

import http.client
import json
import socket
import struct
import threading
from collections import Counter, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar
from uuid import UUID

from tests.chaos.plan import Fault, PlannedFault

HOST = "127.0.0.1"
PATIENCE_S = 30.0
OVERTAKEN_WITHIN_S = 6.0
# Of all that is posted, what books something.
_DEEDS = ("/till/sales", "/till/envelopes", "/orders", "/cancel", "/stock/counts", "/entries", "/close", "/shifts")
_SALES = "/till/sales"
# Other answers say nothing about the deed, and a till asks again.
_REFUSALS = frozenset({"400", "403", "404", "409", "410", "422"})
_NOT_PASSED_ON = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


@dataclass(frozen=True, slots=True)
class Said:
    """A request as it came, or an answer as it came back; `first` is the method and path, or the status."""

    first: tuple[str, str]
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def is_deed(self) -> bool:
        """Whether it books something."""
        return self.first[0] == "POST" and self.first[1].partition("?")[0].endswith(_DEEDS)

    @property
    def is_sale(self) -> bool:
        """Whether it is a sale whose customer waits for the answer."""
        return self.first[0] == "POST" and self.first[1].endswith(_SALES)


class LineBroken(Exception):
    """Nobody answers: the line is down, or the server is."""


class Line:
    """One line: where it leads, whether it is up, which faults wait for a deed, and which were met.

    `on_refusal` is told of each sale that was refused for good, where its sender hears so: the uid, and the code why.
    """

    def __init__(self, upstream_port: int, *, on_refusal: Callable[[UUID, str], None] | None = None) -> None:
        self._on_refusal = on_refusal
        self.met: Counter[Fault] = Counter()
        self._upstream_port = upstream_port
        self._armed: deque[PlannedFault] = deque()
        self._passed = threading.Condition()
        self._times_passed = 0
        self._is_down = threading.Event()
        self._timers: list[threading.Timer] = []
        handler = type("Handler", (_Handler,), {"line": self})
        self._server = _Server((HOST, 0), handler)
        self._serving = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._serving.start()

    @property
    def port(self) -> int:
        """Where it is reached."""
        return int(self._server.server_address[1])

    def arm(self, fault: PlannedFault) -> None:
        """Have the next deed that no fault waits for meet this one."""
        self._armed.append(fault)

    def drop(self) -> None:
        """Nothing passes from now on, nor what is under way."""
        self.met[Fault.DROPPED] += 1
        self._is_down.set()

    def restore(self) -> None:
        """The network is back."""
        self._is_down.clear()

    def calm(self) -> None:
        """No fault any more: the network is back, and what was to be sent again is not."""
        self._armed.clear()
        self.restore()
        for timer in self._timers:
            timer.cancel()

    def close(self) -> None:
        """Nobody is answered here any more."""
        self.calm()
        self._server.shutdown()
        self._server.server_close()

    def carry(self, request: Said) -> Said:
        """Take a request to the server and the answer back, unless a fault is in the way.

        Raises:
            LineBroken: the sender hears nothing.
        """
        fault = self._fault_for(request)
        answer = self._carry_with(fault, request) if fault else self._ask(request)
        with self._passed:
            self._times_passed += 1
            self._passed.notify_all()
        self._tell_refusal(request, answer)
        return answer

    def _tell_refusal(self, request: Said, answer: Said) -> None:
        if self._on_refusal is None or not request.is_sale or answer.first[0] not in _REFUSALS:
            return
        code = str(json.loads(answer.body).get("code"))
        if code != "busy":
            self._on_refusal(UUID(json.loads(request.body)["uid"]), code)

    def _fault_for(self, request: Said) -> PlannedFault | None:
        if not request.is_deed or self._is_down.is_set():
            return None
        with suppress(IndexError):
            fault = self._armed.popleft()
            self.met[fault.fault] += 1
            return fault
        return None

    def _carry_with(self, planned: PlannedFault, request: Said) -> Said:
        match planned.fault:
            case Fault.CUT_BEFORE:
                raise LineBroken
            case Fault.CUT_AFTER:
                self._ask(request)
                raise LineBroken
            case Fault.TWICE:
                second = self._later(0, request)
                answer = self._ask(request)
                second.join(PATIENCE_S)
                return answer
            case Fault.AGAIN:
                answer = self._ask(request)
                self._later(planned.lasts_s, request)
                return answer
            case Fault.OVERTAKEN:
                self._wait_for_another()
                return self._ask(request)
            case Fault.LATE:
                threading.Event().wait(planned.lasts_s)
                return self._ask(request)
            case _:
                answer = self._ask(request)
                threading.Event().wait(planned.lasts_s)
                return answer

    def _wait_for_another(self) -> None:
        with self._passed:
            passed = self._times_passed
            self._passed.wait_for(lambda: self._times_passed > passed, timeout=OVERTAKEN_WITHIN_S)

    def _later(self, after_s: float, request: Said) -> threading.Timer:
        """Send it once more, and let nobody hear the answer."""

        def send() -> None:
            with suppress(LineBroken):
                self._ask(request)

        timer = threading.Timer(after_s, send)
        timer.daemon = True
        self._timers.append(timer)
        timer.start()
        return timer

    def _ask(self, request: Said) -> Said:
        if self._is_down.is_set():
            raise LineBroken
        try:
            answer = _answer_of(request, self._upstream_port)
        except (OSError, http.client.HTTPException) as error:
            raise LineBroken from error
        if self._is_down.is_set():
            raise LineBroken
        return answer


def _answer_of(request: Said, port: int) -> Said:
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE_S)
    try:
        method, path = request.first
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers:
            if name.lower() not in _NOT_PASSED_ON:
                connection.putheader(name, value)
        if request.body or method == "POST":
            connection.putheader("Content-Length", str(len(request.body)))
        connection.endheaders(request.body or None)
        response = connection.getresponse()
        return Said((str(response.status), response.reason), tuple(response.getheaders()), response.read())
    finally:
        connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever asked has gone: that is what is tried here."""


class _Handler(BaseHTTPRequestHandler):
    """One connection of a browser or a shopper."""

    line: ClassVar[Line]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Whatever the method is, the request is carried."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Said((self.command, self.path), tuple(self.headers.items()), body)
        try:
            answer = self.line.carry(request)
        except LineBroken:
            self._break()
            return
        self.send_response_only(int(answer.first[0]), answer.first[1])
        for name, value in answer.headers:
            if name.lower() not in _NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

    def _break(self) -> None:
        """End the connection as a cut cable does: without a word."""
        self.close_connection = True
        with suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def log_message(self, format: str, *values: object) -> None:
        """Say nothing: a run has thousands of them."""
