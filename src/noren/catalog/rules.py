"""Codes and barcode numbers as people type and scanners read them. No database."""

import re
import unicodedata

from noren.catalog.gs1 import read_gs1
from noren.kernel.text import storable

LONGEST_CODE = 64
# Hyphens of every kind, the Japanese long vowel that keyboards give for one, and spaces.
_BETWEEN_DIGITS = re.compile(r"[\s\-‐-―−ー]")


def fold_code(typed: str) -> str:
    """A code as it is stored: NFKC (full-width digits and letters become plain), no outer spaces."""
    return unicodedata.normalize("NFKC", storable(typed[: 4 * LONGEST_CODE])).strip()


def gtin_number(typed: str) -> str | None:
    """The number that a GTIN-8, -12, -13 or -14, or a GS1 code says, without leading zeros; None when it says none.

    Hyphens and spaces between the digits and full-width digits are taken. `0490…` as GTIN-13 and `00490…` as GTIN-14
    are one number. The check digit is not looked at: what was stored was checked; in a GS1 code it must be right.
    """
    folded = fold_code(typed)
    digits = _BETWEEN_DIGITS.sub("", folded)
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 14):
        code = read_gs1(folded)
        digits = code.gtin if code else ""
    return digits.lstrip("0") or None
