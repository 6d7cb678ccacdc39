"""Writing an order's rows: the inserts that placing and handing over share."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from noren.orders.pricing_of import GoodsLine
from noren.pricing import Quote, QuoteLine

_LINES = """
INSERT INTO orders_orderline (uid, order_id, position, variant_id, name, ordered_quantity, quantity, unit_price_minor,
                              discount_minor, total_minor, tax_rate_bp, discounts, is_extra, fee)
VALUES """
_LINE = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb, %s, %s)"

Value = str | int | bool | UUID | datetime | date | None


def insert_lines(
    order_id: int, lines: Sequence[GoodsLine], priced: Mapping[str, QuoteLine], *, first: int, is_extra: bool
) -> None:
    """Insert lines as they are sold now, numbered from `first`, in one statement."""
    if not lines:
        return
    values: list[Value] = []
    for position, line in enumerate(lines, start=first):
        quoted = priced[line.ref]
        values += [line.ref, order_id, position, line.sellable.variant_id, line.sellable.name]
        values += [line.quantity, line.quantity, line.unit_price_minor]
        values += [
            quoted.discount_minor,
            quoted.total_minor,
            quoted.tax_rate_bp,
            _discounts(quoted),
            is_extra,
            line.fee,
        ]
    with connection.cursor() as cursor:
        cursor.execute(_LINES + ", ".join([_LINE] * len(lines)), values)


def _discounts(line: QuoteLine) -> str:
    return json.dumps([list(part) for part in line.discounts]) if line.discounts else "[]"


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
