"""Planning: which stores serve goods now, by the rules in force. Reads only; whoever promises looks under the locks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from noren.orders.routing.rule_sets import rules_in_force
from noren.orders.routing.rules import Candidate, Part, Plan, choose
from noren.stores.areas import distance_from
from noren.stores.loading import HOURS_COLUMNS, read_hours, special_days
from noren.stores.rules import StoreHours, opening_state

__all__ = ["Kind", "Part", "Plan", "candidates", "plan"]

Kind = Literal["delivery", "pickup"]

# Holds whose time is over are given back before anybody is refused, so their pieces count as there; and what a basket
# holds is there for its own order.
_CANDIDATES = f"""
SELECT s.id, s.code, s.latitude, s.longitude, s.time_zone, stock.pieces, {HOURS_COLUMNS}
FROM (
    SELECT l.store_id, json_object_agg(l.variant_id, a.pieces) AS pieces
    FROM stock_level l CROSS JOIN LATERAL (
        SELECT l.on_hand - l.allocated - l.held - l.safety - l.aside + CASE WHEN l.held = 0 THEN 0 ELSE (
            SELECT coalesce(sum(h.quantity), 0) FROM stock_hold h
            WHERE h.level_id = l.id AND h.ended_at IS NULL
              AND (h.expires_at <= %(at)s OR h.owner_uid = %(holder)s))::int END AS pieces
    ) a
    WHERE l.variant_id = ANY(%(variants)s) AND a.pieces > 0 GROUP BY l.store_id
) stock
JOIN stores_store s ON s.id = stock.store_id
WHERE s.is_active AND CASE WHEN %(kind)s = 'delivery' THEN s.ships ELSE s.sends_transfers END
  AND s.id <> ALL(%(not_stores)s)
ORDER BY s.code
"""  # noqa: S608 - only our own constant is put in


def plan(
    goods: Mapping[int, int],
    *,
    kind: Kind,
    near: tuple[float, float] | None,
    not_stores: frozenset[int] = frozenset(),
    holder_uid: UUID | None = None,
    at: datetime,
) -> Plan:
    """Which stores are to serve these goods, by the rules in force. Nothing is locked, nothing is written.

    Args:
        goods: pieces by variant id.
        kind: `delivery` for parcels to the buyer, `pickup` for transfers to the store where they are collected.
        near: latitude and longitude of where the goods are to go; None where it is not known.
        not_stores: ids of stores that are not asked.
        holder_uid: whose holds count as free: those of the basket that is ordered.
    """
    if not goods:
        return Plan((), {})
    found = candidates(goods, kind=kind, near=near, not_stores=not_stores, holder_uid=holder_uid, at=at)
    return choose(goods, found, rules_in_force())


def candidates(
    goods: Mapping[int, int],
    *,
    kind: Kind,
    near: tuple[float, float] | None,
    not_stores: frozenset[int] = frozenset(),
    holder_uid: UUID | None = None,
    at: datetime,
) -> list[Candidate]:
    """The stores that have some of the goods, in one statement."""
    values: dict[str, Any] = {"at": at, "kind": kind, "variants": list(goods), "not_stores": list(not_stores)}
    values["holder"] = holder_uid
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, values | special_days(at))
        return [_candidate(row, near, at) for row in cursor.fetchall()]


def _candidate(row: tuple[Any, ...], near: tuple[float, float] | None, at: datetime) -> Candidate:
    store_id, code, latitude, longitude, time_zone, pieces, weekly, special = row
    return Candidate(
        store_id,
        code,
        distance_from(near, latitude, longitude),
        _opens_in(read_hours(time_zone, weekly, special), at),
        {int(variant_id): count for variant_id, count in pieces.items()},
    )


def _opens_in(hours: StoreHours, at: datetime) -> int | None:
    state = opening_state(hours, at)
    if state.is_open:
        return 0
    return None if state.opens_at is None else int((state.opens_at - at).total_seconds() // 60)
