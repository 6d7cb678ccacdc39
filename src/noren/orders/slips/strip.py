"""ESC/POS: paper of a thermal printer for Japanese (Epson TM and those alike), written line by line.

Text is CP932 in font A, which has 32 columns on 58 mm paper and 48 on 80 mm. No line is wider than the paper, and text
never holds a byte below 20 hex, so that nobody's name can become a command. Like `shape`, it needs no more than Python.
"""

import re
from collections.abc import Iterable

from noren.orders.slips.printable import encode, printable, width, wrap
from noren.orders.slips.shape import Row

COLUMNS = {58: 32, 80: 48}
DOTS_OF_COLUMN = 12

RESET = b"\x1b@"
JAPAN = b"\x1bR\x08"  # byte 5C is the yen sign
KATAKANA = b"\x1bt\x01"  # bytes A1 to DF are half-width katakana
SHIFT_JIS = b"\x1cC\x01\x1c&"
LEFT, CENTER = b"\x1ba\x00", b"\x1ba\x01"
BOLD, LIGHT = b"\x1bE\x01", b"\x1bE\x00"
REVERSED, PLAIN_GROUND = b"\x1dB\x01", b"\x1dB\x00"
NORMAL, TALL, LARGE = b"\x1d!\x00", b"\x1d!\x01", b"\x1d!\x11"
CUT = b"\x1dVB\x03"
KICK = b"\x1bp\x00\x19\xfa"
_QR_MODULE_DOTS = 5
_BAR_DOTS, _BAR_HEIGHT_DOTS, _QUIET_BARS = 2, 60, 10
_BARCODE = re.compile(r"[0-9A-Z-]{1,30}")


class Strip:
    """Paper of 58 or 80 mm that grows line by line, none of them wider than it is; a ValueError for another width."""

    def __init__(self, paper_mm: int) -> None:
        if paper_mm not in COLUMNS:
            raise ValueError(f"paper is {' or '.join(map(str, COLUMNS))} mm wide, not {paper_mm}")
        self.columns = COLUMNS[paper_mm]
        self.out = bytearray(RESET + JAPAN + KATAKANA + SHIFT_JIS)

    def command(self, *commands: bytes) -> None:
        """Put the printer into another state."""
        self.out += b"".join(commands)

    def feed(self) -> None:
        """An empty line."""
        self.out += b"\n"

    def words(self, text: str) -> None:
        """Text over as many lines as it needs; nothing for no text."""
        for line in wrap(printable(text), self.columns):
            self.out += encode(line) + b"\n"

    def rule(self) -> None:
        """A dashed line."""
        self.out += b"-" * self.columns + b"\n"

    def rows(self, rows: Iterable[Row]) -> None:
        """Names and values."""
        for row in rows:
            self.row(row)

    def row(self, row: Row) -> None:
        """Both on one line if they fit, else the value under the name."""
        self._row(row, self.columns)

    def large(self, text: str) -> None:
        """Text of double width and height; of double height alone where it would not fit on one line."""
        fits = width(printable(text)) <= self.columns // 2
        self.command(LARGE if fits else TALL)
        self.words(text)
        self.command(NORMAL)

    def total(self, row: Row) -> None:
        """The sum of it all: double width and height, or double height where it would not fit."""
        name, value = printable(row.name), printable(row.value)
        fits = width(name) + 1 + width(value) <= self.columns // 2
        self.command(BOLD, LARGE if fits else TALL)
        self._row(row, self.columns // 2 if fits else self.columns)
        self.command(NORMAL, LIGHT)

    def qr(self, content: str) -> None:
        """A QR code, model 2, error correction M, drawn by the printer (GS ( k, functions 165, 167, 169, 180, 181)."""
        data = content.encode("ascii")
        for function in (b"1A2\x00", b"1C" + bytes([_QR_MODULE_DOTS]), b"1E1", b"1P0" + data, b"1Q0"):
            self.out += b"\x1d(k" + len(function).to_bytes(2, "little") + function
        self.feed()

    def barcode(self, content: str) -> None:
        """A CODE128 barcode of digits, capitals and hyphens; nothing where it would not fit (GS H, h, w, k 73)."""
        bars = 11 * (len(content) + 2) + 13 + 2 * _QUIET_BARS
        if not _BARCODE.fullmatch(content) or bars * _BAR_DOTS > self.columns * DOTS_OF_COLUMN:
            return
        data = b"{B" + content.encode("ascii")
        self.feed()
        self.command(b"\x1dH\x00", b"\x1dh" + bytes([_BAR_HEIGHT_DOTS]), b"\x1dw" + bytes([_BAR_DOTS]))
        self.command(b"\x1dkI" + bytes([len(data)]) + data)
        self.feed()

    def _row(self, row: Row, columns: int) -> None:
        indent = len(row.name) - len(row.name.lstrip(" "))
        name, value = " " * indent + printable(row.name), printable(row.value)
        gap = columns - width(name) - width(value)
        if gap >= 1:
            self.out += encode(name) + b" " * gap + encode(value) + b"\n"
            return
        for line in wrap(name.strip(" "), columns - indent):
            self.out += b" " * indent + encode(line) + b"\n"
        for line in wrap(value, columns):
            self.out += b" " * (columns - width(line)) + encode(line) + b"\n"
