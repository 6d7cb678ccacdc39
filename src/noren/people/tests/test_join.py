"""Joining, and guests who become members."""

from functools import partial

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.people.errors import ContactNeeded, EmailInvalid, EmailTaken, NameMissing, PhoneTaken
from noren.people.guests import find_or_make_guest
from noren.people.join import NewMember, join_member
from noren.people.models import Customer, Identity
from noren.people.queries import CustomerView, find_member, get_customer_by_id
from noren.people.rules import is_member_number
from noren.people.tests.makers import JULY, make_member, make_store
from noren.timeline.models import Event


def _guest(email: str = "hanako@example.jp") -> int:
    return find_or_make_guest(name="山田 花子", email=email, phone="", language="ja", channel="web", at=JULY)


@pytest.mark.django_db
def test_a_new_member_is_found_by_number_phone_and_email() -> None:
    member = make_member(email="Hanako@Example.jp", phone="090-1234-5678")

    assert member.member_number is not None
    assert is_member_number(member.member_number)
    for code in (
        member.member_number,
        "ｈａｎａｋｏ@example.jp",
        "+81 90 1234 5678",
        f" {member.member_number.lower()} ",
    ):
        assert find_member(code) == member


@pytest.mark.django_db
def test_joining_is_told_once_without_anything_personal() -> None:
    member = make_member()

    event = Event.objects.get(name="Member Joined")
    assert event.customer_id == member.id
    assert event.properties == {
        "customer_uid": str(member.uid),
        "member_number": member.member_number,
        "was_guest": False,
    }


@pytest.mark.django_db
def test_joining_twice_with_one_uid_makes_one_member() -> None:
    new = NewMember(uid=uuid7(), family_name="山田", phone="090-1234-5678")

    first = join_member(new, channel="till", at=JULY)
    second = join_member(new, channel="till", at=JULY)

    assert first == second
    assert Customer.objects.count() == Event.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "phone", "error"),
    [("HANAKO@example.jp", "", EmailTaken), ("other@example.jp", "09012345678", PhoneTaken)],
)
def test_what_names_another_member_is_refused(email: str, phone: str, error: type[Exception]) -> None:
    make_member(email="hanako@example.jp", phone="090-1234-5678")

    with pytest.raises(error), transaction.atomic():
        make_member(email=email, phone=phone)

    assert Customer.objects.count() == 1
    assert Identity.objects.count() == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("new", "error"),
    [
        (NewMember(uid=uuid7(), family_name="　 ", email="a@example.jp"), NameMissing),
        (NewMember(uid=uuid7(), family_name="山田"), ContactNeeded),
        (NewMember(uid=uuid7(), family_name="山田", email="a@"), EmailInvalid),
    ],
)
def test_what_cannot_be_accepted_writes_nothing(new: NewMember, error: type[Exception]) -> None:
    with pytest.raises(error):
        join_member(new, channel="web", at=JULY)

    assert Customer.objects.count() == Event.objects.count() == 0


@pytest.mark.django_db
def test_a_guest_is_made_once_per_email() -> None:
    first = _guest("Hanako@example.jp")
    second = _guest("hanako@EXAMPLE.jp")

    assert first == second
    assert get_customer_by_id(first).name == "山田 花子"
    assert find_member("hanako@example.jp") is None


@pytest.mark.django_db
def test_a_known_guest_costs_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _guest()

    with django_assert_num_queries(1):
        _guest()


@pytest.mark.django_db
def test_a_guest_who_joins_keeps_the_uid() -> None:
    guest = get_customer_by_id(_guest())
    store = make_store()

    member = join_member(
        NewMember(uid=uuid7(), family_name="山田", email="hanako@example.jp"),
        channel="till",
        at=JULY,
        store_id=store.pk,
    )

    assert (member.id, member.uid) == (guest.id, guest.uid)
    assert member.is_member
    assert member.home_store_code == "S001"
    assert Event.objects.get(name="Member Joined").properties["was_guest"] is True


@pytest.mark.django_db
def test_the_email_of_a_member_names_the_member_at_a_guest_order() -> None:
    member = make_member()

    assert _guest("hanako@example.jp") == member.id


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_people_racing_to_join_with_one_new_email_make_one_member() -> None:
    guest = _guest()
    joins = [
        partial(
            join_member, NewMember(uid=uuid7(), family_name=name, email="hanako@example.jp"), channel="web", at=JULY
        )
        for name in ("山田", "佐藤")
    ]

    outcomes = race(*joins, queue_on=Customer.objects.filter(pk=guest))

    assert {type(outcome) for outcome in outcomes} == {CustomerView, EmailTaken}
    assert Customer.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_orders_racing_with_one_new_email_make_one_guest() -> None:
    made = race(_guest, _guest, queue_on=Customer)

    assert made[0] == made[1]
    assert Customer.objects.count() == 1
