"""A stock level's page: why the figure is what it is, movement by movement, and whom its pieces are kept for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from noren.connect.queries import names_of_imports
from noren.kernel.ids import uuid7
from noren.kernel.moments import say_day
from noren.office.answers import page
from noren.office.permissions import check_visitor_may
from noren.office.second_person import needed_beyond
from noren.office.stock_access import may_in_store
from noren.orders.names import OrderName, names_of_orders, numbers_of_returns
from noren.people.models import LimitKind
from noren.people.names import names_of_staff
from noren.people.roles import Deed
from noren.stock.errors import LevelNotFound
from noren.stock.goods_in import pieces_on_the_way
from noren.stock.models import AsideState, MovementKind
from noren.stock.reorder import reorder_default, reorder_point
from noren.stock.shortfalls import open_shortfalls
from noren.stock.story import (
    Figures,
    MovementView,
    aside_states,
    get_level,
    live_holds,
    movements_of_level,
    promised_pieces,
)
from noren.stock.transfers.queries import incoming_of_level, numbers_of_transfers

PAGE = 50
_MAY_SEE = (Deed.PICK, Deed.ADJUST_STOCK)
# Which wash a movement stands on; one that is not named here stands on none.
_TONES: Mapping[str, str] = {
    MovementKind.RECEIVED: "good",
    MovementKind.RETURNED: "good",
    MovementKind.ALLOCATED: "indigo",
    MovementKind.HELD: "indigo",
    MovementKind.COUNTED: "few",
    MovementKind.ADJUSTED: "few",
    MovementKind.SET_ASIDE: "few",
    MovementKind.PUT_BACK: "good",
    MovementKind.SHORTED: "hot",
}


@dataclass(frozen=True, slots=True)
class Step:
    """A movement as a person reads it.

    Attributes:
        changes: the figures it changed, each with its sign; pieces that fell short among them.
        cause: what it came from, with its address where it has a page; who did it and why stand after it.
    """

    at: datetime
    kind: str
    tone: str
    changes: tuple[tuple[str, str], ...]
    after: Figures
    cause: str
    url: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """Pieces that are promised to an order."""

    quantity: int
    order: OrderName | None
    url: str
    until: str


@dataclass(frozen=True, slots=True)
class _Causes:
    """What moved the level, by uid: orders, and the numbers of transfers and returns."""

    orders: Mapping[UUID, OrderName]
    transfers: Mapping[UUID, str]
    returns: Mapping[UUID, str]


def level(request: HttpRequest, level_id: int) -> HttpResponse:
    """The level's figures, what they consist of, and a page of its movements, the latest first."""
    visitor = check_visitor_may(request, *_MAY_SEE)
    stores = visitor.store_ids(*_MAY_SEE)
    try:
        found = get_level(level_id)
    except LevelNotFound as missing:
        raise Http404(str(missing)) from None
    if stores is not None and found.store_id not in stores:
        raise Http404
    before = request.GET.get("before", "")
    position = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    movements = movements_of_level(level_id, before=position, limit=PAGE + 1)
    shown = movements[:PAGE]
    promised = promised_pieces(level_id)
    orders = names_of_orders({*promised, *(each.cause_uid for each in shown)})
    holds = live_holds(level_id)
    transfers = numbers_of_transfers({*(each.owner_uid for each in holds), *(each.cause_uid for each in shown)})
    returns = numbers_of_returns({each.cause_uid for each in shown if each.cause_kind == "return"})
    context = {
        "level": found,
        "steps": _steps(shown, _Causes(orders, transfers, returns), may_import=visitor.may(Deed.IMPORT)),
        "kept": [_kept(uid, pieces, orders.get(uid)) for uid, pieces in promised.items()],
        "holds": [(each, transfers.get(each.owner_uid, "")) for each in holds],
        "incoming": incoming_of_level(level_id),
        "aside": [(*each, uuid7()) for each in aside_states(level_id)],
        "states": AsideState.choices,
        "shortfall": next(iter(open_shortfalls(level_id=level_id)), None),
        "on_the_way": pieces_on_the_way(found.store_id, [found.variant_id]).get(found.variant_id, 0),
        "own_point": reorder_point(found.store_id, found.variant_id),
        "usual_point": reorder_default(found.store_id),
        "second": needed_beyond(visitor, LimitKind.WRITE_OFF, found.store_id),
        "may_adjust": may_in_store(visitor, found.store_id, Deed.ADJUST_STOCK),
        "next": shown[-1].id if len(movements) > PAGE else None,
        "is_first_page": position is None,
    }
    title = _("%(goods)s at %(store)s") % {"goods": found.name, "store": found.store_name}
    return page(request, "office/level.html", context, title=title)


def _steps(movements: Sequence[MovementView], causes: _Causes, *, may_import: bool) -> list[Step]:
    staff = names_of_staff({each.staff_id for each in movements if each.staff_id is not None})
    imports = names_of_imports({each.cause_uid for each in movements if each.cause_kind == "import"})
    steps = []
    for each in movements:
        cause, url = _cause(each, causes, imports)
        if each.cause_kind == "import" and not may_import:
            url = ""
        steps.append(
            Step(
                at=each.at,
                kind=each.kind_words,
                tone=_TONES.get(each.kind, "none"),
                changes=_changes(each.change),
                after=each.after,
                cause=cause,
                url=url,
                by=staff.get(each.staff_id or 0, ""),
                reason=each.reason,
            )
        )
    return steps


def _kept(order_uid: UUID, pieces: int, order: OrderName | None) -> Kept:
    last_day = order.last_day if order else None
    until = _("%(day)s, closing time") % {"day": say_day(last_day)} if last_day else ""
    return Kept(pieces, order, _order_url(order_uid), until)


def _changes(change: Figures) -> tuple[tuple[str, str], ...]:
    named = (
        (_("on hand"), change.on_hand),
        (_("allocated"), change.allocated),
        (_("held"), change.held),
        (_("safety stock"), change.safety),
        (_("set aside"), change.aside),
        (_("short"), change.short),
    )
    return tuple((name, f"{pieces:+}".replace("-", "−")) for name, pieces in named if pieces)


def _cause(movement: MovementView, causes: _Causes, imports: Mapping[UUID, str]) -> tuple[str, str]:
    if order := causes.orders.get(movement.cause_uid):
        return _("Order %(number)s") % {"number": order.number}, _order_url(movement.cause_uid)
    if number := causes.returns.get(movement.cause_uid):
        url = reverse("admin:orders_return_change", args=[movement.cause_uid])
        return _("Return %(number)s") % {"number": number}, url
    if movement.cause_kind == "import":
        name = imports.get(movement.cause_uid, "")
        return _("Import %(file)s") % {"file": name}, reverse("admin:import", args=[movement.cause_uid])
    if movement.cause_kind == "transfer":
        number = causes.transfers.get(movement.cause_uid, "")
        return _("Transfer %(number)s") % {"number": number}, reverse("admin:transfer", args=[movement.cause_uid])
    if movement.cause_kind == "goods_in":
        return _("Delivery"), reverse("admin:delivery", args=[movement.cause_uid])
    if movement.cause_kind == "stocktake":
        return _("Stocktake"), reverse("admin:count", args=[movement.cause_uid])
    if movement.cause_kind in {"hold", "hold_expired"}:
        return _("A basket in the online shop"), ""
    if movement.cause_kind == "api":
        return _("Another program"), ""
    return (_("Corrected in the office"), "") if movement.cause_kind == "office" else ("", "")


def _order_url(uid: UUID) -> str:
    return reverse("admin:orders_order_change", args=[uid])
