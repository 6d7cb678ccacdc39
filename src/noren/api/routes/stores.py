"""Stores: all, the nearest, one with its hours."""

from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from noren.api.documenting import reads
from noren.api.errors import PlaceIncomplete
from noren.api.paths import StoreInPath
from noren.api.present.stores import store_detail_out, store_out
from noren.api.query import Query
from noren.api.schemas.base import Latitude, Longitude
from noren.api.schemas.stores import StoreDetailOut, StoreList
from noren.people.tokens import Scope
from noren.stores.errors import StoreNotFound
from noren.stores.queries import all_stores, get_store, nearest_stores

router = Router(tags=["Stores"])


@router.get("/stores", **reads(StoreList, Scope.CATALOG_READ, PlaceIncomplete), summary="Stores, or the nearest ones")
def list_stores(
    request: HttpRequest,
    lat: Annotated[Latitude | None, Query()] = None,
    lon: Annotated[Longitude | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=1000, description="At most so many.")] = 1000,
) -> StoreList:
    """Stores in business in order of their codes; with `lat` and `lon` the nearest first."""
    at = timezone.now()
    place = place_of(lat, lon)
    found = all_stores(at=at)[:limit] if place is None else nearest_stores(*place, at=at, limit=limit)
    return StoreList(stores=[store_out(store) for store in found])


@router.get("/stores/{code}", **reads(StoreDetailOut, Scope.CATALOG_READ, StoreNotFound), summary="A store")
def read_store(request: HttpRequest, code: StoreInPath) -> StoreDetailOut:
    """A store in business with its opening hours and the days that differ in the next two months."""
    return store_detail_out(get_store(code, at=timezone.now()))


def place_of(lat: float | None, lon: float | None) -> tuple[float, float] | None:
    """A place on the map, or none.

    Raises:
        PlaceIncomplete: one of the two is missing.
    """
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        raise PlaceIncomplete(field="lat" if lat is None else "lon")
    return lat, lon
