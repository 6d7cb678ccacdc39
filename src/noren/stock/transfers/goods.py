"""Which variants the lines of a transfer name; goods that are no longer on sale are moved as well."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection

from noren.catalog.errors import SkuNotFound
from noren.catalog.rules import fold_code, gtin_number

_GOODS = """
SELECT v.id, v.sku, v.gtin, CASE WHEN v.name = '' THEN p.name ELSE p.name || ' ' || v.name END
FROM catalog_variant v JOIN catalog_product p ON p.id = v.product_id
WHERE v.sku = ANY(%s) OR ltrim(v.gtin, '0') = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Goods:
    """A variant as a list names it."""

    variant_id: int
    sku: str
    gtin: str
    name: str


def goods_by_code(typed: Collection[str]) -> dict[str, Goods]:
    """The variants that these codes name, by what was typed: a SKU as typed or in capitals, else a barcode number.

    In one statement; a code that names nothing is absent.
    """
    codes = {each: fold_code(each) for each in typed}
    numbers = {each: gtin_number(each) for each in typed}
    skus = {spelled for code in codes.values() for spelled in (code, code.upper())}
    with connection.cursor() as cursor:
        cursor.execute(_GOODS, [list(skus), [number for number in numbers.values() if number]])
        rows = [Goods(variant_id, sku, gtin or "", name) for variant_id, sku, gtin, name in cursor.fetchall()]
    by_sku = {each.sku: each for each in rows}
    by_number = {each.gtin.lstrip("0"): each for each in rows if each.gtin}
    found = {
        each: by_sku.get(code) or by_sku.get(code.upper()) or by_number.get(numbers[each] or "")
        for each, code in codes.items()
    }
    return {each: goods for each, goods in found.items() if goods is not None}


def get_goods(typed: Collection[str]) -> dict[str, Goods]:
    """The variants that these codes name, all of them.

    Raises:
        SkuNotFound: a code names nothing; `field` is `lines.<code>`.
    """
    found = goods_by_code(typed)
    for each in typed:
        if each not in found:
            raise SkuNotFound(field=f"lines.{each}", sku=each)
    return found
