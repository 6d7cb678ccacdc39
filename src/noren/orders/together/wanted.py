"""What a till says of an order that it has open."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Here:
    """Who has the order open, and where."""

    store_id: int
    register_id: int
    register_name: str
    staff_id: int


@dataclass(frozen=True, slots=True)
class Ticked:
    """A line that was ticked off, in part or again not.

    Attributes:
        quantity: pieces picked as this till has it.
        seen_quantity: what the till began from: the last that it was told, 0 before.
    """

    line_uid: UUID
    quantity: int
    seen_quantity: int
