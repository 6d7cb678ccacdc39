"""Shoppers who order on the web and people who count stock, all over HTTP on one line."""

import threading
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from noren.kernel.ids import uuid7
from tests.chaos.asking import Caller
from tests.chaos.plan import PlannedCount, PlannedOrder
from tests.chaos.records import OrderSeen, Records
from tests.chaos.world import World

# What a shopper is told when others were faster; anything else no fault explains.
_EXPECTED = frozenset({"out_of_stock", "coupon_exhausted", "coupon_used_by_customer"})


def shop(
    caller: Caller, world: World, records: Records, orders: tuple[PlannedOrder, ...], stop: threading.Event
) -> None:
    """Order after order until it is time to stop; each is known to the shopper only by its answer."""
    for planned in orders:
        if stop.wait(planned.pause_s):
            return
        uid, goods = uuid7(), tuple((world.skus[place], pieces) for place, pieces in planned.goods)
        records.answered(OrderSeen(uid, goods, _order(caller, world, records, uid, planned)))


def _order(caller: Caller, world: World, records: Records, uid: UUID, planned: PlannedOrder) -> str:
    lines = [{"uid": str(uuid7()), "sku": world.skus[place], "quantity": pieces} for place, pieces in planned.goods]
    serial = uuid4().int % 100_000_000
    wanted = {
        "uid": str(uid),
        "store_code": world.store_code,
        "lines": lines,
        "coupon_codes": [world.coupon] if planned.has_coupon else [],
        "contact": {"name": "田中 一郎", "email": f"guest{serial}@example.jp", "phone": f"090-{serial:08}"},
    }
    answer = caller.do("/orders", wanted)
    if answer.code:
        if answer.code not in _EXPECTED:
            records.trouble(f"order {uid}: refused with {answer.status} {answer.body}")
        return answer.code
    if not planned.is_canceled:
        return "placed"
    canceled = caller.do(f"/orders/{uid}/cancel", {"reason": "別の店で買った"})
    if canceled.code:
        records.trouble(f"order {uid}: not canceled: {canceled.status} {canceled.body}")
    return "canceled"


def count_stock(
    caller: Caller, world: World, records: Records, counts: tuple[PlannedCount, ...], stop: threading.Event
) -> None:
    """Stocktake after stocktake of some goods while they are sold, each booked to its end."""
    for planned in counts:
        if stop.wait(planned.pause_s):
            return
        _count(caller, world, records, planned)


def _count(caller: Caller, world: World, records: Records, planned: PlannedCount) -> None:
    """Whoever counts sees what the books say of what they typed first, looks again, and types what is there."""
    uid = uuid7()
    found = {world.skus[place]: more for place, more in planned.found}
    opened = caller.do(
        "/stock/counts", {"uid": str(uid), "store_code": world.store_code, "name": "棚を数える", "skus": list(found)}
    )
    first = caller.do(f"/stock/counts/{uid}/entries", {"entries": _entries(dict.fromkeys(found, 1))})
    lines: list[dict[str, Any]] = first.body.get("lines", [])  # type: ignore[assignment]
    there = {line["sku"]: max(0, line["expected"] + found[line["sku"]]) for line in lines}
    again = caller.do(f"/stock/counts/{uid}/entries", {"entries": _entries(there), "anew": True})
    closed = caller.do(f"/stock/counts/{uid}/close", {"leave_unsure": True})
    for answer in (opened, first, again, closed):
        if answer.code:
            records.trouble(f"stocktake {uid}: refused with {answer.status} {answer.body}")
    if not closed.code:
        booked: list[dict[str, Any]] = closed.body["lines"]  # type: ignore[assignment]
        records.counted({line["sku"]: line["difference"] for line in booked})


def _entries(pieces: Mapping[str, int]) -> list[dict[str, object]]:
    return [{"uid": str(uuid7()), "sku": sku, "pieces": number} for sku, number in pieces.items()]
