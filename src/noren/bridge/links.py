"""Ways to a printer: the network, a device, a serial port, a file. Each is opened for one job and closed after it."""

import contextlib
import os
import select
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from noren.bridge.errors import BridgeError, NotReady
from noren.bridge.status import NO_LINK

DEFAULT_PORT = 9100
CONNECT_S = 3.0
_SPEEDS = (1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a printer is.

    Attributes:
        kind: tcp, device, serial or file.
        answers: whether printers on such a link mostly tell how they are.
        place: a host for tcp, else a path.
    """

    text: str
    kind: str
    place: str
    port: int = 0
    baud: int = 0

    @property
    def answers(self) -> bool:
        return self.kind == "tcp"


class Link(Protocol):
    """An open way to a printer."""

    def send(self, data: bytes, *, patience_s: float) -> int:
        """Hand over what the printer takes now and say how many bytes that was; 0 when it took none in that time.

        Raises:
            OSError: the link broke.
        """

    def receive(self, *, patience_s: float) -> bytes:
        """What the printer said; nothing when it said none in that time.

        Raises:
            OSError: the link broke.
        """


def read_address(told: object) -> Address:
    """An address: `tcp://host:9100`, `/dev/usb/lp0`, `serial:/dev/ttyUSB0?baud=19200`, `file:/tmp/receipts.escpos`.

    Raises:
        BridgeError: not an address of a printer.
    """
    examples = "tcp://192.168.0.50:9100, /dev/usb/lp0, serial:/dev/ttyUSB0?baud=19200 or file:/tmp/receipts.escpos"
    text = told if isinstance(told, str) else ""
    with contextlib.suppress(ValueError):
        if text.isprintable() and not set(text) & set('"\\'):
            parts = urlsplit(text)
            path, asked = unquote(parts.path), parse_qs(parts.query)
            if parts.scheme == "tcp" and parts.hostname and not path.strip("/"):
                return Address(text, "tcp", parts.hostname, port=parts.port or DEFAULT_PORT)
            if parts.scheme == "serial" and path.startswith("/") and int(asked.get("baud", ["19200"])[0]) in _SPEEDS:
                return Address(text, "serial", path, baud=int(asked.get("baud", ["19200"])[0]))
            if parts.scheme == "file" and path.startswith("/"):
                return Address(text, "file", path)
            if not parts.scheme and text.startswith("/dev/"):
                return Address(text, "device", text)
    raise BridgeError(f"a printer's address is {examples}, not {told!r}")


@contextlib.contextmanager
def open_link(address: Address) -> Iterator[Link]:
    """The way to a printer.

    Raises:
        NotReady: nobody is there, or it may not be opened.
    """
    try:
        link = _SocketLink(address) if address.kind == "tcp" else _FileLink(address)
    except (OSError, ValueError) as error:
        raise NotReady(NO_LINK) from error
    try:
        yield link
    finally:
        link.close()


class _SocketLink:
    def __init__(self, address: Address) -> None:
        self._socket = socket.create_connection((address.place, address.port), timeout=CONNECT_S)
        # A printer whose plug was pulled says nothing any more; this notices.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)

    def send(self, data: bytes, *, patience_s: float) -> int:
        self._socket.settimeout(patience_s)
        try:
            return self._socket.send(data)
        except TimeoutError:
            return 0

    def receive(self, *, patience_s: float) -> bytes:
        self._socket.settimeout(patience_s)
        try:
            said = self._socket.recv(64)
        except TimeoutError:
            return b""
        if not said:
            raise ConnectionResetError("the printer hung up")
        return said

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
        self._socket.close()


class _FileLink:
    """A device, a serial port or a file. Only the last is made when it is not there."""

    def __init__(self, address: Address) -> None:
        if address.kind == "file":
            Path(address.place).parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(address.place, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            return
        self._file = os.open(address.place, os.O_RDWR | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))
        if address.kind == "serial":
            try:
                _set_speed(self._file, address.baud)
            except BaseException:
                os.close(self._file)
                raise

    def send(self, data: bytes, *, patience_s: float) -> int:
        if not select.select([], [self._file], [], patience_s)[1]:
            return 0
        try:
            return os.write(self._file, data)
        except BlockingIOError:
            return 0

    def receive(self, *, patience_s: float) -> bytes:
        if not select.select([self._file], [], [], patience_s)[0]:
            return b""
        try:
            said = os.read(self._file, 64)
        except BlockingIOError:
            return b""
        if not said:
            # The driver of USB printers has nothing to read and says so at once.
            time.sleep(min(patience_s, 0.05))
        return said

    def close(self) -> None:
        os.close(self._file)


def _set_speed(file: int, baud: int) -> None:
    """8 bits, no parity, one stop bit, RTS and CTS: as receipt printers come. The speed as it is set on them.

    Raises:
        OSError: no serial port, or it takes no such settings.
    """
    if sys.platform == "win32":
        raise OSError("serial ports are not supported on Windows")
    import termios  # noqa: PLC0415 - not on Windows
    import tty  # noqa: PLC0415 - not on Windows

    try:
        tty.setraw(file)
        settings = termios.tcgetattr(file)
        settings[2] |= termios.CLOCAL | termios.CREAD | termios.CRTSCTS
        settings[4] = settings[5] = getattr(termios, f"B{baud}")
        termios.tcsetattr(file, termios.TCSANOW, settings)
    except termios.error as error:  # which is no OSError
        raise OSError(f"no serial port: {error}") from error
