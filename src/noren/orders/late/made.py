"""What an envelope says of a sale that a till made without a network, and what is found when it is booked."""

from dataclasses import dataclass
from datetime import datetime

from noren.orders.late.causes import Ours
from noren.pricing import Quote


@dataclass(frozen=True, slots=True)
class MadeOffline:
    """A sale as a till made it by itself.

    Attributes:
        quoted: what the till quoted, charged and printed; lines by their uids, coupons by their codes.
        device_at: aware, as its clock showed.
        clock_offset_s: by how much that clock was ahead of ours when the till last heard from us, seconds.
        synced_at: aware, our time of the goods and prices it sold by.
        fingerprint: of the whole envelope; a repeat has the same.
        provisional_number: as it stands on the paper.
        member_number: of the card that was scanned, where `PlaceOrder.customer_uid` is not known.
        sent_by_id: the staff member under whose sign-in it was sent.
        stopped_at: since when nobody was to sell with the device that sends it by itself; None for any other.
    """

    quoted: Quote
    device_at: datetime
    clock_offset_s: int
    synced_at: datetime
    assortment_version: str
    provisional_number: str
    fingerprint: str
    sent_by_id: int
    member_number: str = ""
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Late:
    """What is found of a late sale before its coupon uses are taken.

    Attributes:
        made_at: when we take it to be made, aware, never after `booked_at`.
        data_of: when its goods and prices were ours, never after `booked_at`.
        named_customer: who was named and is nobody's; empty where the customer was found or nobody was named.
    """

    made: MadeOffline
    made_at: datetime
    booked_at: datetime
    data_of: datetime
    named_customer: str
    ours: Ours
