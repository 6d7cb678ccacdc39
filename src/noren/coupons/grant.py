"""Granting: a member coupon is given to a customer, once per cause."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from noren.coupons.errors import CouponNotApplicable, CouponNotFound
from noren.coupons.events import CouponGranted
from noren.coupons.models import Coupon, CouponKind, Grant
from noren.coupons.usable import fold_code
from noren.timeline.record import Told, record


def grant_coupon(*, code: str, customer_id: int, channel: str, cause_kind: str, cause_uid: UUID, at: datetime) -> Grant:
    """Give a member coupon to a customer. Safe to repeat: the same cause gives it once.

    Args:
        channel: where the customer received it: web, till, office or api.
        cause_kind, cause_uid: why, such as a campaign.

    Raises:
        CouponNotFound: no coupon in force has this code.
        CouponNotApplicable: it is not a member coupon.

    Records "Coupon Granted".
    """
    with transaction.atomic(savepoint=False):
        coupon = Coupon.objects.filter(code=fold_code(code), is_active=True).first()
        if coupon is None:
            raise CouponNotFound(field="code", coupon=code)
        if coupon.kind != CouponKind.MEMBER:
            raise CouponNotApplicable(field="code", coupon=code, reason=str(CouponKind.CODE.label))
        grant, is_new = Grant.objects.get_or_create(
            coupon=coupon,
            customer_id=customer_id,
            cause_kind=cause_kind,
            cause_uid=cause_uid,
            defaults={"granted_at": at, "channel": channel},
        )
        if is_new:
            event = CouponGranted(coupon.code, coupon.name, grant.uid, cause_kind)
            record(event, told=Told(at=at, channel=channel, customer_id=customer_id, subject_uid=grant.uid))
    return grant
