"""Who and what the demo's other parts work with: the stores with most goods, their registers, staff and members."""

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from noren.stores.models import Register, Store

STORES_IN_PLAY = 24
PASSWORD = "noren-demo-2026"  # noqa: S105 - of accounts that exist only in the demo, and printed by it
MEMBER_PASSWORD = "okyakusama-2026"  # noqa: S105 - likewise

_BUSIEST = """
SELECT l.store_id FROM stock_level l JOIN stores_store s ON s.id = l.store_id
WHERE l.on_hand >= 4 AND s.is_active AND s.is_pickup_enabled
GROUP BY l.store_id ORDER BY count(*) DESC, l.store_id LIMIT %s
"""
_REGULARS = """
SELECT o.customer_id FROM orders_order o JOIN people_customer c ON c.id = o.customer_id
WHERE o.source = 'history' AND c.member_number IS NOT NULL AND c.email <> '' AND (%s::bigint IS NULL OR o.store_id = %s)
GROUP BY o.customer_id ORDER BY count(*) DESC, o.customer_id LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """A store of the demo with the first of its registers and the staff member at it."""

    store_id: int
    store_code: str
    register_uid: UUID
    staff_uid: UUID


def stores_in_play() -> list[Store]:
    """The stores with most different goods on hand, the richest first."""
    with connection.cursor() as cursor:
        cursor.execute(_BUSIEST, [STORES_IN_PLAY])
        ids = [row[0] for row in cursor.fetchall()]
    found = Store.objects.in_bulk(ids)
    return [found[store_id] for store_id in ids]


def regulars(*, store_id: int | None = None, limit: int) -> list[int]:
    """Members with an e-mail who bought most often, in one store or in all."""
    with connection.cursor() as cursor:
        cursor.execute(_REGULARS, [store_id, store_id, limit])
        return [row[0] for row in cursor.fetchall()]


def first_register(store: Store) -> Register | None:
    """The store's register with the lowest code."""
    return Register.objects.filter(store=store, is_active=True).order_by("code").first()


def stable_uid(*parts: object) -> UUID:
    """The same UUID (version 8) for the same words, so that a step that is repeated names what it made before."""
    digest = bytearray(hashlib.sha256("/".join(map(str, ("noren-demo", *parts))).encode()).digest()[:16])
    digest[6] = (digest[6] & 0x0F) | 0x80
    digest[8] = (digest[8] & 0x3F) | 0x80
    return UUID(bytes=bytes(digest))
