"""Listening: orders that wait for goods of other stores follow their transfers, and stores know who came."""

from collections.abc import Sequence

from django.utils.timezone import now

from noren.orders.regulars.keep import SEEN_WITHIN, Seen, keep_seen
from noren.orders.routing.follow import follow_transfer
from noren.timeline.consume import Listener
from noren.timeline.queries import RecordedEvent

ORDER_PLACED = "Order Completed"


def follow_transfers(events: Sequence[RecordedEvent]) -> None:
    """Bring the order of each transfer up to it; a transfer that is told of twice is followed once."""
    last = {event.subject_uid: event for event in events if event.subject_uid is not None}
    for transfer_uid, event in last.items():
        follow_transfer(transfer_uid, at=event.occurred_at)


def keep_regulars(events: Sequence[RecordedEvent]) -> None:
    """Note whom a store saw at its counter: who joined there, bought at a till, or fetched an order.

    Of years ago there is much to hear where this begins to listen in a shop that has sold before: nobody comes back so.
    """
    since = now().date() - SEEN_WITHIN
    keep_seen(
        [
            Seen(event.store_id, event.customer_id, event.occurred_at.date())
            for event in events
            if event.store_id is not None
            and event.customer_id is not None
            and event.occurred_at.date() >= since
            and (event.name != ORDER_PLACED or event.channel == "till")
        ]
    )


LISTENERS = (
    Listener(
        name="orders.transfers",
        event_names=frozenset({"Transfer Sent", "Transfer Received", "Transfer Cancelled"}),
        handle=follow_transfers,
    ),
    Listener(
        name="orders.regulars",
        event_names=frozenset({"Member Joined", ORDER_PLACED, "Order Handed Over"}),
        handle=keep_regulars,
    ),
)
