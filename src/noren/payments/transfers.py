"""Bank transfers: the payment that they are noted on, and whether one was noted before."""

from uuid import UUID

from noren.payments.errors import TransferRepeated
from noren.payments.models import Entry, Payment, Provider


def find_transfer_payment(order_uid: UUID) -> Payment | None:
    """The payment of an order that is made by bank transfer, whatever became of it; None when there is none."""
    return Payment.objects.filter(order_uid=order_uid, provider=Provider.BANK_TRANSFER).order_by("-pk").first()


def is_noted(uid: UUID, *, order_uid: UUID, amount_minor: int) -> bool:
    """Whether this transfer was noted before.

    Raises:
        TransferRepeated: the uid was used for another order or amount.
    """
    entry = Entry.objects.select_related("payment").filter(uid=uid).first()
    if entry is None:
        return False
    if entry.payment is None or (entry.payment.order_uid, entry.amount_minor) != (order_uid, amount_minor):
        raise TransferRepeated(field="amount_minor")
    return True
