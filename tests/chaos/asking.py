"""Deeds over HTTP by somebody who does not give up: asked again under the same key until there is a final answer."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from noren.kernel.ids import uuid7
from tests.chaos.line import HOST

PATIENCE_S = 8.0
GIVE_UP_AFTER_S = 150.0
PAUSE_S = 0.3


@dataclass(frozen=True, slots=True)
class Answer:
    """A final answer: its status, and the object in its body."""

    status: int
    body: Mapping[str, object]

    @property
    def code(self) -> str:
        """Of a refusal; empty where it was done."""
        return "" if self.status < 300 else str(self.body.get("code", ""))


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with a token at the end of a line."""

    port: int
    token: str

    def do(self, path: str, body: Mapping[str, object]) -> Answer:
        """Do a deed once, however often it must be asked for.

        Raises:
            AssertionError: there was no final answer for so long that no fault explains it.
        """
        key, deadline = str(uuid7()), time.monotonic() + GIVE_UP_AFTER_S
        sent = json.dumps(body)
        last: object = None
        while time.monotonic() < deadline:
            try:
                answer = self._ask(path, sent, key)
            except (OSError, http.client.HTTPException, ValueError) as error:
                last = error
            else:
                if answer.status < 500 and answer.code != "busy":
                    return answer
                last = answer
            time.sleep(PAUSE_S)
        raise AssertionError(f"no final answer to {path} within {GIVE_UP_AFTER_S:.0f} s; the last was {last}")

    def _ask(self, path: str, sent: str, key: str) -> Answer:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=PATIENCE_S)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        try:
            connection.request("POST", f"/api/v1{path}", sent, headers)
            response = connection.getresponse()
            return Answer(response.status, json.loads(response.read()))
        finally:
            connection.close()


class Workers:
    """Threads that play until the clock says stop; what one dies of is kept and raised at the end."""

    def __init__(self) -> None:
        self.stop = threading.Event()
        self.failures: list[BaseException] = []
        self._threads: list[threading.Thread] = []

    def start(self, name: str, work: Callable[[threading.Event], None]) -> None:
        """Run in a thread of its own; `work` comes back soon after the event is set."""

        def run() -> None:
            try:
                work(self.stop)
            except BaseException as failure:  # whatever it is, the run has failed and says so
                failure.add_note(f"in {name}")
                self.failures.append(failure)

        thread = threading.Thread(target=run, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def finish(self, *, within_s: float) -> None:
        """Wait for all, who were told to stop; what somebody died of is raised at once.

        Raises:
            AssertionError: somebody does not come to an end.
        """
        self.stop.set()
        deadline = time.monotonic() + within_s
        while late := [thread.name for thread in self._threads if thread.is_alive()]:
            self.raise_failure()
            assert time.monotonic() < deadline, f"not at an end within {within_s:.0f} s: {late}"
            time.sleep(PAUSE_S)
        self.raise_failure()

    def raise_failure(self) -> None:
        """What somebody died of, if anybody did."""
        if self.failures:
            raise self.failures[0]
