"""A store member gets an online account; nobody learns who is a member."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate

from noren.kernel.racing import race
from noren.people import claim as claiming
from noren.people.claim import ask_claim, confirm_claim, count_claim
from noren.people.errors import AccountTaken, ClaimCodeWrong, ClaimTriesSpent, PasswordWeak, TooManyTries
from noren.people.link_account import link_account
from noren.people.models import Account, Claim, Identity
from noren.people.queries import find_customer_of_account
from noren.people.tests.makers import JULY, PASSWORD, make_member
from noren.timeline.models import Event

pytestmark = pytest.mark.django_db


def test_the_mailed_code_makes_a_linked_account_with_a_verified_email() -> None:
    member = make_member()

    asked = ask_claim(member_number=str(member.member_number), email=" HANAKO@example.jp", at=JULY)
    assert asked.mail is not None
    account = confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY)

    assert asked.mail.to == "hanako@example.jp"
    assert authenticate(username="hanako@example.jp", password=PASSWORD) == account
    customer = find_customer_of_account(account.pk)
    assert customer is not None
    assert (customer.id, customer.email_verified) == (member.id, True)
    names = set(Event.objects.filter(customer_id=member.id).values_list("name", flat=True))
    assert names == {"Member Joined", "Account Claim Asked", "Account Claimed"}


def test_neither_the_row_nor_the_timeline_holds_the_code() -> None:
    member = make_member()

    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)

    assert asked.mail is not None
    claim = Claim.objects.get()
    assert len(claim.code_digest) == 64
    assert asked.mail.code not in str(Event.objects.get(name="Account Claim Asked").properties)


@pytest.mark.parametrize("email", ["other@example.jp", "no address"])
def test_asking_with_what_does_not_match_answers_alike_and_mails_nobody(email: str) -> None:
    member = make_member()

    asked = ask_claim(member_number=str(member.member_number), email=email, at=JULY)

    assert asked.mail is None
    assert asked.valid_until == JULY + timedelta(minutes=15)
    for _ in range(5):
        with pytest.raises(ClaimCodeWrong):
            confirm_claim(claim_uid=asked.uid, code="000000", password=PASSWORD, at=JULY)
    with pytest.raises(ClaimTriesSpent):
        confirm_claim(claim_uid=asked.uid, code="000000", password=PASSWORD, at=JULY)
    assert not Event.objects.filter(name__startswith="Account").exists()


def test_after_five_wrong_codes_the_right_one_is_refused_too() -> None:
    member = make_member()
    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)
    assert asked.mail is not None
    wrong = "111111" if asked.mail.code != "111111" else "222222"

    for _ in range(5):
        with pytest.raises(ClaimCodeWrong):
            confirm_claim(claim_uid=asked.uid, code=wrong, password=PASSWORD, at=JULY)
    with pytest.raises(ClaimTriesSpent):
        confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY)

    assert Account.objects.count() == 0
    assert Claim.objects.get().failed_count == 5


@pytest.mark.parametrize("late", [timedelta(minutes=15), timedelta(days=1)])
def test_a_code_dies_after_fifteen_minutes(late: timedelta) -> None:
    member = make_member()
    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)
    assert asked.mail is not None

    with pytest.raises(ClaimCodeWrong):
        confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY + late)

    assert Account.objects.count() == 0


def test_a_code_works_once() -> None:
    member = make_member()
    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)
    assert asked.mail is not None
    confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY)

    with pytest.raises(ClaimCodeWrong):
        confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password="osaka-castle-1583", at=JULY)

    assert Event.objects.filter(name="Account Claimed").count() == 1
    assert Claim.objects.get().failed_count == 0


def test_an_unknown_claim_is_a_wrong_code() -> None:
    with pytest.raises(ClaimCodeWrong):
        confirm_claim(claim_uid=uuid4(), code="123456", password=PASSWORD, at=JULY)


def test_a_weak_password_costs_no_try() -> None:
    member = make_member()
    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)

    with pytest.raises(PasswordWeak) as refusal:
        confirm_claim(claim_uid=asked.uid, code="123456", password="12345", at=JULY)

    assert refusal.value.field == "password"
    assert Claim.objects.get().failed_count == 0


def test_somebody_elses_account_is_not_taken_over() -> None:
    member, other = make_member(), make_member(email="taro@example.jp", phone="")
    account = Account.objects.create_user("hanako@example.jp", "kyoto-station-1877")
    link_account(account_id=account.pk, customer_id=other.id)
    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)
    assert asked.mail is not None

    with pytest.raises(AccountTaken):
        confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY)

    assert authenticate(username="hanako@example.jp", password=PASSWORD) is None
    assert not Identity.objects.filter(verified_at__isnull=False).exists()


def test_the_members_own_account_gets_a_new_password() -> None:
    member = make_member()
    account = Account.objects.create_user("hanako@example.jp", "kyoto-station-1877")
    link_account(account_id=account.pk, customer_id=member.id)
    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)
    assert asked.mail is not None

    confirm_claim(claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY)

    assert authenticate(username="hanako@example.jp", password=PASSWORD) == account


def test_asking_for_one_number_is_limited_whoever_asks() -> None:
    for place in range(5):
        count_claim(member_number="M1234567890", address=f"192.0.2.{place}", at=JULY)

    with pytest.raises(TooManyTries) as refusal:
        count_claim(member_number="ｍ1234567890", address="192.0.2.9", at=JULY + timedelta(minutes=30))

    assert refusal.value.details["retry_after_s"] == 1800
    count_claim(member_number="M1234567890", address="192.0.2.9", at=JULY + timedelta(hours=1))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_one_code_sent_twice_at_once_is_used_once(monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_member()
    account = Account.objects.create_user("hanako@example.jp", "kyoto-station-1877")
    asked = ask_claim(member_number=str(member.member_number), email="hanako@example.jp", at=JULY)
    assert asked.mail is not None
    confirm = partial(confirm_claim, claim_uid=asked.uid, code=asked.mail.code, password=PASSWORD, at=JULY)
    for _ in range(2):
        claiming._spend_try(asked.uid, at=JULY)
    monkeypatch.setattr(claiming, "_spend_try", lambda claim_uid, *, at: None)  # both tries are counted already

    outcomes = race(confirm, confirm, queue_on=Account.objects.filter(pk=account.pk))

    assert [type(outcome) for outcome in outcomes] == [Account, ClaimCodeWrong]
    assert Event.objects.filter(name="Account Claimed").count() == 1
