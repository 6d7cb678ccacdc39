"""From the basket to an order: who picks it up, the last look at everything, and the promise."""

from collections.abc import Callable
from datetime import datetime
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

from noren.coupons.errors import CouponExhausted, CouponNotApplicable, CouponNotFound, CouponUsedByCustomer
from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.basket import BasketView, accept_prices, get_basket, hold_basket
from noren.orders.errors import BasketNotFound, PriceChanged
from noren.orders.links import order_key, order_path
from noren.orders.place import place_order, quote_order
from noren.orders.placed_before import is_placed
from noren.orders.queries import get_order
from noren.orders.wanted import Contact, PlaceOrder, WantedLine
from noren.payments.errors import ProviderNotOffered
from noren.payments.provider import is_online
from noren.payments.ways import ways_to_pay
from noren.pricing import Quote
from noren.shop.basket_page import basket_page
from noren.shop.bringing import offer_for_basket, seen_day
from noren.shop.confirmation import confirmation_of, price_changes
from noren.shop.coupon_board import coupons_in_basket, refusal_by_name
from noren.shop.forms import ContactForm
from noren.shop.gift import gift_of, keep_wishes, note_of
from noren.shop.refusals import status_of
from noren.shop.views.pay import go_to_pay
from noren.shop.visitor import customer_of, find_basket, find_place, forget_count
from noren.stock.errors import OutOfStock
from noren.stores.errors import PickupNotOffered, StoreClosed, StoreNotFound

_CONTACT = "contact"
_ORDER = "order"
_COUPON_REFUSALS = (CouponExhausted, CouponNotApplicable, CouponNotFound, CouponUsedByCustomer)
_STORE_REFUSALS = (PickupNotOffered, StoreClosed, StoreNotFound)


def _with_basket(view: Callable[[HttpRequest, BasketView], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Let in whoever has a basket that can be ordered; else its page, or that of short goods, says why.

    What the store lacks may be brought there from others.
    """

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        found = find_basket(request)
        basket = get_basket(found.uid, at=timezone.now()) if found else None
        if basket is None or basket.store_code is None or not all(line.is_on_sale for line in basket.lines):
            return redirect("shop:basket")
        if not basket.lines:
            return redirect("shop:basket")
        if not basket.is_orderable and offer_for_basket(basket, at=timezone.now()) is None:
            return _sold_out_page(request, basket)
        return view(request, basket)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@_with_basket
def contact(request: HttpRequest, basket: BasketView) -> HttpResponse:
    """Whom a guest's order is for; a member goes straight on."""
    if customer_of(request):
        return redirect("shop:confirm")
    form = ContactForm(request.POST or None, initial=request.session.get(_CONTACT))
    if request.method == "POST" and form.is_valid():
        request.session[_CONTACT] = form.cleaned_data
        return _hold(request, basket)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "shop/contact.html", {"form": form, "basket": basket}, status=status)


@require_POST
@_with_basket
def hold(request: HttpRequest, basket: BasketView) -> HttpResponse:
    """Keep the goods for the time of the review."""
    return _hold(request, basket) if _find_contact(request) else redirect("shop:contact")


@require_safe
@_with_basket
def confirm(request: HttpRequest, basket: BasketView) -> HttpResponse:
    """The review, as the Act on Specified Commercial Transactions, article 12-6, asks: all terms on one page."""
    if _find_contact(request) is None:
        return redirect("shop:contact")
    return _price_page(request, basket) if price_changes(basket) else _confirm_page(request, basket)


@require_POST
@_with_basket
def gift(request: HttpRequest, basket: BasketView) -> HttpResponse:
    """Have the order wrapped as a gift, or not after all: the review then shows the new total."""
    keep_wishes(request, basket, is_gift=request.POST.get("gift") == "wrap")
    return redirect(reverse("shop:confirm") + "#wishes")


@require_POST
def accept(request: HttpRequest) -> HttpResponse:
    """Today's prices are fine: on to the review."""
    if found := find_basket(request):
        accept_prices(found.uid, at=timezone.now())
    return redirect("shop:confirm")


@require_POST
def place(request: HttpRequest) -> HttpResponse:
    """Place the order that the review showed, at the total it showed. A repeat leads to the same order."""
    order_uid = order_uid_of(request, request.POST.get("basket", ""))
    if order_uid and is_placed(order_uid):
        return to_payment(request, order_uid)
    try:
        answer = _place(request)
    except NorenError:
        if order_uid and is_placed(order_uid):
            return to_payment(request, order_uid)
        raise
    # A second tap may find the basket gone or the goods sold: to the order that the first tap placed meanwhile.
    return to_payment(request, order_uid) if order_uid and is_placed(order_uid) else answer


@_with_basket
def _place(request: HttpRequest, basket: BasketView) -> HttpResponse:
    order_uid, buyer = order_uid_of(request, str(basket.uid)), _find_contact(request)
    if order_uid is None or buyer is None:
        return redirect("shop:confirm")
    if not basket.is_orderable and seen_day(request) is None:
        return _sold_out_page(request, basket)
    if _is_later_than_seen(request, basket):
        return _confirm_page(request, basket, is_later=True)
    try:
        place_order(_wanted(request, basket, buyer, order_uid), at=timezone.now())
    except PriceChanged:
        return _price_page(request, basket)
    except OutOfStock:
        return _sold_out_page(request, get_basket(basket.uid, at=timezone.now()))
    except BasketNotFound:
        return redirect("shop:basket")
    except (ProviderNotOffered, *_COUPON_REFUSALS, *_STORE_REFUSALS) as refusal:
        return _confirm_page(request, basket, refusal=refusal)
    forget_count(request)
    return _to_order(request, order_uid)


def _is_later_than_seen(request: HttpRequest, basket: BasketView) -> bool:
    """Whether goods that the shopper has brought come on a later day than the review said."""
    seen = seen_day(request)
    offer = offer_for_basket(basket, at=timezone.now()) if seen else None
    return seen is not None and offer is not None and offer.day > seen


def to_payment(request: HttpRequest, order_uid: UUID) -> HttpResponse:
    """To the provider's page when the order waits for one, else to the order. Whoever goes back finds it there too."""
    order = get_order(order_uid)
    if order.is_awaiting_payment and is_online(order.pay_by):
        key = "" if customer_of(request) else order_key(order_uid)
        return go_to_pay(request, order, key, pay_by=order.pay_by)
    return _to_order(request, order_uid)


def _find_contact(request: HttpRequest) -> Contact | None:
    """Who will be told: the member who is signed in, or what the guest typed."""
    if customer := customer_of(request):
        return Contact(name=customer.name, email=customer.email, phone=customer.phone)
    typed = request.session.get(_CONTACT)
    return Contact(**typed) if typed else None


def _hold(request: HttpRequest, basket: BasketView) -> HttpResponse:
    if not basket.is_orderable:
        return redirect("shop:confirm")  # what is to be brought is held in all stores at once, when it is ordered
    try:
        hold_basket(basket.uid, at=timezone.now())
    except OutOfStock:
        return _sold_out_page(request, get_basket(basket.uid, at=timezone.now()))
    return redirect("shop:confirm")


def _wanted(request: HttpRequest, basket: BasketView, buyer: Contact, order_uid: UUID) -> PlaceOrder:
    customer = customer_of(request)
    return PlaceOrder(
        uid=order_uid,
        channel="web",
        store_code=basket.store_code or "",
        lines=tuple(
            WantedLine(uid=uuid7(), sku=line.sku, quantity=line.quantity, seen_price_minor=line.seen_price_minor)
            for line in basket.lines
        ),
        fulfillment="pickup",
        customer_uid=customer.uid if customer else None,
        contact=None if customer else buyer,
        coupon_codes=basket.working_coupon_codes,
        expected_total_minor=seen_total(request) or 0,
        basket_uid=basket.uid,
        language=get_language(),
        pay_by=request.POST.get("pay_by") or ways_to_pay()[0].code,
        note=note_of(request, basket),
        gift=gift_of(request, basket),
        may_bring=seen_day(request) is not None,
    )


def seen_total(request: HttpRequest) -> int | None:
    """The total that the review showed; None when what came is none."""
    typed = request.POST.get("total", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None


def new_order_uid(request: HttpRequest, basket: BasketView) -> UUID:
    """The id under which this basket will be ordered: the same however often the last look is opened or sent."""
    kept: list[str] = request.session.get(_ORDER, [])
    if kept[:1] != [str(basket.uid)]:
        kept = [str(basket.uid), str(uuid7())]
        request.session[_ORDER] = kept
    return UUID(kept[1])


def order_uid_of(request: HttpRequest, basket_uid: str) -> UUID | None:
    kept: list[str] = request.session.get(_ORDER, [])
    return UUID(kept[1]) if kept and kept[0] == basket_uid else None


def ordered_path(request: HttpRequest) -> str | None:
    """The page of the order that was placed from this browser last."""
    kept: list[str] = request.session.get(_ORDER, [])
    if not kept or not is_placed(UUID(kept[1])):
        return None
    return order_path(UUID(kept[1]), is_guest=customer_of(request) is None)


def _to_order(request: HttpRequest, order_uid: UUID) -> HttpResponse:
    return redirect(order_path(order_uid, is_guest=customer_of(request) is None))


def _confirm_page(
    request: HttpRequest, basket: BasketView, *, refusal: NorenError | None = None, is_later: bool = False
) -> HttpResponse:
    """The review; `is_later`: goods are brought later than it said before, and nothing was ordered."""
    buyer, at = _find_contact(request), timezone.now()
    assert buyer is not None
    try:
        confirmation = confirmation_of(basket, buyer, order_uid=new_order_uid(request, basket), at=at)
    except _STORE_REFUSALS as closed:
        page = basket_page(basket, place=find_place(request), at=at, errors={"store": str(closed)})
        return render(request, "shop/basket.html", {"page": page}, status=status_of(closed))
    coupons = coupons_in_basket(basket, at=at)
    wrapping = gift_of(request, basket)
    context = {
        "confirmation": confirmation,
        "basket": basket,
        "quote": _quote(request, basket, buyer, confirmation.order_uid, at=at) if wrapping else basket.quote,
        "gift": wrapping,
        "gift_minor": settings.GIFT_WRAP_MINOR,
        "gift_rate_bp": rate_bp(TaxClass.STANDARD, ServiceMode.TAKE_OUT),
        "note": note_of(request, basket),
        "coupons": [each for each in coupons if each.refusal],
        "refusal": refusal,
        "is_later": is_later,
        "is_guest": customer_of(request) is None,
        "ways": ways_to_pay(),
        "pay_by": request.POST.get("pay_by") or ways_to_pay()[0].code,
        "return_days": settings.RETURN_DAYS,
    }
    if isinstance(refusal, _COUPON_REFUSALS):
        context["refused_coupon"] = refusal.details.get("coupon")
        context["refusal"] = refusal_by_name(refusal, coupons)
    status = status_of(refusal) if refusal else HTTPStatus.CONFLICT if is_later else HTTPStatus.OK
    return render(request, "shop/confirm.html", context, status=status)


def _quote(request: HttpRequest, basket: BasketView, buyer: Contact, order_uid: UUID, *, at: datetime) -> Quote | None:
    """What the basket costs with its wrapping."""
    try:
        return quote_order(_wanted(request, basket, buyer, order_uid), at=at)
    except NorenError:
        return basket.quote  # the refusal is said when the order is placed


def _price_page(request: HttpRequest, basket: BasketView) -> HttpResponse:
    context = {"basket": basket, "changes": price_changes(basket), "seen_total": seen_total(request)}
    return render(request, "shop/price_changed.html", context, status=HTTPStatus.CONFLICT)


def _sold_out_page(request: HttpRequest, basket: BasketView) -> HttpResponse:
    """What is left, by when the rest can be brought, and which other stores have all of it."""
    page = basket_page(basket, place=find_place(request), at=timezone.now())
    return render(request, "shop/sold_out.html", {"page": page}, status=HTTPStatus.CONFLICT)
