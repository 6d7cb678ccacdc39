"""`bridge.toml`: which till may ask, on which port, and the printers by name."""

import os
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from noren.bridge.errors import BridgeError
from noren.bridge.links import Address, read_address
from noren.orders.slips.strip import COLUMNS

FILE = "bridge.toml"
DEFAULT_PORT = 9180
_NAME = re.compile(r"\w[\w -]{0,29}")


@dataclass(frozen=True, slots=True)
class PrinterConfig:
    """A printer.

    Attributes:
        paper_mm: 58 or 80.
        answers: whether it tells how it is; without that a job counts as printed when all of it was sent.
        logo: a picture printed above receipts, or None.
    """

    name: str
    address: Address
    paper_mm: int = 80
    answers: bool = False
    logo: Path | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """What is set up. `till` is an origin: scheme, host and port if it is not the usual one."""

    home: Path
    till: str
    port: int = DEFAULT_PORT
    printers: dict[str, PrinterConfig] = field(default_factory=dict)


def find_home() -> Path:
    """The bridge's folder: NOREN_BRIDGE_HOME, else `.noren-bridge` of the user."""
    return Path(os.environ.get("NOREN_BRIDGE_HOME") or Path.home() / ".noren-bridge")


def read_config(home: Path) -> Config:
    """What `bridge.toml` says.

    Raises:
        BridgeError: there is none, or it says something that cannot be.
    """
    path = home / FILE
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BridgeError(
            f"{path} does not exist; set the bridge up:\n"
            "  noren bridge init --till https://shop.example --printer counter=tcp://192.168.0.50"
        ) from None
    except (OSError, ValueError) as error:
        raise BridgeError(f"{path} cannot be read: {error}") from None
    unknown = told.keys() - {"till", "port", "printers"}
    if unknown:
        raise BridgeError(f"{path}: unknown {', '.join(sorted(unknown))}")
    port = told.get("port", DEFAULT_PORT)
    if not isinstance(port, int) or not 1 <= port <= 65_535:
        raise BridgeError(f"{path}: port is a number from 1 to 65535")
    printers = told.get("printers", {})
    if not isinstance(printers, dict) or not printers:
        raise BridgeError(
            f'{path}: no printer is named; add one:\n  [printers.counter]\n  address = "tcp://192.168.0.50"'
        )
    return Config(
        home, read_origin(told.get("till")), port, {name: _printer(name, told, home) for name, told in printers.items()}
    )


def write_config(config: Config) -> None:
    """Write a new `bridge.toml`; one that is there stays.

    Raises:
        BridgeError: there is one.
    """
    lines = [f"till = {_quoted(config.till)}", f"port = {config.port}"]
    for printer in config.printers.values():
        lines += ["", f"[printers.{_quoted(printer.name)}]", f"address = {_quoted(printer.address.text)}"]
        lines += [f"paper_mm = {printer.paper_mm}", f"answers = {str(printer.answers).lower()}"]
    config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with (config.home / FILE).open("x", encoding="utf-8") as file:
            file.write("\n".join(lines) + "\n")
    except FileExistsError:
        raise BridgeError(f"{config.home / FILE} is there already; change it with an editor") from None


def read_origin(told: object) -> str:
    """The origin of the till's page from its address.

    Raises:
        BridgeError: not the address of a page.
    """
    parts = urlsplit(told) if isinstance(told, str) else None
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        raise BridgeError(f"till is the address of the till, such as https://shop.example, not {told!r}")
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def read_printer(name: str, address: object, **told: Any) -> PrinterConfig:
    """A printer as it is named; whether it answers follows its link unless it is told.

    Raises:
        BridgeError: something of it cannot be.
    """
    if not _NAME.fullmatch(name):
        raise BridgeError(f"a printer's name has 1 to 30 letters and digits, not {name!r}")
    found = read_address(address)
    paper_mm, answers = told.get("paper_mm", 80), told.get("answers", found.answers)
    if paper_mm not in COLUMNS:
        raise BridgeError(f"printer {name}: paper_mm is {' or '.join(map(str, COLUMNS))}, not {paper_mm!r}")
    if not isinstance(answers, bool):
        raise BridgeError(f"printer {name}: answers is true or false")
    return PrinterConfig(name, found, paper_mm, answers, told.get("logo"))


def _printer(name: str, told: object, home: Path) -> PrinterConfig:
    if not isinstance(told, dict) or told.keys() - {"address", "paper_mm", "answers", "logo"}:
        raise BridgeError(f"printer {name}: it has address, paper_mm, answers, logo and nothing else")
    rest = {key: value for key, value in told.items() if key != "address"}
    if "logo" in rest:
        rest["logo"] = home / str(rest["logo"])
    return read_printer(name, told.get("address"), **rest)


def _quoted(text: str) -> str:
    """A string of TOML; no text that was read has a quote, a backslash or a control character."""
    return f'"{text}"'
