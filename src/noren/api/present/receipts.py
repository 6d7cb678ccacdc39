"""Receipts as the API tells them: the figures, and the slip in the language of the request."""

from dataclasses import asdict

from noren.api.schemas.quotes import DiscountOut, TaxOut
from noren.api.schemas.receipts import FormalReceiptOut, ReceiptLineOut, ReceiptOut, ReceiptPaymentOut, SlipOut
from noren.orders.errors import FormalReceiptNotFound, ReceiptNotFound
from noren.orders.links import receipt_url
from noren.orders.receipt_document import ReceiptDocument, ReceiptLine
from noren.orders.slips.slip import Medium, slip_of


def receipt_out(document: ReceiptDocument) -> ReceiptOut:
    """A receipt with its slip for paper, which carries the QR code of the electronic receipt."""
    link = receipt_url(document.token)
    return ReceiptOut(
        number=document.number,
        kind=document.kind,
        order_uid=document.order_uid,
        order_number=document.order_number,
        issued_at=document.issued_at,
        issuer_name=document.issuer_name,
        issuer_number=document.issuer_number,
        store_code=document.store_code,
        store_name=document.store_name,
        store_address=document.store_address,
        store_phone=document.store_phone,
        register_code=document.register_code,
        staff_name=document.staff_name,
        member_number=document.member_number,
        is_pickup=document.is_pickup,
        lines=[_line(line) for line in document.lines],
        taxes=[TaxOut.model_validate(tax) for tax in document.taxes],
        goods_minor=document.goods_minor,
        discount_minor=document.discount_minor,
        tax_minor=document.tax_minor,
        total_minor=document.total_minor,
        prices_include_tax=document.prices_include_tax,
        payments=[ReceiptPaymentOut.model_validate(tender) for tender in document.tenders],
        points=document.points,
        points_balance=document.points_balance,
        reason=document.reason,
        original_number=document.original_number,
        original_at=document.original_at,
        original_store=document.original_store,
        voided_at=document.voided_at,
        returned_minor=document.returned_minor,
        printed_count=document.printed_count,
        is_reprint=document.is_reprint,
        can_be_made_out=document.can_be_made_out,
        formal_count=document.formal_count,
        link=link,
        slip=_slip(document, link),
    )


def formal_out(document: ReceiptDocument) -> FormalReceiptOut:
    """A receipt as it was made out to somebody."""
    formal = document.formal
    if formal is None:
        raise FormalReceiptNotFound(field="uid")
    return FormalReceiptOut(
        uid=formal.uid,
        receipt_number=document.number,
        number=formal.number,
        recipient=formal.recipient,
        purpose=formal.purpose,
        issued_at=formal.issued_at,
        slip=_slip(document, ""),
    )


def check_store(document: ReceiptDocument, store_id: int) -> ReceiptDocument:
    """The receipt, if it is of this store.

    Raises:
        ReceiptNotFound: to other stores it does not exist.
    """
    if document.store_id != store_id:
        raise ReceiptNotFound(field="number", number=document.number)
    return document


def _slip(document: ReceiptDocument, link: str) -> SlipOut:
    return SlipOut.model_validate(asdict(slip_of(document, medium=Medium.PAPER, link=link)))


def _line(line: ReceiptLine) -> ReceiptLineOut:
    return ReceiptLineOut(
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        unit_price_minor=line.unit_price_minor,
        discount_minor=line.discount_minor,
        total_minor=line.total_minor,
        tax_rate_bp=line.tax_rate_bp,
        is_reduced_rate=line.is_reduced,
        discounts=[DiscountOut(code=code, amount_minor=minor) for code, minor in line.discounts],
    )
