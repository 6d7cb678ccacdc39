"""What was placed before: whether an order is there, and what a placing that is sent again is answered."""

from dataclasses import replace
from uuid import UUID

from django.db import connection

from noren.orders.errors import OrderUidTaken
from noren.orders.models import Fulfillment, FulfillmentKind, Order, OrderStatus, Receipt, ReceiptKind
from noren.orders.queries import fulfillment_of
from noren.orders.shipping.queries import wanted_of
from noren.orders.shipping.wanted import check_address
from noren.orders.wanted import PlacedOrder, PlaceOrder
from noren.payments.tenders.capture import are_tenders_of
from noren.people.rules import normalize_email


def is_placed(uid: UUID) -> bool:
    """Whether an order has the uid, which every new order asks: so without building a model."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM orders_order WHERE uid = %s", [uid])
        return cursor.fetchone() is not None


def find_placed(wanted: PlaceOrder) -> PlacedOrder | None:
    """What `place_order` answered when this was asked before; None when it was not.

    Whoever guesses or overhears a uid learns nothing of its order: that is answered only to the same buyer, who asks
    for the same goods in the same channel at the same store. Whoever changed the goods meanwhile, or took other money
    for them at a counter, is refused: the stored order would pass for the new one, whose goods nobody would book.

    Raises:
        OrderUidTaken: the uid is that of another order, of other goods, or of a past sale.
    """
    if not is_placed(wanted.uid):
        return None
    order = Order.objects.select_related("fulfillment", "store", "customer", "register").get(uid=wanted.uid)
    fulfillment = fulfillment_of(order)
    if fulfillment is None or not _is_asked_again(order, fulfillment, wanted):
        raise OrderUidTaken(field="uid")
    is_pickup = fulfillment.kind == FulfillmentKind.PICKUP
    receipt = None if is_pickup else Receipt.objects.filter(order=order).order_by("pk").first()
    return PlacedOrder(
        uid=order.uid,
        number=order.number,
        status=order.status,
        total_minor=order.total_minor,
        discount_minor=order.discount_minor,
        tax_minor=order.tax_minor,
        points=order.points,
        pickup_code=fulfillment.pickup_code,
        due_at=fulfillment.due_at,
        kept_until=fulfillment.kept_until,
        change_minor=receipt.document["change_minor"] if receipt else None,
        receipt_number=receipt.number if receipt else None,
        pay_until=order.pay_until if order.status == OrderStatus.AWAITING_PAYMENT else None,
        is_repeated=True,
    )


def _is_asked_again(order: Order, fulfillment: Fulfillment, wanted: PlaceOrder) -> bool:
    if (order.channel, order.store.code, fulfillment.kind) != (wanted.channel, wanted.store_code, wanted.fulfillment):
        return False
    if wanted.made is not None and order.booked_at is not None:
        return order.late.fingerprint == wanted.made.fingerprint
    if wanted.register_uid is not None and order.register is not None and order.register.uid != wanted.register_uid:
        return False  # the same list was sold at two registers: to call it a repeat would hide that one was paid twice
    if wanted.made is not None and wanted.made.member_number:
        # A till that could not say whose card it was may have sent the sale without it before.
        is_same_buyer = order.customer is None or order.customer.member_number == wanted.made.member_number
    elif wanted.customer_uid is not None:
        is_same_buyer = order.customer is not None and order.customer.uid == wanted.customer_uid
    elif wanted.contact is not None:
        asked = normalize_email(wanted.contact.email)
        is_same_buyer = bool(order.contact_email) and normalize_email(order.contact_email) == asked
    else:
        is_same_buyer = order.customer is None
    is_same = is_same_buyer and _is_of_same_goods(order, wanted) and _goes_to_same_home(fulfillment, wanted)
    return is_same and _is_of_same_money(order, wanted)


def _is_of_same_money(order: Order, wanted: PlaceOrder) -> bool:
    """Whether a till took these very tenders: of a list that two devices have, each takes the money under ids of its
    own. Nothing tells two sales apart for which nothing was taken."""
    return not wanted.tenders or are_tenders_of(order.uid, [tender.uid for tender in wanted.tenders])


def _goes_to_same_home(fulfillment: Fulfillment, wanted: PlaceOrder) -> bool:
    """Whether a delivery was ordered for this address, day and time. A basket becomes one order all the same."""
    if wanted.delivery is None or wanted.basket_uid is not None:
        return True
    return wanted_of(fulfillment.delivery) == replace(wanted.delivery, address=check_address(wanted.delivery.address))


def _is_of_same_goods(order: Order, wanted: PlaceOrder) -> bool:
    """Whether these goods were ordered, as they were placed: a short pick changes a pickup's quantities and total."""
    if wanted.basket_uid is not None and wanted.basket_uid == order.basket_uid:
        return True  # a basket becomes one order, whatever was put into it a moment later
    if wanted.register_uid is not None and wanted.expected_total_minor not in (None, _taken_minor(order)):
        return False
    return _ordered(order) == sorted((line.sku, line.quantity) for line in wanted.lines)


def _taken_minor(order: Order) -> int:
    """What a till took when it was placed: a part of a delivery may have been taken off since."""
    receipt = Receipt.objects.filter(order=order, kind=ReceiptKind.SALE).first()
    return int(receipt.document["total_minor"]) if receipt else order.total_minor


def _ordered(order: Order) -> list[tuple[str, int]]:
    """The goods as they were placed, before anybody changed them."""
    first = order.changes.order_by("pk").first()
    if first is not None:
        return sorted((sku, pieces) for sku, pieces in first.goods_before)
    return sorted(order.lines.filter(is_extra=False, fee="").values_list("variant__sku", "ordered_quantity"))
