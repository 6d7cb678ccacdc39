"""An order's page: for whom it opens, how it follows, and cancelling."""

import pytest
from django.test import Client
from django.utils import timezone

from noren.orders.end import reject_order
from noren.orders.hand_over import hand_over
from noren.orders.links import order_path
from noren.orders.models import Order
from noren.orders.pick import mark_ready
from noren.orders.place import place_order
from noren.orders.wanted import PlacedOrder
from noren.people.models import Customer
from noren.shop.tests.shopper import Shopper, make_account, sign_in
from tests.factories import (
    all_differences,
    at_counter,
    counter_sale,
    make_register,
    make_staff,
    pickup,
    want,
)

pytestmark = pytest.mark.django_db


def _order(shopper: Shopper, customer: Customer | None = None) -> PlacedOrder:
    return place_order(pickup(shopper.store, want(shopper.beans, 2), customer=customer), at=timezone.now())


def test_a_guests_link_opens_for_whoever_has_it_and_a_guessed_one_does_not() -> None:
    shopper = Shopper()
    placed = _order(shopper)
    path = order_path(placed.uid, is_guest=True)

    assert shopper.client.get(path).status_code == 200
    assert shopper.client.get(path[:-2] + ("A/" if path[-2] != "A" else "B/")).status_code == 404
    assert shopper.client.get(f"/orders/{placed.uid}/").headers["Location"].startswith("/account/login/")


def test_a_members_order_is_there_for_the_member_and_for_nobody_else() -> None:
    shopper, stranger = Shopper(), Client()
    placed = _order(shopper, make_account())
    make_account("ichiro@example.jp")
    sign_in(shopper.client)
    sign_in(stranger, "ichiro@example.jp")

    paths = [f"/orders/{placed.uid}/{end}" for end in ("", "status/", "cancel/")]

    assert [shopper.client.get(path).status_code for path in paths] == [200, 200, 200]
    assert [stranger.get(path).status_code for path in paths] == [404, 404, 404]
    assert stranger.post(paths[2]).status_code == 404
    assert Order.objects.get().status == "placed"


def test_an_open_page_is_sent_what_changed_and_nothing_else() -> None:
    shopper = Shopper()
    placed = _order(shopper)
    path = order_path(placed.uid, is_guest=True)
    seen = shopper.client.get(path).context["page"].seen

    same = shopper.client.get(f"{path}status/", {"seen": seen})
    mark_ready(placed.uid, staff_uid=make_staff(store=shopper.store).uid, at=timezone.now())
    changed = shopper.client.get(f"{path}status/", {"seen": seen})

    assert (same.status_code, same.content) == (204, b"")
    assert "Ready for you" in changed.content.decode()
    assert "no-store" in changed.headers["Cache-Control"]


def test_cancelling_asks_first_and_frees_the_goods() -> None:
    shopper = Shopper()
    placed = _order(shopper)
    path = order_path(placed.uid, is_guest=True)

    asked = shopper.client.get(f"{path}cancel/")
    assert Order.objects.get().status == "placed"
    done = shopper.client.post(f"{path}cancel/", follow=True)

    assert "Cancel this order?" in asked.content.decode()
    assert "Nothing is charged" in done.content.decode()
    assert Order.objects.get().status == "canceled"
    assert all_differences() == []


@pytest.mark.django_db(transaction=True)
def test_what_was_handed_over_cannot_be_cancelled_any_more() -> None:
    shopper = Shopper()
    placed = _order(shopper)
    register, staff = make_register(shopper.store), make_staff(store=shopper.store)
    path = order_path(placed.uid, is_guest=True)
    hand_over(placed.uid, at_counter(register, staff, tendered_minor=2_000), at=timezone.now())

    answer = shopper.client.post(f"{path}cancel/")

    assert answer.status_code == 409
    assert "already handed over" in answer.content.decode()
    assert Order.objects.get().status == "completed"


def test_the_code_says_that_it_is_too_early_until_the_goods_are_ready() -> None:
    shopper = Shopper()
    placed = _order(shopper)
    path = order_path(placed.uid, is_guest=True)

    before = shopper.client.get(path).content.decode()
    mark_ready(placed.uid, staff_uid=make_staff(store=shopper.store).uid, at=timezone.now())
    after = shopper.client.get(path).content.decode()

    early, now = "Not ready yet. Show this code at the till once we have told you", "Show it at the till."
    assert (early in before, now in before) == (True, False)
    assert (early in after, now in after) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_what_was_handed_over_promises_nothing_any_more() -> None:
    shopper = Shopper()
    placed = _order(shopper)
    register, staff = make_register(shopper.store), make_staff(store=shopper.store)
    hand_over(placed.uid, at_counter(register, staff, tendered_minor=2_000), at=timezone.now())

    answer = shopper.client.get(order_path(placed.uid, is_guest=True))

    assert [step.words for step in answer.context["page"].steps] == ["Ordered", "Picked up"]
    way = answer.content.decode().split('<ol class="way">')[1].split("</ol>")[0]
    assert "by " not in way
    assert "until" not in way


def test_an_order_that_was_not_served_asks_for_no_money() -> None:
    shopper = Shopper()
    placed = _order(shopper)
    path = order_path(placed.uid, is_guest=True)

    before = shopper.client.get(path).content.decode()
    reject_order(placed.uid, reason="欠品", staff_uid=make_staff(store=shopper.store).uid, at=timezone.now())
    after = shopper.client.get(path).content.decode()

    def largest(page: str) -> str:
        return " ".join(page.split('class="sums__all"')[1].split("</div>")[0].split())

    assert largest(before) == "> <dt>Total, tax included</dt> <dd>¥1,960</dd>"
    assert largest(after) == "> <dt>To pay</dt> <dd>¥0</dd>"


def test_a_purchase_in_a_store_shows_its_receipt_to_the_member() -> None:
    shopper = Shopper()
    member = make_account()
    register, staff = make_register(shopper.store), make_staff(store=shopper.store)
    sold = place_order(
        counter_sale(register, staff, want(shopper.beans, 3), tendered_minor=3_000, customer=member), at=timezone.now()
    )
    sign_in(shopper.client)

    page = shopper.client.get(f"/orders/{sold.uid}/").content.decode()
    receipt = shopper.client.get(f"/orders/{sold.uid}/receipts/{sold.receipt_number}/").content.decode()

    assert "You bought it at 渋谷店, " in page
    assert "Pickup code" not in page
    for words in ("T1234567890123", "¥2,940", "¥60", "※"):
        assert words in receipt
    assert shopper.client.get(f"/orders/{sold.uid}/receipts/OTHER/").status_code == 404
