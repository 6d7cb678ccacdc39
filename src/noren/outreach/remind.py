"""Reminding: the mail of the last day, queued in the morning of that day, once per order."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from noren.kernel.time import business_date
from noren.orders.last_day import EndingPickup, ready_pickups_ending
from noren.orders.queries import get_order
from noren.outreach.models import Message
from noren.outreach.order_facts import order_facts
from noren.outreach.order_mails import OrderLastDayMail
from noren.outreach.queue import queue_message

NOT_BEFORE = time(9)
_AHEAD = timedelta(hours=36)


def queue_last_day(*, at: datetime, limit: int = 200) -> int:
    """Queue the reminders that are due: answer how many are new. Safe to repeat, also in several places at once.

    An order that became ready on its last day gets none: the ready mail says the same.
    """
    ending = [
        pickup for pickup in ready_pickups_ending(after=at, before=at + _AHEAD, limit=2_000) if _is_today(pickup, at)
    ]
    known = set(Message.objects.filter(key__in=map(_key, ending)).values_list("key", flat=True))
    new = [pickup for pickup in ending if _key(pickup) not in known][:limit]
    return sum(_remind(pickup, at=at) for pickup in new)


def _is_today(pickup: EndingPickup, at: datetime) -> bool:
    last = _day(pickup, pickup.kept_until - timedelta(microseconds=1))
    is_morning_over = at.astimezone(ZoneInfo(pickup.time_zone)).time() >= NOT_BEFORE
    was_ready_before = pickup.ready_at is None or _day(pickup, pickup.ready_at) < last
    return _day(pickup, at) == last and is_morning_over and was_ready_before


def _day(pickup: EndingPickup, at: datetime) -> date:
    return business_date(at, time_zone=pickup.time_zone, closing_hour=pickup.closing_hour)


def _key(pickup: EndingPickup) -> str:
    return f"last_day/{pickup.order_uid}"


def _remind(pickup: EndingPickup, *, at: datetime) -> bool:
    order = get_order(pickup.order_uid)
    if not order.contact_email:
        return False
    queued = queue_message(
        key=_key(pickup),
        mail=OrderLastDayMail(order_facts(order)),
        to=order.contact_email,
        language=order.language,
        at=at,
        order_uid=order.uid,
        customer_id=order.customer_id,
    )
    return queued.is_new
