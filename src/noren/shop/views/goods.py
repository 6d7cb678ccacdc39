"""Finding goods, and the page of one product with the stock of the stores."""

from collections.abc import Sequence
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from noren.catalog.errors import SkuNotFound
from noren.catalog.queries import categories, find_variant, get_product
from noren.catalog.rules import gtin_number
from noren.catalog.search import product_list, search_products
from noren.catalog.tiles import FALLBACK
from noren.catalog.views import CategoryNode, CategoryView, ProductPage, ProductView, VariantView
from noren.coupons.queries import coupons_of_customer
from noren.kernel.tax import REDUCED_BP
from noren.orders.pricing_of import deployment_terms
from noren.orders.shipping.offer import can_be_sent
from noren.pricing import Goods, quote
from noren.shop.coupon_board import coupons_for_visitor
from noren.shop.paging import page_number
from noren.shop.shelf import MANY, Shelf, shelf_in, shelf_of
from noren.shop.store_page import stores_like
from noren.shop.visitor import customer_of, find_basket, find_place, find_store, find_store_code
from noren.shop.words import fold_typed
from noren.stock.queries import stock_mark
from noren.stores.queries import nearest_stores, opening_state

_NEAR = 3
_OFTEN = 8
_ALIKE = 4
_SHOWN_STORES = 30


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: find, where you are, your coupons, what there is."""
    at, place, customer = timezone.now(), find_place(request), customer_of(request)
    near = nearest_stores(*place.point, at=at, limit=_NEAR) if place else []
    basket, own = find_basket(request), find_store(request, at=at)
    context = {
        "place": place,
        "stores": [(store, opening_state(store, at)) for store in near],
        "own_store": own,
        "coupons": coupons_of_customer(customer.id, at=at) if customer else [],
        "offers": coupons_for_visitor(
            customer_id=customer.id if customer else None,
            store_code=own.code if own else None,
            in_basket=basket.coupon_codes if basket else (),
            at=at,
        ),
        "categories": _tops(categories()),
        "often": product_list().cards[:_OFTEN],
    }
    return render(request, "shop/home.html", context)


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Goods by words, category or barcode number; a barcode number leads straight to its product."""
    words, code = fold_typed(request.GET.get("q", ""))[:100], request.GET.get("category") or None
    if gtin_number(words) and (found := find_variant(words)):
        return redirect(_product_url(found.product_code, found.variant.sku))
    tree = categories()
    number = page_number(request)
    page = search_products(words, category=code, page=number) if words else product_list(code, page=number)
    category, chips = _chips(tree, code)
    context = {
        "words": words,
        "find_words": words,
        "category": category,
        "chips": chips,
        "page": page,
        "before": _page_url(words, code, page, -1),
        "after": _page_url(words, code, page, 1),
        "often": () if page.cards else product_list().cards[:_ALIKE],
    }
    return render(request, "shop/find.html", context)


@require_safe
def product(request: HttpRequest, code: str) -> HttpResponse:
    """One product."""
    found = get_product(code)
    variant = _variant(request, found)
    mark = stock_mark(variant.sku, many=MANY)  # before the stock itself: what is sold in between is asked for again
    below = found.category_path[-1]
    context = {
        "product": found,
        "variant": variant,
        "pictures": found.pictures[:_ALIKE],
        "glyph": below.glyph,
        "is_reduced": found.tax_rate_bp == REDUCED_BP,
        "points": _points(found, variant),
        "shelf": _shelf(request, variant),
        "mark": mark,
        "can_be_sent": can_be_sent(variant.id),
        "alike": [card for card in product_list(below.code).cards if card.id != found.id][:_ALIKE],
    }
    return render(request, "shop/product.html", context)


@require_safe
def stock(request: HttpRequest, code: str) -> HttpResponse:
    """What the open page asks every ten seconds, and when the mark changed: nothing, or where the goods are now."""
    found = get_product(code)
    variant = _variant(request, found)
    mark = stock_mark(variant.sku, many=MANY)
    shown = [each for each in request.GET.get("shown", "").split(",") if each][:_SHOWN_STORES]
    shelf = _shelf(request, variant, shown=shown)
    if request.GET.get("seen") == shelf.seen and request.GET.get("mark", mark) == mark:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    context = {"product": found, "variant": variant, "shelf": shelf, "mark": mark}
    context["can_be_sent"] = can_be_sent(variant.id)
    return render(request, "shop/parts/stock_answer.html", context)


@require_safe
def pickup_store(request: HttpRequest, code: str) -> HttpResponse:
    """Where to pick this product up: the stores that have it, or those with these words in their name or address."""
    found = get_product(code)
    variant, place, at = _variant(request, found), find_place(request), timezone.now()
    words, chosen = fold_typed(request.GET.get("q", ""))[:60], find_store_code(request)
    if words:
        codes = [each.code for each in stores_like(words, at=at)]
        shelf = shelf_in(variant.id, codes, place=place, chosen=chosen, at=at, limit=_SHOWN_STORES)
    else:
        shelf = shelf_of(variant.id, place=place, chosen=chosen, at=at, limit=_SHOWN_STORES)
    context = {
        "product": found,
        "variant": variant,
        "shelf": shelf,
        "words": words,
        "place": place,
        "after": _product_url(found.code, variant.sku),
    }
    return render(request, "shop/pickup_store.html", context)


@require_safe
def by_gtin(request: HttpRequest, gtin: str) -> HttpResponse:
    """A GS1 Digital Link, as a QR code on a shelf or a package has it: the product behind the number."""
    found = find_variant(gtin) if gtin_number(gtin) else None
    if found is None:
        raise SkuNotFound(sku=gtin)
    return redirect(_product_url(found.product_code, found.variant.sku))


def _shelf(request: HttpRequest, variant: VariantView, *, shown: Sequence[str] = ()) -> Shelf:
    place, chosen = find_place(request), find_store_code(request)
    return shelf_of(variant.id, place=place, chosen=chosen, at=timezone.now(), shown=shown)


def _tops(tree: list[CategoryNode]) -> list[CategoryView]:
    """The top of the tree by name, but what has no drawing of its own last: it is the rest."""
    return sorted((node.category for node in tree), key=lambda category: category.glyph == FALLBACK)


def _variant(request: HttpRequest, found: ProductView) -> VariantView:
    """The kind that was asked for, else the first."""
    sku = request.GET.get("sku")
    chosen = next((variant for variant in found.variants if variant.sku == sku), None)
    if chosen is None and not found.variants:
        raise SkuNotFound(sku=sku or found.code)
    return chosen or found.variants[0]


def _points(found: ProductView, variant: VariantView) -> int:
    """What one piece bought alone would earn."""
    goods = Goods(
        ref=variant.sku,
        sku=variant.sku,
        product=found.code,
        categories=frozenset(),
        quantity=1,
        unit_price_minor=variant.price_minor,
        tax_rate_bp=found.tax_rate_bp,
    )
    return quote([goods], [], deployment_terms()).points


def _chips(tree: list[CategoryNode], code: str | None) -> tuple[CategoryView | None, list[CategoryView]]:
    """The chosen category, and those to go on with: the top ones, or the way down to it and what is below."""
    if code is None:
        return None, _tops(tree)
    for node in tree:
        if node.category.code == code:
            return node.category, [node.category, *(child.category for child in node.children)]
        category, chips = _chips(list(node.children), code) if node.children else (None, [])
        if category is not None:
            return category, [node.category, *chips]
    return None, _tops(tree)


def _page_url(words: str, code: str | None, page: ProductPage, step: int) -> str:
    asked = {"q": words, "category": code or "", "page": page.page + step}
    return f"{reverse('shop:find')}?{urlencode({name: value for name, value in asked.items() if value})}"


def _product_url(code: str, sku: str) -> str:
    return f"{reverse('shop:product', args=[code])}?{urlencode({'sku': sku})}"
