"""The basket: quantities, coupons, and the store where it is picked up."""

from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from noren.kernel.errors import NorenError
from noren.kernel.text import storable
from noren.orders.basket import (
    add_coupon,
    add_to_basket,
    choose_store,
    get_basket,
    remove_coupon,
    set_line,
    words_of_refusal,
)
from noren.shop.basket_page import basket_page, stores_for_basket
from noren.shop.comeback import page_after
from noren.shop.forms import LineForm
from noren.shop.refusals import status_of
from noren.shop.store_page import stores_like
from noren.shop.views.checkout import ordered_path
from noren.shop.visitor import find_basket, find_place, find_store, forget_count, keep_store, need_basket
from noren.shop.words import fold_typed

_OTHER_STORES = 30


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """The basket as it stands."""
    return _page(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put goods in, and choose the store if the button beside one was pressed."""
    form = LineForm(request.POST)
    if not form.is_valid():
        return _page(request, errors={"": _first_error(form)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    sku, quantity, store_code = form.cleaned_data["sku"], form.cleaned_data["quantity"], request.POST.get("store")

    def put(basket_uid: UUID, at: datetime) -> None:
        # Both or neither: pressing again after a refused store must not double the goods.
        with transaction.atomic():
            add_to_basket(basket_uid, sku=sku, quantity=quantity, at=at)
            if store_code:
                keep_store(request, store_code, at=at)
            elif own := find_store(request, at=at):
                choose_store(basket_uid, store_code=own.code, at=at)

    return _do(request, put, said=_("It is in your basket."))


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Another quantity of one line: typed, or that of the button that was pressed; 0 takes it out."""
    sku = request.POST.get("sku", "")
    form = LineForm({"sku": sku, "quantity": request.POST.get("to") or request.POST.get("quantity", "")})
    form.fields["quantity"].least = 0  # type: ignore[attr-defined]
    if not form.is_valid():
        return _page(request, errors={sku: _first_error(form)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    quantity = form.cleaned_data["quantity"]
    return _do(request, lambda uid, at: set_line(uid, sku=sku, quantity=quantity, at=at), field=sku)


@require_POST
def use_coupon(request: HttpRequest) -> HttpResponse:
    """Put a coupon's code in."""
    typed = request.POST.get("code", "")[:40]
    if not typed.strip():
        words = _("Please enter the code of a coupon.")
        return _page(request, errors={"coupon": words}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _do(
        request,
        lambda uid, at: add_coupon(uid, code=typed, at=at),
        field="coupon",
        said=_("The coupon is in your basket."),
        typed_coupon=typed,
        after=page_after(request, otherwise="shop:basket"),
    )


@require_POST
def drop_coupon(request: HttpRequest) -> HttpResponse:
    """Take a coupon's code out, and go on from where that was asked."""
    code = request.POST.get("code", "")
    answer = _do(request, lambda uid, at: remove_coupon(uid, code=code, at=at), field="coupon")
    return redirect("shop:confirm") if request.POST.get("then") == "confirm" else answer


@never_cache
@require_safe
def other_stores(request: HttpRequest) -> HttpResponse:
    """Where else to pick it up: more stores, or those with these words in their name or address."""
    at, place, found = timezone.now(), find_place(request), find_basket(request)
    basket = get_basket(found.uid, at=at) if found else None
    if basket is None or not basket.lines:
        return redirect("shop:basket")
    words = fold_typed(request.GET.get("q", ""))[:60]
    among = [each.code for each in stores_like(words, at=at)] if words else None
    stores = stores_for_basket(basket, place=place, at=at, among=among, limit=_OTHER_STORES + 1)
    context = {
        "stores": stores[:_OTHER_STORES],
        "is_cut": len(stores) > _OTHER_STORES,
        "own_code": basket.store_code,
        "words": words,
        "place": place,
    }
    return render(request, "shop/other_stores.html", context)


@require_POST
def pick_store(request: HttpRequest) -> HttpResponse:
    """Choose where to pick it up."""
    code = request.POST.get("store", "")
    return _do(request, lambda _uid, at: keep_store(request, code, at=at), field="store")


def _do(
    request: HttpRequest,
    deed: Callable[[UUID, datetime], None],
    *,
    field: str = "",
    said: str = "",
    typed_coupon: str = "",
    after: str = "shop:basket",
) -> HttpResponse:
    """Do something to the basket; show the page again, with the reason at the field when it is refused."""
    at = timezone.now()
    try:
        deed(need_basket(request, at=at), at)
    except NorenError as refusal:
        errors = {field: words_of_refusal(refusal)}
        return _page(request, errors=errors, status=status_of(refusal), typed_coupon=typed_coupon)
    forget_count(request)
    if "HX-Request" in request.headers:
        return _page(request)
    if said:
        messages.success(request, said)
    return redirect(after)


def _page(
    request: HttpRequest,
    *,
    errors: Mapping[str, str] | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    typed_coupon: str = "",
) -> HttpResponse:
    """The whole page, or for htmx the part of it that changes."""
    at = timezone.now()
    found = find_basket(request)
    basket = get_basket(found.uid, at=at) if found else None
    page = basket_page(
        basket,
        place=find_place(request),
        at=at,
        errors=errors,
        typed_coupon=typed_coupon,
        # Under the hands of whoever chooses among the stores their order must not change.
        listed=[storable(code) for code in request.POST.getlist("listed")[:_OTHER_STORES]],
    )
    is_part = "HX-Request" in request.headers
    template = "shop/parts/basket_answer.html" if is_part else "shop/basket.html"
    context = {"page": page, "ordered_url": ordered_path(request) if page.is_empty else None}
    return render(request, template, context, status=status)


def _first_error(form: Form) -> str:
    return next(str(error) for errors in form.errors.values() for error in errors)
