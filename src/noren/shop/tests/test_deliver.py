"""From the basket to an order that is delivered home."""

from typing import Any

import pytest
from django.utils import timezone

from noren.kernel.ids import uuid7
from noren.orders.models import Order
from noren.orders.shipping.offer import delivery_days
from noren.orders.shipping.pack import pack_shipment
from noren.orders.shipping.ship import ship_shipment
from noren.orders.shipping.tests.desk import parcels_of
from noren.orders.transfer import note_transfer
from noren.people.models import CustomerAddress
from noren.shop.tests.shopper import Shopper, make_account, sign_in
from noren.stock.models import Hold
from noren.stores.loading import load_store
from noren.stores.models import Store
from tests.factories import all_differences, make_coupon, make_staff, make_store

pytestmark = pytest.mark.django_db

HOME = {
    "name": "田中 一郎",
    "email": "ichiro@example.jp",
    "postal_code": "１５００００１",
    "prefecture": "東京都",
    "city": "渋谷区",
    "line1": "神宮前1-2-3",
    "line2": "",
    "phone": "090-1234-5678",
    "day": "",
    "slot": "am",
}


@pytest.fixture
def shopper(settings: Any) -> Shopper:
    """Somebody with two packets in the basket, whose store sends parcels."""
    settings.PAY_BY = ["bank_transfer", "at_store"]
    found = Shopper()
    Store.objects.update(ships=True)
    found.put_in(2)
    return found


def _place(shopper: Shopper) -> Any:
    review = shopper.client.get("/checkout/deliver/confirm/")
    asked = {"basket": str(review.context["basket"].uid), "total": str(review.context["quote"].total_minor)}
    return shopper.client.post("/checkout/deliver/place/", {**asked, "pay_by": "bank_transfer"})


def test_a_guest_has_goods_delivered_and_sees_the_fee_before(shopper: Shopper) -> None:
    assert "Have it delivered" in shopper.client.get("/basket/").content.decode()

    answer = shopper.client.post("/checkout/deliver/", HOME)
    review = " ".join(shopper.client.get("/checkout/deliver/confirm/").content.decode().split())

    assert answer.headers["Location"] == "/checkout/deliver/confirm/"
    for words in ("¥550", "¥2,510", "150-0001", "神宮前1-2-3", "in the morning", "until it is packed"):
        assert words in review, words
    assert Hold.objects.filter(ended_at=None).count() == 0
    placed = _place(shopper)
    order = Order.objects.get()
    assert placed.headers["Location"].startswith(f"/orders/{order.uid}/")
    assert (order.status, order.total_minor, order.contact_email) == ("awaiting_payment", 2_510, "ichiro@example.jp")
    assert _place_again(shopper, order) == placed.headers["Location"]
    assert all_differences() == []


def _place_again(shopper: Shopper, order: Order) -> str:
    again = shopper.client.post("/checkout/deliver/place/", {"basket": str(order.basket_uid), "total": "1"})
    return str(again.headers["Location"])


def test_the_order_page_follows_the_parcel_until_it_left(shopper: Shopper) -> None:
    shopper.client.post("/checkout/deliver/", HOME)
    page = _place(shopper).headers["Location"]
    order, staff = Order.objects.get(), make_staff()
    assert "paid at the store" not in shopper.client.get(page).content.decode()
    note_transfer(order.uid, uid=uuid7(), amount_minor=2_510, words="タナカ", staff_uid=None, at=timezone.now())
    (parcel,) = parcels_of(order.uid)
    before = shopper.client.get(page).content.decode()
    assert "Being prepared" in before
    assert "Cancel the order" in before

    pack_shipment(parcel.uid, staff_uid=staff.uid, at=timezone.now())
    packed = shopper.client.get(page).content.decode()
    assert "Cancel the order" not in packed
    ship_shipment(parcel.uid, carrier="yamato", tracking_number="123456789012", staff_uid=staff.uid, at=timezone.now())

    sent = shopper.client.get(page).content.decode()
    assert "On its way to you" in sent
    assert "123456789012" in sent
    assert "Receipt" in sent
    assert shopper.client.get(f"{page}cancel/").status_code == 302


def test_an_address_is_checked_at_its_fields_and_nothing_is_kept(shopper: Shopper) -> None:
    answer = shopper.client.post("/checkout/deliver/", {**HOME, "postal_code": "12", "city": ""})

    assert answer.status_code == 422
    assert "city or ward" in answer.content.decode()
    wrong = shopper.client.post("/checkout/deliver/", {**HOME, "postal_code": "12"})
    assert "A postal code has seven digits" in wrong.content.decode()
    assert shopper.client.get("/checkout/deliver/confirm/").status_code == 302


def test_a_member_finds_the_address_used_last_and_may_forget_it(shopper: Shopper) -> None:
    member = make_account()
    sign_in(shopper.client)
    shopper.put_in(1)
    home = {name: value for name, value in HOME.items() if name != "email"}
    shopper.client.post("/checkout/deliver/", home)
    _place(shopper)
    assert list(CustomerAddress.objects.values_list("customer_id", "line1")) == [(member.pk, "神宮前1-2-3")]
    shopper.put_in(1)

    shopper.client.session.flush()
    sign_in(shopper.client)
    page = shopper.client.get("/checkout/deliver/").content.decode()

    assert "Your addresses" in page
    assert 'value="神宮前1-2-3"' in page
    shopper.client.post("/checkout/deliver/forget/", {"address": str(CustomerAddress.objects.get().pk)})
    assert CustomerAddress.objects.count() == 0


def test_what_the_stores_that_send_do_not_have_cannot_be_ordered(shopper: Shopper) -> None:
    shopper.client.post("/checkout/deliver/", HOME)
    shopper.put_in(20)

    review = shopper.client.get("/checkout/deliver/confirm/").content.decode()

    assert "do not have enough" in review
    assert "Place the order" not in review


def test_a_product_says_that_it_can_be_delivered_while_a_store_that_sends_has_it(shopper: Shopper) -> None:
    page = f"/products/{shopper.beans.product.code}/"
    assert "it can come to your home" in shopper.client.get(page).content.decode()

    Store.objects.update(ships=False)

    assert "it can come to your home" not in shopper.client.get(page).content.decode()


def test_nothing_is_said_of_delivery_where_no_store_sends_parcels(shopper: Shopper) -> None:
    Store.objects.update(ships=False)

    assert "Have it delivered" not in shopper.client.get("/basket/").content.decode()
    assert shopper.client.get("/checkout/deliver/").headers["Location"] == "/basket/"


def test_a_day_that_is_over_is_asked_anew(shopper: Shopper, settings: Any) -> None:
    days = shopper.client.get("/checkout/deliver/").context["form"].fields["day"].choices
    shopper.client.post("/checkout/deliver/", {**HOME, "day": days[-1][0]})
    assert shopper.client.get("/checkout/deliver/confirm/").status_code == 200
    settings.DELIVERY_LAST_DAY -= 1

    review = shopper.client.get("/checkout/deliver/confirm/")
    form = shopper.client.get("/checkout/deliver/").content.decode()

    assert review.headers["Location"] == "/checkout/deliver/"
    assert "cannot be had any more" in form


def test_the_form_offers_the_days_of_the_stores_own_business_day(shopper: Shopper) -> None:
    Store.objects.update(time_zone="Pacific/Pago_Pago", closing_hour=12)  # never the day that it is in Tokyo

    form = shopper.client.get("/checkout/deliver/").context["form"]

    at = timezone.now()
    offered = [day.isoformat() for day in delivery_days(load_store(shopper.store.code, at=at), at=at)]
    assert [code for code, _words in form.fields["day"].choices] == ["", *offered]


def test_the_legal_notice_and_the_page_on_privacy_tell_of_deliveries_while_they_are_offered(shopper: Shopper) -> None:
    offered = [" ".join(shopper.client.get(path).content.decode().split()) for path in ("/legal/", "/privacy/")]
    Store.objects.update(ships=False)
    not_offered = [shopper.client.get(path).content.decode() for path in ("/legal/", "/privacy/")]

    for words in ("¥550", "from ¥5,500", "paid before it is sent", "2 to 14 days", "until it is packed"):
        assert words in offered[0], words
        assert words not in not_offered[0], words
    assert "Nothing is paid online" not in offered[0]
    assert "The carrier that brings a parcel" in offered[1]
    assert "The carrier that brings a parcel" not in not_offered[1]


def test_a_coupon_of_another_store_is_left_out_of_a_delivery(shopper: Shopper, settings: Any) -> None:
    settings.DELIVERY_STORE = make_store(code="S777", ships=True).code
    for coupon in (make_coupon(code="ALL"), make_coupon(code="S001ONLY", store_codes=("S001",))):
        shopper.client.post("/basket/coupon/", {"code": coupon.code})
    shopper.client.post("/checkout/deliver/", HOME)

    review = shopper.client.get("/checkout/deliver/confirm/")

    assert [applied.ref for applied in review.context["quote"].applied] == ["ALL"]
