"""Coupons: may this one be used here and now."""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from ninja import Router

from noren.api.callers import ApiRequest, check_customer
from noren.api.documenting import reads
from noren.api.errors import OtherCustomer
from noren.api.paths import CouponInPath
from noren.api.query import Query
from noren.api.schemas.base import StoreCode
from noren.api.schemas.coupons import CouponCheckOut
from noren.coupons.errors import CouponNotApplicable, CouponNotFound
from noren.coupons.usable import find_usable, rule_of
from noren.people.errors import CustomerNotFound
from noren.people.queries import get_customer
from noren.people.tokens import Scope
from noren.pricing.saying import say_rule

router = Router(tags=["Coupons"])


@router.get(
    "/coupons/{code}",
    **reads(CouponCheckOut, Scope.ORDERS_WRITE, CouponNotFound, CustomerNotFound, OtherCustomer),
    summary="Check a coupon",
)
def check_coupon(
    request: ApiRequest,
    code: CouponInPath,
    store_code: Annotated[StoreCode | None, Query()] = None,
    customer_uid: Annotated[UUID | None, Query(description="Who wants to use it.")] = None,
) -> CouponCheckOut:
    """Whether the coupon can be used over the API now, in this store, by this customer; if not, why."""
    if customer_uid is not None:
        check_customer(request.auth, customer_uid)
    customer_id = get_customer(customer_uid).id if customer_uid else request.auth.customer_id
    at = timezone.now()
    try:
        [coupon] = find_usable([code], customer_id=customer_id, channel="api", store_code=store_code, at=at)
    except CouponNotFound:
        raise CouponNotFound(field="code", coupon=code) from None
    except CouponNotApplicable as refusal:
        return CouponCheckOut(
            code=str(refusal.details["coupon"]),
            is_usable=False,
            name=None,
            benefit=None,
            reason=refusal.code,
            message=str(refusal),
        )
    benefit = say_rule(rule_of(coupon.rule_text), currency=settings.CURRENCY)
    return CouponCheckOut(
        code=coupon.code, is_usable=True, name=coupon.name, benefit=benefit, reason=None, message=None
    )
