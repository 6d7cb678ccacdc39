"""Ending: an order that ends waits for nothing more; transfers that nobody has packed for it are cancelled."""

from datetime import datetime

from noren.orders.locking import LockedOrder
from noren.orders.routing.models import Sourcing
from noren.orders.routing.sourcing import lock_goods, open_sourcings, settle
from noren.stock.transfers.cancel import cancel_transfer
from noren.stock.transfers.coming import transfers_of_order
from noren.stock.transfers.locking import By, lock_transfer


def stop_waiting(locked: LockedOrder, *, words: str, channel: str, at: datetime) -> None:
    """Give up what a locked order still waits for, before its other stock is released.

    A transfer that has left its store goes on: its goods are free where they arrive.
    """
    if not any(line.awaited_quantity for line in locked.lines):
        return
    drop(locked, open_sourcings(locked), words=words, channel=channel, at=at)


def drop(locked: LockedOrder, rows: list[Sourcing], *, words: str, channel: str, at: datetime) -> None:
    """Give up open sourcings of a locked order, and cancel those of their transfers that nobody has packed."""
    uids = {row.transfer_uid for row in rows if row.transfer_uid}
    unsent = [each for each in transfers_of_order(locked.order.uid).values() if each.uid in uids and not each.is_sent]
    for each in sorted(unsent, key=lambda each: each.uid):
        lock_transfer(each.uid)
    lock_goods({line.variant_id for line in locked.lines})
    for row in rows:
        row.line.awaited_quantity -= row.open
    list(settle([(row, 0, row.open) for row in rows], words=words, at=at))
    for each in unsent:
        cancel_transfer(each.uid, reason=words, by=By(at, None, channel))
