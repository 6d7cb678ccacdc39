"""The demo's quick keys: goods that people weigh, cut or wrap at the counter, for all stores."""

from datetime import datetime

from noren.catalog.models import Variant
from noren.orders.quick_keys.arrange import Key, arrange_quick_keys
from noren.orders.quick_keys.models import MOST_WORDS, QuickKey

# What a page is called, and the department whose best goods stand on it.
_PAGES = (("野菜・果物", "produce"), ("パン・菓子", "pastry"), ("惣菜", "deli"))
_ON_A_PAGE = 8


def add_quick_keys(*, at: datetime) -> None:
    """Arrange the keys, unless somebody arranged any before."""
    if QuickKey.objects.exists():
        return
    keys = [
        Key(page, position, variant.sku, variant.product.name[:MOST_WORDS])
        for page, department in _PAGES
        for position, variant in enumerate(_best_of(department), start=1)
    ]
    arrange_quick_keys(keys, store_id=None, at=at)


def _best_of(department: str) -> list[Variant]:
    """The goods that stand first in the shop's lists, each under another name."""
    goods = Variant.objects.filter(
        is_active=True, product__is_active=True, product__category__parent__code=department
    ).select_related("product")
    best: dict[str, Variant] = {}
    for variant in goods.order_by("-product__prominence", "pk")[: _ON_A_PAGE * 8]:
        best.setdefault(variant.product.name, variant)
    return list(best.values())[:_ON_A_PAGE]
