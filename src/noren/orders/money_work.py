"""The office's reads about money: transfers that are waited for, and what is to be given back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Q, When

from noren.kernel.ids import fold_spoken_code
from noren.orders.models import Order, OrderStatus
from noren.payments.balance import paid_minor
from noren.payments.models import Payment, PaymentStatus, Provider, Refund, RefundStatus
from noren.payments.refunds import RefundView, refund_view


@dataclass(frozen=True, slots=True)
class AwaitedTransfer:
    """An order that is paid by bank transfer: one that waits, or whose money may still come. Minor units.

    `is_over`: nothing is waited for; `status_words` say where the order stands.
    """

    order_uid: UUID
    number: str
    name: str
    store_name: str
    total_minor: int
    paid_minor: int
    placed_at: datetime
    pay_until: datetime | None
    is_over: bool
    status_words: str

    @property
    def due_minor(self) -> int:
        """What is still missing."""
        return 0 if self.is_over else max(0, self.total_minor - self.paid_minor)


@dataclass(frozen=True, slots=True)
class OpenRefund:
    """Money that goes back, with whose it is."""

    refund: RefundView
    number: str
    name: str


def awaited_transfers(typed: str = "", *, limit: int = 100) -> list[AwaitedTransfer]:
    """Orders that wait for a transfer, the nearest deadline first.

    Args:
        typed: an order number, a part of the buyer's name, or an amount; with it every order is found that was ever to
            be paid by transfer: its money may come late, or twice.
    """
    transfers = Payment.objects.filter(provider=Provider.BANK_TRANSFER)
    waiting = Q(uid__in=transfers.filter(status=PaymentStatus.DUE).values("order_uid"))
    waiting &= Q(status=OrderStatus.AWAITING_PAYMENT)
    which = Q(uid__in=transfers.values("order_uid")) if typed.strip() else waiting
    orders = Order.objects.filter(which).select_related("store")
    if wanted := typed.strip():
        folded, digits = fold_spoken_code(wanted), wanted.replace(",", "").removeprefix("¥")
        found = Q(number=folded) | Q(contact_name__icontains=wanted)
        if digits.isascii() and digits.isdigit() and len(digits) < 12:
            found |= Q(total_minor=int(digits))
        orders = orders.filter(found)
    is_waiting_first = Case(When(status=OrderStatus.AWAITING_PAYMENT, then=0), default=1)
    return [
        AwaitedTransfer(
            order_uid=order.uid,
            number=order.number,
            name=order.contact_name,
            store_name=order.store.name,
            total_minor=order.total_minor,
            paid_minor=paid_minor(order.uid),
            placed_at=order.placed_at,
            pay_until=order.pay_until,
            is_over=order.status != OrderStatus.AWAITING_PAYMENT,
            status_words=str(OrderStatus(order.status).label),
        )
        for order in orders.order_by(is_waiting_first, "pay_until", "pk")[:limit]
    ]


def open_refunds(*, limit: int = 200) -> list[OpenRefund]:
    """What is not given back yet: first what staff have to give back, the oldest first."""
    refunds = Refund.objects.exclude(status=RefundStatus.DONE).select_related("payment", "attempt")
    rows = list(refunds.order_by("status", "pk")[:limit])
    orders = {order.uid: order for order in Order.objects.filter(uid__in={row.payment.order_uid for row in rows})}
    return [
        OpenRefund(refund_view(row), orders[row.payment.order_uid].number, orders[row.payment.order_uid].contact_name)
        for row in rows
    ]
