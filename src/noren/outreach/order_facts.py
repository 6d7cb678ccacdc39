"""What the mails of an order are made of: the order as it stands now, its page, and when its store is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from noren.kernel.time import business_date
from noren.orders.links import order_url
from noren.orders.queries import OrderView
from noren.orders.routing.queries import SourcingView, sourcings_of_order
from noren.people.queries import has_account
from noren.stores.errors import StoreNotFound
from noren.stores.queries import get_store, open_hours_on
from noren.stores.rules import Hours


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """An order for a mail.

    Attributes:
        url: of the order's page, with a key if the buyer has no account to sign in with.
        open_days: the days on which the goods can be collected, and the hours of each; None when closed.
        last_day: the last of them by the store's calendar; None for an order that is not a pickup.
        awaited: goods of it that its store does not have yet.
    """

    order: OrderView
    url: str
    open_days: tuple[tuple[date, Hours | None], ...]
    last_day: date | None
    awaited: tuple[SourcingView, ...] = ()

    def hours_of_last_day(self) -> Hours | None:
        """The hours of the last day; None when the store is closed then, or its hours are not known."""
        return next((hours for day, hours in self.open_days if day == self.last_day), None)


def order_facts(order: OrderView) -> OrderFacts:
    """Load what a mail says beside the order itself."""
    return OrderFacts(
        order=order,
        url=order_url(order.uid, is_guest=order.customer_id is None or not has_account(order.customer_id)),
        open_days=tuple(_open_days(order)),
        last_day=_day(order.kept_until - timedelta(microseconds=1), order) if order.kept_until else None,
        awaited=tuple(row for row in sourcings_of_order(order.uid) if row.open) if order.is_open else (),
    )


def _open_days(order: OrderView) -> Iterator[tuple[date, Hours | None]]:
    """From the promised day to the last one; nothing when the store is out of business."""
    if order.due_at is None or order.kept_until is None:
        return
    try:
        store = get_store(order.store.code, at=order.due_at)
    except StoreNotFound:
        return
    day, last = _day(order.due_at, order), _day(order.kept_until - timedelta(microseconds=1), order)
    while day <= last:
        yield day, open_hours_on(store, day)
        day += timedelta(days=1)


def _day(at: datetime, order: OrderView) -> date:
    store = order.store
    return business_date(at, time_zone=store.time_zone, closing_hour=store.closing_hour)
