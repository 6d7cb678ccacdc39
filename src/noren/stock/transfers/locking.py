"""Locking a transfer: the first lock of every deed on one; the levels of its stores come after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from noren.stock.ledger import Cause, array_of
from noren.stock.transfers.errors import TransferNotFound, TransferNotPossible
from noren.stock.transfers.models import Transfer, TransferStatus
from noren.timeline.record import Told

CAUSE = "transfer"

_LOCK_UID = "SELECT pg_advisory_xact_lock(hashtextextended('transfer ' || %s::text, 0))"
_LINES = """
SELECT t.id, t.variant_id, v.sku, CASE WHEN v.name = '' THEN p.name ELSE p.name || ' ' || v.name END,
       t.wanted, t.sent, t.received, t.surplus, t.damaged, t.lost, t.returned, t.difference, t.remark
FROM stock_transferline t
JOIN catalog_variant v ON v.id = t.variant_id
JOIN catalog_product p ON p.id = v.product_id
WHERE t.transfer_id = %s ORDER BY t.position
"""
_WRITE = """
UPDATE stock_transferline l
SET sent = c.sent, received = c.received, surplus = c.surplus, damaged = c.damaged, lost = c.lost,
    returned = c.returned, difference = coalesce(d.difference, ''), remark = coalesce(d.remark, '')
FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[])
    AS c (id, sent, received, surplus, damaged, lost, returned)
LEFT JOIN unnest(%s::bigint[], %s::text[], %s::text[]) AS d (id, difference, remark) ON d.id = c.id
WHERE l.id = c.id
"""


@dataclass(frozen=True, slots=True)
class By:
    """Who does something with a transfer, when, and through what; `staff_id` is None for another program."""

    at: datetime
    staff_id: int | None = None
    channel: str = "office"


@dataclass(slots=True)
class LockedLine:
    """A line under its transfer's lock; what is changed here is written by `write_lines`."""

    id: int
    variant_id: int
    sku: str
    name: str
    wanted: int = 0
    sent: int = 0
    received: int = 0
    surplus: int = 0
    damaged: int = 0
    lost: int = 0
    returned: int = 0
    difference: str = ""
    remark: str = ""

    @property
    def on_the_way(self) -> int:
        """Pieces that have left the source and are not anywhere yet."""
        return self.sent - self.received - self.lost - self.returned


@dataclass(slots=True)
class LockedTransfer:
    """A transfer under our lock, with its stores and lines."""

    transfer: Transfer
    lines: list[LockedLine]

    @property
    def on_the_way(self) -> int:
        """Pieces of all lines that are on the way."""
        return sum(line.on_the_way for line in self.lines)

    def cause(self, by: By, *, reason: str = "") -> Cause:
        """Why stock moves for it."""
        return Cause(CAUSE, self.transfer.uid, by.at, reason, by.staff_id)

    def told(self, by: By, *, store_id: int) -> Told:
        """Where its events are told: in the store where the step was done."""
        return Told(at=by.at, channel=by.channel, store_id=store_id, subject_uid=self.transfer.uid)

    def check_status(self, *allowed: TransferStatus) -> None:
        """Refuse a step that the transfer's status does not allow: TransferNotPossible."""
        transfer = self.transfer
        if transfer.status not in allowed:
            raise TransferNotPossible(number=str(transfer), status=str(TransferStatus(transfer.status).label))


def lock_transfer_uid(uid: UUID) -> None:
    """Lock the uid of a transfer that may not exist yet, until the caller's transaction ends.

    A second request for the same transfer waits here, and its next statement sees what the first one made.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_UID, [uid])


def lock_transfer(uid: UUID) -> LockedTransfer:
    """Lock a transfer and read its lines; the caller holds it until its transaction ends.

    Raises:
        TransferNotFound.
    """
    transfer = (
        Transfer.objects.select_for_update(no_key=True, of=("self",))
        .select_related("from_store", "to_store")
        .filter(uid=uid)
        .first()
    )
    if transfer is None:
        raise TransferNotFound(field="uid")
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [transfer.pk])
        return LockedTransfer(transfer, [LockedLine(*row) for row in cursor.fetchall()])


def write_lines(lines: Iterable[LockedLine]) -> None:
    """Write what was changed in lines, in one statement; the caller holds their transfer's lock."""
    changed = list(lines)
    named = [line for line in changed if line.difference]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE,
            [
                array_of(line.id for line in changed),
                array_of(line.sent for line in changed),
                array_of(line.received for line in changed),
                array_of(line.surplus for line in changed),
                array_of(line.damaged for line in changed),
                array_of(line.lost for line in changed),
                array_of(line.returned for line in changed),
                [line.id for line in named],
                [line.difference for line in named],
                [line.remark for line in named],
            ],
        )
