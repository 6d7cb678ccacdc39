"""Points: earned once per cause, expiring by the lot, taken back with the sale."""

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.loyalty import audit
from noren.loyalty.earn import earn_points, expire_points
from noren.loyalty.models import EntryKind, PointsAccount, PointsEntry, PointsLot
from noren.loyalty.queries import points_of_customer
from noren.loyalty.rules import LotFigures, undo_earning
from noren.loyalty.take_back import Undoing, points_of_undoing, take_points_back
from noren.people.models import Customer
from noren.timeline.models import Event
from tests.factories import NOON, make_member

pytestmark = pytest.mark.django_db


def _earn(member: Customer, points: int, *, valid_days: int = 365, cause: object = None) -> None:
    earn_points(
        customer_id=member.pk,
        points=points,
        valid_days=valid_days,
        cause_kind="gift",
        cause_uid=cause or uuid7(),  # type: ignore[arg-type]
        at=NOON,
    )


def test_points_are_a_balance_of_lots_with_the_next_expiry() -> None:
    member = make_member()

    _earn(member, 30, valid_days=100)
    _earn(member, 12, valid_days=10)

    view = points_of_customer(member.pk)
    assert (view.balance, view.expiring_points, view.expiring_at) == (42, 12, NOON + timedelta(days=10))
    assert [change.points for change in view.changes] == [12, 30]


def test_the_same_cause_earns_once() -> None:
    member, cause = make_member(), uuid7()
    _earn(member, 30, cause=cause)

    with pytest.raises(IntegrityError), transaction.atomic():
        _earn(member, 30, cause=cause)

    assert points_of_customer(member.pk).balance == 30


def test_nothing_is_earned_for_nothing() -> None:
    _earn(make_member(), 0)

    assert PointsAccount.objects.count() == 0


def test_lots_expire_when_their_time_is_over_and_are_told() -> None:
    member = make_member()
    _earn(member, 30, valid_days=100)
    _earn(member, 12, valid_days=10)

    assert expire_points(at=NOON + timedelta(days=10, seconds=-1)) == 0
    assert expire_points(at=NOON + timedelta(days=10)) == 1
    assert expire_points(at=NOON + timedelta(days=10)) == 0

    assert points_of_customer(member.pk).balance == 30
    assert Event.objects.get(name="Points Expired").properties == {"points": 12}


def test_points_are_taken_back_once() -> None:
    member, cause = make_member(), uuid7()
    _earn(member, 30, cause=cause)

    part, rest = Undoing("return", uuid7(), points=10, undone=10), Undoing("void", uuid7())
    for by in (part, part, rest, rest):
        take_points_back(customer_id=member.pk, cause_kind="gift", cause_uid=cause, by=by, at=NOON)

    assert points_of_customer(member.pk).balance == 0
    assert sorted(PointsEntry.objects.values_list("points", flat=True)) == [-20, -10, 30]


def _spend(member: Customer, cause: UUID, points: int) -> None:
    """Spend from the lot of a cause, as a checkout that takes points will."""
    lot = PointsLot.objects.get(cause_uid=cause)
    PointsEntry.objects.create(
        account_id=lot.account_id,
        lot=lot,
        kind=EntryKind.SPEND,
        points=-points,
        at=NOON,
        cause_kind="order",
        cause_uid=uuid7(),
    )
    PointsLot.objects.filter(pk=lot.pk).update(remaining=F("remaining") - points)
    PointsAccount.objects.filter(customer=member).update(balance=F("balance") - points)


def _undo(member: Customer, cause: UUID, points: int, *, undone: int | None = None) -> tuple[int, int]:
    """Take points back for a return; what was taken and what is owed."""
    by = Undoing("return", uuid7(), points=points, undone=points if undone is None else undone)
    take_points_back(customer_id=member.pk, cause_kind="gift", cause_uid=cause, by=by, at=NOON)
    return points_of_undoing("return", by.uid, customer_id=member.pk)


def test_points_that_were_spent_and_are_not_earned_in_the_end_are_owed() -> None:
    member, cause = make_member(), uuid7()
    _earn(member, 30, cause=cause)
    _spend(member, cause, 25)

    assert _undo(member, cause, 30) == (5, 25)

    assert points_of_customer(member.pk).balance == -25
    assert list(audit.differences()) == []


def test_what_is_earned_next_pays_a_debt_off_first() -> None:
    member, cause = make_member(), uuid7()
    _earn(member, 30, cause=cause)
    _spend(member, cause, 30)
    _undo(member, cause, 30)

    _earn(member, 20)
    _earn(member, 15)

    assert points_of_customer(member.pk).balance == 5
    assert [change.points for change in points_of_customer(member.pk).changes] == [15, 20, -30, -30, 30]
    assert sorted(PointsLot.objects.values_list("points", "remaining")) == [(-30, 0), (15, 5), (20, 0), (30, 0)]
    assert list(audit.differences()) == []


def test_a_debt_is_paid_at_once_by_points_that_the_customer_has() -> None:
    member, cause = make_member(), uuid7()
    _earn(member, 30, cause=cause)
    _spend(member, cause, 30)
    _earn(member, 12, valid_days=10)
    _earn(member, 40, valid_days=100)

    assert _undo(member, cause, 30) == (0, 30)

    assert points_of_customer(member.pk).balance == 22
    assert sorted(PointsLot.objects.values_list("points", "remaining")) == [(-30, 0), (12, 0), (30, 0), (40, 22)]
    assert list(audit.differences()) == []


def test_points_that_expired_are_not_owed() -> None:
    member, cause = make_member(), uuid7()
    _earn(member, 30, valid_days=10, cause=cause)
    _spend(member, cause, 12)
    expire_points(at=NOON + timedelta(days=10))

    assert _undo(member, cause, 10) == (0, 0)
    assert _undo(member, cause, 20, undone=30) == (0, 12)

    assert points_of_customer(member.pk).balance == -12
    assert list(audit.differences()) == []


def test_points_that_paid_a_debt_are_owed_when_they_are_not_earned_either() -> None:
    member, first, second = make_member(), uuid7(), uuid7()
    _earn(member, 30, cause=first)
    _spend(member, first, 30)
    _undo(member, first, 30)
    _earn(member, 30, cause=second)

    assert _undo(member, second, 30) == (0, 30)

    assert points_of_customer(member.pk).balance == -30
    assert list(audit.differences()) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_two_who_undo_one_earning_at_once_take_its_points_once() -> None:
    member, first, second = make_member(), uuid7(), uuid7()
    for cause in (first, second):
        _earn(member, 30, cause=cause)
        _spend(member, cause, 30)
    _earn(member, 30)

    def undo(cause: UUID) -> tuple[int, int]:
        with transaction.atomic():
            return _undo(member, cause, 30)

    outcomes = race(partial(undo, first), partial(undo, second), queue_on=PointsAccount.objects.all())

    assert outcomes == [(0, 30), (0, 30)]
    assert points_of_customer(member.pk).balance == -30
    assert sorted(PointsLot.objects.values_list("remaining", flat=True)) == [-30, 0, 0, 0, 0]
    assert list(audit.differences()) == []


def test_the_audit_names_a_debt_beside_points() -> None:
    member, cause = make_member(), uuid7()
    _earn(member, 30, cause=cause)
    _spend(member, cause, 30)
    _undo(member, cause, 30)
    account = PointsAccount.objects.get()
    lot = PointsLot.objects.create(
        account=account,
        points=5,
        remaining=5,
        earned_at=NOON,
        valid_until=NOON + timedelta(days=1),
        cause_kind="gift",
        cause_uid=uuid7(),
    )

    assert lot.remaining == 5
    assert "debt_not_settled" in {found.check for found in audit.differences()}


@given(
    earned=st.integers(1, 60),
    steps=st.lists(st.tuples(st.sampled_from(["undo", "spend", "expire"]), st.integers(1, 40)), max_size=8),
)
def test_what_is_spent_of_points_that_are_not_earned_is_owed_whatever_comes_when(
    earned: int, steps: list[tuple[str, int]]
) -> None:
    remaining, spent, expired, taken, owed, undone = earned, 0, 0, 0, 0, 0
    for kind, points in [*steps, ("undo", earned)]:
        if kind == "spend":
            spent, remaining = spent + min(points, remaining), remaining - min(points, remaining)
        elif kind == "expire":
            expired, remaining = expired + remaining, 0
        elif part := min(points, earned - undone):
            undone += part
            figures = LotFigures(earned=earned, remaining=remaining, spent=spent, owed=owed)
            take, debt = undo_earning(figures, points=part, undone=undone)
            assert 0 <= take <= part - debt
            assert debt >= 0
            taken, owed, remaining = taken + take, owed + debt, remaining - take

    assert (undone, remaining) == (earned, 0)
    assert owed == spent
    assert taken == earned - spent - expired
