"""An order as its page shows it: where it stands in words, its way so far, and when its store is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _

from noren.kernel.moments import say_hours, say_long_moment, say_moment
from noren.kernel.money import format_money
from noren.orders.edit import may_buyer_change
from noren.orders.links import order_path
from noren.orders.queries import OrderView
from noren.orders.routing.queries import sourcings_of_order
from noren.orders.shipping.queries import DeliveryOfOrder, delivery_of
from noren.shop.codes import qr_svg
from noren.shop.delivery_page import delivery_words, wanted_in_words
from noren.shop.paying_page import PayPage, back_words, pay_page
from noren.stores.errors import StoreNotFound
from noren.stores.loading import load_store_for_order
from noren.stores.rules import OpenState, opening_state

_FREE = frozenset({"canceled", "rejected", "expired", "unpaid"})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an order's way. `mood` is `done`, `now` or empty for what is still to come."""

    words: str
    mood: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """What the page shows beside the order itself.

    Attributes:
        mood: `open`, `ready` or `over`: the color of the headline.
        seen: changes whenever the page would show something else.
        path: of the page; `status/` and `cancel/` hang below it.
        is_charged: whether its total is to be paid, or was.
        pay: what is to be done while it waits for its money.
        may_change: whether the buyer may take something off by themselves now.
        back: what becomes of money that goes back, or empty.
        delivery: where it goes, and its parcels; None for a pickup. `wanted` says when, in words.
        hours_today: such as `10:00–21:00`; empty when the store stays closed today.
    """

    mood: str
    headline: str
    sentence: str
    steps: tuple[Step, ...]
    seen: str
    path: str
    qr: str
    is_charged: bool
    hours_today: str
    open_state: OpenState | None
    pay: PayPage | None
    back: str
    may_change: bool
    delivery: DeliveryOfOrder | None = None
    wanted: str = ""
    is_cancelable: bool = False


def order_page(order: OrderView, *, key: str, at: datetime) -> OrderPage:
    """The page of an order at an aware instant."""
    pay, back = pay_page(order, at=at), back_words(order)
    mood, headline, sentence = ("open", pay.headline, pay.sentence) if pay else _words(order)
    is_back = order.status in _FREE or (order.is_refunding and (order.is_returned or order.status == "voided"))
    if back and is_back:
        sentence = back
    hours_today, state = _hours(order, at)
    pieces = sum(line.quantity for line in order.lines)
    pays = pay.state if pay else back
    delivery = delivery_of(order.uid) if order.fulfillment == "delivery" else None
    sent = "".join(parcel.status[0] for parcel in delivery.live_parcels) if delivery else ""
    if delivery and not pay and (words := delivery_words(order, delivery)):
        mood, headline, sentence = words
    awaited = sum(line.awaited_quantity for line in order.lines)
    due = int(order.due_at.timestamp()) if order.due_at else 0
    seen = (order.status, order.total_minor, pieces, awaited, due, order.returned_minor, order.due_minor, pays, sent)
    return OrderPage(
        mood=mood,
        headline=headline,
        sentence=sentence,
        steps=_steps(order),
        seen="-".join(map(str, seen)),
        path=order_path(order.uid, is_guest=bool(key)),
        qr=qr_svg(order.pickup_code) if order.pickup_code and order.is_open else "",
        is_charged=order.status not in _FREE,
        hours_today=hours_today,
        open_state=state,
        pay=pay,
        back=back,
        may_change=may_buyer_change(kind=order.fulfillment, status=order.status)
        and not (delivery is not None and (delivery.is_begun or order.receipt_numbers)),
        delivery=delivery,
        wanted=wanted_in_words(delivery) if delivery else "",
        is_cancelable=order.is_open
        or order.is_awaiting_payment
        or (order.is_to_be_sent and delivery is not None and not delivery.is_begun),
    )


def _words(order: OrderView) -> tuple[str, str, str]:
    zone = order.store.time_zone
    if order.status == "placed":
        due = say_moment(order.due_at, zone) if order.due_at else ""
        words = _("We are getting it ready, by %(due)s. Please wait for our mail before you come.") % {"due": due}
        if any(line.awaited_quantity for line in order.lines):
            words = " ".join((words, *_awaited(order)))
        return "open", _("Not ready yet"), words
    if order.status == "ready":
        paid = _("Come to %(store)s and show the code at the till. It is paid.")
        words = paid if not order.due_minor else _("Come to %(store)s, show the code at the till and pay there.")
        words %= {"store": order.store.name}
        return "ready", _("Ready for you"), words
    if order.is_returned:
        words = _("%(amount)s was given back to you.") % {
            "amount": format_money(order.returned_minor, settings.CURRENCY)
        }
        return "over", _("Everything was returned"), words
    if order.status == "completed":
        is_pickup = order.fulfillment == "pickup"
        words = _("You picked it up at %(store)s, %(at)s.") if is_pickup else _("You bought it at %(store)s, %(at)s.")
        at = say_long_moment(order.completed_at or order.placed_at, zone)
        return "over", _("Thank you"), words % {"store": order.store.name, "at": at}
    ends = {
        "canceled": (_("Cancelled"), _("Nothing is charged, and nothing is kept for you any more.")),
        "rejected": (_("We are sorry: we cannot serve this order"), _("Nothing is charged.")),
        "expired": (_("The time to pick it up is over"), _("Nothing is charged. You can order again at any time.")),
        "unpaid": (
            _("This order was not paid"),
            _("Nothing is charged, and nothing is kept for you any more. You can order again at any time."),
        ),
        "voided": (_("This purchase was undone"), _("The amount was given back to you.")),
    }
    headline, words = ends[order.status]
    return "over", headline, words


def _awaited(order: OrderView) -> Iterator[str]:
    """What of it is not in its store yet, a sentence for each."""
    for row in sourcings_of_order(order.uid):
        goods = {"goods": f"{row.name} × {row.open}", "store": row.from_store}
        if row.is_coming:
            yield _("%(goods)s comes from %(store)s.") % goods
        elif row.is_parked:
            yield _("We are looking for %(goods)s and will write to you.") % goods


def _steps(order: OrderView) -> tuple[Step, ...]:
    if order.fulfillment != "pickup" or order.status not in {"placed", "ready", "completed"}:
        return ()
    reached = ["placed", "ready", "completed"].index(order.status)
    moods = ["done" if place < reached or reached == 2 else "now" if place == reached else "" for place in range(3)]
    words = (_("Ordered"), _("Ready at the counter"), _("Picked up"))
    times = (order.placed_at, order.ready_at, order.handed_over_at)
    if reached == 0:
        moods = ["done", "now", ""]
        words = (words[0], _("Being prepared"), words[2])
    steps = tuple(Step(*each) for each in zip(words, moods, times, strict=True))
    # Handed over without a word that it was ready: there was no such step.
    return (steps[0], steps[2]) if reached == 2 and order.ready_at is None else steps


def _hours(order: OrderView, at: datetime) -> tuple[str, OpenState | None]:
    try:
        store = load_store_for_order(order.store.code, at=at)
    except StoreNotFound:
        return "", None
    today = store.hours.on(at.astimezone(ZoneInfo(store.time_zone)).date())
    return (say_hours(*today) if today else ""), opening_state(store.hours, at)
