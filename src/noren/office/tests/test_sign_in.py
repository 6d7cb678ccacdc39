"""Signing in at the office: with the e-mail, apart from the shop, and not by guessing."""

import pytest
from django.test import Client

from noren.office.sign_in import TRIES_PER_ACCOUNT
from noren.people.models import Account, Role
from tests.factories import make_staff

pytestmark = pytest.mark.django_db(transaction=True)
LOGIN = "/office/login/?next=/office/"
PASSWORD = "correct horse battery"


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.post(LOGIN, {"username": email, "password": password})
    return client


def test_staff_sign_in_with_their_e_mail_whatever_its_case() -> None:
    staff = make_staff(role=Role.HEAD_OFFICE, password=PASSWORD)

    client = sign_in(staff.account.email.upper())

    assert client.get("/office/").status_code == 200
    assert "noren_office" in client.cookies
    assert "sessionid" not in client.cookies


def test_an_account_without_work_here_does_not_get_in() -> None:
    Account.objects.create_user("shopper@example.jp", PASSWORD)

    client = sign_in("shopper@example.jp")

    assert client.get("/office/").status_code == 302


def test_guessing_ends_after_some_tries_even_with_the_right_password() -> None:
    staff = make_staff(role=Role.CLERK, password=PASSWORD)
    for _ in range(TRIES_PER_ACCOUNT):
        sign_in(staff.account.email, "wrong")

    client = Client(headers={"accept-language": "en"})
    answer = client.post(LOGIN, {"username": staff.account.email, "password": PASSWORD})

    assert answer.status_code == 200
    assert b"Tried too often." in answer.content
    assert client.get("/office/").status_code == 302


def test_who_signs_in_in_time_starts_counting_anew() -> None:
    staff = make_staff(role=Role.CLERK, password=PASSWORD)
    for _ in range(TRIES_PER_ACCOUNT - 1):
        sign_in(staff.account.email, "wrong")

    assert sign_in(staff.account.email).get("/office/").status_code == 200
    assert sign_in(staff.account.email).get("/office/").status_code == 200
