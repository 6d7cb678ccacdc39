"""`noren serve` as an operator runs it, with a home of its own, and how its processes are killed."""

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from noren.run.home import Home
from noren.run.tests.processes import children_of, parent_of, postmaster_of
from tests.chaos.plan import Fault

HOST = "127.0.0.1"
STARTS_WITHIN_S = 180.0
# What a killed process takes to be back, on a machine that does other work too.
BACK_WITHIN_S = 60.0
SETTINGS = {"NOREN_SHIFTS": "required", "NOREN_OFFLINE_COUPON_USES": "1", "NOREN_SECRET_KEY": "only-for-chaos"}
_SHUT_DOWN_S = 60.0


class Served:
    """A running `noren serve`."""

    def __init__(self, home: Home, log: Path) -> None:
        self.home, self.log = home, log
        with socket.create_server((HOST, 0)) as probe:
            self.port = int(probe.getsockname()[1])
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "noren.run.cli", "serve", f"--port={self.port}", "--workers=2"],
                env={**environment, **SETTINGS, "NOREN_HOME": str(home.root)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait_until_it_answers(self, *, within_s: float) -> None:
        """Return when a page that reads the database comes without a fault."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            assert self.process.poll() is None, f"noren serve ended by itself:\n{self.log.read_text()}"
            if self._answers():
                return
            time.sleep(0.1)
        raise AssertionError(f"noren serve does not answer within {within_s:.0f} s:\n{self.log.read_text()}")

    def _answers(self) -> bool:
        asked = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            asked.request("GET", "/api/v1/till/stores")
            return asked.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asked.close()

    def kill(self, fault: Fault, drawn: random.Random) -> bool:
        """SIGKILL what the fault names; False when it is not there, being just started again."""
        with suppress(OSError, IndexError, ValueError):
            os.kill(self._victim(fault, drawn), signal.SIGKILL)
            return True
        return False

    def _victim(self, fault: Fault, drawn: random.Random) -> int:
        match fault:
            case Fault.WEB_PROCESS_KILLED:
                return drawn.choice(children_of(self._child("web")))
            case Fault.WEB_KILLED:
                return self._child("web")
            case Fault.WORKER_KILLED:
                return self._child("worker")
            case Fault.POSTMASTER_KILLED:
                return self._postmaster()
            case Fault.KEEPER_KILLED:
                return self._keeper()
        raise AssertionError(f"{fault} kills no process of the server")

    def _child(self, name: str) -> int:
        for pid in children_of(self.process.pid):
            with suppress(OSError):
                if Path(f"/proc/{pid}/comm").read_text() == f"noren {name}\n":
                    return pid
        raise ProcessLookupError(name)

    def _postmaster(self) -> int:
        """By its file, which a killed one leaves behind: the number may be that of a stranger by now."""
        pid = postmaster_of(self.home)
        if os.fsencode(self.home.pg) not in Path(f"/proc/{pid}/cmdline").read_bytes():
            raise ProcessLookupError("postmaster")
        return pid

    def _keeper(self) -> int:
        """The postmaster's parent. A postmaster that is on its way down may have none of ours."""
        keeper = parent_of(self._postmaster())
        if b"noren.run.keeper" not in Path(f"/proc/{keeper}/cmdline").read_bytes():
            raise ProcessLookupError("keeper")
        return keeper

    def audit(self) -> str:
        """What `noren audit` prints when something differs; empty when it is clean."""
        environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        audited = subprocess.run(
            [sys.executable, "-m", "noren.run.cli", "audit"],
            env={**environment, **SETTINGS, "NOREN_HOME": str(self.home.root)},
            capture_output=True,
            text=True,
            check=False,
        )
        return "" if audited.returncode == 0 else f"{audited.stdout}{audited.stderr}"

    def stop(self) -> None:
        """End it as an operator does."""
        self.process.terminate()
        try:
            self.process.wait(_SHUT_DOWN_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def served() -> Iterator[Served]:
    """A server on an empty home that answers when the block is entered, and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="noren-chaos-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # as root the database runs as another user, who must pass through
        server = Served(Home(Path(folder) / "home"), Path(folder) / "serve.log")
        try:
            server.wait_until_it_answers(within_s=STARTS_WITHIN_S)
            yield server
        finally:
            server.stop()
