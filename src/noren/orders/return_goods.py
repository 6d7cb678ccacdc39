"""Returns: the one way goods come back, in any store, from whatever channel and store they were bought in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from noren.coupons.events import CouponWithdrawn
from noren.coupons.withdraw import withdraw_coupons
from noren.kernel.ids import spoken_code
from noren.kernel.rows import insert_row
from noren.kernel.time import business_date
from noren.loyalty.events import PointsTakenBack
from noren.loyalty.take_back import Undoing, take_points_back
from noren.orders.errors import RefundChanged
from noren.orders.events import GoodsTakenBack, OrderRefunded, ReturnedLine
from noren.orders.locking import LockedOrder, lock_uid
from noren.orders.models import Condition, Order, Return, ReturnLine
from noren.orders.parties import buyer_of
from noren.orders.return_pricing import PricedLine, PricedReturn, price_return, price_without_sale
from noren.orders.return_receipts import Sale, issue_return_receipt
from noren.orders.return_rules import deeds_of_return
from noren.orders.return_wanted import Returned, ReturnGoods, ReturnQuote
from noren.orders.returnable import (
    ReturnDesk,
    check_lines,
    check_reasons,
    check_returnable,
    find_earlier,
    find_return_desk,
    is_late,
    is_on_day_of_sale,
    lock_sale,
)
from noren.orders.shifts.attribute import in_shift
from noren.payments.models import Provider
from noren.payments.refund import Refunded, pay_out, plan_refund, refund_goods
from noren.people.limits import limit_of
from noren.people.models import LimitKind
from noren.people.roles import Deed, Permit
from noren.stock.ledger import Cause
from noren.stock.models import AsideState
from noren.stock.take_back import Brought, take_returned
from noren.stores.loading import StoreForOrder, load_store_for_order
from noren.timeline.record import EventData, Told, record

_COUNT = """
UPDATE orders_orderline l SET returned_quantity = l.returned_quantity + b.quantity
FROM unnest(%s::bigint[], %s::int[]) AS b (id, quantity) WHERE l.id = b.id
"""
_STATE = {Condition.DAMAGED: AsideState.DAMAGED, Condition.CHECKING: AsideState.CHECKING}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A return that is priced and may be written; `locked` is None where no sale was found."""

    wanted: ReturnGoods
    store: StoreForOrder
    desk: ReturnDesk
    priced: PricedReturn
    locked: LockedOrder | None


def return_goods(wanted: ReturnGoods, *, at: datetime, permit: Permit | None = None) -> Returned:
    """Take goods back and give back what was paid for them. Nothing is written when it is refused.

    Safe to repeat: a second call with the same uid and content answers the stored return.
    What is given back is the difference that the goods make to the sale, by the discounts they were sold with, to the
    tenders it was paid with; points that are no longer earned are taken back, or owed if they were spent; once all
    goods are back, coupons give their use back if they may, though a fee stays paid. The condition of the goods says
    what becomes of them in the store that took them. Without a sale it is today's price, in cash, and no points.

    Args:
        permit: asked, under the sale's lock, what the return comes to: late, without a sale, a whole sale on its day,
            much money; raises NotAllowed, ApprovalNeeded or ApprovalInvalid. None for a caller that is no person.

    Raises:
        ReturnEmpty, ReturnTooLarge, QuantityInvalid, ReasonMissing, NoteMissing: the lines and the reason.
        StoreNotFound, RegisterNotFound, StaffNotFound: where and by whom.
        OrderNotFound, PastSaleNotReturnable, NotReturnable, ReturnTooLate: the sale.
        LineNotFound, VariantNotFound, ReturnedAlready: the goods; `field` is `lines.<place>…`.
        RefundChanged: another amount is given back than the customer was told.
        RefundTooLarge: less is left of what was taken for the order.
        ShiftNotOpen: the till gives money back only in an open shift.
        ReturnUidTaken: the uid is that of another return.

    Records "Order Refunded", or "Goods Taken Back" without a sale; "Points Taken Back", "Coupon Withdrawn".
    """
    with transaction.atomic(savepoint=False):
        lock_uid(wanted.uid)
        if earlier := find_earlier(wanted):
            return earlier
        check_reasons(wanted)
        draft = _draft(wanted, at=at)
        expected, now = wanted.expected_minor, draft.priced.total_minor
        if expected is not None and expected != now:
            raise RefundChanged(field="expected_minor", expected=expected, now=now)
        if permit is not None:
            permit(_deeds_of(draft, at=at))
        return _book(replace(draft, desk=in_shift(draft.desk, at=at)), at=at)


def quote_return(wanted: ReturnGoods, *, at: datetime) -> ReturnQuote:
    """What the return would give back now; nothing is written. Raises as `return_goods` does for lines and sale."""
    with transaction.atomic():  # a question that is refused spoils nothing of whoever asks
        draft = _draft(wanted, at=at)
        priced = draft.priced
        refunds = _planned(wanted, priced.total_minor)
    return ReturnQuote(
        amounts=tuple(line.total_minor for line in priced.lines),
        taxes=priced.taxes,
        goods_minor=priced.goods_minor,
        discount_minor=priced.discount_minor,
        tax_minor=priced.tax_minor,
        total_minor=priced.total_minor,
        cash_minor=sum(each.amount_minor for each in refunds if each.provider == Provider.CASH),
        points=priced.points,
        is_full=priced.is_full,
        deeds=_deeds_of(draft, at=at),
        refunds=tuple(refunds),
    )


def _planned(wanted: ReturnGoods, total_minor: int) -> list[Refunded]:
    if wanted.order_uid is not None:
        return plan_refund(wanted.order_uid, total_minor)
    return [Refunded(Provider.CASH, total_minor)] if total_minor else []


def _deeds_of(draft: _Draft, *, at: datetime) -> tuple[Deed, ...]:
    order = draft.locked.order if draft.locked else None
    return deeds_of_return(
        has_sale=order is not None,
        is_late=order is not None and is_late(order, at=at),
        is_whole_on_its_day=order is not None and draft.priced.is_all_goods and is_on_day_of_sale(order, at=at),
        given_back_minor=draft.priced.total_minor + (order.returned_minor if order else 0),
        limit_minor=limit_of(LimitKind.REFUND),
    )


def _draft(wanted: ReturnGoods, *, at: datetime) -> _Draft:
    check_lines(wanted)
    store = load_store_for_order(wanted.store_code, at=at)
    desk = find_return_desk(wanted, store.id)
    if wanted.order_uid is None:
        return _Draft(wanted, store, desk, price_without_sale(wanted), None)
    locked = lock_sale(wanted.order_uid)
    check_returnable(locked.order, may_be_late=wanted.may_be_late, at=at)
    return _Draft(wanted, store, desk, price_return(wanted, locked), locked)


def _book(draft: _Draft, *, at: datetime) -> Returned:
    wanted, priced = draft.wanted, draft.priced
    goods_return = _insert(draft, at=at)
    cause = Cause("return", wanted.uid, at, wanted.reason.strip(), draft.desk.staff_id)
    take_returned(draft.store.id, _brought(priced.lines), cause=cause)
    _count(draft)
    refunds = _refund(draft, at=at)
    points = _take_points(draft, at=at)
    issue_return_receipt(
        goods_return, priced.lines, sale=_sale(draft), refunds=refunds, desk=draft.desk, store=draft.store, at=at
    )
    withdrawn = _withdraw(draft, goods_return, at=at)
    _tell(draft, goods_return, points, withdrawn, at=at)
    return Returned(
        uid=goods_return.uid,
        number=goods_return.number,
        order_uid=wanted.order_uid,
        total_minor=priced.total_minor,
        tax_minor=priced.tax_minor,
        points=priced.points,
        is_full=priced.is_full,
        refunds=tuple(refunds),
    )


def _insert(draft: _Draft, *, at: datetime) -> Return:
    wanted, priced, store = draft.wanted, draft.priced, draft.store
    order = draft.locked.order if draft.locked else None
    goods_return = Return(
        uid=wanted.uid,
        number=spoken_code(10),
        order=order,
        store_id=store.id,
        register_id=draft.desk.register_id,
        staff_id=draft.desk.staff_id,
        customer_id=order.customer_id if order else None,
        channel=wanted.channel,
        reason=wanted.reason.strip(),
        goods_minor=priced.goods_minor,
        discount_minor=priced.discount_minor,
        tax_minor=priced.tax_minor,
        total_minor=priced.total_minor,
        taxes=priced.taxes_as_data(),
        points=priced.points,
        is_full=priced.is_full,
        returned_at=at,
        business_date=business_date(at, time_zone=store.time_zone, closing_hour=store.closing_hour),
    )
    insert_row(goods_return)
    ReturnLine.objects.bulk_create(
        ReturnLine(
            goods_return=goods_return,
            position=position,
            order_line_id=line.order_line_id,
            variant_id=line.variant_id,
            name=line.name,
            quantity=line.quantity,
            condition=line.condition,
            note=line.note,
            unit_price_minor=line.unit_price_minor,
            total_minor=line.total_minor,
            tax_rate_bp=line.tax_rate_bp,
        )
        for position, line in enumerate(priced.lines, start=1)
    )
    return goods_return


def _brought(lines: Sequence[PricedLine]) -> list[Brought]:
    """What enters the store; what is thrown away at once does not."""
    return [
        Brought(line.variant_id, line.quantity, _STATE.get(line.condition))
        for line in lines
        if line.condition != Condition.DISCARDED
    ]


def _count(draft: _Draft) -> None:
    """Count the pieces on the lines of the sale, and the amount on the order."""
    if draft.locked is None:
        return
    pieces: dict[int, int] = {}
    for line in draft.priced.lines:
        if line.order_line_id is not None:
            pieces[line.order_line_id] = pieces.get(line.order_line_id, 0) + line.quantity
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [list(pieces), list(pieces.values())])
    Order.objects.filter(pk=draft.locked.order.pk).update(returned_minor=F("returned_minor") + draft.priced.total_minor)


def _refund(draft: _Draft, *, at: datetime) -> list[Refunded]:
    wanted, desk, minor = draft.wanted, draft.desk, draft.priced.total_minor
    if wanted.order_uid is None:
        return [pay_out(minor, return_uid=wanted.uid, drawer=desk.drawer, at=at)]
    references = dict(wanted.references)
    return refund_goods(
        wanted.order_uid, minor, return_uid=wanted.uid, drawer=desk.drawer, references=references, at=at
    )


def _take_points(draft: _Draft, *, at: datetime) -> PointsTakenBack | None:
    if draft.locked is None or draft.locked.order.customer_id is None or not draft.priced.points:
        return None
    return take_points_back(
        customer_id=draft.locked.order.customer_id,
        cause_kind="order",
        cause_uid=draft.locked.order.uid,
        by=Undoing("return", draft.wanted.uid, points=draft.priced.points, undone=draft.priced.points_undone),
        at=at,
    )


def _sale(draft: _Draft) -> Sale | None:
    """The sale as the return's receipt names it."""
    if draft.locked is None:
        return None
    order = draft.locked.order
    return Sale(order.number, order.store, order.completed_at or order.placed_at, buyer_of(order.customer))


def _withdraw(draft: _Draft, goods_return: Return, *, at: datetime) -> list[CouponWithdrawn]:
    """Once all goods are back, the coupons go too, whose counters are locked last."""
    if draft.locked is None or not draft.priced.is_all_goods:
        return []
    withdrawn = withdraw_coupons(draft.locked.order.uid, at=at)
    if withdrawn:
        goods_return.coupons = [[use.code, use.name, use.is_use_returned] for use in withdrawn]
        goods_return.save(update_fields=["coupons"])
    return withdrawn


def _tell(
    draft: _Draft,
    goods_return: Return,
    points: PointsTakenBack | None,
    withdrawn: Sequence[CouponWithdrawn],
    *,
    at: datetime,
) -> None:
    priced, order = draft.priced, draft.locked.order if draft.locked else None
    lines = tuple(
        ReturnedLine(line.sku, line.name, line.quantity, line.total_minor, line.condition) for line in priced.lines
    )
    event: EventData
    if order is None:
        event = GoodsTakenBack(
            return_uid=goods_return.uid,
            return_number=goods_return.number,
            store=draft.store.code,
            total_minor=priced.total_minor,
            tax_minor=priced.tax_minor,
            reason=goods_return.reason,
            lines=lines,
        )
    else:
        event = OrderRefunded(
            order_uid=order.uid,
            number=order.number,
            return_uid=goods_return.uid,
            return_number=goods_return.number,
            store=draft.store.code,
            total_minor=priced.total_minor,
            tax_minor=priced.tax_minor,
            points=priced.points,
            is_full=priced.is_full,
            reason=goods_return.reason,
            lines=lines,
        )
    told = Told(
        at=at,
        channel=draft.wanted.channel,
        store_id=draft.store.id,
        customer_id=order.customer_id if order else None,
        subject_uid=order.uid if order else goods_return.uid,
        source=order.source if order else "live",
    )
    record(event, *([points] if points else []), *withdrawn, told=told)
