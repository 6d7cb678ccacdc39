"""Signing in at a till, tokens and roles."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from noren.people.errors import NotAllowed, SignInFailed, TooManyTries
from noren.people.models import ApiToken, Role
from noren.people.roles import DEEDS, Deed, check_may, deeds_in, find_staff_of_account
from noren.people.staff import TRIES_PER_ADDRESS, TRIES_PER_CODE, sign_in_till
from noren.people.tests.makers import JULY, PASSWORD, make_member, make_register, make_staff, make_store
from noren.people.tokens import Scope, find_token, make_token, revoke_token
from noren.stores.models import Register
from noren.stores.registers import find_register

pytestmark = pytest.mark.django_db


def _sign_in(register: Register, *, code: str = "1001", password: str = PASSWORD, address: str = "192.0.2.1") -> str:
    found = find_register(register.store.code, register.code)
    assert found is not None
    return sign_in_till(code=code, password=password, register=found, address=address, at=JULY)


def test_a_till_token_is_bound_to_staff_store_and_register_for_fourteen_hours() -> None:
    store = make_store()
    register, staff = make_register(store), make_staff(store=store)

    secret = _sign_in(register)

    token = find_token(secret, at=JULY + timedelta(hours=13, minutes=59))
    assert token is not None
    assert token.scopes == {"till"}
    assert token.staff is not None
    assert token.till is not None
    assert (token.staff.uid, token.till.register_uid, token.till.store_code) == (staff.uid, register.uid, "S001")
    assert Deed.SELL in deeds_in(token.staff, store.pk)
    assert find_token(secret, at=JULY + timedelta(hours=14)) is None


def test_only_the_digest_of_a_token_is_stored() -> None:
    secret = make_token(name="kiosk", scopes=frozenset({Scope.CATALOG_READ}), at=JULY)

    assert secret.startswith("noren_")
    assert secret not in str(ApiToken.objects.values().get())


def test_a_token_is_found_in_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    store = make_store()
    make_staff(store=store)
    secret = _sign_in(make_register(store))

    with django_assert_num_queries(1):
        find_token(secret, at=JULY)


def test_a_revoked_token_is_not_found() -> None:
    member = make_member()
    secret = make_token(name="app", scopes=frozenset({Scope.ORDERS_WRITE}), at=JULY, customer_id=member.id)
    token = find_token(secret, at=JULY)
    assert token is not None
    assert token.customer_uid == member.uid

    revoke_token(token.id, at=JULY)

    assert find_token(secret, at=JULY) is None


@pytest.mark.parametrize("broken", ["account", "register"])
def test_a_till_token_dies_with_its_account_and_its_register(broken: str) -> None:
    store = make_store()
    register, staff = make_register(store), make_staff(store=store)
    secret = _sign_in(register)

    if broken == "account":
        staff.account.is_active = False
        staff.account.save(update_fields=["is_active"])
    else:
        Register.objects.filter(pk=register.pk).update(is_active=False)

    assert find_token(secret, at=JULY) is None


@pytest.mark.parametrize(("code", "password"), [("9999", PASSWORD), ("1001", "wrong"), ("", PASSWORD)])
def test_a_wrong_code_and_a_wrong_password_are_refused_alike(code: str, password: str) -> None:
    store = make_store()
    make_staff(store=store)

    with pytest.raises(SignInFailed):
        _sign_in(make_register(store), code=code, password=password)

    assert ApiToken.objects.count() == 0


def test_staff_of_another_store_may_not_sign_in_here() -> None:
    make_staff(store=make_store("S002", "梅田店"))

    with pytest.raises(NotAllowed) as refusal:
        _sign_in(make_register(make_store()))

    assert refusal.value.field == "store_code"


def test_after_ten_tries_of_one_code_the_right_password_waits_too() -> None:
    store = make_store()
    register, _ = make_register(store), make_staff(store=store)
    for place in range(TRIES_PER_CODE):
        with pytest.raises(SignInFailed):
            _sign_in(register, password="wrong", address=f"192.0.2.{place}")

    with pytest.raises(TooManyTries) as refusal:
        _sign_in(register)

    assert refusal.value.details["retry_after_s"] == 900


def test_signing_in_forgets_the_tries_of_the_code() -> None:
    store = make_store()
    register, _ = make_register(store), make_staff(store=store)
    for _round in range(3):
        for _try in range(TRIES_PER_CODE - 1):
            with pytest.raises(SignInFailed):
                _sign_in(register, password="wrong")
        _sign_in(register)

    assert ApiToken.objects.count() == 3


def test_a_role_counts_in_its_store_alone_and_head_office_everywhere() -> None:
    here, there = make_store(), make_store("S002", "梅田店")
    manager = find_staff_of_account(make_staff("1001", role=Role.MANAGER, store=here).account_id)
    head = find_staff_of_account(make_staff("1002", role=Role.HEAD_OFFICE).account_id)
    assert manager is not None
    assert head is not None

    check_may(manager, Deed.ADJUST_STOCK, here.pk)
    check_may(head, Deed.ADJUST_STOCK, there.pk)

    with pytest.raises(NotAllowed):
        check_may(manager, Deed.ADJUST_STOCK, there.pk)
    with pytest.raises(NotAllowed):
        check_may(manager, Deed.MANAGE_STAFF, here.pk)
    assert deeds_in(manager, None) == frozenset()
    assert DEEDS[Role.HEAD_OFFICE] == frozenset(Deed)


def test_a_whole_chain_may_sign_in_from_one_address() -> None:
    store = make_store()
    register = make_register(store)
    make_staff(store=store)

    for _ in range(TRIES_PER_ADDRESS + 1):
        _sign_in(register)

    for place in range(TRIES_PER_ADDRESS):
        with pytest.raises(SignInFailed):
            _sign_in(register, code=f"9{place}", password="wrong")
    with pytest.raises(TooManyTries):
        _sign_in(register)
