"""Points are earned and expire."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from noren.loyalty.debts import settle_debts, write_entry
from noren.loyalty.events import PointsEarned, PointsExpired
from noren.loyalty.models import EntryKind, PointsAccount, PointsLot
from noren.timeline.record import Told, record

_ADD = """
INSERT INTO loyalty_pointsaccount AS a (customer_id, balance) VALUES (%s, %s)
ON CONFLICT (customer_id) DO UPDATE SET balance = a.balance + excluded.balance
RETURNING id, balance
"""


def earn_points(
    *, customer_id: int, points: int, valid_days: int, cause_kind: str, cause_uid: UUID, at: datetime
) -> PointsEarned | None:
    """Add a lot of points for a deed; answer the event, which the caller records with its own.

    None for zero points. The same cause twice is refused by the database: the caller's deed happens once. What is owed
    after a return is paid off first.

    Args:
        valid_days: the lot expires this many days after `at`.
    """
    if points <= 0:
        return None
    valid_until = at + timedelta(days=valid_days)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [customer_id, points])
        account_id, balance = cursor.fetchone()
    lot = PointsLot.objects.create(
        account_id=account_id,
        points=points,
        remaining=points,
        earned_at=at,
        valid_until=valid_until,
        cause_kind=cause_kind,
        cause_uid=cause_uid,
    )
    write_entry(lot, EntryKind.EARN, points, cause_kind=cause_kind, cause_uid=cause_uid, at=at)
    if balance < points:  # below zero before: who owes has no other points
        settle_debts(account_id, at=at)
    return PointsEarned(points=points, valid_until=valid_until, cause_kind=cause_kind, cause_uid=cause_uid)


def expire_points(*, at: datetime, limit: int = 500) -> int:
    """Let lots whose time is over expire; answer how many. For the worker; safe to run in many places at once.

    Records "Points Expired".
    """
    with transaction.atomic():
        due = PointsLot.objects.filter(valid_until__lte=at, remaining__gt=0).order_by("valid_until")
        account_ids = sorted(set(due.values_list("account_id", flat=True)[:limit]))
        accounts = PointsAccount.objects.select_for_update(no_key=True, skip_locked=True)
        for account in accounts.filter(pk__in=account_ids).order_by("pk"):
            lots = list(due.filter(account=account))
            points = sum(lot.remaining for lot in lots)
            for lot in lots:
                write_entry(lot, EntryKind.EXPIRE, -lot.remaining, cause_kind="expiry", cause_uid=lot.cause_uid, at=at)
            PointsLot.objects.filter(pk__in=[lot.pk for lot in lots]).update(remaining=0)
            PointsAccount.objects.filter(pk=account.pk).update(balance=F("balance") - points)
            if points:
                record(PointsExpired(points), told=Told(at=at, channel="system", customer_id=account.customer_id))
    return len(account_ids)
