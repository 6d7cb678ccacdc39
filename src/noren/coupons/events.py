"""What is told about coupons. The subject of a use is the order, of a grant the grant."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CouponRedeemed:
    """One use was spent on an order."""

    event_name: ClassVar[str] = "Coupon Redeemed"
    code: str
    name: str
    order_uid: UUID
    discount_minor: int


@dataclass(frozen=True, slots=True)
class CouponWithdrawn:
    """A use was taken off an order; `is_use_returned` says whether it may be used again."""

    event_name: ClassVar[str] = "Coupon Withdrawn"
    code: str
    name: str
    order_uid: UUID
    is_use_returned: bool


@dataclass(frozen=True, slots=True)
class CouponGranted:
    """A customer was given a member coupon."""

    event_name: ClassVar[str] = "Coupon Granted"
    code: str
    name: str
    grant_uid: UUID
    cause_kind: str
