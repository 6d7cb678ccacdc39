"""A store lacks what is wanted, others have it: the pages say when it can be there, and the order waits for it."""

import pytest
from django.utils import timezone
from pytest_django import Settings

from noren.kernel.moments import say_moment
from noren.orders.models import Order, OrderLine
from noren.orders.routing.bring import offer_to_bring
from noren.shop.tests.shopper import Shopper
from noren.stock.models import Hold, Level, Transfer
from noren.stores.models import Store
from tests.factories import all_differences, make_store, stock_up

pytestmark = pytest.mark.django_db


class Waiting(Shopper):
    """A guest before a store with ten packets of beans, while another one, two days away, has twenty."""

    def __post_init__(self) -> None:
        Shopper.__post_init__(self)
        stock_up(make_store(code="S002", name="池袋店", transfer_days=2), self.beans, 20)

    def sell(self, pieces: int) -> None:
        """So many pieces fewer are for sale in the guest's store."""
        Level.objects.filter(store=self.store).update(safety=pieces)

    def words(self, path: str) -> str:
        """A page's text in one line."""
        return " ".join(self.client.get(path).content.decode().split())

    def offered(self) -> str:
        """When a piece can be there, as it is said."""
        offer = offer_to_bring("S001", {self.beans.pk: 1}, at=timezone.now())
        assert offer is not None
        return say_moment(offer.ready_at, offer.time_zone)

    def product(self) -> str:
        """The page of the beans."""
        return self.words(f"/products/{self.beans.product.code}/?sku=BEANS")


def test_the_product_page_says_when_it_can_be_brought_to_the_chosen_store() -> None:
    shopper = Waiting()
    shopper.put_in(1)
    before = shopper.product()
    shopper.sell(10)

    page = shopper.product()

    assert "other stores can send it" not in before
    assert f"other stores can send it: ready by {shopper.offered()}." in page
    assert 'id="bring-S001"' in page


def test_the_basket_says_when_all_of_it_is_there_and_goes_on() -> None:
    shopper = Waiting()
    shopper.put_in(12)

    page = shopper.words("/basket/")

    assert f"the rest can be brought here by {shopper.offered()}" in page
    assert f"all of it is ready by {shopper.offered()}" in page
    assert "/checkout/hold/" in page


def test_the_review_promises_the_later_time_and_the_order_keeps_it() -> None:
    shopper = Waiting()
    shopper.put_in(12)

    review = shopper.go_to_review()
    shown = review.context["confirmation"]
    answer = shopper.place(bring=shown.bring.day.isoformat())

    order, line = Order.objects.get(), OrderLine.objects.get()
    page = " ".join(review.content.decode().split())
    assert f"Ready by {shopper.offered()}, as other stores send what is missing" in page
    assert "only 10 here" in page
    assert answer.headers["Location"].startswith(f"/orders/{order.uid}/")
    assert (line.quantity, line.awaited_quantity) == (12, 2)
    assert (order.fulfillment.due_at, order.fulfillment.kept_until) == (shown.due_at, shown.kept_until)
    said = shopper.words(answer.headers["Location"])
    assert f"by {shopper.offered()}" in said
    assert "× 2 comes from 池袋店." in said
    assert all_differences() == []


def test_what_was_sold_while_the_shopper_looked_is_not_brought_before_the_new_time_was_seen() -> None:
    shopper = Waiting()
    shopper.put_in(2)
    shown = shopper.go_to_review().context["confirmation"]
    asked = {"basket": str(shown.basket.uid), "total": str(shown.basket.quote.total_minor)}
    Hold.objects.update(ended_at=timezone.now())
    Level.objects.filter(store=shopper.store).update(held=0, safety=10)

    answer = shopper.client.post("/checkout/place/", asked)

    assert answer.status_code == 409
    assert f"All of it is ready at 渋谷店 by {shopper.offered()}." in " ".join(answer.content.decode().split())
    assert not Order.objects.exists()
    day = shopper.client.get("/checkout/confirm/").context["confirmation"].bring.day.isoformat()
    assert shopper.client.post("/checkout/place/", asked | {"bring": day}).status_code == 302
    assert Transfer.objects.count() == 1


def test_a_later_day_than_the_shopper_saw_is_shown_first() -> None:
    shopper = Waiting()
    shopper.put_in(12)
    seen = shopper.go_to_review().context["confirmation"].bring.day.isoformat()
    Store.objects.filter(code="S002").update(transfer_days=5)

    answer = shopper.place(bring=seen)

    assert answer.status_code == 409
    assert "Please look at the new time." in answer.content.decode()
    assert not Order.objects.exists()


def test_a_shop_that_does_not_bring_goods_says_that_they_are_not_there(settings: Settings) -> None:
    settings.BRING_TO_STORE = False
    shopper = Waiting()
    shopper.put_in(12)

    basket, review = shopper.words("/basket/"), shopper.go_to_review()

    assert "can be brought here" not in basket
    assert "/checkout/hold/" not in basket
    assert review.status_code == 409
    assert not Order.objects.exists()


def test_more_than_all_stores_have_is_not_offered() -> None:
    shopper = Waiting()
    shopper.put_in(31)

    assert "can be brought here" not in shopper.words("/basket/")
    assert shopper.go_to_review().status_code == 409
