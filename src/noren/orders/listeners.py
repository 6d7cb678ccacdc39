"""Listening: orders that wait for goods of other stores follow their transfers."""

from collections.abc import Sequence

from noren.orders.routing.follow import follow_transfer
from noren.timeline.consume import Listener
from noren.timeline.queries import RecordedEvent


def follow_transfers(events: Sequence[RecordedEvent]) -> None:
    """Bring the order of each transfer up to it; a transfer that is told of twice is followed once."""
    last = {event.subject_uid: event for event in events if event.subject_uid is not None}
    for transfer_uid, event in last.items():
        follow_transfer(transfer_uid, at=event.occurred_at)


LISTENERS = (
    Listener(
        name="orders.transfers",
        event_names=frozenset({"Transfer Sent", "Transfer Received", "Transfer Cancelled"}),
        handle=follow_transfers,
    ),
)
