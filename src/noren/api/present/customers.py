"""Customers and what they own as the API tells them."""

from collections.abc import Mapping

from django.conf import settings

from noren.api.schemas.customers import (
    CouponOut,
    CustomerOut,
    EventOut,
    ExpiryOut,
    PointsEntryOut,
    PointsOut,
)
from noren.coupons.queries import MemberCoupon
from noren.loyalty.queries import PointsView
from noren.people.queries import CustomerView
from noren.pricing import parse_rule
from noren.pricing.saying import say_rule
from noren.timeline.queries import RecordedEvent


def customer_out(customer: CustomerView) -> CustomerOut:
    """A customer."""
    return CustomerOut.model_validate(customer)


def points_out(points: PointsView) -> PointsOut:
    """The balance and the newest entries."""
    expiry = ExpiryOut(points=points.expiring_points, at=points.expiring_at) if points.expiring_at else None
    return PointsOut(
        balance=points.balance,
        next_expiry=expiry,
        entries=[PointsEntryOut.model_validate(change) for change in points.changes],
    )


def coupon_out(coupon: MemberCoupon) -> CouponOut:
    """A coupon a customer may use."""
    return CouponOut(
        code=coupon.code,
        name=coupon.name,
        benefit=say_rule(parse_rule(coupon.rule), currency=settings.CURRENCY),
        valid_until=coupon.valid_until,
        uses_left=coupon.uses_left,
    )


def event_out(event: RecordedEvent, store_codes: Mapping[int, str]) -> EventOut:
    """One thing that happened."""
    return EventOut(
        name=event.name,
        channel=event.channel,
        store_code=store_codes.get(event.store_id) if event.store_id is not None else None,
        occurred_at=event.occurred_at,
        subject_uid=event.subject_uid,
        properties=dict(event.properties),
    )
