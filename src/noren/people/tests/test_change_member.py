"""Members whose names, e-mail or phone are changed by staff, and what that does to their way to sign in."""

from functools import partial

import pytest
from django.contrib.auth import authenticate

from noren.kernel.errors import NorenError
from noren.kernel.ids import uuid7
from noren.kernel.racing import race
from noren.people.change_member import MemberChange, change_member
from noren.people.claim import ask_claim, confirm_claim
from noren.people.errors import (
    ClaimCodeWrong,
    ContactNeeded,
    CustomerNotFound,
    EmailInvalid,
    EmailTaken,
    NameMissing,
    PhoneInvalid,
    PhoneTaken,
)
from noren.people.guests import find_or_make_guest
from noren.people.link_account import link_account, verify_email
from noren.people.models import Account, Customer, Identity
from noren.people.queries import CustomerView, find_member, get_customer, get_customer_by_id
from noren.people.tests.makers import JULY, PASSWORD, make_member
from noren.timeline.models import Event
from tests.refusing import refused

pytestmark = pytest.mark.django_db
NEW = "hanako@new.example.jp"


def _change(member: CustomerView, **fields: str) -> CustomerView:
    return change_member(member.uid, MemberChange(**fields), channel="office", at=JULY)


def _identities() -> list[tuple[str, str]]:
    return sorted(Identity.objects.exclude(kind="member_number").values_list("kind", "value"))


def test_a_member_is_known_by_the_new_contact_data_alone() -> None:
    member = make_member()

    changed = _change(
        member, family_name="佐藤　", family_kana="さとう", email=" Hanako@NEW.example.jp", phone="０８０-1111-2222"
    )

    assert (changed.name, changed.family_kana, changed.email, changed.phone) == (
        "佐藤 花子",
        "サトウ",
        NEW,
        "08011112222",
    )
    assert changed == get_customer(member.uid)
    assert _identities() == [("email", NEW), ("phone", "08011112222")]
    for code in (NEW, "080-1111-2222", str(member.member_number)):
        assert find_member(code) == changed
    assert find_member("hanako@example.jp") is None
    assert find_member("090-1234-5678") is None


def test_a_change_is_told_once_with_who_did_it_and_which_fields_but_no_values() -> None:
    member, staff_uid = make_member(), uuid7()

    for _ in range(2):
        change = MemberChange(given_name="花", email=NEW, phone="090-1234-5678")
        change_member(member.uid, change, channel="office", at=JULY, staff_uid=staff_uid)

    event = Event.objects.get(name="Member Changed")
    assert (event.customer_id, event.subject_uid, event.channel) == (member.id, member.uid, "office")
    assert event.properties == {
        "customer_uid": str(member.uid),
        "fields": ["email", "given_name"],
        "staff_uid": str(staff_uid),
    }


def test_an_email_that_is_taken_off_the_record_names_nobody() -> None:
    member = make_member()

    assert _change(member, email=" ").email == ""

    assert _identities() == [("phone", "09012345678")]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"family_name": "　"}, NameMissing),
        ({"email": "", "phone": ""}, ContactNeeded),
        ({"email": "hanako@"}, EmailInvalid),
        ({"phone": "12"}, PhoneInvalid),
        ({"given_name": "花", "email": "Taro@example.jp"}, EmailTaken),
        ({"given_name": "花", "phone": "080 0000 0000"}, PhoneTaken),
    ],
)
def test_what_cannot_be_accepted_changes_nothing(fields: dict[str, str], error: type[NorenError]) -> None:
    member = make_member()
    make_member(email="taro@example.jp", phone="080-0000-0000")
    before = _identities()

    with refused(error):
        _change(member, **fields)

    assert get_customer(member.uid) == member
    assert _identities() == before
    assert not Event.objects.filter(name="Member Changed").exists()


def test_a_name_is_changed_though_the_email_names_nobody_since_a_family_shares_it() -> None:
    member = make_member()
    Identity.objects.filter(kind="email").delete()
    make_member(email="hanako@example.jp", phone="")

    assert _change(member, family_name="佐藤", email="hanako@example.jp").family_name == "佐藤"

    assert find_member("hanako@example.jp") != get_customer(member.uid)


def test_an_email_that_named_a_guest_names_the_member_and_the_guest_stays() -> None:
    member = make_member()
    guest = find_or_make_guest(name="花子", email=NEW, phone="", language="ja", channel="web", at=JULY)

    _change(member, email=NEW)

    assert find_member(NEW) == get_customer(member.uid)
    assert get_customer_by_id(guest).is_member is False


def test_only_a_member_is_changed() -> None:
    guest = find_or_make_guest(name="花子", email=NEW, phone="", language="ja", channel="web", at=JULY)

    for uid in (get_customer_by_id(guest).uid, uuid7()):
        with refused(CustomerNotFound):
            change_member(uid, MemberChange(given_name="花"), channel="office", at=JULY)

    assert Customer.objects.get().given_name == ""


# Signing in


def _with_account(member: CustomerView) -> Account:
    account = Account.objects.create_user(member.email, PASSWORD)
    link_account(account_id=account.pk, customer_id=member.id)
    verify_email(account_id=account.pk, email=member.email, at=JULY)
    return account


def test_who_signs_in_goes_on_with_the_address_they_proved() -> None:
    member = make_member()
    account = _with_account(member)

    changed = _change(member, email=NEW)

    assert authenticate(username="hanako@example.jp", password=PASSWORD) == account
    assert authenticate(username=NEW, password=PASSWORD) is None
    assert changed.email_verified is False


def test_a_new_address_opens_no_second_way_into_an_account() -> None:
    member = make_member()
    _with_account(member)
    _change(member, email=NEW)

    for email in (NEW, "hanako@example.jp"):
        assert ask_claim(member_number=str(member.member_number), email=email, at=JULY).mail is None


def test_a_member_without_an_account_claims_one_with_the_new_address() -> None:
    member = make_member(email="")
    _change(member, email=NEW)

    asked = ask_claim(member_number=str(member.member_number), email=NEW, at=JULY)
    assert asked.mail is not None
    account = confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY)

    assert (account.email, account.customer_id) == (NEW, member.id)


def test_a_code_mailed_to_the_old_address_opens_nothing() -> None:
    member = make_member()
    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)
    assert asked.mail is not None
    _change(member, email=NEW)

    with pytest.raises(ClaimCodeWrong):
        confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY)

    assert not Account.objects.exists()


# At once


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_changes_at_once_the_member_keeps_the_identity_of_the_last_alone() -> None:
    member = make_member()
    changes = [partial(_change, member, email=email) for email in ("one@example.jp", "two@example.jp")]

    race(*changes, queue_on=Customer.objects.filter(pk=member.id))

    now = get_customer(member.uid)
    assert now.email == "two@example.jp"
    assert _identities() == [("email", now.email), ("phone", "09012345678")]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_members_racing_for_one_new_email_one_gets_it() -> None:
    members = [make_member(), make_member(email="taro@example.jp", phone="")]
    changes = [partial(_change, member, email=NEW) for member in members]

    outcomes = race(*changes, queue_on=Customer.objects.filter(pk__in=[member.id for member in members]))

    assert {type(outcome) for outcome in outcomes} == {CustomerView, EmailTaken}
    assert Customer.objects.filter(email=NEW).count() == Identity.objects.filter(value=NEW).count() == 1
