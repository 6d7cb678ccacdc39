"""Identifiers: UUIDs in time order for the outside, and short codes that people read aloud."""

import re
import secrets
from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7

# Crockford's alphabet: no I, L, O or U, so that nothing is misread or rude.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What each value of a byte stands for: its lowest five bits, so that all symbols are equally likely.
_SYMBOL_OF = bytes(ord(_ALPHABET[value % 32]) for value in range(256))
_MISREAD = str.maketrans("ILO", "110")


def uuid7() -> UUID:
    """A new UUIDv7: unique, and ordered by the millisecond it was made in."""
    return _uuid7()


def spoken_code(length: int = 8) -> str:
    """A random code of `length` symbols, 5 bits each, from the operating system's random source."""
    return secrets.token_bytes(length).translate(_SYMBOL_OF).decode()


def fold_spoken_code(typed: str) -> str:
    """What a person meant by a typed code: upper case, no spaces or dashes, I and L as 1, O as 0."""
    return re.sub(r"[\s\-‐-―−ー]", "", typed).upper().translate(_MISREAD)


def in_groups(code: str, size: int = 4) -> str:
    """A code as people read it: `K7Q29XM4` as `K7Q2 9XM4`."""
    return " ".join(code[start : start + size] for start in range(0, len(code), size))


def gtin_check_digit(digits: str) -> str:
    """The last digit of a GTIN whose other digits are given (GS1 General Specifications §7.9)."""
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def is_gtin(text: str) -> bool:
    """Whether the text is a GTIN-8, -12, -13 or -14 with a right check digit."""
    if not (text.isascii() and text.isdigit() and len(text) in {8, 12, 13, 14}):
        return False
    return gtin_check_digit(text[:-1]) == text[-1]
