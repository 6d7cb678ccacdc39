"""Shifts: closed and begun anew in the middle of play, and closed at the end, by somebody at another device."""

import http.client
import json
import threading
import time
from collections.abc import Mapping
from typing import Any, cast

from noren.kernel.denominations import denominations_of
from noren.kernel.ids import uuid7
from tests.browser.till_desk import PASSWORD
from tests.chaos.asking import GIVE_UP_AFTER_S, PATIENCE_S, PAUSE_S, Caller
from tests.chaos.line import HOST
from tests.chaos.records import Records
from tests.chaos.world import World

# The register whose next shift is opened as by a till without a network.
ALONE = 1


class Drawer:
    """The drawer of one register, and a manager who counts it; straight to the server, without a broken line."""

    def __init__(self, register: int, *, port: int, world: World, records: Records) -> None:
        self._number, self._port, self._world, self._records = register, port, world, records
        self._token = self._register_uid = self._staff_uid = ""

    def sign_in(self) -> None:
        """At a device of their own, as which the same register is used."""
        who = {
            "store_code": self._world.store_code,
            "register_code": str(self._number),
            "staff_code": self._world.manager_code,
            "password": PASSWORD,
        }
        answer = Caller(self._port, "").do("/till/sign-in", who)
        assert not answer.code, answer
        self._token = str(answer.body["token"])
        here = self._read("/till/me")
        self._register_uid, self._staff_uid = here["register"]["uid"], here["staff"]["uid"]

    def turn_at(self, at_s: float, stop: threading.Event) -> None:
        """Close the shift in the middle of play and begin the next one with what was counted."""
        if stop.wait(at_s):
            return
        self.close()
        if self._number == ALONE:
            self._open_alone()
            return
        opened = Caller(self._port, self._token).do("/till/shifts", {"uid": str(uuid7()), "counts": None})
        if opened.code:
            self._records.trouble(f"register {self._number}: the next shift was refused: {opened.body}")

    def _open_alone(self) -> None:
        """As a till does it that had no network: the word of what was counted comes twice."""
        last = self._read("/till/shifts")["shifts"][0]
        word = {
            "kind": "open_shift",
            "uid": str(uuid7()),
            "register_uid": self._register_uid,
            "staff_uid": self._staff_uid,
            "made_at": last["closed_at"],
            "clock_offset_s": 0,
            "synced_at": last["closed_at"],
            "counts": counted_as(int(last["counted_minor"])),
        }
        for expected in ({"booked", "repeated"}, {"repeated"}):
            told = self._told(word)
            if told["outcome"] not in expected or told["shift"]["has_joined"]:
                self._records.trouble(f"register {self._number}: the shift opened alone was not begun once: {told}")

    def _told(self, word: Mapping[str, Any]) -> Mapping[str, Any]:
        """What became of a word in the end."""
        deadline = time.monotonic() + GIVE_UP_AFTER_S
        while time.monotonic() < deadline:
            answer = Caller(self._port, self._token).do("/till/envelopes", {"envelopes": [word]})
            assert not answer.code, answer
            outcomes = cast("list[Mapping[str, Any]]", answer.body["outcomes"])
            if outcomes[0]["outcome"] != "not_now":
                return outcomes[0]
            time.sleep(PAUSE_S)
        raise AssertionError(f"a word of register {self._number} is not booked")

    def close(self) -> None:
        """Count what should be there; sales that are booked meanwhile make a difference, which has its reason."""
        shift = self._read("/till/shifts/current")["shift"]
        counts = counted_as(int(shift["report"]["cash"]["expected_minor"]))
        sent = {"counts": counts, "reason": "閉めている間にも売れた"}
        closed = Caller(self._port, self._token).do(f"/till/shifts/{shift['uid']}/close", sent)
        if closed.code:
            self._records.trouble(f"register {self._number}: the shift was not closed: {closed.body}")

    def _read(self, path: str) -> Mapping[str, Any]:
        deadline = time.monotonic() + GIVE_UP_AFTER_S
        while time.monotonic() < deadline:
            connection = http.client.HTTPConnection(HOST, self._port, timeout=PATIENCE_S)
            try:
                connection.request("GET", f"/api/v1{path}", headers={"Authorization": f"Bearer {self._token}"})
                response = connection.getresponse()
                body = response.read()
                if response.status == 200:
                    return dict(json.loads(body))
            except (OSError, http.client.HTTPException):
                pass
            finally:
                connection.close()
            time.sleep(PAUSE_S)
        raise AssertionError(f"no answer to {path}")


def counted_as(minor: int) -> list[dict[str, int]]:
    """Coins and notes that come to an amount."""
    counts = []
    for value in sorted(denominations_of("JPY"), reverse=True):
        pieces, minor = divmod(minor, value)
        counts.append({"value_minor": value, "pieces": pieces})
    return counts
