"""Reads for faces: the keys of a store's tills, and as they are arranged."""

from dataclasses import dataclass

from django.db.models import Q

from noren.orders.quick_keys.models import QuickKey


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key with its goods."""

    page: str
    position: int
    sku: str
    name: str
    words: str


def keys_of_till(store_id: int) -> list[KeyView]:
    """Those for all stores and those of this one, by position."""
    return _views(Q(store_id=store_id) | Q(store_id__isnull=True))


def keys_arranged(store_id: int | None) -> list[KeyView]:
    """Those of a store alone, or with None those for all, page by page."""
    arranged = _views(Q(store_id=store_id) if store_id is not None else Q(store_id__isnull=True))
    pages = list(dict.fromkeys(key.page for key in arranged))
    return sorted(arranged, key=lambda key: (pages.index(key.page), key.position))


def _views(which: Q) -> list[KeyView]:
    keys = QuickKey.objects.filter(which).select_related("variant__product").order_by("position", "store_id", "id")
    return [
        KeyView(
            page=key.page,
            position=key.position,
            sku=key.variant.sku,
            name=f"{key.variant.product.name} {key.variant.name}".strip(),
            words=key.words,
        )
        for key in keys
    ]
