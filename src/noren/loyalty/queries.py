"""Reads for faces: a customer's points."""

from dataclasses import dataclass
from datetime import datetime

from noren.loyalty.models import EntryKind, PointsAccount, PointsEntry, PointsLot


@dataclass(frozen=True, slots=True)
class PointsChange:
    """One entry of the ledger, points signed."""

    kind: str
    points: int
    at: datetime


@dataclass(frozen=True, slots=True)
class PointsView:
    """A customer's points, the next that expire, and the latest changes."""

    balance: int
    expiring_points: int
    expiring_at: datetime | None
    changes: tuple[PointsChange, ...]


def points_balance(customer_id: int) -> int:
    """The balance alone; 0 for a customer without points."""
    balance = PointsAccount.objects.filter(customer_id=customer_id).values_list("balance", flat=True).first()
    return balance or 0


def points_of_customer(customer_id: int, *, limit: int = 20) -> PointsView:
    """The balance, the lot that expires next, and the latest entries, newest first.

    A debt that is paid off moves points from one lot to another and changes no balance: it is not among the entries.
    """
    account = PointsAccount.objects.filter(customer_id=customer_id).first()
    if account is None:
        return PointsView(balance=0, expiring_points=0, expiring_at=None, changes=())
    next_lot = PointsLot.objects.filter(account=account, remaining__gt=0).order_by("valid_until").first()
    entries = PointsEntry.objects.filter(account=account).exclude(kind=EntryKind.SETTLE).order_by("-at", "-id")[:limit]
    return PointsView(
        balance=account.balance,
        expiring_points=next_lot.remaining if next_lot else 0,
        expiring_at=next_lot.valid_until if next_lot else None,
        changes=tuple(PointsChange(entry.kind, entry.points, entry.at) for entry in entries),
    )
