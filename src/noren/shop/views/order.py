"""An order's page: where it stands, the code to show, and cancelling it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from noren.kernel.errors import Conflict
from noren.orders.changes import changes_of_order
from noren.orders.end import cancel_order
from noren.orders.links import is_order_key, order_path
from noren.orders.queries import OrderView, get_order
from noren.orders.receipts import get_receipt, receipts_of_order
from noren.orders.returns import returns_of_order
from noren.shop.order_page import OrderPage, order_page
from noren.shop.paying_page import back_words
from noren.shop.refusals import refusal_page
from noren.shop.views.receipt import receipt_page
from noren.shop.visitor import customer_of

P = ParamSpec("P")
_UNCHANGED = HTTPStatus.NO_CONTENT


def of_owner(
    view: Callable[Concatenate[HttpRequest, OrderView, str, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let in whoever has the order's key, or is signed in as its customer. To all others it does not exist."""

    @never_cache
    @wraps(view)
    def guarded(
        request: HttpRequest, order_uid: UUID, key: str = "", *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if key:
            if not is_order_key(order_uid, key):
                raise Http404
        elif not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        order = get_order(order_uid)
        customer = customer_of(request)
        if not key and (customer is None or order.customer_id != customer.id):
            raise Http404
        return view(request, order, key, *args, **kwargs)

    return guarded


@require_safe
@of_owner
def show(request: HttpRequest, order: OrderView, key: str) -> HttpResponse:
    """The whole page."""
    return render(request, "shop/order.html", _context(order, order_page(order, key=key, at=timezone.now())))


@require_safe
@of_owner
def status(request: HttpRequest, order: OrderView, key: str) -> HttpResponse:
    """What the open page asks every two seconds: nothing, or the page's part that follows and what is said of it."""
    page = order_page(order, key=key, at=timezone.now())
    if request.GET.get("seen") == page.seen:
        return HttpResponse(status=_UNCHANGED)
    return render(request, "shop/parts/order_answer.html", _context(order, page))


@require_http_methods(["GET", "HEAD", "POST"])
@of_owner
def cancel(request: HttpRequest, order: OrderView, key: str) -> HttpResponse:
    """Ask once more, then cancel."""
    if request.method == "POST":
        try:
            cancel_order(order.uid, by="customer", at=timezone.now())
        except Conflict as refusal:
            return refusal_page(request, refusal)
        back = back_words(get_order(order.uid))
        words = _("Your order is cancelled.") + " " + (back or _("Nothing is charged."))
        messages.success(request, words)
        return redirect(path_of(order, key))
    page = order_page(order, key=key, at=timezone.now())
    if not page.is_cancelable:
        return redirect(path_of(order, key))
    return render(request, "shop/cancel.html", _context(order, page))


@require_safe
@of_owner
def receipt(request: HttpRequest, order: OrderView, key: str, number: str) -> HttpResponse:
    """A receipt of the order, with the way back to it."""
    if number not in order.receipt_numbers:
        raise Http404
    answer = receipt_page(request, get_receipt(number), back=path_of(order, key))
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _context(order: OrderView, page: OrderPage) -> dict[str, object]:
    return {
        "order": order,
        "page": page,
        "returns": returns_of_order(order.uid) if order.returned_minor or order.is_returned else (),
        "receipts": receipts_of_order(order.uid),
        "changes": [change for change in changes_of_order(order.uid) if not change.is_all],
    }


def path_of(order: OrderView, key: str) -> str:
    """The path of the page, by which its reader came in."""
    return order_path(order.uid, is_guest=bool(key))
