"""Receipts: what is printed is built once as data, kept, and only ever printed again.

A receipt meets Japan's simplified qualified invoice (適格簡易請求書): issuer and registration number, date, goods with
a mark on reduced rates, totals and tax per rate.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from noren.kernel.ids import fold_spoken_code
from noren.kernel.tax import REDUCED_BP
from noren.orders.errors import ReceiptNotFound
from noren.orders.models import Order, OrderLine, Receipt, ReceiptKind
from noren.orders.parties import Buyer, Desk
from noren.payments.cash import Taken
from noren.payments.queries import paid_before_by
from noren.stores.loading import StoreForOrder


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """Goods as printed. `total_minor` is after the discount; `is_reduced` asks for the mark ※."""

    name: str
    quantity: int
    unit_price_minor: int
    discount_minor: int
    total_minor: int
    tax_rate_bp: int
    is_reduced: bool


@dataclass(frozen=True, slots=True)
class ReceiptTax:
    """What falls under one rate."""

    rate_bp: int
    net_minor: int
    tax_minor: int
    gross_minor: int


@dataclass(frozen=True, slots=True)
class ReceiptDocument:
    """A receipt as data. `issued_at` is the store's local time; `is_reprint` asks for 再発行."""

    number: str
    kind: str
    order_number: str
    issuer_name: str
    issuer_number: str
    store_name: str
    register_code: str
    staff_name: str
    issued_at: datetime
    member_number: str | None
    lines: tuple[ReceiptLine, ...]
    taxes: tuple[ReceiptTax, ...]
    goods_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    tendered_minor: int
    change_minor: int
    points: int
    prices_include_tax: bool
    currency: str
    reason: str = ""
    paid_before_minor: int = 0
    paid_before_by: str = ""
    printed_count: int = 0
    is_reprint: bool = field(default=False)


def issue_receipt(
    order: Order,
    taken: Taken,
    *,
    desk: Desk,
    store: StoreForOrder,
    buyer: Buyer,
    at: datetime,
    kind: ReceiptKind = ReceiptKind.SALE,
    reason: str = "",
    paid_before_minor: int = 0,
) -> str:
    """Issue the receipt of a completed sale, or of its void; answer its number. Once per order and kind.

    Args:
        paid_before_minor: what was paid before the hand-over, minor units; the rest is cash.
    """
    number = order.number if kind == ReceiptKind.SALE else f"{order.number}-V"
    document = {
        "order_number": order.number,
        "issuer_name": store.issuer_name or settings.SHOP_NAME,
        "issuer_number": store.issuer_number,
        "store_name": store.name,
        "register_code": desk.register_code,
        "staff_name": desk.staff_name,
        "issued_at": at.astimezone(ZoneInfo(store.time_zone)).isoformat(),
        "member_number": _masked(buyer.member_number),
        "lines": [_line(line) for line in order.lines.filter(quantity__gt=0)],
        "taxes": order.taxes,
        "goods_minor": order.goods_minor,
        "discount_minor": order.discount_minor,
        "tax_minor": order.tax_minor,
        "total_minor": order.total_minor,
        "tendered_minor": taken.tendered_minor,
        "change_minor": taken.change_minor,
        "points": order.points,
        "prices_include_tax": order.prices_include_tax,
        "currency": settings.CURRENCY,
        "reason": reason,
        "paid_before_minor": paid_before_minor,
        "paid_before_by": paid_before_by(order.uid) if paid_before_minor else "",
    }
    Receipt.objects.create(
        number=number, order=order, kind=kind, register_id=desk.register_id, issued_at=at, document=document
    )
    return number


def get_receipt(number: str) -> ReceiptDocument:
    """A receipt to look at; nothing is counted.

    Raises:
        ReceiptNotFound: no receipt has this number.
    """
    return _document(_find(number))


def print_receipt(number: str) -> ReceiptDocument:
    """A receipt to print. The first print is the original, each later one says that it is a reprint.

    Raises:
        ReceiptNotFound: no receipt has this number.
    """
    with transaction.atomic(savepoint=False):
        receipt = _find(number)
        Receipt.objects.filter(pk=receipt.pk).update(printed_count=F("printed_count") + 1)
        receipt.refresh_from_db(fields=["printed_count"])
    return _document(receipt, is_reprint=receipt.printed_count > 1)


def _find(typed: str) -> Receipt:
    number = typed.strip().upper()
    folded = Q(number=number) | Q(number=fold_spoken_code(typed), kind=ReceiptKind.SALE)
    receipt = Receipt.objects.filter(folded).first()
    if receipt is None:
        raise ReceiptNotFound(field="number", number=typed)
    return receipt


def _line(line: OrderLine) -> dict[str, str | int | bool]:
    return {
        "name": line.name,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price_minor,
        "discount_minor": line.discount_minor,
        "total_minor": line.total_minor,
        "tax_rate_bp": line.tax_rate_bp,
        "is_reduced": line.tax_rate_bp == REDUCED_BP,
    }


def _masked(member_number: str | None) -> str | None:
    """A receipt can be lost: only the last four symbols tell whose it was."""
    return None if member_number is None else "*" * (len(member_number) - 4) + member_number[-4:]


def _document(receipt: Receipt, *, is_reprint: bool = False) -> ReceiptDocument:
    data = receipt.document
    return ReceiptDocument(
        number=receipt.number,
        kind=receipt.kind,
        order_number=data["order_number"],
        issuer_name=data["issuer_name"],
        issuer_number=data["issuer_number"],
        store_name=data["store_name"],
        register_code=data["register_code"],
        staff_name=data["staff_name"],
        issued_at=datetime.fromisoformat(data["issued_at"]),
        member_number=data["member_number"],
        lines=tuple(ReceiptLine(**line) for line in data["lines"]),
        taxes=tuple(ReceiptTax(**tax) for tax in data["taxes"]),
        goods_minor=data["goods_minor"],
        discount_minor=data["discount_minor"],
        tax_minor=data["tax_minor"],
        total_minor=data["total_minor"],
        tendered_minor=data["tendered_minor"],
        change_minor=data["change_minor"],
        points=data["points"],
        prices_include_tax=data["prices_include_tax"],
        currency=data["currency"],
        reason=data["reason"],
        paid_before_minor=data.get("paid_before_minor", 0),
        paid_before_by=data.get("paid_before_by", ""),
        printed_count=receipt.printed_count,
        is_reprint=is_reprint,
    )
