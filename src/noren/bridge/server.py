"""The door: HTTP on this machine alone, for the till's page alone.

A page of another origin is refused by its Origin, a name of another host that was made to point here by its Host, a
program of this computer by the missing token; what is too large is refused before it is read.
"""

import json
import os
import socket
import sqlite3
import time
from contextlib import suppress
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

from noren.bridge import pairing
from noren.bridge.bridge import Bridge
from noren.bridge.errors import (
    BridgeError,
    JobUnknown,
    Malformed,
    NoSuchPlace,
    NotPaired,
    OriginRefused,
    Refused,
    TooLarge,
)
from noren.bridge.queue import Job
from noren.bridge.reading import read_job, read_text

HOST = "127.0.0.1"
LARGEST = 512 * 1024
HEARD_OUT_S = 1.0
_METHODS = "GET, POST, DELETE"
_PATIENCE_S = 10


class Door(ThreadingHTTPServer):
    """Listens on 127.0.0.1; the port is also what keeps two bridges apart."""

    daemon_threads = True
    # On Windows this would let a second program listen on the same port.
    allow_reuse_address = os.name != "nt"
    request_queue_size = 32

    def __init__(self, bridge: Bridge, *, port: int) -> None:
        self.bridge = bridge
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            raise BridgeError(f"cannot listen on {HOST} port {port}: {error.strerror}") from error

    @property
    def hosts(self) -> set[str]:
        """The names under which the bridge is asked."""
        return {f"{name}:{self.server_address[1]}" for name in (HOST, "localhost")}

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that goes away in the middle of its question is nothing to tell."""


class _Handler(BaseHTTPRequestHandler):
    server: Door
    timeout = _PATIENCE_S
    server_version = "noren-bridge"
    sys_version = ""

    def do_OPTIONS(self) -> None:
        """A browser asks whether the page may ask."""
        try:
            self._check_origin()
        except Refused as error:
            self._refuse(error)
            return
        self.send_response(204)
        self._allow()
        self.send_header("Access-Control-Allow-Methods", _METHODS)
        self.send_header("Access-Control-Allow-Headers", "Authorization, Content-Type")
        self.send_header("Access-Control-Max-Age", "600")
        if self.headers.get("Access-Control-Request-Private-Network") == "true":
            self.send_header("Access-Control-Allow-Private-Network", "true")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        """Printers, or a job."""
        self._answer(self._read)

    def do_POST(self) -> None:
        """A pairing, or a job."""
        self._answer(self._write)

    def do_DELETE(self) -> None:
        """A job that waits is called off."""
        self._answer(lambda: self._told(self.server.bridge.queue.call_off(self._job_id())))

    def log_message(self, format: str, *args: object) -> None:
        """Requests are not told: what was printed is."""

    def _answer(self, deed: Any) -> None:
        try:
            self._check_origin()
            if self.path != "/pair":
                self._check_token()
            answer = deed()
        except Refused as error:
            self._refuse(error)
        except BridgeError as error:
            self._send(500, {"code": "set_up", "message": str(error)})
        except sqlite3.Error as error:
            self._send(500, {"code": "not_kept", "message": f"the queue cannot be written: {error}"})
        else:
            self._send(200, answer)

    def _read(self) -> dict[str, Any]:
        if self.path == "/printers":
            return {"printers": [asdict(printer) for printer in self.server.bridge.printers()]}
        return self._told(self.server.bridge.watch(self._job_id()))

    def _write(self) -> dict[str, Any]:
        if self.path == "/pair":
            return {"token": pairing.pair(self.server.bridge.store, read_text(self._body(), "code"))}
        if self.path == "/jobs":
            return self._told(self.server.bridge.take(read_job(self._body())))
        raise NoSuchPlace(self.path)

    @staticmethod
    def _told(job: Job) -> dict[str, Any]:
        return {"id": job.id, "printer": job.printer, "state": job.state, "why": job.why}

    def _job_id(self) -> str:
        path, _, job_id = self.path.rpartition("/")
        if path != "/jobs":
            raise NoSuchPlace(self.path)
        try:
            return str(UUID(job_id))
        except ValueError:
            raise JobUnknown("no job has this id") from None

    def _check_origin(self) -> None:
        if self.headers.get_all("Host", []) not in [[host] for host in self.server.hosts]:
            raise OriginRefused("the bridge is asked by its own address")
        if self.headers.get_all("Origin", []) != [self.server.bridge.config.till]:
            raise OriginRefused("only the till that was set up may ask")

    def _check_token(self) -> None:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer":
            raise NotPaired("pair the till with the bridge")
        pairing.check_token(self.server.bridge.store, token)

    def _body(self) -> object:
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or self.headers.get_content_type() != "application/json":
            raise Malformed("JSON with its length")
        if int(length) > LARGEST:
            raise TooLarge(f"{LARGEST} bytes at most")
        try:
            return json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise Malformed("not JSON") from None

    def _refuse(self, error: Refused) -> None:
        # What was not read of the request would be taken for the next one.
        self.close_connection = True
        self._send(error.status, {"code": error.code, "message": str(error)})
        self._hear_out()

    def _hear_out(self) -> None:
        """Take what the page still sends, a little of it: closed meanwhile, it might never read why it was refused."""
        deadline, left = time.monotonic() + HEARD_OUT_S, 2 * LARGEST
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_WR)
            while left > 0 and (seconds := deadline - time.monotonic()) > 0:
                self.connection.settimeout(seconds)
                heard = len(self.connection.recv(min(left, 64 * 1024)))
                left = left - heard if heard else 0

    def _send(self, status: int, told: dict[str, Any]) -> None:
        content = json.dumps(told, ensure_ascii=False).encode()
        self.send_response(status)
        self._allow()
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(content)

    def _allow(self) -> None:
        """The page's own origin alone; a refusal is readable by nobody else."""
        self.send_header("Access-Control-Allow-Origin", self.server.bridge.config.till)
        self.send_header("Vary", "Origin")
