"""Lists of products for shoppers and staff: search by words or a code, and the shelves of a category."""

from collections.abc import Collection

from django.db import connection

from noren.catalog.errors import CategoryNotFound
from noren.catalog.finding import Hits, Selection, Wanted, categories_below, find, find_words
from noren.catalog.queries import find_variant, product_cards
from noren.catalog.views import ProductPage
from noren.kernel.text import storable

PAGE_SIZE = 24
LAST_PAGE = 40
LONGEST_QUERY = 200

_NAMED = """
SELECT id FROM catalog_product WHERE code = ANY(%s) UNION SELECT product_id FROM catalog_variant WHERE sku = ANY(%s)
"""

NOTHING = ProductPage(cards=(), page=1, has_next=False, total=0, is_total_exact=True)


def search_products(typed: str, *, category: str | None = None, page: int = 1) -> ProductPage:
    """The products on sale that have all words, or the one that a SKU or barcode number names.

    First the product whose code was typed, then those with the words in name or brand, then those with words in the
    description or the category's name; within each the most prominent first. Words match as beginnings; Japanese in
    any part, from one character on; kana, width and case make no difference. A query of more than 200 characters, or
    without any word, finds nothing.

    Args:
        category: code of a category to stay within, with all below it.
        page: from 1 to 40; others are taken as the nearest of these.

    Raises:
        CategoryNotFound: there is no such category.
    """
    typed = storable(typed).strip()
    page = min(max(1, page), LAST_PAGE)
    shelves = _shelves(category)
    if not typed or len(typed) > LONGEST_QUERY:
        return NOTHING
    exact = find_variant(typed) if len(typed.split()) == 1 or typed[0].isdigit() else None
    first = (exact.product_id,) if exact and category is None else ()
    words = find_words(typed)
    if words is None:
        return _page(Hits(first, len(first)), page)
    hits = find(Wanted(words, shelves, but_not=first), need=page * PAGE_SIZE + 1)
    return _page(Hits((*first, *hits.ids), hits.total + len(first), hits.is_total_exact), page)


def product_list(category: str | None = None, *, page: int = 1) -> ProductPage:
    """The products on sale in a category and all below it, or everywhere; the most prominent first.

    Args:
        page: from 1 to 40; others are taken as the nearest of these.

    Raises:
        CategoryNotFound: there is no such category.
    """
    page = min(max(1, page), LAST_PAGE)
    return _page(find(Wanted(within=_shelves(category)), need=page * PAGE_SIZE + 1), page)


def selected_products(
    *,
    ids: Collection[int] = (),
    codes: Collection[str] = (),
    skus: Collection[str] = (),
    categories: Collection[str] = (),
    page: int = 1,
) -> ProductPage:
    """The products on sale that are chosen in any of these ways; the most prominent first.

    Args:
        codes, skus: of products, and of variants of theirs; one that names nothing chooses nothing.
        categories: codes of categories, whose goods are chosen with those of all below them.
        page: from 1 to 40; others are taken as the nearest of these.
    """
    page = min(max(1, page), LAST_PAGE)
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [list(codes), list(skus)])
        named = [product_id for (product_id,) in cursor.fetchall()]
    among = Selection(tuple({*ids, *named}), categories_below(categories))
    return _page(find(Wanted(among=among), need=page * PAGE_SIZE + 1), page)


def _shelves(category: str | None) -> tuple[int, ...] | None:
    if category is None:
        return None
    shelves = categories_below([storable(category)])
    if not shelves:
        raise CategoryNotFound(category=category, field="category")
    return shelves


def _page(hits: Hits, page: int) -> ProductPage:
    start, end = (page - 1) * PAGE_SIZE, page * PAGE_SIZE
    return ProductPage(
        cards=tuple(product_cards(hits.ids[start:end])),
        page=page,
        has_next=len(hits.ids) > end and page < LAST_PAGE,
        total=hits.total,
        is_total_exact=hits.is_total_exact,
    )
