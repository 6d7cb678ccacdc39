"""Ending: an order that ends, or wants less, waits for less; transfers that nobody has packed for it are cancelled."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from noren.orders.locking import LockedOrder
from noren.orders.routing.models import Sourcing, SourcingStatus
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
    drop(locked, [(row, row.open) for row in open_sourcings(locked)], words=words, channel=channel, at=at)


def wait_for_fewer(
    locked: LockedOrder,
    fewer: Mapping[int, int],
    *,
    also: Iterable[int],
    words: str,
    channel: str,
    at: datetime,
) -> None:
    """Give up some of what a locked order waits for: what is parked first, then what was asked for last.

    Of a transfer that goes on, what the order does not want any more is free where it arrives.

    Args:
        fewer: pieces by id of the line, each at most what it waits for.
        also: ids of other variants whose stock the caller is going to book.
    """
    if not fewer:
        return
    drop(locked, list(_last_of(open_sourcings(locked), fewer)), also=also, words=words, channel=channel, at=at)


def _last_of(rows: Sequence[Sourcing], fewer: Mapping[int, int]) -> Iterator[tuple[Sourcing, int]]:
    """So many pieces of the sourcings of each line."""
    left = dict(fewer)
    parked = [row for row in rows if row.status == SourcingStatus.PARKED]
    coming = [row for row in rows if row.status == SourcingStatus.COMING]
    for row in (*parked, *reversed(coming)):
        pieces = min(row.open, left.get(row.line_id, 0))
        if pieces:
            left[row.line_id] -= pieces
            yield row, pieces


def drop(
    locked: LockedOrder,
    steps: Sequence[tuple[Sourcing, int]],
    *,
    also: Iterable[int] = (),
    words: str,
    channel: str,
    at: datetime,
) -> None:
    """Give up pieces of open sourcings of a locked order, and cancel transfers that nobody has packed or waits for."""
    dropped = {row.pk: pieces for row, pieces in steps}
    wanted = {row.transfer_uid for row in open_sourcings(locked) if dropped.get(row.pk, 0) < row.open}
    given_up = {row.transfer_uid for row, pieces in steps if row.transfer_uid and pieces} - wanted
    unsent = [
        each for each in transfers_of_order(locked.order.uid).values() if each.uid in given_up and not each.is_sent
    ]
    for each in sorted(unsent, key=lambda each: each.uid):
        lock_transfer(each.uid)
    lock_goods({line.variant_id for line in locked.lines} | {*also})
    for row, pieces in steps:
        row.line.awaited_quantity -= pieces
    list(settle([(row, 0, pieces) for row, pieces in steps], words=words, at=at))
    for each in unsent:
        cancel_transfer(each.uid, reason=words, by=By(at, None, channel))
