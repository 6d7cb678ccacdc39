"""The report from online to store: what began online and was completed in a store, and what came of it.

All figures are of the same orders: those placed in the period, by the business date of their store. Every figure can
be opened: `orders_behind` lists the orders it is made of. Amounts are less what was given back for returns since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from noren.orders import report_sql as sql
from noren.orders.models import Order
from noren.orders.queries import OrderSummary, summaries
from noren.stores.models import Store

MOST_DAYS = 800
MOST_COUPONS = 50

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """Which orders are looked at.

    Attributes:
        first, last: business dates, both included.
        store_ids: None for all stores.
        source: live, simulated or history; empty for all.
    """

    first: date
    last: date
    store_ids: tuple[int, ...] | None = None
    source: str = ""

    def before(self) -> "Period":
        """The period of the same length that ends the day before this one begins."""
        days = (self.last - self.first).days + 1
        return Period(self.first - timedelta(days=days), self.first - timedelta(days=1), self.store_ids, self.source)


@dataclass(frozen=True, slots=True)
class Cell:
    """Orders that began in a channel and came to an outcome.

    Attributes:
        outcome: store (completed there), elsewhere, open, canceled, rejected, expired or voided.
    """

    begun: str
    outcome: str
    orders: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Pickups:
    """What became of pickups. `ended` are those that can no longer be collected."""

    picked_up: int = 0
    expired: int = 0
    canceled: int = 0
    rejected: int = 0
    open: int = 0

    @property
    def ended(self) -> int:
        """All but the open ones."""
        return self.picked_up + self.expired + self.canceled + self.rejected

    @property
    def expired_share(self) -> float | None:
        """How many of the ended ones nobody came for, 0 to 1; None when none has ended."""
        return self.expired / self.ended if self.ended else None


@dataclass(frozen=True, slots=True)
class Extra:
    """What pickups brought beside the order: goods added at the hand-over, or bought within 60 minutes after."""

    pickups: int = 0
    amount_minor: int = 0
    added_minor: int = 0
    later_minor: int = 0


@dataclass(frozen=True, slots=True)
class Brought:
    """Orders begun online and completed in a store; `sales_minor` are all sales of the stores."""

    orders: int = 0
    amount_minor: int = 0
    sales_minor: int = 0


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week, named by its Monday."""

    week: date
    brought: Brought
    pickups: Pickups
    extra: Extra


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A store in the period."""

    store_id: int
    code: str
    name: str
    brought: Brought
    pickups: Pickups
    extra: Extra

    @property
    def sales_share(self) -> float | None:
        """The part of the store's sales that began online, 0 to 1; None without sales."""
        return self.brought.amount_minor / self.brought.sales_minor if self.brought.sales_minor else None

    @property
    def is_worrying(self) -> bool:
        """Whether nobody came for every tenth pickup or more, of enough of them to tell."""
        return self.pickups.ended >= 10 and self.pickups.expired * 10 >= self.pickups.ended


@dataclass(frozen=True, slots=True)
class CouponRow:
    """A coupon in the period.

    Attributes:
        given: how often it was granted online.
        online_in_store: uses on orders that began online and were completed in a store.
        given_in_store: uses at the counter by members to whom it was given online.
        in_store: all uses in stores.
    """

    code: str
    name: str
    given: int
    online_in_store: int
    given_in_store: int
    in_store: int
    discount_minor: int
    sales_minor: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The figures that are compared from period to period."""

    brought: Brought
    pickups: Pickups
    extra: Extra

    @property
    def extra_share(self) -> float | None:
        """How many of the collected pickups brought more, 0 to 1; None when none was collected."""
        return self.extra.pickups / self.pickups.picked_up if self.pickups.picked_up else None

    @property
    def sales_share(self) -> float | None:
        """The part of the stores' sales that began online, 0 to 1; None without sales."""
        return self.brought.amount_minor / self.brought.sales_minor if self.brought.sales_minor else None


@dataclass(frozen=True, slots=True)
class OnlineToStore:
    """The report."""

    period: Period
    totals: Totals
    cells: tuple[Cell, ...]
    weeks: tuple[WeekRow, ...]
    stores: tuple[StoreRow, ...]
    coupons: tuple[CouponRow, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the report, to be opened.

    Attributes:
        kind: brought, cell, pickup, coupon or extra.
        begun, outcome: for a cell. statuses: for pickups. coupon: a code.
    """

    kind: str
    begun: str = ""
    outcome: str = ""
    statuses: tuple[str, ...] = field(default=())
    coupon: str = ""


def online_to_store(period: Period) -> OnlineToStore:
    """The whole report of a period: five statements, however many stores and orders there are."""
    counted = _count(period)
    return OnlineToStore(
        period=period,
        totals=_totals(counted.weeks),
        cells=counted.cells,
        weeks=counted.weeks,
        stores=_named(counted),
        coupons=tuple(CouponRow(*row) for row in _rows(sql.COUPONS, period, limit=MOST_COUPONS)),
    )


def totals_of(period: Period) -> Totals:
    """The compared figures of a period alone."""
    return _totals(_count(period).weeks)


def orders_behind(period: Period, figure: Figure, *, offset: int = 0, limit: int = 100) -> list[OrderSummary]:
    """The orders that a figure is made of, the latest first."""
    statement = sql.IDS_WITH_EXTRA if figure.kind == "extra" else sql.IDS.replace("{figure}", sql.FIGURES[figure.kind])
    more: dict[str, object] = {
        "begun": figure.begun,
        "outcome": figure.outcome,
        "statuses": list(figure.statuses),
        "coupon": figure.coupon,
        "offset": offset,
        "limit": limit,
    }
    ids = [row[0] for row in _rows(statement, period, **more)]
    return summaries(Order.objects.filter(pk__in=ids).order_by("-placed_at", "-pk"))


@dataclass(frozen=True, slots=True)
class _Counted:
    """The figures by outcome, week and store; stores are named by their keys so far."""

    cells: tuple[Cell, ...]
    weeks: tuple[WeekRow, ...]
    brought: Mapping[int, Brought]
    pickups: Mapping[int, Pickups]
    extra: Mapping[int, Extra]


def _count(period: Period) -> _Counted:
    orders, pickups, extra = (_rows(statement, period) for statement in (sql.ORDERS, sql.PICKUPS, sql.EXTRA))
    pickups_of = {row[1]: Pickups(*row[3:]) for row in pickups if row[0] == sql.BY_WEEK}
    extra_of = {row[1]: Extra(*row[3:]) for row in extra if row[0] == sql.BY_WEEK}
    weeks = sorted((row for row in orders if row[0] == sql.BY_WEEK), key=lambda row: row[1])
    return _Counted(
        cells=tuple(Cell(*row[3:7]) for row in orders if row[0] == sql.BY_OUTCOME),
        weeks=tuple(
            WeekRow(week, Brought(*figures[5:]), pickups_of.get(week, Pickups()), extra_of.get(week, Extra()))
            for _which, week, *figures in weeks
        ),
        brought={row[2]: Brought(*row[7:]) for row in orders if row[0] == sql.BY_STORE},
        pickups={row[2]: Pickups(*row[3:]) for row in pickups if row[0] == sql.BY_STORE},
        extra={row[2]: Extra(*row[3:]) for row in extra if row[0] == sql.BY_STORE},
    )


def _named(counted: _Counted) -> tuple[StoreRow, ...]:
    """Stores that had pickups or online orders, those with most brought orders first."""
    wanted = [store for store, brought in counted.brought.items() if store in counted.pickups or brought.orders]
    names = Store.objects.filter(pk__in=wanted).values_list("pk", "code", "name")
    rows = [
        StoreRow(
            store,
            code,
            name,
            counted.brought[store],
            counted.pickups.get(store, Pickups()),
            counted.extra.get(store, Extra()),
        )
        for store, code, name in names
    ]
    return tuple(sorted(rows, key=lambda row: (-row.brought.orders, -row.pickups.ended, row.code)))


def _totals(weeks: Sequence[WeekRow]) -> Totals:
    return Totals(
        brought=Brought(
            orders=sum(row.brought.orders for row in weeks),
            amount_minor=sum(row.brought.amount_minor for row in weeks),
            sales_minor=sum(row.brought.sales_minor for row in weeks),
        ),
        pickups=Pickups(
            picked_up=sum(row.pickups.picked_up for row in weeks),
            expired=sum(row.pickups.expired for row in weeks),
            canceled=sum(row.pickups.canceled for row in weeks),
            rejected=sum(row.pickups.rejected for row in weeks),
            open=sum(row.pickups.open for row in weeks),
        ),
        extra=Extra(
            pickups=sum(row.extra.pickups for row in weeks),
            amount_minor=sum(row.extra.amount_minor for row in weeks),
            added_minor=sum(row.extra.added_minor for row in weeks),
            later_minor=sum(row.extra.later_minor for row in weeks),
        ),
    )


def _rows(statement: str, period: Period, **more: object) -> list[Row]:
    terms: dict[str, Any] = {
        "first": period.first,
        "last": period.last,
        "first_at": _midnight(period.first),
        "last_at": _midnight(period.last + timedelta(days=1)),
        "stores": list(period.store_ids) if period.store_ids is not None else None,
        "source": period.source,
        "online": list(sql.ONLINE),
        "in_store": list(sql.IN_STORE),
        "extra_minutes": sql.EXTRA_MINUTES,
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, terms)
        rows: list[Row] = cursor.fetchall()
    return rows


def _midnight(day: date) -> datetime:
    """The beginning of a day by the deployment's clock, for what happens in no store."""
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))
