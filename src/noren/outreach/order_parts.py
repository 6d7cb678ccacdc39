"""Parts that the mails of an order share: its goods and sums, its store with hours, and until when goods are kept."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _

from noren.kernel.ids import in_groups
from noren.kernel.moments import say_day, say_hours, say_moment
from noren.kernel.money import format_money
from noren.orders.queries import LineView, OrderView
from noren.outreach.letters import Code, Facts, Goods, GoodsRow, Link
from noren.outreach.order_facts import OrderFacts
from noren.stores.rules import Hours


def pickup_code(order: OrderView) -> Code:
    """The code that is shown at the counter, in letters and as a square to scan."""
    code = order.pickup_code or ""
    return Code(label=_("Pickup code"), code=in_groups(code), qr=code, qr_label=_("QR code of the pickup code"))


def order_link(facts: OrderFacts) -> Link:
    """The order's page."""
    return Link(_("Open the order"), facts.url)


def said_number(order: OrderView) -> str:
    """The order's number as it stands on its page, in groups that can be read aloud."""
    return in_groups(order.number, 5)


def order_number(order: OrderView) -> tuple[str, str]:
    """The row that names the order."""
    return _("Order number"), said_number(order)


def promised(order: OrderView) -> Iterator[tuple[str, str]]:
    """The row that says when goods are expected to be ready."""
    if order.due_at is not None:
        yield _("Expected to be ready"), say_moment(order.due_at, order.store.time_zone)


def kept_until(facts: OrderFacts) -> Iterator[tuple[str, str]]:
    """The row that says on which day the goods can be collected at the latest."""
    if facts.last_day is not None:
        yield _("Kept until"), _("%(day)s, closing time") % {"day": say_day(facts.last_day)}


def store_rows(facts: OrderFacts) -> Iterator[tuple[str, str]]:
    """Where to go and when: name, address, phone and the hours of the days on which the goods are kept."""
    store = facts.order.store
    yield _("Store"), "\n".join(part for part in (store.name, store.address, store.phone) if part)
    if facts.open_days:
        yield _("Opening hours"), "\n".join(_day_and_hours(day, hours) for day, hours in facts.open_days)


def _day_and_hours(day: date, hours: Hours | None) -> str:
    return f"{say_day(day)} {say_hours(*hours) if hours else _('closed')}"


def facts_of(*rows: tuple[str, str]) -> Facts:
    """Rows as a part."""
    return Facts(tuple(rows))


def goods(order: OrderView, *, is_due: bool = True) -> Goods:
    """The lines as they stand, each change marked, and the total.

    Args:
        is_due: whether it is still to be paid.
    """
    rows = tuple(_row(line) for line in order.lines if line.ordered_quantity)
    is_due = is_due and order.due_minor > 0
    total = _("Total with tax, to be paid at the store") if is_due else _("Total with tax")
    if is_due and order.paid_minor:
        total = _("Total with tax")
    return Goods(title=_("Your order"), rows=rows, sums=(*_sums(order), (total, money(order.total_minor))))


def _row(line: LineView) -> GoodsRow:
    note = ""
    if line.quantity < line.ordered_quantity:
        note = _("%(now)d instead of %(ordered)d") % {"now": line.quantity, "ordered": line.ordered_quantity}
    amount = line.unit_price_minor * line.quantity
    return GoodsRow(line.name, f"× {line.quantity}", money(amount), note)


def _sums(order: OrderView) -> Iterator[tuple[str, str]]:
    if order.paid_minor and order.is_open:
        yield _("Paid"), money(order.paid_minor)
        if order.due_minor:
            yield _("To be paid at the store"), money(order.due_minor)
    if order.discount_minor:
        yield _("Discount"), money(-order.discount_minor)
    if order.prices_include_tax:
        yield _("Of which tax"), money(order.tax_minor)
    else:
        yield _("Tax"), money(order.tax_minor)


def money(minor: int) -> str:
    """An amount in the deployment's currency."""
    return format_money(minor, settings.CURRENCY)
