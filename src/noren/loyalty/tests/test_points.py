"""Points: earned once per cause, expiring by the lot, taken back with the sale."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from noren.kernel.ids import uuid7
from noren.loyalty.earn import earn_points, expire_points, take_points_back
from noren.loyalty.models import PointsAccount, PointsEntry
from noren.loyalty.queries import points_of_customer
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

    for _ in range(2):
        take_points_back(customer_id=member.pk, cause_kind="gift", cause_uid=cause, at=NOON)

    assert points_of_customer(member.pk).balance == 0
    assert sorted(PointsEntry.objects.values_list("points", flat=True)) == [-30, 30]
