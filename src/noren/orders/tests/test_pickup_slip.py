"""The slip of a pickup: what stands on it, in the office and for the till, and who may print it."""

import re

import pytest
from django.utils import timezone
from pytest_django import Settings

from noren.api.tests.client import Caller
from noren.kernel.barcodes import code128_modules
from noren.kernel.ids import uuid7
from noren.office.tests.signing_in import working
from noren.orders.errors import OrderNotFound
from noren.orders.notes import note_order
from noren.orders.pickup_slip import pickup_slip
from noren.orders.place import place_order
from noren.orders.wanted import GiftWrap, PlacedOrder
from noren.people.models import DeedRecord, Role
from noren.stock.count import open_count
from noren.stock.count_goods import Counted, count_goods
from tests.factories import Shop, make_staff, pickup, want

pytestmark = pytest.mark.django_db
PASSWORD = "nagoya-castle-1612"


@pytest.fixture(autouse=True)
def _wraps(settings: Settings) -> None:
    settings.GIFT_WRAP_MINOR = 0


def a_wrapped_order(shop: Shop) -> PlacedOrder:
    """Two of the shop's coffee as a gift, with a wish, a note of staff, and a shelf where the goods were counted."""
    gift = GiftWrap("お誕生日おめでとう")
    placed = place_order(
        pickup(shop.store, want(shop.coffee, 2), note="領収書も\nお願いします", gift=gift), at=timezone.now()
    )
    note_order(placed.uid, uid=uuid7(), text="常連さん", channel="office", staff_uid=shop.staff.uid, at=timezone.now())
    count = open_count(uuid7(), store_id=shop.store.pk, name="棚卸し", at=timezone.now())
    for area in ("棚A-3", "倉庫"):
        count_goods(
            count.uid, [Counted(uuid7(), shop.coffee.pk, 5)], area=area, names={}, at=timezone.now(), staff_id=None
        )
    return placed


def test_a_slip_has_goods_with_places_wishes_notes_and_until_when_it_is_kept() -> None:
    shop = Shop()
    placed = a_wrapped_order(shop)

    slip = pickup_slip(placed.uid)

    (line,) = slip.lines
    assert (line.sku, line.quantity, line.places) == (shop.coffee.sku, 2, ("倉庫", "棚A-3"))
    assert (slip.pickup_code, slip.pieces) == (placed.pickup_code, 2)
    assert (slip.buyer_note, slip.is_gift, slip.gift_message) == ("領収書も\nお願いします", True, "お誕生日おめでとう")
    assert slip.notes == ("常連さん",)
    assert slip.last_day is not None
    assert slip.due_minor == placed.total_minor


def test_a_sale_over_the_counter_has_no_slip() -> None:
    shop = Shop()
    sold = shop.sell()

    with pytest.raises(OrderNotFound):
        pickup_slip(sold.uid)


def test_the_office_prints_slips_of_those_that_are_chosen_and_one_from_the_order() -> None:
    shop = Shop()
    placed = [a_wrapped_order(shop), place_order(pickup(shop.store, want(shop.coffee)), at=timezone.now())]
    clerk = working(Role.CLERK, shop.store)
    clerk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    chosen = {"do": "slips", "order": [str(each.uid) for each in placed]}
    several = clerk.post(f"/office/pickups/?store={shop.store.pk}", chosen).content.decode()
    one = clerk.get(f"/office/orders/{placed[0].uid}/pickup-slip/").content.decode()

    assert several.count('<article class="pickup-slip"') == 2
    assert one.count('<article class="pickup-slip"') == 1
    for words in (
        placed[0].pickup_code,
        "棚A-3",
        "お誕生日おめでとう",
        "常連さん",
        "領収書も<br>",
        "closing time",
        "<svg",
    ):
        assert str(words) in one, words
    assert (
        f"/office/orders/{placed[0].uid}/pickup-slip/"
        in working(Role.MANAGER, shop.store).get(f"/office/orders/order/{placed[0].uid}/change/").content.decode()
    )
    assert not re.search(r"再発行|reprint", one)


def test_the_slip_of_another_store_is_not_printed() -> None:
    shop, other = Shop(), Shop()
    placed = a_wrapped_order(other)

    assert working(Role.CLERK, shop.store).get(f"/office/orders/{placed.uid}/pickup-slip/").status_code == 403
    assert working(Role.MARKETER).get(f"/office/orders/{placed.uid}/pickup-slip/").status_code == 403


def test_the_till_reads_the_slip_with_the_bars_of_its_goods_and_counts_nothing() -> None:
    shop, other = Shop(), Shop()
    placed, elsewhere = a_wrapped_order(shop), a_wrapped_order(other)
    staff = make_staff(store=shop.store, password=PASSWORD)
    place = {"store_code": shop.store.code, "register_code": shop.register.code}
    signed_in = Caller().post("/till/sign-in", {"staff_code": staff.code, "password": PASSWORD, **place}, key=None)
    till, deeds = Caller(signed_in.body["token"]), DeedRecord.objects.count()

    first, again = (till.get(f"/till/pickups/{placed.uid}/slip") for _time in range(2))

    assert first.body == again.body
    (line,) = first.body["lines"]
    assert line["bars"] == code128_modules(line["code"])
    assert line["places"] == ["倉庫", "棚A-3"]
    assert (first.body["is_gift"], first.body["notes"]) == (True, ["常連さん"])
    assert till.get(f"/till/pickups/{elsewhere.uid}/slip").status == 409
    assert till.get(f"/till/pickups/{uuid7()}/slip").status == 404
    assert DeedRecord.objects.count() == deeds
