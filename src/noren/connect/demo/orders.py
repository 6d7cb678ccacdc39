"""The demo's online orders: 2,000 over the last eight weeks, marked as simulated, through the verbs of the trade.

Time is an argument of every verb, so each order is placed, picked and handed over when it would have been. The dice
are seeded by the order: a run that was killed goes on with the same orders.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from heapq import heapify, heappop, heappush
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from noren.connect.demo import coupons
from noren.connect.demo.cast import first_register, regulars, stable_uid, stores_in_play
from noren.connect.demo.people import CLERK_OF_ALL
from noren.connect.progress import Progress
from noren.coupons.errors import CouponExhausted, CouponNotApplicable, CouponUsedByCustomer
from noren.kernel.errors import NorenError
from noren.orders.end import cancel_order, expire_orders, reject_order
from noren.orders.hand_over import hand_over, quote_hand_over
from noren.orders.models import Order, OrderStatus
from noren.orders.pick import mark_ready, short_pick
from noren.orders.place import place_order, quote_order
from noren.orders.queries import get_order
from noren.orders.wanted import HandOver, PlacedOrder, PlaceOrder, WantedLine
from noren.payments.cash import Tender
from noren.people.models import Customer, StaffMember
from noren.stock.models import Level
from noren.stores.models import Store

ORDERS = 2_000
WEEKS = 8
OPEN_TODAY, SOLD_TODAY = 12, 18
_NOTES = (1_000, 2_000, 5_000, 10_000)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """A store with what it can sell, and where it is sold."""

    store: Store
    skus: tuple[str, ...]
    register_uid: UUID


@dataclass(frozen=True, slots=True)
class _Stage:
    """Everything that the orders draw from."""

    shelves: tuple[_Shelf, ...]
    members: tuple[UUID, ...]
    staff_uid: UUID


def simulate_orders(progress: Progress, *, until: datetime, count: int = ORDERS) -> int:
    """Play the orders that are not there or not at their end yet; answer how many were placed. Safe to repeat.

    They are played together, each deed when its time comes: so the ledgers are written in the order of time, as those
    of a real year are, and their latest rows are the latest that happened.

    Args:
        until: the last order was placed before this instant, the first eight weeks before it.
    """
    stage = _set_stage()
    simulated = Order.objects.filter(source="simulated", channel="web")
    known = {uid: (status, at) for uid, status, at in simulated.values_list("uid", "status", "placed_at")}
    lives: list[tuple[datetime, int, Iterator[datetime]]] = []
    for number in range(count):
        uid = stable_uid("order", number)
        status, earlier = known.get(uid, (OrderStatus.PLACED, None))
        if status in {OrderStatus.PLACED, OrderStatus.READY}:
            dice = random.Random(number)  # noqa: S311 - dice for a demo
            some_time = _some_opening_time(dice, stage, until - timedelta(weeks=WEEKS), until)
            placed_at = earlier or some_time  # the dice are thrown in any case
            lives.append((placed_at, number, _live(uid, dice, stage, placed_at, is_placed=uid in known)))
    heapify(lives)
    while lives and lives[0][0] <= until:
        when, number, life = heappop(lives)
        following = next(life, None)
        if following is not None:
            heappush(lives, (following, number, life))
        progress("ordering", count - len(lives), 1 - (until - when) / timedelta(weeks=WEEKS))
    return Order.objects.filter(source="simulated", channel="web").count() - len(known)


def add_open_orders(*, at: datetime) -> int:
    """Some pickups of today for the home store, so that its till has work. Once a day; safe to repeat."""
    stage = _set_stage()
    home = _Stage(stage.shelves[:1], stage.members, stage.staff_uid)
    day = at.astimezone(ZoneInfo(stage.shelves[0].store.time_zone)).date()
    placed = 0
    minutes_ago = sorted(random.Random(str(day)).sample(range(1, 91), OPEN_TODAY), reverse=True)  # noqa: S311
    for number, minutes in enumerate(minutes_ago):
        uid = stable_uid("today", day, number)
        if not Order.objects.filter(uid=uid).exists():
            dice = random.Random(f"{day}/{number}")  # noqa: S311 - dice for a demo
            order = _place(uid, dice, home, home.shelves[0], at - timedelta(minutes=minutes))
            placed += order is not None
            if order is not None and number % 4 == 0:
                mark_ready(order.uid, staff_uid=home.staff_uid, at=at)
    return placed


def add_sales_of_today(*, at: datetime) -> int:
    """What the home store sold over the counter in the last two hours. Once a day; safe to repeat."""
    stage = _set_stage()
    home = stage.shelves[0]
    day = at.astimezone(ZoneInfo(home.store.time_zone)).date()
    sold = 0
    for number in range(SOLD_TODAY):
        dice = random.Random(f"{day}/sale/{number}")  # noqa: S311 - dice for a demo
        uid = stable_uid("sold today", day, number)
        if Order.objects.filter(uid=uid).exists():
            continue
        sold_at = at - timedelta(minutes=6 * (SOLD_TODAY - number))
        _sell(uid, dice, stage, home, dice.choice((None, *stage.members[:60])), sold_at)
        sold += 1
    return sold


def _set_stage() -> _Stage:
    shelves = []
    for store in stores_in_play():
        register = first_register(store)
        skus = Level.objects.filter(store=store, on_hand__gte=4).order_by("-on_hand", "pk")
        if register is not None:
            skus_of_store = tuple(skus.values_list("variant__sku", flat=True)[:400])
            shelves.append(_Shelf(store, skus_of_store, register.uid))
    members = Customer.objects.in_bulk(regulars(limit=800))
    staff = StaffMember.objects.get(code=CLERK_OF_ALL[0])
    return _Stage(tuple(shelves), tuple(member.uid for member in members.values()), staff.uid)


def _some_opening_time(dice: random.Random, stage: _Stage, first: datetime, last: datetime) -> datetime:
    """An instant between the two at which people order: mostly in the evening, more in the later weeks."""
    share = dice.random() ** 0.8
    day = (first + (last - first) * share).astimezone(ZoneInfo(stage.shelves[0].store.time_zone))
    hour = dice.choices(range(8, 23), weights=(1, 2, 3, 4, 5, 4, 3, 3, 4, 5, 6, 7, 7, 5, 3))[0]
    at = datetime.combine(day.date(), time(hour, dice.randint(0, 59)), day.tzinfo)
    return min(at, last - timedelta(minutes=5))


def _live(uid: UUID, dice: random.Random, stage: _Stage, at: datetime, *, is_placed: bool) -> Iterator[datetime]:
    """Place one order and bring it to its end: each step does a deed and says when the next one is due."""
    shelf = stage.shelves[min(int(dice.expovariate(0.18)), len(stage.shelves) - 1)]
    if not is_placed and _place(uid, dice, stage, shelf, at) is None:
        return
    order = get_order(uid)
    if order.due_at is None or order.kept_until is None:
        return
    # Dice of its own: a run that goes on with an order does not place it again, and throws the same ones.
    dice = random.Random(str(uid))  # noqa: S311 - dice for a demo
    fate = dice.random()
    if fate < 0.05:
        yield (canceled_at := at + timedelta(minutes=dice.randint(3, 50)))
        if get_order(uid).is_open:
            cancel_order(uid, by="customer", at=canceled_at)
        return
    if fate < 0.06:
        yield (rejected_at := order.due_at - timedelta(minutes=5))
        if get_order(uid).is_open:
            reject_order(uid, reason="商品に傷がありました", staff_uid=stage.staff_uid, at=rejected_at)
        return
    if fate < 0.08:
        yield (found_at := order.due_at - timedelta(minutes=10))
        _find_less(uid, stage, found_at)
    yield order.due_at
    _ready(uid, stage, order.due_at)
    if fate > 0.96:
        yield order.kept_until
        expire_orders(at=order.kept_until)
        return
    yield (came_at := _evening(dice, order.due_at, order.kept_until))
    customer_uid = _pick_up(uid, dice, stage, shelf, came_at)
    if customer_uid is not None and dice.random() < 0.1:
        yield (back_at := came_at + timedelta(minutes=dice.randint(4, 50)))
        _come_back(uid, dice, stage, shelf, customer_uid, back_at)


def _place(uid: UUID, dice: random.Random, stage: _Stage, shelf: _Shelf, at: datetime) -> PlacedOrder | None:
    """Try twice: with a coupon that turns out not to apply the shopper orders without it."""
    coupon_codes: tuple[str, ...] = ()
    if dice.random() < 0.4:
        coupon_codes = (dice.choices((coupons.WEB, coupons.MEMBERS, coupons.FIRST), weights=(6, 3, 2))[0],)
    wanted = PlaceOrder(
        uid=uid,
        channel="web",
        store_code=shelf.store.code,
        lines=_lines(uid, dice, shelf, most=5),
        fulfillment="pickup",
        customer_uid=dice.choice(stage.members),
        coupon_codes=coupon_codes,
        source="simulated",
    )
    for codes in (coupon_codes, ()):
        try:
            with transaction.atomic():
                return place_order(replace(wanted, coupon_codes=codes), at=at)
        except (CouponNotApplicable, CouponExhausted, CouponUsedByCustomer):
            continue
        except NorenError:
            return None  # sold out or closed: this shopper goes elsewhere
    return None


def _lines(uid: UUID, dice: random.Random, shelf: _Shelf, *, most: int, of: str = "line") -> tuple[WantedLine, ...]:
    skus = dice.sample(shelf.skus, min(len(shelf.skus), dice.randint(1, most)))
    return tuple(
        WantedLine(stable_uid(of, uid, place), sku, dice.choices((1, 2, 3), weights=(8, 3, 1))[0])
        for place, sku in enumerate(skus)
    )


def _ready(uid: UUID, stage: _Stage, at: datetime) -> None:
    if get_order(uid).is_open:
        mark_ready(uid, staff_uid=stage.staff_uid, at=at)


def _find_less(uid: UUID, stage: _Stage, at: datetime) -> None:
    order = get_order(uid)
    line = order.lines[0]
    if order.status != OrderStatus.PLACED or line.quantity < line.ordered_quantity:
        return  # done before a kill
    short_pick(
        uid, line.uid, picked_quantity=line.quantity - 1, reason="棚に見つかりません", staff_uid=stage.staff_uid, at=at
    )


def _evening(dice: random.Random, due_at: datetime, kept_until: datetime) -> datetime:
    """When the shopper comes: mostly soon, sometimes on the last day."""
    wait = min(dice.expovariate(1 / 14), (kept_until - due_at).total_seconds() / 3600 - 8)
    return due_at + timedelta(hours=max(0.1, wait))


def _pick_up(uid: UUID, dice: random.Random, stage: _Stage, shelf: _Shelf, at: datetime) -> UUID | None:
    """Hand over, often with something more; answer whose goods they were."""
    order = get_order(uid)
    if not order.is_open:
        return None
    extra = _lines(uid, dice, shelf, most=2, of="extra") if dice.random() < 0.35 else ()
    codes = (coupons.TILL,) if extra and order.discount_minor == 0 and dice.random() < 0.3 else ()
    total = order.total_minor
    if extra:
        try:
            quote = quote_hand_over(uid, extra_lines=extra, coupon_codes=codes, at=at)
            codes = codes if not quote.skipped else ()
            total = quote.total_minor
        except NorenError:
            extra, codes = (), ()
    hand_over(
        uid,
        HandOver(
            register_uid=shelf.register_uid,
            staff_uid=stage.staff_uid,
            pickup_code=order.pickup_code,
            extra_lines=extra,
            coupon_codes=codes,
            tenders=_cash(total, stable_uid("cash", uid)),
        ),
        at=at,
    )
    return order.customer_uid


def _come_back(uid: UUID, dice: random.Random, stage: _Stage, shelf: _Shelf, customer_uid: UUID, at: datetime) -> None:
    """Buy something more at the till, within the hour."""
    _sell(stable_uid("sale", uid), dice, stage, shelf, customer_uid, at)


def _sell(
    uid: UUID, dice: random.Random, stage: _Stage, shelf: _Shelf, customer_uid: UUID | None, at: datetime
) -> None:
    sale = PlaceOrder(
        uid=uid,
        channel="till",
        store_code=shelf.store.code,
        lines=_lines(uid, dice, shelf, most=3, of="sold"),
        fulfillment="counter",
        customer_uid=customer_uid,
        register_uid=shelf.register_uid,
        staff_uid=stage.staff_uid,
        source="simulated",
    )
    total = quote_order(sale, at=at).total_minor
    place_order(replace(sale, tenders=_cash(total, stable_uid("paid", uid))), at=at)


def _cash(total_minor: int, uid: UUID) -> tuple[Tender, ...]:
    """The notes a shopper hands in: the smallest note that covers it, or exactly the amount."""
    note = next((note for note in _NOTES if note >= total_minor), total_minor)
    return (Tender(uid, note),)
