"""A line that breaks as it is told: what reaches the server, and what its sender hears."""

import http.client
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID, uuid4

import pytest

from tests.chaos.line import HOST, Line
from tests.chaos.plan import Fault, PlannedFault

DEED, READING = "/api/v1/till/sales", "/api/v1/till/feed"


class Upstream:
    """A server that notes what it was asked and answers 200, or refuses what asks for it."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked, changed = self.asked, threading.Condition()
        self._changed = changed

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                with changed:
                    asked.append(body.decode())
                    changed.notify_all()
                answer = b'{"code": "coupon_exhausted"}' if b"REFUSE" in body else b"{}"
                self.send_response(409 if b"REFUSE" in body else 200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *values: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer((HOST, 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def wait_for(self, times: int) -> None:
        """Return when so many requests have come."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.asked) >= times, timeout=10)


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    upstream = Upstream()
    yield upstream
    upstream.server.shutdown()
    upstream.server.server_close()


@pytest.fixture
def line(upstream: Upstream) -> Iterator[Line]:
    line = Line(int(upstream.server.server_address[1]))
    yield line
    line.close()


def _post(line: Line, body: str, path: str = DEED) -> int:
    """The status that the sender hears; 0 for a broken line."""
    connection = http.client.HTTPConnection(HOST, line.port, timeout=10)
    try:
        connection.request("POST", path, body)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _arm(line: Line, fault: Fault, *, lasts_s: float = 0.0) -> None:
    line.arm(PlannedFault(0.0, fault, 0, lasts_s))


def test_without_a_fault_everything_passes(line: Line, upstream: Upstream) -> None:
    assert _post(line, "a") == 200
    assert upstream.asked == ["a"]
    assert line.met == {}


def test_what_is_cut_before_never_reaches_the_server(line: Line, upstream: Upstream) -> None:
    _arm(line, Fault.CUT_BEFORE)

    assert [_post(line, "a"), _post(line, "b")] == [0, 200]
    assert upstream.asked == ["b"]
    assert line.met == {Fault.CUT_BEFORE: 1}


def test_what_is_cut_after_was_done_and_nobody_hears_it(line: Line, upstream: Upstream) -> None:
    _arm(line, Fault.CUT_AFTER)

    assert _post(line, "a") == 0
    assert upstream.asked == ["a"]


def test_what_is_sent_twice_comes_twice_and_is_answered_once(line: Line, upstream: Upstream) -> None:
    _arm(line, Fault.TWICE)

    assert _post(line, "a") == 200
    assert upstream.asked == ["a", "a"]


def test_what_is_sent_again_comes_after_what_was_sent_since(line: Line, upstream: Upstream) -> None:
    _arm(line, Fault.AGAIN, lasts_s=0.3)

    assert [_post(line, "a"), _post(line, "b")] == [200, 200]
    upstream.wait_for(3)
    assert upstream.asked == ["a", "b", "a"]


def test_what_is_overtaken_comes_after_the_next_one(line: Line, upstream: Upstream) -> None:
    _arm(line, Fault.OVERTAKEN)
    first = threading.Thread(target=_post, args=(line, "a"))
    first.start()
    while not line.met:
        first.join(0.01)

    assert _post(line, "b") == 200
    first.join(10)
    assert upstream.asked == ["b", "a"]


def test_a_fault_waits_for_a_deed(line: Line, upstream: Upstream) -> None:
    _arm(line, Fault.CUT_BEFORE)

    assert _post(line, "a", READING) == 200
    assert _post(line, "b") == 0


def test_nothing_passes_while_the_line_is_down(line: Line, upstream: Upstream) -> None:
    line.drop()
    assert _post(line, "a", READING) == 0
    line.restore()

    assert _post(line, "b") == 200
    assert upstream.asked == ["b"]


def test_a_calm_line_has_no_fault_any_more(line: Line, upstream: Upstream) -> None:
    _arm(line, Fault.CUT_BEFORE)
    line.drop()

    line.calm()

    assert _post(line, "a") == 200


def test_of_sales_that_are_refused_those_are_told_whose_sender_hears_it(upstream: Upstream) -> None:
    told: list[tuple[UUID, str]] = []
    heard, lost, booked = uuid4(), uuid4(), uuid4()
    line = Line(int(upstream.server.server_address[1]), on_refusal=lambda uid, code: told.append((uid, code)))
    _arm(line, Fault.CUT_AFTER)

    _post(line, json.dumps({"uid": str(lost), "coupon": "REFUSE"}))
    _post(line, json.dumps({"uid": str(heard), "coupon": "REFUSE"}))
    _post(line, json.dumps({"uid": str(booked)}))
    _post(line, "REFUSE", "/api/v1/orders")
    line.close()

    assert told == [(heard, "coupon_exhausted")]
