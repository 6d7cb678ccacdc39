"""Goods by what a scanner reads or a person types, on sale or not: for those who count them and book them in."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from noren.catalog.rules import fold_code, gtin_number

_BY_CODE = """
SELECT v.id, v.uid, v.sku, v.gtin, v.price_minor, p.name, v.name, p.category_id, ltrim(v.gtin, '0')
FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
WHERE v.sku = ANY(%s) OR ltrim(v.gtin, '0') = ANY(%s)
"""
_BY_KEY = """
SELECT v.id, v.uid, v.sku, v.gtin, v.price_minor, p.name, v.name, p.category_id, ltrim(v.gtin, '0')
FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id WHERE v.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Goods:
    """A variant in short; `name` is that of its product and its own."""

    variant_id: int
    uid: UUID
    sku: str
    gtin: str | None
    price_minor: int
    name: str
    category_id: int


def goods_by_code(typed: Collection[str]) -> dict[str, Goods]:
    """The variants that these codes name, by the code as it was typed: SKU first, else barcode number.

    A SKU is taken as typed or in capitals, a barcode number in any of its lengths; a code that names nothing is absent.
    """
    folded = {each: fold_code(each) for each in typed}
    numbers = {each: gtin_number(code) for each, code in folded.items()}
    skus = {*folded.values(), *(code.upper() for code in folded.values())}
    with connection.cursor() as cursor:
        cursor.execute(_BY_CODE, [list(skus), [number for number in numbers.values() if number]])
        rows = cursor.fetchall()
    by_sku = {row[2]: row for row in rows}
    by_number = {row[8]: row for row in rows if row[8]}
    found = {}
    for each, code in folded.items():
        row = by_sku.get(code) or by_sku.get(code.upper()) or by_number.get(numbers[each] or "")
        if row is not None:
            found[each] = _goods(row)
    return found


def goods_by_key(variant_ids: Collection[int]) -> Mapping[int, Goods]:
    """Variants by their keys."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_KEY, [list(variant_ids)])
        return {row[0]: _goods(row) for row in cursor.fetchall()}


def _goods(row: tuple[int, UUID, str, str | None, int, str, str, int, str | None]) -> Goods:
    variant_id, uid, sku, gtin, price_minor, product, name, category_id, _number = row
    return Goods(variant_id, uid, sku, gtin, price_minor, f"{product} {name}".strip(), category_id)
