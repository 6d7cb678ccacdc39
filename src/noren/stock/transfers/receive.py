"""Receiving a transfer, in one arrival or several. The only code that lets its pieces into a store."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from noren.kernel.idempotency import fingerprint_of
from noren.stock.correct import check_quantities
from noren.stock.events import TransferReceived
from noren.stock.holding import write_kept
from noren.stock.ledger import lock_stores
from noren.stock.models import AsideState, MovementKind
from noren.stock.set_aside import book_aside
from noren.stock.transfers.errors import (
    DamagedTooMany,
    DifferenceUnnamed,
    TransferEmpty,
    TransferMoved,
    TransferUidTaken,
)
from noren.stock.transfers.goods import get_goods
from noren.stock.transfers.locking import By, LockedLine, LockedTransfer, lock_transfer, write_lines
from noren.stock.transfers.models import Difference, Transfer, TransferArrival, TransferLine, TransferStatus
from noren.timeline.record import record

ON_ITS_WAY = (TransferStatus.IN_TRANSIT, TransferStatus.PARTLY_RECEIVED)
_SETTLED = (Difference.LOST, Difference.BACK)


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of one variant.

    Attributes:
        pieces: all that came, the damaged ones too; 0 where a difference alone is named.
        damaged: how many of them are broken; they are set aside.
        difference: for more than was on the way, `surplus`; for less, `lost` or `back`, or empty while the rest may
            still come.
    """

    sku: str
    pieces: int
    damaged: int = 0
    difference: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A count of what came, made by somebody at the receiving store.

    Attributes:
        uid: made where it was counted; the same on every repeat.
        counted: None when all that is on the way came, undamaged.
        is_closing: nothing more will come, so what is missing must have its difference named.
        seen_arrivals: how many arrivals there were when the counting began. When there are more by now, the same pieces
            may have been counted twice, and it is refused. None to go without this.
    """

    uid: UUID
    counted: tuple[Counted, ...] | None
    is_closing: bool = False
    seen_arrivals: int | None = None

    def fingerprint(self) -> str:
        """A digest of what was counted, the same for the same content."""
        parts = ["all"] if self.counted is None else [repr(each) for each in self.counted]
        return fingerprint_of(str(self.is_closing), *parts)


@dataclass(slots=True)
class _Booked:
    """What an arrival did to one line."""

    line: LockedLine
    came: int
    damaged: int
    surplus: int
    lost: int
    returned: int


def receive_transfer(uid: UUID, arrival: Arrival, *, by: By) -> None:
    """Let what came of a transfer into the receiving store; it is received when nothing is on the way any more.

    Damaged pieces are set aside. A surplus was packed without being written down, so it leaves the source now; pieces
    that are `back` were never packed, or came back, and are in the source again; `lost` ones are nowhere. Promises that
    fell short at the receiving store are settled. What an order waits for is held for it, under the transfer's uid.
    Safe to repeat: an arrival counts once.

    Raises:
        TransferNotFound; TransferNotPossible: it is not on the way.
        TransferMoved: others received some of it since `seen_arrivals`.
        TransferUidTaken: the arrival's uid was used for another count.
        TransferEmpty: nothing came and nothing was named; MoveQuantityInvalid, DamagedTooMany, DifferenceUnnamed;
        SkuNotFound: something came that has no SKU here. `field` is `lines.<SKU>`.

    Records "Transfer Received".
    """
    with transaction.atomic(savepoint=False):
        locked = lock_transfer(uid)
        if _is_repeat(locked.transfer, arrival):
            return
        locked.check_status(*ON_ITS_WAY)
        if arrival.seen_arrivals is not None and arrival.seen_arrivals != locked.transfer.arrivals.count():
            raise TransferMoved
        booked = [_book(line, counted) for line, counted in _pairs(locked, arrival)]
        if arrival.is_closing:
            _check_all_named(locked)
        if not any((each.came, each.surplus, each.lost, each.returned) != (0, 0, 0, 0) for each in booked):
            raise TransferEmpty(field="lines")
        _move(locked, booked, by=by)
        _write(locked, booked, arrival, by=by)


def _is_repeat(transfer: Transfer, arrival: Arrival) -> bool:
    earlier = TransferArrival.objects.filter(uid=arrival.uid).values_list("transfer_id", "counted_as").first()
    if earlier is None:
        return False
    if earlier != (transfer.pk, arrival.fingerprint()):
        raise TransferUidTaken(field="uid")
    return True


def _pairs(locked: LockedTransfer, arrival: Arrival) -> list[tuple[LockedLine, Counted]]:
    """Each count with its line; goods that are on no line get one of their own, of which nothing was wanted."""
    lines = {line.sku: line for line in locked.lines}
    if arrival.counted is None:
        return [(line, Counted(line.sku, line.on_the_way)) for line in locked.lines if line.on_the_way]
    others = [each.sku for each in arrival.counted if each.sku not in lines and each.pieces]
    for typed, goods in get_goods(others).items() if others else ():
        new = LockedLine(0, goods.variant_id, goods.sku, goods.name)
        lines[typed] = lines.setdefault(goods.sku, new)
    return [(lines[each.sku], each) for each in arrival.counted if each.sku in lines]


def _book(line: LockedLine, counted: Counted) -> _Booked:
    """Book a count on its line."""
    if counted.pieces:
        check_quantities([counted.pieces])
    if not 0 <= counted.damaged <= counted.pieces:
        raise DamagedTooMany(field=f"lines.{line.sku}", name=line.name, pieces=counted.pieces, damaged=counted.damaged)
    came = min(counted.pieces, line.on_the_way)
    surplus = counted.pieces - came
    if surplus and counted.difference != Difference.SURPLUS:
        raise _unnamed(line, expected=line.on_the_way, pieces=counted.pieces)
    line.received += came
    line.surplus += surplus
    line.damaged += counted.damaged
    rest = line.on_the_way if counted.difference in _SETTLED else 0
    lost, returned = (rest, 0) if counted.difference == Difference.LOST else (0, rest)
    line.lost += lost
    line.returned += returned
    if surplus or rest:
        line.difference, line.remark = counted.difference, counted.remark.strip()
    return _Booked(line, came, counted.damaged, surplus, lost, returned)


def _check_all_named(locked: LockedTransfer) -> None:
    for line in locked.lines:
        if line.on_the_way:
            raise _unnamed(line, expected=line.sent, pieces=line.received)


def _unnamed(line: LockedLine, *, expected: int, pieces: int) -> DifferenceUnnamed:
    return DifferenceUnnamed(field=f"lines.{line.sku}", name=line.name, expected=expected, pieces=pieces)


def _move(locked: LockedTransfer, booked: Iterable[_Booked], *, by: By) -> None:
    """Book what came at the receiving store, and what is the source's after all."""
    transfer = locked.transfer
    at_source: dict[int, int] = {}
    for each in booked:
        if each.returned or each.surplus:
            before = at_source.get(each.line.variant_id, 0)
            at_source[each.line.variant_id] = before + each.returned - each.surplus
    arrived = [each for each in booked if each.came or each.surplus]
    ledgers = lock_stores(
        {transfer.from_store_id: at_source, transfer.to_store_id: [each.line.variant_id for each in arrived]}
    )
    source, destination = ledgers[transfer.from_store_id], ledgers[transfer.to_store_id]
    kept = _kept(arrived) if transfer.kept_for_uid is not None else {}
    if kept:
        write_kept(destination, kept, owner_uid=transfer.uid, at=by.at)
    for each in arrived:
        variant_id, came = each.line.variant_id, each.came + each.surplus
        destination.book(variant_id, MovementKind.TRANSFERRED, on_hand=came, held=kept.pop(variant_id, 0))
        if each.damaged:
            book_aside(destination, each.line.variant_id, each.damaged, AsideState.DAMAGED)
    for variant_id, change in at_source.items():
        source.book(variant_id, MovementKind.TRANSFERRED, on_hand=change)
    cause = locked.cause(by)
    destination.write(cause)
    source.write(cause)


def _kept(arrived: Iterable[_Booked]) -> dict[int, int]:
    """Pieces by variant id that are held for the order that waits for them: what was sent, came and is sound."""
    sound: dict[int, int] = {}
    for each in arrived:
        pieces = min(each.came, each.came + each.surplus - each.damaged)
        sound[each.line.variant_id] = sound.get(each.line.variant_id, 0) + pieces
    return {variant_id: pieces for variant_id, pieces in sound.items() if pieces}


def _write(locked: LockedTransfer, booked: list[_Booked], arrival: Arrival, *, by: By) -> None:
    transfer = locked.transfer
    new = {each.line.variant_id: each.line for each in booked if each.line.id == 0}
    write_lines(line for line in {each.line.id: each.line for each in booked if each.line.id}.values())
    if new:
        _add_lines(locked, new.values())
    pieces, damaged = sum(each.came + each.surplus for each in booked), sum(each.damaged for each in booked)
    TransferArrival.objects.create(
        uid=arrival.uid,
        transfer=transfer,
        counted_as=arrival.fingerprint(),
        pieces=pieces,
        damaged=damaged,
        is_closing=arrival.is_closing,
        at=by.at,
        staff_id=by.staff_id,
    )
    on_the_way = locked.on_the_way
    Transfer.objects.filter(pk=transfer.pk).update(
        status=TransferStatus.PARTLY_RECEIVED if on_the_way else TransferStatus.RECEIVED,
        received_at=None if on_the_way else by.at,
        received_by=None if on_the_way else by.staff_id,
    )
    event = TransferReceived(
        transfer_uid=transfer.uid,
        number=transfer.number,
        from_store=transfer.from_store.code,
        to_store=transfer.to_store.code,
        pieces=pieces,
        damaged=damaged,
        surplus=sum(each.surplus for each in booked),
        lost=sum(each.lost for each in booked),
        returned=sum(each.returned for each in booked),
        on_the_way=on_the_way,
    )
    record(event, told=locked.told(by, store_id=transfer.to_store_id))


def _add_lines(locked: LockedTransfer, lines: Iterable[LockedLine]) -> None:
    """Lines for goods that were in the box and on no list."""
    TransferLine.objects.bulk_create(
        TransferLine(
            transfer=locked.transfer,
            position=position,
            variant_id=line.variant_id,
            wanted=0,
            surplus=line.surplus,
            damaged=line.damaged,
            difference=line.difference,
            remark=line.remark,
        )
        for position, line in enumerate(lines, start=len(locked.lines) + 1)
    )
