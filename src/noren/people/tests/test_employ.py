"""Employing: staff members, their sign-in and their roles, by one verb."""

import pytest

from noren.kernel.racing import race
from noren.people.employ import StaffDefinition, save_staff
from noren.people.errors import AccountTaken, EmailInvalid, NameMissing, PasswordWeak, StaffCodeInvalid
from noren.people.models import Account, Role, StaffMember
from noren.stores.models import Store
from noren.timeline.models import Event
from tests.factories import NOON, make_member, make_store
from tests.refusing import refused

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def definition(**fields: object) -> StaffDefinition:
    values: dict[str, object] = {
        "code": "0042",
        "name": "山口",
        "email": "yamaguchi@example.jp",
        "roles": ((Role.CLERK, None),),
        "password": PASSWORD,
        **fields,
    }
    return StaffDefinition(**values)  # type: ignore[arg-type]


def roles_of(code: str) -> set[tuple[str, int | None]]:
    return set(StaffMember.objects.get(code=code).roles.values_list("role", "store_id"))


def test_somebody_is_employed_with_a_way_to_sign_in_and_roles() -> None:
    store = make_store()

    uid = save_staff(definition(roles=((Role.MANAGER, store.pk), (Role.CLERK, None))), at=NOON)

    staff = StaffMember.objects.get(uid=uid)
    assert (staff.name, staff.account.email, staff.account.is_staff) == ("山口", "yamaguchi@example.jp", True)
    assert staff.account.check_password(PASSWORD)
    assert roles_of("0042") == {("manager", store.pk), ("clerk", None)}
    told = Event.objects.get()
    assert (told.name, told.properties["roles"]) == ("Staff Saved", ["clerk", "manager"])
    assert "yamaguchi" not in str(told.properties)


def test_a_change_replaces_roles_and_keeps_the_password_when_none_is_given() -> None:
    save_staff(definition(), at=NOON)

    save_staff(definition(name="山口 二郎", roles=((Role.MARKETER, None),), password=""), at=NOON)

    staff = StaffMember.objects.get()
    assert staff.name == "山口 二郎"
    assert staff.account.check_password(PASSWORD)
    assert roles_of("0042") == {("marketer", None)}


def test_who_leaves_loses_roles_and_sign_in_but_stays_in_the_records() -> None:
    save_staff(definition(), at=NOON)

    save_staff(definition(may_sign_in=False), at=NOON)

    staff = StaffMember.objects.get()
    assert (staff.account.is_staff, staff.account.is_active) == (False, False)
    assert roles_of("0042") == set()


def test_who_leaves_and_is_a_customer_goes_on_signing_in_as_one() -> None:
    Account.objects.create_user("yamaguchi@example.jp", PASSWORD, customer=make_member())
    save_staff(definition(password=""), at=NOON)

    save_staff(definition(password="", may_sign_in=False), at=NOON)

    account = Account.objects.get()
    assert (account.is_staff, account.is_active) == (False, True)
    assert account.check_password(PASSWORD)


def test_an_e_mail_signs_in_one_staff_member() -> None:
    save_staff(definition(), at=NOON)

    with refused(AccountTaken):
        save_staff(definition(code="0043", email="YAMAGUCHI@example.jp"), at=NOON)

    assert StaffMember.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_one_e_mail_at_once_employ_one() -> None:
    store = make_store()
    roles = ((Role.CLERK, store.pk),)

    outcomes = race(
        lambda: save_staff(definition(roles=roles), at=NOON),
        lambda: save_staff(definition(code="0043", roles=roles), at=NOON),
        queue_on=Store.objects.filter(pk=store.pk),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["AccountTaken", "UUID"]
    assert StaffMember.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_one_staff_code_at_once_save_one_after_the_other() -> None:
    store = make_store()
    roles = ((Role.CLERK, store.pk),)

    first, second = race(
        lambda: save_staff(definition(roles=roles), at=NOON),
        lambda: save_staff(definition(email="other@example.jp", roles=roles), at=NOON),
        queue_on=Store.objects.filter(pk=store.pk),
    )

    assert first == second == StaffMember.objects.get().uid
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"code": ""}, StaffCodeInvalid),
        ({"code": "12 34"}, StaffCodeInvalid),
        ({"code": "１２"}, StaffCodeInvalid),
        ({"code": "0" * 17}, StaffCodeInvalid),
        ({"name": " "}, NameMissing),
        ({"email": "nobody"}, EmailInvalid),
        ({"password": "12345678"}, PasswordWeak),
    ],
)
def test_what_cannot_stand_is_refused_and_nobody_is_employed(fields: dict[str, object], error: type) -> None:
    with refused(error):
        save_staff(definition(**fields), at=NOON)

    assert not StaffMember.objects.exists()
    assert not Account.objects.exists()
    assert not Event.objects.exists()
