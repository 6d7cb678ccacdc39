"""Reads of held lists: those of a store, with who has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from noren.orders.held.errors import HeldListNotFound
from noren.orders.held.models import HeldList
from noren.orders.models import Order

MOST = 100


@dataclass(frozen=True, slots=True)
class HeldView:
    """A list as tills see it.

    Attributes:
        state: held, taken or thrown_away; `register` and `staff` are who did that last.
        is_sold: an order has its uid.
        also_taken_by: the name of a register that had taken it up without a network while another one had it; or empty.
    """

    uid: UUID
    version: int
    state: str
    is_sold: bool
    register_uid: UUID
    register_name: str
    staff_name: str
    lines: Sequence[Mapping[str, str | int]]
    coupon_codes: Sequence[str]
    member_number: str
    is_for_home: bool
    total_minor: int
    held_at: datetime
    changed_at: datetime
    expires_at: datetime
    also_taken_by: str


def held_lists(store_id: int, *, at: datetime) -> list[HeldView]:
    """The lists of a store whose time is not over, those taken up or thrown away among them; the newest change
    first."""
    found = _found().filter(store_id=store_id, expires_at__gt=at).order_by("-changed_at")
    return [_view(each) for each in found[:MOST]]


def get_held(uid: UUID, *, store_id: int) -> HeldView:
    """One list of a store.

    Raises:
        HeldListNotFound.
    """
    found = _found().filter(uid=uid, store_id=store_id).first()
    if found is None:
        raise HeldListNotFound(field="uid")
    return _view(found)


def _found() -> QuerySet[HeldList]:
    is_sold = Exists(Order.objects.filter(uid=OuterRef("uid")))
    return HeldList.objects.select_related("register", "staff", "also_taken_by").annotate(is_sold=is_sold)


def _view(held: HeldList) -> HeldView:
    return HeldView(
        uid=held.uid,
        version=held.version,
        state=held.state,
        is_sold=held.is_sold,  # type: ignore[attr-defined]
        register_uid=held.register.uid,
        register_name=held.register.name,
        staff_name=held.staff.name,
        lines=held.lines,
        coupon_codes=held.coupon_codes,
        member_number=held.member_number,
        is_for_home=held.is_for_home,
        total_minor=held.total_minor,
        held_at=held.held_at,
        changed_at=held.changed_at,
        expires_at=held.expires_at,
        also_taken_by=held.also_taken_by.name if held.also_taken_by else "",
    )
