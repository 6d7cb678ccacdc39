"""Member numbers and the one written form of e-mails, phones and names. Pure functions."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from noren.people.errors import EmailInvalid, PhoneInvalid

MAX_SERIAL = 10**9 - 1
# A bijection of 0..999,999,999 (the factor is coprime to 10): neighbours in time get numbers far apart, so that
# nobody can guess another member's card from the own one, or read the count of members from it.
_FACTOR = 387_420_489
_OFFSET = 271_828_183

_DASHES = r"\-‐‑‒–—―−ーｰ"
_PHONE_NOISE = re.compile(rf"[\s().{_DASHES}]")
# 11 digits begin with 020, 050, 060, 070, 080 or 090; all other numbers have 10.
_JAPANESE = re.compile(r"0[25-9]0\d{8}|0(?![25-9]0)[1-9]\d{8}")
_ABROAD = re.compile(r"\+[1-9]\d{6,14}")
_MEMBER_NUMBER = re.compile(r"M\d{10}")
_HIRAGANA_TO_KATAKANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}


def member_number(serial: int) -> str:
    """The member number of a serial: `M`, nine digits and a Luhn check digit.

    Args:
        serial: 1 to 999,999,999; each has a number of its own.

    Raises:
        ValueError: the serial is out of its bounds.
    """
    if not 1 <= serial <= MAX_SERIAL:
        raise ValueError(f"a member's serial is from 1 to {MAX_SERIAL}, not {serial}")
    digits = f"{(serial * _FACTOR + _OFFSET) % (MAX_SERIAL + 1):09d}"
    return f"M{digits}{luhn_digit(digits)}"


def luhn_digit(digits: str) -> str:
    """The check digit after `digits` (ISO/IEC 7812-1, annex B): finds any single wrong digit."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def is_member_number(text: str) -> bool:
    """Whether the folded text has the form of a member number and a right check digit."""
    return _MEMBER_NUMBER.fullmatch(text) is not None and luhn_digit(text[1:-1]) == text[-1]


def fold_member_number(typed: str) -> str:
    """What a person meant by a typed or scanned member number: half width, upper case, no spaces or dashes."""
    return re.sub(rf"[\s{_DASHES}]", "", unicodedata.normalize("NFKC", typed)).upper()


def normalize_email(typed: str) -> str:
    """The one form of an e-mail: half width, lower case, no outer spaces.

    Raises:
        EmailInvalid: it is none.
    """
    email = unicodedata.normalize("NFKC", typed).strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise EmailInvalid(field="email", email=typed) from None
    return email


def normalize_phone(typed: str) -> str:
    """The one form of a phone number: digits alone in Japan (`09012345678`), `+` and digits for other countries.

    Full width, spaces, brackets, every kind of dash, `+81 (0)90…` and `010 81 90…` are understood.

    Raises:
        PhoneInvalid: it is none.
    """
    digits = _PHONE_NOISE.sub("", unicodedata.normalize("NFKC", typed))
    if digits.startswith("010"):
        digits = "+" + digits[3:]
    if digits.startswith("+81"):
        digits = "0" + digits[3:].removeprefix("0")
    if digits.isascii() and (_JAPANESE.fullmatch(digits) or _ABROAD.fullmatch(digits)):
        return digits
    raise PhoneInvalid(field="phone", phone=typed)


def normalize_name(typed: str) -> str:
    """A name in NFKC, with single spaces inside and none around."""
    return " ".join(unicodedata.normalize("NFKC", typed).split())


def normalize_kana(typed: str) -> str:
    """A reading in full-width katakana, whichever kana it was typed in."""
    return normalize_name(typed).translate(_HIRAGANA_TO_KATAKANA)
