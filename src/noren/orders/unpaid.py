"""What the worker does about money: asks after attempts without a known end, reads notices, ends what is not paid."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from noren.orders.end import end_unpaid
from noren.orders.locking import lock_order
from noren.orders.models import Order, OrderStatus
from noren.orders.paying import settle_attempt
from noren.payments.attempts import claim_looks, find_attempt, live_attempt
from noren.payments.notices import claim_notices, mark_handled, put_off
from noren.payments.provider import Said

log = logging.getLogger(__name__)
BATCH = 5


def look_after_attempts(*, at: datetime, limit: int = BATCH) -> int:
    """Ask after attempts whose end is not known, and finish or undo them; answer how many. Safe to run anywhere.

    After an answer that does not come the others of the batch wait for the end of their lease: a step stays short.
    """
    claimed = claim_looks(at=at, limit=limit)
    for place, uid in enumerate(claimed, start=1):
        settle_attempt(uid, channel="system", at=at)
        attempt = find_attempt(uid)
        if attempt is not None and attempt.said == Said.UNKNOWN:
            return place
    return len(claimed)


def look_into_notices(*, at: datetime, limit: int = BATCH) -> int:
    """Ask after the attempts that notices are about; answer how many notices were read. Safe to run anywhere.

    A notice of an attempt that is not there, or whose provider does not answer, is read again later.
    """
    claimed = claim_notices(at=at, limit=limit)
    for place, notice in enumerate(claimed, start=1):
        attempt = find_attempt(notice.attempt_uid) if notice.attempt_uid else None
        if attempt is None or attempt.provider != notice.provider:
            put_off(notice.uid, at=at)
            continue
        settle_attempt(attempt.uid, channel="api", at=at)
        after = find_attempt(attempt.uid)
        if after is not None and after.said == Said.UNKNOWN:
            put_off(notice.uid, at=at)
            return place
        mark_handled(notice.uid, at=at)
    return len(claimed)


def end_unpaid_orders(*, at: datetime, limit: int = 200) -> int:
    """End orders whose time to pay is over, after a last look at their attempts; answer how many are over.

    While money may be on its way an order is kept for two hours more (`PAY_GRACE_MINUTES`). Each ends in a transaction
    of its own, so that one that cannot be ended keeps no other from it.

    Raises:
        ExceptionGroup: after all others, what kept some orders from being ended; each is in the log. An error of a
            database that is gone is raised at once.

    Records "Order Unpaid", "Coupon Withdrawn".
    """
    due = Order.objects.filter(status=OrderStatus.AWAITING_PAYMENT, pay_until__lte=at).order_by("pay_until")
    return each_alone(list(due.values_list("uid", flat=True)[:limit]), lambda uid: _end_one(uid, at=at))


def _end_one(order_uid: UUID, *, at: datetime) -> bool:
    attempt = live_attempt(order_uid)
    if attempt is not None and not attempt.is_in_flight:
        settle_attempt(attempt.uid, channel="system", at=at)
    with transaction.atomic():
        locked = lock_order(order_uid)
        order = locked.order
        if order.status != OrderStatus.AWAITING_PAYMENT or order.pay_until is None or order.pay_until > at:
            return False
        attempt = live_attempt(order_uid)
        is_over = at >= order.pay_until + timedelta(minutes=settings.PAY_GRACE_MINUTES)
        if attempt is not None and attempt.is_in_flight and not is_over:
            return False
        end_unpaid(locked, by="time", channel="system", is_certain=True, at=at)
        return True


def each_alone(uids: list[UUID], deed: Callable[[UUID], bool]) -> int:
    """Do a deed for each, answer how many it was done for, and raise what went wrong at the end."""
    done, faults = 0, list[Exception]()
    for uid in uids:
        try:
            done += deed(uid)
        except Exception as fault:
            if not connection.is_usable():
                raise
            log.exception("order %s cannot be ended", uid)
            faults.append(fault)
    if faults:
        raise ExceptionGroup(f"{len(faults)} orders cannot be ended, {done} are", faults)
    return done
