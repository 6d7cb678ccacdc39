"""The basket: what is typed into it, and what it says when that is refused."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from noren.coupons.models import Grant
from noren.orders.models import Basket, BasketLine
from noren.shop.tests.shopper import Shopper, make_account, sign_in
from tests.factories import NOON, make_coupon, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "1000000000", "10000", "abc", "", "１．５"])
def test_a_quantity_nobody_can_order_is_refused_at_its_field(quantity: str) -> None:
    shopper = Shopper()
    shopper.put_in(2)

    answer = shopper.client.post("/basket/change/", {"sku": "BEANS", "quantity": quantity})

    assert answer.status_code == 422
    assert answer.context["page"].lines[0].error == "The quantity must be a whole number from 1 to 9999."
    assert BasketLine.objects.get().quantity == 2


def test_full_width_digits_are_a_quantity() -> None:
    shopper = Shopper()

    shopper.put_in("３")

    assert BasketLine.objects.get().quantity == 3


def test_the_button_below_one_takes_the_line_out() -> None:
    shopper = Shopper()
    shopper.put_in(1)

    shopper.client.post("/basket/change/", {"sku": "BEANS", "quantity": "1", "to": "0"})

    assert not BasketLine.objects.exists()


@pytest.mark.parametrize(
    ("path", "asked", "status"),
    [
        ("/basket/add/", {"sku": "NOTHING", "quantity": "1"}, 404),
        ("/basket/add/", {"sku": "BEANS", "quantity": "1", "store": "NOWHERE"}, 404),
        ("/basket/add/", {"sku": "BEANS", "quantity": "1", "store": "S003"}, 409),
        ("/basket/store/", {"store": "NOWHERE"}, 404),
        ("/basket/store/", {"store": "S003"}, 409),
        ("/basket/coupon/", {"code": "NOTHING"}, 404),
        ("/basket/coupon/", {"code": "NOT\0HING"}, 404),
        ("/basket/coupon/", {"code": " "}, 422),
        ("/basket/coupon/", {"code": "ＰＡＳＴ"}, 422),
        ("/basket/coupon/", {"code": "ELSEWHERE"}, 422),
        ("/basket/coupon/", {"code": "MEMBERS"}, 422),
    ],
)
def test_what_cannot_be_put_in_is_refused_with_its_reason(path: str, asked: dict[str, str], status: int) -> None:
    shopper = Shopper()
    shopper.put_in(1)
    make_store(code="S003", name="受取なしの店", is_pickup_enabled=False)
    make_coupon(code="PAST", valid_from=datetime(2025, 1, 1, tzinfo=UTC), valid_until=datetime(2025, 2, 1, tzinfo=UTC))
    make_coupon(code="ELSEWHERE", store_codes=[make_store(code="S009").code])
    make_coupon(code="MEMBERS", kind="member")

    answer = shopper.client.post(path, asked)

    assert answer.status_code == status
    assert all(answer.context["page"].errors.values())
    assert Basket.objects.get().coupon_codes == []
    assert Basket.objects.get().store == shopper.store
    assert BasketLine.objects.get().quantity == 1


@pytest.mark.parametrize("path", ["/basket/add/", "/basket/store/"])
def test_a_store_chosen_at_the_basket_is_that_of_the_next_one_too(path: str) -> None:
    shopper = Shopper()
    shopper.client.post(path, {"sku": "BEANS", "quantity": "1", "store": "S001"})
    first = Basket.objects.get().store
    Basket.objects.all().delete()

    shopper.put_in(1, store="")

    assert first == Basket.objects.get().store == shopper.store


def test_public_coupons_are_offered_at_the_basket_with_what_they_take_off_or_why_not() -> None:
    shopper = Shopper()
    make_coupon(code="BIG", amount_minor=500, minimum_minor=3_000, is_public=True)
    make_coupon(code="TEN", percent_bp=1_000, is_public=True)
    make_coupon(code="SECRET")
    shopper.put_in(1)

    before = shopper.client.get("/basket/")
    shopper.client.post("/basket/coupon/", {"code": "TEN"})
    after = shopper.client.get("/basket/")

    assert [(each.coupon.code, each.saving_minor) for each in before.context["page"].offers] == [
        ("TEN", 98),
        ("BIG", 0),
    ]
    assert "Use: −¥98" in before.content.decode()
    assert "Add ¥2,020 more" in before.content.decode()
    assert "SECRET" not in before.content.decode()
    assert [each.coupon.code for each in after.context["page"].offers] == ["BIG"]


def test_what_works_best_is_offered_before_what_ends_sooner() -> None:
    shopper = Shopper()
    shopper.put_in(1)
    make_store(code="S009")
    for number in range(8):
        make_coupon(code=f"OUT{number}", store_codes=["S009"], is_public=True)
    make_coupon(code="TEN", percent_bp=1_000, is_public=True, valid_until=datetime(2028, 1, 1, tzinfo=UTC))
    make_coupon(code="HALF", percent_bp=5_000, is_public=True, valid_until=datetime(2029, 1, 1, tzinfo=UTC))

    at_the_basket = shopper.client.get("/basket/").context["page"].offers
    at_the_start = shopper.client.get("/").context["offers"]

    assert [each.coupon.code for each in at_the_basket] == ["HALF", "TEN", *(f"OUT{number}" for number in range(6))]
    assert [each.coupon.code for each in at_the_start] == ["TEN", "HALF", *(f"OUT{number}" for number in range(6))]


@pytest.mark.parametrize(
    ("language", "words"), [("en", "20% off ・ on certain goods"), ("ja", "20%引き ・ 対象商品のみ")]
)
def test_a_coupon_for_listed_goods_is_never_offered_as_one_for_everything(language: str, words: str) -> None:
    shopper = Shopper(client=Client(headers={"accept-language": language}))
    member = make_account()
    make_coupon(code="LISTED", is_for_listed_goods=True, is_public=True)
    given = make_coupon(code="GIVEN", is_for_listed_goods=True, kind="member")
    make_coupon(code="ALL", is_public=True)
    Grant.objects.create(
        coupon=given, customer=member, granted_at=NOON, channel="web", cause_kind="welcome", cause_uid=member.uid
    )
    shopper.put_in(1)

    at_the_basket = shopper.client.get("/basket/").content.decode()
    sign_in(shopper.client)
    at_the_start = shopper.client.get("/").content.decode()

    assert " ".join(at_the_basket.split()).count(words) == 1
    assert " ".join(at_the_start.split()).count(words) == 2


def test_a_public_coupon_is_taken_along_from_the_first_page() -> None:
    client = Client(headers={"accept-language": "en"})
    make_coupon(code="TEN", name="秋の10% OFF", is_public=True)
    make_coupon(code="ONCE", customer_limit=1, is_public=True)

    seen = client.get("/").content.decode()
    answer = client.post("/basket/coupon/", {"code": "TEN", "next": "/"})
    page = client.get("/")

    assert "秋の10% OFF" in seen
    assert "It is for members; please sign in." in seen
    assert 'value="ONCE"' not in seen
    assert answer.headers["Location"] == "/"
    assert [(each.coupon.code, each.is_in_basket) for each in page.context["offers"]] == [
        ("TEN", True),
        ("ONCE", False),
    ]
    assert "The coupon is in your basket." in page.content.decode()


def test_a_coupon_refused_before_anything_is_in_the_basket_says_why() -> None:
    client = Client(headers={"accept-language": "en"})

    answer = client.post("/basket/coupon/", {"code": "NOTHING", "next": "/"})

    assert (answer.status_code, "no coupon with the code" in answer.content.decode()) == (404, True)


def test_a_coupon_that_the_basket_does_not_earn_yet_says_what_is_missing() -> None:
    shopper = Shopper()
    shopper.put_in(1)
    make_coupon(code="BIG", amount_minor=500, minimum_minor=3_000)

    page = shopper.client.post("/basket/coupon/", {"code": "big"}, follow=True).content.decode()

    assert "Add ¥2,020 more" in page


def test_for_htmx_only_the_part_that_changes_is_sent() -> None:
    shopper = Shopper()
    shopper.put_in(1)

    answer = shopper.client.post("/basket/change/", {"sku": "BEANS", "to": "2"}, headers={"hx-request": "true"})

    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="basket"')
    assert 'hx-swap-oob="outerHTML"' in page
    assert "Total ¥1,960" in page


def test_stores_that_have_all_of_it_come_first_but_the_chosen_one() -> None:
    shopper = Shopper()
    filters = make_variant(sku="FILTERS", price_minor=280)
    other = make_store(code="S002", name="代々木店")
    stock_up(other, shopper.beans, 5)
    stock_up(other, filters, 5)
    make_store(code="S003", name="受取なしの店", is_pickup_enabled=False)
    shopper.put_in(1)
    shopper.put_in(1, sku="FILTERS")

    page = shopper.client.get("/basket/").context["page"]

    assert [(store.store_code, store.covered, store.has_all) for store in page.stores] == [
        ("S001", 1, False),
        ("S002", 2, True),
    ]
    assert [line.is_short for line in page.lines] == [False, True]


def test_a_guest_opens_the_basket_of_the_session_and_never_a_members() -> None:
    shopper, stranger = Shopper(), Client()
    shopper.put_in(1)
    session = SessionStore()
    session["basket"] = str(Basket.objects.get().uid)
    session.create()
    stranger.cookies["noren_shop"] = session.session_key or ""
    assert not stranger.get("/basket/").context["page"].is_empty

    member = make_account()
    Basket.objects.update(customer=member)

    assert stranger.get("/basket/").context["page"].is_empty


def test_what_a_guest_collected_comes_along_to_the_members_basket() -> None:
    shopper = Shopper()
    shopper.put_in(2)
    member = make_account()

    sign_in(shopper.client)

    basket = Basket.objects.get()
    assert basket.customer_id == member.pk
    assert [(line.variant.sku, line.quantity) for line in basket.lines.all()] == [("BEANS", 2)]
    assert shopper.client.get("/basket/").context["basket_count"] == 2
