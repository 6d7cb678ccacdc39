"""The figures of the report as its page shows them: compared, drawn, and each with the address of its orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from noren.kernel.channels import channel_words
from noren.office.charts import Bar, BarChart, bar_chart
from noren.office.report_filter import Asked
from noren.office.words import change, compact, money, percent
from noren.orders.report import Cell, OnlineToStore, StoreRow, Totals


@dataclass(frozen=True, slots=True)
class Kpi:
    """A figure at the top: what it is, how much, and what stands beside it."""

    label: str
    value: str
    url: str
    note: str
    change: str = ""
    tone: str = "good"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """Orders of a beginning and an outcome, and the address that lists them."""

    orders: int
    amount_minor: int
    url: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A beginning and all its outcomes."""

    begun: str
    cells: tuple[MatrixCell | None, ...]
    total: MatrixCell


def kpis(found: OnlineToStore, before: Totals, asked: Asked) -> list[Kpi]:
    """The four figures at the top."""
    now = found.totals
    worst = _worst(found.stores)
    worst_words = f"{worst.name} {percent(worst.pickups.expired_share)}" if worst else ""
    average = now.extra.amount_minor // now.extra.pickups if now.extra.pickups else 0
    return [
        Kpi(
            _("Orders begun online, completed in a store"),
            f"{now.brought.orders:,}",
            orders_url(asked, "brought"),
            _since(now.brought.orders, before.brought.orders),
            change(now.brought.orders, before.brought.orders),
            "good" if now.brought.orders >= before.brought.orders else "few",
        ),
        Kpi(
            _("Their sales, tax included"),
            money(now.brought.amount_minor),
            orders_url(asked, "brought"),
            _("%(share)s of the sales in the stores") % {"share": percent(now.sales_share)},
            change(now.brought.amount_minor, before.brought.amount_minor),
            "good" if now.brought.amount_minor >= before.brought.amount_minor else "few",
        ),
        Kpi(
            _("Pickups that brought more"),
            percent(now.extra_share, digits=0),
            orders_url(asked, "extra"),
            _("%(amount)s each, at the counter or within 60 minutes") % {"amount": money(average)},
        ),
        Kpi(
            _("Pickups nobody came for"),
            percent(now.pickups.expired_share),
            orders_url(asked, "pickup", statuses="expired"),
            "" if worst else _("of those that ended"),
            worst_words,
            "few",
        ),
    ]


def _since(now: int, before: int) -> str:
    """What the change is measured by; where no percentage is said, how many there were."""
    if not before:
        return _("none in the period before")
    if change(now, before):
        return _("than the period before")
    return _("%(count)s in the period before") % {"count": f"{before:,}"}


def _worst(stores: Sequence[StoreRow]) -> StoreRow | None:
    """The store with the largest share of pickups nobody came for, among those with enough of them to tell."""
    telling = [row for row in stores if row.pickups.ended >= 10 and row.pickups.expired]
    return max(telling, key=lambda row: row.pickups.expired_share or 0, default=None)


def sales_chart(found: OnlineToStore) -> BarChart:
    """Sales that began online, and what pickups brought beside them, by week."""
    bars = [
        Bar(_week(row.week), (row.brought.amount_minor - row.extra.added_minor, row.extra.amount_minor))
        for row in found.weeks
    ]
    return bar_chart(bars, say=compact, names=(_("orders picked up"), _("extra goods")))


def pickup_chart(found: OnlineToStore) -> BarChart:
    """What became of pickups, by week."""
    bars = [
        Bar(_week(row.week), (row.pickups.picked_up, row.pickups.canceled + row.pickups.rejected, row.pickups.expired))
        for row in found.weeks
    ]
    names = (_("picked up"), _("cancelled or rejected"), _("not picked up"))
    return bar_chart(bars, say=lambda value: f"{value:,}", names=names, tones=("one", "three", "two"))


def _week(monday: date) -> str:
    return f"{monday.month}/{monday.day}"


def matrix(cells: Sequence[Cell], outcomes: Sequence[str], asked: Asked) -> list[MatrixRow]:
    """Where orders began, the online shop first, and how they ended."""
    by_key = {(cell.begun, cell.outcome): cell for cell in cells}
    rows = []
    for begun in sorted({cell.begun for cell in cells}, key=lambda name: (name != "web", name)):
        found = [by_key.get((begun, outcome)) for outcome in outcomes]
        there = [cell for cell in found if cell]
        count, amount_minor = sum(cell.orders for cell in there), sum(cell.amount_minor for cell in there)
        total = MatrixCell(count, amount_minor, "", is_hit=False)
        rows.append(MatrixRow(channel_words(begun), tuple(_matrix_cell(cell, asked) for cell in found), total))
    return rows


def _matrix_cell(cell: Cell | None, asked: Asked) -> MatrixCell | None:
    if cell is None:
        return None
    url = orders_url(asked, "cell", begun=cell.begun, outcome=cell.outcome)
    is_hit = cell.outcome == "store" and cell.begun not in {"till", "tablet"}
    return MatrixCell(cell.orders, cell.amount_minor, url, is_hit)


def orders_url(asked: Asked, figure: str, **terms: str) -> str:
    """The address that lists the orders of a figure."""
    return f"{reverse('admin:online_to_store_orders')}?{asked.query(figure=figure, **terms)}"
