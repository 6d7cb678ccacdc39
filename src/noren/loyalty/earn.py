"""Points are earned, taken back, and expire. The only code that changes a balance."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from noren.loyalty.events import PointsEarned, PointsExpired, PointsTakenBack
from noren.loyalty.models import EntryKind, PointsAccount, PointsEntry, PointsLot
from noren.timeline.record import Told, record

_ADD = """
INSERT INTO loyalty_pointsaccount AS a (customer_id, balance) VALUES (%s, %s)
ON CONFLICT (customer_id) DO UPDATE SET balance = a.balance + excluded.balance
RETURNING id
"""


def earn_points(
    *, customer_id: int, points: int, valid_days: int, cause_kind: str, cause_uid: UUID, at: datetime
) -> PointsEarned | None:
    """Add a lot of points for a deed; answer the event, which the caller records with its own.

    None for zero points. The same cause twice is refused by the database: the caller's deed happens once.

    Args:
        valid_days: the lot expires this many days after `at`.
    """
    if points <= 0:
        return None
    valid_until = at + timedelta(days=valid_days)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [customer_id, points])
        account_id = cursor.fetchone()[0]
    lot = PointsLot.objects.create(
        account_id=account_id,
        points=points,
        remaining=points,
        earned_at=at,
        valid_until=valid_until,
        cause_kind=cause_kind,
        cause_uid=cause_uid,
    )
    _write(lot, EntryKind.EARN, points, cause_kind=cause_kind, cause_uid=cause_uid, at=at)
    return PointsEarned(points=points, valid_until=valid_until, cause_kind=cause_kind, cause_uid=cause_uid)


def take_points_back(*, customer_id: int, cause_kind: str, cause_uid: UUID, at: datetime) -> PointsTakenBack | None:
    """Take back what is left of the points that a deed earned, because it was undone. Safe to repeat.

    Returns:
        The event for the caller to record, or None when there is nothing to take.
    """
    account = PointsAccount.objects.select_for_update(no_key=True).filter(customer_id=customer_id).first()
    if account is None:
        return None
    lot = PointsLot.objects.filter(account=account, cause_kind=cause_kind, cause_uid=cause_uid).first()
    if lot is None or lot.remaining == 0:
        return None
    points = lot.remaining
    _write(lot, EntryKind.TAKE_BACK, -points, cause_kind=cause_kind, cause_uid=cause_uid, at=at)
    PointsLot.objects.filter(pk=lot.pk).update(remaining=0)
    PointsAccount.objects.filter(pk=account.pk).update(balance=F("balance") - points)
    return PointsTakenBack(points=points, cause_kind=cause_kind, cause_uid=cause_uid)


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
                _write(lot, EntryKind.EXPIRE, -lot.remaining, cause_kind="expiry", cause_uid=lot.cause_uid, at=at)
            PointsLot.objects.filter(pk__in=[lot.pk for lot in lots]).update(remaining=0)
            PointsAccount.objects.filter(pk=account.pk).update(balance=F("balance") - points)
            if points:
                record(PointsExpired(points), told=Told(at=at, channel="system", customer_id=account.customer_id))
    return len(account_ids)


def _write(lot: PointsLot, kind: EntryKind, points: int, *, cause_kind: str, cause_uid: UUID, at: datetime) -> None:
    PointsEntry.objects.create(
        account_id=lot.account_id,
        lot=lot,
        kind=kind,
        points=points,
        at=at,
        cause_kind=cause_kind,
        cause_uid=cause_uid,
    )
