"""Text for a Japanese receipt printer: what CP932 (Shift_JIS) has, in columns.

Such a printer draws byte 5C as the yen sign, so a backslash stands for it here. A half-width letter is one byte and one
column, a full-width one two bytes and two columns: the length of the bytes is the width.
"""

import unicodedata
from collections.abc import Iterator

# The printer's trade puts this where a letter is missing from the case.
GETA = "〓"
_ALIKE = {
    "¥": "\\",
    "\\": "＼",
    "~": "～",
    "〜": "～",
    "−": "－",
    "‖": "∥",
    "—": "―",
    "–": "-",
    "‑": "-",
    "¢": "￠",
    "£": "￡",
    "¬": "￢",
    "¦": "|",
    "·": "・",
    "•": "・",
    "“": '"',
    "”": '"',
    "‘": "'",
    "’": "'",
    "€": "EUR",
    "₩": "KRW",
    "฿": "THB",
}


def printable(text: str) -> str:
    """One line of text in what the printer has. Control characters are gone, so no text can become a command."""
    found = "".join(_one(symbol) for symbol in unicodedata.normalize("NFC", text))
    while GETA * 2 in found:
        found = found.replace(GETA * 2, GETA)
    return found.strip(" ")


def encode(text: str) -> bytes:
    """The bytes of printable text."""
    return text.encode("cp932")


def width(text: str) -> int:
    """How many columns printable text takes."""
    return len(encode(text))


def wrap(text: str, columns: int) -> Iterator[str]:
    """Printable text in lines that fit, broken at a space where one stands in the second half of the line."""
    rest = text
    while width(rest) > columns:
        cut = _fitting(rest, columns)
        space = rest.rfind(" ", 0, cut + 1)
        if space > cut // 2:
            cut = space
        yield rest[:cut].rstrip(" ")
        rest = rest[cut:].lstrip(" ")
    if rest:
        yield rest


def _fitting(text: str, columns: int) -> int:
    """How many letters fit."""
    used = 0
    for place, symbol in enumerate(text):
        used += width(symbol)
        if used > columns:
            return place
    return len(text)


def _one(symbol: str) -> str:
    if symbol in _ALIKE:
        return _ALIKE[symbol]
    category = unicodedata.category(symbol)
    if category.startswith("Z") or symbol in "\t\n\r\x0b\x0c\x85":
        return symbol if symbol in " \u3000" else " "
    if category in {"Cc", "Cf", "Cs"}:
        return ""
    if category in {"Co", "Cn"}:
        return GETA
    if _is_printed(symbol):
        return symbol
    if category.startswith("M"):
        return ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", symbol) if _is_printed(part) and part != "\\")
    return plain or GETA


def _is_printed(symbol: str) -> bool:
    try:
        encoded = symbol.encode("cp932")
    except UnicodeEncodeError:
        return False
    return encoded[0] >= 0x20 and encoded[0] not in {0x7F, 0x80, 0xA0, 0xFD, 0xFE, 0xFF}
