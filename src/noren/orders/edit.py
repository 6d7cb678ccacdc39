"""Changing: the one way the goods of an order change between its placing and its picking, whoever asks for it."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from noren.catalog.sellable import Sellable
from noren.orders.change_rules import check_amount, check_may, goods_before, kept_lines
from noren.orders.change_wanted import ChangedOrder, ChangeOrder, ChangeQuote, LineDifference
from noren.orders.end import finish_as_canceled
from noren.orders.errors import ChangeEmpty, ChangeUidTaken, PriceChange, PriceChanged
from noren.orders.events import ChangedLine, OrderUpdated
from noren.orders.finish import follow_money
from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import Fee, FulfillmentKind, Order, OrderChange, OrderLine, OrderStatus
from noren.orders.parties import staff_id_of
from noren.orders.pricing_of import GoodsLine, line_to_price, load_goods
from noren.orders.reprice import Repriced, follow_coupons, reprice, write_amounts
from noren.orders.routing.end import wait_for_fewer
from noren.orders.routing.rules import Part
from noren.orders.shipping.change import check_paid_before_sent, move_pieces, put_into_parcels, with_delivery_fee
from noren.orders.write import insert_lines
from noren.payments.attempts import let_go_of_wrong_amount, live_attempt
from noren.payments.balance import balance, paid_minor
from noren.payments.errors import PaymentInFlight
from noren.payments.models import AttemptStatus
from noren.people.roles import Deed, Permit
from noren.stock import promise
from noren.stock.errors import OutOfStock
from noren.timeline.record import EventData, record

_SET = """
UPDATE orders_orderline l SET ordered_quantity = c.quantity, quantity = c.quantity
FROM unnest(%s::bigint[], %s::int[]) AS c (id, quantity) WHERE l.id = c.id
"""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A locked order with its lines as they are to be: `locked.lines` have their new quantities in memory."""

    locked: LockedOrder
    wanted: ChangeOrder
    before: dict[int, int]
    differences: tuple[LineDifference, ...]
    added: list[GoodsLine]
    sellables: list[Sellable]
    repriced: Repriced | None

    @property
    def is_all(self) -> bool:
        """Whether no goods are left."""
        return self.repriced is None

    def total_minor(self) -> int:
        """What the order comes to."""
        return self.repriced.priced.total_minor if self.repriced else 0

    def lost_codes(self) -> tuple[str, ...]:
        """Coupons that it no longer earns."""
        return self.repriced.lost_codes if self.repriced else ()


def quote_change(order_uid: UUID, wanted: ChangeOrder, *, at: datetime) -> ChangeQuote:
    """What a change would do; nothing is written, and stock is looked at only when it is made.

    Raises as `change_order` does for the order, the lines and who may.
    """
    del at
    with transaction.atomic(savepoint=False):
        draft = _draft(lock_order(order_uid), wanted)
        order, total = draft.locked.order, draft.total_minor()
        paid = paid_minor(order.uid)
        priced = draft.repriced.priced if draft.repriced else None
        return ChangeQuote(
            lines=draft.differences,
            total_before_minor=order.total_minor,
            total_minor=total,
            discount_minor=priced.discount_minor if priced else 0,
            points=priced.points if priced and _is_member(order) else 0,
            lost_coupons=draft.lost_codes(),
            due_minor=max(0, total - paid),
            back_minor=max(0, paid - total),
            is_all=draft.is_all,
        )


def change_order(order_uid: UUID, wanted: ChangeOrder, *, at: datetime, permit: Permit | None = None) -> ChangedOrder:
    """Change the goods of an order that is not picked yet: fewer of a line, more, none, or others added.

    Lines that stay keep the price and rate they were ordered at; the coupons of the order are asked again, and one that
    it no longer earns is given back. Stock is promised and set free at once. What was paid too much goes back; what is
    missing is due with the rest, at the store for a paid order. With nothing left the order is cancelled.
    Safe to repeat with the same uid and content.

    Args:
        permit: is asked before an order of which nothing is left is cancelled.

    Raises:
        OrderNotFound, StaffNotFound, LineNotFound, VariantNotFound; QuantityInvalid, BasketTooLarge, ReasonMissing,
        ChangeEmpty: the change itself.
        OrderNotChangeable: it is ready; AlreadyHandedOver, OrderExpired, OrderEnded: it is over.
        ChangeNotOffered, OnlyFewer: buyers may not do this by themselves here.
        AlreadyPacked, ParcelLeft, ReceiptStands: a delivery is too far on its way, or has its receipt from a till.
        DeliveryPaidBefore, DeliveryFeeComesBack, DeliveryCouponLost: a delivery that is paid would come to more.
        LineChanged, PriceChanged: it is not what was looked at any more.
        OutOfStock: `field` is `lines.<place>.quantity` or `added.<place>.quantity`.
        PaymentInFlight: its money is being taken at this moment.
        NotAllowed: the permit's.
        ChangeUidTaken: the uid is that of another change.

    Records "Order Updated" and "Coupon Withdrawn"; what follows from the money, such as "Order Completed" when what was
    transferred is enough now; or "Order Cancelled" ("Order Unpaid" while it waits for its money).
    """
    with transaction.atomic(savepoint=False):
        locked = lock_order(order_uid)
        if earlier := _find_earlier(locked.order, wanted):
            return earlier
        staff_id = staff_id_of(wanted.staff_uid) if wanted.staff_uid else None
        draft = _draft(locked, wanted)
        _check_as_shown(draft)
        if draft.repriced is None and permit is not None:
            permit([Deed.CANCEL_ORDER])
        change = _keep(draft, staff_id=staff_id, at=at)
        if draft.repriced is None:
            finish_as_canceled(
                lock_order(order_uid),
                by=wanted.by,
                channel=wanted.channel,
                reason=change.reason,
                staff_id=staff_id,
                at=at,
            )
        else:
            _write(draft, draft.repriced, change, staff_id=staff_id, at=at)
        status = Order.objects.values_list("status", flat=True).get(pk=locked.order.pk)
    return _answer(change, locked.order, status)


def _draft(locked: LockedOrder, wanted: ChangeOrder) -> _Draft:
    """The order as it is to be, priced; its lines are changed in memory only."""
    check_may(locked, wanted)
    before = {line.pk: line.quantity for line in locked.lines}
    sellables = load_goods(wanted.added, field="added") if wanted.added else []
    added = [line_to_price(line, goods) for line, goods in zip(wanted.added, sellables, strict=True)]
    reasons = kept_lines(locked, wanted)
    added = _joined(locked, added)
    check_amount(locked, added)
    is_left = bool(locked.pieces()) or bool(added)
    repriced = reprice(locked, added) if is_left else None
    if repriced is not None and locked.fulfillment.kind == FulfillmentKind.DELIVERY:
        added, repriced = with_delivery_fee(locked, added, repriced)
        has_more = any(line.quantity > before[line.pk] for line in locked.lines) or any(not line.fee for line in added)
        has_fee = any(line.fee for line in added)
        check_paid_before_sent(locked, repriced.priced.total_minor, has_more=has_more, has_fee=has_fee)
    differences = tuple(
        LineDifference(
            sku=line.variant.sku,
            name=line.name,
            before=before[line.pk],
            after=line.quantity,
            unit_price_minor=line.unit_price_minor,
            reason=reasons.get(line.uid, ""),
        )
        for line in locked.lines
        if line.quantity != before[line.pk]
    ) + tuple(
        LineDifference(line.sellable.sku, line.sellable.name, 0, line.quantity, line.unit_price_minor) for line in added
    )
    if not differences:
        raise ChangeEmpty(field="lines")
    return _Draft(locked, wanted, before, differences, added, sellables, repriced)


def _joined(locked: LockedOrder, added: Sequence[GoodsLine]) -> list[GoodsLine]:
    """Added goods without those that are ordered already at the same price and rate: their lines grow instead."""
    lines = {
        (line.variant_id, line.unit_price_minor, line.tax_rate_bp): line
        for line in locked.lines
        if line.quantity and not line.fee
    }
    left = []
    for new in added:
        line = lines.get((new.sellable.variant_id, new.unit_price_minor, new.tax_rate_bp))
        if line is None:
            left.append(new)
        else:
            line.quantity += new.quantity
    return left


def _check_as_shown(draft: _Draft) -> None:
    """What was shown must hold.

    Raises:
        PriceChanged.
    """
    wanted, total = draft.wanted, draft.total_minor()
    changes = [
        PriceChange(line.sku, goods.name, line.seen_price_minor, goods.price_minor)
        for line, goods in zip(wanted.added, draft.sellables, strict=True)
        if line.seen_price_minor is not None and line.seen_price_minor != goods.price_minor
    ]
    expected = total if wanted.expected_total_minor is None else wanted.expected_total_minor
    if changes or expected != total:
        raise PriceChanged(expected=expected, now=total, changes=changes)


def _keep(draft: _Draft, *, staff_id: int | None, at: datetime) -> OrderChange:
    """Write down who changed what, from what to what."""
    order, wanted = draft.locked.order, draft.wanted
    reasons = dict.fromkeys(filter(None, (wanted.reason.strip(), *(line.reason.strip() for line in wanted.lines))))
    return OrderChange.objects.create(
        uid=wanted.uid,
        order=order,
        by=wanted.by,
        channel=wanted.channel,
        staff_id=staff_id,
        reason=" / ".join(reasons)[:200],
        lines=[asdict(difference) for difference in draft.differences],
        goods_before=goods_before(draft.locked),
        asked=_asked(wanted),
        lost_coupons=list(draft.lost_codes()),
        total_before_minor=order.total_minor,
        total_minor=draft.total_minor(),
        is_all=draft.is_all,
        changed_at=at,
    )


def _write(draft: _Draft, repriced: Repriced, change: OrderChange, *, staff_id: int | None, at: datetime) -> None:
    """Stock, lines, amounts, money, coupons and events of a change that leaves something of the order."""
    locked, wanted = draft.locked, draft.wanted
    order = locked.order
    if order.status == OrderStatus.AWAITING_PAYMENT and _is_being_taken(order.uid):
        raise PaymentInFlight
    parts = _move_stock(draft, change, staff_id=staff_id, at=at)
    _write_lines(draft, repriced)
    if parts:
        put_into_parcels(order.pk, parts, _grown(draft), at=at)
    write_amounts(locked, repriced.priced, points=repriced.priced.points if _is_member(order) else 0)
    followed = _move_money(locked, at=at)
    withdrawn = follow_coupons(locked, repriced, at=at)
    event = OrderUpdated(
        order_uid=order.uid,
        number=order.number,
        store=locked.store_code,
        change_uid=change.uid,
        by=change.by,
        reason=change.reason,
        total_before_minor=change.total_before_minor,
        total_minor=change.total_minor,
        lines=tuple(ChangedLine(each.sku, each.name, each.before, each.after) for each in draft.differences),
    )
    record(event, *withdrawn, *followed, told=locked.told(wanted.channel, at=at))


def _move_stock(draft: _Draft, change: OrderChange, *, staff_id: int | None, at: datetime) -> tuple[Part, ...]:
    """Promise what is wanted more and free what is not; what a line waits for is given up before what is there.

    Answers which stores are to send what of a delivery is more.
    """
    locked = draft.locked
    dropped = {
        line.pk: min(line.awaited_quantity, draft.before[line.pk] - line.quantity)
        for line in locked.lines
        if line.awaited_quantity and line.quantity < draft.before[line.pk]
    }
    also = {new.sellable.variant_id for new in draft.added}
    words = change.reason or str(change.get_by_display())
    wait_for_fewer(locked, dropped, also=also, words=words, channel=change.channel, at=at)
    cause = locked.cause("order_change", at=at, reason=change.reason, staff_id=staff_id)
    lines = {
        line: line.quantity - draft.before[line.pk] + dropped.get(line.pk, 0) for line in locked.lines if not line.fee
    }
    names = {line.variant_id: line.name for line in lines}
    names |= {new.sellable.variant_id: new.sellable.name for new in draft.added}
    added = [(new.sellable.variant_id, new.quantity) for new in draft.added if not new.fee]
    try:
        if locked.fulfillment.kind == FulfillmentKind.DELIVERY:
            fewer = {line: -change for line, change in lines.items() if change < 0}
            grown = [(line.variant_id, change) for line, change in lines.items() if change > 0]
            return move_pieces(locked, fewer, _summed([*grown, *added]), cause=cause, names=names)
        pieces = _summed([*((line.variant_id, change) for line, change in lines.items()), *added])
        changed = {variant_id: each for variant_id, each in pieces.items() if each}
        promise.change_allocation(locked.order.store_id, changed, cause=cause, names=names)
    except OutOfStock as refusal:
        raise _at_line(refusal, draft) from None
    return ()


def _summed(pieces: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Pieces by variant id."""
    summed: dict[int, int] = {}
    for variant_id, each in pieces:
        summed[variant_id] = summed.get(variant_id, 0) + each
    return summed


def _at_line(refusal: OutOfStock, draft: _Draft) -> OutOfStock:
    """The same refusal at the field of the line that asks for more of it."""
    variant_id = int((refusal.field or "").rpartition(".")[2])
    for place, goods in enumerate(draft.sellables):
        if goods.variant_id == variant_id:
            return OutOfStock(field=f"added.{place}.quantity", sku=goods.sku, **refusal.details)
    skus = {line.uid: line.variant.sku for line in draft.locked.lines if line.variant_id == variant_id}
    place = next(place for place, line in enumerate(draft.wanted.lines) if line.uid in skus)
    return OutOfStock(field=f"lines.{place}.quantity", sku=skus[draft.wanted.lines[place].uid], **refusal.details)


def _write_lines(draft: _Draft, repriced: Repriced) -> None:
    """Lines whose quantity changed, those that are gone, and new ones."""
    locked = draft.locked
    changed = [line for line in locked.lines if line.quantity != draft.before[line.pk]]
    for line in changed:
        line.ordered_quantity = line.quantity
    gone = [line for line in changed if not line.quantity]
    first = locked.next_position()
    OrderLine.objects.filter(pk__in=[line.pk for line in gone]).delete()
    with connection.cursor() as cursor:
        left = [line for line in changed if line.quantity]
        cursor.execute(_SET, [[line.pk for line in left], [line.quantity for line in left]])
    priced = {line.ref: line for line in repriced.priced.lines}
    insert_lines(locked.order.pk, draft.added, priced, first=first, is_extra=False)
    locked.lines = [line for line in locked.lines if line not in gone]
    if any(line.fee == Fee.GIFT_WRAP for line in gone):
        Order.objects.filter(pk=locked.order.pk).update(is_gift=False, gift_message="")


def _grown(draft: _Draft) -> dict[OrderLine, int]:
    """Pieces by line that are more than before, of the lines as they are written now."""
    lines = OrderLine.objects.filter(order=draft.locked.order, fee="").order_by("position")
    more = {line: line.quantity - draft.before.get(line.pk, 0) for line in lines}
    return {line: pieces for line, pieces in more.items() if pieces > 0}


def _move_money(locked: LockedOrder, *, at: datetime) -> list[EventData]:
    """Have what is due, and what goes back, fit what the order comes to now; answer what follows from it."""
    order = locked.order
    if order.status != OrderStatus.AWAITING_PAYMENT:
        balance(order.uid, owed_minor=order.total_minor, reason="changed", at=at)
        return []
    let_go_of_wrong_amount(order.uid, at=at)
    return follow_money(lock_order(order.uid), at=at)


def _is_being_taken(order_uid: UUID) -> bool:
    attempt = live_attempt(order_uid)
    return attempt is not None and attempt.status == AttemptStatus.CAPTURING


def _is_member(order: Order) -> bool:
    return order.customer is not None and order.customer.member_number is not None


def _find_earlier(order: Order, wanted: ChangeOrder) -> ChangedOrder | None:
    """What `change_order` answered when this was asked before.

    Raises:
        ChangeUidTaken: the uid is that of a change of another order, or of other goods.
    """
    change = OrderChange.objects.filter(uid=wanted.uid).first()
    if change is None:
        return None
    if (change.order_id, change.by, change.asked) != (order.pk, wanted.by, _asked(wanted)):
        raise ChangeUidTaken(field="uid")
    return _answer(change, order, order.status)


def _asked(wanted: ChangeOrder) -> list[list[str | int]]:
    """What a repeat is known by."""
    lines: list[list[str | int]] = [[str(line.uid), line.quantity] for line in wanted.lines]
    added: list[list[str | int]] = [[line.sku, line.quantity] for line in wanted.added]
    return lines + added


def _answer(change: OrderChange, order: Order, status: str) -> ChangedOrder:
    return ChangedOrder(
        uid=change.uid,
        order_uid=order.uid,
        number=order.number,
        status=status,
        total_before_minor=change.total_before_minor,
        total_minor=change.total_minor,
        lost_coupons=tuple(change.lost_coupons),
        is_all=change.is_all,
    )


def may_buyer_change(*, kind: str, status: str) -> bool:
    """Whether the buyer of an order in this state may take something off by themselves."""
    is_before = status in {OrderStatus.PLACED, OrderStatus.AWAITING_PAYMENT}
    return settings.BUYER_CHANGES != "none" and kind != FulfillmentKind.COUNTER and is_before
