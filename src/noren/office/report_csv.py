"""The report and its orders as CSV files."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from noren.kernel.channels import channel_words
from noren.kernel.sources import SOURCES
from noren.office.answers import Cell
from noren.office.words import outcome_words
from noren.orders.queries import OrderSummary
from noren.orders.report import OnlineToStore, StoreRow, WeekRow


def report_rows(found: OnlineToStore) -> Iterator[Sequence[Cell]]:
    """All tables of the report, one below the other; amounts are plain numbers in the minor unit."""
    yield [_("From online to store"), found.period.first.isoformat(), found.period.last.isoformat()]
    yield [_("Source"), str(SOURCES.get(found.period.source, _("all")))]
    yield []
    yield [_("Begun in"), _("Outcome"), _("Orders"), _("Amount")]
    for cell in found.cells:
        yield [channel_words(cell.begun), outcome_words(cell.outcome), cell.orders, cell.amount_minor]
    ends = [_("Picked up"), _("Not picked up"), _("Cancelled"), _("Rejected"), _("Still open")]
    more = [_("Pickups with extra goods"), _("Added at the counter"), _("Bought within 60 minutes")]
    figures = [_("Orders completed in a store"), _("Amount"), *ends, *more]
    yield []
    yield [_("Week from"), *figures]
    for week in found.weeks:
        yield [week.week.isoformat(), *_figures(week)]
    yield []
    yield [_("Store code"), _("Store"), *figures]
    for store in found.stores:
        yield [store.code, store.name, *_figures(store)]
    yield []
    yield [_("Coupon"), _("Name"), _("Given online"), _("Entered online, used in a store"),
           _("Given online, used at the counter"), _("All uses in stores"), _("Discount"), _("Sales")]  # fmt: skip
    for row in found.coupons:
        yield [row.code, row.name, row.given, row.online_in_store, row.given_in_store, row.in_store,
               row.discount_minor, row.sales_minor]  # fmt: skip


def _figures(row: WeekRow | StoreRow) -> list[Cell]:
    pickups, extra = row.pickups, row.extra
    ends = [pickups.picked_up, pickups.expired, pickups.canceled, pickups.rejected, pickups.open]
    return [row.brought.orders, row.brought.amount_minor, *ends, extra.pickups, extra.added_minor, extra.later_minor]


def order_rows(found: Sequence[OrderSummary]) -> Iterator[Sequence[Cell]]:
    """Orders, one a row; instants in UTC."""
    yield [_("Number"), _("Placed at"), _("Store"), _("Status"), _("Begun in"), _("Source"), _("Total")]
    for order in found:
        yield [order.number, order.placed_at.isoformat(), order.store_name, order.status,
               channel_words(order.channel), order.source, order.total_minor]  # fmt: skip
