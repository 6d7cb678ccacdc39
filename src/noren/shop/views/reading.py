"""Pages to read: how pickup works, the legal notice for Japan, privacy."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def guide(request: HttpRequest) -> HttpResponse:
    """How an order goes, from the phone to the counter."""
    return render(request, "shop/guide.html", {"kept_days": settings.PICKUP_KEPT_DAYS, "hold_minutes": _minutes()})


def legal(request: HttpRequest) -> HttpResponse:
    """特定商取引法に基づく表記: what the Act on Specified Commercial Transactions, article 11, asks a seller to say."""
    context = {
        "seller": settings.SELLER,
        "kept_days": settings.PICKUP_KEPT_DAYS,
        "return_days": settings.RETURN_DAYS,
        "hold_minutes": _minutes(),
    }
    return render(request, "shop/legal.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of a person, what for, and for how long."""
    return render(request, "shop/privacy.html", {"seller": settings.SELLER})


def _minutes() -> int:
    return settings.BASKET_HOLD_MINUTES
