"""The audit of markdowns: what the rows say was taken off, against the lines, the arithmetic, approvals and events."""

from collections.abc import Iterator, Mapping

from django.db import connection

from noren.kernel.audit import Difference
from noren.orders.markdowns.rules import taken_off_line
from noren.orders.models import Order
from noren.orders.pricing_of import deployment_terms
from noren.pricing import MARKDOWN_REFS, Goods, Markdown, MarkdownKind, quote

_REFS = ", ".join(f"'{ref}'" for ref in MARKDOWN_REFS)

# Each query answers (order id, order number, expected, found) for orders where the two differ.
_CHECKS = {
    "markdowns_of_lines": f"""
        SELECT o.id, o.number, coalesce(m.minor, 0), coalesce(l.minor, 0)
        FROM orders_order o
        LEFT JOIN (SELECT order_id, sum(amount_minor) AS minor FROM orders_markdowngiven GROUP BY order_id) m
            ON m.order_id = o.id
        LEFT JOIN (SELECT i.order_id, sum((d->>1)::bigint) AS minor
                   FROM orders_orderline i, jsonb_array_elements(i.discounts) d
                   WHERE i.discounts <> '[]' AND d->>0 IN ({_REFS}) GROUP BY i.order_id) l ON l.order_id = o.id
        WHERE coalesce(m.minor, 0) <> coalesce(l.minor, 0)
    """,  # noqa: S608 - only our own constant is put in
    "told_markdowns": """
        SELECT o.id, o.number, 1, coalesce(e.told, 0)
        FROM orders_order o JOIN (SELECT DISTINCT order_id FROM orders_markdowngiven) m ON m.order_id = o.id
        LEFT JOIN (SELECT subject_uid, count(*) AS told FROM timeline_event WHERE name = 'Price Marked Down'
                   GROUP BY subject_uid) e ON e.subject_uid = o.uid
        WHERE coalesce(e.told, 0) <> 1
    """,
    "markdowns_over_the_counter": """
        SELECT o.id, o.number, 'till', o.channel FROM orders_order o
        JOIN orders_markdowngiven m ON m.order_id = o.id JOIN orders_fulfillment f ON f.order_id = o.id
        WHERE o.register_id IS NULL OR f.kind <> 'counter'
    """,
}


def differences() -> Iterator[Difference]:
    """Orders with something taken off by hand; a late one's arithmetic is held against its differences (`late`)."""
    with connection.cursor() as cursor:
        for check, sql in _CHECKS.items():
            cursor.execute(sql)
            for order_id, number, expected, found in cursor.fetchall():
                yield Difference("orders", check, f"order {order_id} ({number})", str(expected), str(found))
    marked = Order.objects.filter(markdowns__isnull=False, booked_at__isnull=True).distinct()
    for order in marked.prefetch_related("lines__variant", "markdowns").order_by("pk").iterator(chunk_size=500):
        expected, found = _worked_out(order), _found(order)
        if expected != found:
            subject = f"order {order.pk} ({order.number})"
            yield Difference("orders", "markdown_arithmetic", subject, str(expected), str(found))


def _worked_out(order: Order) -> Mapping[str, int]:
    """What each line should have lost by hand, by the markdowns that were given."""
    lines = {line.pk: line for line in order.lines.all()}
    goods = [
        Goods(
            ref=str(line.uid),
            sku=line.variant.sku,
            product="",
            categories=frozenset(),
            quantity=line.ordered_quantity,
            unit_price_minor=line.unit_price_minor,
            tax_rate_bp=line.tax_rate_bp,
        )
        for line in lines.values()
    ]
    markdowns = [
        Markdown(MarkdownKind(each.kind), each.value, str(lines[each.line_id].uid) if each.line_id else None)
        for each in order.markdowns.all()
    ]
    return {line.ref: line.discount_minor for line in quote(goods, (), deployment_terms(), markdowns).lines}


def _found(order: Order) -> Mapping[str, int]:
    return {str(line.uid): taken_off_line(line.discounts) for line in order.lines.all()}
