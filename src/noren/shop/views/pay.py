"""Paying an order: to the provider's page, back from it, and another way to pay. Every step can be done again."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from noren.kernel.errors import NorenError
from noren.orders.paying import pay_otherwise, settle_attempt, start_payment
from noren.orders.queries import OrderView
from noren.payments.attempts import last_attempt
from noren.payments.provider import Said, is_online
from noren.shop.views.order import of_owner, path_of


@require_POST
@of_owner
def pay(request: HttpRequest, order: OrderView, key: str) -> HttpResponse:
    """Go to the provider's page, or have it paid at the store or by transfer instead."""
    pay_by = request.POST.get("pay_by", "") or order.pay_by
    return go_to_pay(request, order, key, pay_by=pay_by)


def go_to_pay(request: HttpRequest, order: OrderView, key: str, *, pay_by: str) -> HttpResponse:
    """The answer that leads on: the provider's page, or the order's with what happened."""
    page = path_of(order, key)
    try:
        if not is_online(pay_by):
            pay_otherwise(order.uid, pay_by=pay_by, channel="web", at=timezone.now())
            return redirect(page)
        return_url = request.build_absolute_uri(f"{page}paid/")
        step = start_payment(order.uid, provider=pay_by, return_url=return_url, channel="web", at=timezone.now())
    except NorenError as refusal:
        messages.error(request, str(refusal))
        return redirect(page)
    if step.said == Said.UNKNOWN:
        messages.error(request, _("The payment service does not answer. Your goods are kept: please try again."))
    return redirect(step.pay_url or page)


@require_safe
@of_owner
def paid(request: HttpRequest, order: OrderView, key: str) -> HttpResponse:
    """Where the provider sends the buyer back to: ask how it stands, and show the order."""
    attempt = last_attempt(order.uid)
    if attempt is not None:
        settle_attempt(attempt.uid, channel="web", at=timezone.now())
    return redirect(path_of(order, key), status=HTTPStatus.SEE_OTHER)
