"""Returns as the API tells them."""

from collections.abc import Sequence

from noren.api.present.orders import order_out
from noren.api.schemas.orders import StoreBrief
from noren.api.schemas.quotes import TaxOut
from noren.api.schemas.returns import (
    RefundOut,
    ReturnableLineOut,
    ReturnableOut,
    ReturnBrief,
    ReturnCouponOut,
    ReturnLineOut,
    ReturnOut,
    ReturnQuoteOut,
    ReturnRefusalOut,
)
from noren.orders.queries import LineView
from noren.orders.return_wanted import ReturnQuote
from noren.orders.returns import ReturnableSale, ReturnSummary, ReturnView


def return_quote_out(quote: ReturnQuote, *, needs_approval: Sequence[str]) -> ReturnQuoteOut:
    """What a return would give back, and what of it who asks may not do alone."""
    return ReturnQuoteOut(
        amounts=list(quote.amounts),
        taxes=[TaxOut.model_validate(tax) for tax in quote.taxes],
        goods_minor=quote.goods_minor,
        discount_minor=quote.discount_minor,
        tax_minor=quote.tax_minor,
        total_minor=quote.total_minor,
        cash_minor=quote.cash_minor,
        refunds=[RefundOut.model_validate(refund) for refund in quote.refunds],
        points=quote.points,
        is_full=quote.is_full,
        needs_approval=list(needs_approval),
    )


def return_out(view: ReturnView) -> ReturnOut:
    """Everything about a return."""
    return ReturnOut(
        uid=view.uid,
        number=view.number,
        order_uid=view.order_uid,
        order_number=view.order_number,
        store=StoreBrief(code=view.store.code, name=view.store.name),
        register_code=view.register_code,
        staff_name=view.staff_name,
        channel=view.channel,
        reason=view.reason,
        returned_at=view.returned_at,
        lines=[ReturnLineOut.model_validate(line) for line in view.lines],
        taxes=[TaxOut(**tax) for tax in view.taxes],
        goods_minor=view.goods_minor,
        discount_minor=view.discount_minor,
        tax_minor=view.tax_minor,
        total_minor=view.total_minor,
        refunds=[RefundOut.model_validate(refund) for refund in view.refunds],
        points=view.points,
        points_taken=view.points_taken,
        points_owed=view.points_owed,
        coupons=[
            ReturnCouponOut(code=code, name=name, is_use_returned=is_returned)
            for code, name, is_returned in view.coupons
        ],
        is_full=view.is_full,
    )


def return_brief(view: ReturnSummary) -> ReturnBrief:
    """A return in a list."""
    return ReturnBrief(
        uid=view.uid,
        number=view.number,
        store_name=view.store_name,
        returned_at=view.returned_at,
        total_minor=view.total_minor,
        piece_count=view.piece_count,
    )


def returnable_out(sale: ReturnableSale) -> ReturnableOut:
    """A sale that goods are brought back of."""
    refusal = sale.refusal
    return ReturnableOut(
        order=order_out(sale.order),
        lines=[_returnable_line(line) for line in sale.order.lines if line.quantity and not line.fee],
        returns=[return_brief(each) for each in sale.returns],
        last_day=sale.last_day,
        refusal=ReturnRefusalOut(code=refusal.code, message=str(refusal)) if refusal else None,
    )


def _returnable_line(line: LineView) -> ReturnableLineOut:
    return ReturnableLineOut(
        uid=line.uid,
        sku=line.sku,
        gtin=line.gtin,
        name=line.name,
        quantity=line.quantity,
        left_quantity=line.quantity - line.returned_quantity,
        unit_price_minor=line.unit_price_minor,
        discount_minor=line.discount_minor,
        total_minor=line.total_minor,
        tax_rate_bp=line.tax_rate_bp,
    )
