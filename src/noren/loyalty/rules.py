"""Pure functions of points."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LotFigures:
    """A lot as its ledger has it, in points, none negative.

    Attributes:
        earned: what it began with; remaining: what is left of it.
        spent: what was spent from it, or paid for a debt; the rest expired or was taken back.
        owed: what is owed already because spent points of this lot were not earned in the end.
    """

    earned: int
    remaining: int
    spent: int
    owed: int


def undo_earning(lot: LotFigures, *, points: int, undone: int) -> tuple[int, int]:
    """How much to take from a lot and how much becomes a debt, when points were not earned in the end.

    Only what was spent beyond what stays earned is owed: points that expired did nobody any good.

    Args:
        points: what this deed undoes; undone: what all deeds together undo, this one included, at most `earned`.
    """
    debt = max(0, lot.spent - (lot.earned - undone)) - lot.owed
    return min(lot.remaining, points - debt), debt
