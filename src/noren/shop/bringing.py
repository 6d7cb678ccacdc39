"""Goods of a basket that the chosen store lacks and others can send there: when, and what the shopper saw of it."""

from datetime import date, datetime

from django.http import HttpRequest

from noren.orders.basket import BasketView
from noren.orders.routing.bring import Offer, offer_to_bring


def offer_for_basket(basket: BasketView, *, at: datetime) -> Offer | None:
    """When what the chosen store lacks of a basket can be there; None when it lacks nothing, or it cannot be."""
    if basket.store_code is None or not all(line.is_on_sale for line in basket.lines):
        return None
    pieces = {line.variant_id: line.quantity - (line.available or 0) for line in basket.lines}
    lacking = {variant_id: short for variant_id, short in pieces.items() if short > 0}
    return offer_to_bring(basket.store_code, lacking, at=at) if lacking else None


def seen_day(request: HttpRequest) -> date | None:
    """The day until which the shopper agreed to wait on the review; None when nothing was to be brought."""
    try:
        return date.fromisoformat(request.POST.get("bring", ""))
    except ValueError:
        return None
