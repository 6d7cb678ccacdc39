"""Writing an order's rows: the inserts that placing and handing over share."""

from collections.abc import Mapping, Sequence

from django.db import connection
from pydantic_core import to_json

from noren.kernel.rows import STORED_KEY, insert_row
from noren.orders.models import Order
from noren.orders.pricing_of import GoodsLine
from noren.pricing import Quote, QuoteLine

# What a line is written with, and as what PostgreSQL reads it.
_LINE = {
    "uid": "uuid",
    "position": "smallint",
    "variant_id": "bigint",
    "name": "text",
    "ordered_quantity": "int",
    "quantity": "int",
    "unit_price_minor": "int",
    "discount_minor": "bigint",
    "total_minor": "bigint",
    "tax_rate_bp": "smallint",
    "discounts": "jsonb",
    "is_extra": "boolean",
    "fee": "text",
}
# One text for any number of lines: it is prepared once, and the driver need not write a parameter for each value.
_INSERT_LINES = f"""
INSERT INTO orders_orderline (order_id, {", ".join(_LINE)})
SELECT {{order_id}}, {", ".join(f"l.{column}" for column in _LINE)}
FROM jsonb_to_recordset(%s::jsonb) AS l ({", ".join(f"{column} {kind}" for column, kind in _LINE.items())})
ORDER BY l.position
"""  # noqa: S608 - only our own columns are put in
_OF_STORED_ORDER = _INSERT_LINES.format(order_id="%s::bigint")
_WITH_ORDER = _INSERT_LINES.format(order_id=STORED_KEY)


def insert_order(order: Order, lines: Sequence[GoodsLine], priced: Mapping[str, QuoteLine]) -> None:
    """Insert an order and its lines in one statement, and set the order's primary key."""
    insert_row(order, then=_WITH_ORDER, values=(_lines_json(lines, priced, first=1, is_extra=False),))


def insert_lines(
    order_id: int, lines: Sequence[GoodsLine], priced: Mapping[str, QuoteLine], *, first: int, is_extra: bool
) -> None:
    """Insert lines of a stored order as they are sold now, numbered from `first`, in one statement."""
    if not lines:
        return
    with connection.cursor() as cursor:
        cursor.execute(_OF_STORED_ORDER, [order_id, _lines_json(lines, priced, first=first, is_extra=is_extra)])


def _lines_json(lines: Sequence[GoodsLine], priced: Mapping[str, QuoteLine], *, first: int, is_extra: bool) -> str:
    return to_json(
        [
            {
                "uid": line.ref,
                "position": position,
                "variant_id": line.sellable.variant_id,
                "name": line.sellable.name,
                "ordered_quantity": line.quantity,
                "quantity": line.quantity,
                "unit_price_minor": line.unit_price_minor,
                "discount_minor": priced[line.ref].discount_minor,
                "total_minor": priced[line.ref].total_minor,
                "tax_rate_bp": priced[line.ref].tax_rate_bp,
                "discounts": priced[line.ref].discounts,
                "is_extra": is_extra,
                "fee": line.fee,
            }
            for position, line in enumerate(lines, start=first)
        ]
    ).decode()


def taxes_of(priced: Quote) -> list[dict[str, int]]:
    """The totals per rate as an order and its receipt keep them."""
    return [
        {
            "rate_bp": total.rate_bp,
            "net_minor": total.net_minor,
            "tax_minor": total.tax_minor,
            "gross_minor": total.gross_minor,
        }
        for total in priced.taxes
    ]
