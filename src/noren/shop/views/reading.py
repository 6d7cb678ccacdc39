"""Pages to read: how pickup works, the legal notice for Japan, privacy."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from noren.orders.shipping.offer import is_delivery_offered, ways_to_pay_before
from noren.payments.models import Provider
from noren.payments.ways import ways_to_pay


def guide(request: HttpRequest) -> HttpResponse:
    """How an order goes, from the phone to the counter."""
    return render(request, "shop/guide.html", {"kept_days": settings.PICKUP_KEPT_DAYS, "hold_minutes": _minutes()})


def legal(request: HttpRequest) -> HttpResponse:
    """特定商取引法に基づく表記: what the Act on Specified Commercial Transactions, article 11, asks a seller to say."""
    ways = ways_to_pay()
    context = {
        "seller": settings.SELLER,
        "pays_at_store": any(not way.is_before for way in ways),
        "ways_before": [way.words for way in ways if way.is_before],
        "transfer_days": settings.BANK_TRANSFER_DAYS if Provider.BANK_TRANSFER in settings.PAY_BY else None,
        "delivery": _delivery_terms(),
        "kept_days": settings.PICKUP_KEPT_DAYS,
        "return_days": settings.RETURN_DAYS,
        "hold_minutes": _minutes(),
    }
    return render(request, "shop/legal.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of a person, what for, and for how long."""
    return render(request, "shop/privacy.html", {"seller": settings.SELLER, "delivery": _delivery_terms()})


def _delivery_terms() -> dict[str, int | None] | None:
    """What is to be said of deliveries; None while the shop offers none."""
    if not is_delivery_offered() or not ways_to_pay_before():
        return None
    return {
        "fee_minor": settings.DELIVERY_FEE_MINOR,
        "free_from_minor": settings.DELIVERY_FREE_FROM_MINOR,
        "first_day": settings.DELIVERY_FIRST_DAY,
        "last_day": settings.DELIVERY_LAST_DAY,
    }


def _minutes() -> int:
    return settings.BASKET_HOLD_MINUTES
