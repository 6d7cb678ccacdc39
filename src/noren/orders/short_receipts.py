"""The receipt of pieces that are taken off a sale after its receipt was issued.

As that of a return it is a qualified return invoice (適格返還請求書): it names the sale and its day, and says what the
sale comes to less, at the rates it was sold with.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from noren.kernel.rows import insert_row
from noren.kernel.tax import REDUCED_BP
from noren.loyalty.queries import points_balance
from noren.orders.locking import LockedOrder
from noren.orders.models import Order, OrderLine, Receipt, ReceiptKind
from noren.orders.parties import buyer_of
from noren.orders.receipts import issued_by, masked_number
from noren.orders.shipping.online import online_desk
from noren.stores.loading import load_store


@dataclass(frozen=True, slots=True)
class Amounts:
    """What an order comes to at a moment, minor units; `taxes` are its totals per rate."""

    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    taxes: tuple[Mapping[str, int], ...]


def amounts_of(order: Order) -> Amounts:
    """What it comes to now."""
    return Amounts(order.goods_minor, order.discount_minor, order.tax_minor, order.total_minor, tuple(order.taxes))


def issue_short_receipt(
    locked: LockedOrder,
    taken_off: tuple[OrderLine, int],
    *,
    before: Amounts,
    back: Sequence[tuple[str, int]],
    reason: str,
    at: datetime,
) -> None:
    """Issue the receipt of pieces that were taken off a locked order, unless its sale has none yet.

    Args:
        taken_off: the line and how many pieces of it.
        before: what the order came to with them.
        back: what goes back for them, by provider, minor units.
    """
    order = locked.order
    sale = Receipt.objects.filter(order=order, kind=ReceiptKind.SALE).first()
    if sale is None:
        return
    store, buyer = load_store(locked.store_code, at=at), buyer_of(order.customer)
    desk = online_desk(store.id)
    document = {
        **issued_by(store, register_code=desk.register_code, staff_name=desk.staff_name, at=at),
        "order_number": order.number,
        "original_number": sale.number,
        "original_at": sale.document["issued_at"],
        "member_number": masked_number(buyer.member_number),
        "is_pickup": False,
        **_amounts(taken_off, before, amounts_of(order)),
        "tenders": [{"provider": provider, "amount_minor": minor} for provider, minor in back],
        "points": 0,
        "points_balance": points_balance(buyer.customer_id) if buyer.is_member and buyer.customer_id else None,
        "prices_include_tax": order.prices_include_tax,
        "currency": settings.CURRENCY,
        "reason": reason,
    }
    earlier = Receipt.objects.filter(order=order, kind=ReceiptKind.SHORT).count()
    receipt = Receipt(
        number=f"{order.number}-S{earlier + 1}",
        order=order,
        kind=ReceiptKind.SHORT,
        register_id=desk.register_id,
        issued_at=at,
        document=document,
    )
    insert_row(receipt)


def _amounts(taken_off: tuple[OrderLine, int], before: Amounts, now: Amounts) -> dict[str, object]:
    """What the sale comes to less: in the line of what was taken off, under each rate, and in all."""
    line, pieces = taken_off
    goods_minor = before.goods_minor - now.goods_minor
    discount_minor = before.discount_minor - now.discount_minor
    said = {
        "sku": line.variant.sku,
        "name": line.name,
        "quantity": pieces,
        "unit_price_minor": line.unit_price_minor,
        "discount_minor": discount_minor,
        "total_minor": goods_minor - discount_minor,
        "tax_rate_bp": line.tax_rate_bp,
        "is_reduced": line.tax_rate_bp == REDUCED_BP,
    }
    return {
        "lines": [said],
        "taxes": list(_less(before.taxes, now.taxes)),
        "goods_minor": goods_minor,
        "discount_minor": discount_minor,
        "tax_minor": before.tax_minor - now.tax_minor,
        "total_minor": before.total_minor - now.total_minor,
    }


def _less(before: Sequence[Mapping[str, int]], after: Sequence[Mapping[str, int]]) -> Iterator[dict[str, int]]:
    """What falls less under each rate."""
    now = {rate["rate_bp"]: rate for rate in after}
    for rate in before:
        left = now.get(rate["rate_bp"], {})
        less = {part: rate[part] - left.get(part, 0) for part in ("net_minor", "tax_minor", "gross_minor")}
        if any(less.values()):
            yield {"rate_bp": rate["rate_bp"], **less}
