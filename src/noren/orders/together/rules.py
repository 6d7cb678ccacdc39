"""How what two tills picked of a line comes together. Pure."""

from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(seconds=45)
"""How long a till is present after its last word: four of them, which it says every ten seconds."""


def present_since(at: datetime) -> datetime:
    """Who spoke after this instant is present at `at`."""
    return at - FORGOTTEN_AFTER


def merged(stored: int, *, quantity: int, seen: int, limit: int) -> int:
    """Pieces picked of a line once a till has told its own count; the same told again at once changes nothing.

    More than the till began from raises the count to its own, and less lowers it, so no word counts a piece twice. Two
    who scan a piece each of one line within the same moment count one. Where one ticks off and another takes a tick
    back, the later word holds, also one that was told again after a lost answer: ticks help to pick, and the goods are
    seen by who puts them by.

    Args:
        stored: what is known, of all tills.
        quantity: what this till has.
        seen: what it began from.
        limit: pieces that are to be picked.
    """
    if quantity > seen:
        stored = max(stored, quantity)
    elif quantity < seen:
        stored = min(stored, quantity)
    return max(0, min(stored, limit))
