"""What a customer has bought, in sums: for the customer's page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Q, Sum

from noren.orders.history import visible_orders
from noren.orders.models import Order, OrderStatus


@dataclass(frozen=True, slots=True)
class CustomerTotals:
    """Completed orders of a customer, past sales included; `online` are those begun in the online shop.

    `amount_minor` is what they came to, less what was given back for returns.
    """

    orders: int
    online: int
    amount_minor: int
    last_at: datetime | None


def totals_of_customer(customer_id: int) -> CustomerTotals:
    """The sums over a customer's completed orders."""
    completed = visible_orders(Order.objects.filter(customer_id=customer_id, status=OrderStatus.COMPLETED))
    sums = completed.aggregate(
        orders=Count("pk"),
        online=Count("pk", filter=Q(channel="web")),
        amount=Sum(F("total_minor") - F("returned_minor")),
        last=Max("placed_at"),
    )
    return CustomerTotals(sums["orders"], sums["online"], sums["amount"] or 0, sums["last"])
