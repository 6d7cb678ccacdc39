"""A thermal printer for tests: reads ESC/POS as a printer does, by the vendor's description and not by our encoder."""

from dataclasses import dataclass, field

# Commands by their first two bytes: how many bytes of arguments follow.
_FIXED = {
    b"\x1b@": 0,
    b"\x1bR": 1,
    b"\x1bt": 1,
    b"\x1ba": 1,
    b"\x1bE": 1,
    b"\x1bp": 3,
    b"\x1cC": 1,
    b"\x1c&": 0,
    b"\x1d!": 1,
    b"\x1dB": 1,
    b"\x1dV": 2,
    b"\x1dH": 1,
    b"\x1dh": 1,
    b"\x1dw": 1,
}
_BARCODE = b"\x1dk"


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line on the paper and how many columns of font A it takes."""

    text: str
    columns: int


@dataclass(slots=True)
class Printer:
    """What came out of it."""

    lines: list[PrintedLine] = field(default_factory=list)
    transcript: list[str] = field(default_factory=list)
    qr: str = ""
    barcode: str = ""
    cuts: int = 0
    kicks: int = 0

    def take(self, stream: bytes) -> "Printer":
        """Print a whole stream.

        Raises:
            AssertionError: a byte that is neither text nor a known command.
        """
        place, size, text = 0, 1, bytearray()
        while place < len(stream):
            byte = stream[place]
            if byte == 0x0A:
                decoded = bytes(text).decode("cp932")
                self.lines.append(PrintedLine(decoded.replace("\\", "¥"), len(text) * size))
                self.transcript.append(f"{'W' if size == 2 else ' '}|{decoded}")
                text.clear()
                place += 1
            elif byte in b"\x1b\x1c\x1d":
                assert not text, f"a command in the middle of a line: {bytes(text)!r}"
                command = stream[place : place + 2]
                if command == b"\x1d(":
                    length = int.from_bytes(stream[place + 3 : place + 5], "little")
                    self._square(stream[place + 5 : place + 5 + length])
                    place += 5 + length
                    continue
                if command == _BARCODE:
                    self.barcode = stream[place + 4 : place + 4 + stream[place + 3]].decode("ascii")
                    self.transcript.append(f"<1d k {self.barcode!r}>")
                    place += 4 + stream[place + 3]
                    continue
                assert command in _FIXED, f"unknown command {command!r}"
                arguments = stream[place + 2 : place + 2 + _FIXED[command]]
                self.transcript.append(f"<{command[0]:02x} {chr(command[1])} {arguments.hex(' ')}>")
                if command == b"\x1d!":
                    size = (arguments[0] >> 4) + 1
                self.cuts += command == b"\x1dV"
                self.kicks += command == b"\x1bp"
                place += 2 + _FIXED[command]
            else:
                assert byte >= 0x20, f"a control byte in text: {byte:02x}"
                # The second byte of a full-width letter is never taken for a command.
                step = 2 if 0x81 <= byte <= 0x9F or 0xE0 <= byte <= 0xFC else 1
                text += stream[place : place + step]
                place += step
        assert not text, "text without a line feed stays in the printer"
        return self

    def text(self) -> str:
        """Everything that was printed, line by line."""
        return "\n".join(line.text for line in self.lines)

    def _square(self, function: bytes) -> None:
        self.transcript.append(f"<1d ( k {function.decode('ascii', 'backslashreplace')!r}>")
        if function.startswith(b"1P0"):
            self.qr = function[3:].decode("ascii")
