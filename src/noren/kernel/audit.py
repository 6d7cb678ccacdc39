"""What an audit says: one difference between a ledger and what should follow from it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that is not what its ledger says.

    Attributes:
        room: the room whose audit found it.
        check: stable name of the check, snake_case.
        subject: what it is about, with ids, such as `level 12 (store S001, variant 42)`.
        expected: the figure recomputed from the ledger.
        found: the figure that stands.
    """

    room: str
    check: str
    subject: str
    expected: str
    found: str
