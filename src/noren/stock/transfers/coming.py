"""Transfers for orders that wait for their goods: how far each line is, as the room of orders follows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from noren.stock.transfers.locking import LockedTransfer
from noren.stock.transfers.models import Transfer, TransferStatus

NOT_SENT = (TransferStatus.DRAFT, TransferStatus.READY)


@dataclass(frozen=True, slots=True)
class Coming:
    """A transfer that an order waits for.

    Attributes:
        is_sent: whether its goods have left the source.
    """

    uid: UUID
    number: str
    status: str
    from_store_id: int
    is_sent: bool


def pieces_to_come(locked: LockedTransfer) -> dict[int, int]:
    """Pieces by variant id of a locked transfer that may still arrive."""
    status = TransferStatus(locked.transfer.status)
    if status in (TransferStatus.CANCELED, TransferStatus.RECEIVED):
        return {}
    is_sent = status not in NOT_SENT
    pieces = {line.variant_id: line.on_the_way if is_sent else line.wanted for line in locked.lines}
    return {variant_id: quantity for variant_id, quantity in pieces.items() if quantity}


def transfers_of_order(order_uid: UUID) -> Mapping[UUID, Coming]:
    """The transfers that were drafted for an order, by uid."""
    rows = Transfer.objects.filter(kept_for_uid=order_uid).order_by("pk")
    return {
        row.uid: Coming(row.uid, str(row), row.status, row.from_store_id, row.status not in NOT_SENT) for row in rows
    }


def order_of_transfer(uid: UUID) -> UUID | None:
    """The order that a transfer was drafted for; None for one of its own."""
    return Transfer.objects.filter(uid=uid).values_list("kept_for_uid", flat=True).first()
