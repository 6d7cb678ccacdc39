"""Drafts: what one store is to send to another. Nothing is held yet."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from noren.kernel.idempotency import fingerprint_of
from noren.stock.correct import check_quantities
from noren.stock.events import TransferChanged, TransferDrafted
from noren.stock.transfers.errors import (
    TransferEmpty,
    TransferSameStore,
    TransferTooLong,
    TransferUidTaken,
)
from noren.stock.transfers.goods import get_goods
from noren.stock.transfers.locking import By, lock_transfer, lock_transfer_uid
from noren.stock.transfers.models import Transfer, TransferLine, TransferStatus
from noren.stores.errors import StoreNotFound
from noren.stores.models import Store
from noren.timeline.record import Told, record

MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class Draft:
    """A transfer as it is asked for.

    Attributes:
        uid: made by the caller.
        from_store, to_store: codes of stores in business.
        lines: SKU (or barcode number) and pieces, each 1 to 1,000,000; what is named twice is added up.
        expected_on: the day it should arrive, by the receiving store's calendar.
        kept_for: the order that waits for its goods, which are held for it as they arrive.
    """

    uid: UUID
    from_store: str
    to_store: str
    lines: tuple[tuple[str, int], ...]
    note: str = ""
    expected_on: date | None = None
    kept_for: UUID | None = None

    def fingerprint(self) -> str:
        """A digest of all of it, the same for the same content."""
        lines = [part for sku, pieces in self.lines for part in (sku, str(pieces))]
        kept_for = [str(self.kept_for)] if self.kept_for else []
        return fingerprint_of(self.from_store, self.to_store, self.note, str(self.expected_on), *lines, *kept_for)


def draft_transfer(draft: Draft, *, by: By) -> None:
    """Write down what one store is to send to another. Safe to repeat: the same uid and content is the same transfer.

    Raises:
        TransferUidTaken: another transfer was drafted under this uid.
        StoreNotFound, TransferSameStore, TransferEmpty, TransferTooLong, MoveQuantityInvalid, SkuNotFound.

    Records "Transfer Drafted".
    """
    with transaction.atomic(savepoint=False):
        lock_transfer_uid(draft.uid)
        earlier = Transfer.objects.filter(uid=draft.uid).values_list("drafted_as", flat=True).first()
        if earlier is not None:
            if earlier != draft.fingerprint():
                raise TransferUidTaken(field="uid")
            return
        from_store, to_store = _stores(draft)
        pieces = _pieces(draft)
        transfer = Transfer.objects.create(
            uid=draft.uid,
            from_store=from_store,
            to_store=to_store,
            note=draft.note.strip(),
            expected_on=draft.expected_on,
            kept_for_uid=draft.kept_for,
            drafted_as=draft.fingerprint(),
            drafted_at=by.at,
            drafted_by=by.staff_id,
        )
        _write_lines(transfer, pieces)
        event = TransferDrafted(
            transfer.uid,
            transfer.number,
            from_store.code,
            to_store.code,
            len(pieces),
            sum(pieces.values()),
            draft.expected_on,
        )
        record(event, told=Told(at=by.at, channel=by.channel, store_id=from_store.pk, subject_uid=transfer.uid))


def change_draft(draft: Draft, *, by: By) -> None:
    """Put another content in place of a draft's. Safe to repeat.

    Raises:
        TransferNotFound; TransferNotPossible: it is no draft any more.
        StoreNotFound, TransferSameStore, TransferEmpty, TransferTooLong, MoveQuantityInvalid, SkuNotFound.

    Records "Transfer Changed", unless nothing changes.
    """
    with transaction.atomic(savepoint=False):
        locked = lock_transfer(draft.uid)
        locked.check_status(TransferStatus.DRAFT)
        transfer = locked.transfer
        from_store, to_store = _stores(draft)
        pieces = _pieces(draft)
        before = (transfer.from_store_id, transfer.to_store_id, transfer.note, transfer.expected_on)
        now = (from_store.pk, to_store.pk, draft.note.strip(), draft.expected_on)
        if before == now and {line.variant_id: line.wanted for line in locked.lines} == pieces:
            return
        transfer.from_store, transfer.to_store = from_store, to_store
        transfer.note, transfer.expected_on = draft.note.strip(), draft.expected_on
        transfer.save(update_fields=["from_store", "to_store", "note", "expected_on"])
        transfer.lines.all().delete()
        _write_lines(transfer, pieces)
        event = TransferChanged(
            transfer.uid,
            transfer.number,
            from_store.code,
            to_store.code,
            len(pieces),
            sum(pieces.values()),
            draft.expected_on,
        )
        record(event, told=locked.told(by, store_id=from_store.pk))


def _stores(draft: Draft) -> tuple[Store, Store]:
    codes = {"from_store": draft.from_store, "to_store": draft.to_store}
    known = {store.code: store for store in Store.objects.filter(code__in=codes.values(), is_active=True)}
    for field, code in codes.items():
        if code not in known:
            raise StoreNotFound(field=field, store=code)
    if draft.from_store == draft.to_store:
        raise TransferSameStore(field="to_store", store=known[draft.to_store].name)
    return known[draft.from_store], known[draft.to_store]


def _pieces(draft: Draft) -> dict[int, int]:
    """Pieces by variant id, in the order in which they are named."""
    if not draft.lines:
        raise TransferEmpty(field="lines")
    if len(draft.lines) > MOST_LINES:
        raise TransferTooLong(field="lines", limit=MOST_LINES, lines=len(draft.lines))
    check_quantities(quantity for _sku, quantity in draft.lines)
    goods = get_goods([sku for sku, _quantity in draft.lines])
    pieces: dict[int, int] = {}
    for sku, quantity in draft.lines:
        variant_id = goods[sku].variant_id
        pieces[variant_id] = pieces.get(variant_id, 0) + quantity
    check_quantities(pieces.values())
    return pieces


def _write_lines(transfer: Transfer, pieces: dict[int, int]) -> None:
    TransferLine.objects.bulk_create(
        TransferLine(transfer=transfer, position=position, variant_id=variant_id, wanted=quantity)
        for position, (variant_id, quantity) in enumerate(pieces.items(), start=1)
    )
