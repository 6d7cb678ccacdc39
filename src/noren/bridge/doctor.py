"""What is set up, how the printers are, and how to mend what is amiss."""

import importlib.util
import socket
from dataclasses import dataclass
from pathlib import Path

from noren.bridge import pairing
from noren.bridge.config import PrinterConfig, read_config
from noren.bridge.errors import BridgeError, NotReady
from noren.bridge.links import open_link
from noren.bridge.logo import logo_bytes
from noren.bridge.printing import ask_trouble
from noren.bridge.queue import Queue
from noren.bridge.server import HOST
from noren.bridge.status import NO_ANSWER, NO_LINK
from noren.bridge.store import Store

_MENDING = {
    NO_LINK: "Is it switched on, is its address right, and may this user open it (group lp for devices)?",
    NO_ANSWER: "If it prints all the same, write `answers = false` below it in bridge.toml.",
}


@dataclass(frozen=True, slots=True)
class Look:
    """One thing that was looked at, and what to do about it."""

    subject: str
    words: str
    mending: str = ""
    is_well: bool = True

    def line(self) -> str:
        """For the terminal."""
        below = f"\n          {self.mending}" if self.mending else ""
        return f"{'ok' if self.is_well else 'PROBLEM':<9} {self.subject}: {self.words}{below}"


def look(home: Path) -> list[Look]:
    """Everything, without printing anything."""
    try:
        config = read_config(home)
    except BridgeError as error:
        first, _, rest = str(error).partition("\n")
        return [_problem("set-up", first, rest.strip())]
    store = Store(config.home)
    tills = pairing.count_tills(store)
    return [
        Look("set-up", f"{config.home}, for {config.till}"),
        _bridge(config.port),
        Look("tills", f"{tills} paired")
        if tills
        else _problem("tills", "none is paired", "`noren bridge pair` shows a code for the till."),
        *(each for printer in config.printers.values() for each in _printer(printer, Queue(store))),
    ]


def _bridge(port: int) -> Look:
    with socket.socket() as asking:
        asking.settimeout(1)
        runs = asking.connect_ex((HOST, port)) == 0
    if runs:
        return Look("bridge", f"listens on {HOST} port {port}")
    return _problem("bridge", f"does not listen on {HOST} port {port}", "`noren bridge run` starts it.")


def _printer(printer: PrinterConfig, queue: Queue) -> list[Look]:
    subject = f"printer {printer.name}"
    waiting = len(queue.waiting(printer.name))
    what = f"{printer.address.text}, {printer.paper_mm} mm, jobs waiting: {waiting}"
    looks = []
    if printer.logo:
        looks.append(_logo(printer, printer.logo))
    if printer.address.kind == "file":
        return [*looks, Look(subject, what)]
    try:
        with open_link(printer.address) as link:
            trouble = ask_trouble(link) if printer.answers else ""
    except NotReady as error:
        # A printer that prints a job for the bridge has no line free.
        return [*looks, _problem(subject, f"{what}: {error.reason}", _MENDING[error.reason])]
    return [*looks, _problem(subject, f"{what}: {trouble}") if trouble else Look(subject, what)]


def _logo(printer: PrinterConfig, path: Path) -> Look:
    if importlib.util.find_spec("PIL") is None:
        return _problem(f"logo of {printer.name}", "Pillow is not installed", "pip install pillow")
    try:
        logo_bytes(path, printer.paper_mm)
    except BridgeError as error:
        return _problem(f"logo of {printer.name}", str(error))
    return Look(f"logo of {printer.name}", str(path))


def _problem(subject: str, words: str, mending: str = "") -> Look:
    return Look(subject, words, mending, is_well=False)
