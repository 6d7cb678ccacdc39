"""The receipt of a return: Japan's qualified return invoice (適格返還請求書), built once as data and kept.

It has the issuer and registration number, the day of the return and that of the sale, the goods with a mark on reduced
rates, and totals and tax per rate, at the rates they were sold with. It is a receipt as any other: rendered by
`orders.slips`, printed, mailed and opened by its link as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from noren.kernel.rows import insert_row
from noren.kernel.tax import REDUCED_BP
from noren.loyalty.queries import points_balance
from noren.orders.models import Receipt, ReceiptKind, Return
from noren.orders.parties import Buyer
from noren.orders.receipts import issued_by, masked_number
from noren.orders.return_pricing import PricedLine
from noren.orders.returnable import ReturnDesk
from noren.payments.refund import Refunded
from noren.stores.loading import StoreForOrder
from noren.stores.models import Store


@dataclass(frozen=True, slots=True)
class Sale:
    """The sale as the return's receipt names it."""

    number: str
    store: Store
    completed_at: datetime
    buyer: Buyer


def issue_return_receipt(
    goods_return: Return,
    lines: Sequence[PricedLine],
    *,
    sale: Sale | None,
    refunds: Sequence[Refunded],
    desk: ReturnDesk,
    store: StoreForOrder,
    at: datetime,
) -> None:
    """Issue the receipt of a return, which has the return's number.

    Points are taken back before, so that the balance on it is the one after the return.
    """
    buyer = sale.buyer if sale else None
    document = {
        **issued_by(store, register_code=desk.register_code, staff_name=desk.staff_name, at=at),
        "order_number": sale.number if sale else "",
        "original_number": sale.number if sale else "",
        "original_at": sale.completed_at.astimezone(ZoneInfo(sale.store.time_zone)).isoformat() if sale else None,
        "original_store": sale.store.name if sale else "",
        "member_number": masked_number(buyer.member_number if buyer else None),
        "is_pickup": False,
        "lines": [_line(line) for line in lines],
        "taxes": goods_return.taxes,
        "goods_minor": goods_return.goods_minor,
        "discount_minor": goods_return.discount_minor,
        "tax_minor": goods_return.tax_minor,
        "total_minor": goods_return.total_minor,
        "tenders": [_tender(refund) for refund in refunds],
        "points": goods_return.points,
        "points_balance": points_balance(buyer.customer_id)
        if buyer and buyer.is_member and buyer.customer_id
        else None,
        "prices_include_tax": goods_return.order.prices_include_tax
        if goods_return.order
        else settings.PRICES_INCLUDE_TAX,
        "currency": settings.CURRENCY,
        "reason": goods_return.reason,
    }
    receipt = Receipt(
        number=goods_return.number,
        order=goods_return.order,
        goods_return=goods_return,
        kind=ReceiptKind.RETURN,
        register_id=goods_return.register_id,
        shift_id=desk.shift.id,
        late_batch_id=desk.shift.late_batch_id,
        issued_at=at,
        document=document,
    )
    insert_row(receipt)


def _tender(refund: Refunded) -> dict[str, str | int]:
    """By what it was given back; what says nothing is left out."""
    more: dict[str, str | int] = {"name": refund.name, "reference": refund.reference, "kept_minor": refund.kept_minor}
    said: dict[str, str | int] = {"provider": refund.provider, "amount_minor": refund.amount_minor}
    return said | {name: value for name, value in more.items() if value}


def _line(line: PricedLine) -> dict[str, str | int | bool]:
    return {
        "name": line.name,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price_minor,
        "discount_minor": line.unit_price_minor * line.quantity - line.total_minor,
        "total_minor": line.total_minor,
        "tax_rate_bp": line.tax_rate_bp,
        "is_reduced": line.tax_rate_bp == REDUCED_BP,
        "sku": line.sku,
    }
