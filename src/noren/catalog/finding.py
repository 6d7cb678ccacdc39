"""Which products a list shows, and in which order: by words, by category, the most prominent first.

The planner's statistics say about how many products fit. Where they are many, the front of the shop is walked, the most
prominent products first, until the page is full; where they are few, the GIN index names them all. So neither a word
that stands on every second product nor one that stands on three costs more than some milliseconds. The planner alone
would sometimes walk the whole shop for the last of three.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

_IN_TITLE = "p.search @@ %(in_title)s::tsquery"
_ELSEWHERE = "(p.search @@ %(anywhere)s::tsquery OR p.category_id = ANY(%(named)s))"
# OFFSET 0 keeps it a look for each row in turn: as a join it would be made for all hits before the first is taken.
_HAS_VARIANT = "EXISTS (SELECT 1 FROM catalog_variant v WHERE v.product_id = p.id AND v.is_active OFFSET 0)"
# How many times as many products are walked as would fill the page if those that fit were spread evenly.
_WIDER = 3

_WALK = """
SELECT p.id FROM (
    SELECT id, prominence, search, category_id FROM catalog_product
    WHERE is_active ORDER BY prominence DESC, id DESC LIMIT %(front)s
) p WHERE {condition} AND {has_variant} ORDER BY p.prominence DESC, p.id DESC LIMIT %(need)s
"""
_ALL = """
WITH hits AS MATERIALIZED (SELECT p.id, p.prominence FROM catalog_product p WHERE p.is_active AND {condition})
SELECT p.id, (SELECT count(*) FROM hits) FROM (SELECT * FROM hits ORDER BY prominence DESC, id DESC) p
WHERE {has_variant} ORDER BY p.prominence DESC, p.id DESC LIMIT %(need)s
"""
_ESTIMATE = "EXPLAIN (FORMAT JSON) SELECT 1 FROM catalog_product p WHERE p.is_active AND {condition}"
_WORDS = """
WITH RECURSIVE query AS (
    SELECT catalog_search_query(%(typed)s, true) AS in_title, catalog_search_query(%(typed)s, false) AS anywhere
), named (id) AS (
    SELECT c.id FROM catalog_category c, query WHERE c.search @@ in_title
    UNION SELECT c.id FROM catalog_category c JOIN named ON c.parent_id = named.id
)
SELECT in_title::text, anywhere::text, ARRAY(SELECT id FROM named) FROM query
"""
_BELOW = """
WITH RECURSIVE below (id) AS (
    SELECT id FROM catalog_category WHERE code = ANY(%s)
    UNION SELECT c.id FROM catalog_category c JOIN below ON c.parent_id = below.id
)
SELECT id FROM below
"""

Parameter = str | int | list[int]


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed, as the database looks for it: queries of tsvectors, and the categories that the words name."""

    in_title: str
    anywhere: str
    named: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """Goods that somebody chose, by id: these products, and all that stand in these categories."""

    products: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is asked for.

    Attributes:
        words: None for all products.
        within: categories to stay in, by id; None for the whole shop.
        but_not: products to leave out, by id.
        among: goods to stay among; None for all.
    """

    words: Words | None = None
    within: tuple[int, ...] | None = None
    but_not: tuple[int, ...] = ()
    among: Selection | None = None

    def parts(self) -> tuple[str, ...]:
        """The conditions of the list's parts in their order, as SQL over `catalog_product p`; no product is in two."""
        always = ["p.category_id = ANY(%(within)s)"] if self.within is not None else []
        always += ["p.id <> ALL(%(but_not)s)"] if self.but_not else []
        always += ["(p.id = ANY(%(products)s) OR p.category_id = ANY(%(shelves)s))"] if self.among else []
        parts = [[_IN_TITLE], [_ELSEWHERE, f"NOT {_IN_TITLE}"]] if self.words else [["true"]]
        return tuple(" AND ".join(part + always) for part in parts)

    def values(self) -> dict[str, Parameter]:
        """The parameters of the conditions."""
        values: dict[str, Parameter] = {"within": list(self.within or ()), "but_not": list(self.but_not)}
        if self.among:
            values |= {"products": list(self.among.products), "shelves": list(self.among.categories)}
        if self.words:
            values |= {
                "in_title": self.words.in_title,
                "anywhere": self.words.anywhere,
                "named": list(self.words.named),
            }
        return values


@dataclass(frozen=True, slots=True)
class Hits:
    """The first products of a list, by id, and how many there are: exactly, or about.

    When the page is full before the last part is looked at, the products of that part are not in the total.
    """

    ids: tuple[int, ...] = ()
    total: int = 0
    is_total_exact: bool = True


def find(wanted: Wanted, *, need: int) -> Hits:
    """The first `need` products: those with the words in their title first; in each part the most prominent first."""
    found = Hits()
    for condition in wanted.parts():
        if len(found.ids) == need:
            return Hits(found.ids, found.total, is_total_exact=False)
        part = _find_part(condition, wanted.values(), need=need - len(found.ids))
        is_exact = found.is_total_exact and part.is_total_exact
        found = Hits((*found.ids, *part.ids), found.total + part.total, is_exact)
    return found


def find_words(typed: str) -> Words | None:
    """The words of a query, folded as those of the goods are; None when there is none to look for."""
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, {"typed": typed})
        ((in_title, anywhere, named),) = cursor.fetchall()
    return None if in_title is None else Words(in_title, anywhere, tuple(named))


def _find_part(condition: str, values: dict[str, Parameter], *, need: int) -> Hits:
    about = _estimate(condition, values)
    front = _WIDER * need * _products() // max(1, about)
    if front < about:
        walked = _ask(_WALK, condition, values | {"front": front, "need": need})
        if len(walked) == need:
            return Hits(tuple(product_id for (product_id,) in walked), about, is_total_exact=False)
    rows = _ask(_ALL, condition, values | {"need": need})
    # Products without a variant on sale are left out last, so they are in the count of a list that goes on.
    total = rows[0][1] if len(rows) == need else len(rows)
    return Hits(tuple(product_id for product_id, _ in rows), total)


def _estimate(condition: str, values: dict[str, Parameter]) -> int:
    """About how many products fit, from the statistics of the last ANALYZE."""
    ((plan,),) = _ask(_ESTIMATE, condition, values)
    return int((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]["Plan Rows"])


def _products() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT greatest(0, reltuples)::bigint FROM pg_class WHERE oid = 'catalog_product'::regclass")
        ((products,),) = cursor.fetchall()
    return int(products)


def categories_below(codes: Collection[str]) -> tuple[int, ...]:
    """The categories with these codes and all below them, by id; a code that no category has names nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [list(codes)])
        return tuple(category_id for (category_id,) in cursor.fetchall())


def _ask(statement: str, condition: str, values: dict[str, Parameter]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(condition=condition, has_variant=_HAS_VARIANT), values)
        return list(cursor.fetchall())
