"""Receipts: what is printed is built once as data, kept, and only ever rendered again (`orders.slips`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from noren.kernel.ids import fold_spoken_code, uuid7
from noren.kernel.tax import REDUCED_BP
from noren.loyalty.queries import points_balance
from noren.orders.errors import ReceiptNotFound
from noren.orders.links import receipt_path
from noren.orders.markdowns.rules import taken_off_line
from noren.orders.models import FormalReceipt, Order, OrderLine, OrderStatus, Receipt, ReceiptCopy, ReceiptKind, Return
from noren.orders.parties import Buyer, Desk, OnlineDesk
from noren.orders.receipt_document import Formal, ReceiptDocument, ReceiptTax, Reprint, lines_of, tenders_of
from noren.payments.cash import Taken
from noren.payments.models import Provider
from noren.payments.refund import Refunded
from noren.payments.tenders.rules import Part
from noren.pricing.basket import OFF_LINE, OFF_PRICE, OFF_SALE
from noren.stores.loading import StoreForOrder
from noren.timeline.record import Told


@dataclass(frozen=True, slots=True)
class ReceiptSummary:
    """A receipt in a list. `is_void` is also true of other receipts about money given back."""

    id: int
    number: str
    path: str
    is_void: bool
    store_name: str
    issued_at: datetime
    total_minor: int


def issue_receipt(
    order: Order,
    taken: Taken,
    *,
    desk: Desk | OnlineDesk,
    store: StoreForOrder,
    buyer: Buyer,
    at: datetime,
    kind: ReceiptKind = ReceiptKind.SALE,
    reason: str = "",
    others: Sequence[tuple[str, int]] = (),
    original: Receipt | None = None,
) -> str:
    """Issue the receipt of a completed sale, or of its void; answer its number. Once per order and kind.

    Points are booked before, so that the balance on it is the one after the sale. What is sent home after it is paid
    at a till earns them with its last parcel: neither its receipt nor what takes that back says any.

    Args:
        order: completed in memory too, if it is.
        taken: at the till, or given back there.
        others: what was paid before by each provider, or goes back by it, minor units.
        original: the sale's receipt that this one takes back.
    """
    number = order.number if kind == ReceiptKind.SALE else f"{order.number}-V"
    lines = list(order.lines.select_related("variant").filter(quantity__gt=0))
    reasons = _reasons(order) if any(taken_off_line(line.discounts) for line in lines) else []
    document = {
        **issued_by(store, register_code=desk.register_code, staff_name=desk.staff_name, at=at),
        "order_number": order.number,
        "member_number": masked_number(buyer.member_number),
        "is_pickup": order.completed_channel not in {"", order.channel},
        "lines": [_line(line, reasons) for line in lines],
        "taxes": order.taxes,
        "tenders": _tenders(taken, others, is_refund=kind != ReceiptKind.SALE),
        "goods_minor": order.goods_minor,
        "discount_minor": order.discount_minor,
        "tax_minor": order.tax_minor,
        "total_minor": order.total_minor,
        "tendered_minor": taken.tendered_minor,
        "change_minor": taken.change_minor,
        "points": order.points if order.status == OrderStatus.COMPLETED else 0,
        "points_balance": points_balance(buyer.customer_id) if buyer.is_member and buyer.customer_id else None,
        "prices_include_tax": order.prices_include_tax,
        "currency": settings.CURRENCY,
        "reason": reason,
        "original_number": original.number if original else "",
        "original_at": original.document["issued_at"] if original else None,
    }
    Receipt.objects.create(
        number=number,
        order=order,
        kind=kind,
        register_id=desk.register_id,
        shift_id=desk.shift.id,
        late_batch_id=desk.shift.late_batch_id,
        issued_at=at,
        document=document,
    )
    return number


def issued_by(store: StoreForOrder, *, register_code: str, staff_name: str, at: datetime) -> dict[str, str]:
    """The head of every receipt: by whom, where, at which register and when, as receipts keep it."""
    return {
        "issuer_name": store.issuer_name or settings.SHOP_NAME,
        "issuer_number": store.issuer_number or settings.SELLER["invoice_number"],
        "store_code": store.code,
        "store_name": store.name,
        "store_address": store.address,
        "store_phone": store.phone,
        "register_code": register_code,
        "staff_name": staff_name,
        "issued_at": at.astimezone(ZoneInfo(store.time_zone)).isoformat(),
    }


def get_receipt(typed: str) -> ReceiptDocument:
    """A receipt to look at; nothing is counted.

    Args:
        typed: its number in any spelling, or the token of its link, as a scanner reads it from the QR code.

    Raises:
        ReceiptNotFound: no receipt has this number.
    """
    return document_of(find_receipt(typed))


def get_receipt_by_token(token: str) -> ReceiptDocument:
    """The receipt of an unguessable link.

    Raises:
        ReceiptNotFound: no receipt has this token.
    """
    receipt = receipts_with_state().filter(token=token).first()
    if receipt is None:
        raise ReceiptNotFound(field="token", number="")
    return document_of(receipt)


def get_receipt_by_uid(uid: UUID) -> ReceiptDocument:
    """A receipt as the office names it.

    Raises:
        ReceiptNotFound.
    """
    receipt = receipts_with_state().filter(uid=uid).first()
    if receipt is None:
        raise ReceiptNotFound(field="uid", number=str(uid))
    return document_of(receipt)


def receipts_of_order(order_uid: UUID) -> list[ReceiptDocument]:
    """The receipts of an order, the sale's first."""
    return [document_of(receipt) for receipt in receipts_with_state().filter(order__uid=order_uid).order_by("pk")]


def receipts_of_customer(customer_id: int, *, before_id: int | None = None, limit: int = 20) -> list[ReceiptSummary]:
    """A customer's receipts from any store, the newest first.

    Args:
        before_id: the key of the last one already shown.
    """
    receipts = Receipt.objects.filter(order__customer_id=customer_id).order_by("-pk")
    found = (receipts.filter(pk__lt=before_id) if before_id else receipts)[:limit]
    return [
        ReceiptSummary(
            id=receipt.pk,
            number=receipt.number,
            path=receipt_path(receipt.token),
            is_void=receipt.kind != ReceiptKind.SALE,
            store_name=receipt.document["store_name"],
            issued_at=receipt.issued_at,
            total_minor=receipt.document["total_minor"],
        )
        for receipt in found
    ]


def find_receipt(typed: str) -> Receipt:
    """The row behind a number or token.

    Raises:
        ReceiptNotFound.
    """
    number = typed.strip().upper()
    folded = Q(number=number) | Q(number=fold_spoken_code(typed), kind__in=[ReceiptKind.SALE, ReceiptKind.RETURN])
    receipt = receipts_with_state().filter(folded | Q(token=typed.strip())).first() or _find_provisional(number)
    if receipt is None:
        raise ReceiptNotFound(field="number", number=typed)
    return receipt


def _find_provisional(number: str) -> Receipt | None:
    """The receipt of a late sale by the number that its till had printed; the latest, as tills may count anew."""
    of_sale = receipts_with_state().filter(kind=ReceiptKind.SALE)
    return of_sale.filter(order__late__provisional_number=number).order_by("-pk").first()


def receipts_with_state() -> "QuerySet[Receipt]":
    """Receipts with what happened since: the sale's void, return or pieces taken off, how often it was made out."""
    void = Receipt.objects.filter(order=OuterRef("order"), kind=ReceiptKind.VOID).values("issued_at")
    short = Receipt.objects.filter(order=OuterRef("order"), kind=ReceiptKind.SHORT).order_by().values("order")
    short_minor = Sum(Cast(KeyTextTransform("total_minor", "document"), BigIntegerField()))
    formal = FormalReceipt.objects.filter(receipt=OuterRef("pk")).order_by("-number").values("number")
    return Receipt.objects.select_related("order", "goods_return", "register__store").annotate(
        voided_at=Subquery(void[:1]),
        short_minor=Coalesce(Subquery(short.annotate(minor=short_minor).values("minor")), 0),
        is_all_back=Exists(Return.objects.filter(order=OuterRef("order"), is_full=True)),
        formal_count=Coalesce(Subquery(formal[:1]), 0),
    )


def document_of(
    receipt: Receipt, *, copy: ReceiptCopy | None = None, formal: FormalReceipt | None = None
) -> ReceiptDocument:
    """The value of a row of `receipts_with_state`: as it stands, as one of its prints, or made out to somebody."""
    data, store, order = receipt.document, receipt.register.store, receipt.order
    zone, is_refund = ZoneInfo(store.time_zone), receipt.kind != ReceiptKind.SALE
    voided_at: datetime | None = None if is_refund else receipt.voided_at  # type: ignore[attr-defined]
    return ReceiptDocument(
        uid=receipt.uid,
        number=receipt.number,
        token=receipt.token,
        kind=receipt.kind,
        order_uid=order.uid if order else None,
        return_uid=receipt.goods_return.uid if receipt.goods_return else None,
        order_number=data["order_number"],
        store_id=store.pk,
        issuer_name=data["issuer_name"],
        issuer_number=data["issuer_number"],
        store_code=data.get("store_code", store.code),
        store_name=data["store_name"],
        store_address=data.get("store_address", store.address),
        store_phone=data.get("store_phone", store.phone),
        register_code=data["register_code"],
        staff_name=data["staff_name"],
        issued_at=datetime.fromisoformat(data["issued_at"]),
        member_number=data["member_number"],
        is_pickup=data.get("is_pickup", order is not None and order.channel != order.completed_channel),
        lines=lines_of(data),
        taxes=tuple(ReceiptTax(**tax) for tax in data["taxes"]),
        tenders=tenders_of(data, is_refund=is_refund),
        goods_minor=data["goods_minor"],
        discount_minor=data["discount_minor"],
        tax_minor=data["tax_minor"],
        total_minor=data["total_minor"],
        points=data["points"],
        points_balance=data.get("points_balance"),
        prices_include_tax=data["prices_include_tax"],
        currency=data["currency"],
        reason=data["reason"],
        original_number=data.get("original_number", ""),
        original_at=datetime.fromisoformat(data["original_at"]) if data.get("original_at") else None,
        original_store=data.get("original_store", ""),
        voided_at=voided_at.astimezone(zone) if voided_at else None,
        returned_minor=0 if is_refund or order is None else order.returned_minor,
        short_minor=0 if is_refund else receipt.short_minor,  # type: ignore[attr-defined]
        is_all_back=not is_refund and receipt.is_all_back,  # type: ignore[attr-defined]
        printed_count=receipt.printed_count,
        formal_count=receipt.formal_count,  # type: ignore[attr-defined]
        reprint=_reprint(copy, zone) if copy else None,
        formal=formal_of(formal, zone) if formal else None,
    )


def told_of(receipt: Receipt, *, channel: str, at: datetime) -> Told:
    """About what and whom an event of a receipt is: its order, or the return of a sale that nobody found."""
    order, goods_return = receipt.order, receipt.goods_return
    return Told(
        at=at,
        channel=channel,
        store_id=receipt.register.store_id,
        customer_id=order.customer_id if order else None,
        subject_uid=order.uid if order else goods_return.uid if goods_return else receipt.uid,
        source=order.source if order else "live",
    )


def formal_of(formal: FormalReceipt, zone: ZoneInfo) -> Formal:
    """The row as part of the document."""
    return Formal(formal.uid, formal.number, formal.recipient, formal.purpose, formal.issued_at.astimezone(zone))


def _reprint(copy: ReceiptCopy, zone: ZoneInfo) -> Reprint | None:
    if copy.number == 1:
        return None
    return Reprint(copy.number, copy.staff_name, copy.printed_at.astimezone(zone))


def _reasons(order: Order) -> list[tuple[int | None, str, str]]:
    """Why something was taken off by hand: of which line (None for all), under which name, in words."""
    given = order.markdowns.values_list("line_id", "kind", "reason").order_by("pk")
    return [(line_id, OFF_SALE if line_id is None else _REF_OF[kind], reason) for line_id, kind, reason in given]


_REF_OF = {"price": OFF_PRICE, "percent": OFF_LINE, "amount": OFF_LINE}


def _line(line: OrderLine, reasons: Sequence[tuple[int | None, str, str]]) -> dict[str, object]:
    own = {ref: reason for line_id, ref, reason in reasons if line_id in (None, line.pk)}
    return {
        **({"reasons": [[ref, own[ref]] for ref, _minor in line.discounts if ref in own]} if own else {}),
        "sku": line.variant.sku,
        "name": line.name,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price_minor,
        "discount_minor": line.discount_minor,
        "total_minor": line.total_minor,
        "tax_rate_bp": line.tax_rate_bp,
        "is_reduced": line.tax_rate_bp == REDUCED_BP,
        "discounts": line.discounts,
    }


def taken_back(refunds: Sequence[Refunded]) -> Taken:
    """What a till gives back, as a void's receipt has it: in parts where it is not cash alone."""
    parts = tuple(
        Part(
            uid=uuid7(),
            tender=each.provider,
            name=each.name,
            amount_minor=each.amount_minor,
            tendered_minor=each.amount_minor + each.kept_minor,
            kept_minor=each.kept_minor,
            reference=each.reference,
        )
        for each in refunds
    )
    is_cash = all(each.provider == Provider.CASH for each in refunds)
    return Taken(sum(each.amount_minor for each in refunds), 0, 0, () if is_cash else parts)


def _tenders(taken: Taken, others: Sequence[tuple[str, int]], *, is_refund: bool) -> list[dict[str, object]]:
    """What other ways brought or take back, and what the till did: cash also when it is nothing and no other way is."""
    tenders: list[dict[str, object]] = [{"provider": provider, "amount_minor": minor} for provider, minor in others]
    if taken.parts:
        return tenders + [_tender(part, is_refund=is_refund) for part in taken.parts]
    if taken.amount_minor or taken.tendered_minor or not others:
        cash: dict[str, object] = {"provider": str(Provider.CASH), "amount_minor": taken.amount_minor}
        if not is_refund:
            cash |= {"tendered_minor": taken.tendered_minor, "change_minor": taken.change_minor}
        tenders.append(cash)
    return tenders


def _tender(part: Part, *, is_refund: bool) -> dict[str, object]:
    """One of several tenders as receipts keep it; what says nothing is left out."""
    said: dict[str, object] = {"provider": part.tender, "amount_minor": part.amount_minor}
    if not is_refund:
        said |= {"tendered_minor": part.tendered_minor, "change_minor": part.change_minor}
    more = {"name": part.name, "reference": part.reference, "kept_minor": part.kept_minor, "pieces": part.pieces}
    return said | {name: value for name, value in more.items() if value}


def masked_number(member_number: str | None) -> str | None:
    """A receipt can be lost: only the last four symbols tell whose it was."""
    return None if member_number is None else "*" * (len(member_number) - 4) + member_number[-4:]
