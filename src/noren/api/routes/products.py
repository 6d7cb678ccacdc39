"""Products: search, one with its variants, and where a variant can be had."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from noren.api.documenting import reads
from noren.api.errors import PlaceIncomplete
from noren.api.paths import AnySku, ProductCode
from noren.api.query import Query
from noren.api.routes.stores import place_of
from noren.api.schemas.base import Latitude, Longitude, StoreCode, Typed
from noren.api.schemas.products import (
    AvailabilityOut,
    BringOut,
    ProductBrief,
    ProductOut,
    ProductPageOut,
    StoreStockOut,
    TodayOut,
)
from noren.catalog.errors import CategoryNotFound, ProductNotFound, SkuNotFound
from noren.catalog.queries import find_variant, get_product
from noren.catalog.search import product_list, search_products
from noren.orders.routing.bring import offer_to_bring
from noren.people.tokens import Scope
from noren.stock.queries import StoreAvailability, availability, available_in_store
from noren.stores.errors import StoreNotFound
from noren.stores.names import key_of_store

router = Router(tags=["Products"])


@router.get("/products", **reads(ProductPageOut, Scope.CATALOG_READ, CategoryNotFound), summary="Find products")
def list_products(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=200, description="Words, a SKU or a barcode number.")] = "",
    category: Annotated[Typed | None, Query(description="Code of a category; those below it count too.")] = None,
    page: Annotated[int, Query(ge=1, le=40, description="24 products each.")] = 1,
) -> ProductPageOut:
    """Products on sale with all the words, in Japanese from one character on; without words the most prominent."""
    found = search_products(q, category=category, page=page) if q.strip() else product_list(category, page=page)
    return ProductPageOut(
        products=[ProductBrief.model_validate(card) for card in found.cards],
        page=found.page,
        has_next=found.has_next,
        total=found.total,
        is_total_exact=found.is_total_exact,
    )


@router.get("/products/{code}", **reads(ProductOut, Scope.CATALOG_READ, ProductNotFound), summary="A product")
def read_product(request: HttpRequest, code: ProductCode) -> ProductOut:
    """A product on sale with its variants and pictures."""
    return ProductOut.model_validate(get_product(code))


@router.get(
    "/variants/{sku}/availability",
    **reads(AvailabilityOut, Scope.STOCK_READ, SkuNotFound, PlaceIncomplete, StoreNotFound),
    summary="Stores that have a variant",
)
def read_availability(
    request: HttpRequest,
    sku: AnySku,
    lat: Annotated[Latitude | None, Query()] = None,
    lon: Annotated[Longitude | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="At most so many.")] = 20,
    at_least: Annotated[int, Query(ge=0, le=9999, description="Pieces they must have; 0 lists all.")] = 1,
    bring_to: Annotated[StoreCode | None, Query(description="Say also when others can have sent it here.")] = None,
    pieces: Annotated[int, Query(ge=1, le=9999, description="How many are wanted in `bring_to`.")] = 1,
) -> AvailabilityOut:
    """The nearest stores that can promise the variant now, with today's hours and when it could be collected."""
    at, near = timezone.now(), place_of(lat, lon)
    found = find_variant(sku)
    if found is None:
        raise SkuNotFound(field="sku", sku=sku)
    stores = availability(found.variant.id, at=at, near=near, limit=limit, at_least=at_least)
    bring = _bring_out(bring_to, found.variant.id, pieces, at=at) if bring_to is not None else None
    return AvailabilityOut(sku=found.variant.sku, stores=[_stock_out(store) for store in stores], bring=bring)


def _bring_out(store_code: str, variant_id: int, pieces: int, *, at: datetime) -> BringOut | None:
    here = available_in_store(key_of_store(store_code), [variant_id], at=at)[variant_id]
    offer = offer_to_bring(store_code, {variant_id: pieces - here}, at=at) if pieces > here else None
    return BringOut(store_code=store_code, day=offer.day, pickup_at=offer.ready_at) if offer else None


def _stock_out(store: StoreAvailability) -> StoreStockOut:
    return StoreStockOut(
        store_code=store.store_code,
        name=store.name,
        address=store.address,
        latitude=store.latitude,
        longitude=store.longitude,
        distance_m=store.distance_m,
        available=store.available,
        time_zone=store.time_zone,
        is_open=store.state.is_open,
        today=TodayOut(opens_minute=store.today[0], closes_minute=store.today[1]) if store.today else None,
        is_pickup_enabled=store.is_pickup_enabled,
        pickup_at=store.pickup_at,
    )
