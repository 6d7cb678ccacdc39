"""Sending a transfer: what was put into the box leaves the source."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from noren.stock.events import TransferSent
from noren.stock.holding import end_holds_of
from noren.stock.ledger import lock_levels
from noren.stock.models import MovementKind
from noren.stock.transfers.errors import LineNotOfTransfer, SentTooMany, TransferEmpty
from noren.stock.transfers.locking import By, LockedTransfer, lock_transfer, write_lines
from noren.stock.transfers.models import Transfer, TransferStatus
from noren.timeline.record import record


def send_transfer(uid: UUID, sent: Mapping[str, int] | None = None, *, by: By) -> None:
    """The box leaves: what is in it is in no store's figures until it arrives; the rest of the hold is released.

    Never refused for want of stock: the goods are in the box. Safe to repeat with the same pieces.

    Args:
        sent: pieces in the box by SKU, each 0 to what is wanted; a SKU that is not named is not in it. None: all
            that is wanted.

    Raises:
        TransferNotFound; TransferNotPossible: it is not ready, or was sent with other pieces.
        LineNotOfTransfer, SentTooMany; TransferEmpty: the box is empty.

    Records "Transfer Sent".
    """
    with transaction.atomic(savepoint=False):
        locked = lock_transfer(uid)
        transfer = locked.transfer
        pieces = _pieces(locked, sent)
        if transfer.sent_at is not None and all(line.sent == pieces.get(line.sku, 0) for line in locked.lines):
            return
        locked.check_status(TransferStatus.READY)
        ledger = lock_levels(transfer.from_store_id, [line.variant_id for line in locked.lines])
        end_holds_of(transfer.uid, ledger, at=by.at)
        for line in locked.lines:
            line.sent = pieces.get(line.sku, 0)
            if line.sent:
                ledger.book(line.variant_id, MovementKind.TRANSFERRED, on_hand=-line.sent)
        ledger.write(locked.cause(by))
        write_lines(locked.lines)
        Transfer.objects.filter(pk=transfer.pk).update(
            status=TransferStatus.IN_TRANSIT, sent_at=by.at, sent_by=by.staff_id
        )
        event = TransferSent(
            transfer.uid,
            transfer.number,
            transfer.from_store.code,
            transfer.to_store.code,
            sum(line.wanted for line in locked.lines),
            sum(pieces.values()),
        )
        record(event, told=locked.told(by, store_id=transfer.from_store_id))


def _pieces(locked: LockedTransfer, sent: Mapping[str, int] | None) -> Mapping[str, int]:
    """What is in the box, by SKU."""
    lines = {line.sku: line for line in locked.lines}
    pieces = {line.sku: line.wanted for line in locked.lines} if sent is None else sent
    for sku, quantity in pieces.items():
        line = lines.get(sku)
        if line is None:
            raise LineNotOfTransfer(field=f"lines.{sku}", sku=sku)
        if not 0 <= quantity <= line.wanted:
            raise SentTooMany(field=f"lines.{sku}", name=line.name, wanted=line.wanted, quantity=quantity)
    if not any(pieces.values()):
        raise TransferEmpty(field="lines")
    return pieces
