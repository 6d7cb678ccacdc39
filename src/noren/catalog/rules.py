"""Codes and barcode numbers as people type and scanners read them. No database."""

import re
import unicodedata

from noren.kernel.text import storable

LONGEST_CODE = 64
# Hyphens of every kind, the Japanese long vowel that keyboards give for one, and spaces.
_BETWEEN_DIGITS = re.compile(r"[\s\-‐-―−ー]")


def fold_code(typed: str) -> str:
    """A code as it is stored: NFKC (full-width digits and letters become plain), no outer spaces."""
    return unicodedata.normalize("NFKC", storable(typed[: 4 * LONGEST_CODE])).strip()


def gtin_number(typed: str) -> str | None:
    """The number that a GTIN-8, -12, -13 or -14 says, without leading zeros; None when the text is none.

    Hyphens and spaces between the digits and full-width digits are taken. `0490…` as GTIN-13 and `00490…` as GTIN-14
    are one number. The check digit is not looked at: what was stored was checked.
    """
    digits = _BETWEEN_DIGITS.sub("", fold_code(typed))
    if not (digits.isascii() and digits.isdigit() and 8 <= len(digits) <= 14):
        return None
    return digits.lstrip("0") or None
