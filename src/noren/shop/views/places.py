"""Where the visitor looks from, and the stores."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from noren.shop.store_page import store_page
from noren.shop.visitor import Place, find_place, keep_place
from noren.shop.words import fold_typed
from noren.stores.queries import StoreView, all_stores, get_store, nearest_stores, opening_state
from noren.stores.queries import places as named_places

_SHOWN_PLACES = 24
_SHOWN_STORES = 30
_SHOWN_NAMESAKES = 12


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Say where to look from: the phone's position, a ward or city or store by name, or nowhere."""
    after = _after(request)
    if request.method == "POST":
        keep_place(request, _place_of(request))
        return redirect(after)
    words = fold_typed(request.GET.get("q", ""))[:60]
    found = [each for each in named_places() if words.casefold() in each.name.casefold()]
    context = {
        "places": found[:_SHOWN_PLACES],
        "stores": _stores_like(words)[:_SHOWN_NAMESAKES] if words else [],
        "words": words,
        "place": find_place(request),
        "after": after,
    }
    return render(request, "shop/place.html", context)


@require_safe
def stores(request: HttpRequest) -> HttpResponse:
    """Stores by name or address, or the nearest ones when it is known from where."""
    at, here = timezone.now(), find_place(request)
    words = fold_typed(request.GET.get("q", ""))[:60]
    found = nearest_stores(*here.point, at=at, limit=_SHOWN_STORES) if here and not words else _stores_like(words)
    context = {
        "stores": [(each, opening_state(each, at)) for each in found[:_SHOWN_STORES]],
        "more": max(0, len(found) - _SHOWN_STORES),
        "place": here,
        "words": words,
    }
    return render(request, "shop/stores.html", context)


@require_safe
def store(request: HttpRequest, code: str) -> HttpResponse:
    """One store: where it is, and when it is open."""
    at = timezone.now()
    return render(request, "shop/store.html", {"page": store_page(get_store(code, at=at), at=at)})


def _stores_like(words: str) -> list[StoreView]:
    """The stores with these words in their name or address."""
    stores = all_stores(at=timezone.now())
    return [each for each in stores if words.casefold() in f"{each.name} {each.address}".casefold()]


def _place_of(request: HttpRequest) -> Place | None:
    """What was posted; None for "nowhere" and for what is no place on the map."""
    try:
        latitude, longitude = float(request.POST["latitude"]), float(request.POST["longitude"])
    except (KeyError, ValueError):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Place(latitude, longitude, fold_typed(request.POST.get("name", ""))[:60])


def _after(request: HttpRequest) -> str:
    """The page to go back to, of this shop alone."""
    asked = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if asked and is_ours else reverse("shop:home")
