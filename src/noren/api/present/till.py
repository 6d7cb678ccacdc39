"""What the till is shown: goods, members and pickups with what belongs to them."""

from collections.abc import Sequence
from datetime import datetime

from noren.api.present.customers import coupon_out, customer_out
from noren.api.present.orders import order_brief
from noren.api.schemas.orders import CustomerBrief
from noren.api.schemas.pickup_slips import PickupSlipLineOut, PickupSlipOut
from noren.api.schemas.till import (
    MemberOut,
    PickLineOut,
    PickupOut,
    TillVariantOut,
)
from noren.catalog.counter import CounterGoods, small_pictures
from noren.coupons.queries import coupons_of_customer
from noren.kernel.barcodes import code128_modules, is_barcodable
from noren.loyalty.queries import points_of_customer
from noren.orders.pickup_slip import PickupSlip
from noren.orders.queries import orders_of_customer
from noren.orders.worklist import PickLine, PickupWork
from noren.people.queries import CustomerView
from noren.stock.queries import available_in_store

RECENT_ORDERS = 5


def till_variants(goods: Sequence[CounterGoods], *, store_id: int, at: datetime) -> list[TillVariantOut]:
    """Goods with what this store can still promise of each."""
    available = available_in_store(store_id, [each.variant_id for each in goods], at=at) if goods else {}
    return [
        TillVariantOut(
            sku=each.sku,
            gtin=each.gtin,
            name=each.name,
            price_minor=each.price_minor,
            tax_rate_bp=each.tax_rate_bp,
            available=available[each.variant_id],
            category=each.category,
            picture_url=each.picture_url,
        )
        for each in goods
    ]


def member_out(customer: CustomerView, *, at: datetime) -> MemberOut:
    """A member with points, usable coupons and what they bought last, anywhere."""
    return MemberOut(
        **customer_out(customer).model_dump(),
        points_balance=points_of_customer(customer.id, limit=1).balance,
        coupons=[coupon_out(coupon) for coupon in coupons_of_customer(customer.id, at=at)],
        recent_orders=[order_brief(order) for order in orders_of_customer(customer.id, limit=RECENT_ORDERS)],
    )


def pickups_out(pickups: Sequence[PickupWork]) -> list[PickupOut]:
    """Pickups with what to pick, each line with a small picture."""
    pictures = small_pictures({line.product_id for pickup in pickups for line in pickup.lines})
    return [
        _pickup(pickup, [_pick_line(line, pictures.get(line.product_id)) for line in pickup.lines])
        for pickup in pickups
    ]


def slip_out(slip: PickupSlip) -> PickupSlipOut:
    """A pickup's slip, each line with the bars of its code."""
    lines = [
        PickupSlipLineOut(
            name=line.name,
            sku=line.sku,
            code=line.code,
            bars=code128_modules(line.code) if is_barcodable(line.code) else "",
            places=list(line.places),
            quantity=line.quantity,
            awaited_quantity=line.awaited,
        )
        for line in slip.lines
    ]
    return PickupSlipOut(
        order_uid=slip.order_uid,
        number=slip.number,
        pickup_code=slip.pickup_code,
        store_name=slip.store_name,
        contact_name=slip.contact_name,
        placed_at=slip.placed_at,
        due_at=slip.due_at,
        last_day=slip.last_day,
        total_minor=slip.total_minor,
        due_minor=slip.due_minor,
        buyer_note=slip.buyer_note,
        is_gift=slip.is_gift,
        gift_message=slip.gift_message,
        notes=list(slip.notes),
        lines=lines,
    )


def _pickup(pickup: PickupWork, lines: list[PickLineOut]) -> PickupOut:
    customer = None
    if pickup.customer_uid is not None:
        customer = CustomerBrief(uid=pickup.customer_uid, member_number=pickup.member_number, name=pickup.contact_name)
    return PickupOut(
        order_uid=pickup.order_uid,
        number=pickup.number,
        status=pickup.status,
        order_status=pickup.order_status,
        pickup_code=pickup.pickup_code,
        customer=customer,
        contact_name=pickup.contact_name,
        placed_at=pickup.placed_at,
        due_at=pickup.due_at,
        kept_until=pickup.kept_until,
        total_minor=pickup.total_minor,
        paid_minor=pickup.paid_minor,
        piece_count=sum(line.quantity for line in lines),
        buyer_note=pickup.buyer_note,
        is_gift=pickup.is_gift,
        gift_message=pickup.gift_message,
        notes=list(pickup.notes),
        lines=lines,
    )


def _pick_line(line: PickLine, picture_url: str | None) -> PickLineOut:
    return PickLineOut(
        uid=line.uid,
        sku=line.sku,
        gtin=line.gtin,
        name=line.name,
        ordered_quantity=line.ordered_quantity,
        quantity=line.quantity,
        picture_url=picture_url,
    )
