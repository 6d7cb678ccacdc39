"""What a till may do by itself, as this deployment's settings say. Told to tills, and held against what they did.

They are settings, not records: they say how much money the shop risks with its machines, as the limits of its insurance
do, change once a year, and must be the same for all tills. See docs/adr.
"""

from dataclasses import asdict, dataclass

from django.conf import settings

FORBIDDEN = ("delivery", "hand_over", "change_order", "void", "return", "spend_points", "join_member", "approve")
"""What a till does not do without a network: it needs what other places did meanwhile, or a second person."""


@dataclass(frozen=True, slots=True)
class OfflineLimits:
    """Bounds of selling without a network. Amounts in minor units with tax.

    Attributes:
        most_per_sale_minor: what one sale may come to.
        most_per_device_minor: what a register may sell since it had its data.
        most_hours: how old goods and prices may be.
        most_days: how late an envelope may come; it is booked all the same.
        coupon_kinds: `code`, `member`; empty for no coupons at all.
        coupon_uses: how often a register may take one coupon since it had its data.
    """

    most_per_sale_minor: int
    most_per_device_minor: int
    most_hours: int
    most_days: int
    coupon_kinds: tuple[str, ...]
    coupon_uses: int

    def as_json(self) -> dict[str, object]:
        """As it is kept with a sale."""
        return asdict(self) | {"coupon_kinds": list(self.coupon_kinds)}


def offline_limits() -> OfflineLimits:
    """Those of this deployment."""
    return OfflineLimits(
        most_per_sale_minor=settings.OFFLINE_PER_SALE_MINOR,
        most_per_device_minor=settings.OFFLINE_PER_DEVICE_MINOR,
        most_hours=settings.OFFLINE_HOURS,
        most_days=settings.OFFLINE_DAYS,
        coupon_kinds=tuple(settings.OFFLINE_COUPON_KINDS),
        coupon_uses=settings.OFFLINE_COUPON_USES,
    )
