"""Where the visitor looks from, and the stores."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from noren.shop.comeback import page_after
from noren.shop.store_page import store_page, stores_like
from noren.shop.visitor import Place, basket_count, find_place, find_store_code, keep_place, keep_store
from noren.shop.words import fold_typed
from noren.stores.queries import get_store, nearest_stores, opening_state
from noren.stores.queries import places as named_places

_SHOWN_PLACES = 24
_SHOWN_STORES = 30
_SHOWN_NAMESAKES = 12


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest) -> HttpResponse:
    """Say where to look from: the phone's position, a ward or city or store by name, or nowhere."""
    after = page_after(request)
    if request.method == "POST":
        keep_place(request, _place_of(request))
        return redirect(after)
    words = fold_typed(request.GET.get("q", ""))[:60]
    found = [each for each in named_places() if words.casefold() in each.name.casefold()]
    context = {
        "places": found[:_SHOWN_PLACES],
        "stores": stores_like(words, at=timezone.now())[:_SHOWN_NAMESAKES] if words else [],
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
    found = nearest_stores(*here.point, at=at, limit=_SHOWN_STORES) if here and not words else stores_like(words, at=at)
    context = {
        "stores": [(each, opening_state(each, at)) for each in found[:_SHOWN_STORES]],
        "more": max(0, len(found) - _SHOWN_STORES),
        "place": here,
        "own_code": find_store_code(request),
        "words": words,
    }
    return render(request, "shop/stores.html", context)


@require_safe
def store(request: HttpRequest, code: str) -> HttpResponse:
    """One store: where it is, and when it is open."""
    at = timezone.now()
    context = {"page": store_page(get_store(code, at=at), at=at), "is_own": find_store_code(request) == code}
    return render(request, "shop/store.html", context)


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Pick things up at this store, and go on from where that was asked."""
    at, code = timezone.now(), request.POST.get("store", "")
    keep_store(request, code, at=at)
    store = get_store(code, at=at)
    if find_place(request) is None and store.latitude is not None and store.longitude is not None:
        keep_place(request, Place(store.latitude, store.longitude, store.name[:60]))
    said = _("You pick up at %(store)s.") % {"store": store.name}
    if basket_count(request):
        said = _("You pick up at %(store)s, what is in your basket too.") % {"store": store.name}
    messages.success(request, said)
    return redirect(page_after(request))


def _place_of(request: HttpRequest) -> Place | None:
    """What was posted; None for "nowhere" and for what is no place on the map."""
    try:
        latitude, longitude = float(request.POST["latitude"]), float(request.POST["longitude"])
    except (KeyError, ValueError):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return Place(latitude, longitude, fold_typed(request.POST.get("name", ""))[:60])
