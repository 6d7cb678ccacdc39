"""From the basket to an order."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from django.utils import timezone

from noren.coupons.models import Coupon
from noren.kernel.racing import race
from noren.orders.errors import BasketNotFound
from noren.orders.models import Basket, Order
from noren.orders.place import place_order
from noren.orders.placed_before import is_placed
from noren.orders.wanted import PlacedOrder, PlaceOrder
from noren.shop.tests.shopper import CONTACT, Shopper, make_account, sign_in
from noren.shop.views import checkout
from noren.stock.models import Hold, Level
from tests.factories import all_differences, make_coupon, make_store, pickup, stock_up, want

pytestmark = pytest.mark.django_db
# A refusal of `place_order` rolls its whole transaction back, with what the test arranged if it runs in the same.
on_its_own = pytest.mark.django_db(transaction=True)


def test_a_guest_reserves_and_gets_a_link_that_nobody_can_guess() -> None:
    shopper = Shopper()
    shopper.put_in(2)

    answer = shopper.place()

    order = Order.objects.get()
    assert answer.headers["Location"].startswith(f"/orders/{order.uid}/")
    assert len(answer.headers["Location"].split("/")[3]) == 22
    assert (order.channel, order.total_minor, order.contact_name) == ("web", 1_960, "田中 一郎")
    assert str(order.fulfillment.pickup_code) in shopper.client.get(
        answer.headers["Location"]
    ).content.decode().replace(" ", "")
    assert all_differences() == []


def test_the_review_shows_what_the_law_asks_and_holds_the_goods() -> None:
    shopper = Shopper()
    shopper.put_in(2)

    page = " ".join(shopper.go_to_review().content.decode().split())

    for words in (
        "¥980 × 2",
        "¥1,960",
        "渋谷店",
        "In cash at the store",
        "Free of charge",
        "Place the order",
        "田中 一郎",
    ):
        assert words in page
    assert Hold.objects.get(ended_at=None).quantity == 2


def test_the_review_says_which_coupon_is_not_used() -> None:
    make_coupon(code="BIG", name="大口500円引き", amount_minor=500, minimum_minor=30_000)
    shopper = Shopper()
    shopper.put_in(1)
    shopper.client.post("/basket/coupon/", {"code": "big"})

    page = shopper.go_to_review().content.decode()

    assert "The coupon “大口500円引き” is not used." in page


def test_the_empty_basket_leads_back_to_the_order_just_placed() -> None:
    shopper = Shopper()
    assert "Your last order" not in shopper.client.get("/basket/").content.decode()
    shopper.put_in(1)

    order = shopper.place().headers["Location"]

    assert f'href="{order}"' in shopper.client.get("/basket/").content.decode()


def test_sent_twice_it_is_one_order() -> None:
    shopper = Shopper()
    shopper.put_in(1)
    confirmation = shopper.go_to_review().context["confirmation"]
    asked = {"basket": str(confirmation.basket.uid), "total": str(confirmation.basket.quote.total_minor)}

    first, second = (shopper.client.post("/checkout/place/", asked) for _ in range(2))

    assert first.headers["Location"] == second.headers["Location"]
    assert Order.objects.count() == 1


@pytest.mark.parametrize("is_refused_by", ["basket", "verb"])
def test_a_second_tap_that_overlaps_the_first_leads_to_the_order(
    monkeypatch: pytest.MonkeyPatch, is_refused_by: str
) -> None:
    shopper = Shopper()
    shopper.put_in(1)
    confirmation = shopper.go_to_review().context["confirmation"]
    asked = {"basket": str(confirmation.basket.uid), "total": str(confirmation.basket.quote.total_minor)}
    taps: list[object] = []

    def is_placed_before(order_uid: UUID) -> bool:
        """The first look of the second tap comes before the first tap is through."""
        if not taps:
            monkeypatch.setattr(checkout, "is_placed", is_placed)
            taps.append(shopper.client.post("/checkout/place/", asked).headers["Location"])
            return False
        return is_placed(order_uid)

    def place_late(wanted: PlaceOrder, *, at: datetime) -> PlacedOrder:
        monkeypatch.setattr(checkout, "place_order", place_order)
        taps.append(shopper.client.post("/checkout/place/", asked).headers["Location"])
        raise BasketNotFound(field="basket_uid")

    if is_refused_by == "basket":
        monkeypatch.setattr(checkout, "is_placed", is_placed_before)
    else:
        monkeypatch.setattr(checkout, "place_order", place_late)
    second = shopper.client.post("/checkout/place/", asked)

    assert taps == [second.headers["Location"]]
    assert second.headers["Location"].startswith(f"/orders/{Order.objects.get().uid}/")


@pytest.mark.race
@on_its_own
def test_two_taps_at_once_for_the_last_piece_lead_to_the_order() -> None:
    shopper = Shopper()
    Level.objects.update(on_hand=1)
    shopper.put_in(1)
    confirmation = shopper.go_to_review().context["confirmation"]
    asked = {"basket": str(confirmation.basket.uid), "total": str(confirmation.basket.quote.total_minor)}
    Hold.objects.update(ended_at=timezone.now())
    Level.objects.update(held=0)

    taps = race(
        *[partial(shopper.client.post, "/checkout/place/", asked) for _ in range(2)],
        queue_on=Level.objects.filter(store=shopper.store),
    )

    order = Order.objects.get()
    for tap in taps:
        assert not isinstance(tap, Exception)
        assert tap.headers["Location"].startswith(f"/orders/{order.uid}/")


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"name": " "}, "name"), ({"email": ""}, "email"), ({"email": "ichiro@"}, "email"), ({"phone": "12"}, "phone")],
)
def test_a_contact_that_nobody_can_use_is_refused_at_its_field(typed: dict[str, str], field: str) -> None:
    shopper = Shopper()
    shopper.put_in(1)

    answer = shopper.client.post("/checkout/", CONTACT | typed)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


@on_its_own
def test_another_price_is_shown_and_accepted_with_one_tap() -> None:
    shopper = Shopper()
    shopper.put_in(1)
    shopper.go_to_review()
    shopper.beans.price_minor = 1_080
    shopper.beans.save(update_fields=["price_minor"])

    basket_uid = str(shopper.client.get("/basket/").context["page"].basket.uid)
    refused = shopper.client.post("/checkout/place/", {"basket": basket_uid, "total": "980"})

    assert refused.status_code == 409
    assert [(change.seen_minor, change.now_minor) for change in refused.context["changes"]] == [(980, 1_080)]
    assert not Order.objects.exists()
    shopper.client.post("/checkout/accept/")
    shopper.place()
    assert Order.objects.get().total_minor == 1_080


@on_its_own
def test_a_total_that_was_not_shown_is_never_ordered() -> None:
    shopper = Shopper()
    shopper.put_in(1)

    for total in ("1", "", "-980", "９８０円"):
        assert shopper.place(total=total).status_code == 409
    assert not Order.objects.exists()


def test_sold_out_meanwhile_says_what_is_left_and_where_all_of_it_is() -> None:
    shopper = Shopper()
    other = make_store(code="S002", name="代々木店")
    stock_up(other, shopper.beans, 5)
    shopper.put_in(3)
    review = shopper.go_to_review().context["confirmation"]
    Hold.objects.update(ended_at=timezone.now())
    Level.objects.filter(store=shopper.store).update(on_hand=1, held=0)

    asked = {"basket": str(review.basket.uid), "total": str(review.basket.quote.total_minor)}
    refused = shopper.client.post("/checkout/place/", asked)

    page = refused.content.decode()
    assert refused.status_code == 409
    assert "1 left" in page
    assert "代々木店" in page
    assert not Order.objects.exists()


@on_its_own
def test_the_last_use_of_a_coupon_went_to_somebody_else() -> None:
    shopper = Shopper()
    make_coupon(code="LAST", name="先着1名 20%引き", redemption_limit=1)
    shopper.put_in(1)
    shopper.client.post("/basket/coupon/", {"code": "last"})
    review = shopper.go_to_review().context["confirmation"]
    Coupon.objects.update(redeemed_count=1)

    refused = shopper.client.post(
        "/checkout/place/", {"basket": str(review.basket.uid), "total": str(review.basket.quote.total_minor)}
    )

    assert refused.status_code == 409
    assert "The coupon “先着1名 20%引き” has been used up" in refused.content.decode()
    assert "Continue without this coupon" in refused.content.decode()
    assert not Order.objects.exists()
    assert (
        shopper.client.post("/basket/coupon/drop/", {"code": "LAST", "then": "confirm"}).headers["Location"]
        == "/checkout/confirm/"
    )


def test_a_store_that_closed_for_good_is_said_before_anything_is_ordered() -> None:
    shopper = Shopper()
    shopper.put_in(1)
    shopper.go_to_review()
    shopper.store.is_pickup_enabled = False
    shopper.store.save(update_fields=["is_pickup_enabled"])

    answer = shopper.client.get("/checkout/confirm/")

    assert answer.status_code == 409
    assert "渋谷店 does not offer pickup." in answer.content.decode()


def test_a_member_orders_without_typing_a_name_and_the_order_is_theirs() -> None:
    shopper = Shopper()
    member = make_account()
    sign_in(shopper.client)
    shopper.put_in(1)
    assert shopper.client.post("/checkout/hold/").headers["Location"] == "/checkout/confirm/"

    answer = shopper.place()

    order = Order.objects.get()
    assert order.customer_id == member.pk
    assert answer.headers["Location"] == f"/orders/{order.uid}/"


def test_nothing_can_be_reviewed_without_goods_a_store_or_a_name() -> None:
    shopper = Shopper()

    assert shopper.client.get("/checkout/confirm/").headers["Location"] == "/basket/"
    shopper.put_in(1, store="")
    assert shopper.client.post("/checkout/hold/").headers["Location"] == "/basket/"
    shopper.client.post("/basket/store/", {"store": "S001"})
    assert shopper.client.get("/checkout/confirm/").headers["Location"] == "/checkout/"


def test_when_the_hold_is_over_the_page_says_so_and_the_order_still_goes_through() -> None:
    shopper = Shopper()
    shopper.put_in(1)
    basket = shopper.go_to_review().context["confirmation"].basket
    over = timezone.now() - timedelta(minutes=1)
    Hold.objects.update(expires_at=over)
    Basket.objects.update(held_until=over)

    page = shopper.client.get("/checkout/confirm/")
    shopper.client.post("/checkout/place/", {"basket": str(basket.uid), "total": "980"})

    assert not page.context["confirmation"].is_held
    assert Order.objects.count() == 1
    assert all_differences() == []


def test_an_order_elsewhere_does_not_take_what_this_basket_holds() -> None:
    shopper = Shopper()
    shopper.put_in(10)
    shopper.go_to_review()

    page = shopper.client.get("/basket/").context["page"]

    assert page.basket.is_orderable
    assert pickup(shopper.store, want(shopper.beans)).store_code == "S001"
