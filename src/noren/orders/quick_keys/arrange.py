"""Arranging: the only code that writes quick keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from noren.catalog.queries import find_variant
from noren.kernel.text import storable
from noren.orders.events import QuickKeysArranged
from noren.orders.quick_keys.errors import QuickKeyGoodsUnknown, QuickKeyInvalid, QuickKeyRepeated, QuickKeysTooMany
from noren.orders.quick_keys.models import MOST_PAGE, MOST_POSITION, MOST_WORDS, QuickKey
from noren.stores.models import Store
from noren.timeline.record import Told, record

MOST_KEYS = 200


@dataclass(frozen=True, slots=True)
class Key:
    """A key as somebody wants it; `sku` may be a barcode number."""

    page: str
    position: int
    sku: str
    words: str = ""


def arrange_quick_keys(keys: Sequence[Key], *, store_id: int | None, at: datetime, channel: str = "office") -> None:
    """Put these keys in place of those of a store, or with None of those for all stores. Safe to repeat.

    Raises:
        QuickKeysTooMany, QuickKeyInvalid, QuickKeyRepeated, QuickKeyGoodsUnknown: `field` is `keys.<place>…`.

    Records "Quick Keys Arranged", unless nothing changes.
    """
    rows = _rows(keys, store_id)
    with transaction.atomic(savepoint=False):
        if store_id is not None:
            store = Store.objects.select_for_update(no_key=True).get(pk=store_id)
        standing = QuickKey.objects.filter(Q(store_id=store_id) if store_id is not None else Q(store_id__isnull=True))
        before = set(standing.values_list("page", "position", "variant_id", "words"))
        if before == {(row.page, row.position, row.variant_id, row.words) for row in rows}:
            return
        standing.delete()
        QuickKey.objects.bulk_create(rows)
        code, uid = (store.code, store.uid) if store_id is not None else ("", None)
        event = QuickKeysArranged(store=code, keys=len(rows), keys_before=len(before))
        record(event, told=Told(at, channel, store_id=store_id, subject_uid=uid))


def _rows(keys: Sequence[Key], store_id: int | None) -> list[QuickKey]:
    if len(keys) > MOST_KEYS:
        raise QuickKeysTooMany(field="keys", limit=MOST_KEYS)
    rows: list[QuickKey] = []
    for place, key in enumerate(keys):
        page, words = storable(key.page).strip(), storable(key.words).strip()
        fits = 1 <= len(page) <= MOST_PAGE and len(words) <= MOST_WORDS and 1 <= key.position <= MOST_POSITION
        if not fits:
            raise QuickKeyInvalid(field=f"keys.{place}.page", place=place + 1, most=MOST_WORDS, last=MOST_POSITION)
        found = find_variant(key.sku)
        if found is None:
            raise QuickKeyGoodsUnknown(field=f"keys.{place}.sku", sku=key.sku)
        variant_id = found.variant.id
        if any(row.page == page and row.variant_id == variant_id for row in rows):
            raise QuickKeyRepeated(field=f"keys.{place}.sku", sku=key.sku, page=page)
        rows.append(QuickKey(store_id=store_id, page=page, position=key.position, variant_id=variant_id, words=words))
    return rows
