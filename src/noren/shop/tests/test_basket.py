"""The basket: what is typed into it, and what it says when that is refused."""

from datetime import UTC, datetime

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from noren.coupons.grant import grant_coupon
from noren.coupons.models import Grant
from noren.orders.models import Basket, BasketLine
from noren.shop.tests.shopper import Shopper, make_account, sign_in
from tests.factories import NOON, make_coupon, make_store, make_variant, stock_up

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("quantity", ["-1", "1.5", "1000000000", "10000", "abc", "", "１．５"])
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


@pytest.mark.parametrize("asked", [{"quantity": "1", "to": "0"}, {"quantity": "0"}, {"quantity": "０"}])
def test_the_button_below_one_and_a_typed_0_take_the_line_out(asked: dict[str, str]) -> None:
    shopper = Shopper()
    shopper.put_in(1)

    shopper.client.post("/basket/change/", {"sku": "BEANS", **asked})

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


@pytest.mark.parametrize(("language", "words"), [("en", "on certain goods"), ("ja", "対象商品のみ")])
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

    assert at_the_basket.count(words) == 1
    assert at_the_start.count(words) == 2
    assert at_the_basket.count('href="/coupons/LISTED/"') == 1
    assert [at_the_start.count(f'href="/coupons/{code}/"') for code in ("LISTED", "GIVEN", "ALL")] == [1, 1, 0]


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


def test_a_coupon_is_shown_by_its_name_with_its_code_only_where_people_type_it() -> None:
    shopper, member = Shopper(), make_account()
    sign_in(shopper.client)
    given = make_coupon(code="CJ22-10000085486", name="お茶 100円引き", kind="member", stacks=True)
    grant_coupon(
        code=given.code, customer_id=member.pk, channel="web", cause_kind="test", cause_uid=member.uid, at=NOON
    )
    make_coupon(code="TEN", name="秋の10% OFF", percent_bp=1_000)
    shopper.client.post("/basket/coupon/", {"code": given.code})
    shopper.client.post("/basket/coupon/", {"code": "TEN"})

    without_goods = shopper.client.get("/basket/").content.decode()
    shopper.put_in(1)
    with_goods = shopper.client.get("/basket/").content.decode()

    for page in (without_goods, with_goods):
        assert page.count('<span class="strong">お茶 100円引き</span>') == 1
        assert page.count('<span class="strong">秋の10% OFF</span>') == 1
        assert page.count('<span class="small soft code">TEN</span>') == 1
        assert f'code">{given.code}' not in page
    assert "No goods in your basket yet" in without_goods
    assert "Coupons in your basket" in without_goods


def test_a_coupon_is_taken_out_of_a_basket_without_goods() -> None:
    client = Client(headers={"accept-language": "en"})
    make_coupon(code="TEN", name="秋の10% OFF")
    client.post("/basket/coupon/", {"code": "TEN"})

    page = client.post("/basket/coupon/drop/", {"code": "TEN"}, follow=True).content.decode()

    assert Basket.objects.get().coupon_codes == []
    assert "秋の10% OFF" not in page
    assert "Your basket is empty" in page


def test_a_coupon_for_none_of_the_goods_leads_to_those_it_is_for() -> None:
    shopper = Shopper()
    make_coupon(code="LISTED", name="お茶だけ", is_for_listed_goods=True, is_public=True)
    make_coupon(code="SECRET", name="ないしょ", is_for_listed_goods=True)
    shopper.put_in(1)
    for code in ("LISTED", "SECRET"):
        shopper.client.post("/basket/coupon/", {"code": code})

    at_the_basket = shopper.client.get("/basket/").content.decode()
    at_the_review = shopper.go_to_review().content.decode()

    for page in (at_the_basket, at_the_review):
        assert page.count("This coupon is not for any of the goods in the basket.") == 2
        assert 'href="/coupons/LISTED/"' in page
        assert 'href="/coupons/SECRET/"' not in page
    assert "The coupon “お茶だけ” is not used." in at_the_review


def test_what_was_said_of_the_basket_goes_with_its_next_change() -> None:
    shopper = Shopper()
    said = shopper.client.post("/basket/add/", {"sku": "BEANS", "quantity": "1"}, follow=True).content.decode()

    changed = shopper.client.post("/basket/change/", {"sku": "BEANS", "to": "2"}, headers={"hx-request": "true"})

    assert "It is in your basket." in said
    assert '<div id="said" hx-swap-oob="innerHTML"></div>' in changed.content.decode()


def test_the_stores_stay_in_their_order_while_one_of_them_is_chosen() -> None:
    shopper = Shopper()
    for number in range(2, 10):
        stock_up(make_store(code=f"S00{number}"), shopper.beans, 5)
    shopper.put_in(1)
    shown = [store.store_code for store in shopper.client.get("/basket/").context["page"].stores]

    asked = {"store": shown[4], "listed": shown}
    answer = shopper.client.post("/basket/store/", asked, headers={"hx-request": "true"})
    opened_again = shopper.client.get("/basket/")

    assert shown[0] == "S001"
    assert [store.store_code for store in answer.context["page"].stores] == shown
    assert answer.context["page"].chosen.store_code == shown[4]
    assert answer.content.decode().count('name="listed"') == 6
    assert opened_again.context["page"].stores[0].store_code == shown[4]


@pytest.mark.parametrize("listed", [["S001\0"], ["NOWHERE", "S001"], ["S001", "S001"]])
def test_a_made_up_list_of_stores_is_no_failure(listed: list[str]) -> None:
    shopper = Shopper()
    shopper.put_in(1)

    answer = shopper.client.post("/basket/store/", {"store": "S001", "listed": listed}, headers={"hx-request": "true"})

    assert [store.store_code for store in answer.context["page"].stores] == ["S001"]


def test_another_store_is_found_by_its_name_and_chosen_for_the_basket() -> None:
    shopper = Shopper()
    for number in range(2, 9):
        make_store(code=f"S00{number}", name=f"店{number}")
    other = make_store(code="S009", name="自由が丘店")
    stock_up(other, shopper.beans, 5)
    shopper.put_in(1)

    basket = shopper.client.get("/basket/").content.decode()
    stores = shopper.client.get("/basket/stores/")
    found = shopper.client.get("/basket/stores/", {"q": "自由"})
    none = shopper.client.get("/basket/stores/", {"q": "札幌"}).content.decode()
    chosen = shopper.client.post("/basket/store/", {"store": "S009"})

    assert 'href="/basket/stores/"' in basket
    assert len(stores.context["stores"]) == 9
    assert [(each.store_code, each.has_all) for each in found.context["stores"]] == [("S009", True)]
    assert "No store with pickup has “札幌” in its name or address." in none
    assert chosen.headers["Location"] == "/basket/"
    assert Basket.objects.get().store == other


def test_without_goods_there_is_no_store_to_look_for(client: Client) -> None:
    assert client.get("/basket/stores/").headers["Location"] == "/basket/"


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
