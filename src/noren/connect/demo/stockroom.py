"""The demo's stockroom: what a store finds to do on a morning, so that no list of the office is empty on the first day.

Goods in, transfers, a stocktake, goods set aside, goods taken back and something sold that was promised to others, all
through the verbs of the trade. Done once; a run that was killed goes on where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from noren.connect.demo.cast import Desk, first_register, stable_uid, stores_in_play
from noren.connect.demo.people import CLERK_OF_ALL
from noren.kernel.errors import NorenError
from noren.orders.models import Condition, Order, OrderStatus
from noren.orders.place import place_order, quote_order
from noren.orders.queries import get_order
from noren.orders.return_goods import return_goods
from noren.orders.return_wanted import BackLine, ReturnGoods
from noren.orders.wanted import PlaceOrder, WantedLine
from noren.payments.cash import Tender
from noren.people.models import StaffMember
from noren.stock.count import open_count
from noren.stock.count_close import close_count
from noren.stock.count_goods import Counted, count_goods
from noren.stock.goods_in import CheckedIn, open_delivery, receive_delivery, set_checked_in
from noren.stock.ledger import Cause
from noren.stock.models import AsideState, Count, Delivery, Level, Movement, ReorderPoint
from noren.stock.reorder import set_reorder_default, set_reorder_points
from noren.stock.set_aside import set_aside
from noren.stock.transfers.draft import Draft, draft_transfer
from noren.stock.transfers.locking import By
from noren.stock.transfers.models import Transfer
from noren.stock.transfers.ready import make_ready
from noren.stock.transfers.receive import Arrival, receive_transfer
from noren.stock.transfers.receive import Counted as Arrived
from noren.stock.transfers.send import send_transfer
from noren.stores.models import Store

_POINT, _OWN_POINT = 3, 12
# How many goods of the home store, and of its neighbour's that it can spare, the deeds below take their own from.
_SHELF, _SPARED = 56, 10
_RETURNS = 5
_REASONS = ("サイズ違い", "思っていた品と違う", "傷があった", "買いすぎた", "お客様都合")
_CONDITIONS = (Condition.RESALABLE, Condition.RESALABLE, Condition.DAMAGED, Condition.RESALABLE, Condition.CHECKING)


@dataclass(frozen=True, slots=True)
class _Room:
    """The home store with the shelves that have most, a neighbour that sends it goods, and who does all this."""

    store: Store
    neighbour: Store
    desk: Desk
    staff_id: int
    levels: tuple[Level, ...]
    at: datetime

    def names(self) -> dict[int, str]:
        """Words by variant id."""
        return {level.variant_id: level.variant.product.name for level in self.levels}

    def before(self, minutes: int) -> datetime:
        """Some minutes ago."""
        return self.at - timedelta(minutes=minutes)


def add_stock_work(*, at: datetime) -> None:
    """Do what is not done yet of a morning's work in the home store. Safe to repeat."""
    room = _find_room(at)
    if room is None:
        return
    deeds: tuple[tuple[bool, Callable[[_Room], None]], ...] = (
        (ReorderPoint.objects.exists(), _set_points),
        (_is_past(Delivery, "in", "draft"), _take_goods_in),
        (_is_past(Delivery, "open"), _expect_goods),
        (_is_past(Transfer, "came", "draft", "ready", "in_transit"), _receive_transfer),
        (_is_past(Transfer, "sent", "draft", "ready"), _wait_for_transfer),
        (_is_past(Count, "closed", "open"), _close_count),
        (_is_past(Count, "open"), _begin_count),
        (Movement.objects.filter(cause_uid=stable_uid("aside")).exists(), _set_aside),
    )
    for is_done, deed in deeds:
        if not is_done:
            deed(room)
    _take_back(room)
    _sell_what_is_promised(room)


def _is_past(model: type[Delivery] | type[Transfer] | type[Count], name: str, *unfinished: str) -> bool:
    """Whether it is there and past the states that a run that was killed may have left it in."""
    uid = stable_uid(model.__name__.lower(), name)
    return model.objects.filter(uid=uid).exclude(status__in=unfinished).exists()


def _find_room(at: datetime) -> _Room | None:
    stores = stores_in_play()[:2]
    register = first_register(stores[0]) if len(stores) == 2 else None
    if register is None:
        return None
    staff = StaffMember.objects.get(code=CLERK_OF_ALL[0])
    desk = Desk(stores[0].pk, stores[0].code, register.uid, staff.uid)
    on_shelf = Level.objects.filter(store=stores[0], on_hand__gte=4).select_related("variant__product")
    levels = tuple(on_shelf.order_by("-on_hand", "pk")[:_SHELF])
    if len(levels) < _SHELF or _spared(stores[1]).count() < _SPARED:
        return None
    return _Room(stores[0], stores[1], desk, staff.pk, levels, at)


def _spared(store: Store) -> QuerySet[Level]:
    return Level.objects.filter(store=store, on_hand__gte=8, allocated=0, held=0).order_by("-on_hand", "pk")


def _set_points(room: _Room) -> None:
    """A point for all goods, and a higher one for those that sell most."""
    set_reorder_default(room.store.pk, _POINT)
    set_reorder_points(room.store.pk, {level.variant_id: _OWN_POINT for level in room.levels[:20]})


def _take_goods_in(room: _Room) -> None:
    """A delivery with one piece too few and one broken."""
    uid, wanted = stable_uid("delivery", "in"), {level.variant_id: 12 for level in room.levels[20:26]}
    note = {"supplier": "丸山食品卸", "note_number": "MS-20418"}
    at = room.before(170)
    open_delivery(uid, store_id=room.store.pk, expected=wanted, at=at, staff_id=room.staff_id, **note)
    short, broken, *_rest = wanted
    found = {variant_id: CheckedIn(12, 12, 0) for variant_id in wanted}
    set_checked_in(uid, found | {short: CheckedIn(12, 11, 0), broken: CheckedIn(12, 12, 1)})
    receive_delivery(uid, at=room.before(150), staff_id=room.staff_id)


def _expect_goods(room: _Room) -> None:
    """A delivery at the back door, half of it checked."""
    uid, wanted = stable_uid("delivery", "open"), {level.variant_id: 24 for level in room.levels[26:34]}
    note = {"supplier": "北浜青果", "note_number": "K-7781"}
    open_delivery(uid, store_id=room.store.pk, expected=wanted, at=room.before(25), staff_id=room.staff_id, **note)
    set_checked_in(uid, {variant_id: CheckedIn(24, 24, 0) for variant_id in list(wanted)[:3]})


def _receive_transfer(room: _Room) -> None:
    """A transfer of which one piece was lost on the way."""
    uid, lines = stable_uid("transfer", "came"), _goods_of(room.neighbour, first=0)
    _send(room, uid, lines, note="棚替えの応援", minutes=140)
    counted = [Arrived(sku, pieces) for sku, pieces in lines]
    lost = Arrived(lines[0][0], lines[0][1] - 1, difference="lost", remark="箱がつぶれていた")
    arrival = Arrival(stable_uid("arrival"), (lost, *counted[1:]), is_closing=True)
    receive_transfer(uid, arrival, by=By(room.before(100), room.staff_id))


def _wait_for_transfer(room: _Room) -> None:
    """A transfer that is on its way."""
    _send(room, stable_uid("transfer", "sent"), _goods_of(room.neighbour, first=6), note="週末の特売分", minutes=60)


def _goods_of(store: Store, *, first: int) -> tuple[tuple[str, int], ...]:
    """Some goods of a store that it can spare."""
    return tuple((sku, 3) for sku in _spared(store).values_list("variant__sku", flat=True)[first : first + 4])


def _send(room: _Room, uid: UUID, lines: tuple[tuple[str, int], ...], *, note: str, minutes: int) -> None:
    """Draft, pack and send a transfer to the home store; a step that was done is not done again."""
    by = By(room.before(minutes), room.staff_id)
    tomorrow = room.at.astimezone(ZoneInfo(room.store.time_zone)).date() + timedelta(days=1)
    if (earlier := Transfer.objects.filter(uid=uid).first()) is None:
        draft_transfer(Draft(uid, room.neighbour.code, room.store.code, lines, note, tomorrow), by=by)
    status = earlier.status if earlier else "draft"
    if status == "draft":
        make_ready(uid, by=by)
    if status in {"draft", "ready"}:
        send_transfer(uid, by=by)


def _close_count(room: _Room) -> None:
    """A stocktake of one shelf that found one piece too few of something and one too many of something else."""
    uid, levels = stable_uid("count", "closed"), room.levels[34:42]
    _open_count(room, uid, "調味料の棚", levels, minutes=90)
    on_hand = dict(Level.objects.filter(pk__in=[level.pk for level in levels]).values_list("variant_id", "on_hand"))
    changes = dict(zip(on_hand, (-1, 1), strict=False))
    counted = [
        Counted(stable_uid("counted", uid, variant_id), variant_id, pieces + changes.get(variant_id, 0))
        for variant_id, pieces in on_hand.items()
    ]
    names = room.names()
    count_goods(uid, counted, area="棚 3", at=room.before(80), names=names, staff_id=room.staff_id)
    close_count(uid, zero_uncounted=False, leave_unsure=True, at=room.before(70), staff_id=room.staff_id)


def _begin_count(room: _Room) -> None:
    """A stocktake that somebody is in the middle of."""
    uid, levels = stable_uid("count", "open"), room.levels[42:54]
    _open_count(room, uid, "飲料の棚", levels, minutes=40)
    counted = [
        Counted(stable_uid("counted", uid, level.variant_id), level.variant_id, level.on_hand) for level in levels[:5]
    ]
    count_goods(uid, counted, area="棚 7", at=room.before(30), names=room.names(), staff_id=room.staff_id)


def _open_count(room: _Room, uid: UUID, name: str, levels: tuple[Level, ...], *, minutes: int) -> None:
    goods = [level.variant_id for level in levels]
    at = room.before(minutes)
    open_count(uid, store_id=room.store.pk, name=name, variant_ids=goods, at=at, staff_id=room.staff_id)


def _set_aside(room: _Room) -> None:
    """Broken jars, and a carton that somebody looks at."""
    cause = Cause("set_aside", stable_uid("aside"), room.before(55), "陳列中に破損", room.staff_id)
    broken, doubtful = room.levels[54], room.levels[55]
    set_aside(room.store.pk, {broken.variant_id: 2}, AsideState.DAMAGED, cause=cause, names=room.names())
    set_aside(room.store.pk, {doubtful.variant_id: 3}, AsideState.CHECKING, cause=cause, names=room.names())


def _take_back(room: _Room) -> None:
    """One line each of some of the latest sales, whatever store and channel they came from."""
    sold = Order.objects.filter(source="simulated", status=OrderStatus.COMPLETED, returned_minor=0)
    latest = sold.exclude(returns__isnull=False).order_by("-completed_at", "-pk").values_list("uid", flat=True)
    uids = [stable_uid("return", number) for number in range(_RETURNS)]
    done = set(Order.objects.filter(returns__uid__in=uids).values_list("returns__uid", flat=True))
    for number, (uid, order_uid) in enumerate(zip(uids, latest[:_RETURNS], strict=False)):
        if uid in done:
            continue
        line = get_order(order_uid).lines[0]
        wanted = ReturnGoods(
            uid=uid,
            channel="till",
            store_code=room.desk.store_code,
            register_uid=room.desk.register_uid,
            staff_uid=room.desk.staff_uid,
            order_uid=order_uid,
            lines=(BackLine(1, _CONDITIONS[number], line_uid=line.uid),),
            reason=_REASONS[number],
        )
        try:
            return_goods(wanted, at=room.before(20 - number))
        except NorenError:
            continue  # past its days


def _sell_what_is_promised(room: _Room) -> None:
    """Sell over the counter what is promised to a pickup: somebody held it in the hand. It leaves a shortfall."""
    uid = stable_uid("sold though promised")
    promised = Level.objects.filter(store=room.store, allocated__gt=0, on_hand__range=(1, 40), short=0)
    level = promised.select_related("variant").order_by("on_hand", "pk").first()
    if level is None or Order.objects.filter(uid=uid).exists():
        return
    lines = (WantedLine(stable_uid("line", uid), level.variant.sku, level.on_hand),)
    sale = PlaceOrder(
        uid=uid,
        channel="till",
        store_code=room.desk.store_code,
        lines=lines,
        fulfillment="counter",
        register_uid=room.desk.register_uid,
        staff_uid=room.desk.staff_uid,
        source="simulated",
    )
    total = quote_order(sale, at=room.at).total_minor
    place_order(replace(sale, tenders=(Tender(stable_uid("paid", uid), total),)), at=room.at)
