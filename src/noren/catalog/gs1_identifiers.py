"""GS1 Application Identifiers that a package in a shop may carry: how long what follows each of them is.

GS1 General Specifications, chapter 3. The till has the same table: `frontend/till/src/assortment/gs1_identifiers.ts`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identifier:
    """What may follow an Application Identifier.

    Attributes:
        least: characters at least.
        most: characters at most; equal to `least` where the length is fixed.
        is_number: digits alone.
        needs_end: whether a separator follows unless it is the last: all but the predefined lengths.
    """

    least: int
    most: int
    is_number: bool
    needs_end: bool


# (first AI, last AI, least, most, digits alone)
_TABLE = (
    ("00", "00", 18, 18, True),
    ("01", "02", 14, 14, True),
    ("10", "10", 1, 20, False),
    ("11", "13", 6, 6, True),
    ("15", "17", 6, 6, True),
    ("20", "20", 2, 2, True),
    ("21", "22", 1, 20, False),
    ("30", "30", 1, 8, True),
    ("37", "37", 1, 8, True),
    ("235", "235", 1, 28, False),
    ("240", "241", 1, 30, False),
    ("242", "242", 1, 6, True),
    ("243", "243", 1, 20, False),
    ("250", "251", 1, 30, False),
    ("254", "254", 1, 20, False),
    ("400", "401", 1, 30, False),
    ("403", "403", 1, 30, False),
    ("410", "417", 13, 13, True),
    ("420", "420", 1, 20, False),
    ("422", "422", 3, 3, True),
    ("3100", "3169", 6, 6, True),
    ("3200", "3299", 6, 6, True),
    ("3300", "3379", 6, 6, True),
    ("3400", "3579", 6, 6, True),
    ("3600", "3699", 6, 6, True),
    ("3900", "3909", 1, 15, True),
    ("3920", "3929", 1, 15, True),
    ("3940", "3943", 4, 4, True),
    ("7003", "7003", 10, 10, True),
    ("7006", "7006", 6, 6, True),
    ("8005", "8005", 6, 6, True),
    ("8020", "8020", 1, 25, False),
    ("90", "90", 1, 30, False),
    ("91", "99", 1, 90, False),
)
# After these first two digits no separator is needed: their length is known for ever (figure 7.8.5-2).
_PREDEFINED = frozenset({"00", "01", "02", "03", "04", *map(str, range(11, 21)), *map(str, range(31, 37)), "41"})


def find_identifier(code: str) -> Identifier | None:
    """What may follow this Application Identifier; None when it is none that is known here."""
    if not (code.isascii() and code.isdigit()):
        return None
    for first, last, least, most, is_number in _TABLE:
        if len(code) == len(first) and first <= code <= last:
            return Identifier(least, most, is_number, code[:2] not in _PREDEFINED)
    return None
