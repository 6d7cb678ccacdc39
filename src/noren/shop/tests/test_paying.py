"""The shopper's way through paying: chosen at the review, done on the provider's page, followed on the order's."""

from datetime import timedelta
from typing import Any

import pytest

from noren.orders.links import order_path
from noren.orders.models import Order
from noren.orders.queries import get_order
from noren.orders.tests.paying_online import run_worker
from noren.payments.sandbox.book import fail_next
from noren.payments.sandbox.models import SandboxCharge
from noren.shop.tests.shopper import Shopper
from tests.factories import all_differences

pytestmark = pytest.mark.django_db


@pytest.fixture
def shopper(settings: Any) -> Shopper:
    """A shopper of a shop where everything can be paid in every way."""
    settings.PAY_BY = ["test", "bank_transfer", "at_store"]
    settings.BANK_ACCOUNT = ("のれん銀行 本店", "普通 1234567")
    found = Shopper()
    found.put_in(1)
    return found


def _page(shopper: Shopper, path: str) -> str:
    return " ".join(shopper.client.get(path).content.decode().split())


def _order_path() -> str:
    return order_path(Order.objects.get().uid, is_guest=True)


def test_the_review_offers_the_ways_to_pay(shopper: Shopper) -> None:
    page = shopper.go_to_review().content.decode()

    for way in ("test", "bank_transfer", "at_store"):
        assert f'value="{way}"' in page


def test_a_shop_with_one_way_to_pay_asks_nothing() -> None:
    shopper = Shopper()
    shopper.put_in(1)

    assert "How do you pay?" not in shopper.go_to_review().content.decode()


def test_a_shopper_pays_on_the_provider_s_page_and_comes_back_to_a_placed_order(shopper: Shopper) -> None:
    to_provider = shopper.place(pay_by="test")
    path = to_provider.headers["Location"]
    assert path == f"/pay/sandbox/{SandboxCharge.objects.get().ref}/"
    assert "¥980" in _page(shopper, path)

    back = shopper.client.post(path, {"answer": "agree", "fault": ""})
    order_page = shopper.client.get(back.headers["Location"])

    assert order_page.headers["Location"] == _order_path()
    assert Order.objects.get().status == "placed"
    assert "Pickup code" in _page(shopper, _order_path())
    assert all_differences() == []


def test_a_browser_that_was_closed_finds_the_order_and_pays_from_its_page(shopper: Shopper) -> None:
    shopper.place(pay_by="test")
    page = _page(shopper, _order_path())
    assert "Not paid yet" in page
    assert "Pickup code" not in page

    again = shopper.client.post(f"{_order_path()}pay/", {"pay_by": "test"})

    assert again.headers["Location"] == f"/pay/sandbox/{SandboxCharge.objects.get().ref}/"


def test_a_decline_is_told_with_ways_to_go_on(shopper: Shopper) -> None:
    path = shopper.place(pay_by="test").headers["Location"]
    back = shopper.client.post(path, {"answer": "refuse"})
    shopper.client.get(back.headers["Location"])

    page = _page(shopper, _order_path())

    assert "The payment was declined" in page
    assert "Try to pay again" in page
    shopper.client.post(f"{_order_path()}pay/", {"pay_by": "at_store"})
    assert "Not ready yet" in _page(shopper, _order_path())


def test_an_answer_that_is_lost_is_followed_by_the_page_itself(shopper: Shopper) -> None:
    path = shopper.place(pay_by="test").headers["Location"]
    fail_next("capture", "lost")
    back = shopper.client.post(path, {"answer": "agree"})
    shopper.client.get(back.headers["Location"])
    page = _page(shopper, _order_path())
    assert "We are confirming your payment" in page
    assert "status/?seen=" in page
    assert "pay-now" not in page

    order = Order.objects.get()
    run_worker(at=order.placed_at + timedelta(minutes=1))

    assert get_order(order.uid).status == "placed"
    assert all_differences() == []


def test_a_provider_that_is_down_keeps_the_goods_and_says_so(shopper: Shopper) -> None:
    fail_next("authorize", "down")

    answer = shopper.place(pay_by="test")

    assert answer.headers["Location"] == _order_path()
    page = _page(shopper, _order_path())
    assert "does not answer" in page
    assert "Pay ¥980 now" in page


def test_a_transfer_shows_the_account_and_the_reference(shopper: Shopper) -> None:
    answer = shopper.place(pay_by="bank_transfer")

    page = _page(shopper, answer.headers["Location"])

    for words in ("Please transfer ¥980", "のれん銀行 本店", "普通 1234567", "Reference"):
        assert words in page


def test_a_paid_order_that_is_cancelled_says_that_the_money_goes_back(shopper: Shopper) -> None:
    path = shopper.place(pay_by="test").headers["Location"]
    back = shopper.client.post(path, {"answer": "agree"})
    shopper.client.get(back.headers["Location"])

    shopper.client.post(f"{_order_path()}cancel/")

    assert "The refund of ¥980 is on its way." in _page(shopper, _order_path())


@pytest.mark.django_db(transaction=True)  # a refusal rolls its whole transaction back
def test_an_unknown_way_to_pay_is_refused_at_the_review(shopper: Shopper) -> None:
    answer = shopper.place(pay_by="gold")

    assert answer.status_code == 422
    assert not Order.objects.exists()
