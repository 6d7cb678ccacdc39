"""Which products a list shows, and in which order: by words, by category, the most prominent first.

A query that fits many goods is answered from the front of the shop: the most prominent products are walked until a page
is full. Only what the front does not fill asks the GIN index for all there is, and then there are few. So neither a
word that stands on every second product nor one that stands on three costs more than some milliseconds.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

FRONT = 1_500
COUNTED_UP_TO = 1_000

_TITLE = "p.search @@ catalog_search_query(%(typed)s, 'AB')"
_ANYWHERE = "(p.search @@ catalog_search_query(%(typed)s, '') OR p.category_id = ANY(%(named)s))"
_HAS_VARIANT = "EXISTS (SELECT 1 FROM catalog_variant v WHERE v.product_id = p.id AND v.is_active)"

_WALK = """
SELECT p.id, {title} AS in_title FROM (
    SELECT id, prominence, search, category_id FROM catalog_product
    WHERE is_active ORDER BY prominence DESC, id DESC LIMIT %(front)s
) p WHERE {condition} ORDER BY in_title DESC, p.prominence DESC, p.id DESC LIMIT %(need)s
"""
_ALL = """
WITH hits AS MATERIALIZED (
    SELECT p.id, p.prominence, {title} AS in_title FROM catalog_product p WHERE p.is_active AND {condition}
)
SELECT id, count(*) OVER () FROM hits ORDER BY in_title DESC, prominence DESC, id DESC LIMIT %(need)s
"""
_COUNT = """
SELECT count(*) FROM (SELECT 1 FROM catalog_product p WHERE p.is_active AND {condition} LIMIT %(count_to)s) AS counted
"""
_NAMED = """
WITH RECURSIVE named (id) AS (
    SELECT id FROM catalog_category WHERE search @@ catalog_search_query(%s, '')
    UNION SELECT c.id FROM catalog_category c JOIN named ON c.parent_id = named.id
)
SELECT catalog_search_query(%s, '') IS NULL, (SELECT array_agg(id) FROM named)
"""
_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT id FROM catalog_category WHERE code = %s
    UNION SELECT c.id FROM catalog_category c JOIN below ON c.parent_id = below.id
)
SELECT id FROM below
"""

Parameter = str | int | list[int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for: words (folded by the database), categories by id, and products to leave out."""

    typed: str = ""
    categories: tuple[int, ...] | None = None
    named: tuple[int, ...] = ()
    but_not: tuple[int, ...] = ()

    def condition(self) -> str:
        """The conditions that are asked, as SQL over `catalog_product p`."""
        parts = [_ANYWHERE] if self.typed else []
        parts += ["p.category_id = ANY(%(categories)s)"] if self.categories is not None else []
        parts += ["p.id <> ALL(%(but_not)s)"] if self.but_not else []
        return " AND ".join([*parts, _HAS_VARIANT])

    def title(self) -> str:
        """Whether the words stand in name or brand, as SQL."""
        return _TITLE if self.typed else "true"

    def values(self) -> dict[str, Parameter]:
        """The parameters of both."""
        return {
            "typed": self.typed,
            "named": list(self.named),
            "categories": list(self.categories or ()),
            "but_not": list(self.but_not),
        }


@dataclass(frozen=True, slots=True)
class Hits:
    """The first `need` products of a list, by id, and how many there are (exact up to COUNTED_UP_TO)."""

    ids: list[int] = field(default_factory=list)
    total: int = 0
    is_total_exact: bool = True


def find(wanted: Wanted, *, need: int) -> Hits:
    """The first `need` products: those with the words in their title first, then the most prominent."""
    walked = _ask(_WALK, wanted, {"front": max(FRONT, 10 * need), "need": need})
    if len(walked) == need and all(in_title for _, in_title in walked):
        count_to = max(COUNTED_UP_TO, need) + 1
        ((total,),) = _ask(_COUNT, wanted, {"count_to": count_to})
        return Hits([product_id for product_id, _ in walked], min(total, count_to - 1), total < count_to)
    rows = _ask(_ALL, wanted, {"need": need})
    return Hits([product_id for product_id, _ in rows], rows[0][1] if rows else 0)


def named_categories(typed: str) -> tuple[int, ...] | None:
    """The categories whose names have the words, with all below them; None when there is no word to look for."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [typed, typed])
        ((is_empty, ids),) = cursor.fetchall()
    return None if is_empty else tuple(ids or ())


def categories_below(code: str) -> tuple[int, ...]:
    """A category and all below it, by id; nothing when no category has the code."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [code])
        return tuple(category_id for (category_id,) in cursor.fetchall())


def _ask(statement: str, wanted: Wanted, more: dict[str, Parameter]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(title=wanted.title(), condition=wanted.condition()), wanted.values() | more)
        return list(cursor.fetchall())
