"""Cancelling a transfer. What had left its store by then is somewhere, and it must be said where."""

from uuid import UUID

from django.db import transaction

from noren.stock.events import TransferCancelled
from noren.stock.holding import end_holds_of
from noren.stock.ledger import lock_levels
from noren.stock.models import MovementKind
from noren.stock.transfers.errors import WhereaboutsMissing
from noren.stock.transfers.locking import By, LockedTransfer, lock_transfer, write_lines
from noren.stock.transfers.models import Difference, Transfer, TransferStatus, Whereabouts
from noren.timeline.record import record

_OPEN = (
    TransferStatus.DRAFT,
    TransferStatus.READY,
    TransferStatus.IN_TRANSIT,
    TransferStatus.PARTLY_RECEIVED,
)


def cancel_transfer(uid: UUID, *, goods_are: str = "", reason: str = "", by: By) -> None:
    """Give a transfer up. What was received stays received; held pieces are free again. Safe to repeat.

    Args:
        goods_are: for pieces that are on the way, `back` (in the source again) or `lost`; else it is not looked at.

    Raises:
        TransferNotFound; TransferNotPossible: all of it was received.
        WhereaboutsMissing: pieces are on the way and it was not said where they are.

    Records "Transfer Cancelled".
    """
    with transaction.atomic(savepoint=False):
        locked = lock_transfer(uid)
        transfer = locked.transfer
        if transfer.status == TransferStatus.CANCELED:
            return
        locked.check_status(*_OPEN)
        on_the_way = locked.on_the_way
        where = goods_are if transfer.sent_at is not None else ""
        if transfer.sent_at is not None and where not in Whereabouts.values:
            raise WhereaboutsMissing(field="goods_are")
        if transfer.status == TransferStatus.READY:
            _release(locked, by=by)
        elif transfer.sent_at is not None:
            _settle(locked, Whereabouts(where), by=by, reason=reason.strip())
        Transfer.objects.filter(pk=transfer.pk).update(
            status=TransferStatus.CANCELED,
            canceled_at=by.at,
            canceled_by=by.staff_id,
            cancel_reason=reason.strip(),
            goods_are=where,
        )
        event = TransferCancelled(
            transfer.uid,
            transfer.number,
            transfer.from_store.code,
            transfer.to_store.code,
            on_the_way,
            where,
            reason.strip(),
        )
        record(event, told=locked.told(by, store_id=transfer.from_store_id))


def _release(locked: LockedTransfer, *, by: By) -> None:
    ledger = lock_levels(locked.transfer.from_store_id, [line.variant_id for line in locked.lines])
    end_holds_of(locked.transfer.uid, ledger, at=by.at)
    ledger.write(locked.cause(by))


def _settle(locked: LockedTransfer, where: Whereabouts, *, by: By, reason: str) -> None:
    """Pieces on the way are in the source again, or nowhere."""
    open_lines = [line for line in locked.lines if line.on_the_way]
    if where == Whereabouts.BACK:
        ledger = lock_levels(locked.transfer.from_store_id, [line.variant_id for line in open_lines])
        for line in open_lines:
            ledger.book(line.variant_id, MovementKind.TRANSFERRED, on_hand=line.on_the_way)
        ledger.write(locked.cause(by, reason=reason))
    for line in open_lines:
        line.difference = Difference.BACK if where == Whereabouts.BACK else Difference.LOST
        line.returned += line.on_the_way if where == Whereabouts.BACK else 0
        line.lost += line.on_the_way if where == Whereabouts.LOST else 0
    write_lines(open_lines)
