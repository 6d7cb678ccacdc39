"""What a till says of a list that it puts by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class At:
    """Who does something with a list, and where."""

    store_id: int
    register_id: int
    staff_id: int


@dataclass(frozen=True, slots=True)
class HoldList:
    """A list as it stands on the till.

    Attributes:
        base_version: the version that the till changed; 0 for a list that the server never saw.
        lines: uid, sku, name, quantity, unit_price_minor and tax_rate_bp of each.
        member_number: of the card that was shown, or empty.
        is_for_home: whether the goods were to be sent home; the address is asked for again.
    """

    uid: UUID
    base_version: int
    lines: Sequence[Mapping[str, str | int]]
    coupon_codes: Sequence[str]
    member_number: str
    is_for_home: bool
    total_minor: int
    held_at: datetime
