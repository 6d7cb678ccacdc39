"""A till without a network for tests: it quotes by what it knew, and makes envelopes and what `place_order` wants."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from noren.catalog.models import Variant
from noren.coupons.models import Coupon
from noren.kernel.ids import uuid7
from noren.kernel.tax import ServiceMode, TaxClass, rate_bp
from noren.orders.late.made import MadeOffline
from noren.orders.markdowns.wanted import WantedMarkdown
from noren.orders.pricing_of import deployment_terms
from noren.orders.wanted import PlaceOrder, WantedLine
from noren.payments.cash import Tender
from noren.people.models import Customer, StaffMember
from noren.pricing import Benefit, Goods, Markdown, MarkdownKind, Quote, parse_rule, quote
from noren.stores.models import Register
from tests.factories import NOON

Sold = tuple[Variant, int] | tuple[Variant, int, int]


ByHand = tuple[MarkdownKind, int, int | None]
"""A markdown: what, how much, and the place of its line; None for the whole sale."""


def quoted_of(
    sold: Sequence[Sold],
    coupons: Sequence[Coupon] = (),
    *,
    tax_rate_bp: int | None = None,
    by_hand: Sequence[ByHand] = (),
) -> Quote:
    """What a till quotes: variant and pieces, with a price where it knew another one than the catalog says now."""
    goods = [
        Goods(
            ref=str(uuid7()),
            sku=variant.sku,
            product=variant.product.code,
            categories=frozenset({variant.product.category.code}),
            quantity=quantity,
            unit_price_minor=price[0] if price else variant.price_minor,
            tax_rate_bp=rate_bp(TaxClass(variant.product.tax_class), ServiceMode.TAKE_OUT)
            if tax_rate_bp is None
            else tax_rate_bp,
        )
        for variant, quantity, *price in sold
    ]
    benefits = [Benefit(each.code, parse_rule(each.rule)) for each in coupons]
    markdowns = [Markdown(kind, value, None if place is None else goods[place].ref) for kind, value, place in by_hand]
    return quote(goods, benefits, deployment_terms(), markdowns)


def made(quoted: Quote, staff: StaffMember, *, made_at: datetime = NOON, **fields: Any) -> MadeOffline:
    """What is known of a sale that was made with this quote."""
    values: dict[str, Any] = {
        "quoted": quoted,
        "device_at": made_at,
        "clock_offset_s": 0,
        "synced_at": made_at,
        "assortment_version": "7",
        "provisional_number": "01-000001",
        "fingerprint": str(uuid7()),
        "sent_by_id": staff.pk,
        **fields,
    }
    return MadeOffline(**values)


def late_sale(
    register: Register,
    staff: StaffMember,
    *sold: Sold,
    coupons: Sequence[Coupon] = (),
    customer: Customer | None = None,
    uid: UUID | None = None,
    tax_rate_bp: int | None = None,
    by_hand: Sequence[ByHand] = (),
    **fields: Any,
) -> PlaceOrder:
    """A sale as a till without a network made it, paid in cash to the yen; `fields` are those of `MadeOffline`."""
    quoted = quoted_of(sold, coupons, tax_rate_bp=tax_rate_bp, by_hand=by_hand)
    return PlaceOrder(
        uid=uid or uuid7(),
        channel="till",
        store_code=register.store.code,
        lines=tuple(
            WantedLine(UUID(line.ref), line.sku, line.quantity, line.unit_price_minor) for line in quoted.lines
        ),
        fulfillment="counter",
        customer_uid=customer.uid if customer else None,
        coupon_codes=tuple(each.code for each in coupons),
        expected_total_minor=quoted.total_minor,
        register_uid=register.uid,
        staff_uid=staff.uid,
        tenders=(Tender(uuid7(), quoted.total_minor),) if quoted.total_minor else (),
        made=made(quoted, staff, **fields),
        markdowns=tuple(
            WantedMarkdown(kind, value, "傷あり", None if place is None else UUID(quoted.lines[place].ref))
            for kind, value, place in by_hand
        ),
    )


def envelope(
    staff: StaffMember, *sold: Sold, coupons: Sequence[Coupon] = (), by_hand: Sequence[ByHand] = (), **fields: Any
) -> dict[str, Any]:
    """The same as JSON that the till sends."""
    quoted = quoted_of(sold, coupons, by_hand=by_hand)
    values: dict[str, Any] = {
        "kind": "sale",
        "uid": str(uuid7()),
        "staff_uid": str(staff.uid),
        "provisional_number": "01-000001",
        "made_at": NOON.isoformat(),
        "clock_offset_s": 0,
        "synced_at": NOON.isoformat(),
        "assortment_version": "7",
        "lines": [
            {
                "uid": line.ref,
                "sku": line.sku,
                "quantity": line.quantity,
                "unit_price_minor": line.unit_price_minor,
                "tax_rate_bp": line.tax_rate_bp,
                "list_minor": line.list_minor,
                "discount_minor": line.discount_minor,
                "discounts": [_taken(code, minor) for code, minor in line.discounts],
            }
            for line in quoted.lines
        ],
        "coupons": [_taken(applied.ref, applied.discount_minor) for applied in quoted.applied],
        "markdowns": [
            {
                "kind": kind.value,
                "value": value,
                "line_uid": None if place is None else quoted.lines[place].ref,
                "reason": "傷あり",
            }
            for kind, value, place in by_hand
        ],
        "tenders": [{"uid": str(uuid7()), "amount_minor": quoted.total_minor}],
        "goods_minor": quoted.goods_minor,
        "discount_minor": quoted.discount_minor,
        "taxes": [
            {name: getattr(rate, name) for name in ("rate_bp", "net_minor", "tax_minor", "gross_minor")}
            for rate in quoted.taxes
        ],
        "tax_minor": quoted.tax_minor,
        "total_minor": quoted.total_minor,
        "points": quoted.points,
    }
    return values | fields


def _taken(code: str, minor: int) -> Mapping[str, object]:
    return {"code": code, "discount_minor": minor}
