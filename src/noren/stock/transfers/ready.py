"""Making a transfer ready: its pieces are held at the source, so that nobody else is promised them."""

from uuid import UUID

from django.db import transaction

from noren.stock.events import TransferReady
from noren.stock.holding import book_holds, end_expired_holds
from noren.stock.ledger import Ledger, lock_levels
from noren.stock.models import HoldKind
from noren.stock.transfers.errors import Missing, TransferGoodsMissing
from noren.stock.transfers.locking import By, LockedTransfer, lock_transfer
from noren.stock.transfers.models import Transfer, TransferStatus
from noren.timeline.record import record


def make_ready(uid: UUID, *, by: By) -> None:
    """Hold all pieces of a draft at its source until they are sent. All or nothing; safe to repeat.

    Raises:
        TransferNotFound; TransferNotPossible: it went on, or was cancelled.
        TransferGoodsMissing: less is available than is wanted, of the lines it names.

    Records "Transfer Ready".
    """
    with transaction.atomic(savepoint=False):
        locked = lock_transfer(uid)
        transfer = locked.transfer
        if transfer.status == TransferStatus.READY:
            return
        locked.check_status(TransferStatus.DRAFT)
        wanted = {line.variant_id: line.wanted for line in locked.lines}
        ledger = lock_levels(transfer.from_store_id, wanted)
        if _missing(locked, ledger):
            end_expired_holds(ledger, at=by.at)
        if missing := _missing(locked, ledger):
            raise TransferGoodsMissing(missing)
        book_holds(ledger, wanted, kind=HoldKind.TRANSFER, owner_uid=transfer.uid, expires_at=None, at=by.at)
        ledger.write(locked.cause(by))
        Transfer.objects.filter(pk=transfer.pk).update(
            status=TransferStatus.READY, ready_at=by.at, ready_by=by.staff_id
        )
        event = TransferReady(
            transfer.uid,
            transfer.number,
            transfer.from_store.code,
            transfer.to_store.code,
            len(wanted),
            sum(wanted.values()),
        )
        record(event, told=locked.told(by, store_id=transfer.from_store_id))


def _missing(locked: LockedTransfer, ledger: Ledger) -> list[Missing]:
    """The lines of which less is available than is wanted."""
    missing = []
    for line in locked.lines:
        level = ledger.levels.get(line.variant_id)
        available = max(0, level.available) if level else 0
        if available < line.wanted:
            missing.append(Missing(line.sku, line.name, line.wanted, available))
    return missing
