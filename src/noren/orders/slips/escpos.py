"""ESC/POS: a slip as the bytes that a thermal receipt printer for Japanese takes (Epson TM and those alike).

Text is CP932 in font A, which has 32 columns on 58 mm paper and 48 on 80 mm. No line is wider than the paper, and text
never holds a byte below 20 hex, so that nobody's name can become a command.
"""

from collections.abc import Iterable

from noren.orders.slips.printable import encode, printable, width, wrap
from noren.orders.slips.slip import Goods, Row, Slip

MEDIA_TYPE = "application/vnd.escpos"
COLUMNS = {58: 32, 80: 48}

_RESET = b"\x1b@"
_JAPAN = b"\x1bR\x08"  # byte 5C is the yen sign
_KATAKANA = b"\x1bt\x01"  # bytes A1 to DF are half-width katakana
_SHIFT_JIS = b"\x1cC\x01\x1c&"
_LEFT, _CENTER = b"\x1ba\x00", b"\x1ba\x01"
_BOLD, _LIGHT = b"\x1bE\x01", b"\x1bE\x00"
_REVERSED, _PLAIN_GROUND = b"\x1dB\x01", b"\x1dB\x00"
_NORMAL, _TALL, _LARGE = b"\x1d!\x00", b"\x1d!\x01", b"\x1d!\x11"
_CUT = b"\x1dVB\x03"
_KICK = b"\x1bp\x00\x19\xfa"
_QR_MODULE_DOTS = 5


def render_escpos(slip: Slip, *, paper_mm: int, opens_drawer: bool = False) -> bytes:
    """The bytes of a slip, from the printer's reset to the cut.

    Args:
        paper_mm: 58 or 80.
        opens_drawer: kick the cash drawer first.

    Raises:
        ValueError: no such paper.
    """
    if paper_mm not in COLUMNS:
        raise ValueError(f"paper is {' or '.join(map(str, COLUMNS))} mm wide, not {paper_mm}")
    strip = _Strip(COLUMNS[paper_mm])
    strip.command(_RESET, _JAPAN, _KATAKANA, _SHIFT_JIS)
    if opens_drawer:
        strip.command(_KICK)
    _head(strip, slip)
    strip.rows(slip.facts)
    strip.rule()
    for goods in slip.goods:
        _goods(strip, goods)
    strip.rule()
    strip.rows(slip.sums)
    strip.total(slip.total)
    for sentence in slip.statement:
        strip.words(sentence)
    strip.rows(slip.taxes)
    strip.rule()
    strip.rows(slip.tenders)
    if slip.points:
        strip.rule()
        strip.rows(slip.points)
    _foot(strip, slip)
    strip.command(_CUT)
    return bytes(strip.out)


def _head(strip: "_Strip", slip: Slip) -> None:
    strip.command(_CENTER)
    for mark in slip.marks:
        strip.command(_REVERSED, _BOLD)
        strip.words(f" {mark.words} ")
        strip.command(_PLAIN_GROUND, _LIGHT)
        strip.words(mark.detail)
    strip.large(slip.issuer)
    for detail in slip.issuer_details:
        strip.words(detail)
    strip.feed()
    strip.large(slip.title)
    strip.command(_LEFT)
    if slip.recipient:
        strip.command(_BOLD, _TALL)
        strip.words(slip.recipient)
        strip.command(_NORMAL, _LIGHT)
    strip.rule()


def _goods(strip: "_Strip", goods: Goods) -> None:
    strip.words(goods.name)
    for row in goods.rows:
        strip.row(Row(f"  {row.name}", row.value))


def _foot(strip: "_Strip", slip: Slip) -> None:
    if slip.notes:
        strip.rule()
    for note in slip.notes:
        strip.words(note)
    if slip.link:
        strip.feed()
        strip.command(_CENTER)
        strip.qr(slip.link)
        strip.words(slip.link_words)
        strip.command(_LEFT)


class _Strip:
    """Paper that grows line by line, none of them wider than it is."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self.out = bytearray()

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
        self.command(_LARGE if fits else _TALL)
        self.words(text)
        self.command(_NORMAL)

    def total(self, row: Row) -> None:
        """The sum of it all: double width and height, or double height where it would not fit."""
        name, value = printable(row.name), printable(row.value)
        fits = width(name) + 1 + width(value) <= self.columns // 2
        self.command(_BOLD, _LARGE if fits else _TALL)
        self._row(row, self.columns // 2 if fits else self.columns)
        self.command(_NORMAL, _LIGHT)

    def qr(self, content: str) -> None:
        """A QR code, model 2, error correction M, drawn by the printer (GS ( k, functions 165, 167, 169, 180, 181)."""
        data = content.encode("ascii")
        for function in (b"1A2\x00", b"1C" + bytes([_QR_MODULE_DOTS]), b"1E1", b"1P0" + data, b"1Q0"):
            self.out += b"\x1d(k" + len(function).to_bytes(2, "little") + function
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
