"""What is to be done now, for the start page: each kind of work with its number and where to do it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from noren.office.permissions import Visitor
from noren.orders.late.queries import count_unseen
from noren.orders.routing.queries import count_parked
from noren.orders.shifts.queries import joined_work, late_work
from noren.orders.shipping.queries import count_to_ship
from noren.orders.today import StoreToday
from noren.people.roles import Deed
from noren.stock.aside_list import list_aside
from noren.stock.models import AsideState
from noren.stock.open_work import MOST_LOW, open_work
from noren.stock.reorder import low_levels
from noren.stock.shortfalls import count_open_shortfalls
from noren.stores.devices.queries import count_silent

_STOCK = (Deed.PICK, Deed.ADJUST_STOCK)


@dataclass(frozen=True, slots=True)
class ToDo:
    """A kind of work that waits. `number` ends with + where there is more than was counted."""

    words: str
    number: str
    url: str
    is_urgent: bool = False


def to_do(visitor: Visitor, rows: Collection[StoreToday], *, at: datetime) -> list[ToDo]:
    """What waits where this person may do something about it; nothing that is at zero."""
    found = [
        *_pickups(visitor, rows),
        *_parcels(visitor, at=at),
        *_stock(visitor, at=at),
        *_late_sales(visitor),
        *_shifts(visitor),
        *_devices(visitor, at=at),
    ]
    return [each for each in found if each.number != "0"]


def _pickups(visitor: Visitor, rows: Collection[StoreToday]) -> list[ToDo]:
    if not visitor.may(Deed.PICK):
        return []
    late, open_ = sum(row.late for row in rows), sum(row.to_pick for row in rows)
    url = reverse("admin:pickups")
    return [
        ToDo(_("Pickups that are late"), str(late), url, is_urgent=True),
        ToDo(_("Pickups to pick"), str(open_), url),
    ]


def _parcels(visitor: Visitor, *, at: datetime) -> list[ToDo]:
    if not visitor.may(Deed.SHIP):
        return []
    waiting = count_to_ship(at=at, store_ids=visitor.store_ids(Deed.SHIP))
    url = reverse("admin:to_ship")
    return [
        ToDo(_("Parcels that are late"), str(waiting.late), url, is_urgent=True),
        ToDo(_("Parcels to pack"), str(waiting.to_pack), url),
        ToDo(_("Parcels for the carrier"), str(waiting.packed), url),
    ]


def _late_sales(visitor: Visitor) -> list[ToDo]:
    if not visitor.may(Deed.SEE_LATE_SALES):
        return []
    unseen = count_unseen(store_ids=visitor.store_ids(Deed.SEE_LATE_SALES))
    return [ToDo(_("Sales made without a network that differ"), str(unseen), reverse("admin:late_sales"))]


def _shifts(visitor: Visitor) -> list[ToDo]:
    if not visitor.may(Deed.SEE_SHIFTS):
        return []
    stores, url = visitor.store_ids(Deed.SEE_SHIFTS), f"{reverse('admin:shifts')}?open=1"
    return [
        ToDo(_("Late batches of shifts to look at"), str(late_work(stores)), url),
        ToDo(_("Counts beside a shift to look at"), str(joined_work(stores)), url),
    ]


def _stock(visitor: Visitor, *, at: datetime) -> list[ToDo]:
    if not visitor.may(*_STOCK, Deed.RECEIVE_TRANSFER):
        return []
    stores = visitor.store_ids(*_STOCK)
    low = len(low_levels(at=at, store_ids=stores, limit=MOST_LOW + 1))
    aside = sum(row.pieces for row in list_aside(store_ids=stores, state=AsideState.CHECKING))
    work = open_work(store_ids=stores)
    short, parked = count_open_shortfalls(store_ids=stores), count_parked(store_ids=stores)
    checking = f"{reverse('admin:aside')}?state={AsideState.CHECKING}"
    return [
        ToDo(_("Goods that are promised and not there"), str(short), reverse("admin:shortfalls"), is_urgent=True),
        ToDo(_("Lines of orders that no store can serve"), str(parked), reverse("admin:sourcing"), is_urgent=True),
        ToDo(_("Transfers to receive"), str(work.to_receive), reverse("admin:stock_transfer_changelist")),
        ToDo(_("Transfers to send"), str(work.to_send), reverse("admin:stock_transfer_changelist")),
        ToDo(_("Deliveries to book in"), str(work.deliveries), reverse("admin:deliveries")),
        ToDo(_("Stocktakes that are open"), str(work.counts), reverse("admin:counts")),
        ToDo(_("Returned pieces to check"), str(aside), checking),
        ToDo(_("Goods that are low"), f"{MOST_LOW}+" if low > MOST_LOW else str(low), reverse("admin:low_stock")),
    ]


def _devices(visitor: Visitor, *, at: datetime) -> list[ToDo]:
    if not visitor.may(Deed.EDIT_STORE):
        return []
    silent = count_silent(visitor.store_ids(Deed.EDIT_STORE), at=at)
    return [ToDo(_("Tills that are silent, with sales on them"), str(silent), reverse("admin:devices"), is_urgent=True)]
