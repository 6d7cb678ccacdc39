"""Goods as staff at a till see them: each variant by itself, with price, rate, category and a small picture."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import connection

from noren.catalog.picture_files import rendition_name, rendition_widths
from noren.catalog.views import tax_rate_bp

_PICTURE = """
(SELECT json_build_array(i.file, i.width) FROM catalog_picture i WHERE i.product_id = p.id
 ORDER BY i.position, i.id LIMIT 1)
"""
_GOODS = f"""
SELECT v.id, v.sku, v.gtin, CASE WHEN v.name = '' THEN p.name ELSE p.name || ' ' || v.name END, v.price_minor,
       p.tax_class, c.name, {_PICTURE}
FROM unnest(%s::bigint[]) WITH ORDINALITY AS wanted (id, place)
JOIN catalog_variant v ON v.{{by}} = wanted.id
JOIN catalog_product p ON p.id = v.product_id
JOIN catalog_category c ON c.id = p.category_id
WHERE v.is_active AND p.is_active ORDER BY wanted.place, v.id LIMIT %s
"""  # noqa: S608 - only our own constants are put in
_PICTURES = f"SELECT p.id, {_PICTURE} FROM catalog_product p WHERE p.id = ANY(%s)"  # noqa: S608


@dataclass(frozen=True, slots=True)
class CounterGoods:
    """A variant on sale. `price_minor` is as the deployment keeps prices; the rate is that of goods taken out."""

    variant_id: int
    sku: str
    gtin: str | None
    name: str
    price_minor: int
    tax_rate_bp: int
    category: str
    picture_url: str | None


def counter_goods(*, variant_ids: Collection[int], limit: int = 100) -> list[CounterGoods]:
    """These variants, in this order; those that are not on sale are left out."""
    return _ask(_GOODS.format(by="id"), list(variant_ids), limit)


def counter_goods_of_products(product_ids: Sequence[int], *, limit: int = 100) -> list[CounterGoods]:
    """The first variants on sale of these products, in this order."""
    return _ask(_GOODS.format(by="product_id"), list(product_ids), limit)


def small_pictures(product_ids: Collection[int]) -> Mapping[int, str]:
    """The address of the smallest rendition of each product's first picture; products without one are absent."""
    with connection.cursor() as cursor:
        cursor.execute(_PICTURES, [list(product_ids)])
        return {product_id: address for product_id, picture in cursor.fetchall() if (address := _address(picture))}


def _ask(statement: str, ids: list[int], limit: int) -> list[CounterGoods]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [ids, limit])
        rows = cursor.fetchall()
    return [
        CounterGoods(variant_id, sku, gtin, name, price, tax_rate_bp(tax_class), category, _address(picture))
        for variant_id, sku, gtin, name, price, tax_class, category, picture in rows
    ]


def _address(picture: tuple[str, int] | None) -> str | None:
    if picture is None:
        return None
    name, width = picture
    return default_storage.url(rendition_name(name, rendition_widths(width)[0]))
