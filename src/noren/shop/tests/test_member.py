"""Joining, signing in, claiming a store card, and the member's pages."""

import re
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from noren.kernel.ids import uuid7
from noren.loyalty.earn import earn_points
from noren.orders.place import place_order
from noren.outreach.models import Message
from noren.people.models import Account, Customer, Identity
from noren.shop.tests.shopper import PASSWORD, Shopper, make_account, sign_in
from tests.factories import make_member, pickup, stock_up, want

pytestmark = pytest.mark.django_db

SIGN_UP = {
    "family_name": "佐藤",
    "given_name": "はるか",
    "email": "haruka@example.jp",
    "password1": PASSWORD,
    "phone": "090-1111-2222",
}


def _code_in(text: str) -> str:
    """The code, after its label."""
    found = re.search(r"^(?:Code|コード)[:：] (\S+)$", text, re.MULTILINE)
    assert found is not None, text
    return found[1]


def _sign_up(client: Client, **changes: str) -> None:
    answer = client.post("/account/signup/", SIGN_UP | changes)
    assert answer.status_code == 302, answer.content.decode()


def test_who_signs_up_is_a_member_once_the_address_is_proved() -> None:
    shopper = Shopper()
    _sign_up(shopper.client)
    assert not Customer.objects.exists()
    code = Message.objects.get(template="sign_up_code").text

    answer = shopper.client.post("/account/confirm-email/", {"code": _code_in(code)}, follow=True)

    member = Customer.objects.get()
    assert (member.full_name, member.email, member.phone) == ("佐藤 はるか", "haruka@example.jp", "09011112222")
    assert member.member_number is not None
    assert Identity.objects.get(kind="email").verified_at is not None
    assert answer.redirect_chain[-1][0] == "/member/"
    assert Message.objects.filter(template="welcome", to="haruka@example.jp").count() == 1


def test_what_a_guest_ordered_is_not_shown_before_the_address_is_proved() -> None:
    shopper = Shopper()
    contact_order = pickup(shopper.store, want(shopper.beans))
    place_order(contact_order, at=timezone.now())
    assert contact_order.contact is not None
    guest_email = contact_order.contact.email

    _sign_up(shopper.client, email=guest_email)
    assert shopper.client.get("/member/").status_code == 302
    assert shopper.client.get("/member/orders/").status_code == 302
    code = _code_in(Message.objects.get(template="sign_up_code").text)
    shopper.client.post("/account/confirm-email/", {"code": code})

    assert len(shopper.client.get("/member/orders/").context["orders"]) == 1


def test_the_address_of_a_store_member_leads_to_claiming_the_card() -> None:
    shopper = Shopper()
    make_member(email="haruka@example.jp")
    _sign_up(shopper.client)
    code = _code_in(Message.objects.get(template="sign_up_code").text)

    page = shopper.client.post("/account/confirm-email/", {"code": code}, follow=True)

    assert "There is a store card with your address" in page.content.decode()
    assert Customer.objects.count() == 1


def test_signing_up_twice_tells_the_page_nothing_and_the_owner_by_mail() -> None:
    shopper = Shopper()
    make_account()

    answer = shopper.client.post("/account/signup/", SIGN_UP)

    assert answer.headers["Location"] == "/account/confirm-email/"
    assert [message.template for message in Message.objects.all()] == ["already_member"]


def test_a_store_member_claims_the_card_with_a_mailed_code() -> None:
    shopper = Shopper()
    member = make_member(email="haruka@example.jp")

    asked = shopper.client.post("/claim/", {"member_number": f" {member.member_number} ", "email": "Haruka@Example.jp"})
    code = _code_in(Message.objects.get(template="claim_code").text)
    wrong = shopper.client.post(asked.headers["Location"], {"code": "000000", "password": PASSWORD})
    right = shopper.client.post(asked.headers["Location"], {"code": code, "password": PASSWORD})

    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["code"]
    assert right.headers["Location"] == "/member/"
    assert Account.objects.get().customer_id == member.pk
    assert str(member.member_number) in shopper.client.get("/member/").content.decode().replace(" ", "")


def test_a_claim_that_matches_nobody_looks_the_same() -> None:
    shopper = Shopper()

    answer = shopper.client.post("/claim/", {"member_number": "M0000000000", "email": "nobody@example.jp"}, follow=True)

    assert answer.status_code == 200
    assert "If the number and nobody@example.jp belong together" in answer.content.decode()
    assert not Message.objects.exists()


def test_a_weak_password_is_refused_at_its_field() -> None:
    shopper = Shopper()
    make_member(email="haruka@example.jp")
    asked = shopper.client.post("/claim/", {"member_number": "M1", "email": "haruka@example.jp"})

    answer = shopper.client.post(asked.headers["Location"], {"code": "123456", "password": "12345678"})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["password"]


def test_trying_passwords_is_slowed_down() -> None:
    shopper = Shopper()
    make_account()

    answers = [
        shopper.client.post("/account/login/", {"login": "haruka@example.jp", "password": f"guess-{number}"})
        for number in range(6)
    ]
    right = shopper.client.post("/account/login/", {"login": "haruka@example.jp", "password": PASSWORD})

    assert "Too many failed login attempts" in answers[-1].content.decode()
    assert right.status_code == 200


def test_a_forgotten_password_is_chosen_anew_by_a_mailed_link() -> None:
    shopper = Shopper()
    make_account()
    shopper.client.post("/account/password/reset/", {"email": "haruka@example.jp"})
    link = re.search(r"http\S+/account/password/reset/key/\S+", Message.objects.get(template="password_reset").text)
    assert link is not None

    page = shopper.client.get(link[0], follow=True)
    path = page.redirect_chain[-1][0]
    shopper.client.post(path, {"password1": "atarashii-2026", "password2": "atarashii-2026"})

    answer = shopper.client.post("/account/login/", {"login": "haruka@example.jp", "password": "atarashii-2026"})
    assert answer.headers["Location"] == "/member/"


def test_the_members_pages_ask_for_a_sign_in_and_come_back(client: Client) -> None:
    for path in ("/member/", "/member/orders/", "/member/points/", "/member/join/"):
        assert client.get(path).headers["Location"] == f"/account/login/?next={path}"


def test_an_account_without_a_card_gets_one_by_telling_a_name() -> None:
    shopper = Shopper()
    make_account()
    Account.objects.update(customer=None)
    Identity.objects.all().delete()
    sign_in(shopper.client)

    assert shopper.client.get("/member/").headers["Location"] == "/member/join/"
    answer = shopper.client.post("/member/join/", {"family_name": "佐藤", "given_name": "はるか", "phone": ""})

    assert answer.headers["Location"] == "/member/"
    assert Account.objects.get().customer is not None


def test_the_card_says_how_points_are_earned_and_writes_them_with_commas(settings: Settings) -> None:
    settings.POINTS_PER_MINOR = (5, 1_000)
    client, member = Client(headers={"accept-language": "en"}), make_account()
    at = timezone.now()
    earn_points(customer_id=member.pk, points=24_907, valid_days=365, cause_kind="test", cause_uid=uuid7(), at=at)
    sign_in(client)

    pages = [client.get(path).content.decode() for path in ("/member/", "/member/points/")]

    for page in pages:
        assert "You earn 5 points for every ¥1,000 before tax" in page
        assert "Points cannot be used to pay at present." in page
        assert "24,907 points end on" in page


def test_an_order_number_too_early_is_no_page(client: Client) -> None:
    make_account()
    sign_in(client)

    assert client.get("/member/orders/", {"before": "yesterday"}).status_code == 200


def test_no_purchase_is_lost_between_pages_when_all_share_an_instant() -> None:
    shopper, member, at = Shopper(), make_account(), timezone.now()
    stock_up(shopper.store, shopper.beans, 30)
    for _ in range(23):
        place_order(pickup(shopper.store, want(shopper.beans), customer=member), at=at)
    sign_in(shopper.client)

    first = shopper.client.get("/member/orders/")
    earlier = re.search(r'href="(\?before=[^"]+)"', first.content.decode())
    assert earlier is not None
    second = shopper.client.get(f"/member/orders/{unescape(earlier[1])}")

    shown = [order.uid for answer in (first, second) for order in answer.context["orders"]]
    assert (len(shown), len(set(shown))) == (23, 23)
    assert second.context["last"] is None
    for made_up in ("?before=yesterday&id=1", f"?before={at.date()}&id=1", "?id=1", "?before=2026-07-04T00:00Z&id=x"):
        assert len(shopper.client.get(f"/member/orders/{made_up}").context["orders"]) == 20
