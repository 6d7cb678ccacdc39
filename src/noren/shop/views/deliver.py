"""From the basket to an order that is delivered home: where to, the last look at everything, and the promise."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from functools import wraps
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from noren.coupons.usable import sort_out_usable
from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.kernel.moments import say_long_day
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.basket import BasketView, get_basket, let_basket_go
from noren.orders.errors import BasketNotFound
from noren.orders.fees import fee_sku
from noren.orders.models import Fee
from noren.orders.place import place_order, quote_order
from noren.orders.placed_before import is_placed
from noren.orders.routing.choose import Plan, plan
from noren.orders.shipping.offer import delivery_days, is_delivery_offered, online_store_code, ways_to_pay_before
from noren.orders.shipping.wanted import Address, WantedDelivery, slot_words
from noren.orders.wanted import Contact, PlaceOrder, WantedLine
from noren.people.addresses import KeptAddress, addresses_of, forget_address, remember_address
from noren.shop.deliver_form import DeliveryForm
from noren.shop.gift import gift_of, keep_wishes, note_of
from noren.shop.refusals import status_of
from noren.shop.views.checkout import new_order_uid, order_uid_of, seen_total, to_payment
from noren.shop.visitor import customer_of, find_basket, forget_count
from noren.stores.loading import load_store_for_order

_DELIVERY = "delivery"


def _with_goods(view: Callable[[HttpRequest, BasketView], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let in whoever has goods on sale in the basket, while deliveries are offered; else the basket says why."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        found = find_basket(request)
        basket = get_basket(found.uid, at=timezone.now()) if found else None
        if basket is None or not basket.lines or not all(line.is_on_sale for line in basket.lines):
            return redirect("shop:basket")
        if not is_delivery_offered() or not ways_to_pay_before():
            return redirect("shop:basket")
        return view(request, basket)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@_with_goods
def address(request: HttpRequest, basket: BasketView) -> HttpResponse:
    """Where to and when; a member's addresses are offered, the one used last is filled in."""
    customer, days = customer_of(request), _days_offered()
    kept = addresses_of(customer.id) if customer else []
    form = DeliveryForm(request.POST or None, initial=_initial(request, kept), is_guest=customer is None, days=days)
    if request.method == "POST" and form.is_valid():
        request.session[_DELIVERY] = form.kept()
        let_basket_go(basket.uid, at=timezone.now())
        return redirect("shop:deliver_confirm")
    context = {"form": form, "basket": basket, "kept": kept, "is_guest": customer is None}
    context["is_day_over"] = not form.is_bound and not _is_offered(request.session.get(_DELIVERY, {}).get("day"), days)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "shop/deliver.html", context, status=status)


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Forget one of the member's addresses."""
    customer, typed = customer_of(request), request.POST.get("address", "")
    if customer and typed.isascii() and typed.isdigit() and len(typed) < 19:
        forget_address(customer.id, int(typed))
    return redirect("shop:deliver")


@require_POST
@_with_goods
def gift(request: HttpRequest, basket: BasketView) -> HttpResponse:
    """Have the order wrapped as a gift, or not after all: the review then shows the new total."""
    keep_wishes(request, basket, is_gift=request.POST.get("gift") == "wrap")
    return redirect(reverse("shop:deliver_confirm") + "#wishes")


@require_safe
@_with_goods
def confirm(request: HttpRequest, basket: BasketView) -> HttpResponse:
    """The review, with the fee, as the Act on Specified Commercial Transactions, article 12-6, asks."""
    return _confirm_page(request, basket) if _delivery(request) else redirect("shop:deliver")


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Place the order that the review showed, at the total it showed. A repeat leads to the same order."""
    order_uid = order_uid_of(request, request.POST.get("basket", ""))
    if order_uid and is_placed(order_uid):
        return to_payment(request, order_uid)
    answer = _place(request)
    return to_payment(request, order_uid) if order_uid and is_placed(order_uid) else answer


@_with_goods
def _place(request: HttpRequest, basket: BasketView) -> HttpResponse:
    order_uid, delivery = order_uid_of(request, str(basket.uid)), _delivery(request)
    if order_uid is None or delivery is None:
        return redirect("shop:deliver_confirm")
    at = timezone.now()
    try:
        place_order(_wanted(request, basket, delivery, order_uid, at=at, expected=seen_total(request) or 0), at=at)
    except BasketNotFound:
        return redirect("shop:basket")
    except NorenError as refusal:
        return _confirm_page(request, basket, refusal=refusal)
    customer = customer_of(request)
    if customer:
        remember_address(customer.id, KeptAddress(**asdict(delivery.address)), at=at)
    forget_count(request)
    return to_payment(request, order_uid)


def _confirm_page(request: HttpRequest, basket: BasketView, *, refusal: NorenError | None = None) -> HttpResponse:
    delivery, order_uid = _delivery(request), new_order_uid(request, basket)
    assert delivery is not None
    at = timezone.now()
    wanted = _wanted(request, basket, delivery, order_uid, at=at)
    quote = quote_order(wanted, at=at)
    found = _plan(basket, at=at)
    ways = ways_to_pay_before()
    context = {
        "basket": basket,
        "delivery": delivery,
        "day": say_long_day(delivery.day) if delivery.day else "",
        "slot": slot_words(delivery.slot),
        "lost_coupons": [code for code in basket.working_coupon_codes if code not in wanted.coupon_codes],
        "quote": quote,
        "fee_minor": sum(line.total_minor for line in quote.lines if line.sku == fee_sku(Fee.DELIVERY)),
        "parcels": len(found.parts),
        "missing": [line for line in basket.lines if line.variant_id in found.missing],
        "contact": _contact(request),
        "refusal": refusal,
        "is_guest": customer_of(request) is None,
        "ways": ways,
        "pay_by": request.POST.get("pay_by") or ways[0].code,
        "return_days": settings.RETURN_DAYS,
        "free_from_minor": settings.DELIVERY_FREE_FROM_MINOR,
        "gift": wanted.gift,
        "gift_minor": settings.GIFT_WRAP_MINOR,
        "gift_rate_bp": rate_bp(TaxClass.STANDARD, ServiceMode.TAKE_OUT),
        "note": wanted.note,
    }
    status = status_of(refusal) if refusal else HTTPStatus.OK
    return render(request, "shop/deliver_confirm.html", context, status=status)


def _coupons(request: HttpRequest, basket: BasketView, *, at: datetime) -> tuple[str, ...]:
    """The basket's coupons that may be used for a delivery: one of a certain store may not."""
    customer, codes = customer_of(request), basket.working_coupon_codes
    usable, _reasons = sort_out_usable(
        codes, customer_id=customer.id if customer else None, channel="web", store_code=online_store_code(), at=at
    )
    return tuple(code for code in codes if code in usable)


def _plan(basket: BasketView, *, at: datetime) -> Plan:
    goods = {line.variant_id: line.quantity for line in basket.lines}
    return plan(goods, kind="delivery", near=None, holder_uid=basket.uid, at=at)


def _wanted(
    request: HttpRequest,
    basket: BasketView,
    delivery: WantedDelivery,
    order_uid: UUID,
    *,
    at: datetime,
    expected: int | None = None,
) -> PlaceOrder:
    customer = customer_of(request)
    return PlaceOrder(
        uid=order_uid,
        channel="web",
        store_code=online_store_code(),
        lines=tuple(
            WantedLine(uid=uuid7(), sku=line.sku, quantity=line.quantity, seen_price_minor=None)
            for line in basket.lines
        ),
        fulfillment="delivery",
        customer_uid=customer.uid if customer else None,
        contact=None if customer else _contact(request),
        coupon_codes=_coupons(request, basket, at=at),
        expected_total_minor=expected,
        basket_uid=basket.uid,
        language=get_language(),
        pay_by=request.POST.get("pay_by") or ways_to_pay_before()[0].code,
        delivery=delivery,
        note=note_of(request, basket),
        gift=gift_of(request, basket),
    )


def _contact(request: HttpRequest) -> Contact:
    """Who is told about it: the member, or the guest as typed with the address."""
    kept = request.session.get(_DELIVERY, {})
    if customer := customer_of(request):
        return Contact(name=customer.name, email=customer.email, phone=customer.phone)
    return Contact(name=kept.get("name", ""), email=kept.get("email", ""), phone=kept.get("phone", ""))


def _delivery(request: HttpRequest) -> WantedDelivery | None:
    """What was typed on the page before, while its day is still offered; None when it is to be typed again."""
    kept = request.session.get(_DELIVERY)
    if not kept or (customer_of(request) is None and not kept.get("email")):
        return None
    if not _is_offered(kept["day"], _days_offered()):
        return None
    parts = {name: kept[name] for name in ("name", "postal_code", "prefecture", "city", "line1", "line2", "phone")}
    return WantedDelivery(Address(**parts), date.fromisoformat(kept["day"]) if kept["day"] else None, kept["slot"])


def _days_offered() -> list[date]:
    at = timezone.now()
    return delivery_days(load_store_for_order(online_store_code(), at=at), at=at)


def _is_offered(day: str | None, days: list[date]) -> bool:
    """Whether a day that was chosen before can still be had; no day always can."""
    return not day or date.fromisoformat(day) in days


def _initial(request: HttpRequest, kept: list[tuple[int, KeptAddress]]) -> dict[str, object]:
    """What stands in the form at first: the address that was pressed, what was typed before, or the last one used."""
    asked = request.GET.get("address", "")
    for key, each in kept:
        if str(key) == asked:
            return {**request.session.get(_DELIVERY, {}), **asdict(each)}
    if typed := request.session.get(_DELIVERY):
        return dict(typed)
    if kept and not asked:
        return asdict(kept[0][1])
    customer = customer_of(request)
    return {"name": customer.name, "phone": customer.phone} if customer else {}
