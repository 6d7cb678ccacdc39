"""Payments: begin paying an order, and the door by which providers send their notices."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router

from noren.api.callers import ApiRequest
from noren.api.documenting import writes
from noren.api.paths import OrderUid
from noren.api.routes.orders import own_order
from noren.api.schemas.payments import NoticeOut, PayIn, PayOut
from noren.orders.errors import OrderNotAwaitingPayment, OrderNotFound
from noren.orders.paying import pay_otherwise, start_payment
from noren.orders.queries import get_order
from noren.payments.errors import NoticeRefused, PaymentInFlight, ProviderNotOffered
from noren.payments.notices import receive_notice
from noren.payments.provider import is_online
from noren.people.tokens import Scope

router = Router(tags=["Payments"])


@router.post(
    "/orders/{uid}/pay",
    **writes(
        PayOut,
        Scope.ORDERS_WRITE,
        OrderNotFound,
        OrderNotAwaitingPayment,
        PaymentInFlight,
        ProviderNotOffered,
        has_key=False,
    ),
    summary="Pay an order that waits for its money",
)
def pay_order(request: ApiRequest, uid: OrderUid, wanted: PayIn) -> PayOut:
    """Ask the provider, and answer the page where the buyer agrees. A repeat goes on with the same attempt.

    When the buyer is back at your `return_url`, read the order until its status is no longer `awaiting_payment`: the
    payment is looked up whether somebody comes back or not.
    """
    own_order(request.auth, uid)
    at, pay_url, said = timezone.now(), "", ""
    if is_online(wanted.pay_by):
        step = start_payment(uid, provider=wanted.pay_by, return_url=wanted.return_url, channel="api", at=at)
        pay_url, said = request.build_absolute_uri(step.pay_url) if step.pay_url else "", step.said
    else:
        pay_otherwise(uid, pay_by=wanted.pay_by, channel="api", at=at)
    return PayOut(status=get_order(uid).status, pay_url=pay_url, said=said)


@router.post(
    "/webhooks/payments/{provider}",
    **writes(NoticeOut, None, ProviderNotOffered, NoticeRefused, has_key=False),
    summary="A provider's notice",
)
def receive_payment_notice(
    request: HttpRequest,
    provider: Annotated[str, Path(max_length=20, pattern=r"^[a-z0-9_]+$", description="The provider's code.")],
) -> NoticeOut:
    """Signed by the provider as Standard Webhooks have it (or as its own class checks it); stored as it came.

    Answered as soon as it is stored; what it is about is looked up afterwards. The same event is stored once.
    """
    is_new = receive_notice(provider, request.headers, request.body, at=timezone.now())
    return NoticeOut(is_new=is_new)
