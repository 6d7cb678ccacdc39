"""A made-up retailer for the benchmarks of orders: stores, goods in stock, members, one coupon, one token."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone

from noren.catalog.models import Category, Product, Variant
from noren.coupons.create import CouponDefinition, create_coupon
from noren.kernel.ids import uuid7
from noren.people.models import Customer
from noren.people.tokens import Scope, make_token
from noren.stores.models import OpeningHours, Store

PIECES = 1_000_000_000

_LEVELS = """
INSERT INTO stock_level (store_id, variant_id, on_hand, allocated, held, safety, short)
SELECT s.id, v.id, %s, 0, 0, 0, 0 FROM stores_store s CROSS JOIN catalog_variant v ORDER BY s.id, v.id
"""


@dataclass(frozen=True, slots=True)
class ShopData:
    """What requests are made from. Keys are dense and begin at 1, so that a floor can draw them by random()."""

    store_codes: list[str]
    skus: list[str]
    customer_uids: list[UUID]
    coupon_code: str
    token: str


def make_shop(*, stores: int, variants: int, members: int) -> ShopData:
    """Fill an empty database; every store has a billion pieces of everything, and is always open."""
    at = timezone.now()
    shops = Store.objects.bulk_create(
        Store(code=f"S{number:03}", name=f"店{number}", latitude=38.26, longitude=140.87) for number in range(stores)
    )
    OpeningHours.objects.bulk_create(
        OpeningHours(store=shop, weekday=day, opens_minute=0, closes_minute=1440) for shop in shops for day in range(7)
    )
    category = Category.objects.create(code="coffee", name="コーヒー")
    products = Product.objects.bulk_create(
        Product(code=f"P{number:04}", name=f"深煎りコーヒー豆 {number}", category=category, tax_class="reduced")
        for number in range(variants)
    )
    goods = Variant.objects.bulk_create(
        Variant(product=product, sku=f"SKU{number:04}", price_minor=300 + number)
        for number, product in enumerate(products)
    )
    people = Customer.objects.bulk_create(
        Customer(
            uid=uuid7(),
            member_number=f"M{number:09}0",
            family_name="佐藤",
            email=f"member{number}@example.jp",
            joined_at=at,
            joined_channel="web",
        )
        for number in range(members)
    )
    coupon = create_coupon(
        CouponDefinition(
            code="BENCH10",
            name="10% OFF",
            rule={"v": 1, "benefit": {"kind": "percent", "percent_bp": 1000}},
            valid_from=at - timedelta(days=1),
            valid_until=at + timedelta(days=30),
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(_LEVELS, [PIECES])
        cursor.execute("ANALYZE")
    scopes = frozenset({Scope.ORDERS_WRITE, Scope.ORDERS_READ, Scope.RETURNS_WRITE})
    return ShopData(
        store_codes=[shop.code for shop in shops],
        skus=[variant.sku for variant in goods],
        customer_uids=[person.uid for person in people],
        coupon_code=coupon.code,
        token=make_token(name="benchmark", scopes=scopes, at=at),
    )
