"""PINs: taking over a till, and every way in which one is not good."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password

from noren.kernel.ids import uuid7
from noren.people.employ import StaffDefinition, save_staff
from noren.people.errors import NotAllowed, PinWeak, PinWrong, SignInFailed, TooManyTries
from noren.people.models import ApiToken, DeedRecord, Role, StaffMember, StaffPin, StaffRole
from noren.people.pins import (
    TRIES_A_DAY,
    TRIES_AT_REGISTER,
    check_pin,
    set_own_pin,
    set_pin,
    staff_known_at,
    switch_till,
)
from noren.people.roles import Staff, staff_of
from noren.people.staff import sign_in_till
from noren.people.tests.makers import JULY, PASSWORD, make_register, make_staff, make_store
from noren.people.tokens import Till, find_token
from noren.stores.models import Store
from noren.stores.registers import find_register

pytestmark = pytest.mark.django_db
PIN = "2580"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Desk:
    """A register at which a clerk with a PIN gave the password in July."""

    def __init__(self) -> None:
        self.store: Store = make_store()
        self.member: StaffMember = make_staff(store=self.store)
        self.till = self.sign_in("01")
        set_pin(self.member.pk, PIN, at=JULY)

    @property
    def staff(self) -> Staff:
        return staff_of(self.member)

    def sign_in(self, code: str) -> Till:
        """The clerk gives the password at a register of this code."""
        make_register(self.store, code)
        register = find_register(self.store.code, code)
        assert register is not None
        secret = sign_in_till(code="1001", password=PASSWORD, register=register, address="192.0.2.1", at=JULY)
        token = find_token(secret, at=JULY)
        assert token is not None
        assert token.till is not None
        return token.till

    def switch(self, pin: str = PIN, *, at: timedelta = MINUTE, till: Till | None = None) -> str:
        """The clerk takes over the till."""
        return switch_till(staff_uid=self.member.uid, pin=pin, till=till or self.till, at=JULY + at)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_pin_gives_a_token_of_ones_own_for_the_same_register(desk: Desk) -> None:
    token = find_token(desk.switch(), at=JULY + MINUTE)

    assert token is not None
    assert token.staff is not None
    assert (token.staff.uid, token.till, token.scopes) == (desk.member.uid, desk.till, frozenset({"till"}))
    assert find_token(desk.switch(), at=JULY + MINUTE + timedelta(hours=14)) is None
    assert DeedRecord.objects.filter(deed="switch_staff", outcome="done", staff=desk.member).count() == 2


def test_a_pin_is_kept_as_a_hash_alone_as_slow_as_that_of_a_password(desk: Desk) -> None:
    digest = StaffPin.objects.get(staff=desk.member).digest

    assert PIN not in digest
    assert check_password(PIN, digest)
    assert digest.split("$")[0] == StaffMember.objects.get().account.password.split("$")[0]


@pytest.mark.parametrize(
    "pin", ["", "258", "258012580", "25a0", "２５８０", "²²²²", "0000", "1234", "87654321", "2580 "]
)
def test_a_pin_that_is_none_or_is_guessed_first_is_refused(pin: str) -> None:
    with pytest.raises(PinWeak):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["2580", "1357", "01234568", "1122"])
def test_four_to_eight_digits_are_a_pin(pin: str) -> None:
    check_pin(pin)


def test_a_wrong_pin_gives_nothing_and_is_logged(desk: Desk) -> None:
    tokens = ApiToken.objects.count()

    with pytest.raises(PinWrong):
        desk.switch("2581")

    assert ApiToken.objects.count() == tokens
    assert DeedRecord.objects.filter(deed="switch_staff", outcome="refused", refusal="pin_wrong").count() == 1


def test_a_pin_is_good_only_where_its_owner_gave_the_password_within_thirty_days(desk: Desk) -> None:
    make_register(desk.store, "02")
    other = Till(desk.till.register_id + 1, uuid7(), "02", "", desk.store.pk, uuid7(), "S001", "")

    with pytest.raises(PinWrong):
        desk.switch(till=other)
    with pytest.raises(PinWrong):
        desk.switch(at=30 * DAY)
    assert desk.switch(at=30 * DAY - MINUTE)
    assert desk.switch(till=desk.sign_in("03"))


def test_somebody_unknown_is_refused_alike(desk: Desk) -> None:
    with pytest.raises(PinWrong):
        switch_till(staff_uid=uuid7(), pin=PIN, till=desk.till, at=JULY)


def test_who_lost_the_role_or_left_cannot_take_over(desk: Desk) -> None:
    StaffRole.objects.all().delete()
    with pytest.raises(NotAllowed):
        desk.switch()
    assert staff_known_at(desk.till, at=JULY) == []

    StaffRole.objects.create(staff=desk.member, role=Role.CLERK, store=desk.store)
    desk.member.account.is_active = False
    desk.member.account.save(update_fields=["is_active"])
    with pytest.raises(PinWrong):
        desk.switch()
    assert staff_known_at(desk.till, at=JULY) == []


def test_after_five_tries_at_a_register_the_right_pin_waits_there_alone(desk: Desk) -> None:
    other = desk.sign_in("02")
    for _ in range(TRIES_AT_REGISTER):
        with pytest.raises(PinWrong):
            desk.switch("9999")

    with pytest.raises(TooManyTries):
        desk.switch()
    assert desk.switch(till=other)


def test_no_more_than_twenty_pins_are_tried_in_a_day(desk: Desk) -> None:
    for place in range(TRIES_A_DAY):
        with pytest.raises(PinWrong):
            desk.switch("9999", at=place * 16 * MINUTE)

    with pytest.raises(TooManyTries):
        desk.switch(at=TRIES_A_DAY * 16 * MINUTE)
    assert desk.switch(at=DAY)


def test_the_right_pin_gives_the_tries_at_its_register_back_and_not_those_of_the_day(desk: Desk) -> None:
    for _ in range(TRIES_A_DAY - 1):
        with pytest.raises(PinWrong):
            desk.switch("9999")
        assert desk.switch()
    with pytest.raises(PinWrong):
        desk.switch("9999")

    with pytest.raises(TooManyTries):
        desk.switch()


def test_right_pins_are_no_tries_of_the_day(desk: Desk) -> None:
    for _ in range(TRIES_A_DAY + 1):
        assert desk.switch()


def test_a_register_tells_who_may_take_it_over(desk: Desk) -> None:
    known = staff_known_at(desk.till, at=JULY)

    assert [(each.uid, each.name, each.pin_set_at) for each in known] == [(desk.member.uid, "山口", JULY)]
    assert staff_known_at(desk.till, at=JULY + 30 * DAY) == []


def test_ones_own_pin_is_set_with_the_password_again(desk: Desk) -> None:
    def set_to(pin: str, password: str = PASSWORD) -> None:
        set_own_pin(desk.staff, password=password, pin=pin, till=desk.till, address="192.0.2.1", at=JULY)

    with pytest.raises(SignInFailed):
        set_to("1470", password="wrong")
    with pytest.raises(PinWeak):
        set_to("1111")
    assert desk.switch()

    set_to("1470")

    assert desk.switch("1470")
    with pytest.raises(PinWrong):
        desk.switch(PIN)
    assert DeedRecord.objects.filter(deed="set_pin").count() == 1


def test_the_office_sets_a_pin_and_takes_it_away(desk: Desk) -> None:
    def employ(**fields: object) -> None:
        roles = ((Role.CLERK, desk.store.pk),)
        save_staff(
            StaffDefinition(code="1001", name="山口", email="staff1001@example.jp", roles=roles, **fields),  # type: ignore[arg-type]
            at=JULY,
        )

    employ(pin="1470")
    assert desk.switch("1470")
    employ()
    assert desk.switch("1470")
    with pytest.raises(PinWeak):
        employ(pin="0000")
    employ(forgets_pin=True)
    with pytest.raises(PinWrong):
        desk.switch("1470")
    assert staff_known_at(desk.till, at=JULY) == []
