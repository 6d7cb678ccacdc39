"""GS1 codes: the number of the goods, and what else a package says about itself. Pure functions.

Read are element strings (GS1-128, GS1 DataMatrix, GS1 QR) as scanners give them and as people write them, and GS1
Digital Links that are not compressed. What does not fit to the last character says nothing. The till reads the same:
`frontend/till/src/assortment/gs1.ts`; both sides are held to `vectors/gs1.json`.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from noren.catalog.gs1_identifiers import find_identifier
from noren.kernel.ids import gtin_check_digit, is_gtin

LONGEST = 2_000
SEPARATOR = "\x1d"
# AIM's symbology identifiers of the codes that are GS1's: they begin with FNC1.
_MARKS = ("]C1", "]d2", "]Q3", "]e0", "]J1")
_WRITTEN = re.compile(r"\(([0-9]{2,4})\)([^()]+)")
_CHARACTERS = re.compile(r"""[!"%&'()*+,./0-9:;<=>?A-Z_a-z-]+""")
_ADDRESS = re.compile(r"[A-Za-z]+://")
_LINK = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[^/?#]+/([^?#]*)(?:\?([^#]*))?(?:#.*)?")
_ESCAPED = re.compile(r"(?:[^%]|%[2-7][0-9A-Fa-f])*")
_DATES = frozenset({"11", "12", "13", "15", "16", "17"})
_PARTIES = frozenset({"410", "411", "412", "413", "414", "415", "416", "417"})
_CHECKED = frozenset({"00", "01", "02", *_PARTIES})
_QUALIFIERS = ("22", "10", "21")
_LINK_GTIN = frozenset({"01", "gtin"})


@dataclass(frozen=True, slots=True)
class Gs1Code:
    """What a package says.

    Attributes:
        gtin: fourteen digits with a right check digit.
        expires: six digits YYMMDD, the last day on which it may be used, or nothing; see `expiry_date`.
    """

    gtin: str
    expires: str = ""
    lot: str = ""
    serial: str = ""


def read_gs1(scanned: str) -> Gs1Code | None:
    """What an element string or a GS1 Digital Link says; None when the text is neither, or wrong anywhere."""
    text = scanned.strip(" \t\r\n")
    if len(text) > LONGEST:
        return None
    pairs = _pairs_of_link(text) if _ADDRESS.match(text) else _pairs_of_string(text)
    said = _checked(pairs or ())
    if said is None or "01" not in said:
        return None
    return Gs1Code(said["01"], said.get("17", ""), said.get("10", ""), said.get("21", ""))


def expiry_date(expires: str, today: date) -> date:
    """The last day that six digits YYMMDD name; day 00 is the end of the month.

    The century is the one that brings the year nearest to today: 49 years back to 50 ahead (GS1 General
    Specifications, 7.12).
    """
    year, month, day = (int(expires[place : place + 2]) for place in (0, 2, 4))
    full = today.year - today.year % 100 + year
    ahead = full - today.year
    full += -100 if ahead >= 51 else 100 if ahead <= -50 else 0
    last = calendar.monthrange(full, month)[1]
    return date(full, month, min(day or last, last))


def is_expired(code: Gs1Code, today: date) -> bool:
    """Whether the package says that it must not be used any more on this day of the store."""
    return code.expires != "" and expiry_date(code.expires, today) < today


def _pairs_of_string(text: str) -> list[tuple[str, str]] | None:
    if text.startswith("("):
        written = _WRITTEN.findall(text)
        return written if "".join(f"({code}){value}" for code, value in written) == text else None
    mark = next(filter(text.startswith, _MARKS), "")
    plain = text.removeprefix(mark).removeprefix(SEPARATOR)
    # Without a mark of GS1 it may be anything: then it is one only when it begins with the number of the goods.
    if not mark and not text.startswith(SEPARATOR) and not plain.startswith("01"):
        return None
    return _cut(plain.removesuffix(SEPARATOR))


def _cut(plain: str) -> list[tuple[str, str]] | None:
    """The elements of a string, in their order; None when anything in it is unknown or too short."""
    pairs, place = [], 0
    while place < len(plain):
        code = next((plain[place : place + n] for n in (2, 3, 4) if find_identifier(plain[place : place + n])), "")
        rule = find_identifier(code)
        if rule is None:
            return None
        place += len(code)
        separator = plain.find(SEPARATOR, place)
        rest = len(plain) if separator < 0 else separator
        stop = rest if rule.needs_end else place + rule.most
        if stop > rest:
            return None
        pairs.append((code, plain[place:stop]))
        place = stop + 1 if plain[stop : stop + 1] == SEPARATOR else stop
    return pairs


def _pairs_of_link(text: str) -> list[tuple[str, str]] | None:
    """The number, its qualifiers in their order, and what the query says; anything may stand before the number."""
    link = _LINK.fullmatch(text)
    if link is None or not all("!" <= char <= "~" for char in text):
        return None
    parts = link[1].removesuffix("/").split("/")
    for place, part in enumerate(parts[:-1]):
        if part in _LINK_GTIN and (path := _pairs_of_path(parts[place + 1 :])):
            query = [each.partition("=") for each in (link[2] or "").split("&")]
            said = [(name, _unescape(value)) for name, _, value in query if find_identifier(name)]
            return [*path, *((name, value or "") for name, value in said)]
    return None


def _pairs_of_path(parts: list[str]) -> list[tuple[str, str]] | None:
    """What stands behind `/01/`: 8, 12, 13 or 14 digits, then pairs of a qualifier and its value."""
    gtin, names, values = parts[0], parts[1::2], parts[2::2]
    in_order = [name for name in _QUALIFIERS if name in names]
    if not is_gtin(gtin) or len(names) != len(values) or names != in_order:
        return None
    return [
        ("01", gtin.zfill(14)),
        *((name, _unescape(value) or "") for name, value in zip(names, values, strict=True)),
    ]


def _unescape(part: str) -> str | None:
    """A part of an address without its escapes; None where an escape is none of plain ASCII."""
    if not _ESCAPED.fullmatch(part):
        return None
    return re.sub("%(..)", lambda escape: chr(int(escape[1], 16)), part)


def _checked(pairs: Iterable[tuple[str, str]]) -> dict[str, str] | None:
    """The elements by their identifiers; None when one is wrong, or said twice and differently."""
    said: dict[str, str] = {}
    for code, value in pairs:
        if not _is_right(code, value) or said.setdefault(code, value) != value:
            return None
    return said


def _is_right(code: str, value: str) -> bool:
    rule = find_identifier(code)
    if rule is None or not rule.least <= len(value) <= rule.most or not _CHARACTERS.fullmatch(value):
        return False
    if rule.is_number and not (value.isascii() and value.isdigit()):
        return False
    if code in _CHECKED:
        return gtin_check_digit(value[:-1]) == value[-1]
    return code not in _DATES or _is_date(value)


def _is_date(digits: str) -> bool:
    year, month, day = (int(digits[place : place + 2]) for place in (0, 2, 4))
    # Of the years that two digits can mean, every fourth has a 29th of February as far as packages are kept.
    return 1 <= month <= 12 and day <= calendar.monthrange(2000 + year, month)[1]
