"""Debts of points: lots below zero, paid off by whatever points there are, before anything else.

A customer who owes has no points left, and one who has points owes none: both stand only within one transaction.
"""

from datetime import datetime
from uuid import UUID

from noren.kernel.rows import insert_row
from noren.loyalty.models import EntryKind, PointsEntry, PointsLot


def settle_debts(account_id: int, *, at: datetime) -> None:
    """Pay off debts, the oldest first, from the points that expire first. The caller holds the account's lock."""
    debts = list(PointsLot.objects.filter(account_id=account_id, remaining__lt=0).order_by("earned_at", "pk"))
    lots = list(PointsLot.objects.filter(account_id=account_id, remaining__gt=0).order_by("valid_until", "pk"))
    for debt in debts:
        for lot in lots:
            points = min(lot.remaining, -debt.remaining)
            if points:
                _pay(debt, lot, points, at=at)
    PointsLot.objects.bulk_update([*debts, *lots], ["remaining"])


def _pay(debt: PointsLot, lot: PointsLot, points: int, *, at: datetime) -> None:
    lot.remaining -= points
    debt.remaining += points
    write_entry(lot, EntryKind.SETTLE, -points, cause_kind=debt.cause_kind, cause_uid=debt.cause_uid, at=at)
    write_entry(debt, EntryKind.SETTLE, points, cause_kind=lot.cause_kind, cause_uid=lot.cause_uid, at=at)


def write_entry(
    lot: PointsLot, kind: EntryKind, points: int, *, cause_kind: str, cause_uid: UUID, at: datetime
) -> None:
    """Append to the ledger; the caller changes the lot and the balance in the same transaction."""
    insert_row(
        PointsEntry(
            account_id=lot.account_id,
            lot=lot,
            kind=kind,
            points=points,
            at=at,
            cause_kind=cause_kind,
            cause_uid=cause_uid,
        )
    )
