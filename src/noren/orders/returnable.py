"""What may be returned: which sales, until when, and whether the same return was booked before."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from noren.kernel.time import business_date
from noren.orders.errors import (
    NoteMissing,
    NotReturnable,
    OrderNotFound,
    PastSaleNotReturnable,
    QuantityInvalid,
    ReasonMissing,
    RegisterNotFound,
    ReturnEmpty,
    ReturnTooLarge,
    ReturnTooLate,
    ReturnUidTaken,
    StaffNotFound,
)
from noren.orders.locking import LockedOrder, lock_order
from noren.orders.models import Condition, Order, OrderStatus, Return, ReturnLine
from noren.orders.return_wanted import MAX_RETURN_LINES, Returned, ReturnGoods
from noren.orders.shifts.standing import NO_SHIFT, ShiftAt
from noren.payments.cash import Drawer
from noren.payments.queries import refunds_of_return
from noren.payments.refund import Refunded
from noren.people.models import StaffMember
from noren.pricing.basket import MAX_QUANTITY
from noren.stores.models import Register, Store


@dataclass(frozen=True, slots=True)
class ReturnDesk:
    """The register that goods are returned at, and the staff member if one is known."""

    register_id: int
    register_code: str
    staff_id: int | None
    staff_name: str
    shift: ShiftAt = NO_SHIFT

    @property
    def drawer(self) -> Drawer:
        """Where its cash is."""
        return Drawer(self.register_id, self.staff_id, self.shift.id, self.shift.late_batch_id)


def check_lines(wanted: ReturnGoods) -> None:
    """Check how much comes back, without looking anything up.

    Raises:
        ReturnEmpty, ReturnTooLarge, QuantityInvalid.
    """
    if not wanted.lines:
        raise ReturnEmpty(field="lines")
    if len(wanted.lines) > MAX_RETURN_LINES:
        raise ReturnTooLarge(field="lines", limit=MAX_RETURN_LINES)
    for place, line in enumerate(wanted.lines):
        if not 1 <= line.quantity <= MAX_QUANTITY:
            raise QuantityInvalid(field=f"lines.{place}.quantity", limit=MAX_QUANTITY)


def check_reasons(wanted: ReturnGoods) -> None:
    """Check that somebody says why goods come back, and why they are not kept.

    Raises:
        ReasonMissing, NoteMissing.
    """
    for place, line in enumerate(wanted.lines):
        if line.condition == Condition.DISCARDED and not line.note.strip():
            raise NoteMissing(field=f"lines.{place}.note")
    if not wanted.reason.strip():
        raise ReasonMissing(field="reason")


def find_return_desk(wanted: ReturnGoods, store_id: int) -> ReturnDesk:
    """The register, which must be of this store, and the staff member at a till.

    Raises:
        RegisterNotFound, StaffNotFound.
    """
    register = Register.objects.filter(uid=wanted.register_uid, store_id=store_id, is_active=True).first()
    if register is None:
        raise RegisterNotFound(field="register_uid")
    staff = StaffMember.objects.filter(uid=wanted.staff_uid).first() if wanted.staff_uid else None
    if staff is None and (wanted.staff_uid is not None or wanted.channel == "till"):
        raise StaffNotFound(field="staff_uid")
    return ReturnDesk(register.pk, register.code, staff.pk if staff else None, staff.name if staff else "")


def lock_sale(order_uid: UUID) -> LockedOrder:
    """Lock the sale that goods are returned of.

    Raises:
        OrderNotFound: no order has the uid.
        PastSaleNotReturnable: it was made in another system.
    """
    try:
        return lock_order(order_uid)
    except OrderNotFound:
        past = Order.objects.filter(uid=order_uid).values_list("number", flat=True).first()
        if past is None:
            raise
        raise PastSaleNotReturnable(number=past) from None


def check_returnable(order: Order, *, may_be_late: bool, at: datetime) -> None:
    """Check that goods of this sale may be returned at all.

    Raises:
        NotReturnable: it is not completed, or was undone.
        ReturnTooLate: the shop's days for returns are over.
    """
    if order.status != OrderStatus.COMPLETED or order.completed_at is None:
        raise NotReturnable(number=order.number, status=str(OrderStatus(order.status).label))
    if not may_be_late and is_late(order, at=at):
        last_day = last_return_day(order.completed_at, order.store)
        raise ReturnTooLate(number=order.number, last_day=last_day.isoformat())


def is_late(order: Order, *, at: datetime) -> bool:
    """Whether the shop's days for returns of a completed sale are over."""
    return order.completed_at is not None and _day(at, order.store) > last_return_day(order.completed_at, order.store)


def is_on_day_of_sale(order: Order, *, at: datetime) -> bool:
    """Whether it is still the business day on which the sale was completed."""
    return order.completed_at is not None and _day(at, order.store) == _day(order.completed_at, order.store)


def last_return_day(completed_at: datetime, store: Store) -> date:
    """The last business day on which goods of a sale may be returned: so many days after that of the sale."""
    return _day(completed_at, store) + timedelta(days=settings.RETURN_DAYS)


def _day(at: datetime, store: Store) -> date:
    return business_date(at, time_zone=store.time_zone, closing_hour=store.closing_hour)


def find_earlier(wanted: ReturnGoods) -> Returned | None:
    """What `return_goods` answered when this was asked before; None when it was not.

    Raises:
        ReturnUidTaken: the uid is that of a return of other goods, of another sale, in another store or channel.
    """
    earlier = Return.objects.select_related("order", "store").filter(uid=wanted.uid).first()
    if earlier is None:
        return None
    if not _is_asked_again(earlier, wanted):
        raise ReturnUidTaken(field="uid")
    return Returned(
        uid=earlier.uid,
        number=earlier.number,
        order_uid=wanted.order_uid,
        total_minor=earlier.total_minor,
        tax_minor=earlier.tax_minor,
        points=earlier.points,
        is_full=earlier.is_full,
        refunds=tuple(
            Refunded(each.provider, each.amount_minor, each.is_sent) for each in refunds_of_return(earlier.uid)
        ),
    )


def _is_asked_again(earlier: Return, wanted: ReturnGoods) -> bool:
    order_uid = earlier.order.uid if earlier.order else None
    here = (earlier.channel, earlier.store.code, earlier.reason, order_uid)
    if here != (wanted.channel, wanted.store_code, wanted.reason.strip(), wanted.order_uid):
        return False
    if wanted.expected_minor not in (None, earlier.total_minor):
        return False
    booked = [
        (line.order_line.uid if line.order_line else None, _sku(line), line.quantity, line.condition, line.note)
        for line in earlier.lines.select_related("variant", "order_line").order_by("position")
    ]
    return booked == [
        (line.line_uid, line.sku, line.quantity, line.condition, line.note.strip()) for line in wanted.lines
    ]


def _sku(line: ReturnLine) -> str:
    """The SKU as it was asked by: a line of a sale was asked by its uid."""
    return "" if line.order_line else line.variant.sku
