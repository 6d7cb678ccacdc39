"""Finding the basket of whoever looks: one small statement, for what stands on every page."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, Sum

from noren.orders.models import Basket


@dataclass(frozen=True, slots=True)
class OpenBasket:
    """A basket that may still be changed: its pieces, its coupons, and its store once one is chosen."""

    uid: UUID
    pieces: int
    store_code: str | None
    coupon_codes: tuple[str, ...]


def find_open_basket(*, customer_id: int | None, guest_uid: UUID | None = None) -> OpenBasket | None:
    """The open basket of a member, or of a guest by its uid; a uid opens no member's basket."""
    if customer_id is None and guest_uid is None:
        return None
    whose = Q(customer_id=customer_id) if customer_id is not None else Q(customer=None, uid=guest_uid)
    baskets = Basket.objects.filter(whose, ordered_at=None).annotate(pieces=Sum("lines__quantity"))
    row = baskets.values_list("uid", "pieces", "store__code", "coupon_codes").first()
    return OpenBasket(row[0], row[1] or 0, row[2], tuple(row[3])) if row else None
