"""What every page of the shop shows: the shop's name, and how much is in the basket."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from noren.orders.shipping.offer import is_delivery_offered, ways_to_pay_before
from noren.shop.visitor import basket_count


def page(request: HttpRequest) -> dict[str, object]:
    """Django's context processor; the count and the delivery are read only by templates that show it."""
    return {
        "shop_name": settings.SHOP_NAME,
        "here": _here(request),
        "prices_include_tax": settings.PRICES_INCLUDE_TAX,
        "is_demo": settings.DEMO,
        "is_delivery_offered": SimpleLazyObject(_is_delivery_offered),
        "delivery_fee": settings.DELIVERY_FEE_MINOR,
        "delivery_free_from": settings.DELIVERY_FREE_FROM_MINOR,
        "basket_count": SimpleLazyObject(lambda: basket_count(request)),
    }


def _is_delivery_offered() -> bool:
    return bool(ways_to_pay_before()) and is_delivery_offered()


def _here(request: HttpRequest) -> str:
    """The page to come back to: this one, or for an answer to a form the page it stood on."""
    if request.method in {"GET", "HEAD"} and "HX-Request" not in request.headers:
        return request.get_full_path()
    try:
        came_from = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    except ValueError:  # such as http://[
        return "/"
    return came_from.path + (f"?{came_from.query}" if came_from.query else "") or "/"
