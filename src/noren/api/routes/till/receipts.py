"""Receipts: look at one, print it."""

from datetime import datetime

from django.http import HttpResponse
from ninja import Router

from noren.api.callers import ApiRequest, staff_at_till
from noren.api.documenting import reads, writes
from noren.api.once import once
from noren.api.paths import ReceiptNumber
from noren.api.present.till import full_receipt
from noren.api.schemas.receipts import ReceiptOut
from noren.orders.errors import ReceiptNotFound
from noren.orders.receipts import get_receipt, print_receipt
from noren.people.errors import NotAllowed
from noren.people.roles import Deed
from noren.people.tokens import Scope

router = Router(tags=["Till: receipts"])


@router.get(
    "/receipts/{number}", **reads(ReceiptOut, Scope.TILL, NotAllowed, ReceiptNotFound), summary="Look at a receipt"
)
def read_receipt(request: ApiRequest, number: ReceiptNumber) -> ReceiptOut:
    """A receipt of this store on the screen; nothing is counted."""
    _staff, till = staff_at_till(request, Deed.REPRINT)
    return full_receipt(get_receipt(number), store_id=till.store_id)


@router.post(
    "/receipts/{number}/print",
    **writes(ReceiptOut, Scope.TILL, NotAllowed, ReceiptNotFound),
    summary="Print a receipt",
)
def print_a_receipt(request: ApiRequest, number: ReceiptNumber) -> HttpResponse:
    """Count a print in its store: the first is the original, each later one says that it is a reprint (再発行)."""
    _staff, till = staff_at_till(request, Deed.REPRINT)

    def deed(at: datetime) -> ReceiptOut:
        del at  # a print has no instant of its own
        # A receipt of another store is refused after it was counted, and the count is undone with the transaction.
        return full_receipt(print_receipt(number), store_id=till.store_id)

    return once(request, deed)
