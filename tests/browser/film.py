"""Films for Chromium's camera that is none: barcodes drawn here, as YUV4MPEG2."""

from collections.abc import Sequence
from pathlib import Path

import segno

WIDTH, HEIGHT = 640, 480
_DARK, _LIGHT = b"\x10", b"\xeb"
# GS1 General Specifications, 5.2.1.2: widths of the bars and spaces of a digit, and which digits are turned round.
_WIDTHS = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
_PARITIES = ("AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA")
Rows = Sequence[Sequence[bool]]


def ean13(gtin: str) -> Rows:
    """The modules of an EAN-13 with its quiet zones, as high as they are wide."""
    left = "".join(
        _bars(digit, "0", is_turned=parity == "B")
        for digit, parity in zip(gtin[1:7], _PARITIES[int(gtin[0])], strict=True)
    )
    right = "".join(_bars(digit, "1", is_turned=False) for digit in gtin[7:])
    row = [module == "1" for module in f"{'0' * 11}101{left}01010{right}101{'0' * 7}"]
    return [row] * 60


def qr(text: str) -> Rows:
    """The modules of a QR code with its quiet zone."""
    return [[bool(module) for module in row] for row in segno.make(text, error="m", micro=False).matrix_iter(border=4)]


def blank() -> Rows:
    """Nothing to be read."""
    return [[False]]


def film(path: Path, *scenes: tuple[Rows, int]) -> Path:
    """Write a film of one picture a second: each scene so many seconds, then from the beginning again."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F1:1 Ip A1:1 C420mpeg2\n".encode())
        for rows, seconds in scenes:
            picture = b"FRAME\n" + _picture(rows) + b"\x80" * (WIDTH * HEIGHT // 2)
            file.write(picture * seconds)
    return path


def _bars(digit: str, first: str, *, is_turned: bool) -> str:
    widths, colour, modules = _WIDTHS[int(digit)], first == "1", ""
    for width in reversed(widths) if is_turned else widths:
        modules += ("1" if colour else "0") * int(width)
        colour = not colour
    return modules


def _picture(rows: Rows) -> bytes:
    scale = max(1, min(WIDTH // len(rows[0]), HEIGHT // len(rows)) * 9 // 10)
    left, top = (WIDTH - scale * len(rows[0])) // 2, (HEIGHT - scale * len(rows)) // 2
    drawn = b"".join(
        (_LIGHT * left + b"".join((_DARK if module else _LIGHT) * scale for module in row)).ljust(WIDTH, _LIGHT) * scale
        for row in rows
    )
    return (_LIGHT * WIDTH * top + drawn).ljust(WIDTH * HEIGHT, _LIGHT)
