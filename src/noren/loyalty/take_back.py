"""Points are taken back that were not earned in the end: their sale was voided, or goods of it were returned."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, Sum

from noren.loyalty.debts import settle_debts, write_entry
from noren.loyalty.events import PointsTakenBack
from noren.loyalty.models import EntryKind, PointsAccount, PointsEntry, PointsLot
from noren.loyalty.rules import LotFigures, undo_earning

_FIGURES = """
SELECT coalesce(-sum(e.points) FILTER (WHERE e.kind IN ('spend', 'settle')), 0)::int,
       coalesce((SELECT -sum(d.points) FROM loyalty_pointslot d WHERE d.owed_for_id = %(lot)s), 0)::int,
       EXISTS (SELECT 1 FROM loyalty_pointsentry u WHERE u.account_id = %(account)s AND u.cause_kind = %(kind)s
               AND u.cause_uid = %(uid)s AND u.kind IN ('take_back', 'owe'))
FROM loyalty_pointsentry e WHERE e.lot_id = %(lot)s
"""


@dataclass(frozen=True, slots=True)
class Undoing:
    """A deed that undoes an earning.

    Attributes:
        kind, uid: the cause that the ledger names.
        points: what it undoes; None for all that is left to be undone.
        undone: what all such deeds undo together, this one included; None for everything that was earned.
    """

    kind: str
    uid: UUID
    points: int | None = None
    undone: int | None = None


def take_points_back(
    *, customer_id: int, cause_kind: str, cause_uid: UUID, by: Undoing, at: datetime
) -> PointsTakenBack | None:
    """Take back points that a deed earned: from their own lot, and as a debt what was spent of them meanwhile.

    A debt is paid off at once by other points of the customer, else by what is earned next. Safe to repeat.

    Args:
        cause_kind, cause_uid: what earned them.

    Returns:
        The event for the caller to record, or None when there is nothing to take.
    """
    account = PointsAccount.objects.select_for_update(no_key=True).filter(customer_id=customer_id).first()
    if account is None:
        return None
    lot = PointsLot.objects.filter(account=account, cause_kind=cause_kind, cause_uid=cause_uid, points__gt=0).first()
    if lot is None:
        return None
    figures, is_undone = _figures(lot, by)
    if is_undone:
        return None
    undone = lot.points if by.undone is None else by.undone
    points = lot.points if by.points is None else by.points
    taken, owed = undo_earning(figures, points=points, undone=undone)
    if taken:
        lot.remaining -= taken
        lot.save(update_fields=["remaining"])
        write_entry(lot, EntryKind.TAKE_BACK, -taken, cause_kind=by.kind, cause_uid=by.uid, at=at)
    if owed:
        _owe(account, lot, owed, by=by, at=at)
    if not taken + owed:
        return None
    PointsAccount.objects.filter(pk=account.pk).update(balance=F("balance") - taken - owed)
    return PointsTakenBack(points=taken + owed, cause_kind=cause_kind, cause_uid=cause_uid, owed=owed)


def _figures(lot: PointsLot, by: Undoing) -> tuple[LotFigures, bool]:
    """What became of a lot, and whether this deed undid it before: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, {"lot": lot.pk, "account": lot.account_id, "kind": by.kind, "uid": by.uid})
        spent, owed, is_undone = cursor.fetchone()
    return LotFigures(earned=lot.points, remaining=lot.remaining, spent=spent, owed=owed), is_undone


def _owe(account: PointsAccount, lot: PointsLot, points: int, *, by: Undoing, at: datetime) -> None:
    debt = PointsLot.objects.create(
        account=account,
        points=-points,
        remaining=-points,
        earned_at=at,
        valid_until=None,
        cause_kind=by.kind,
        cause_uid=by.uid,
        owed_for=lot,
    )
    write_entry(debt, EntryKind.OWE, -points, cause_kind=by.kind, cause_uid=by.uid, at=at)
    settle_debts(account.pk, at=at)


def points_of_undoing(kind: str, uid: UUID, *, customer_id: int) -> tuple[int, int]:
    """What a deed took back from a customer's lots, and what it made owed."""
    entries = PointsEntry.objects.filter(account__customer_id=customer_id, cause_kind=kind, cause_uid=uid)
    undone = entries.filter(kind__in=[EntryKind.TAKE_BACK, EntryKind.OWE])
    sums = dict(undone.values_list("kind").annotate(points=Sum("points")))
    return -sums.get(EntryKind.TAKE_BACK, 0), -sums.get(EntryKind.OWE, 0)
