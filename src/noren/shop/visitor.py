"""Who looks at the shop, with which basket and store, and from where: the only code that keeps it in the session.

A visitor who only reads gets no session and costs no query.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from noren.orders.basket import choose_store, merge_guest_basket, open_basket
from noren.orders.open_baskets import OpenBasket, find_open_basket
from noren.people.models import Account
from noren.people.queries import CustomerView, find_customer_of_account
from noren.stores.errors import PickupNotOffered, StoreNotFound
from noren.stores.queries import StoreView, get_store

_BASKET = "basket"
_PLACE = "place"
_STORE = "store"
# About 100 meters: enough to sort stores, too little to find a door.
_PLACE_DIGITS = 3
_POSITION_KEPT = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Place:
    """Where distances are counted from. `name` is empty for the phone's own position."""

    latitude: float
    longitude: float
    name: str = ""

    @property
    def point(self) -> tuple[float, float]:
        """Latitude and longitude in degrees, as queries of stores and stock take them."""
        return self.latitude, self.longitude


def customer_of(request: HttpRequest) -> CustomerView | None:
    """The customer whose account is signed in, read once per request; None for a guest, and for staff."""
    if not hasattr(request, "_noren_customer"):
        account = request.user
        customer = find_customer_of_account(account.pk) if isinstance(account, Account) else None
        request._noren_customer = customer  # type: ignore[attr-defined]
    found: CustomerView | None = request._noren_customer  # type: ignore[attr-defined]
    return found


def forget_customer(request: HttpRequest) -> None:
    """The account has become a customer's: read it again."""
    if hasattr(request, "_noren_customer"):
        del request._noren_customer


def find_basket(request: HttpRequest) -> OpenBasket | None:
    """The visitor's open basket, read once per request."""
    if not hasattr(request, "_noren_basket"):
        customer = customer_of(request)
        kept = request.session.get(_BASKET)
        request._noren_basket = find_open_basket(  # type: ignore[attr-defined]
            customer_id=customer.id if customer else None, guest_uid=UUID(kept) if kept else None
        )
    found: OpenBasket | None = request._noren_basket  # type: ignore[attr-defined]
    return found


def basket_count(request: HttpRequest) -> int:
    """Pieces in the visitor's basket."""
    basket = find_basket(request)
    return basket.pieces if basket else 0


def need_basket(request: HttpRequest, *, at: datetime) -> UUID:
    """The visitor's open basket, made if there is none."""
    if basket := find_basket(request):
        return basket.uid
    customer = customer_of(request)
    uid = open_basket(customer_id=customer.id if customer else None, at=at)
    if customer is None:
        request.session[_BASKET] = str(uid)
    forget_count(request)
    return uid


def forget_count(request: HttpRequest) -> None:
    """The basket was changed: count again when a page shows it."""
    if hasattr(request, "_noren_basket"):
        del request._noren_basket


def take_basket_along(request: HttpRequest, *, customer_id: int, at: datetime) -> None:
    """After a sign-in: what the guest collected goes into the member's basket."""
    kept = request.session.pop(_BASKET, None)
    if kept:
        merge_guest_basket(UUID(kept), customer_id=customer_id, at=at)
    forget_count(request)


def find_store_code(request: HttpRequest) -> str | None:
    """Where the visitor said to pick things up: the basket's store, else the one chosen last."""
    basket = find_basket(request)
    kept: str | None = (basket and basket.store_code) or request.session.get(_STORE)
    return kept


def keep_store(request: HttpRequest, store_code: str, *, at: datetime) -> None:
    """Pick things up there from now on, what is in the basket and in the next ones too, until another is chosen.

    Raises:
        StoreNotFound, PickupNotOffered.
    """
    store = get_store(store_code, at=at)
    if not store.is_pickup_enabled:
        raise PickupNotOffered(store=store.name, field="store_code")
    if basket := find_basket(request):
        choose_store(basket.uid, store_code=store_code, at=at)
        forget_count(request)
    request.session[_STORE] = store_code


def find_store(request: HttpRequest, *, at: datetime) -> StoreView | None:
    """The store the visitor picks things up at, if it is still in business and prepares pickups."""
    code = find_store_code(request)
    try:
        store = get_store(code, at=at) if code else None
    except StoreNotFound:
        return None
    return store if store and store.is_pickup_enabled else None


def find_place(request: HttpRequest) -> Place | None:
    """Where the visitor said to look from; the phone's own position is forgotten after twelve hours."""
    kept = request.session.get(_PLACE)
    if not kept:
        return None
    *place, kept_at = kept
    found = Place(*place)
    is_old = timezone.now().timestamp() - kept_at > _POSITION_KEPT.total_seconds()
    return None if is_old and not found.name else found


def keep_place(request: HttpRequest, place: Place | None) -> None:
    """Look from here on, or forget it."""
    if place is None:
        request.session.pop(_PLACE, None)
        return
    latitude, longitude = round(place.latitude, _PLACE_DIGITS), round(place.longitude, _PLACE_DIGITS)
    request.session[_PLACE] = [latitude, longitude, place.name, timezone.now().timestamp()]
